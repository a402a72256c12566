from datetime import date

import pytest

from clinic_terminal.contract.catalogue_file import COLUMNS, read_catalogue
from clinic_terminal.contract.errors import CatalogueFileError
from clinic_terminal.domain.catalogue import Basis, Catalogue, ToothScope
from clinic_terminal.domain.plan import Category
from clinic_terminal.settings import resource

HEADER = ",".join(COLUMNS)
GOOD = {
    "code": "BS07",
    "name_zh": "充填",
    "name_en": "Filling",
    "category": "BASIC",
    "basis": "LISTED",
    "unit": "tooth",
    "scope": "TEETH",
    "teeth": "54|55",
    "price_yuan": "700",
    "low_yuan": "300",
    "high_yuan": "800.50",
    "surgery": "0",
    "exam": "1",
    "initials": "ct",
}
PACKAGES = 'edition = "E1"\n'


def row(**changes: str) -> str:
    return ",".join({**GOOD, **changes}.values())


def catalogue_of(*rows: str, packages: str = PACKAGES) -> Catalogue:
    return read_catalogue("\n".join((HEADER, *rows)), packages)


def shipped() -> Catalogue:
    folder = resource("catalogue")
    return read_catalogue(
        (folder / "catalogue.csv").read_text("utf-8"), (folder / "packages.toml").read_text("utf-8")
    )


def test_an_item_is_read_with_all_its_columns() -> None:
    item = catalogue_of(row()).item("BS07")
    assert (item.category, item.basis, item.scope) == (Category.BASIC, Basis.LISTED, ToothScope.TEETH)
    assert item.teeth == {"54", "55"}
    assert (item.price_fen, item.low_fen, item.high_fen) == (70_000, 30_000, 80_050)
    assert (item.surgery, item.exam, item.initials) == (False, True, "ct")


@pytest.mark.parametrize(
    ("changes", "column", "code"),
    [
        ({"code": ""}, "code", "EMPTY"),
        ({"initials": " "}, "initials", "EMPTY"),
        ({"category": "OTHER"}, "category", "UNKNOWN_VALUE"),
        ({"basis": "GUESSED"}, "basis", "UNKNOWN_VALUE"),
        ({"scope": "MOUTH"}, "scope", "UNKNOWN_VALUE"),
        ({"teeth": "54|99"}, "teeth", "BAD_TOOTH"),
        ({"teeth": ""}, "teeth", "NO_TEETH"),
        ({"scope": "NONE"}, "teeth", "NO_TEETH"),
        ({"price_yuan": "7.125"}, "price_yuan", "BAD_AMOUNT"),
        ({"low_yuan": "900"}, "high_yuan", "BAD_RANGE"),
        ({"surgery": "yes"}, "surgery", "BAD_FLAG"),
    ],
)
def test_a_bad_cell_is_named_by_row_and_column(changes: dict[str, str], column: str, code: str) -> None:
    with pytest.raises(CatalogueFileError) as caught:
        catalogue_of(row(code="OK1"), row(**changes))
    assert (caught.value.row, caught.value.column, caught.value.code) == (3, column, code)


def test_a_code_that_stands_twice_is_refused() -> None:
    with pytest.raises(CatalogueFileError, match="DUPLICATE"):
        catalogue_of(row(), row())


@pytest.mark.parametrize("text", ["", "code,name_zh\n", f"{HEADER}\nBS07,short\n", f'{HEADER}\n"open'])
def test_other_columns_are_refused(text: str) -> None:
    with pytest.raises(CatalogueFileError, match="COLUMNS"):
        read_catalogue(text, PACKAGES)


@pytest.mark.parametrize(
    "text", ["", "edition", 'edition = "E"\npackage = [1]', 'edition = "E"\n[[package]]\ncode = "X"']
)
def test_packages_that_cannot_be_read_are_refused(text: str) -> None:
    with pytest.raises(CatalogueFileError, match="BAD_TOML"):
        catalogue_of(row(), packages=text)


def test_a_package_of_an_unknown_item_is_refused() -> None:
    packages = 'edition = "E"\n[[package]]\ncode = "P"\nname_zh = "包"\nname_en = "P"\nitems = ["XX01"]\n'
    with pytest.raises(CatalogueFileError, match="UNKNOWN_ITEM"):
        catalogue_of(row(), packages=packages)


def test_the_shipped_catalogue_holds_the_handbooks_treatments() -> None:
    items = shipped().items.values()
    counts = {category: sum(item.category is category for item in items) for category in Category}
    assert counts == {
        Category.PREVENTIVE: 15,
        Category.BASIC: 28,
        Category.ORTHODONTIC: 14,
        Category.NOT_COVERED: 15,
    }


def test_the_shipped_tariff_lies_in_its_range() -> None:
    items = shipped().items.values()
    assert [item.code for item in items if not item.low_fen <= item.price_fen <= item.high_fen] == []


def test_the_shipped_catalogue_has_the_prices_of_the_demo() -> None:
    catalogue = shipped()
    assert catalogue.item("PV07").price_fen == 6_000
    assert catalogue.item("BS07").price_fen == 70_000


def test_only_unlisted_items_are_not_covered_in_the_shipped_catalogue() -> None:
    items = shipped().items.values()
    assert all((item.basis is Basis.UNLISTED) == (item.category is Category.NOT_COVERED) for item in items)


def test_the_shipped_packages_are_there() -> None:
    packages = {package.code: package.items for package in shipped().packages}
    assert packages["RECALL"] == ("PV04", "PV09", "PV11")
    assert len(packages) == 4
    molars = shipped().package("FIRST_MOLARS")
    assert molars is not None
    assert molars.teeth == {"PV13": ("16", "26", "36", "46")}


def test_an_edition_holds_from_the_day_it_names() -> None:
    assert catalogue_of(row(), packages='edition = "E2"\nsince = 2026-07-01\n').since == date(2026, 7, 1)
    assert catalogue_of(row()).since == date.min


@pytest.mark.parametrize("since", ["2026", '"2026-07-01"', "2026-07-01T00:00:00"])
def test_a_first_day_that_is_no_date_is_refused(since: str) -> None:
    with pytest.raises(CatalogueFileError, match="BAD_TOML"):
        catalogue_of(row(), packages=f'edition = "E2"\nsince = {since}\n')


PACKAGE = 'edition = "E"\n[[package]]\ncode = "P"\nname_zh = "包"\nname_en = "P"\nitems = ["BS07"]\nteeth = '


def test_a_package_may_name_the_teeth_of_an_item() -> None:
    (package,) = catalogue_of(row(), packages=PACKAGE + '{ BS07 = ["54"] }').packages
    assert package.teeth == {"BS07": ("54",)}


@pytest.mark.parametrize(
    ("teeth", "code"),
    [
        ('{ BS07 = ["16"] }', "BAD_TOOTH"),
        ('{ BS07 = ["99"] }', "BAD_TOOTH"),
        ('{ XX01 = ["54"] }', "UNKNOWN_ITEM"),
        ("1", "BAD_TOML"),
    ],
)
def test_teeth_of_a_package_that_cannot_be_are_refused(teeth: str, code: str) -> None:
    with pytest.raises(CatalogueFileError, match=code):
        catalogue_of(row(), packages=PACKAGE + teeth)
