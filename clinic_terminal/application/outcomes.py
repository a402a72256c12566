"""What the server said of an act, read out of its receipt: state, sentences, and the insurer's lines."""

import json
from dataclasses import dataclass, field
from datetime import datetime
from itertools import zip_longest
from typing import Any

from clinic_terminal.application.acts import ActState, QueueRow
from clinic_terminal.domain.bill import FrozenBill
from clinic_terminal.domain.pipeline import Part

PENDING = "PENDING"
"""The state of a receipt whose decision comes later, by the changes."""


@dataclass(frozen=True, slots=True)
class OutcomeLine:
    """One sub-line as the insurer split it; amounts in fen."""

    line: int
    item: str
    billed_fen: int
    not_covered_fen: int
    deductible_fen: int
    coinsurance_fen: int
    over_limit_fen: int
    penalty_fen: int
    insurer_fen: int
    guardian_fen: int
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OutcomeTotals:
    """The insurer's sums, in fen; negative where a void gives back."""

    billed_fen: int
    insurer_fen: int
    guardian_fen: int
    on_site_fen: int
    online_fen: int
    claim_fen: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """A receipt. ``state`` is the server's word: ACCEPTED, ADJUSTED, REJECTED or PENDING."""

    act: str
    digest: str
    state: str
    code: str
    sentence_zh: str
    sentence_en: str
    lines: tuple[OutcomeLine, ...] = ()
    totals: OutcomeTotals | None = None
    snapshot_version: int | None = None
    booked_at: datetime | None = field(default=None)

    @property
    def adds_up(self) -> bool:
        """Whether the answer's own figures agree with one another."""
        totals = self.totals
        if totals is None:
            return not self.lines
        if totals.insurer_fen + totals.guardian_fen != totals.billed_fen:
            return False
        if not self.lines:
            return True
        return (
            all(line.insurer_fen + line.guardian_fen == line.billed_fen for line in self.lines)
            and sum(line.billed_fen for line in self.lines) == totals.billed_fen
            and sum(line.insurer_fen for line in self.lines) == totals.insurer_fen
        )


@dataclass(frozen=True, slots=True)
class LineBeside:
    """A sub-line of ours and the insurer's of the same place; one of both may be missing."""

    ours: Part | None
    theirs: OutcomeLine | None

    @property
    def owed_more_fen(self) -> int:
        """What the guardian owes more than was signed for; negative where it is less."""
        signed = self.ours.guardian if self.ours else 0
        return (self.theirs.guardian_fen if self.theirs else 0) - signed


def read_outcome(receipt: bytes) -> Outcome | None:
    """Return what a stored receipt says; None for one that is none (only tests and old files hold such)."""
    try:
        said = json.loads(receipt)
        totals = said["totals"]
        return Outcome(
            act=str(said["id"]),
            digest=str(said["digest"]),
            state=str(said["state"]),
            code=str(said["code"]),
            sentence_zh=str(said["sentence_zh"]),
            sentence_en=str(said["sentence_en"]),
            lines=tuple(_line(line) for line in said["lines"]),
            totals=None if totals is None else OutcomeTotals(*(int(totals[name]) for name in _TOTALS)),
            snapshot_version=said["snapshot_version"],
            booked_at=datetime.fromisoformat(said["booked_at"]),
        )
    except (ValueError, KeyError, TypeError):
        return None


def is_pending(row: QueueRow) -> bool:
    """Tell whether the server has an act and did not decide on it yet."""
    if row.state is not ActState.ACCEPTED or PENDING.encode() not in row.receipt:
        return False
    said = read_outcome(row.receipt)
    return said is not None and said.state == PENDING


def beside(outcome: Outcome, bill: FrozenBill) -> tuple[LineBeside, ...]:
    """Return the insurer's sub-lines beside ours, in the order of the bill; empty where it sent none."""
    if not outcome.lines:
        return ()
    ours, theirs = list(bill.result.parts), list(outcome.lines)
    numbers = sorted({part.line for part in ours} | {line.line for line in theirs})
    return tuple(
        LineBeside(mine, other)
        for number in numbers
        for mine, other in zip_longest(
            (part for part in ours if part.line == number),
            (line for line in theirs if line.line == number),
        )
    )


def owed_more_fen(outcome: Outcome, bill: FrozenBill) -> int:
    """Return what the guardian owes more than was signed for; negative where the insurer pays more."""
    if outcome.totals is None:
        return 0
    return outcome.totals.guardian_fen - bill.result.totals.guardian


_AMOUNTS = (
    "billed_fen", "not_covered_fen", "deductible_fen", "coinsurance_fen", "over_limit_fen", "penalty_fen",
    "insurer_fen", "guardian_fen",
)  # fmt: skip
_TOTALS = ("billed_fen", "insurer_fen", "guardian_fen", "on_site_fen", "online_fen", "claim_fen")


def _line(said: dict[str, Any]) -> OutcomeLine:
    amounts = {name: int(said[name]) for name in _AMOUNTS}
    reasons = tuple(str(reason) for reason in said["reasons"])
    return OutcomeLine(int(said["line"]), str(said["item"]), **amounts, reasons=reasons)
