"""At the desk again: freeze the bill, take the signature, finish."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from clinic_terminal.application.acts import Act, ActKind
from clinic_terminal.application.exposure import check_limits
from clinic_terminal.application.failures import (
    BillHeldError,
    CentralRefusedError,
    CentralSessionError,
    CentralUnreachableError,
    EmptyBillError,
    PaperFailedError,
)
from clinic_terminal.application.ports import EligibilityQuery, Operator
from clinic_terminal.application.store_ports import UnitOfWork
from clinic_terminal.application.terminal import Terminal, enrolment_of
from clinic_terminal.application.treatment import Chart, chart_of, open_chart
from clinic_terminal.domain import consent as consents
from clinic_terminal.domain import visit as visits
from clinic_terminal.domain.adjudication import Counters, Split, SplitStatus, sets_lock
from clinic_terminal.domain.bill import BillLine, FrozenBill, content
from clinic_terminal.domain.consent import Consent, Relationship, Stroke
from clinic_terminal.domain.visit import Evidence, Stage, Visit, VisitLine

CONSENT_TEXT_VERSION = "consent/1"


@dataclass(frozen=True, slots=True)
class Refreshed:
    """The chart after asking the server again, and the split before, so that a difference is shown."""

    chart: Chart
    before: Split
    after: Split
    online: bool

    @property
    def changed(self) -> bool:
        """Whether the amounts moved."""
        return self.before.totals != self.after.totals or self.before.pool_before != self.after.pool_before


@dataclass(frozen=True, slots=True)
class Finished:
    """A closed visit and its paper; ``paper_problem`` is a cause code where the paper failed."""

    visit: Visit
    paper: Path | None
    paper_problem: str = ""


def refresh(terminal: Terminal, visit_id: str) -> Refreshed:
    """Ask the service manager for the member's standing again, before the signature."""
    chart = open_chart(terminal, visit_id)
    before = chart.estimate()
    visit = chart.visit
    token = visit.evidence.token if visit.evidence else ""
    try:
        signed = terminal.central.eligibility(EligibilityQuery(visit.day, visit.person.member, token))
    except (CentralUnreachableError, CentralSessionError, CentralRefusedError):
        return Refreshed(chart, before, before, online=False)
    with terminal.store.begin() as uow:
        for one in signed:
            uow.snapshots.put(one.snapshot, one.signed)
        fresh = chart_of(terminal, uow, uow.visits.get(visit_id))
    return Refreshed(fresh, before, fresh.estimate(), online=True)


def freeze(terminal: Terminal, operator: Operator, visit_id: str, *, online: bool) -> Visit:
    """Fix the bill for signature.

    Raises EmptyBillError, BillHeldError (first visit not booked), BillNotSplittableError, VisitStateError.
    """
    with terminal.store.begin() as uow:
        chart = chart_of(terminal, uow, uow.visits.get(visit_id))
        result = chart.estimate()
        if not chart.visit.lines:
            raise EmptyBillError
        if result.status is SplitStatus.HOLD:
            raise BillHeldError
        bill = _frozen(terminal, uow, operator, chart, result, offline=not online)
        stored = uow.visits.put(visits.freeze(chart.visit, bill, terminal.digest(content(bill))))
        terminal.audit(uow, operator, "freeze", visit_id, digest=stored.digest)
        return stored


def thaw(terminal: Terminal, operator: Operator, visit_id: str) -> Visit:
    """Take a frozen bill back; a signature given for it falls with it."""
    with terminal.store.begin() as uow:
        stored = uow.visits.put(visits.thaw(uow.visits.get(visit_id)))
        terminal.audit(uow, operator, "thaw", visit_id)
        return stored


def _frozen(  # noqa: PLR0913  the bill's sources, each of another kind
    terminal: Terminal, uow: UnitOfWork, operator: Operator, chart: Chart, result: Split, *, offline: bool
) -> FrozenBill:
    visit, snapshot = chart.visit, chart.snapshot
    enrolment = enrolment_of(uow)
    return FrozenBill(
        id=terminal.ids.new(),
        visit=visit.id,
        clinic=enrolment.clinic,
        terminal=enrolment.terminal,
        day=visit.day,
        person=visit.person,
        policy=visit.policy,
        plan=visit.plan,
        plan_name=snapshot.plan_name,
        booking_ref=visit.booking_ref or snapshot.booking_ref,
        lines=tuple(_bill_line(terminal, line) for line in visit.lines),
        discount_fen=visit.discount_fen,
        self_pay=visit.self_pay,
        result=result,
        brand_lock_set=sets_lock(chart.edition.plan, chart.standing, enrolment.clinic.brand, result),
        snapshot_version=snapshot.version,
        as_of=snapshot.as_of,
        offline=offline,
        operator=operator.name,
        frozen_at=terminal.clock.now(),
    )


def _bill_line(terminal: Terminal, line: VisitLine) -> BillLine:
    item = terminal.catalogue.item(line.item)
    return BillLine(item.code, item.name_zh, item.name_en, item.category, line.teeth, line.qty, line.unit_fen)


@dataclass(frozen=True, slots=True)
class Signing:
    """What the guardian gave: name, relationship, strokes, the pad's height, the language read."""

    signer: str
    relationship: Relationship
    strokes: tuple[Stroke, ...]
    pad_height: int
    language: str


def sign(terminal: Terminal, operator: Operator, visit_id: str, digest: str, given: Signing) -> Visit:
    """Bind the signature to the bill that was shown (``digest``).

    Raises SignatureTooSmallError, SignatureMismatchError, VisitStateError.
    """
    consent = Consent(
        signer=given.signer.strip(),
        relationship=given.relationship,
        strokes=given.strokes,
        pad_height=given.pad_height,
        digest=digest,
        language=given.language,
        text_version=CONSENT_TEXT_VERSION,
        signed_at=terminal.clock.now(),
        witness=operator.name,
    )
    with terminal.store.begin() as uow:
        stored = uow.visits.put(visits.sign(uow.visits.get(visit_id), consent))
        terminal.audit(uow, operator, "sign", visit_id, digest=digest)
        return stored


def finish(terminal: Terminal, operator: Operator, visit_id: str) -> Finished:
    """Close a signed visit: visit, queue row, audit row and counters in one transaction, then the paper.

    The act's id is made before the transaction. Doing it again returns the closed visit and its paper.
    Raises VisitStateError, ExposureLimitError, StoreFailedError; then nothing was stored.
    """
    act_id = terminal.ids.new()
    with terminal.store.begin() as uow:
        visit = uow.visits.get(visit_id)
        if visit.stage is not Stage.DONE:
            visit = _close(terminal, uow, operator, visit, act_id)
    return print_bill(terminal, visit)


def _close(terminal: Terminal, uow: UnitOfWork, operator: Operator, visit: Visit, act_id: str) -> Visit:
    now = terminal.clock.now()
    closed = visits.close(visit, act_id, now)
    act = _bill_act(terminal, uow, closed)
    if closed.bill is not None:
        check_limits(terminal, uow, closed.bill, act)
    stored = uow.visits.put(closed)
    uow.queue.add(act)
    terminal.audit(uow, operator, "finish", visit.id, act=act_id, digest=visit.digest)
    return stored


def _bill_act(terminal: Terminal, uow: UnitOfWork, visit: Visit) -> Act:
    bill, consent = visit.bill, visit.consent
    if bill is None or consent is None:
        raise EmptyBillError
    created = terminal.clock.now()
    envelope = {
        "id": visit.act,
        "kind": ActKind.BILL_SIGNED.value,
        "chain": visit.chain,
        "terminal": bill.terminal,
        "created_at": created.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "sequence": len(uow.queue.of_chain(visit.chain)) + 1,
        "payload": {
            "bill": content(bill),
            "bill_digest": visit.digest,
            "consent": consent_content(terminal, consent),
        },
        "evidence": evidence_content(visit.evidence, visit),
    }
    digest = terminal.digest(envelope)
    direct = bill.is_direct
    return Act(
        id=visit.act,
        kind=ActKind.BILL_SIGNED,
        chain=visit.chain,
        visit=visit.id,
        created_at=created,
        body=terminal.canonical({**envelope, "digest": digest}),
        digest=digest,
        amount_fen=bill.result.totals.insurer,
        posted=bill.result.posted if direct else Counters(),
        lock=bill.clinic.brand if bill.brand_lock_set else None,
    )


def consent_content(terminal: Terminal, consent: Consent) -> dict[str, Any]:
    """Return the consent as plain values with the digest over its strokes."""
    plain = consents.content(consent)
    return {**plain, "strokes_digest": terminal.digest(plain["strokes"])}


def evidence_content(evidence: Evidence | None, visit: Visit) -> dict[str, Any]:
    """Return what the desk knew, as plain values."""
    if evidence is None:
        return {}
    as_of = evidence.snapshot_as_of
    return {
        "source": evidence.source.value,
        "token": evidence.token,
        "kid": evidence.kid,
        "snapshot_version": evidence.snapshot_version,
        "snapshot_as_of": as_of.strftime("%Y-%m-%dT%H:%M:%SZ") if as_of else None,
        "online": evidence.online,
        "document": visit.document.value if visit.document else None,
    }


def print_bill(terminal: Terminal, visit: Visit) -> Finished:
    """Write the sealed paper of a closed visit; a paper failure never loses the bill."""
    if visit.bill is None or visit.consent is None:
        return Finished(visit, None, "NO_BILL")
    try:
        return Finished(visit, terminal.papers.produce(visit.bill, visit.digest, visit.consent))
    except PaperFailedError as error:
        return Finished(visit, None, error.cause)
