"""At the chair: what was done, on which tooth, and what that means for the bill."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from clinic_terminal.application.failures import NoSnapshotError, NothingToConfirmError
from clinic_terminal.application.mouth import KnownTeeth, teeth_of
from clinic_terminal.application.ports import Operator, PlanEdition
from clinic_terminal.application.standing import effective_standing
from clinic_terminal.application.store_ports import UnitOfWork
from clinic_terminal.application.terminal import Terminal, edition_of, enrolment_of
from clinic_terminal.domain import visit as visits
from clinic_terminal.domain.adjudication import BillInput, Split, Standing, failed_gate, split
from clinic_terminal.domain.bill_input import bill_input
from clinic_terminal.domain.catalogue import Catalogue
from clinic_terminal.domain.chair_findings import ChairFinding
from clinic_terminal.domain.chair_rules import ChairCase, chair_findings, confirmable
from clinic_terminal.domain.eligibility import Clinic, Snapshot
from clinic_terminal.domain.letter_cost import LetterCost, letter_cost
from clinic_terminal.domain.surfaces import Surfaces
from clinic_terminal.domain.visit import Visit


@dataclass(frozen=True, slots=True)
class Chart:
    """A visit with what its live split rests on, so that the split needs no disk."""

    visit: Visit
    snapshot: Snapshot
    standing: Standing
    edition: PlanEdition
    clinic: Clinic
    catalogue: Catalogue
    teeth: KnownTeeth = field(default_factory=KnownTeeth)

    def estimate(self) -> Split:
        """Split the bill as it stands; raises BillNotSplittableError (a discount over the bill)."""
        return split(self.edition.plan, self.snapshot.period, self.standing, self._bill())

    def letter_cost(self) -> LetterCost | None:
        """Return which lines lack a guarantee letter and what that costs; None where none is lacking.

        Raises BillNotSplittableError.
        """
        plan, period = self.edition.plan, self.snapshot.period
        return letter_cost(plan, period, self.standing, self._bill(), self.estimate())

    @property
    def findings(self) -> tuple[ChairFinding, ...]:
        """What the rules at the chair notice of the bill as it stands, what weighs more first."""
        visit = self.visit
        return chair_findings(
            ChairCase(
                lines=visit.lines,
                catalogue=self.catalogue,
                dentition=self.teeth.of(visit),
                past=self.teeth.past,
                frequency=self.edition.plan.frequency,
                used=self.standing.used.units,
                covered=self._covered(),
                confirmed=visit.confirmed,
            )
        )

    def _covered(self) -> frozenset[str]:
        """Return the categories that the insurer is billed for; none where a gate or the family says so."""
        bill = self._bill()
        gate = failed_gate(self.edition.plan, self.snapshot.period, self.standing, bill)
        return frozenset() if gate is not None else bill.network or frozenset()

    def _bill(self) -> BillInput:
        return bill_input(self.visit, self.snapshot, self.catalogue, self.clinic.brand)


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
        terminal.catalogue_on(uow, visit.day),
        teeth_of(uow, visit),
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
    surfaces: Surfaces = (),
) -> Chart:
    """Add a treatment at its price of the visit's day, and count its use.

    Raises UnknownItemError, ItemOffError, ToothError, SurfaceError, AmountError, VisitStateError.
    """
    with terminal.store.begin() as uow:
        visit = uow.visits.get(visit_id)
        catalogue = terminal.catalogue_on(uow, visit.day)
        stored = uow.visits.put(visits.with_line(visit, catalogue, code, teeth, unit_fen, surfaces))
        uow.habits.count(operator.id, code, terminal.clock.now())
        terminal.audit(uow, operator, "add_item", visit_id)
        return chart_of(terminal, uow, stored)


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


def change_line_discount(
    terminal: Terminal, operator: Operator, visit_id: str, index: int, fen: int
) -> Chart:
    """Set the discount on the line at ``index`` (0-based); raises AmountError, NegativeAmountError."""
    return _change(
        terminal,
        operator,
        visit_id,
        "change_line_discount",
        lambda visit: visits.with_line_discount(visit, index, fen),
    )


def note_for_desk(terminal: Terminal, operator: Operator, visit_id: str, note: str) -> Chart:
    """Tell the desk something about the visit; an empty note takes it back. Raises NoteTooLongError."""
    return _change(
        terminal, operator, visit_id, "note_for_desk", lambda visit: visits.with_desk_note(visit, note)
    )


def confirm(terminal: Terminal, operator: Operator, visit_id: str, key: str) -> Chart:
    """Note that a finding of the rules at the chair is meant so; confirming it again changes nothing.

    Raises NothingToConfirmError (not found on the bill now, or not open to confirmation), VisitStateError.
    """
    with terminal.store.begin() as uow:
        chart = chart_of(terminal, uow, uow.visits.get(visit_id))
        if not confirmable(chart.findings, key):
            raise NothingToConfirmError
        if key in chart.visit.confirmed:
            return chart
        stored = uow.visits.put(visits.confirm(chart.visit, key))
        terminal.audit(uow, operator, "confirm_finding", visit_id, finding=key)
        return replace(chart, visit=stored)


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
