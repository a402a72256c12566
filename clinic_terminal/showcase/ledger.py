"""The terminal's records beside the server's own: what must be equal, row by row."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from clinic_terminal.application.acts import ActState, QueueRow
from clinic_terminal.application.ports import Statement
from clinic_terminal.application.terminal import Terminal
from clinic_terminal.domain.money import yuan

_BOOKED = (ActState.ACCEPTED, ActState.ADJUSTED)


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One act on both sides; amounts in fen, None where a side does not have it."""

    act: str
    scene: str
    ours_fen: int | None
    theirs_fen: int | None
    state: str
    digest_agrees: bool

    @property
    def agrees(self) -> bool:
        """Whether both sides hold the same act with the same amount, and we hold the receipt."""
        return self.digest_agrees and self.ours_fen == self.theirs_fen and self.state == ActState.ACCEPTED


def compare(terminal: Terminal, day: date, scenes: dict[str, str]) -> list[LedgerRow]:
    """Return our queue of the day beside the server's statement; ``scenes`` names acts for the reader."""
    statement = terminal.central.statement(day)
    with terminal.store.read() as uow:
        ours = {row.act.id: row for row in uow.queue.rows()}
    theirs = {row.act: row for row in statement.rows}
    return [_row(act, ours.get(act), statement, scenes) for act in sorted({*ours, *theirs})]


def _row(act: str, ours: QueueRow | None, statement: Statement, scenes: dict[str, str]) -> LedgerRow:
    booked = [row for row in statement.rows if row.act == act]
    theirs = booked[0] if len(booked) == 1 else None
    return LedgerRow(
        act=act,
        scene=scenes.get(act, ""),
        ours_fen=ours.act.amount_fen if ours else None,
        theirs_fen=theirs.insurer_fen if theirs else None,
        state=ours.state.value if ours else "MISSING",
        digest_agrees=bool(ours and theirs and ours.act.digest == theirs.digest),
    )


def has_doubles(statement: Statement) -> bool:
    """Tell whether any act stands twice in the server's list."""
    return any(count > 1 for count in Counter(row.act for row in statement.rows).values())


def as_markdown(rows: list[LedgerRow]) -> str:
    """Return the rows as a Markdown table."""
    lines = [
        "| scene | act | insurer, here | insurer, server | state | same content | agrees |",
        "|---|---|---:|---:|---|---|---|",
    ]
    lines += [
        f"| {row.scene} | `{row.act[-8:]}` | {_shown(row.ours_fen)} | {_shown(row.theirs_fen)} "
        f"| {row.state} | {_word(row.digest_agrees)} | {_word(row.agrees)} |"
        for row in rows
    ]
    return "\n".join(lines)


def _shown(fen: int | None) -> str:
    return "missing" if fen is None else yuan(fen)


def _word(holds: bool) -> str:  # noqa: FBT001  the one thing it says
    return "yes" if holds else "NO"
