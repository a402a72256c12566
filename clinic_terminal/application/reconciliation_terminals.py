"""The ids that this terminal had before it was enrolled again: what it did under them is its own."""

import json
from datetime import date
from typing import Final

from clinic_terminal.application.reconciliation_days import note_last_days
from clinic_terminal.application.store_ports import UnitOfWork

_NAME: Final = "former_terminals"


def left(uow: UnitOfWork, terminal: str, today: date) -> None:
    """Note that this terminal is no longer ``terminal`` from today on, and have the last days compared."""
    days = _days(uow)
    days[terminal] = today.isoformat()
    uow.memory.set_choice(_NAME, json.dumps(days))
    note_last_days(uow, today)


def former(uow: UnitOfWork, day: date) -> frozenset[str]:
    """Return the ids that this terminal had until ``day`` or later; after that an id is somebody else's."""
    return frozenset(terminal for terminal, until in _days(uow).items() if day.isoformat() <= until)


def _days(uow: UnitOfWork) -> dict[str, str]:
    """Return by former id the last day on which it was ours."""
    kept: dict[str, str] = json.loads(uow.memory.choice(_NAME) or "{}")
    return kept
