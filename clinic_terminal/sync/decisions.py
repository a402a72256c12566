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


def keep_decision(uow: UnitOfWork, decision: Decision, at: datetime) -> None:
    """Keep what became of an act of ours, and open a matter for a person where it is adverse.

    The first receipt stays as it is: whoever reads the row gets the decision in its place. A decision may
    come before the first answer; it counts once that is here.
    """
    row = uow.queue.get(decision.act)
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
        open_record(uow, *_stands_there(row, said, at))
    uow.audit.add(
        AuditRow(at, "", "decision_received", decision.act, {"state": str(said.state), "code": said.code})
    )


def _stands_although_voided(uow: UnitOfWork, row: QueueRow, said: Answer) -> bool:
    """Tell whether a bill was booked by now whose void was refused because nothing was booked yet."""
    if row.act.kind is not ActKind.BILL_SIGNED or said.state not in _BOOKED:
        return False
    return any(
        one.act.kind is ActKind.BILL_VOIDED and one.act.visit == row.act.visit and is_harmless(one)
        for one in uow.queue.of_chain(row.act.chain)
    )


def _stands_there(row: QueueRow, said: Answer, at: datetime) -> tuple[str, Matter, datetime, dict[str, str]]:
    """Return the matter of a bill that is taken back here and paid there: a difference between both sides."""
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
    return statement_subject(day, row.act.id), Matter.STATEMENT, at, facts


def _was_open(row: QueueRow) -> bool:
    """Tell whether an act was left open by its first answer, or has none yet."""
    return row.decided or row.state not in _FINAL_AT_ONCE
