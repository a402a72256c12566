"""Find an item by what a hand types: Chinese, pinyin, initials, code or English; the usual ones first."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from clinic_terminal.application.family_search import FamilyFinder, FoundFamilies
from clinic_terminal.application.ports import Operator
from clinic_terminal.application.terminal import Terminal
from clinic_terminal.domain.catalogue import Catalogue, Item, Package
from clinic_terminal.domain.habits import Habits
from clinic_terminal.domain.item_families import OfferedFamily
from clinic_terminal.pinyin import LONGEST_QUERY, Index, folded, readings

SHOWN: Final = 40
"""How many results are enough for any hand."""

_WHOLE: Final = 0
_FROM_START: Final = 1
_WITHIN: Final = 2
_CHINESE: Final = "\u2fff"
_NO_FIGURES: Final = re.compile(r"\D+")


@dataclass(frozen=True, slots=True)
class Found:
    """Items, the best first. ``sure``: the first one is what was meant, and nothing else fits as well.

    Letters never make sure of one among several: 反颌 and 缝合 are both "fh". ``families`` stand before the
    items; there are none where an item was typed by its full code or name.
    """

    items: tuple[Item, ...] = ()
    sure: bool = False
    families: tuple[OfferedFamily, ...] = ()


class Finder:
    """The items of one catalogue by everything they are found by; made once, asked from any thread."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self._items = tuple(catalogue.items.values())
        self._places = {item.code: place for place, item in enumerate(self._items)}
        self._whole = _whole_names(self._items)
        self._off = frozenset(place for place, item in enumerate(self._items) if not item.offered)
        self._names = Index[int]()
        for place, item in enumerate(self._items):
            self._names.add(place, _names(item))
        self._chinese = _Texts(_lines(map(folded, _names(item))) for item in self._items)
        self._initials = _Texts(map(_initials, self._items))
        self._latin = _Texts(map(_latin, self._items), before=" ")
        self._uses: tuple[Habits, dict[int, tuple[int, int]]] | None = None
        self._families = FamilyFinder(catalogue)
        self._packages = Index[str]()
        for package in catalogue.packages:
            self._packages.add(package.code, (package.name_zh, package.name_en, package.code))
        self._names.ranks("a")  # what the index prepares at its first question is prepared here

    def find(self, query: str, habits: Habits, limit: int = SHOWN) -> Found:
        """Return what ``query`` finds: a full code, then what begins with it by use, then what holds it.

        Use is the operator's own, then the clinic's. Items that are not offered come last.
        """
        exact = self._whole.get(folded(query))
        ranks = self._ranks(query, limit)
        last = ranks.keys() & self._off
        first = [] if exact is None or exact in self._off else [exact]
        rest = self._by_use(ranks, {*last, *first}, habits, limit)
        items = tuple(self._items[place] for place in (*first, *rest, *sorted(last))[:limit])
        named = FoundFamilies() if first else self._families.find(query)
        alone = len(rest) + len(named.families) == 1 and not last
        return Found(items, bool(first) or named.sure or alone, named.families)

    def at_hand(self, habits: Habits, limit: int = SHOWN) -> tuple[Item, ...]:
        """Return what is probably wanted before anything is typed: what was used last comes first."""
        known = (self.catalogue.items.get(code) for code in habits.at_hand())
        return tuple(item for item in known if item is not None and item.offered)[:limit]

    def packages(self, query: str = "") -> tuple[Package, ...]:
        """Return the packages that ``query`` finds, all of them for an empty one."""
        if not folded(query):
            return self.catalogue.packages
        found = self._packages.find(query)
        return tuple(filter(None, map(self.catalogue.package, found)))

    def _ranks(self, query: str, enough: int) -> dict[int, int]:
        """Return the places that every word of ``query`` finds, with the sum of its ranks: 0 is best."""
        words = [word[:LONGEST_QUERY] for word in map(folded, query.split()) if word]
        if not words:
            return {}
        # The longest word leaves the fewest items, among which the others are looked for.
        longest, *others = sorted(words, key=len, reverse=True)
        found = self._of_word(longest, None if others else enough)
        for word in others:
            ranks = self._of_word(word, None, found)
            found = {place: rank + ranks[place] for place, rank in found.items() if place in ranks}
        return found

    def _of_word(self, word: str, enough: int | None, among: Iterable[int] | None = None) -> dict[int, int]:
        """Return the places that ``word`` finds. The index reads pinyin; what needs none goes without it."""
        if not word.isascii() and not any(sign.isascii() for sign in word):
            return self._chinese.ranks(word, enough, among)
        if len(word) == 1:
            found = self._initials.ranks(word, enough, among)
        else:
            found = self._names.ranks(word, enough)
        if word.isascii():
            for place, rank in self._latin.ranks(word, enough, among).items():
                found[place] = min(rank, found.get(place, rank))
        return found

    def _by_use(self, ranks: Mapping[int, int], without: set[int], habits: Habits, limit: int) -> list[int]:
        """Return the best places: what begins with the query by use, rank and order, then what holds it."""
        uses = self._uses_of(habits)
        used = (ranks.keys() & uses.keys()) - without
        by_use = sorted(used, key=lambda place: (uses[place], ranks[place], place))
        others = [
            place
            for place in sorted(sorted(ranks), key=ranks.__getitem__)
            if place not in used and place not in without
        ]
        ordered: list[int] = []
        for within in (False, True):
            for places in (by_use, others):
                ordered += [place for place in places if (ranks[place] > _FROM_START) is within]
        return ordered[:limit]

    def _uses_of(self, habits: Habits) -> dict[int, tuple[int, int]]:
        """Return how often places were used, the most used first; worked out once for a habit."""
        last = self._uses
        if last is None or last[0] is not habits:
            known = {*habits.own, *habits.clinic} & self._places.keys()
            counts = {self._places[code]: habits.counts(code) for code in known}
            last = (habits, {place: (-own, -clinic) for place, (own, clinic) in counts.items()})
            self._uses = last
        return last[1]


def _whole_names(items: Sequence[Item]) -> dict[str, int]:
    """Return items by their full codes, and by their full Chinese names where only one has such a name."""
    places: dict[str, int] = {}
    twice: set[str] = set()
    for place, item in enumerate(items):
        for name in {folded(name) for name in _names(item)}:
            twice |= {name} & places.keys()
            places[name] = place
    alone = {name: place for name, place in places.items() if name not in twice and name > _CHINESE}
    return {**alone, **{folded(item.code): place for place, item in enumerate(items)}}


def _names(item: Item) -> tuple[str, ...]:
    return (item.name_zh, *item.aliases)


def _lines(texts: Iterable[str]) -> str:
    """Return texts with a line end before and behind each, so that begin and end can be searched for."""
    return "\n".join(("", *texts, ""))


def _latin(item: Item) -> str:
    """Return what of an item is typed in plain letters; blanks stand before what may be typed by itself."""
    words = " ".join(filter(None, map(folded, re.split(r"[^\w×]+", item.name_en))))
    return f"{_lines((folded(item.code), folded(item.initials), words))} {_NO_FIGURES.sub('', item.code)}"


def _initials(item: Item) -> str:
    """Return the letters that a name's signs can begin with; those of the first sign begin a line."""
    parts: list[str] = []
    for name in map(folded, _names(item)):
        letters = [sorted({reading[0] for reading in readings(sign)}) or [sign] for sign in name]
        parts += [f"\n{letter} " for letter in letters[0]] if letters else []
        parts += [letter for more in letters[1:] for letter in more]
    return "".join(parts)


class _Texts:
    """Texts of items by place, searched as they stand: for some ten thousand that is a millisecond.

    ``before``: what must stand before a word that is found within a line.
    """

    def __init__(self, texts: Iterable[str], before: str = "") -> None:
        self._texts = tuple(texts)
        self._before = before
        self._numbered = list(enumerate(self._texts))

    def ranks(self, word: str, enough: int | None, among: Iterable[int] | None = None) -> dict[int, int]:
        """Return the places whose text holds ``word``: as a whole line, from a line's start, or within.

        Once ``enough`` begin with it, those that only hold it are left out. ``among`` are the only places
        that are looked at.
        """
        whole, start = f"\n{word}\n", f"\n{word}"
        texts = self._numbered if among is None else [(one, self._texts[one]) for one in among]
        found = {place: _WHOLE if whole in text else _FROM_START for place, text in texts if start in text}
        if enough is None or len(found) < enough:
            part = self._before + word
            found |= {place: _WITHIN for place, text in texts if part in text and place not in found}
        return found


@dataclass(frozen=True, slots=True)
class ItemSearch:
    """A search as one operator knows it: the catalogue's finder and what this operator usually does."""

    finder: Finder
    habits: Habits

    def find(self, query: str) -> Found:
        """Return what a typed query finds; for an empty one what is at hand, and nothing is sure of it."""
        if not folded(query):
            return Found(self.finder.at_hand(self.habits))
        return self.finder.find(query, self.habits)


def item_search(terminal: Terminal, operator: Operator, catalogue: Catalogue) -> ItemSearch:
    """Return the search over ``catalogue``; it is made anew only where the catalogue is another one."""
    with terminal.store.read() as uow:
        habits = uow.habits.of(operator.id)
    return ItemSearch(terminal.shelf.made_of(catalogue, Finder), habits)
