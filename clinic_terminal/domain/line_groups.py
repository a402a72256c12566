"""Several lines at once: a package, or what was done at an earlier visit; what does not fit is left out."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from clinic_terminal.domain.catalogue import Catalogue, Item, Package, ToothScope
from clinic_terminal.domain.errors import ToothError
from clinic_terminal.domain.surfaces import Surfaces
from clinic_terminal.domain.visit import Visit, VisitLine, with_line


class LeftOutCause(StrEnum):
    """Why a line of a group, or a tooth of it, was not put on the bill."""

    ITEM_UNKNOWN = "ITEM_UNKNOWN"
    ITEM_OFF = "ITEM_OFF"
    ALREADY_THERE = "ALREADY_THERE"
    TOOTH_GONE = "TOOTH_GONE"
    TOOTH_NEEDED = "TOOTH_NEEDED"
    TOOTH_WRONG = "TOOTH_WRONG"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An item of a group that was left out, or those of its teeth that were; names as the catalogue has."""

    cause: LeftOutCause
    item: str
    name_zh: str
    name_en: str
    teeth: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """A line that a group asks for."""

    item: str
    teeth: tuple[str, ...] = ()
    surfaces: Surfaces = ()


@dataclass(frozen=True, slots=True)
class Grouped:
    """The visit with what could be added, how many lines that were, and what was left out."""

    visit: Visit
    added: tuple[VisitLine, ...]
    left_out: tuple[LeftOut, ...]


def of_package(package: Package) -> tuple[Wanted, ...]:
    """Return the lines of a package."""
    return tuple(Wanted(item, package.teeth.get(item, ())) for item in package.items)


def of_visit(visit: Visit) -> tuple[Wanted, ...]:
    """Return the lines of an earlier visit."""
    return tuple(Wanted(line.item, line.teeth, line.surfaces) for line in visit.lines)


def with_lines(
    visit: Visit, catalogue: Catalogue, wanted: Iterable[Wanted], gone: Collection[str] = ()
) -> Grouped:
    """Add the wanted lines at the prices of ``catalogue``; ``gone`` are teeth that stand there no more.

    Raises VisitStateError.
    """
    before = len(visit.lines)
    left_out: list[LeftOut] = []
    for one in wanted:
        item = catalogue.items.get(one.item)
        if item is None:
            left_out.append(LeftOut(LeftOutCause.ITEM_UNKNOWN, one.item, one.item, one.item, one.teeth))
            continue
        visit, missing = _with_one(visit, catalogue, item, one, gone)
        left_out += missing
    return Grouped(visit, visit.lines[before:], tuple(left_out))


def _with_one(
    visit: Visit, catalogue: Catalogue, item: Item, wanted: Wanted, gone: Collection[str]
) -> tuple[Visit, list[LeftOut]]:
    def without(cause: LeftOutCause, places: tuple[str, ...] = wanted.teeth) -> LeftOut:
        return LeftOut(cause, item.code, item.name_zh, item.name_en, places)

    if not item.offered:
        return visit, [without(LeftOutCause.ITEM_OFF)]
    lost = tuple(place for place in wanted.teeth if place in gone)
    kept = tuple(place for place in wanted.teeth if place not in lost)
    missing = [without(LeftOutCause.TOOTH_GONE, lost)] if lost else []
    if lost and not kept:
        return visit, missing
    if any(line.item == item.code and line.teeth == kept for line in visit.lines):
        return visit, [*missing, without(LeftOutCause.ALREADY_THERE, kept)]
    if not kept and item.scope not in {ToothScope.NONE, ToothScope.OPTIONAL}:
        return visit, [*missing, without(LeftOutCause.TOOTH_NEEDED)]
    surfaces = tuple((tooth, signs) for tooth, signs in wanted.surfaces if tooth in kept)
    try:
        return with_line(visit, catalogue, item.code, kept, None, surfaces), missing
    except ToothError as error:
        return visit, [*missing, without(LeftOutCause.TOOTH_WRONG, error.teeth)]
