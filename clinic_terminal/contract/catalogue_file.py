"""The catalogue as files: items in CSV, packages in TOML."""

import csv
import io
import tomllib
from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from clinic_terminal.contract.errors import CatalogueFileError
from clinic_terminal.domain.catalogue import Basis, Catalogue, Item, Package, ToothScope, check_teeth
from clinic_terminal.domain.errors import AmountError, ToothError
from clinic_terminal.domain.money import fen_from_yuan
from clinic_terminal.domain.plan import Category
from clinic_terminal.domain.tooth import ARCHES, QUADRANTS, TEETH

COLUMNS = (
    "code", "name_zh", "name_en", "category", "basis", "unit", "scope", "teeth",
    "price_yuan", "low_yuan", "high_yuan", "surgery", "exam", "initials",
)  # fmt: skip

_Choice = TypeVar("_Choice", bound=StrEnum)
_PLACES = TEETH | set(QUADRANTS) | set(ARCHES)
_NAMED_SCOPES = (ToothScope.OPTIONAL, ToothScope.TEETH, ToothScope.QUADRANT, ToothScope.ARCH)
_PACKAGES_ROW = 0


def read_catalogue(csv_text: str, packages_toml: str) -> Catalogue:
    """Return the catalogue of both files.

    Raises CatalogueFileError naming row, column and a code: COLUMNS, EMPTY, DUPLICATE, UNKNOWN_VALUE,
    BAD_AMOUNT, BAD_RANGE, BAD_FLAG, BAD_TOOTH, NO_TEETH, or (row 0) the packages' BAD_TOML, UNKNOWN_ITEM,
    BAD_TOOTH.
    """
    rows = csv.reader(io.StringIO(csv_text), strict=True)
    try:
        header = next(rows, [])
        if tuple(header) != COLUMNS:
            raise CatalogueFileError(1, "", "COLUMNS")
        items: dict[str, Item] = {}
        for number, row in enumerate(rows, 2):
            item = _item(number, row)
            if item.code in items:
                raise CatalogueFileError(number, "code", "DUPLICATE")
            items[item.code] = item
    except csv.Error as error:
        raise CatalogueFileError(1, "", "COLUMNS") from error
    return _bound(packages_toml, items)


def _item(number: int, row: list[str]) -> Item:
    if len(row) != len(COLUMNS):
        raise CatalogueFileError(number, "", "COLUMNS")
    cells = _Row(number, dict(zip(COLUMNS, row, strict=True)))
    scope = cells.choice("scope", ToothScope)
    low, high = cells.amount("low_yuan"), cells.amount("high_yuan")
    if low > high:
        raise CatalogueFileError(number, "high_yuan", "BAD_RANGE")
    return Item(
        code=cells.text("code"),
        name_zh=cells.text("name_zh"),
        name_en=cells.text("name_en"),
        category=cells.choice("category", Category),
        basis=cells.choice("basis", Basis),
        scope=scope,
        teeth=cells.teeth(needed=scope in _NAMED_SCOPES),
        price_fen=cells.amount("price_yuan"),
        low_fen=low,
        high_fen=high,
        surgery=cells.flag("surgery"),
        exam=cells.flag("exam"),
        initials=cells.text("initials"),
    )


class _Row:
    """One row of cells that knows where it stands, for the errors."""

    def __init__(self, number: int, cells: dict[str, str]) -> None:
        self._number = number
        self._cells = cells

    def text(self, column: str) -> str:
        value = self._cells[column].strip()
        if not value:
            raise CatalogueFileError(self._number, column, "EMPTY")
        return value

    def choice(self, column: str, kind: type[_Choice]) -> _Choice:
        return self._read(column, kind, "UNKNOWN_VALUE", ValueError)

    def amount(self, column: str) -> int:
        return self._read(column, fen_from_yuan, "BAD_AMOUNT", AmountError)

    def flag(self, column: str) -> bool:
        value = self.text(column)
        if value not in {"0", "1"}:
            raise CatalogueFileError(self._number, column, "BAD_FLAG")
        return value == "1"

    def teeth(self, *, needed: bool) -> frozenset[str]:
        places = frozenset(place for place in self._cells["teeth"].split("|") if place)
        if places - _PLACES:
            raise CatalogueFileError(self._number, "teeth", "BAD_TOOTH")
        if needed != bool(places):
            raise CatalogueFileError(self._number, "teeth", "NO_TEETH")
        return places

    def _read(
        self, column: str, reader: "Callable[[str], _Value]", code: str, failure: type[Exception]
    ) -> "_Value":
        try:
            return reader(self.text(column))
        except failure as error:
            raise CatalogueFileError(self._number, column, code) from error


_Value = TypeVar("_Value")


def _bound(text: str, items: dict[str, Item]) -> Catalogue:
    """Return the catalogue of ``items`` with what the second file says: edition, first day, packages."""
    try:
        values = tomllib.loads(text)
        edition = str(values["edition"])
        since = values.get("since", date.min)
        packages = tuple(_package(table) for table in values.get("package", []))
    except (tomllib.TOMLDecodeError, KeyError, TypeError, AttributeError) as error:
        raise CatalogueFileError(_PACKAGES_ROW, "packages", "BAD_TOML") from error
    if type(since) is not date:
        raise CatalogueFileError(_PACKAGES_ROW, "since", "BAD_TOML")
    for package in packages:
        _check_package(package, items)
    return Catalogue(edition, items, packages, since)


def _package(table: dict[str, Any]) -> Package:
    teeth = {str(item): tuple(map(str, places)) for item, places in table.get("teeth", {}).items()}
    return Package(table["code"], table["name_zh"], table["name_en"], tuple(table["items"]), teeth)


def _check_package(package: Package, items: dict[str, Item]) -> None:
    if not {*package.items, *package.teeth} <= items.keys():
        raise CatalogueFileError(_PACKAGES_ROW, package.code, "UNKNOWN_ITEM")
    try:
        for item, teeth in package.teeth.items():
            check_teeth(items[item], teeth)
    except ToothError as error:
        raise CatalogueFileError(_PACKAGES_ROW, package.code, "BAD_TOOTH") from error
