"""What a hand types on the chart, sign by sign."""

import pytest

from clinic_terminal.ui.widgets.tooth_keys import Said, Stroke, TypedTeeth, between


def typed(text: str) -> list[Stroke]:
    """Return what the signs meant that completed something."""
    keys = TypedTeeth()
    return [stroke for sign in text if (stroke := keys.take(sign)).said is not Said.WAIT]


def tooth(code: str) -> Stroke:
    return Stroke(Said.TOOTH, code)


def surface(letter: str) -> Stroke:
    return Stroke(Said.SURFACE, letter)


@pytest.mark.parametrize("text", ["5 4 o d", "54od", "54 OD", "5 4 O D "])
def test_teeth_and_surfaces_are_typed_with_spaces_or_without(text: str) -> None:
    assert typed(text) == [tooth("54"), surface("O"), surface("D")]


def test_the_next_tooth_follows_at_once() -> None:
    assert typed("54o 85b") == [tooth("54"), surface("O"), tooth("85"), surface("B")]


def test_a_dash_joins_two_neighbours() -> None:
    assert typed("11-21") == [tooth("11"), Stroke(Said.REGION, "11-21")]
    assert typed("2 1 - 1 1") == [tooth("21"), Stroke(Said.REGION, "11-21")]


def test_what_is_no_tooth_or_no_pair_is_said() -> None:
    assert typed("56") == [Stroke(Said.WRONG, "56")]
    assert typed("59") == [Stroke(Said.WRONG, "59")]
    assert typed("5655") == [Stroke(Said.WRONG, "56"), tooth("55")]
    assert typed("11-13") == [tooth("11"), Stroke(Said.WRONG, "11-13")]


@pytest.mark.parametrize("sign", ["", "9", "0", "z", "x", "ab", "\r", "-", " "])
def test_other_signs_are_not_the_charts(sign: str) -> None:
    keys = TypedTeeth()
    assert keys.take(sign).said is Said.NOTHING
    assert keys.pending == ""


def test_a_figure_waits_and_can_be_forgotten() -> None:
    keys = TypedTeeth()
    assert keys.take("5").said is Said.WAIT
    assert keys.pending == "5"
    assert keys.drop()
    assert not keys.drop()
    assert keys.take("1").said is Said.WAIT
    assert keys.take("6") == tooth("16")


def test_a_letter_ends_a_figure_that_waits() -> None:
    keys = TypedTeeth()
    keys.take("5")
    assert keys.take("o") == surface("O")
    assert keys.pending == ""


def test_after_leaving_the_space_bar_is_free_again() -> None:
    keys = TypedTeeth()
    keys.take("5")
    keys.take("4")
    assert keys.take(" ").said is Said.WAIT
    keys.leave()
    assert keys.take(" ").said is Said.NOTHING
    assert keys.take("-").said is Said.NOTHING


def test_neighbours_are_found_in_either_order() -> None:
    assert between("11", "21") == between("21", "11") == "11-21"
    assert between("11", "13") == between("11", "11") == ""
