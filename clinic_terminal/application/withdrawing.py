"""Take an act that was set aside, or gets no answer, out of the queue for ever: it will never be sent.

The server is asked first. An act whose answer was lost may be booked there, and what is booked is not
withdrawn but tried again: the same id gets the same answer. A copy of an old request that a network delivers
after that question is what the comparison of days is for: it names what the server has of a withdrawn act.
"""

from dataclasses import replace
from datetime import datetime
from typing import Final

from clinic_terminal.application.act_case import visit_if_here
from clinic_terminal.application.acts import ActKind, ActState, QueueRow
from clinic_terminal.application.failures import (
    CentralRefusedError,
    CentralSessionError,
    CentralUnreachableError,
)
from clinic_terminal.application.follow_up import LONGEST_NOTE
from clinic_terminal.application.follow_up_record import Deed, Entry, FollowUpRecord, Matter
from clinic_terminal.application.held_up import is_held_up
from clinic_terminal.application.ports import Operator
from clinic_terminal.application.store_ports import UnitOfWork
from clinic_terminal.application.terminal import Terminal
from clinic_terminal.application.withdrawing_failures import (
    WithdrawActKnownError,
    WithdrawNotManagerError,
    WithdrawNotParkedError,
    WithdrawReasonMissingError,
    WithdrawSendingError,
    WithdrawUnaskedError,
)
from clinic_terminal.domain import visit as visits

OTHER_CONTENT: Final = "OTHER_CONTENT"
"""The server has something else under the act's id; what was signed here it does not have."""


def may_withdraw(row: QueueRow, record: FollowUpRecord | None = None) -> bool:
    """Tell whether an act is one that a manager may withdraw: set aside, or long without an answer."""
    return row.state is ActState.PARKED or is_held_up(row, record)


def withdraw(terminal: Terminal, operator: Operator, act_id: str, reason: str) -> tuple[str, ...]:
    """Withdraw an act that was set aside or gets no answer; return the ids of all that were withdrawn.

    A waiting void of the same bill has nothing to give back any more and goes with it; what else stands
    behind in the child's chain goes on. A withdrawn void lets its bill stand again. The visit, the queue,
    the follow-up, the counters and the audit change in one transaction. The server is asked before, so this
    may take as long as a question takes. Raises WithdrawNotManagerError, WithdrawReasonMissingError,
    WithdrawNotParkedError, WithdrawSendingError, WithdrawActKnownError, WithdrawUnaskedError,
    StoreFailedError; then nothing was stored.
    """
    if not operator.manager:
        raise WithdrawNotManagerError
    written = " ".join(reason.split())[:LONGEST_NOTE]
    if not written:
        raise WithdrawReasonMissingError
    with terminal.store.read() as uow:
        row = next(iter(uow.act_list.of_ids((act_id,))), None)
        record = uow.follow_ups.get(act_id)
    if row is None or not may_withdraw(row, record):
        raise WithdrawNotParkedError
    if row.state is ActState.SENDING:
        raise WithdrawSendingError
    there = _asked(terminal, row)
    # Read apart: a visit that is not here, or cannot be read, must not keep its act in the queue for ever.
    is_here = visit_if_here(terminal, row.act.visit) is not None
    now = terminal.clock.now()
    with terminal.store.begin() as uow:
        gone = uow.queue.withdraw(row, now)
        if not gone:
            raise WithdrawNotParkedError if row.state is ActState.PARKED else WithdrawSendingError
        if is_here:
            _let_bill_stand(uow, row)
        _close_follow_up(uow, operator, row, now, written)
        facts = {"kind": row.act.kind.value, "code": row.last_error, "server": there}
        terminal.audit(uow, operator, "withdraw_act", act_id, **facts, behind=list(gone[1:]))
    return gone


def _asked(terminal: Terminal, row: QueueRow) -> str:
    """Make sure that the server does not have the act; return what else it has under the id."""
    try:
        digest = terminal.central.find_act(row.act.id)
    except (CentralUnreachableError, CentralSessionError) as error:
        raise WithdrawUnaskedError(error.cause) from error
    except CentralRefusedError as error:
        raise WithdrawUnaskedError(error.answer_code) from error
    if digest == row.act.digest:
        raise WithdrawActKnownError
    return "" if digest is None else OTHER_CONTENT


def _let_bill_stand(uow: UnitOfWork, row: QueueRow) -> None:
    """Undo here the void that the service manager never had: its bill can be voided anew."""
    if row.act.kind is not ActKind.BILL_VOIDED:
        return
    visit = uow.visits.get(row.act.visit)
    if visit.voided is not None and visit.voided.act == row.act.id:
        uow.visits.put(visits.unvoid(visit))


def _close_follow_up(uow: UnitOfWork, operator: Operator, row: QueueRow, at: datetime, text: str) -> None:
    opened = min(row.act.created_at, at)
    record = uow.follow_ups.get(row.act.id) or FollowUpRecord(row.act.id, Matter.PARKED, opened)
    owner, name = record.owner or operator.id, record.owner_name or operator.name
    matter = Matter.HELD_UP if row.state is ActState.READY else Matter.PARKED
    closed = replace(record, matter=matter, owner=owner, owner_name=name, closed_at=at)
    uow.follow_ups.put(closed.with_entry(Entry(at, Deed.CLOSED, operator.name, text)))
