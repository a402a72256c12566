"""The note that a restoring leaves beside the database: a power cut in the middle is gone on with."""

import json
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
    """What is being restored; ``replaced``: the folder with a copy of the present file, once it is there."""

    backup: Path
    replaced: Path | None = None


def write(database: Path, note: Note) -> None:
    """Keep the note beside the database; raises OSError."""
    replaced = None if note.replaced is None else str(note.replaced)
    said = {"backup": str(note.backup), "replaced": replaced}
    secret_files.replace(database.with_name(_ASKED), json.dumps(said).encode())


def read(database: Path) -> Note | None:
    """Return the note of a restoring that is to be done or gone on with."""
    said = _json(database.with_name(_ASKED))
    if said is None:
        return None
    replaced = said.get("replaced")
    return Note(Path(str(said.get("backup"))), None if replaced is None else Path(str(replaced)))


def is_asked(database: Path) -> bool:
    """Say whether there is a note."""
    return database.with_name(_ASKED).exists()


def drop(database: Path) -> None:
    """Take the note away: restoring is done, or was refused."""
    database.with_name(_ASKED).unlink(missing_ok=True)


def keep_outcome(folder: Path, outcome: Restored) -> None:
    """Keep what restoring did, for the screen."""
    replaced = None if outcome.replaced is None else str(outcome.replaced)
    said = asdict(outcome) | {"made_at": outcome.made_at.isoformat(), "replaced": replaced}
    secret_files.replace(folder / _OUTCOME, json.dumps(said).encode())


def last_outcome(folder: Path) -> Restored | None:
    """Return what the latest restoring did."""
    said = _json(folder / _OUTCOME)
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
    except (OSError, ValueError):
        return None
    return said if isinstance(said, dict) else None
