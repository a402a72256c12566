"""May this child be billed directly today? One closed decision, each check with its evidence.

The gates G1 to G7 of product/adjudication.md. Whether the evidence for them can be believed stands in
``evidence``, and comes before the first gate that reads it.
"""

from typing import Final

from clinic_terminal.domain.adjudication import (
    CardState,
    Reason,
    is_first_visit_unbooked,
    is_locked_elsewhere,
)
from clinic_terminal.domain.decision import (
    VERDICTS,
    Basis,
    Cause,
    Check,
    CheckCode,
    CheckState,
    Decision,
    Doubt,
    Source,
    Verdict,
    failed,
    noted,
    passed,
    unseen,
)
from clinic_terminal.domain.eligibility import Authorisation, Clinic, Snapshot
from clinic_terminal.domain.evidence import CLOCK_TOLERANCE, age_check, data_check
from clinic_terminal.domain.member import CardClaims, normalised_name
from clinic_terminal.domain.plan import COVERED_CATEGORIES, Plan
from clinic_terminal.domain.question import AgeLimits, Question
from clinic_terminal.domain.shanghai import shanghai_date

NEARLY_EMPTY_FEN: Final = 100_000
"""Below 1,000 yuan the desk is told before the treatment, not after."""

_CARD_REASONS: Final = {
    CardState.GREYED: Reason.CARD_GREYED,
    CardState.UNBOUND: Reason.CARD_UNBOUND,
}


def decide(question: Question) -> Decision:
    """Run the checks in their order; the first that fails decides."""
    checks = (
        person_gate(question),
        consent_check(question),
        data_check(question),
        age_check(question),
        policy_gate(question),
        card_gate(question),
        network_gate(question),
        brand_gate(question),
        first_visit_gate(question),
        duplicate_gate(question),
        pool_note(question),
        *letter_notes(question),
    )
    first = next((check for check in checks if check.has_failed), None)
    if first is None or first.cause is None:
        return Decision(Verdict.BILLABLE if question.online else Verdict.BILLABLE_OFFLINE, None, checks)
    return Decision(VERDICTS.get(first.cause, Verdict.REFUSED), first.cause, checks)


def card_agrees(claims: CardClaims, snapshot: Snapshot) -> bool:
    """Tell whether the card's child is the policy's: name after normalising, birth date, member number."""
    person = snapshot.person
    same_name = normalised_name(claims.name) == normalised_name(person.name)
    same_number = claims.member.upper() == person.member.upper()
    return same_name and same_number and claims.birth_date == person.birth_date


def person_gate(question: Question) -> Check:
    """G1: the card names the child that the policy names, and the document is this child's."""
    if question.card is not None and not card_agrees(question.card, question.snapshot):
        return failed(CheckCode.IDENTITY, Basis(Source.CARD), Doubt.CARD_DIFFERS)
    basis, identity = Basis(Source.DESK), question.identity
    if identity is None:
        return unseen(CheckCode.IDENTITY, basis)
    facts = {"document": identity.document.value, "doubts": ",".join(identity.doubts)}
    if not identity.holds:
        return failed(CheckCode.IDENTITY, basis, Doubt.IDENTITY_DIFFERS, **facts)
    state = CheckState.NOTE if identity.doubts else CheckState.PASS
    return Check(CheckCode.IDENTITY, state, basis, None, facts)


def consent_check(question: Question) -> Check:
    """Compare what a guardian answered to the use of the child's data; nobody asked yet stops nothing."""
    basis, consent = Basis(Source.DESK), question.consent
    if consent is None:
        return unseen(CheckCode.CONSENT, basis)
    facts = {"version": consent.text_version, "since": shanghai_date(consent.at).isoformat()}
    if not consent.given:
        return failed(CheckCode.CONSENT, basis, Doubt.CONSENT_REFUSED, **facts)
    return passed(CheckCode.CONSENT, basis, **facts)


def policy_gate(question: Question) -> Check:
    """G2: the day of the visit lies in the policy's period, both ends included."""
    period, day = question.snapshot.period, question.day
    facts = {
        "start": period.start.isoformat(),
        "end": period.end.isoformat(),
        "days_left": str((period.end - day).days),
    }
    if day < period.start:
        return failed(CheckCode.POLICY, question.basis, Reason.POLICY_NOT_STARTED, **facts)
    if day > period.end:
        return failed(CheckCode.POLICY, question.basis, Reason.POLICY_EXPIRED, **facts)
    return passed(CheckCode.POLICY, question.basis, **facts)


def card_gate(question: Question) -> Check:
    """G3: the card is active."""
    reason = _CARD_REASONS.get(question.standing.card)
    if reason is not None:
        return failed(CheckCode.CARD, question.basis, reason)
    return passed(CheckCode.CARD, question.basis)


def network_gate(question: Question) -> Check:
    """G4: this branch bills for the plan on that day. A plan that lists no benefit says nothing at all."""
    plan = question.plan
    rated = plan.coinsurance_bp.keys() & frozenset(COVERED_CATEGORIES)
    billed = question.snapshot.categories_on(question.day)
    benefits = sorted(billed & rated)
    facts = {"categories": ",".join(benefits), "count": str(len(benefits))}
    if not rated or not plan.pool_fen:
        return failed(CheckCode.NETWORK, question.basis, Doubt.NO_BENEFITS, **facts)
    if not billed:
        return failed(CheckCode.NETWORK, question.basis, Reason.NOT_IN_NETWORK, **facts)
    if not benefits:
        return failed(CheckCode.NETWORK, question.basis, Doubt.NO_BENEFITS, **facts)
    return passed(CheckCode.NETWORK, question.basis, **facts)


def brand_gate(question: Question) -> Check:
    """G5: the family is bound to no brand, to ours, or ours is exempt."""
    clinic, locked = question.clinic, question.standing.brand_lock
    signed = question.snapshot.lock
    lock = signed if signed is not None and signed.brand == locked else None
    name = lock.brand_name if lock else clinic.brand_name if locked == clinic.brand else ""
    facts = {
        "brand": name,
        "since": lock.since.isoformat() if lock else "",
        "visit": lock.visit if lock else "",
        "ours": clinic.brand_name,
        "kind": _lock_kind(question.plan, locked, clinic),
    }
    basis = _basis_of_lock(question)
    if is_locked_elsewhere(question.plan, locked, clinic.brand):
        return failed(CheckCode.BRAND, basis, Reason.BRAND_LOCKED, **facts)
    state = CheckState.NOTE if facts["kind"] == "NONE_YET" else CheckState.PASS
    return Check(CheckCode.BRAND, state, basis, None, facts)


def _basis_of_lock(question: Question) -> Basis:
    signed = question.snapshot.lock
    as_signed = question.standing.brand_lock == (signed.brand if signed else None)
    return question.basis if as_signed else question.said_by(Source.QUEUE)


def _lock_kind(plan: Plan, brand: str | None, clinic: Clinic) -> str:
    if not plan.brand_lock.enabled:
        return "OFF"
    if clinic.brand in plan.brand_lock.exempt:
        return "EXEMPT"
    if brand is None:
        return "NONE_YET"
    return "OURS" if brand == clinic.brand else "OTHER"


def first_visit_gate(question: Question) -> Check:
    """G6: before the first visit the hotline booked it, where the plan wants that."""
    plan, reference = question.plan, question.reference
    facts = {"reference": reference or "", "required": str(plan.booking_required)}
    if is_first_visit_unbooked(plan, question.standing, reference):
        return failed(CheckCode.FIRST_VISIT, question.basis, Reason.FIRST_VISIT_UNBOOKED, **facts)
    by_desk = reference is not None and reference != question.snapshot.booking_ref
    basis = Basis(Source.DESK) if by_desk else _basis_of_lock(question)
    return passed(CheckCode.FIRST_VISIT, basis, **facts)


def duplicate_gate(question: Question) -> Check:
    """G7: the same item and tooth on another bill of the day is asked about, never guessed."""
    basis = Basis(Source.DESK)
    if question.repeated:
        repeated = "|".join(question.repeated)
        return failed(CheckCode.DUPLICATE, basis, Doubt.ALREADY_BILLED, repeated=repeated)
    return passed(CheckCode.DUPLICATE, basis)


def pool_note(question: Question) -> Check:
    """Tell what is left of the shared limit; an empty one stops nothing, the family then pays."""
    limit = question.plan.pool_fen
    left = max(0, limit - question.standing.used.pool_fen)
    as_signed = question.standing.used == question.snapshot.used
    basis = question.basis if as_signed else question.said_by(Source.QUEUE)
    tell = noted if left < NEARLY_EMPTY_FEN else passed
    return tell(CheckCode.POOL, basis, left_fen=str(left), limit_fen=str(limit))


def letter_notes(question: Question) -> tuple[Check, ...]:
    """Tell which guarantee letters can still be used that day."""
    return tuple(
        noted(CheckCode.LETTER, question.basis, number=letter.number, left_fen=str(_left(letter)))
        for letter in question.snapshot.authorisations
        if letter.start <= question.day <= letter.end and _left(letter) > 0
    )


def _left(letter: Authorisation) -> int:
    return letter.approved_fen - letter.used_fen


__all__ = [
    "CLOCK_TOLERANCE", "NEARLY_EMPTY_FEN", "AgeLimits", "Basis", "Cause", "Check", "CheckCode", "CheckState",
    "Decision", "Doubt", "Question", "Source", "Verdict", "card_agrees", "decide",
]  # fmt: skip
