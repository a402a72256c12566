"""The tooth decides the item, and so do its surfaces."""

from dataclasses import replace

import pytest

from clinic_terminal.domain.catalogue import Catalogue
from clinic_terminal.domain.errors import ToothError
from clinic_terminal.domain.item_families import (
    MEMBERS,
    Family,
    Pick,
    by_surfaces,
    family_of,
    instead_of,
    picks_for,
)
from clinic_terminal.domain.plan import Category
from clinic_terminal.domain.put_right import put_right, with_family
from clinic_terminal.domain.tooth import PERMANENT, PRIMARY, TEETH, regions
from clinic_terminal.domain.visit import Stage, Visit
from tests.build import CHILD, TODAY
from tests.domain.chair import done, shipped

VISIT = Visit("V-1", Stage.IN_TREATMENT, TODAY, CHILD, "POL-1", "DENTAL-2021")


def item_of(family: Family, place: str, surfaces: str = "") -> str:
    named = ((place, surfaces),) if surfaces else ()
    (pick,) = picks_for(shipped(), family, (place,), named)
    return pick.item


def off(*codes: str) -> Catalogue:
    items = {**shipped().items, **{code: replace(shipped().item(code), offered=False) for code in codes}}
    return replace(shipped(), items=items)


def test_an_extraction_is_covered_on_primary_teeth_and_between_teeth_and_not_on_permanent_ones() -> None:
    def categories(places: "frozenset[str] | tuple[str, ...]") -> set[Category]:
        return {shipped().item(item_of(Family.EXTRACTION, place)).category for place in places}

    assert categories(PRIMARY) == {Category.BASIC}
    assert categories(PERMANENT) == {Category.NOT_COVERED}
    assert categories(regions()) == {Category.BASIC}


@pytest.mark.parametrize(
    ("place", "item", "others"),
    [
        ("54", "BS01", ("BS02",)),
        ("14", "NC04", ()),
        ("38", "NC04", ("NC05",)),
        ("11-21", "BS03", ("BS04",)),
    ],
)
def test_the_usual_extraction_comes_first_and_the_rarer_is_at_hand(
    place: str, item: str, others: tuple[str, ...]
) -> None:
    assert picks_for(shipped(), Family.EXTRACTION, (place,)) == (Pick(item, (place,), (), others),)


@pytest.mark.parametrize(
    ("place", "surfaces", "item"),
    [
        ("54", "O", "BS06"),
        ("54", "OD", "BS07"),
        ("54", "MOD", "BS07"),
        ("16", "O", "BS08"),
        ("16", "MO", "BS09"),
        ("54", "", "BS06"),
        ("16", "", "BS08"),
    ],
)
def test_set_and_number_of_surfaces_decide_the_filling(place: str, surfaces: str, item: str) -> None:
    assert item_of(Family.FILLING, place, surfaces) == item


def test_without_surfaces_the_larger_filling_is_at_hand() -> None:
    (pick,) = picks_for(shipped(), Family.FILLING, ("54",))
    assert pick.others == ("BS07",)


@pytest.mark.parametrize(
    ("place", "root", "crown"),
    [("52", "BS16", "BS24"), ("75", "BS17", "BS23"), ("11", "BS18", ""), ("36", "BS20", "BS26")],
)
def test_root_canals_and_crowns_follow_the_kind_of_tooth(place: str, root: str, crown: str) -> None:
    assert item_of(Family.ROOT_CANAL, place) == root
    if crown:
        assert item_of(Family.CROWN, place) == crown
        return
    with pytest.raises(ToothError) as refused:
        item_of(Family.CROWN, place)
    assert (refused.value.code, refused.value.teeth) == ("TOOTH_NOT_ALLOWED", (place,))


def test_teeth_of_several_kinds_become_one_line_each_in_the_order_of_naming() -> None:
    named = (("84", "OD"), ("16", "O"), ("54", "MO"))
    picks = picks_for(shipped(), Family.FILLING, ("84", "16", "54"), named)
    assert [(one.item, one.teeth, one.surfaces) for one in picks] == [
        ("BS07", ("84", "54"), (("84", "OD"), ("54", "MO"))),
        ("BS08", ("16",), (("16", "O"),)),
    ]


def test_what_does_not_fit_all_teeth_of_a_line_is_not_at_hand() -> None:
    (pick,) = picks_for(shipped(), Family.EXTRACTION, ("38", "37"))
    assert (pick.item, pick.teeth, pick.others) == ("NC04", ("38", "37"), ())


def test_an_item_that_the_clinic_does_not_do_gives_way() -> None:
    (pick,) = picks_for(off("BS01"), Family.EXTRACTION, ("54",))
    assert (pick.item, pick.others) == ("BS02", ())
    with pytest.raises(ToothError):
        picks_for(off("NC04"), Family.EXTRACTION, ("36",))


@pytest.mark.parametrize(
    ("places", "code", "teeth"),
    [
        ((), "TOOTH_NEEDED", ()),
        (("54", "54"), "TOOTH_TWICE", ("54",)),
        (("54", "99"), "TOOTH_NOT_ALLOWED", ("99",)),
        (("54", "Q1"), "TOOTH_NOT_ALLOWED", ("Q1",)),
    ],
)
def test_places_that_cannot_be_are_named(places: tuple[str, ...], code: str, teeth: tuple[str, ...]) -> None:
    with pytest.raises(ToothError) as refused:
        picks_for(shipped(), Family.EXTRACTION, places)
    assert (refused.value.code, refused.value.teeth) == (code, teeth)


def test_every_extraction_and_filling_has_an_item_for_every_tooth() -> None:
    for family in (Family.EXTRACTION, Family.FILLING):
        assert {item_of(family, tooth) for tooth in TEETH} <= set(MEMBERS[family])


def test_an_item_knows_its_family() -> None:
    assert (family_of("NC04"), family_of("PV01")) == (Family.EXTRACTION, None)


@pytest.mark.parametrize(
    ("item", "place", "instead"),
    [
        ("BS01", "14", "NC04"),
        ("NC04", "54", "BS01"),
        ("BS01", "11-21", "BS03"),
        ("BS03", "54", "BS01"),
        ("BS17", "36", "BS20"),
        ("BS06", "16", "BS08"),
        ("BS23", "11", ""),
        ("BS01", "54", ""),
        ("PV13", "11", ""),
    ],
)
def test_an_item_that_does_not_fit_names_the_one_that_does(item: str, place: str, instead: str) -> None:
    assert instead_of(shipped(), item, place) == instead


def test_surfaces_ask_for_another_item_only_where_they_are_named() -> None:
    assert by_surfaces(shipped(), "BS06", "54", "OD") == "BS07"
    assert by_surfaces(shipped(), "BS09", "16", "O") == "BS08"
    assert by_surfaces(shipped(), "BS06", "54", "") == ""
    assert by_surfaces(shipped(), "BS06", "54", "O") == ""
    assert by_surfaces(shipped(), "BS10", "16", "OD") == ""
    assert by_surfaces(off("BS07"), "BS06", "54", "OD") == ""


def test_a_line_is_put_right_where_it_stands() -> None:
    visit = replace(VISIT, lines=(done("PV01"), done("BS06 54:OD", 100), done("PV11")))
    right = put_right(visit, shipped(), 1)
    assert [(one.item, one.teeth, one.unit_fen) for one in right.lines] == [
        ("PV01", (), 15_000),
        ("BS07", ("54",), 70_000),
        ("PV11", (), 26_000),
    ]
    assert right.lines[1].surfaces == (("54", "OD"),)


def test_teeth_that_were_right_keep_price_surfaces_and_what_fits_of_the_discount() -> None:
    line = replace(done("BS07 54:O 84:OD 55", 10_000), discount_fen=25_000)
    right = put_right(replace(VISIT, lines=(line,)), shipped(), 0)
    kept, moved = right.lines
    assert (kept.item, kept.teeth, kept.qty, kept.surfaces) == ("BS07", ("84", "55"), 2, (("84", "OD"),))
    assert (kept.unit_fen, kept.discount_fen) == (10_000, 20_000)
    assert (moved.item, moved.teeth, moved.qty, moved.discount_fen) == ("BS06", ("54",), 1, 0)


@pytest.mark.parametrize("index", [0, 1, 2, -1, 9])
def test_a_line_that_is_right_or_not_there_stays(index: int) -> None:
    visit = replace(VISIT, lines=(done("BS07 54:OD"), done("PV01")))
    assert put_right(visit, shipped(), index) is visit


def test_a_family_puts_a_line_for_each_item_on_the_bill() -> None:
    visit = with_family(VISIT, shipped(), Family.EXTRACTION, ("54", "14", "64", "11-21"))
    assert [(one.item, one.teeth, one.qty) for one in visit.lines] == [
        ("BS01", ("54", "64"), 2),
        ("NC04", ("14",), 1),
        ("BS03", ("11-21",), 1),
    ]
