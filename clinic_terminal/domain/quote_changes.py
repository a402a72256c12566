"""What has changed since a quote: prices, lines, and the insurer's part, each with its cause."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from clinic_terminal.domain.adjudication import Split
from clinic_terminal.domain.bill import BillLine
from clinic_terminal.domain.quote import Quote


class ChangeKind(StrEnum):
    """What is not as it was quoted."""

    PRICE = "PRICE"
    REMOVED = "REMOVED"
    ADDED = "ADDED"
    INSURER = "INSURER"
    DISCOUNT = "DISCOUNT"
    SELF_PAY = "SELF_PAY"


class Because(StrEnum):
    """Why the insurer's part of a line moved while its price did not; the first that fits is told."""

    STATUS = "STATUS"
    """The bill is billed directly now, or is not any more."""
    POOL = "POOL"
    """Another part of the shared limit, or of its category's, is left."""
    DAY = "DAY"
    """The day is another one, and rules or letters hold for days."""
    FACTS = "FACTS"
    """The service manager said something newer of the policy."""
    LINES = "LINES"
    """Another line or discount stands on the bill."""


@dataclass(frozen=True, slots=True)
class Present:
    """The bill as it stands now: its lines, discount and split, and the day and data it rests on."""

    day: date
    lines: tuple[BillLine, ...]
    discount_fen: int
    self_pay: bool
    result: Split
    snapshot_version: int


@dataclass(frozen=True, slots=True)
class Change:
    """One change; ``before`` and ``after`` in fen: the unit price, the line's amount, or what its kind says.

    ``line`` is None where the whole bill is meant.
    """

    kind: ChangeKind
    line: BillLine | None
    before: int
    after: int
    because: Because | None = None


def changes_since(quote: Quote, now: Present) -> tuple[Change, ...]:
    """Return what differs from the quote: first what was quoted, in its order, then what is new.

    Lines are the same where item and places are. Where the price moved, the shares move with it and are
    not told apart; where only the insurer's part moved, the cause is.
    """
    pairs = _pairs(quote.lines, now.lines)
    taken = {after for after in pairs if after is not None}
    found = [
        change
        for before, after in enumerate(pairs)
        if (change := _line_change(quote, now, before, after)) is not None
    ]
    new = [line for place, line in enumerate(now.lines) if place not in taken]
    return (
        *found,
        *(Change(ChangeKind.ADDED, line, 0, line.amount_fen) for line in new),
        *_whole_changes(quote, now),
    )


def _pairs(quoted: Sequence[BillLine], present: Sequence[BillLine]) -> list[int | None]:
    """Return for each quoted line where it stands now, None where it does not."""
    free = list(range(len(present)))
    pairs: list[int | None] = []
    for line in quoted:
        match = next((place for place in free if _key(present[place]) == _key(line)), None)
        if match is not None:
            free.remove(match)
        pairs.append(match)
    return pairs


def _key(line: BillLine) -> tuple[str, tuple[str, ...]]:
    return line.item, line.teeth


def _line_change(quote: Quote, now: Present, before: int, after: int | None) -> Change | None:
    line = quote.lines[before]
    if after is None:
        return Change(ChangeKind.REMOVED, line, line.amount_fen, 0)
    present = now.lines[after]
    if present.unit_fen != line.unit_fen:
        return Change(ChangeKind.PRICE, line, line.unit_fen, present.unit_fen)
    if present.discount_fen != line.discount_fen:
        return Change(ChangeKind.DISCOUNT, line, line.discount_fen, present.discount_fen)
    was, is_now = _insurer(quote.result, before + 1), _insurer(now.result, after + 1)
    if was == is_now:
        return None
    limited = _over_limit(quote.result, before + 1) != _over_limit(now.result, after + 1)
    return Change(ChangeKind.INSURER, line, was, is_now, _because(quote, now, limited=limited))


def _insurer(result: Split, line: int) -> int:
    return sum(part.insurer for part in result.parts if part.line == line)


def _over_limit(result: Split, line: int) -> int:
    return sum(part.over_limit for part in result.parts if part.line == line)


def _because(quote: Quote, now: Present, *, limited: bool) -> Because:
    causes = {
        Because.STATUS: quote.result.status is not now.result.status,
        Because.POOL: limited,
        Because.DAY: quote.day != now.day,
        Because.FACTS: quote.snapshot_version != now.snapshot_version,
    }
    return next((cause for cause, holds in causes.items() if holds), Because.LINES)


def _whole_changes(quote: Quote, now: Present) -> list[Change]:
    found = []
    if quote.discount_fen != now.discount_fen:
        found.append(Change(ChangeKind.DISCOUNT, None, quote.discount_fen, now.discount_fen))
    if quote.self_pay != now.self_pay:
        totals = quote.result.totals.insurer, now.result.totals.insurer
        found.append(Change(ChangeKind.SELF_PAY, None, *totals))
    return found
