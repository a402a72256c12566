"""The note that a restoring leaves beside the database: a power cut in the middle is gone on with."""

import json
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from clinic_terminal.application.backup_ports import Restored
from clinic_terminal.store import secret_files

_ASKED: Final = "restore.json"
_OUTCOME: Final = "restored.json"


@dataclass(frozen=True, slots=True)
class Note:
    """What is being restored; ``replaced``: the folder with a copy of the present file, once it is there.

    With ``outcome`` the new file is finished, its SHA-256 is ``digest`` (hex), and the backup is no longer
    needed: from then on the present file may lie there without its log.
    """

    backup: Path
    replaced: Path | None = None
    digest: str = ""
    outcome: Restored | None = None


def write(database: Path, note: Note) -> None:
    """Keep the note beside the database; raises OSError."""
    said = {
        "backup": str(note.backup),
        "replaced": None if note.replaced is None else str(note.replaced),
        "digest": note.digest,
        "outcome": None if note.outcome is None else _plain(note.outcome),
    }
    secret_files.replace(database.with_name(_ASKED), json.dumps(said).encode())


def read(database: Path) -> Note | None:
    """Return the note of a restoring that is to be done or gone on with; raises OSError."""
    said = _json(database.with_name(_ASKED))
    if said is None:
        return None
    replaced = said.get("replaced")
    return Note(
        Path(str(said.get("backup"))),
        None if replaced is None else Path(str(replaced)),
        str(said.get("digest", "")),
        _outcome(said.get("outcome")),
    )


def is_asked(database: Path) -> bool:
    """Say whether there is a note."""
    return database.with_name(_ASKED).exists()


def is_half_done(database: Path) -> bool:
    """Say whether the file lies there in the middle of being replaced, perhaps without its log."""
    try:
        note = read(database)
    except OSError:
        # A note that cannot be read may say so.
        return True
    return note is not None and note.outcome is not None


def drop(database: Path) -> None:
    """Take the note away: restoring is done, or was refused; raises OSError."""
    database.with_name(_ASKED).unlink(missing_ok=True)
    # One that is there again after a power cut has the restoring begin anew, and costs nothing but that.
    with suppress(OSError):
        secret_files.sync_folder(database.parent)


def keep_outcome(folder: Path, outcome: Restored) -> None:
    """Keep what restoring did, for the screen."""
    secret_files.replace(folder / _OUTCOME, json.dumps(_plain(outcome)).encode())


def last_outcome(folder: Path) -> Restored | None:
    """Return what the latest restoring did."""
    try:
        return _outcome(_json(folder / _OUTCOME))
    except OSError:
        return None


def _plain(outcome: Restored) -> dict[str, Any]:
    replaced = None if outcome.replaced is None else str(outcome.replaced)
    return asdict(outcome) | {"made_at": outcome.made_at.isoformat(), "replaced": replaced}


def _outcome(said: dict[str, Any] | None) -> Restored | None:
    try:
        if said is None:
            return None
        return Restored(
            datetime.fromisoformat(said["made_at"]),
            None if said["replaced"] is None else Path(said["replaced"]),
            said["carried_acts"],
            said["carried_rows"],
            said["unreadable"],
            tuple(said["papers"]),
        )
    except (KeyError, TypeError, ValueError):
        return None


def _json(file: Path) -> dict[str, Any] | None:
    try:
        said = json.loads(file.read_bytes())
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return None
    return said if isinstance(said, dict) else None
