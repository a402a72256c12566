import pytest

from clinic_terminal.domain.catalogue import check_teeth
from clinic_terminal.domain.errors import ToothError, UnknownItemError
from clinic_terminal.domain.tooth import PERMANENT, PRIMARY, ROWS, ToothSet, is_region, tooth_set
from tests.build import CATALOGUE, CONSULT, EXTRA_TOOTH, FILLING, FILM


def test_the_chart_has_32_permanent_and_20_primary_teeth() -> None:
    assert (len(PERMANENT), len(PRIMARY)) == (32, 20)
    assert sum(len(row) for row in ROWS) == 52


@pytest.mark.parametrize(
    ("tooth", "expected"), [("55", ToothSet.PRIMARY), ("16", ToothSet.PERMANENT), ("19", None), ("", None)]
)
def test_a_tooth_code_tells_its_set(tooth: str, expected: ToothSet | None) -> None:
    assert tooth_set(tooth) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("11-21", True), ("53-54", True), ("11-13", False), ("11", False), ("11-31", False), ("99-98", False)],
)
def test_a_region_is_two_neighbours_of_one_row(text: str, expected: bool) -> None:
    assert is_region(text) is expected


def test_teeth_that_fit_are_taken_as_typed() -> None:
    assert check_teeth(FILLING, ["55", "84"]) == ("55", "84")
    assert check_teeth(FILM, []) == ()
    assert check_teeth(CONSULT, []) == ()
    assert check_teeth(EXTRA_TOOTH, ["11-21"]) == ("11-21",)
    assert FILLING.units_for(("55", "84")) == 2
    assert CONSULT.units_for(()) == 1


@pytest.mark.parametrize(
    ("item", "teeth", "code"),
    [
        (FILLING, [], "TOOTH_NEEDED"),
        (FILLING, ["16"], "TOOTH_NOT_ALLOWED"),
        (FILLING, ["55", "55"], "TOOTH_TWICE"),
        (FILLING, ["99"], "TOOTH_UNKNOWN"),
        (CONSULT, ["55"], "TOOTH_NOT_WANTED"),
        (EXTRA_TOOTH, ["11"], "TOOTH_NOT_ALLOWED"),
    ],
)
def test_teeth_that_do_not_fit_are_refused_by_name(item: object, teeth: list[str], code: str) -> None:
    with pytest.raises(ToothError) as refused:
        check_teeth(item, teeth)  # type: ignore[arg-type]  # parametrised
    assert refused.value.code == code


def test_an_unknown_item_is_refused() -> None:
    with pytest.raises(UnknownItemError):
        CATALOGUE.item("NOPE")


def test_a_package_is_found_by_its_code() -> None:
    assert CATALOGUE.package("P1") is CATALOGUE.packages[0]
    assert CATALOGUE.package("NOPE") is None
