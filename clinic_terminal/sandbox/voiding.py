"""Voided bills: what a bill took is given back exactly."""

import json
import sqlite3
from dataclasses import replace
from typing import Any

from clinic_terminal.contract.acts import (
    ActAnswer,
    ActEnvelope,
    AnswerState,
    BillVoidedPayload,
    EnvelopeKind,
    TotalsAnswer,
)
from clinic_terminal.sandbox.letters import use_letter
from clinic_terminal.sandbox.outcome import Outcome, outcome, rejected
from clinic_terminal.sandbox.policies import PolicyState, counters_from, find_policy, save_policy
from clinic_terminal.sandbox.practice import Caller, Practice

_BOOKED = (AnswerState.ACCEPTED.value, AnswerState.ADJUSTED.value)


def judge_void(
    practice: Practice, caller: Caller, envelope: ActEnvelope, payload: BillVoidedPayload
) -> Outcome:
    """Judge and book a void of a whole bill."""
    state = find_policy(practice, envelope.chain)
    if state is None:
        return rejected("MEMBER_UNKNOWN")
    bill = practice.database.row("SELECT * FROM acts WHERE id = ?", payload.act)
    if bill is None or not _is_bill_of(bill, envelope.chain, caller.clinic):
        return rejected("BILL_UNKNOWN", state.version)
    if bill["state"] not in _BOOKED:
        return rejected("NOT_VOIDABLE", state.version)
    if bill["voided_by"] is not None:
        return rejected("ALREADY_VOIDED", state.version)
    practice.database.run("UPDATE acts SET voided_by = ? WHERE id = ?", envelope.id, payload.act)
    effect = json.loads(bill["effect"])
    if effect["posted"] is None:
        version = state.version
    else:
        version = _give_back(practice, state, payload, effect).version
    return outcome(AnswerState.ACCEPTED, "VOIDED", totals=_negative(bill["answer"]), version=version)


def _is_bill_of(row: sqlite3.Row, chain: str, clinic: str) -> bool:
    return (row["kind"], row["chain"], row["clinic"]) == (EnvelopeKind.BILL_SIGNED.value, chain, clinic)


def _give_back(
    practice: Practice, state: PolicyState, payload: BillVoidedPayload, effect: dict[str, Any]
) -> PolicyState:
    for number, fen in effect["letters"].items():
        use_letter(practice.database, number, -fen)
    practice.database.run("DELETE FROM records WHERE act = ?", payload.act)
    # Only the bill that made the lock can release it, only as an entry error, and only where no other
    # active visit rests on it (facts.md, C10).
    releases = (
        effect["locked"]
        and payload.reason.may_release_lock
        and not _has_other_bills(practice, state.chain, payload.act)
    )
    used = state.used.minus(counters_from(effect["posted"]))
    return save_policy(practice, replace(state, used=used, lock=None if releases else state.lock))


def _has_other_bills(practice: Practice, chain: str, act: str) -> bool:
    row = practice.database.row(
        "SELECT 1 FROM records WHERE chain = ? AND act IS NOT NULL AND act <> ? LIMIT 1", chain, act
    )
    return row is not None


def _negative(answer: bytes) -> TotalsAnswer | None:
    totals = ActAnswer.model_validate_json(answer).totals
    if totals is None:
        return None
    return TotalsAnswer(**{name: -fen for name, fen in totals.model_dump().items()})
