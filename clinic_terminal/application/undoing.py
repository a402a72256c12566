"""Take back the last change of a bill, or do it again; each is a change like any other, and audited."""

from collections.abc import Callable

from clinic_terminal.application.bill_history import Trail
from clinic_terminal.application.ports import Operator
from clinic_terminal.application.terminal import Terminal
from clinic_terminal.application.treatment import Chart, chart_of
from clinic_terminal.domain.visit import with_bill


def undo(terminal: Terminal, operator: Operator, visit_id: str) -> Chart:
    """Put the bill back as it stood before its last change; without one it stays. Raises VisitStateError."""
    return _step(terminal, operator, visit_id, "undo", Trail.back)


def redo(terminal: Terminal, operator: Operator, visit_id: str) -> Chart:
    """Do again what was undone last; without it the bill stays. Raises VisitStateError."""
    return _step(terminal, operator, visit_id, "redo", Trail.forth)


def _step(
    terminal: Terminal, operator: Operator, visit_id: str, deed: str, move: Callable[[Trail], Trail]
) -> Chart:
    with terminal.store.begin() as uow:
        visit = uow.visits.get(visit_id)
        trail = terminal.history.trail(visit)
        moved = move(trail)
        if moved is trail:
            return chart_of(terminal, uow, visit)
        stored = uow.visits.put(with_bill(visit, moved.here.lines, moved.here.discount_fen))
        terminal.audit(uow, operator, deed, visit_id, lines=len(stored.lines))
        chart = chart_of(terminal, uow, stored)
    terminal.history.keep(stored, moved)
    return chart
