"""Statements: the server's list of a branch's acts of one day, to be compared with the terminal's."""

from collections.abc import Iterable

from clinic_terminal.contract.acts import AnswerState, EnvelopeKind
from clinic_terminal.contract.canonical import digest
from clinic_terminal.contract.values import ActId, Day, Digest, Message, SignedFen, SignedText, Text


class StatementRowMessage(Message):
    """One act as the server booked it; amounts in fen, negative where a void gives back.

    ``terminal``: which terminal of the branch sent it.
    """

    act: ActId
    kind: EnvelopeKind
    state: AnswerState
    digest: Digest
    insurer_fen: SignedFen
    guardian_fen: SignedFen
    terminal: Text = ""


class StatementAnswer(Message):
    """The acts that were created on ``day`` (Asia/Shanghai) at this branch, ordered by id."""

    day: Day
    rows: list[StatementRowMessage]
    count: int
    digest: Digest
    server_time: SignedText


def statement_digest(ids: Iterable[str]) -> str:
    """Return the digest over act ids, whatever their order: SHA-256 of the sorted list's RFC 8785 form."""
    return digest(sorted(ids))
