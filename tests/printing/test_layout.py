from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_terminal.printing.kinds import Kind, Section
from clinic_terminal.printing.layout import Placed, paginate
from clinic_terminal.printing.sheets import A4, ROLL


def bill_of(lines: int, height: float = 10.0) -> tuple[list[Section], list[float]]:
    kinds = [Kind.HEAD, Kind.FACTS, Kind.MONEY, Kind.COLUMNS, *[Kind.LINE] * lines, Kind.TOTALS, Kind.POOL]
    parts = [Section(kind, str(index)) for index, kind in enumerate([*kinds, Kind.SIGN, Kind.FOOT])]
    return parts, [height] * len(parts)


def placed(lines: int, height: float = 10.0) -> list[Placed]:
    return paginate(*bill_of(lines, height), A4)


def test_a_short_bill_stays_on_one_page() -> None:
    assert {place.page for place in placed(3)} == {0}


def test_the_heads_of_the_columns_are_repeated_where_the_table_goes_on() -> None:
    places = placed(40)
    for number in range(1, 3):
        first = next(place for place in places if place.page == number)
        assert first.section.kind is Kind.COLUMNS


def test_the_heads_are_not_repeated_above_the_signature_alone() -> None:
    lines = next(
        count for count in range(1, 40) if placed(count)[-1].page == 1 and placed(count)[-2].page == 1
    )
    second = [place.section.kind for place in placed(lines) if place.page == 1]
    assert second in ([Kind.SIGN, Kind.FOOT], [Kind.COLUMNS, Kind.TOTALS, Kind.POOL, Kind.SIGN, Kind.FOOT])


@given(lines=st.integers(min_value=1, max_value=60), height=st.floats(min_value=3, max_value=90))
def test_nothing_overlaps_nothing_is_lost_nothing_is_torn(lines: int, height: float) -> None:
    parts, heights = bill_of(lines, height)
    places = paginate(parts, heights, A4)
    repeated = [place for place in places if place.section.kind is Kind.COLUMNS][1:]
    assert [place.section for place in places if place not in repeated] == parts
    for before, after in pairwise(places):
        assert after.page in {before.page, before.page + 1}
        if after.page == before.page:
            assert after.y >= before.y + before.height - 0.001
    bottom = A4.height - A4.bottom
    assert all(place.y + place.height <= bottom + 0.001 for place in places)


@pytest.mark.parametrize("lines", range(1, 45))
def test_totals_keep_the_pool_and_the_signature_keeps_the_foot(lines: int) -> None:
    pages = {place.section.kind: place.page for place in placed(lines)}
    assert pages[Kind.TOTALS] == pages[Kind.POOL]
    assert pages[Kind.SIGN] == pages[Kind.FOOT]


def test_a_section_taller_than_a_page_gets_a_page_of_its_own() -> None:
    parts, heights = bill_of(3)
    heights[5] = 400.0
    places = paginate(parts, heights, A4)
    tall = next(place for place in places if place.height > 300)
    after = places[places.index(tall) + 1]
    assert tall.page == 1
    assert after.page == 2


@given(lines=st.integers(min_value=1, max_value=60), height=st.floats(min_value=3, max_value=60))
def test_the_foot_is_never_alone_on_a_page(lines: int, height: float) -> None:
    places = placed(lines, height)
    assert places[-1].section.kind is Kind.FOOT
    assert places[-1].page == places[-2].page


def gap_above_the_money(height: float) -> float:
    """Return the mm between the money and what stands above it, on a bill of five lines of this height."""
    places = placed(5, height)
    place = next(place for place in places if place.section.kind is Kind.MONEY)
    above = places[places.index(place) - 1]
    return place.y - above.y - above.height


def test_sections_move_closer_where_that_saves_a_page_and_only_there() -> None:
    usual = A4.dress(Kind.MONEY).before
    assert gap_above_the_money(5.0) == pytest.approx(usual)
    gaps = [round(gap_above_the_money(5.0 + step / 10) / usual, 1) for step in range(200)]
    assert set(gaps) == {1.0, 0.7, 0.4}
    assert gaps[-1] == 1.0, "where no page is saved nothing is squeezed"


@given(lines=st.integers(min_value=1, max_value=300))
def test_a_roll_is_one_page_whatever_stands_on_it(lines: int) -> None:
    parts, heights = bill_of(lines)
    places = paginate(parts, heights, ROLL)
    assert {place.page for place in places} == {0}
    assert [place.section for place in places] == parts
    assert all(after.y >= before.y + before.height - 0.001 for before, after in pairwise(places))
