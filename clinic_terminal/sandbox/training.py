"""What a trainer can do to the practice world: revoke, decide, look at what arrived."""

import json
import sqlite3
from datetime import timedelta
from typing import Annotated, Any

from pydantic import Field

from clinic_terminal.contract.acts import (
    ActEnvelope,
    AnswerState,
    BillSignedPayload,
    EnvelopeKind,
    PreauthPayload,
)
from clinic_terminal.contract.changes import ChangeKind
from clinic_terminal.contract.values import ActId, Code, Fen, Message
from clinic_terminal.domain.eligibility import Authorisation
from clinic_terminal.sandbox.acts import answer_bytes, sums
from clinic_terminal.sandbox.billing import judge_bill
from clinic_terminal.sandbox.change_log import announce
from clinic_terminal.sandbox.letters import add_letter
from clinic_terminal.sandbox.outcome import Outcome, outcome, rejected
from clinic_terminal.sandbox.policies import find_policy, save_policy
from clinic_terminal.sandbox.practice import Caller, Practice
from clinic_terminal.sandbox.refusals import NotPendingError
from clinic_terminal.sandbox.sessions import revoke_terminal
from clinic_terminal.sandbox.world import shanghai_day

_LETTER_DAYS = 60


class RevocationRequest(Message):
    """A terminal to shut out, or a card serial to revoke, or both."""

    terminal: Code | None = None
    serial: Annotated[str, Field(pattern=r"^([0-9a-f]{2}){8,16}$")] | None = None


class DecisionRequest(Message):
    """The decision on what is pending: an approved amount, or none for a refusal.

    A bill that is approved is judged now; whatever the amount, the insurer pays what its own split says.
    """

    act: ActId
    approved_fen: Fen | None = None


class BookedAct(Message):
    """An act as the server holds it."""

    id: str
    kind: str
    chain: str
    clinic: str
    terminal: str
    day: str
    digest: str
    state: str
    code: str
    insurer_fen: int
    guardian_fen: int
    voided_by: str | None
    booked_at: str


class BookedActs(Message):
    """All acts in the order in which they were booked, and what each policy has used, by chain."""

    acts: list[BookedAct]
    pool_used_fen: dict[str, int]


class Done(Message):
    """The request was carried out."""

    done: bool = True


def revoke(practice: Practice, request: RevocationRequest) -> Done:
    """Shut out a terminal, revoke a card; raises TerminalUnknownError."""
    if request.terminal is not None:
        revoke_terminal(practice, request.terminal)
    if request.serial is not None:
        with practice.database.transaction():
            practice.database.run("INSERT OR IGNORE INTO revocations VALUES (?)", request.serial)
            announce(practice.database, ChangeKind.REVOCATION, request.serial)
    return Done()


def decide(practice: Practice, request: DecisionRequest) -> Done:
    """Decide a pending request for authorisation or a pending bill; raises NotPendingError."""
    database = practice.database
    with database.transaction():
        row = database.row(
            "SELECT * FROM acts WHERE id = ? AND state = ?", request.act, AnswerState.PENDING.value
        )
        policy = None if row is None else find_policy(practice, row["chain"])
        if row is None or policy is None:
            raise NotPendingError(field="act")
        is_bill = row["kind"] == EnvelopeKind.BILL_SIGNED.value
        if request.approved_fen is None:
            result = rejected("BILL_DECLINED" if is_bill else "DECLINED", policy.version)
        elif is_bill:
            result = _judged_now(practice, row)
        else:
            letter = _letter(practice, row["id"], bytes(row["body"]), request.approved_fen)
            add_letter(database, policy.chain, letter)
            policy = save_policy(practice, policy, row["clinic"])
            result = outcome(AnswerState.ACCEPTED, "APPROVED", version=policy.version)
        database.run(
            "UPDATE acts SET state = ?, code = ?, answer = ?, insurer_fen = ?, guardian_fen = ?, effect = ?,"
            " bill = ? WHERE id = ?",
            result.state.value,
            result.code,
            answer_bytes(practice, row["id"], row["digest"], result),
            *sums(result),
            result.effect,
            result.bill,
            row["id"],
        )
        announce(database, ChangeKind.DECISION, row["id"], row["clinic"])
    return Done()


def _judged_now(practice: Practice, row: sqlite3.Row) -> Outcome:
    envelope = ActEnvelope.model_validate_json(bytes(row["body"]))
    payload = BillSignedPayload.model_validate_json(json.dumps(json.loads(bytes(row["body"]))["payload"]))
    return judge_bill(practice, Caller(row["terminal"], row["clinic"]), envelope, payload)


def booked_acts(practice: Practice) -> BookedActs:
    """Return what arrived, for comparison with a terminal's own list."""
    rows = practice.database.rows("SELECT * FROM acts ORDER BY rowid")
    used = practice.database.rows("SELECT chain, used FROM policies ORDER BY chain")
    return BookedActs(
        acts=[BookedAct(**{name: row[name] for name in BookedAct.model_fields}) for row in rows],
        pool_used_fen={row["chain"]: int(json.loads(row["used"])["pool_fen"]) for row in used},
    )


def _letter(practice: Practice, act: str, body: bytes, approved_fen: int) -> Authorisation:
    envelope: dict[str, Any] = json.loads(body)
    payload = PreauthPayload.model_validate_json(json.dumps(envelope["payload"]))
    today = shanghai_day(practice.clock())
    number = f"DBH-{act[-12:].upper()}"
    return Authorisation(
        number, tuple(payload.items), approved_fen, 0, today, today + timedelta(days=_LETTER_DAYS)
    )
