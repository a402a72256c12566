"""Let a child in: its visit, what the desk saw and heard, and the decision by all of it."""

from dataclasses import replace
from datetime import date

from clinic_terminal.application.failures import CardRefusedError, IdentityDoubtedError
from clinic_terminal.application.judging import (
    PolicyVerdict,
    asking,
    judge_policy,
    latest_consent,
    todays_visit,
)
from clinic_terminal.application.ports import Operator
from clinic_terminal.application.store_ports import MemberRecord, UnitOfWork
from clinic_terminal.application.terminal import Terminal
from clinic_terminal.application.verification import Verification
from clinic_terminal.domain import visit as visits
from clinic_terminal.domain.decision import Doubt
from clinic_terminal.domain.evidence import is_just_now
from clinic_terminal.domain.identity import DataConsent, Identity
from clinic_terminal.domain.member import CardOutcome
from clinic_terminal.domain.visit import WAITING_STAGES, Evidence, Stage, Visit


def admit(  # noqa: PLR0913  what the desk saw, heard and decided, each of another kind
    terminal: Terminal,
    operator: Operator,
    verification: Verification,
    policy: PolicyVerdict,
    identity: Identity,
    *,
    consent: DataConsent | None = None,
    to_chair: bool = False,
    self_pay: bool = False,
) -> Visit:
    """Let the child in: open its visit, or go on with the one it has today under this policy.

    ``consent`` is what a guardian answered just now, None where nobody was asked. ``self_pay``: the family
    pays everything itself, which needs no proof of who the child is.
    Raises CardRefusedError with NAME_DIFFERS where card and service manager name different children,
    IdentityDoubtedError where the document does not fit and nobody went on in spite of it.
    """
    try:
        return _admit(
            terminal, operator, verification, policy, identity, consent, to_chair=to_chair, self_pay=self_pay
        )
    except (CardRefusedError, IdentityDoubtedError) as error:
        # What was stored of the attempt is undone; that it was made stays.
        doubts = [doubt.value for doubt in identity.doubts]
        with terminal.store.begin() as uow:
            terminal.audit(uow, operator, "refuse_identity", "check_in", code=error.code, doubts=doubts)
        raise


def _admit(  # noqa: PLR0913, PLR0917  as above
    terminal: Terminal,
    operator: Operator,
    verification: Verification,
    policy: PolicyVerdict,
    identity: Identity,
    consent: DataConsent | None,
    *,
    to_chair: bool,
    self_pay: bool,
) -> Visit:
    with terminal.store.begin() as uow:
        visit = todays_visit(uow, policy.snapshot, verification.day)
        visit = visit or _new_visit(terminal, policy, verification.day)
        record = uow.members.get(visit.person.member) or MemberRecord(visit.person.member)
        if visit.stage in WAITING_STAGES:
            heard = _with_consent(visit, record, consent)
            arrived = _arrived(terminal, uow, verification, policy, identity, heard)
            _refuse_doubted(arrived, self_pay=self_pay)
            _audit_answers(terminal, uow, operator, visit, arrived)
            visit = replace(arrived, self_pay=arrived.self_pay or self_pay)
        if to_chair and visit.stage is Stage.ARRIVED:
            visit = visits.start_treatment(visit)
        stored = uow.visits.put(visit)
        uow.members.put(_remembered(record, stored, verification.day))
        verdict = stored.decision.verdict.value if stored.decision else ""
        terminal.audit(uow, operator, "check_in", stored.id, verdict=verdict, self_pay=stored.self_pay)
        return stored


def _new_visit(terminal: Terminal, policy: PolicyVerdict, day: date) -> Visit:
    snapshot = policy.snapshot
    return Visit(
        id=terminal.ids.new(),
        stage=Stage.ARRIVED,
        day=day,
        person=snapshot.person,
        policy=snapshot.policy,
        plan=snapshot.plan,
        booking_ref=snapshot.booking_ref,
    )


def _with_consent(visit: Visit, record: MemberRecord, consent: DataConsent | None) -> Visit:
    """Return the visit with what the guardian answered last."""
    answered = visit if consent is None else replace(visit, data_consent=consent)
    return replace(visit, data_consent=latest_consent(answered, record))


def _arrived(  # noqa: PLR0913, PLR0917  who, by what, under which policy: each of another kind
    terminal: Terminal,
    uow: UnitOfWork,
    verification: Verification,
    policy: PolicyVerdict,
    identity: Identity,
    visit: Visit,
) -> Visit:
    """Decide once more by all that the desk knows now, and check the child in."""
    identified, shown = verification.identified, policy.snapshot
    # What came while the desk was asking counts, and what was just now may be long ago.
    snapshot = uow.snapshots.get(shown.person.member, shown.policy) or shown
    online = policy.question.online and is_just_now(snapshot.as_of, terminal.clock.now())
    seen = replace(visit, identity=identity)
    asked = asking(terminal, verification.day, online=online, card=identified.claims, visit=seen)
    evidence = Evidence(
        identified.source, identified.token, identified.kid, snapshot.version, snapshot.as_of, online
    )
    decision = judge_policy(uow, snapshot, asked).decision
    return visits.arrive(visit, terminal.clock.now(), identity, evidence, decision)


def _refuse_doubted(visit: Visit, *, self_pay: bool) -> None:
    cause = visit.decision.cause if visit.decision else None
    if cause is Doubt.CARD_DIFFERS:
        raise CardRefusedError(CardOutcome.OK, "NAME_DIFFERS")
    if cause is Doubt.IDENTITY_DIFFERS and not self_pay:
        raise IdentityDoubtedError


def _audit_answers(
    terminal: Terminal, uow: UnitOfWork, operator: Operator, before: Visit, visit: Visit
) -> None:
    """Write what the desk took upon itself: codes only, nothing of the document or the family."""
    identity, consent = visit.identity, visit.data_consent
    if identity is not None and identity.doubts and identity != before.identity:
        doubts = [doubt.value for doubt in identity.doubts]
        deed = "accept_identity" if identity.accepted else "doubt_identity"
        terminal.audit(uow, operator, deed, visit.id, document=identity.document.value, doubts=doubts)
    if consent is not None and not consent.given and consent != before.data_consent:
        terminal.audit(uow, operator, "consent_refused", visit.id, text=consent.text_version)


def _remembered(record: MemberRecord, visit: Visit, day: date) -> MemberRecord:
    identity = _proven(visit.identity, record.identity)
    consent = visit.data_consent or record.consent
    return replace(record, identity=identity, consent=consent, last_seen=day)


def _proven(seen: Identity | None, known: Identity | None) -> Identity | None:
    """Return the document that is remembered of a child.

    One that is doubted proves nothing next time, and one that was only looked at does not replace the
    number of the same kind that was checked before.
    """
    if seen is None or not seen.holds:
        return known
    only_seen = not seen.number and known is not None and known.document is seen.document
    return known if only_seen else seen
