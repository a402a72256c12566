"""Surfaces of teeth: which there are, how they are typed and written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_terminal.domain.errors import SurfaceError, ToothError
from clinic_terminal.domain.surfaces import (
    Face,
    check_surfaces,
    face_of,
    letters,
    placed_text,
    read_places,
    toggled,
    with_surfaces,
    written,
)
from clinic_terminal.domain.tooth import TEETH

SORTED_TEETH = sorted(TEETH)
ANY_TOOTH = st.sampled_from(SORTED_TEETH)


@pytest.mark.parametrize(
    ("tooth", "expected"),
    [
        ("54", "MODBP"),
        ("16", "MODBP"),
        ("25", "MODBP"),
        ("84", "MODBL"),
        ("36", "MODBL"),
        ("11", "MIDVP"),
        ("63", "MIDVP"),
        ("41", "MIDVL"),
        ("73", "MIDVL"),
    ],
)
def test_each_kind_of_tooth_has_its_own_five_letters(tooth: str, expected: str) -> None:
    assert letters(tooth) == expected


@pytest.mark.parametrize("tooth", SORTED_TEETH)
def test_every_tooth_has_five_different_letters_of_the_closed_list(tooth: str) -> None:
    assert len(set(letters(tooth))) == 5
    assert set(letters(tooth)) <= set("MOIDBVLP")
    assert [face_of(tooth, letter) for letter in letters(tooth)] == list(Face)


@pytest.mark.parametrize(
    ("tooth", "typed", "expected"),
    [
        ("84", "do", "OD"),
        ("84", "lbdom", "MODBL"),
        ("54", "ol", "OP"),
        ("54", "v", "B"),
        ("11", "bi", "IV"),
        ("41", ["近中", "切缘", "唇侧", "舌面"], "MIVL"),
        ("16", ["腭", "咬合面", "远中面"], "ODP"),
        ("85", ["\U0002c317面", "颊"], "OB"),
        ("85", ["牙合"], "O"),
        ("84", "", ""),
    ],
)
def test_surfaces_are_written_in_order_with_the_letters_of_their_tooth(
    tooth: str, typed: list[str], expected: str
) -> None:
    assert written(tooth, typed) == expected


@pytest.mark.parametrize(
    ("tooth", "typed", "code"),
    [
        ("54", "I", "SURFACE_NOT_THERE"),
        ("11", "O", "SURFACE_NOT_THERE"),
        ("84", "P", "SURFACE_NOT_THERE"),
        ("84", "X", "SURFACE_UNKNOWN"),
        ("84", "OO", "SURFACE_TWICE"),
        ("54", "LP", "SURFACE_TWICE"),
        ("11", "BV", "SURFACE_TWICE"),
    ],
)
def test_a_surface_that_does_not_fit_is_named(tooth: str, typed: str, code: str) -> None:
    with pytest.raises(SurfaceError) as failure:
        written(tooth, typed)
    assert (failure.value.code, failure.value.teeth) == (code, (tooth,))
    assert failure.value.surfaces == typed[-1]


def test_a_surface_is_taken_and_let_go() -> None:
    assert toggled("84", "", "d") == "D"
    assert toggled("84", "D", "o") == "OD"
    assert toggled("84", "OD", "D") == "O"
    assert toggled("54", "OP", "L") == "O"
    with pytest.raises(SurfaceError):
        toggled("84", "O", "P")


@given(ANY_TOOTH, st.data())
def test_taking_a_surface_twice_changes_nothing(tooth: str, data: st.DataObject) -> None:
    before = written(tooth, data.draw(st.sets(st.sampled_from(letters(tooth)))))
    one = data.draw(st.sampled_from(letters(tooth)))
    assert toggled(tooth, toggled(tooth, before, one), one) == before


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5 4 o d", "54 OD"),
        ("54od", "54 OD"),
        ("54 O D", "54 OD"),
        ("54 od 84 b", "54 OD 84 B"),
        ("55 84", "55 84"),
        ("5584", "55 84"),
        ("55、84，16", "55 84 16"),
        ("５４ ｏｄ", "54 OD"),
        ("54 咬合面、远中", "54 OD"),
        ("54咬合远中", "54 OD"),
        ("11 近中 切 唇 腭", "11 MIVP"),
        ("85 \U0002c317", "85 O"),
        ("11-21", "11-21"),
        ("1 1 - 2 1", "11-21"),
        ("", ""),
    ],
)
def test_typed_teeth_are_read_as_a_hand_types_them(text: str, expected: str) -> None:
    reading = read_places(text)
    assert reading.problem is None
    assert placed_text(reading.placed) == expected


@pytest.mark.parametrize(
    ("text", "code", "teeth", "places"),
    [
        ("59", "TOOTH_UNKNOWN", ("59",), ("59",)),
        ("5", "TOOTH_UNKNOWN", ("5",), ("5",)),
        ("554", "TOOTH_UNKNOWN", ("4",), ("55", "4")),
        ("5 o", "TOOTH_UNKNOWN", ("5",), ("5",)),
        ("11-13", "TOOTH_UNKNOWN", ("11-13",), ("11-13",)),
        ("54 牙", "TOOTH_UNKNOWN", ("牙",), ("54", "牙")),
        ("54 o 54 d", "TOOTH_TWICE", ("54",), ("54", "54")),
        ("o", "SURFACE_WITHOUT_TOOTH", (), ()),
        ("11-21 o", "SURFACE_WITHOUT_TOOTH", ("11-21",), ("11-21",)),
        ("54 i", "SURFACE_NOT_THERE", ("54",), ("54",)),
        ("54 oo", "SURFACE_TWICE", ("54",), ("54",)),
        ("54 k", "SURFACE_UNKNOWN", ("54",), ("54",)),
    ],
)
def test_the_first_fault_of_a_typed_text_is_named_and_nothing_typed_is_lost(
    text: str, code: str, teeth: tuple[str, ...], places: tuple[str, ...]
) -> None:
    reading = read_places(text)
    assert reading.problem is not None
    assert (reading.problem.code, reading.problem.teeth) == (code, teeth)
    assert reading.places == places


def test_a_fault_keeps_the_surfaces_that_are_right() -> None:
    assert read_places("54 o i d").surfaces == (("54", "OD"),)


def test_only_the_first_fault_is_told() -> None:
    problem = read_places("59 54 i").problem
    assert isinstance(problem, ToothError)
    assert problem.teeth == ("59",)


@given(st.text(max_size=40))
def test_no_text_breaks_the_reader(text: str) -> None:
    reading = read_places(text)
    assert reading.problem is not None or set("".join(reading.places)) <= set("0123456789-")


@given(st.lists(ANY_TOOTH, unique=True, max_size=6), st.data())
def test_what_is_written_is_read_again(teeth: list[str], data: st.DataObject) -> None:
    surfaces = [
        (tooth, written(tooth, data.draw(st.sets(st.sampled_from(letters(tooth)))))) for tooth in teeth
    ]
    placed = with_surfaces(teeth, surfaces)
    reading = read_places(placed_text(placed))
    assert (reading.placed, reading.problem) == (placed, None)


def test_a_line_keeps_surfaces_in_the_order_of_its_teeth() -> None:
    surfaces = [("84", "do"), ("55", ""), ("54", "l")]
    assert check_surfaces(("54", "55", "84"), surfaces) == (("54", "P"), ("84", "OD"))


@pytest.mark.parametrize(
    ("surfaces", "code"),
    [
        ([("85", "O")], "SURFACE_WITHOUT_TOOTH"),
        ([("Q1", "O")], "SURFACE_WITHOUT_TOOTH"),
        ([("84", "O"), ("84", "D")], "SURFACE_TWICE"),
        ([("84", "I")], "SURFACE_NOT_THERE"),
    ],
)
def test_surfaces_of_another_tooth_are_refused(surfaces: list[tuple[str, str]], code: str) -> None:
    with pytest.raises(SurfaceError) as failure:
        check_surfaces(("84", "Q1"), surfaces)
    assert failure.value.code == code
