"""The last look for later editions, in a small file: shown at once, and asked again once a day at most."""

import json
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from clinic_terminal.application.edition_ports import EditionLook, Standing, Unsure
from clinic_terminal.contract.editions import editions_bytes, read_editions
from clinic_terminal.contract.errors import EditionsFileError

_FILE: Final = "look.json"


def read_look(folder: Path) -> EditionLook | None:
    """Return the last look; None where there was none, or its file is not what was written."""
    try:
        held = json.loads((folder / _FILE).read_text(encoding="utf-8"))
        return EditionLook(
            standing=Standing(held["standing"]),
            running=str(held["running"]),
            at=_moment(held["at"]),
            cause=Unsure(held["cause"]) if held["cause"] else None,
            edition=read_editions(held["edition"].encode()) if held["edition"] else None,
            sure_at=_moment(held["sure_at"]),
            address=str(held["address"]),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError, EditionsFileError):
        return None


def write_look(folder: Path, look: EditionLook) -> None:
    """Remember a look, whole or not at all; a disk that refuses it costs only the memory of it."""
    held: dict[str, Any] = {
        "standing": look.standing,
        "running": look.running,
        "at": look.at and look.at.isoformat(),
        "cause": look.cause,
        "edition": editions_bytes(look.edition).decode() if look.edition else None,
        "sure_at": look.sure_at and look.sure_at.isoformat(),
        "address": look.address,
    }
    draft = folder / f"{_FILE}.new"
    with suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft.write_text(json.dumps(held, ensure_ascii=False), encoding="utf-8")
        draft.replace(folder / _FILE)


def _moment(text: str | None) -> datetime | None:
    """Return a time; raises ValueError where it has no zone, since it could not be compared."""
    if text is None:
        return None
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(text)
    return moment
