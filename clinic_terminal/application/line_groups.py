"""Packages, and what was done at the last visit, put on a bill with one key."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from clinic_terminal.application.failures import NoLastVisitError
from clinic_terminal.application.mouth import teeth_of
from clinic_terminal.application.ports import Operator
from clinic_terminal.application.store_ports import UnitOfWork
from clinic_terminal.application.terminal import Terminal
from clinic_terminal.application.treatment import Chart, chart_of
from clinic_terminal.domain.dentition import Presence
from clinic_terminal.domain.line_groups import LeftOut, Wanted, of_package, of_visit, with_lines
from clinic_terminal.domain.tooth import TEETH
from clinic_terminal.domain.visit import Stage, Visit

_GONE = frozenset({Presence.SHED, Presence.MISSING})


@dataclass(frozen=True, slots=True)
class Added:
    """The chart after a group was added, how many lines that were, and what of it was left out."""

    chart: Chart
    count: int
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True, slots=True)
class LastVisit:
    """When a child was here last and what was done, in the catalogue's codes."""

    day: date
    items: tuple[str, ...]


def add_package(terminal: Terminal, operator: Operator, visit_id: str, code: str) -> Added:
    """Add all items of a package in one step; an unknown package adds nothing. Raises VisitStateError."""
    with terminal.store.begin() as uow:
        visit = uow.visits.get(visit_id)
        package = terminal.catalogue_on(uow, visit.day).package(code)
        wanted = of_package(package) if package else ()
        return _add(terminal, operator, uow, visit, wanted, "add_package")


def copy_last(terminal: Terminal, operator: Operator, visit_id: str) -> Added:
    """Add what was done at the child's latest closed visit here, at today's prices.

    Raises NoLastVisitError, VisitStateError.
    """
    with terminal.store.begin() as uow:
        visit = uow.visits.get(visit_id)
        last = _last_done(uow, visit)
        if last is None:
            raise NoLastVisitError
        return _add(terminal, operator, uow, visit, of_visit(last), "copy_last")


def last_visit(terminal: Terminal, visit_id: str) -> LastVisit | None:
    """Return the visit that ``copy_last`` would copy, None where the child was never treated here."""
    with terminal.store.read() as uow:
        last = _last_done(uow, uow.visits.get(visit_id))
        return None if last is None else LastVisit(last.day, tuple(line.item for line in last.lines))


def _add(  # noqa: PLR0913, PLR0917  a transaction's parts, each of another kind
    terminal: Terminal, operator: Operator, uow: UnitOfWork, visit: Visit, wanted: Iterable[Wanted], deed: str
) -> Added:
    catalogue = terminal.catalogue_on(uow, visit.day)
    group = with_lines(visit, catalogue, wanted, _gone_teeth(uow, visit))
    if not group.added:
        return Added(chart_of(terminal, uow, visit), 0, group.left_out)
    stored = uow.visits.put(group.visit)
    now = terminal.clock.now()
    for line in group.added:
        uow.habits.count(operator.id, line.item, now)
    terminal.audit(uow, operator, deed, visit.id, lines=len(group.added))
    return Added(chart_of(terminal, uow, stored), len(group.added), group.left_out)


def _last_done(uow: UnitOfWork, visit: Visit) -> Visit | None:
    """Return the latest closed visit of the child; a voided one was never billed and is passed over."""
    closed = uow.visits.of_member(visit.person.member, (Stage.DONE,), most=2)
    return next((one for one in closed if one.id != visit.id), None)


def _gone_teeth(uow: UnitOfWork, visit: Visit) -> frozenset[str]:
    """Return the teeth that are shed, extracted or lost, as far as this branch knows."""
    dentition = teeth_of(uow, visit).of(visit)
    return frozenset(tooth for tooth in TEETH if dentition.presence(tooth) in _GONE)
