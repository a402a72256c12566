"""At the desk again: freeze the bill, take the signature, finish."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from clinic_terminal.application.acts import Act, ActKind
from clinic_terminal.application.binding import check_bound
from clinic_terminal.application.data_consent import with_latest
from clinic_terminal.application.exposure import Room, check_amounts, check_limits
from clinic_terminal.application.failures import (
    BillHeldError,
    BillStoppedError,
    CentralRefusedError,
    EmptyBillError,
    NotBillableError,
    RepeatedLineError,
)
from clinic_terminal.application.inquiry import inquire, keep
from clinic_terminal.application.judging import asking, judge_policy
from clinic_terminal.application.overtaken import check_still_so
from clinic_terminal.application.papers import Finished, print_bill
from clinic_terminal.application.payments import audit_owing, owing
from clinic_terminal.application.ports import EligibilityQuery, Operator
from clinic_terminal.application.repeats import repeated_lines
from clinic_terminal.application.sealing import Content, instant, sealed
from clinic_terminal.application.signing import consent_content
from clinic_terminal.application.store_ports import UnitOfWork
from clinic_terminal.application.terminal import Terminal, edition_of, enrolment_of
from clinic_terminal.application.treatment import Chart, chart_of, open_chart
from clinic_terminal.domain import visit as visits
from clinic_terminal.domain.adjudication import Counters, Split, SplitStatus, Standing, sets_lock
from clinic_terminal.domain.bill import FORM, BillLine, FrozenBill, content
from clinic_terminal.domain.catalogue import Catalogue
from clinic_terminal.domain.chair_findings import ChairFinding
from clinic_terminal.domain.decision import Doubt
from clinic_terminal.domain.evidence import is_just_now
from clinic_terminal.domain.references import first_reference
from clinic_terminal.domain.visit import Evidence, Stage, Visit, VisitLine


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


def refresh(terminal: Terminal, visit_id: str) -> Refreshed:
    """Ask the service manager for the member's standing again, before the signature.

    Raises MemberUnknownError, NoSnapshotError, BillNotSplittableError, StoreFailedError.
    """
    chart = open_chart(terminal, visit_id)
    before = chart.estimate()
    visit = chart.visit
    token = visit.evidence.token if visit.evidence else ""
    try:
        inquiry = inquire(terminal, EligibilityQuery(visit.day, visit.person.member, token))
    except CentralRefusedError:
        return Refreshed(chart, before, before, online=False)
    if inquiry.failure is not None:
        return Refreshed(chart, before, before, online=False)
    with terminal.store.begin() as uow:
        fresh = keep(uow, inquiry, terminal.clock.now())
        after = chart_of(terminal, uow, uow.visits.get(visit_id))
    return Refreshed(after, before, after.estimate(), online=fresh.get(visit.policy, False))


def freeze(terminal: Terminal, operator: Operator, visit_id: str, *, online: bool) -> Visit:
    """Fix the bill for signature; ``online``: the service manager answered for it; a while ago is not now.

    Raises EmptyBillError, BillHeldError (first visit not booked), BillStoppedError (a rule at the chair),
    RepeatedLineError (asked about, and not confirmed yet), NotBillableError (the insurer is to pay while
    something is in doubt), ExposureLimitError (by amount), BillNotSplittableError, VisitStateError.
    """
    with terminal.store.begin() as uow:
        chart = chart_of(terminal, uow, uow.visits.get(visit_id))
        online = online and is_just_now(chart.snapshot.as_of, terminal.clock.now())
        result = chart.estimate()
        if not chart.visit.lines:
            raise EmptyBillError
        if result.status is SplitStatus.HOLD:
            raise BillHeldError
        confirmed = _confirmed(chart.findings)
        _refuse_doubted(terminal, uow, chart, result, online=online)
        bill = _frozen(terminal, uow, operator, chart, result, offline=not online)
        check_amounts(terminal, uow, bill)
        stored = uow.visits.put(visits.freeze(chart.visit, bill, terminal.digest(content(bill))))
        terminal.audit(uow, operator, "freeze", visit_id, digest=stored.digest, **confirmed)
    terminal.history.forget(visit_id)
    return stored


def _confirmed(findings: Sequence[ChairFinding]) -> dict[str, list[str]]:
    """Return what the audit log keeps of the rules at the chair; raises BillStoppedError.

    Under "confirmed" stand the keys of what somebody confirmed, under "unconfirmed" of what was shown and
    nobody said anything to.
    """
    stopped = next((one for one in findings if one.stops), None)
    if stopped is not None:
        raise BillStoppedError(stopped.rule.value, stopped.items[0], stopped.teeth, stopped.proposed)
    kept = {
        "confirmed": [one.key for one in findings if one.confirmed],
        "unconfirmed": [one.key for one in findings if one.open],
    }
    return {name: keys for name, keys in kept.items() if keys}


def _refuse_doubted(
    terminal: Terminal, uow: UnitOfWork, chart: Chart, result: Split, *, online: bool
) -> None:
    """Let nothing doubted be signed: the split knows the plan's rules alone, the gates know the evidence."""
    visit = chart.visit
    repeated = repeated_lines(uow, visit)
    if repeated:
        raise RepeatedLineError(repeated)
    if result.status is not SplitStatus.PAID:
        return
    asked = asking(terminal, visit.day, online=online, visit=visit)
    cause = judge_policy(uow, chart.snapshot, asked).decision.cause
    if isinstance(cause, Doubt):
        raise NotBillableError(cause.value)


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
        booking_ref=first_reference(visit.booking_ref, snapshot.booking_ref),
        lines=tuple(bill_line(chart.catalogue, line) for line in visit.lines),
        discount_fen=visit.discount_fen,
        self_pay=visit.self_pay,
        result=result,
        brand_lock_set=sets_lock(chart.edition.plan, chart.standing, enrolment.clinic.brand, result),
        snapshot_version=snapshot.version,
        as_of=snapshot.as_of,
        offline=offline,
        operator=operator.name,
        frozen_at=terminal.clock.now(),
        form=FORM,
    )


def bill_line(catalogue: Catalogue, line: VisitLine) -> BillLine:
    """Return a line of a visit as it is printed; raises UnknownItemError."""
    item = catalogue.item(line.item)
    names = item.code, item.name_zh, item.name_en, item.category
    return BillLine(*names, line.teeth, line.qty, line.unit_fen, line.surfaces, line.discount_fen)


def finish(terminal: Terminal, operator: Operator, visit_id: str, owed: str = "") -> Finished:
    """Close a signed visit: visit, queue row, audit row and counters in one transaction, then the paper.

    A visit whose family refused the use of the child's data stays here: no act is queued for it.

    The act's id is made before the transaction. Doing it again returns the closed visit and its paper.
    ``owed``: why the family goes before everything is paid; empty where it does not.
    Raises VisitStateError, UnpaidError, RefundDueError, OwingReasonError, ExposureLimitError,
    NotBillableError, BillOvertakenError, StoreFailedError; then nothing was stored.
    """
    act_id = terminal.ids.new()
    with terminal.store.begin() as uow:
        visit = uow.visits.get(visit_id)
        if visit.stage is not Stage.DONE:
            visit = _close(terminal, uow, operator, visit, act_id, owed)
    return print_bill(terminal, visit)


def _close(  # noqa: PLR0913, PLR0917  the transaction, who closes what under which id, and why unpaid
    terminal: Terminal, uow: UnitOfWork, operator: Operator, visit: Visit, act_id: str, owed: str
) -> Visit:
    now = terminal.clock.now()
    visit = with_latest(uow, visit)
    check_bound(terminal, visit)
    check_still_so(terminal, uow, visit)
    owes = owing(terminal, operator, visit, owed)
    if visit.is_withheld:
        if visit.bill is not None and visit.bill.is_direct:
            raise NotBillableError(Doubt.CONSENT_REFUSED.value)
        # The family pays this bill: there is nothing to tell the insurer of it.
        stored = uow.visits.put(visits.close(visit, "", now, owes))
        audit_owing(terminal, uow, operator, stored)
        terminal.audit(uow, operator, "finish_withheld", visit.id, digest=visit.digest)
        return stored
    closed = visits.close(visit, act_id, now, owes)
    act = _bill_act(terminal, uow, closed, check_limits(terminal, uow, closed))
    stored = uow.visits.put(closed)
    uow.queue.add(act)
    audit_owing(terminal, uow, operator, stored)
    terminal.audit(uow, operator, "finish", visit.id, act=act_id, digest=visit.digest)
    return stored


def _bill_act(terminal: Terminal, uow: UnitOfWork, visit: Visit, limits: tuple[Room, ...]) -> Act:
    bill, consent = visit.bill, visit.consent
    if bill is None or consent is None:
        raise EmptyBillError
    created = terminal.clock.now()
    said = Content(
        act=visit.act,
        kind=ActKind.BILL_SIGNED,
        chain=visit.chain,
        terminal=bill.terminal,
        at=created,
        payload={
            "bill": content(bill),
            "bill_digest": visit.digest,
            "consent": consent_content(terminal, consent),
        },
        evidence={**evidence_content(visit.evidence, visit), "limits": limits_content(limits)},
    )
    body, digest = sealed(terminal, uow, said)
    direct = bill.is_direct
    return Act(
        id=visit.act,
        kind=ActKind.BILL_SIGNED,
        chain=visit.chain,
        visit=visit.id,
        created_at=created,
        body=body,
        digest=digest,
        amount_fen=bill.result.totals.insurer,
        posted=bill.result.posted if direct else Counters(),
        lock=_binding_brand(uow, bill),
    )


def _binding_brand(uow: UnitOfWork, bill: FrozenBill) -> str | None:
    """Return the brand that the bill binds an unbound family to.

    The bill may have been split while another one held the lock that is refused or voided before this one
    arrives; so it is asked here whether it would lock, not whether it did.
    """
    plan, brand = edition_of(uow, bill.plan).plan, bill.clinic.brand
    return brand if sets_lock(plan, Standing(), brand, bill.result) else None


def limits_content(limits: tuple[Room, ...]) -> dict[str, dict[str, int]]:
    """Return the limits of working without the server as they stood at the finish; fen, acts or hours."""
    return {one.name: {"used": one.used, "soft": one.soft, "hard": one.hard} for one in limits}


def evidence_content(evidence: Evidence | None, visit: Visit) -> dict[str, Any]:
    """Return what the desk knew, as plain values."""
    if evidence is None:
        return {}
    as_of, identity, phone = evidence.snapshot_as_of, visit.identity, visit.phone
    return {
        "source": evidence.source.value,
        "token": evidence.token,
        "kid": evidence.kid,
        "snapshot_version": evidence.snapshot_version,
        "snapshot_as_of": instant(as_of) if as_of else None,
        "online": evidence.online,
        "document": identity.document.value if identity else None,
        "document_doubts": [doubt.value for doubt in identity.doubts] if identity else [],
        "phone_authorisation": {"reference": phone.reference, "at": instant(phone.at)} if phone else None,
    }
