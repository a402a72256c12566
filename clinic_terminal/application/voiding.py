"""Take a signed bill back as a whole: no silent edit, nothing deleted, everything that it took given back."""

from typing import Any

from clinic_terminal.application.acts import Act, ActKind, ActState
from clinic_terminal.application.failures import AlreadyVoidedError
from clinic_terminal.application.ports import Operator
from clinic_terminal.application.sealing import Content, sealed
from clinic_terminal.application.store_ports import UnitOfWork
from clinic_terminal.application.terminal import Terminal, enrolment_of
from clinic_terminal.domain import visit as visits
from clinic_terminal.domain.errors import VisitStateError
from clinic_terminal.domain.visit import Stage, Visit
from clinic_terminal.domain.voiding import Voided, VoidReason, check_void


def void(terminal: Terminal, operator: Operator, visit_id: str, reason: VoidReason, note: str = "") -> Visit:
    """Void the bill of a closed visit: visit, queue row, audit row and counters in one transaction.

    The act's id is made before the transaction. An unsent bill still goes out before its void: both are
    facts. Raises AlreadyVoidedError, VisitStateError (nothing was closed), VoidNoteMissingError (OTHER says
    nothing), VisitUnknownError, StoreFailedError; then nothing was stored.
    """
    written = check_void(reason, note)
    new_id = terminal.ids.new()
    with terminal.store.begin() as uow:
        visit = uow.visits.get(visit_id)
        if visit.stage is Stage.VOIDED:
            raise AlreadyVoidedError
        # What was never reported is not taken back at the service manager either.
        act_id = new_id if visit.act and not _is_withdrawn(uow, visit.act) else ""
        voided = visits.void(visit, Voided(reason, written, operator.name, terminal.clock.now(), act_id))
        if act_id:
            uow.queue.add(_void_act(terminal, uow, voided))
        stored = uow.visits.put(voided)
        terminal.audit(
            uow,
            operator,
            "void",
            visit_id,
            act=act_id,
            bill_act=visit.act,
            reason=reason.value,
            has_note=bool(written),
            given_back=_given_back(voided),
        )
        return stored


def _is_withdrawn(uow: UnitOfWork, act: str) -> bool:
    return uow.act_list.states((act,)).get(act) is ActState.WITHDRAWN


def _void_act(terminal: Terminal, uow: UnitOfWork, visit: Visit) -> Act:
    bill, voided = visit.bill, visit.voided
    if bill is None or voided is None:
        raise VisitStateError("void", "UNBILLED")
    content = Content(
        act=voided.act,
        kind=ActKind.BILL_VOIDED,
        chain=visit.chain,
        terminal=enrolment_of(uow).terminal,
        at=voided.at,
        payload={
            "act": visit.act,
            "reason": voided.reason.value,
            "operator": voided.operator,
            "note": voided.note,
        },
        evidence={},
    )
    body, digest = sealed(terminal, uow, content)
    return Act(
        id=voided.act,
        kind=ActKind.BILL_VOIDED,
        chain=visit.chain,
        visit=visit.id,
        created_at=voided.at,
        body=body,
        digest=digest,
        amount_fen=-bill.result.totals.insurer,
        lock=bill.clinic.brand if voided.reason.may_release_lock else None,
    )


def _given_back(visit: Visit) -> dict[str, Any]:
    """Return what the bill took, as plain values for the audit log; without the insurer it took nothing."""
    if visit.bill is None or not visit.bill.is_direct:
        return {}
    posted = visit.bill.result.posted
    return {
        "pool_fen": posted.pool_fen,
        "covered_fen": posted.covered_fen,
        "category_fen": {key.value: fen for key, fen in posted.category_fen.items()},
        "deductible_fen": posted.deductible_fen,
        "units": dict(posted.units),
    }
