"""At the chair: what was done, on which tooth, and what that means for the bill."""

from collections.abc import Callable
from dataclasses import dataclass

from clinic_terminal.application.failures import NoSnapshotError
from clinic_terminal.application.ports import Operator, PlanEdition
from clinic_terminal.application.standing import effective_standing
from clinic_terminal.application.store_ports import UnitOfWork
from clinic_terminal.application.terminal import Terminal, edition_of, enrolment_of
from clinic_terminal.domain import visit as visits
from clinic_terminal.domain.adjudication import Split, Standing, split
from clinic_terminal.domain.catalogue import Catalogue
from clinic_terminal.domain.eligibility import Clinic, Snapshot
from clinic_terminal.domain.visit import Visit, bill_input


@dataclass(frozen=True, slots=True)
class Chart:
    """A visit with what its live split rests on, so that the split needs no disk."""

    visit: Visit
    snapshot: Snapshot
    standing: Standing
    edition: PlanEdition
    clinic: Clinic
    catalogue: Catalogue

    def estimate(self) -> Split:
        """Split the bill as it stands; raises BillNotSplittableError (a discount over the bill)."""
        bill = bill_input(self.visit, self.snapshot, self.catalogue, self.clinic.brand)
        return split(self.edition.plan, self.snapshot.period, self.standing, bill)


def open_chart(terminal: Terminal, visit_id: str) -> Chart:
    """Return the visit with what its split rests on; raises NoSnapshotError, VisitUnknownError."""
    with terminal.store.read() as uow:
        return chart_of(terminal, uow, uow.visits.get(visit_id))


def chart_of(terminal: Terminal, uow: UnitOfWork, visit: Visit) -> Chart:
    """Return ``visit`` with what its split rests on, read in the given transaction."""
    snapshot = uow.snapshots.get(visit.person.member, visit.policy)
    if snapshot is None:
        raise NoSnapshotError
    return Chart(
        visit,
        snapshot,
        effective_standing(snapshot, uow.queue.of_chain(snapshot.chain)),
        edition_of(uow, snapshot.plan),
        enrolment_of(uow).clinic,
        terminal.catalogue,
    )


def _change(
    terminal: Terminal, operator: Operator, visit_id: str, act: str, change: Callable[[Visit], Visit]
) -> Chart:
    with terminal.store.begin() as uow:
        stored = uow.visits.put(change(uow.visits.get(visit_id)))
        terminal.audit(uow, operator, act, visit_id)
        return chart_of(terminal, uow, stored)


def start(terminal: Terminal, operator: Operator, visit_id: str) -> Chart:
    """Take the child to the chair."""
    return _change(terminal, operator, visit_id, "start_treatment", visits.start_treatment)


def add_item(  # noqa: PLR0913, PLR0917  a bill line's parts, each of another kind
    terminal: Terminal,
    operator: Operator,
    visit_id: str,
    code: str,
    teeth: tuple[str, ...] = (),
    unit_fen: int | None = None,
) -> Chart:
    """Add a treatment; raises UnknownItemError, ToothError, AmountError, VisitStateError."""
    return _change(
        terminal,
        operator,
        visit_id,
        "add_item",
        lambda visit: visits.with_line(visit, terminal.catalogue, code, teeth, unit_fen),
    )


def add_package(terminal: Terminal, operator: Operator, visit_id: str, code: str) -> Chart:
    """Add all items of a package in one step; an unknown package adds nothing."""
    package = next((one for one in terminal.catalogue.packages if one.code == code), None)
    items = package.items if package else ()

    def with_items(visit: Visit) -> Visit:
        for item in items:
            visit = visits.with_line(visit, terminal.catalogue, item, (), None)
        return visit

    return _change(terminal, operator, visit_id, "add_package", with_items)


def remove_item(terminal: Terminal, operator: Operator, visit_id: str, index: int) -> Chart:
    """Take the line at ``index`` (0-based) off the bill."""
    return _change(
        terminal, operator, visit_id, "remove_item", lambda visit: visits.without_line(visit, index)
    )


def change_price(terminal: Terminal, operator: Operator, visit_id: str, index: int, unit_fen: int) -> Chart:
    """Change the unit price of a line; raises AmountError, NegativeAmountError."""
    return _change(
        terminal, operator, visit_id, "change_price", lambda visit: visits.with_price(visit, index, unit_fen)
    )


def change_discount(terminal: Terminal, operator: Operator, visit_id: str, fen: int) -> Chart:
    """Set the discount on the bill; raises AmountError, NegativeAmountError."""
    return _change(
        terminal, operator, visit_id, "change_discount", lambda visit: visits.with_discount(visit, fen)
    )


def hand_to_desk(terminal: Terminal, operator: Operator, visit_id: str) -> Chart:
    """Give the visit to the desk for settlement."""
    return _change(terminal, operator, visit_id, "hand_to_desk", visits.hand_to_desk)


def choose_self_pay(terminal: Terminal, operator: Operator, visit_id: str, *, chosen: bool) -> Chart:
    """Record whether the family pays the whole bill itself."""
    return _change(
        terminal,
        operator,
        visit_id,
        "choose_self_pay",
        lambda visit: visits.choose_self_pay(visit, chosen=chosen),
    )


def cancel(terminal: Terminal, operator: Operator, visit_id: str) -> None:
    """Close a visit that nothing was billed for."""
    with terminal.store.begin() as uow:
        uow.visits.put(visits.cancel(uow.visits.get(visit_id), terminal.clock.now()))
        terminal.audit(uow, operator, "cancel", visit_id)
