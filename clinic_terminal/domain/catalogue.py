"""The clinic's treatments: what they are called, which teeth they take, which benefit they belong to."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from clinic_terminal.domain.errors import ItemOffError, ToothError, UnknownItemError
from clinic_terminal.domain.plan import Category
from clinic_terminal.domain.tooth import ARCHES, QUADRANTS, TEETH, is_region


class ToothScope(StrEnum):
    """What an item wants to be told about the place of treatment."""

    NONE = "NONE"
    OPTIONAL = "OPTIONAL"
    TEETH = "TEETH"
    QUADRANT = "QUADRANT"
    ARCH = "ARCH"
    REGION = "REGION"


class Basis(StrEnum):
    """How sure it is that the handbook covers the item (facts.md, C27)."""

    LISTED = "LISTED"
    INFERRED = "INFERRED"
    UNLISTED = "UNLISTED"


@dataclass(frozen=True, slots=True)
class Item:
    """A treatment. ``teeth`` are the codes it may be done on; prices are fen per unit.

    ``low_fen`` and ``high_fen`` are the usual range around the price. Of an item that is not ``offered``
    lines that stand on a bill stay; ``aliases`` are names it is found by as well.
    """

    code: str
    name_zh: str
    name_en: str
    category: Category
    basis: Basis
    scope: ToothScope
    teeth: frozenset[str]
    price_fen: int
    low_fen: int
    high_fen: int
    surgery: bool = False
    exam: bool = False
    initials: str = ""
    offered: bool = True
    aliases: tuple[str, ...] = ()

    def units_for(self, teeth: Sequence[str]) -> int:
        """Return the quantity that follows from the teeth: one each, or one where none is named."""
        return max(1, len(teeth))


@dataclass(frozen=True, slots=True)
class Package:
    """Several items that are usually done together, chosen with one key; ``teeth`` of those that need any."""

    code: str
    name_zh: str
    name_en: str
    items: tuple[str, ...]
    teeth: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All items of one edition, by code and in its order, and the clinic's packages.

    The edition holds from ``since`` on, until a later one does.
    """

    edition: str
    items: Mapping[str, Item]
    packages: tuple[Package, ...] = ()
    since: date = date.min

    def item(self, code: str) -> Item:
        """Return the item, offered or not; raises UnknownItemError."""
        found = self.items.get(code)
        if found is None:
            raise UnknownItemError(code)
        return found

    def offered(self, code: str) -> Item:
        """Return an item that may be put on a bill now; raises UnknownItemError, ItemOffError."""
        found = self.item(code)
        if not found.offered:
            raise ItemOffError(code)
        return found

    def package(self, code: str) -> Package | None:
        """Return the package, or None."""
        return next((one for one in self.packages if one.code == code), None)


def check_teeth(item: Item, teeth: Iterable[str]) -> tuple[str, ...]:
    """Return ``teeth`` as a line stores them, in chart order of typing.

    Raises ToothError with code TOOTH_NEEDED, TOOTH_NOT_WANTED, TOOTH_UNKNOWN, TOOTH_TWICE or
    TOOTH_NOT_ALLOWED, naming the teeth at fault.
    """
    named = tuple(teeth)
    unknown = tuple(tooth for tooth in named if not _is_place(tooth))
    if unknown:
        raise ToothError("TOOTH_UNKNOWN", unknown)
    twice = tuple(tooth for index, tooth in enumerate(named) if tooth in named[:index])
    if twice:
        raise ToothError("TOOTH_TWICE", twice)
    if item.scope is ToothScope.NONE:
        if named:
            raise ToothError("TOOTH_NOT_WANTED", named)
        return ()
    if not named:
        if item.scope is ToothScope.OPTIONAL:
            return ()
        raise ToothError("TOOTH_NEEDED", ())
    wrong = tuple(tooth for tooth in named if not is_allowed(item, tooth))
    if wrong:
        raise ToothError("TOOTH_NOT_ALLOWED", wrong)
    return named


def is_allowed(item: Item, place: str) -> bool:
    """Tell whether ``item`` may be done at ``place``."""
    if item.scope is ToothScope.REGION:
        return is_region(place)
    return place in item.teeth


def _is_place(text: str) -> bool:
    return text in TEETH or text in QUADRANTS or text in ARCHES or is_region(text)
