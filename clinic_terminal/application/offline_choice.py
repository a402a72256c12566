"""A person works offline by choice, and undoes it: kept over a restart, with the name of who chose."""

from datetime import datetime

from clinic_terminal.application.line import LineKeeper
from clinic_terminal.application.ports import Operator
from clinic_terminal.application.store_ports import UnitOfWork
from clinic_terminal.application.terminal import Terminal

_NAME = "offline"
_SUBJECT = "line"


def choose_offline(terminal: Terminal, operator: Operator, keeper: LineKeeper) -> None:
    """Work offline from now on: nothing is asked and nothing is sent until `choose_online`.

    Choosing it twice changes nothing. Raises StoreFailedError with the line as it was.
    """
    now = terminal.clock.now()
    with terminal.store.begin() as uow:
        since = chosen_since(uow)
        if since is None:
            since = now
            uow.memory.set_choice(_NAME, since.isoformat())
            terminal.audit(uow, operator, "work_offline", _SUBJECT)
    keeper.close_line(since)


def choose_online(terminal: Terminal, operator: Operator, keeper: LineKeeper) -> None:
    """Let the network be used again; raises StoreFailedError with the line as it was."""
    with terminal.store.begin() as uow:
        if chosen_since(uow) is not None:
            uow.memory.set_choice(_NAME, "")
            terminal.audit(uow, operator, "work_online", _SUBJECT)
    keeper.open_line()


def chosen_since(uow: UnitOfWork) -> datetime | None:
    """Return since when a person works offline by choice, or None."""
    since = uow.memory.choice(_NAME)
    return datetime.fromisoformat(since) if since else None
