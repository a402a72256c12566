"""What a dentist calls by one word and the catalogue by several: tooth and surfaces decide the item."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from clinic_terminal.domain.catalogue import Catalogue, Item, ToothScope, is_allowed
from clinic_terminal.domain.chair_tables import MULTI_SURFACE
from clinic_terminal.domain.errors import ToothError
from clinic_terminal.domain.surfaces import Surfaces
from clinic_terminal.domain.tooth import is_region


class Family(StrEnum):
    """Treatments that have one name at the chair."""

    EXTRACTION = "EXTRACTION"
    FILLING = "FILLING"
    ROOT_CANAL = "ROOT_CANAL"
    CROWN = "CROWN"


MEMBERS: Final[Mapping[Family, tuple[str, ...]]] = MappingProxyType(
    {
        Family.EXTRACTION: ("BS01", "BS02", "NC04", "NC05", "BS03", "BS04"),
        Family.FILLING: ("BS06", "BS07", "BS08", "BS09"),
        Family.ROOT_CANAL: ("BS16", "BS17", "BS18", "BS19", "BS20"),
        Family.CROWN: ("BS23", "BS24", "BS26", "BS25"),
    }
)
"""The items of each family, the usual one before the rarer; which fits a tooth the catalogue says."""

_SEVERAL: Final = 2


@dataclass(frozen=True, slots=True)
class OfferedFamily:
    """A family as one catalogue offers it, in hand until its places decide the items."""

    family: Family
    catalogue: Catalogue

    @property
    def members(self) -> tuple[Item, ...]:
        """The items of it that may be put on a bill now, in the order of MEMBERS."""
        found = (self.catalogue.items.get(code) for code in MEMBERS[self.family])
        return tuple(item for item in found if item is not None and item.offered)

    @property
    def teeth(self) -> frozenset[str]:
        """The teeth that any of its items may be done on."""
        return frozenset().union(*(item.teeth for item in self.members))

    @property
    def has_regions(self) -> bool:
        """Whether any of its items is done between two teeth."""
        return any(item.scope is ToothScope.REGION for item in self.members)

    def allows(self, place: str) -> bool:
        """Tell whether any of its items may be done at ``place``."""
        return any(_fits(item, place) for item in self.members)


@dataclass(frozen=True, slots=True)
class Pick:
    """The item for some of the places, and the others of its family that would fit them as well."""

    item: str
    teeth: tuple[str, ...]
    surfaces: Surfaces = ()
    others: tuple[str, ...] = ()


def picks_for(
    catalogue: Catalogue, family: Family, places: Sequence[str], surfaces: Surfaces = ()
) -> tuple[Pick, ...]:
    """Return which items of ``family`` the places ask for, places of one item together.

    Raises ToothError: TOOTH_NEEDED without a place, TOOTH_TWICE, TOOTH_NOT_ALLOWED where nothing of it fits.
    """
    if not places:
        raise ToothError("TOOTH_NEEDED", ())
    twice = tuple(place for index, place in enumerate(places) if place in places[:index])
    if twice:
        raise ToothError("TOOTH_TWICE", twice)
    fitting = {place: _fitting(catalogue, MEMBERS[family], place, surfaces) for place in places}
    wrong = tuple(place for place, items in fitting.items() if not items)
    if wrong:
        raise ToothError("TOOTH_NOT_ALLOWED", wrong)
    usual = dict.fromkeys(items[0] for items in fitting.values())
    return tuple(_pick(item, fitting, surfaces) for item in usual)


def family_of(item: str) -> Family | None:
    """Return the family of an item, None where its name says all."""
    return next((family for family, members in MEMBERS.items() if item in members), None)


def instead_of(catalogue: Catalogue, item: str, place: str) -> str:
    """Return the item of the same family that is done at ``place`` where ``item`` is not; empty for none."""
    family = family_of(item)
    if family is None or _fits(catalogue.item(item), place):
        return ""
    fitting = _fitting(catalogue, MEMBERS[family], place, ())
    return fitting[0] if fitting else ""


def by_surfaces(catalogue: Catalogue, item: str, place: str, surfaces: str) -> str:
    """Return the item that the surfaces of one place ask for instead of ``item``; empty where it is right."""
    if item not in MULTI_SURFACE or not surfaces or _takes(item, surfaces):
        return ""
    fitting = _fitting(catalogue, MEMBERS[Family.FILLING], place, ((place, surfaces),))
    return fitting[0] if fitting else ""


def _fitting(catalogue: Catalogue, members: Iterable[str], place: str, surfaces: Surfaces) -> tuple[str, ...]:
    named = dict(surfaces).get(place, "")
    found = (catalogue.items.get(code) for code in members)
    return tuple(
        item.code
        for item in found
        if item is not None and item.offered and _fits(item, place) and _takes(item.code, named)
    )


def _fits(item: Item, place: str) -> bool:
    return is_region(place) == (item.scope is ToothScope.REGION) and is_allowed(item, place)


def _takes(item: str, surfaces: str) -> bool:
    """Tell whether an item is for so many surfaces; where none is named, any number may be meant."""
    several = MULTI_SURFACE.get(item)
    return several is None or not surfaces or several == (len(surfaces) >= _SEVERAL)


def _pick(item: str, fitting: Mapping[str, tuple[str, ...]], surfaces: Surfaces) -> Pick:
    teeth = tuple(place for place, items in fitting.items() if items[0] == item)
    others = tuple(
        other for other in fitting[teeth[0]][1:] if all(other in fitting[tooth] for tooth in teeth)
    )
    return Pick(item, teeth, tuple((tooth, named) for tooth, named in surfaces if tooth in teeth), others)
