"""At the chair: let the tooth and its surfaces decide which item stands on the bill."""

from clinic_terminal.application.ports import Operator
from clinic_terminal.application.terminal import Terminal
from clinic_terminal.application.treatment import Chart, chart_of
from clinic_terminal.domain.item_families import Family
from clinic_terminal.domain.put_right import put_right as bill_put_right
from clinic_terminal.domain.put_right import with_family
from clinic_terminal.domain.surfaces import Surfaces


def add_family(  # noqa: PLR0913, PLR0917  a bill line's parts, each of another kind
    terminal: Terminal,
    operator: Operator,
    visit_id: str,
    family: Family,
    teeth: tuple[str, ...],
    surfaces: Surfaces = (),
) -> Chart:
    """Add what the dentist calls by one word, such as an extraction; the teeth decide the items.

    Raises ToothError (TOOTH_NEEDED, TOOTH_TWICE, TOOTH_NOT_ALLOWED), SurfaceError, VisitStateError.
    """
    with terminal.store.begin() as uow:
        visit = uow.visits.get(visit_id)
        catalogue = terminal.catalogue_on(uow, visit.day)
        stored = uow.visits.put(with_family(visit, catalogue, family, teeth, surfaces))
        added = stored.lines[len(visit.lines) :]
        for line in added:
            uow.habits.count(operator.id, line.item, terminal.clock.now())
        terminal.audit(uow, operator, "add_family", visit_id, family=family.value, lines=len(added))
        return chart_of(terminal, uow, stored)


def put_right(terminal: Terminal, operator: Operator, visit_id: str, index: int) -> Chart:
    """Put the line at ``index`` (0-based) under the items that its surfaces ask for.

    A line that is right changes nothing. Raises VisitStateError.
    """
    with terminal.store.begin() as uow:
        visit = uow.visits.get(visit_id)
        right = bill_put_right(visit, terminal.catalogue_on(uow, visit.day), index)
        if right is visit:
            return chart_of(terminal, uow, visit)
        stored = uow.visits.put(right)
        terminal.audit(uow, operator, "put_right", visit_id, line=index)
        return chart_of(terminal, uow, stored)
