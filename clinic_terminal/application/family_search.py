"""Find what has one name at the chair and several items in the catalogue, such as 拔牙."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from clinic_terminal.domain.catalogue import Catalogue
from clinic_terminal.domain.item_families import Family, OfferedFamily
from clinic_terminal.pinyin import LONGEST_QUERY, Index, folded

NAMES: Final[Mapping[Family, tuple[str, ...]]] = MappingProxyType(
    {
        Family.EXTRACTION: ("拔牙", "拔除", "extraction"),
        Family.FILLING: ("补牙", "充填", "树脂补牙", "树脂充填", "filling"),
        Family.ROOT_CANAL: ("根管治疗", "root canal"),
        Family.CROWN: ("预成冠", "preformed crown"),
    }
)
"""What each family is called by; of what is typed, one of these is the beginning or the whole."""

_FROM_START: Final = 1
_SEVERAL: Final = 2


@dataclass(frozen=True, slots=True)
class FoundFamilies:
    """Families, the best first. ``sure``: the first one was typed by its full Chinese name."""

    families: tuple[OfferedFamily, ...] = ()
    sure: bool = False


class FamilyFinder:
    """The families of one catalogue of which it offers several items; one item needs no other name."""

    def __init__(self, catalogue: Catalogue) -> None:
        known = (OfferedFamily(family, catalogue) for family in Family)
        self._families = {one.family: one for one in known if len(one.members) >= _SEVERAL}
        self._index = Index[Family]()
        for family in self._families:
            self._index.add(family, NAMES[family])
        self._whole = {
            folded(name): family for family in self._families for name in NAMES[family] if not name.isascii()
        }

    def find(self, query: str) -> FoundFamilies:
        """Return the families whose name begins with ``query``; one letter alone names none of them."""
        typed = folded(query)[:LONGEST_QUERY]
        if not typed or (typed.isascii() and len(typed) < _SEVERAL):
            return FoundFamilies()
        ranks = self._index.ranks(typed)
        best = sorted((family for family in ranks if ranks[family] <= _FROM_START), key=ranks.__getitem__)
        return FoundFamilies(tuple(self._families[family] for family in best), typed in self._whole)
