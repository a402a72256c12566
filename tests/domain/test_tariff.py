from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_terminal.domain.errors import ItemOffError, UnknownItemError
from clinic_terminal.domain.tariff import (
    Tariff,
    TariffEdition,
    TariffRow,
    catalogue_on,
    edition_on,
    price_list,
)
from tests.build import CATALOGUE, FILLING, TODAY

MAY, JUNE, JULY = date(2026, 5, 1), date(2026, 6, 1), date(2026, 7, 1)


def edition(*rows: TariffRow, number: int = 1) -> TariffEdition:
    return TariffEdition(f"E-{number}", datetime(2026, 5, 1, tzinfo=UTC), "王敏", "test/1", rows)


def tariff(*editions: tuple[TariffRow, ...]) -> Tariff:
    return Tariff(tuple(edition(*rows, number=number) for number, rows in enumerate(editions)))


def price_on(day: date, known: Tariff) -> int:
    return catalogue_on(CATALOGUE, known, day).item("BS07").price_fen


def test_without_a_tariff_the_catalogue_stays_the_very_same() -> None:
    assert catalogue_on(CATALOGUE, Tariff(), TODAY) is CATALOGUE


def test_a_price_holds_from_its_day_on_until_the_next_one() -> None:
    known = tariff(
        (TariffRow("BS07", 60_000, JUNE), TariffRow("PV01", 1, MAY)), (TariffRow("BS07", 65_000, JULY),)
    )
    days = (JUNE - timedelta(days=1), JUNE, JULY - timedelta(days=1), JULY)
    assert [price_on(day, known) for day in days] == [70_000, 60_000, 60_000, 65_000]


def test_a_later_adoption_for_an_earlier_day_gives_way_when_the_later_day_comes() -> None:
    known = tariff((TariffRow("BS07", 60_000, JULY),), (TariffRow("BS07", 55_000, JUNE),))
    assert [price_on(day, known) for day in (MAY, JUNE, JULY)] == [70_000, 55_000, 60_000]


def test_of_two_prices_for_one_day_the_last_adopted_counts() -> None:
    known = tariff((TariffRow("BS07", 60_000, JUNE),), (TariffRow("BS07", 61_000, JUNE),))
    assert price_on(JUNE, known) == 61_000


def test_an_item_that_is_off_is_known_and_cannot_be_added() -> None:
    off = catalogue_on(CATALOGUE, tariff((TariffRow("BS07", 60_000, MAY, offered=False),)), TODAY)
    assert off.item("BS07").price_fen == 60_000
    with pytest.raises(ItemOffError):
        off.offered("BS07")
    with pytest.raises(UnknownItemError):
        off.offered("NOPE")


def test_an_own_name_is_shown_and_the_catalogues_name_still_finds_the_item() -> None:
    own = catalogue_on(CATALOGUE, tariff((TariffRow("BS07", 70_000, MAY, name="补牙"),)), TODAY).item("BS07")
    assert (own.name_zh, own.aliases) == ("补牙", (FILLING.name_zh,))
    same = TariffRow("BS07", 70_000, MAY, name=FILLING.name_zh)
    assert catalogue_on(CATALOGUE, tariff((same,)), TODAY).item("BS07") == FILLING


def test_rows_of_items_that_the_catalogue_does_not_know_have_no_effect() -> None:
    known = tariff((TariffRow("OLD1", 1, MAY),))
    assert catalogue_on(CATALOGUE, known, TODAY).items.keys() == CATALOGUE.items.keys()


def test_the_next_price_after_a_day_is_known_by_item() -> None:
    known = tariff((TariffRow("BS07", 1, JULY), TariffRow("BS07", 2, JUNE)), (TariffRow("PV01", 1, MAY),))
    assert known.after(TODAY) == {"BS07": JUNE}


def test_the_price_list_tells_since_when_a_price_is_the_clinics_own() -> None:
    lines = price_list(CATALOGUE, tariff((TariffRow("BS07", 60_000, MAY),)), TODAY)
    assert [line.item.code for line in lines] == list(CATALOGUE.items)
    assert {line.item.code: line.own_since for line in lines if line.own_since} == {"BS07": MAY}


def test_the_catalogues_edition_of_a_day_is_the_latest_that_has_begun() -> None:
    old, new = replace(CATALOGUE, since=MAY), replace(CATALOGUE, edition="test/2", since=JUNE)
    assert edition_on((old, new), JUNE - timedelta(days=1)) is old
    assert edition_on((old, new), JUNE) is new
    assert edition_on((new, old), MAY - timedelta(days=9)) is old
    again = replace(new, edition="test/3")
    assert edition_on((old, new, again), JULY) is again


_ROWS = st.builds(
    TariffRow,
    st.sampled_from(["BS07", "PV01"]),
    st.integers(0, 10**8),
    st.dates(MAY, JULY),
    st.booleans(),
)


@given(st.lists(st.lists(_ROWS, max_size=4).map(tuple), max_size=4), st.dates(MAY, JULY))
def test_what_is_adopted_for_later_never_changes_what_holds_before(
    adopted: list[tuple[TariffRow, ...]], day: date
) -> None:
    later = TariffRow("BS07", 77, day + timedelta(days=1))
    assert tariff(*adopted).rows_on(day) == tariff(*adopted, (later,)).rows_on(day)


@given(st.lists(st.lists(_ROWS, max_size=4).map(tuple), max_size=4), st.dates(MAY, JULY))
def test_what_holds_is_always_one_of_the_rows_that_have_begun(
    adopted: list[tuple[TariffRow, ...]], day: date
) -> None:
    begun = [row for rows in adopted for row in rows if row.since <= day]
    holding = tariff(*adopted).rows_on(day)
    assert set(holding) == {row.item for row in begun}
    for item, row in holding.items():
        same = [one for one in begun if one.item == item]
        assert row.since == max(one.since for one in same)
        assert row == [one for one in same if one.since == row.since][-1]
