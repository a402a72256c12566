"""A visit from arrival to closing: which step is legal when."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from clinic_terminal.domain.adjudication import BillInput, LineInput
from clinic_terminal.domain.bill import FrozenBill
from clinic_terminal.domain.catalogue import Catalogue, check_teeth
from clinic_terminal.domain.consent import Consent, check_binding, check_ink
from clinic_terminal.domain.eligibility import Person, Snapshot
from clinic_terminal.domain.errors import AmountTooLargeError, NegativeAmountError, VisitStateError
from clinic_terminal.domain.gates import Decision
from clinic_terminal.domain.identity import DataConsent, IdDocument, Identity, PhoneAuthorisation
from clinic_terminal.domain.money import LARGEST_FEN


class Stage(StrEnum):
    """Where a visit stands on the board."""

    EXPECTED = "EXPECTED"
    ARRIVED = "ARRIVED"
    IN_TREATMENT = "IN_TREATMENT"
    TO_SETTLE = "TO_SETTLE"
    FROZEN = "FROZEN"
    DONE = "DONE"
    CANCELLED = "CANCELLED"


OPEN_STAGES = (Stage.ARRIVED, Stage.IN_TREATMENT, Stage.TO_SETTLE, Stage.FROZEN)


class CardSource(StrEnum):
    """How the child was identified."""

    CARD = "CARD"
    NUMBER = "NUMBER"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the desk knew when it let the child in; sent with the bill (reliability.md, rule 8)."""

    source: CardSource
    token: str = ""
    kid: str = ""
    snapshot_version: int = 0
    snapshot_as_of: datetime | None = None
    online: bool = False


@dataclass(frozen=True, slots=True)
class VisitLine:
    """A treatment on the bill; money in fen."""

    item: str
    teeth: tuple[str, ...]
    unit_fen: int
    qty: int


@dataclass(frozen=True, slots=True)
class Visit:
    """One child, one branch, one day, one policy."""

    id: str
    stage: Stage
    day: date
    person: Person
    policy: str
    plan: str
    booking_ref: str | None = None
    expected_at: datetime | None = None
    arrived_at: datetime | None = None
    identity: Identity | None = None
    data_consent: DataConsent | None = None
    phone: PhoneAuthorisation | None = None
    evidence: Evidence | None = None
    decision: Decision | None = None
    lines: tuple[VisitLine, ...] = ()
    discount_fen: int = 0
    self_pay: bool = False
    bill: FrozenBill | None = None
    digest: str = ""
    consent: Consent | None = None
    act: str = ""
    closed_at: datetime | None = None
    revision: int = 0
    note: str = ""
    repeats_confirmed: bool = False
    """The desk was asked about lines that stand on another bill of the day, and goes on (gate G7)."""

    @property
    def document(self) -> IdDocument | None:
        """Which identity document was looked at."""
        return self.identity.document if self.identity else None

    @property
    def chain(self) -> str:
        """The order of acts is kept within this key: member and policy."""
        return f"{self.person.member}/{self.policy}"


def require(visit: Visit, act: str, *stages: Stage) -> None:
    """Refuse ``act`` unless the visit is in one of ``stages``; raises VisitStateError."""
    if visit.stage not in stages:
        raise VisitStateError(act, visit.stage)


def arrive(visit: Visit, when: datetime, identity: Identity, evidence: Evidence, decision: Decision) -> Visit:
    """Check the child in."""
    require(visit, "check_in", Stage.EXPECTED, Stage.ARRIVED)
    return replace(
        visit, stage=Stage.ARRIVED, arrived_at=when, identity=identity, evidence=evidence, decision=decision
    )


def start_treatment(visit: Visit) -> Visit:
    """Send the child to the chair."""
    require(visit, "start_treatment", Stage.ARRIVED, Stage.TO_SETTLE)
    return replace(visit, stage=Stage.IN_TREATMENT)


def with_line(
    visit: Visit, catalogue: Catalogue, code: str, teeth: tuple[str, ...], unit_fen: int | None
) -> Visit:
    """Add a treatment; the price is the tariff's unless ``unit_fen`` is given.

    Raises UnknownItemError, ToothError, NegativeAmountError, AmountTooLargeError, VisitStateError.
    """
    require(visit, "add_item", Stage.ARRIVED, Stage.IN_TREATMENT, Stage.TO_SETTLE)
    item = catalogue.item(code)
    places = check_teeth(item, teeth)
    price = item.price_fen if unit_fen is None else unit_fen
    line = VisitLine(code, places, checked_amount(price, "unit_fen"), item.units_for(places))
    return replace(visit, lines=(*visit.lines, line))


def without_line(visit: Visit, index: int) -> Visit:
    """Take the line at ``index`` (0-based) off the bill; an index that is not there changes nothing."""
    require(visit, "remove_item", Stage.ARRIVED, Stage.IN_TREATMENT, Stage.TO_SETTLE)
    return replace(visit, lines=tuple(line for place, line in enumerate(visit.lines) if place != index))


def with_price(visit: Visit, index: int, unit_fen: int) -> Visit:
    """Change the price of the line at ``index``; raises NegativeAmountError, AmountTooLargeError."""
    require(visit, "change_price", Stage.ARRIVED, Stage.IN_TREATMENT, Stage.TO_SETTLE)
    price = checked_amount(unit_fen, "unit_fen")
    lines = tuple(
        replace(line, unit_fen=price) if place == index else line for place, line in enumerate(visit.lines)
    )
    return replace(visit, lines=lines)


def with_discount(visit: Visit, discount_fen: int) -> Visit:
    """Set the discount on the whole bill; the split refuses one that is larger than the bill."""
    require(visit, "change_discount", Stage.ARRIVED, Stage.IN_TREATMENT, Stage.TO_SETTLE)
    return replace(visit, discount_fen=checked_amount(discount_fen, "discount_fen"))


def hand_to_desk(visit: Visit) -> Visit:
    """Send the child back to the desk, which settles."""
    require(visit, "hand_to_desk", Stage.ARRIVED, Stage.IN_TREATMENT, Stage.TO_SETTLE)
    return replace(visit, stage=Stage.TO_SETTLE)


def choose_self_pay(visit: Visit, *, chosen: bool) -> Visit:
    """Record whether the family pays the whole bill itself."""
    require(visit, "choose_self_pay", Stage.ARRIVED, Stage.IN_TREATMENT, Stage.TO_SETTLE)
    return replace(visit, self_pay=chosen)


def with_booking(visit: Visit, reference: str) -> Visit:
    """Enter the booking reference that the hotline gave."""
    require(visit, "enter_booking", *OPEN_STAGES[:3])
    return replace(visit, booking_ref=reference.strip() or None)


def freeze(visit: Visit, bill: FrozenBill, digest: str) -> Visit:
    """Fix the bill for signature."""
    require(visit, "freeze", Stage.TO_SETTLE)
    return replace(visit, stage=Stage.FROZEN, bill=bill, digest=digest, consent=None)


def thaw(visit: Visit) -> Visit:
    """Take the bill back before it is signed off: the signature, if any, falls with it."""
    require(visit, "thaw", Stage.FROZEN)
    return replace(visit, stage=Stage.TO_SETTLE, bill=None, digest="", consent=None)


def sign(visit: Visit, consent: Consent) -> Visit:
    """Bind the guardian's signature; raises SignatureTooSmallError, SignatureMismatchError."""
    require(visit, "sign", Stage.FROZEN)
    check_ink(consent.strokes)
    check_binding(consent, visit.digest)
    return replace(visit, consent=consent)


def close(visit: Visit, act: str, when: datetime) -> Visit:
    """Close a signed visit under the id of the act that reports it."""
    require(visit, "finish", Stage.FROZEN)
    if visit.consent is None:
        raise VisitStateError("finish", "UNSIGNED")
    return replace(visit, stage=Stage.DONE, act=act, closed_at=when)


def cancel(visit: Visit, when: datetime) -> Visit:
    """Close a visit that nothing was billed for."""
    require(visit, "cancel", Stage.EXPECTED, *OPEN_STAGES)
    return replace(visit, stage=Stage.CANCELLED, bill=None, digest="", consent=None, closed_at=when)


def bill_input(visit: Visit, snapshot: Snapshot, catalogue: Catalogue, brand: str) -> BillInput:
    """Return what the split needs of this visit."""
    categories = snapshot.categories_on(visit.day)
    return BillInput(
        date=visit.day,
        brand=brand,
        lines=tuple(_line_input(visit, line, snapshot, catalogue) for line in visit.lines),
        booking_ref=visit.booking_ref or snapshot.booking_ref,
        self_pay=visit.self_pay,
        discount_fen=visit.discount_fen,
        network=frozenset(categories),
    )


def _line_input(visit: Visit, line: VisitLine, snapshot: Snapshot, catalogue: Catalogue) -> LineInput:
    item = catalogue.item(line.item)
    approved = snapshot.approved_for(line.item, visit.day)
    return LineInput(line.item, item.category, line.unit_fen, line.qty, item.surgery, item.exam, approved)


def checked_amount(fen: int, field: str) -> int:
    """Return ``fen`` if it can stand on a bill; raises NegativeAmountError or AmountTooLargeError."""
    if fen < 0:
        raise NegativeAmountError(field)
    if fen > LARGEST_FEN:
        raise AmountTooLargeError(LARGEST_FEN, field)
    return fen
