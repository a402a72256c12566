"""The clinic's own prices over the catalogue's editions: which of them hold on a day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from clinic_terminal.domain.catalogue import Catalogue, Item


@dataclass(frozen=True, slots=True)
class TariffRow:
    """What the clinic takes for an item from ``since`` on, in fen per unit, and whether it offers it.

    ``name`` is the clinic's own Chinese name, empty where the catalogue's is used.
    """

    item: str
    price_fen: int
    since: date
    offered: bool = True
    name: str = ""


@dataclass(frozen=True, slots=True)
class TariffEdition:
    """Rows that were adopted together, by whom, and the catalogue's edition they were checked against.

    Items that it does not name keep what held for them before.
    """

    id: str
    adopted_at: datetime
    operator: str
    catalogue: str
    rows: tuple[TariffRow, ...]


@dataclass(frozen=True, slots=True)
class Tariff:
    """All editions in the order of their adoption; none is ever changed or taken away."""

    editions: tuple[TariffEdition, ...] = ()

    def rows_on(self, day: date) -> dict[str, TariffRow]:
        """Return by item what holds on ``day``: the latest ``since``, of equal ones the last adopted."""
        holding: dict[str, TariffRow] = {}
        for row in self._all():
            if row.since <= day:
                before = holding.get(row.item)
                if before is None or before.since <= row.since:
                    holding[row.item] = row
        return holding

    def after(self, day: date) -> dict[str, date]:
        """Return by item the first day after ``day`` on which another row begins to hold."""
        coming: dict[str, date] = {}
        for row in self._all():
            if row.since > day:
                coming[row.item] = min(row.since, coming.get(row.item, row.since))
        return coming

    def _all(self) -> Sequence[TariffRow]:
        return [row for edition in self.editions for row in edition.rows]


@dataclass(frozen=True, slots=True)
class PriceLine:
    """An item as it holds on a day; ``own_since`` is when the clinic's own price began, None without one."""

    item: Item
    own_since: date | None = None


def edition_on(editions: Sequence[Catalogue], day: date) -> Catalogue:
    """Return the edition of the catalogue that holds on ``day``, the oldest one before its time.

    Of equal ``since`` the last in the sequence counts; at least one edition is needed.
    """
    holding = [edition for edition in editions if edition.since <= day]
    if not holding:
        return min(editions, key=lambda edition: edition.since)
    return max(reversed(holding), key=lambda edition: edition.since)


def catalogue_on(base: Catalogue, tariff: Tariff, day: date) -> Catalogue:
    """Return ``base`` with the clinic's prices of ``day``; rows of items it does not know have no effect."""
    rows = tariff.rows_on(day)
    if not rows:
        return base
    return replace(base, items=_priced(base.items, rows))


def _priced(items: Mapping[str, Item], rows: Mapping[str, TariffRow]) -> dict[str, Item]:
    return {code: _with(item, rows[code]) if code in rows else item for code, item in items.items()}


def _with(item: Item, row: TariffRow) -> Item:
    if not row.name or row.name == item.name_zh:
        return replace(item, price_fen=row.price_fen, offered=row.offered)
    return replace(
        item,
        price_fen=row.price_fen,
        offered=row.offered,
        name_zh=row.name,
        aliases=(*item.aliases, item.name_zh),
    )


def price_list(base: Catalogue, tariff: Tariff, day: date) -> tuple[PriceLine, ...]:
    """Return every item as it holds on ``day``, offered or not, in the catalogue's order."""
    rows = tariff.rows_on(day)
    items = catalogue_on(base, tariff, day).items.values()
    return tuple(PriceLine(item, rows[item.code].since if item.code in rows else None) for item in items)
