"""What of a visit's lines was billed for the same child on the same day already (gate G7)."""

from clinic_terminal.application.acts import ActState
from clinic_terminal.application.ports import Operator
from clinic_terminal.application.store_ports import UnitOfWork
from clinic_terminal.application.terminal import Terminal
from clinic_terminal.domain import visit as visits
from clinic_terminal.domain.repeats import repeats
from clinic_terminal.domain.visit import Stage, Visit

_FALLEN = (ActState.REJECTED, ActState.WITHDRAWN)
"""A bill that came to nothing at the service manager is not an active one."""


def repeated_lines(uow: UnitOfWork, visit: Visit) -> tuple[str, ...]:
    """Return what is repeated, as "item tooth"; empty once the desk was asked and went on.

    Bills under the child's other policies count too: it has one mouth.
    """
    if not visit.lines or visit.repeats_confirmed:
        return ()
    billed = [
        line
        for one in uow.visits.of_member(visit.person.member, (Stage.DONE,))
        if one.day == visit.day and one.id != visit.id and _is_active(uow, one)
        for line in one.lines
    ]
    return repeats(visit.lines, billed)


def confirm_repeats(terminal: Terminal, operator: Operator, visit_id: str) -> Visit:
    """Note that the repeated lines are meant; raises VisitStateError once the bill is frozen."""
    with terminal.store.begin() as uow:
        visit = uow.visits.get(visit_id)
        repeated = repeated_lines(uow, visit)
        stored = uow.visits.put(visits.confirm_repeats(visit))
        terminal.audit(uow, operator, "confirm_repeats", visit_id, repeated=list(repeated))
        return stored


def _is_active(uow: UnitOfWork, visit: Visit) -> bool:
    row = uow.queue.get(visit.act)
    return row is None or row.state not in _FALLEN
