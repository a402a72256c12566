"""The server's list of a branch's acts of one day."""

from datetime import date

from clinic_terminal.contract.acts import AnswerState, EnvelopeKind
from clinic_terminal.contract.statements import StatementAnswer, StatementRowMessage, statement_digest
from clinic_terminal.sandbox.practice import Caller, Practice


def statement_of(practice: Practice, caller: Caller, day: date) -> StatementAnswer:
    """Return the statement of the caller's clinic for the day on which the acts were created."""
    rows = practice.database.rows(
        "SELECT * FROM acts WHERE clinic = ? AND day = ? ORDER BY id", caller.clinic, day.isoformat()
    )
    return StatementAnswer(
        day=day,
        rows=[
            StatementRowMessage(
                act=row["id"],
                kind=EnvelopeKind(row["kind"]),
                state=AnswerState(row["state"]),
                digest=row["digest"],
                insurer_fen=row["insurer_fen"],
                guardian_fen=row["guardian_fen"],
                terminal=row["terminal"],
            )
            for row in rows
        ],
        count=len(rows),
        digest=statement_digest(row["id"] for row in rows),
        server_time=practice.signed_time(),
    )
