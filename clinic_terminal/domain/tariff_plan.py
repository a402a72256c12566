"""A new price list against what holds: each row's difference, and everything that is wrong with it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from clinic_terminal.domain.catalogue import Catalogue, Item
from clinic_terminal.domain.tariff import Tariff, TariffRow, catalogue_on, edition_on


class Slip(StrEnum):
    """The closed list of what can be found in a price list."""

    COLUMN_MISSING = "COLUMN_MISSING"
    COLUMN_TWICE = "COLUMN_TWICE"
    NO_ROWS = "NO_ROWS"
    CELL_NOT_COMPUTED = "CELL_NOT_COMPUTED"
    CELL_MERGED = "CELL_MERGED"
    CODE_EMPTY = "CODE_EMPTY"
    CODE_UNKNOWN = "CODE_UNKNOWN"
    CODE_TWICE = "CODE_TWICE"
    PRICE_EMPTY = "PRICE_EMPTY"
    PRICE_UNREADABLE = "PRICE_UNREADABLE"
    PRICE_NEGATIVE = "PRICE_NEGATIVE"
    PRICE_TOO_FINE = "PRICE_TOO_FINE"
    PRICE_TOO_LARGE = "PRICE_TOO_LARGE"
    OFFERED_UNREADABLE = "OFFERED_UNREADABLE"
    NAME_TOO_LONG = "NAME_TOO_LONG"
    DATE_UNREADABLE = "DATE_UNREADABLE"
    DATE_PAST = "DATE_PAST"
    COLUMN_UNKNOWN = "COLUMN_UNKNOWN"
    PRICE_OUTSIDE_RANGE = "PRICE_OUTSIDE_RANGE"
    LATER_PRICE = "LATER_PRICE"


WARNINGS = frozenset({Slip.COLUMN_UNKNOWN, Slip.PRICE_OUTSIDE_RANGE, Slip.LATER_PRICE})
"""Slips that are shown and do not stand in the way; all others are faults."""


class Column(StrEnum):
    """What a column of a price list tells."""

    CODE = "CODE"
    NAME = "NAME"
    PRICE = "PRICE"
    OFFERED = "OFFERED"
    SINCE = "SINCE"


@dataclass(frozen=True, slots=True)
class Finding:
    """One slip at a row of the file (the header's row for the whole file).

    ``text`` is what stands there; ``of`` what it clashes with, such as the first row of a code.
    """

    row: int
    slip: Slip
    column: Column | None = None
    text: str = ""
    of: str = ""

    @property
    def is_fault(self) -> bool:
        """Whether the list cannot be adopted with it."""
        return self.slip not in WARNINGS


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A row of a new price list whose cells could be read; None stands for an empty cell.

    Without a price the present one stays, which only an item that is switched off may do.
    """

    row: int
    code: str
    price_fen: int | None
    offered: bool | None = None
    name: str = ""
    since: date | None = None


@dataclass(frozen=True, slots=True)
class TariffDraft:
    """What was read of a file: the rows that are whole, and the slips of the others."""

    rows: tuple[DraftRow, ...]
    findings: tuple[Finding, ...] = ()


class ChangeKind(StrEnum):
    """What a row does; an item that is switched off or on counts as that alone."""

    NEW = "NEW"
    PRICE = "PRICE"
    OFF = "OFF"
    ON = "ON"
    NAME = "NAME"
    SAME = "SAME"


@dataclass(frozen=True, slots=True)
class Change:
    """A row of the list beside what would hold without it; prices in fen.

    NEW: the clinic had no price of its own for the item, ``before`` is the catalogue's.
    """

    row: int
    kind: ChangeKind
    before: Item
    after: TariffRow

    @property
    def percent_bp(self) -> int | None:
        """By how much the price moves, in basis points of the old one; None from nothing."""
        old, new = self.before.price_fen, self.after.price_fen
        if not old:
            return None
        moved = abs(new - old)
        size = (2 * moved * 10_000 + old) // (2 * old)
        return size if new >= old else -size


@dataclass(frozen=True, slots=True)
class TariffPlan:
    """A draft judged on ``today`` for adoption from ``since``; equal plans promise the same."""

    draft: TariffDraft
    since: date
    today: date
    catalogue: str
    changes: tuple[Change, ...]
    findings: tuple[Finding, ...]
    untouched: int
    """How many items of the catalogue the list does not name; they keep what holds."""

    @property
    def faults(self) -> tuple[Finding, ...]:
        """What must be put right before anything is adopted."""
        return tuple(finding for finding in self.findings if finding.is_fault)

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """What should be looked at."""
        return tuple(finding for finding in self.findings if not finding.is_fault)

    @property
    def rows(self) -> tuple[TariffRow, ...]:
        """What adopting it would store: the rows that change something."""
        return tuple(change.after for change in self.changes if change.kind is not ChangeKind.SAME)

    @property
    def is_adoptable(self) -> bool:
        """Whether it is free of faults and changes something."""
        return bool(self.rows) and not self.faults

    def count(self, kind: ChangeKind) -> int:
        """Return how many rows do this."""
        return Counter(change.kind for change in self.changes)[kind]


def plan_tariff(
    draft: TariffDraft, editions: Sequence[Catalogue], tariff: Tariff, since: date, today: date
) -> TariffPlan:
    """Judge a draft; a row without a date of its own begins on ``since``."""
    judge = _Judge(editions, tariff, today)
    changes: list[Change] = []
    findings = list(draft.findings)
    seen: dict[str, int] = {}
    for row in draft.rows:
        if row.code in seen:
            findings.append(Finding(row.row, Slip.CODE_TWICE, Column.CODE, row.code, str(seen[row.code])))
            continue
        seen[row.code] = row.row
        found, slips = judge.row(row, row.since or since)
        changes += found
        findings += slips
    base = edition_on(editions, since)
    return TariffPlan(
        draft,
        since,
        today,
        base.edition,
        tuple(changes),
        tuple(sorted(findings, key=lambda finding: finding.row)),
        sum(code not in seen for code in base.items),
    )


class _Judge:
    """Looks at rows one by one; what holds on a day is worked out once a day."""

    def __init__(self, editions: Sequence[Catalogue], tariff: Tariff, today: date) -> None:
        self._editions = editions
        self._tariff = tariff
        self._today = today
        self._days: dict[date, tuple[Catalogue, dict[str, TariffRow], dict[str, date]]] = {}

    def row(self, row: DraftRow, since: date) -> tuple[list[Change], list[Finding]]:
        """Return the row's difference, none where it is at fault, and what is to be said of it."""
        catalogue, own, coming = self._on(since)
        item = catalogue.items.get(row.code)
        if item is None:
            return [], [Finding(row.row, Slip.CODE_UNKNOWN, Column.CODE, row.code)]
        if row.price_fen is None and row.offered is not False:
            return [], [Finding(row.row, Slip.PRICE_EMPTY, Column.PRICE)]
        change = self._change(row, since, item, own.get(row.code))
        if change.kind is ChangeKind.SAME:
            return [change], []
        if since < self._today:
            return [], [Finding(row.row, Slip.DATE_PAST, Column.SINCE, since.isoformat())]
        return [change], list(_warnings(change, coming.get(row.code)))

    def _on(self, day: date) -> tuple[Catalogue, dict[str, TariffRow], dict[str, date]]:
        if day not in self._days:
            base = edition_on(self._editions, day)
            self._days[day] = (
                catalogue_on(base, self._tariff, day),
                self._tariff.rows_on(day),
                self._tariff.after(day),
            )
        return self._days[day]

    def _change(self, row: DraftRow, since: date, item: Item, own: TariffRow | None) -> Change:
        plain = edition_on(self._editions, since).item(row.code).name_zh
        name = row.name or item.name_zh
        after = TariffRow(
            row.code,
            item.price_fen if row.price_fen is None else row.price_fen,
            since,
            item.offered if row.offered is None else row.offered,
            "" if name == plain else name,
        )
        return Change(row.row, _kind(item, after, name, first=own is None), item, after)


def _kind(before: Item, after: TariffRow, name: str, *, first: bool) -> ChangeKind:
    if before.offered != after.offered:
        return ChangeKind.ON if after.offered else ChangeKind.OFF
    if before.price_fen != after.price_fen:
        return ChangeKind.NEW if first else ChangeKind.PRICE
    return ChangeKind.SAME if name == before.name_zh else ChangeKind.NAME


def _warnings(change: Change, coming: date | None) -> Iterator[Finding]:
    item, after = change.before, change.after
    if after.offered and not item.low_fen <= after.price_fen <= item.high_fen:
        span = f"{item.low_fen}-{item.high_fen}"
        yield Finding(change.row, Slip.PRICE_OUTSIDE_RANGE, Column.PRICE, str(after.price_fen), span)
    if coming is not None:
        yield Finding(change.row, Slip.LATER_PRICE, Column.SINCE, after.item, coming.isoformat())
