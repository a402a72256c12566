"""Decisions on acts that were pending, as they come with the changes."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from clinic_terminal.application.acts import ActKind, ActState, Answer, AuditRow, QueueRow
from clinic_terminal.application.day_comparison import DifferenceKind
from clinic_terminal.application.follow_up_record import (
    Matter,
    is_harmless,
    open_decided,
    open_record,
    statement_subject,
)
from clinic_terminal.application.outcomes import read_outcome
from clinic_terminal.application.ports import Decision
from clinic_terminal.application.store_ports import UnitOfWork
from clinic_terminal.domain.shanghai import CHINA
from clinic_terminal.sync.answers import judged

_FINAL_AT_ONCE: Final = (ActState.ADJUSTED, ActState.REJECTED, ActState.WITHDRAWN)
_BOOKED: Final = (ActState.ACCEPTED, ActState.ADJUSTED)
_NOT_BOOKED: Final = "NOT_VOIDABLE"


def keep_decision(uow: UnitOfWork, decision: Decision, at: datetime) -> None:
    """Keep what became of an act of ours, and open a matter for a person where it is adverse.

    The first receipt stays as it is: whoever reads the row gets the decision in its place. A decision may
    come before the first answer; it counts once that is here.
    """
    # Without the body: one that cannot be read any more must not hold up everything that comes after it.
    row = next(iter(uow.act_list.of_ids((decision.act,))), None)
    if row is None or row.act.digest != decision.digest:
        return
    decision = replace(decision, answer=judged(decision.answer, row.act))
    said = decision.answer
    if uow.decisions.get(decision.act) == decision:
        return
    uow.decisions.put(decision, at)
    if _was_open(row):
        open_decided(uow, row, said, at)
    if _stands_although_voided(uow, row, said):
        _open_difference(uow, row, said, at)
    uow.audit.add(
        AuditRow(at, "", "decision_received", decision.act, {"state": str(said.state), "code": said.code})
    )


def note_refused_void(uow: UnitOfWork, void: QueueRow, answer: Answer, at: datetime) -> None:
    """Open a matter where a void is refused as of no booked bill, and a decision booked the bill since.

    The server gives its first answer for ever: one that was lost comes again after the decision.
    """
    if void.act.kind is not ActKind.BILL_VOIDED or answer.code != _NOT_BOOKED:
        return
    for bill in uow.act_list.of_visit(void.act.chain, void.act.visit):
        decision = uow.decisions.get(bill.act.id) if bill.act.kind is ActKind.BILL_SIGNED else None
        if decision is not None and decision.digest == bill.act.digest and decision.answer.state in _BOOKED:
            _open_difference(uow, bill, decision.answer, at)


def _stands_although_voided(uow: UnitOfWork, row: QueueRow, said: Answer) -> bool:
    """Tell whether a bill was booked by now whose void was refused because nothing was booked yet."""
    if row.act.kind is not ActKind.BILL_SIGNED or said.state not in _BOOKED:
        return False
    return any(
        one.act.kind is ActKind.BILL_VOIDED and is_harmless(one)
        for one in uow.act_list.of_visit(row.act.chain, row.act.visit)
    )


def _open_difference(uow: UnitOfWork, row: QueueRow, said: Answer, at: datetime) -> None:
    """Open the matter of a bill that is taken back here and paid there: a difference between both sides."""
    outcome = read_outcome(said.receipt)
    theirs = outcome.totals.insurer_fen if outcome and outcome.totals else row.act.amount_fen
    day = (row.act.created_at + CHINA).date()
    facts = {
        "day": day.isoformat(),
        "act": row.act.id,
        "kind": DifferenceKind.AMOUNT.value,
        "ours_fen": "0",
        "theirs_fen": str(theirs),
    }
    open_record(uow, statement_subject(day, row.act.id), Matter.STATEMENT, at, facts)


def _was_open(row: QueueRow) -> bool:
    """Tell whether an act was left open by its first answer, or has none yet."""
    return row.decided or row.state not in _FINAL_AT_ONCE
