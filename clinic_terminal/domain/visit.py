"""A visit from arrival to closing: which step is legal when."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from clinic_terminal.domain.bill import FrozenBill
from clinic_terminal.domain.catalogue import Catalogue, check_teeth
from clinic_terminal.domain.consent import Consent, check_binding, check_given
from clinic_terminal.domain.decision import Decision
from clinic_terminal.domain.declined import Declined
from clinic_terminal.domain.eligibility import Person
from clinic_terminal.domain.errors import (
    AmountTooLargeError,
    NegativeAmountError,
    NoteTooLongError,
    SurfaceError,
    VisitStateError,
)
from clinic_terminal.domain.identity import DataConsent, IdDocument, Identity, PhoneAuthorisation
from clinic_terminal.domain.money import LARGEST_FEN
from clinic_terminal.domain.payment import Owing, Payment, Refund, paid
from clinic_terminal.domain.payment_errors import RefundDueError, UnpaidError
from clinic_terminal.domain.references import checked_reference
from clinic_terminal.domain.surfaces import Surfaces, check_surfaces
from clinic_terminal.domain.tooth_history import takes_surfaces
from clinic_terminal.domain.voiding import Voided


class Stage(StrEnum):
    """Where a visit stands on the board."""

    EXPECTED = "EXPECTED"
    ARRIVED = "ARRIVED"
    IN_TREATMENT = "IN_TREATMENT"
    TO_SETTLE = "TO_SETTLE"
    FROZEN = "FROZEN"
    DONE = "DONE"
    VOIDED = "VOIDED"
    CANCELLED = "CANCELLED"


WAITING_STAGES = (Stage.EXPECTED, Stage.ARRIVED)
OPEN_STAGES = (Stage.ARRIVED, Stage.IN_TREATMENT, Stage.TO_SETTLE, Stage.FROZEN)
_BEFORE_FREEZE = (Stage.EXPECTED, *OPEN_STAGES[:3])
_ITEMISING = OPEN_STAGES[:3]
_OWED_STAGES = (Stage.FROZEN, Stage.DONE)
LONGEST_NOTE = 200


class Origin(StrEnum):
    """Who put an appointment on the board: the service manager, the clinic's list, a hand at the desk."""

    SERVICE = "SERVICE"
    LIST = "LIST"
    DESK = "DESK"


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
    surfaces: Surfaces = ()
    """The surfaces named for some of the teeth."""
    discount_fen: int = 0
    """What the clinic takes off this line, over all its units."""

    @property
    def amount_fen(self) -> int:
        """What the line comes to after its own discount, before a share of the bill's."""
        return self.unit_fen * self.qty - self.discount_fen


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
    voided: Voided | None = None
    revision: int = 0
    note: str = ""
    missed_at: datetime | None = None
    """When the desk noted that an expected child did not come."""
    origin: Origin = Origin.SERVICE
    listed_name: str = ""
    """Under which name an appointment list announced the child; empty where none did."""
    desk_note: str = ""
    """What the chair tells the desk."""
    repeats_confirmed: bool = False
    """The desk was asked about lines that stand on another bill of the day, and goes on (gate G7)."""
    confirmed: tuple[str, ...] = ()
    """Keys of what the rules at the chair found, and somebody confirmed to be meant so."""
    payments: tuple[Payment, ...] = ()
    """What was taken of the family, in order; it outlives the bill it was taken for."""
    refunds: tuple[Refund, ...] = ()
    owing: Owing | None = None
    """The choice to let the family go before everything was paid; it may have been paid since."""
    declined: Declined | None = None
    """That the family did not sign a bill of this visit; the latest time counts."""

    @property
    def document(self) -> IdDocument | None:
        """Which identity document was looked at."""
        return self.identity.document if self.identity else None

    @property
    def is_withheld(self) -> bool:
        """Whether the family refused that the child's data leave this computer: no act reports it then."""
        return self.data_consent is not None and not self.data_consent.given

    @property
    def due_fen(self) -> int:
        """What the family owes the clinic for this visit as it stands, whatever was paid."""
        return self.bill.pay_now_fen if self.bill is not None and self.stage in _OWED_STAGES else 0

    @property
    def paid_fen(self) -> int:
        """What the clinic holds of the family's money for this visit."""
        return paid(self.payments, self.refunds)

    @property
    def balance_fen(self) -> int:
        """What is still to be paid; below zero: what is to be given back.

        While a bill that was paid for is being changed, what was paid is neither.
        """
        between = self.bill is None and self.stage in OPEN_STAGES
        return 0 if between else self.due_fen - self.paid_fen

    @property
    def chain(self) -> str:
        """The order of acts is kept within this key: member and policy."""
        return f"{self.person.member}/{self.policy}"


def require(visit: Visit, act: str, *stages: Stage) -> None:
    """Refuse ``act`` unless the visit is in one of ``stages``; raises VisitStateError."""
    if visit.stage not in stages:
        raise VisitStateError(act, visit.stage)


def arrive(visit: Visit, when: datetime, identity: Identity, evidence: Evidence, decision: Decision) -> Visit:
    """Check the child in, by what the desk knew and how that was decided."""
    require(visit, "check_in", *WAITING_STAGES)
    return replace(
        visit, stage=Stage.ARRIVED, arrived_at=when, identity=identity, evidence=evidence, decision=decision
    )


def start_treatment(visit: Visit) -> Visit:
    """Send the child to the chair."""
    require(visit, "start_treatment", Stage.ARRIVED, Stage.TO_SETTLE)
    return replace(visit, stage=Stage.IN_TREATMENT)


def with_line(  # noqa: PLR0913, PLR0917  a line's parts, each of another kind
    visit: Visit,
    catalogue: Catalogue,
    code: str,
    teeth: tuple[str, ...],
    unit_fen: int | None,
    surfaces: Surfaces = (),
) -> Visit:
    """Add a treatment; the price is the tariff's unless ``unit_fen`` is given.

    Raises UnknownItemError, ItemOffError, ToothError, SurfaceError, NegativeAmountError,
    AmountTooLargeError, VisitStateError.
    """
    require(visit, "add_item", Stage.ARRIVED, Stage.IN_TREATMENT, Stage.TO_SETTLE)
    item = catalogue.offered(code)
    places = check_teeth(item, teeth)
    price = item.price_fen if unit_fen is None else unit_fen
    if surfaces and not takes_surfaces(code):
        raise SurfaceError("SURFACE_NOT_WANTED", *surfaces[0])
    fen, faces = checked_amount(price, "unit_fen"), check_surfaces(places, surfaces)
    line = VisitLine(code, places, fen, item.units_for(places), faces)
    # Who confirmed a repeated line before has not seen this one.
    return replace(visit, lines=(*visit.lines, line), repeats_confirmed=False)


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


def with_line_discount(visit: Visit, index: int, discount_fen: int) -> Visit:
    """Set the discount on the line at ``index``; the split refuses one that is larger than the line.

    Raises NegativeAmountError, AmountTooLargeError.
    """
    require(visit, "change_discount", *_ITEMISING)
    off = checked_amount(discount_fen, "discount_fen")
    lines = tuple(
        replace(line, discount_fen=off) if place == index else line for place, line in enumerate(visit.lines)
    )
    return replace(visit, lines=lines)


def with_bill(visit: Visit, lines: tuple[VisitLine, ...], discount_fen: int) -> Visit:
    """Put the bill back as it stood before, or after, a change that is undone or done again."""
    require(visit, "undo", *_ITEMISING)
    return replace(visit, lines=lines, discount_fen=discount_fen, repeats_confirmed=False)


def with_desk_note(visit: Visit, note: str) -> Visit:
    """Set what the chair tells the desk, in one line; empty takes it back. Raises NoteTooLongError."""
    require(visit, "note_for_desk", *_ITEMISING)
    return replace(visit, desk_note=checked_note(note))


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
    """Enter the booking reference that the hotline gave; raises BadReferenceError, VisitStateError."""
    require(visit, "enter_booking", *_BEFORE_FREEZE)
    return replace(visit, booking_ref=checked_reference(reference))


def with_phone_authorisation(visit: Visit, reference: str, when: datetime, operator: str) -> Visit:
    """Enter what the hotline authorised on the phone; raises BadReferenceError, VisitStateError."""
    require(visit, "enter_phone_authorisation", *_BEFORE_FREEZE)
    return replace(visit, phone=PhoneAuthorisation(checked_reference(reference), when, operator))


def confirm_repeats(visit: Visit) -> Visit:
    """Note that the lines on another bill of the day were asked about, and are meant all the same."""
    require(visit, "confirm_repeats", *OPEN_STAGES[:3])
    return replace(visit, repeats_confirmed=True)


def confirm(visit: Visit, key: str) -> Visit:
    """Note that what the rules at the chair found under ``key`` is meant so; twice is once."""
    require(visit, "confirm", *OPEN_STAGES[:3])
    return replace(visit, confirmed=tuple(dict.fromkeys((*visit.confirmed, key))))


def freeze(visit: Visit, bill: FrozenBill, digest: str) -> Visit:
    """Fix the bill for signature."""
    require(visit, "freeze", Stage.TO_SETTLE)
    return replace(visit, stage=Stage.FROZEN, bill=bill, digest=digest, consent=None)


def thaw(visit: Visit) -> Visit:
    """Take the bill back before it is signed off: the signature, if any, falls with it."""
    require(visit, "thaw", Stage.FROZEN)
    return replace(visit, stage=Stage.TO_SETTLE, bill=None, digest="", consent=None)


def sign(visit: Visit, consent: Consent) -> Visit:
    """Bind the guardian's signature.

    Raises SignerMissingError, SignatureTooSmallError, SignatureTooLargeError, SignatureMismatchError.
    """
    require(visit, "sign", Stage.FROZEN)
    check_given(consent)
    check_binding(consent, visit.digest)
    return replace(visit, consent=consent)


def close(visit: Visit, act: str, when: datetime, owing: Owing | None = None) -> Visit:
    """Close a signed visit under the id of the act that reports it; empty where nothing may be reported.

    ``owing``: somebody lets the family go before everything is paid. Raises VisitStateError, UnpaidError,
    RefundDueError where more was taken than the bill says.
    """
    require(visit, "finish", Stage.FROZEN)
    if visit.consent is None:
        raise VisitStateError("finish", "UNSIGNED")
    if visit.balance_fen < 0:
        raise RefundDueError(-visit.balance_fen)
    if visit.balance_fen and owing is None:
        raise UnpaidError(visit.balance_fen)
    kept = owing if visit.balance_fen else None
    return replace(visit, stage=Stage.DONE, act=act, closed_at=when, owing=kept)


def void(visit: Visit, voided: Voided) -> Visit:
    """Take the bill of a closed visit back; bill, signature and act stay readable."""
    require(visit, "void", Stage.DONE)
    return replace(visit, stage=Stage.VOIDED, voided=voided)


def unvoid(visit: Visit) -> Visit:
    """Let the bill stand again: its void was withdrawn before it was reported."""
    require(visit, "unvoid", Stage.VOIDED)
    return replace(visit, stage=Stage.DONE, voided=None)


def cancel(visit: Visit, when: datetime) -> Visit:
    """Close a visit that nothing was billed for; raises RefundDueError while money of the family is here."""
    require(visit, "cancel", Stage.EXPECTED, *OPEN_STAGES)
    if visit.paid_fen:
        raise RefundDueError(visit.paid_fen)
    return replace(visit, stage=Stage.CANCELLED, bill=None, digest="", consent=None, closed_at=when)


def checked_amount(fen: int, field: str) -> int:
    """Return ``fen`` if it can stand on a bill; raises NegativeAmountError or AmountTooLargeError."""
    if fen < 0:
        raise NegativeAmountError(field)
    if fen > LARGEST_FEN:
        raise AmountTooLargeError(LARGEST_FEN, field)
    return fen


def checked_note(text: str) -> str:
    """Return a typed note as one line; raises NoteTooLongError."""
    note = " ".join(text.split())
    if len(note) > LONGEST_NOTE:
        raise NoteTooLongError(LONGEST_NOTE)
    return note
