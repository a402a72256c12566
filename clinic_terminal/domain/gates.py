"""May this child be billed directly today? One closed decision, each check with its evidence."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from clinic_terminal.domain.adjudication import (
    CardState,
    Reason,
    Standing,
    is_first_visit_unbooked,
    is_locked_elsewhere,
)
from clinic_terminal.domain.coherence import contradictions
from clinic_terminal.domain.eligibility import Clinic, Snapshot
from clinic_terminal.domain.identity import DataConsent, Identity, PhoneAuthorisation
from clinic_terminal.domain.member import CardClaims, normalised_name
from clinic_terminal.domain.plan import Plan

NEARLY_EMPTY_FEN: Final = 100_000
"""Below 1,000 yuan the desk is told before the treatment, not after."""

CLOCK_TOLERANCE: Final = timedelta(minutes=5)
"""How far in the future a snapshot may seem to be from before the clock is doubted."""


class Verdict(StrEnum):
    """The one word that the desk acts on: 可直付, 可直付（离线）, 需致电, 需处理, 不可直付."""

    BILLABLE = "BILLABLE"
    BILLABLE_OFFLINE = "BILLABLE_OFFLINE"
    CALL = "CALL"
    ATTEND = "ATTEND"
    REFUSED = "REFUSED"

    @property
    def is_billable(self) -> bool:
        """Whether the insurer may be billed, with the server's word or with what is kept here."""
        return self in {Verdict.BILLABLE, Verdict.BILLABLE_OFFLINE}


class CheckCode(StrEnum):
    """The checks in the order in which the first failure decides, then what is good to know."""

    IDENTITY = "IDENTITY"
    CONSENT = "CONSENT"
    DATA = "DATA"
    POLICY = "POLICY"
    CARD = "CARD"
    NETWORK = "NETWORK"
    BRAND = "BRAND"
    FIRST_VISIT = "FIRST_VISIT"
    DUPLICATE = "DUPLICATE"
    AGE = "AGE"
    POOL = "POOL"
    LETTER = "LETTER"


class CheckState(StrEnum):
    """How one check came out; OPEN where the desk has not looked yet, which stops nothing."""

    PASS = "PASS"  # noqa: S105  a check's result, not a secret
    NOTE = "NOTE"
    OPEN = "OPEN"
    FAIL = "FAIL"


class Doubt(StrEnum):
    """Why a child cannot be billed just now although no rule of the plan says so."""

    IDENTITY_DIFFERS = "IDENTITY_DIFFERS"
    CARD_DIFFERS = "CARD_DIFFERS"
    CONSENT_REFUSED = "CONSENT_REFUSED"
    CLOCK_BEHIND = "CLOCK_BEHIND"
    CONTRADICTORY = "CONTRADICTORY"
    NO_BENEFITS = "NO_BENEFITS"
    ALREADY_BILLED = "ALREADY_BILLED"
    DATA_TOO_OLD = "DATA_TOO_OLD"
    SILENCE_TOO_LONG = "SILENCE_TOO_LONG"


Cause = Reason | Doubt

_VERDICTS: Final[Mapping[Cause, Verdict]] = {
    Reason.FIRST_VISIT_UNBOOKED: Verdict.CALL,
    Doubt.IDENTITY_DIFFERS: Verdict.ATTEND,
    Doubt.CARD_DIFFERS: Verdict.ATTEND,
    Doubt.CLOCK_BEHIND: Verdict.ATTEND,
    Doubt.ALREADY_BILLED: Verdict.ATTEND,
    Doubt.CONTRADICTORY: Verdict.CALL,
    Doubt.NO_BENEFITS: Verdict.CALL,
    Doubt.DATA_TOO_OLD: Verdict.CALL,
    Doubt.SILENCE_TOO_LONG: Verdict.CALL,
}
"""Every other cause refuses."""


class Source(StrEnum):
    """Where a check's evidence comes from."""

    SERVER = "SERVER"
    SNAPSHOT = "SNAPSHOT"
    QUEUE = "QUEUE"
    CARD = "CARD"
    DESK = "DESK"


@dataclass(frozen=True, slots=True)
class Basis:
    """The evidence of a check: who said so, as of when (UTC), in which version of the snapshot."""

    source: Source
    as_of: datetime | None = None
    version: int = 0


@dataclass(frozen=True, slots=True)
class Check:
    """One check: ``cause`` where it failed; ``facts`` are the values that its sentence names."""

    code: CheckCode
    state: CheckState
    basis: Basis
    cause: Cause | None = None
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Decision:
    """The verdict, the cause that decided it, and each check."""

    verdict: Verdict
    cause: Cause | None
    checks: tuple[Check, ...]


@dataclass(frozen=True, slots=True)
class AgeLimits:
    """How old the evidence may be without the server: (soft, hard) in hours."""

    snapshot_hours: tuple[int, int]
    silence_hours: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Question:
    """Everything that the gates compare.

    ``standing`` is the snapshot's own joined with what this terminal has not sent yet. ``online``: the
    server answered just now. ``last_heard``: its last signed time. ``repeated``: what of the visit's lines
    stands on another bill of the day already, as "item tooth", unless the desk was asked and went on.
    """

    plan: Plan
    snapshot: Snapshot
    standing: Standing
    clinic: Clinic
    day: date
    now: datetime
    limits: AgeLimits
    online: bool = True
    last_heard: datetime | None = None
    booking_ref: str | None = None
    card: CardClaims | None = None
    identity: Identity | None = None
    consent: DataConsent | None = None
    phone: PhoneAuthorisation | None = None
    repeated: tuple[str, ...] = ()

    @property
    def basis(self) -> Basis:
        """The evidence of what the snapshot says."""
        source = Source.SERVER if self.online else Source.SNAPSHOT
        return Basis(source, self.snapshot.as_of, self.snapshot.version)

    @property
    def reference(self) -> str | None:
        """The booking reference that counts."""
        return self.booking_ref or self.snapshot.booking_ref


def decide(question: Question) -> Decision:
    """Run the gates G1 to G7 and the checks of the evidence itself; the first that fails decides."""
    checks = (
        _identity(question),
        _consent(question),
        _data(question),
        _policy(question),
        _card(question),
        _network(question),
        _brand(question),
        _first_visit(question),
        _duplicate(question),
        _age(question),
        _pool(question),
        *_letters(question),
    )
    failed = next((check for check in checks if check.state is CheckState.FAIL), None)
    if failed is None or failed.cause is None:
        return Decision(Verdict.BILLABLE if question.online else Verdict.BILLABLE_OFFLINE, None, checks)
    return Decision(_VERDICTS.get(failed.cause, Verdict.REFUSED), failed.cause, checks)


def _failed(code: CheckCode, basis: Basis, cause: Cause, **facts: str) -> Check:
    return Check(code, CheckState.FAIL, basis, cause, facts)


def _passed(code: CheckCode, basis: Basis, **facts: str) -> Check:
    return Check(code, CheckState.PASS, basis, None, facts)


def _identity(question: Question) -> Check:
    """G1: the card names the child that the policy names, and the document is this child's."""
    if question.card is not None and not card_agrees(question.card, question.snapshot):
        return _failed(CheckCode.IDENTITY, Basis(Source.CARD), Doubt.CARD_DIFFERS)
    basis, identity = Basis(Source.DESK), question.identity
    if identity is None:
        return Check(CheckCode.IDENTITY, CheckState.OPEN, basis)
    facts = {"document": identity.document.value, "doubts": ",".join(identity.doubts)}
    if not identity.holds:
        return _failed(CheckCode.IDENTITY, basis, Doubt.IDENTITY_DIFFERS, **facts)
    state = CheckState.NOTE if identity.doubts else CheckState.PASS
    return Check(CheckCode.IDENTITY, state, basis, None, facts)


def card_agrees(claims: CardClaims, snapshot: Snapshot) -> bool:
    """Tell whether the card's child is the policy's: name after normalising, birth date, member number."""
    person = snapshot.person
    same_name = normalised_name(claims.name) == normalised_name(person.name)
    same_number = claims.member.upper() == person.member.upper()
    return same_name and same_number and claims.birth_date == person.birth_date


def _consent(question: Question) -> Check:
    basis, consent = Basis(Source.DESK), question.consent
    if consent is None:
        return Check(CheckCode.CONSENT, CheckState.OPEN, basis)
    facts = {"version": consent.text_version, "since": consent.at.date().isoformat()}
    if not consent.given:
        return _failed(CheckCode.CONSENT, basis, Doubt.CONSENT_REFUSED, **facts)
    return _passed(CheckCode.CONSENT, basis, **facts)


def _data(question: Question) -> Check:
    """Whether the evidence can be believed at all: no rule is read out of what contradicts itself."""
    basis, snapshot = question.basis, question.snapshot
    if snapshot.as_of > question.now + CLOCK_TOLERANCE:
        return _failed(CheckCode.DATA, basis, Doubt.CLOCK_BEHIND, as_of=snapshot.as_of.isoformat())
    found = contradictions(snapshot, question.plan)
    if found:
        return _failed(CheckCode.DATA, basis, Doubt.CONTRADICTORY, found=",".join(found))
    return _passed(CheckCode.DATA, basis)


def _policy(question: Question) -> Check:
    period, day = question.snapshot.period, question.day
    facts = {
        "start": period.start.isoformat(),
        "end": period.end.isoformat(),
        "days_left": str((period.end - day).days),
    }
    if day < period.start:
        return _failed(CheckCode.POLICY, question.basis, Reason.POLICY_NOT_STARTED, **facts)
    if day > period.end:
        return _failed(CheckCode.POLICY, question.basis, Reason.POLICY_EXPIRED, **facts)
    return _passed(CheckCode.POLICY, question.basis, **facts)


def _card(question: Question) -> Check:
    reasons = {CardState.GREYED: Reason.CARD_GREYED, CardState.UNBOUND: Reason.CARD_UNBOUND}
    reason = reasons.get(question.standing.card)
    if reason:
        return _failed(CheckCode.CARD, question.basis, reason)
    return _passed(CheckCode.CARD, question.basis)


def _network(question: Question) -> Check:
    categories = question.snapshot.categories_on(question.day)
    facts = {"categories": ",".join(sorted(categories)), "count": str(len(categories))}
    if not categories:
        return _failed(CheckCode.NETWORK, question.basis, Reason.NOT_IN_NETWORK, **facts)
    if not categories & question.plan.coinsurance_bp.keys():
        return _failed(CheckCode.NETWORK, question.basis, Doubt.NO_BENEFITS, **facts)
    return _passed(CheckCode.NETWORK, question.basis, **facts)


def _brand(question: Question) -> Check:
    lock, brand, clinic = question.snapshot.lock, question.standing.brand_lock, question.clinic
    basis = Basis(Source.QUEUE) if brand and lock is None else question.basis
    facts = {
        "brand": lock.brand_name if lock else clinic.brand_name if brand else "",
        "since": lock.since.isoformat() if lock else "",
        "visit": lock.visit if lock else "",
        "ours": clinic.brand_name,
        "kind": _lock_kind(question.plan, brand, clinic),
    }
    if is_locked_elsewhere(question.plan, brand, clinic.brand):
        return _failed(CheckCode.BRAND, basis, Reason.BRAND_LOCKED, **facts)
    state = CheckState.NOTE if facts["kind"] == "NONE_YET" else CheckState.PASS
    return Check(CheckCode.BRAND, state, basis, None, facts)


def _lock_kind(plan: Plan, brand: str | None, clinic: Clinic) -> str:
    if not plan.brand_lock.enabled:
        return "OFF"
    if clinic.brand in plan.brand_lock.exempt:
        return "EXEMPT"
    if brand is None:
        return "NONE_YET"
    return "OURS" if brand == clinic.brand else "OTHER"


def _first_visit(question: Question) -> Check:
    plan, reference = question.plan, question.reference
    facts = {"reference": reference or "", "required": str(plan.booking_required)}
    if is_first_visit_unbooked(plan, question.standing, reference):
        return _failed(CheckCode.FIRST_VISIT, question.basis, Reason.FIRST_VISIT_UNBOOKED, **facts)
    return _passed(CheckCode.FIRST_VISIT, question.basis, **facts)


def _duplicate(question: Question) -> Check:
    """G7: the same item and tooth on another bill of the day is asked about, never guessed."""
    basis = Basis(Source.DESK)
    if question.repeated:
        return _failed(CheckCode.DUPLICATE, basis, Doubt.ALREADY_BILLED, repeated="|".join(question.repeated))
    return _passed(CheckCode.DUPLICATE, basis)


def _age(question: Question) -> Check:
    """How old the evidence is without the server; what the hotline confirmed counts from its call."""
    if question.online:
        return _passed(CheckCode.AGE, question.basis)
    called = question.phone.at if question.phone else None
    snapshot_age = _hours_since(question.snapshot.as_of, called, question.now)
    silence = _hours_since(question.last_heard, called, question.now)
    facts = {"hours": str(snapshot_age), "silence_hours": str(silence)}
    limits = question.limits
    if snapshot_age > limits.snapshot_hours[1]:
        facts["hard"] = str(limits.snapshot_hours[1])
        return _failed(CheckCode.AGE, question.basis, Doubt.DATA_TOO_OLD, **facts)
    if silence > limits.silence_hours[1]:
        facts["hard"] = str(limits.silence_hours[1])
        return _failed(CheckCode.AGE, question.basis, Doubt.SILENCE_TOO_LONG, **facts)
    old = snapshot_age > limits.snapshot_hours[0] or silence > limits.silence_hours[0]
    return Check(CheckCode.AGE, CheckState.NOTE if old else CheckState.PASS, question.basis, None, facts)


def _hours_since(heard: datetime | None, called: datetime | None, now: datetime) -> int:
    known = [moment for moment in (heard, called) if moment is not None]
    return max(0, (now - max(known)) // timedelta(hours=1)) if known else 0


def _pool(question: Question) -> Check:
    limit = question.plan.pool_fen
    left = max(0, limit - question.standing.used.pool_fen)
    state = CheckState.NOTE if left < NEARLY_EMPTY_FEN else CheckState.PASS
    facts = {"left_fen": str(left), "limit_fen": str(limit)}
    return Check(CheckCode.POOL, state, question.basis, None, facts)


def _letters(question: Question) -> tuple[Check, ...]:
    return tuple(
        Check(
            CheckCode.LETTER,
            CheckState.NOTE,
            question.basis,
            None,
            {"number": letter.number, "left_fen": str(letter.approved_fen - letter.used_fen)},
        )
        for letter in question.snapshot.authorisations
        if letter.start <= question.day <= letter.end and letter.approved_fen > letter.used_fen
    )
