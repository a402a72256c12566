"""What an operator usually does: read for the search, and the favourites it sets itself."""

from clinic_terminal.application.ports import Operator
from clinic_terminal.application.terminal import Terminal
from clinic_terminal.domain.habits import Habits


def habits_of(terminal: Terminal, operator: Operator) -> Habits:
    """Return the operator's uses and favourites, and the clinic's counts."""
    with terminal.store.read() as uow:
        return uow.habits.of(operator.id)


def mark_favourite(terminal: Terminal, operator: Operator, item: str, *, favourite: bool) -> Habits:
    """Make an item a favourite of the operator, or no more."""
    with terminal.store.begin() as uow:
        uow.habits.mark(operator.id, item, favourite=favourite)
        return uow.habits.of(operator.id)
