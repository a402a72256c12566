"""Search by letters: Chinese text found by its characters, its pinyin, its initials, or a mixture of them.

Every reading of a character counts, whatever stands around it: 重庆 answers to "chongqing" and to "zq". The
readings are never multiplied out. An index keeps, for each syllable and each initial, one long integer with
a bit for every place where a character can be read so; a query walks over those integers, letter by letter.
"""

import os
import unicodedata
from bisect import bisect_left
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import accumulate
from typing import Final, Generic, TypeVar

LONGEST_SYLLABLE: Final = 6
"""The letters of "zhuang"."""

LONGEST_QUERY: Final = 64
"""What is typed beyond is passed over: no name needs it, and a scanner could type a card's text."""

_BEGIN, _WITHIN = 1, 2
_SHARP_U: Final = "v"
"""How ü is typed: there is no such key."""
_TWO_LETTER_INITIALS: Final = ("zh", "ch", "sh")
_SEPARATOR: Final = "\n"
_UNKNOWN: Final[frozenset[str]] = frozenset()

Key = TypeVar("Key", bound=Hashable)


def folded(text: str) -> str:
    """Return ``text`` as it is compared: half-width, small letters, nothing but letters and digits."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("ü", _SHARP_U)
    return "".join(filter(str.isalnum, plain))


def readings(character: str) -> frozenset[str]:
    """Return how a Chinese character can be read, without tones; nothing for any other character.

    Where there is an ü, both ways of typing it are given: 绿 as "lv" and "lu".
    """
    return _readings_of(ord(character)) if character > "\u2fff" else _UNKNOWN


def matches(query: str, text: str) -> bool:
    """Tell whether each word of ``query`` stands in ``text``: as characters, pinyin, initials or mixed."""
    index = Index[int]()
    index.add(0, (text,))
    return bool(index.find(query))


class Index(Generic[Key]):
    """Names under keys, found by what a hand types. Add first, then ask; asking is safe from any thread."""

    def __init__(self) -> None:
        self._keys: list[Key] = []
        self._owners: list[int] = []
        self._texts: list[str] = []
        self._masks: _Masks | None = None

    def add(self, key: Key, texts: Iterable[str]) -> None:
        """Let ``key`` be found by each of ``texts``; the order of adding ranks what matches equally well."""
        number = len(self._keys)
        self._keys.append(key)
        for text in texts:
            signs = folded(text)
            self._texts.append(signs + _SEPARATOR)
            self._owners.extend([number] * (len(signs) + 1))
        self._masks = None

    def prepare(self) -> None:
        """Do now what the first search would else do: read the table of readings, and lay out the texts."""
        self._built()

    def find(self, query: str, limit: int | None = None) -> list[Key]:
        """Return the keys with a text for every word of ``query``, the best first; none for an empty query.

        A text that is the word as a whole comes before one that begins with it, that before one that holds
        it. ``limit`` stops the search once so many are known.
        """
        found = self._found(query, limit)
        best = sorted(found, key=lambda number: (found[number], number))
        return [self._keys[number] for number in best[:limit]]

    def ranks(self, query: str, enough: int | None = None) -> dict[Key, int]:
        """Return what `find` returns, each key with how well it matches: 0 whole, 1 from its start, 2 within.

        Of several words the sum. Once ``enough`` begin with the word, those that only hold it are left out.
        """
        return {self._keys[number]: rank for number, rank in self._found(query, enough).items()}

    def _found(self, query: str, limit: int | None) -> dict[int, int]:
        words = [word[:LONGEST_QUERY] for word in map(folded, query.split()) if word]
        if not words:
            return {}
        found, *more = (self._ranked(word, None if len(words) > 1 else limit) for word in words)
        for ranks in more:
            found = {number: rank + ranks[number] for number, rank in found.items() if number in ranks}
        return found

    def _ranked(self, word: str, limit: int | None) -> dict[int, int]:
        """Return the numbers of the keys that ``word`` finds, each with its rank (0 is best)."""
        masks = self._built()
        ranks: dict[int, int] = {}
        from_start = masks.reached(word, masks.starts)
        for rank, places in ((0, from_start & masks.ends), (_BEGIN, from_start)):
            self._give(ranks, rank, places)
        if limit is None or len(ranks) < limit:
            self._give(ranks, _WITHIN, masks.reached(word, masks.everywhere))
        return ranks

    def _give(self, ranks: dict[int, int], rank: int, places: int) -> None:
        for place in _places(places):
            ranks.setdefault(self._owners[place], rank)

    def _built(self) -> "_Masks":
        """Return the masks, made anew where something was added since."""
        masks = self._masks
        if masks is None:
            masks = self._masks = _Masks(self._texts)
        return masks


class _Masks:
    """Where in one long text each unit of writing can stand, a bit for each place."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.signs = "".join(texts)
        size = len(self.signs)
        ends = list(accumulate(map(len, texts)))
        self.everywhere = (1 << size) - 1
        self.starts = _mask((end - len(text) for end, text in zip(ends, texts, strict=True)), size)
        self.ends = _mask((end - 1 for end in ends), size)
        self._of_unit = self._units()
        self._sorted = sorted(self._of_unit)

    def reached(self, word: str, places: int) -> int:
        """Return the places right behind ``word``, where it is read from any of ``places`` on."""
        size = len(word)
        behind = [places] + [0] * size
        for at in range(size):
            for end in range(at + 1, min(size, at + LONGEST_SYLLABLE) + 1) if behind[at] else ():
                behind[end] |= (behind[at] & self._mask_of(word[at:end], last=end == size)) << 1
        return behind[size]

    def _mask_of(self, unit: str, *, last: bool) -> int:
        """Return where ``unit`` can be read: the ``last`` one may be the beginning of a syllable."""
        if len(unit) == 1 and readings(unit):
            return _mask(_finds(self.signs, unit), len(self.signs))
        mask = self._of_unit.get(unit, 0)
        if last and len(unit) > 1:
            at = bisect_left(self._sorted, unit)
            while at < len(self._sorted) and self._sorted[at].startswith(unit):
                mask |= self._of_unit[self._sorted[at]]
                at += 1
        return mask

    def _units(self) -> dict[str, int]:
        """Return the mask of every syllable and initial, and of every sign that is no Chinese character."""
        places: dict[str, list[int]] = {}
        for place, sign in enumerate(self.signs):
            places.setdefault(sign, []).append(place)
        places.pop(_SEPARATOR, None)
        masks: dict[str, int] = {}
        for sign, found in places.items():
            mask = _mask(found, len(self.signs))
            for unit in _units_of(sign):
                masks[unit] = masks.get(unit, 0) | mask
        return masks


@cache
def _units_of(sign: str) -> frozenset[str]:
    """Return what may be typed for a sign: its readings and their initials, or the sign itself."""
    known = readings(sign)
    if not known:
        return frozenset((sign,))
    initials = {reading[0] for reading in known}
    doubled = {reading[:2] for reading in known if reading.startswith(_TWO_LETTER_INITIALS)}
    return known | initials | doubled


@cache
def _readings_of(code: int) -> frozenset[str]:
    plain = (_toneless(reading) for reading in _table().get(code, "").split(",") if reading)
    typed = (form for reading in plain for form in (reading, reading.replace(_SHARP_U, "u")))
    return frozenset(typed)


def _toneless(reading: str) -> str:
    """Return a reading in plain letters: ``zhòng`` as zhong, ``lǜ`` as lv."""
    parts = unicodedata.normalize("NFD", reading).replace("u\u0308", _SHARP_U)
    return "".join(sign for sign in parts if "a" <= sign <= "z")


@cache
def _table() -> Mapping[int, str]:
    """Return the readings by code point, tones and commas in them.

    Imported at the first search: it takes 30 ms. The library's phrases would take 110 more, and nothing
    here asks for them, since each character is read by itself.
    """
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "1")
    from pypinyin.pinyin_dict import pinyin_dict

    return pinyin_dict


def _mask(places: Iterable[int], size: int) -> int:
    """Return an integer with the bits at ``places`` set."""
    bits = bytearray(size // 8 + 1)
    for place in places:
        bits[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(bits, "little")


def _places(mask: int) -> Iterator[int]:
    """Return the bits that are set, the lowest first."""
    digits = f"{mask:b}"[::-1]
    place = digits.find("1")
    while place >= 0:
        yield place
        place = digits.find("1", place + 1)


def _finds(signs: str, sign: str) -> Iterator[int]:
    place = signs.find(sign)
    while place >= 0:
        yield place
        place = signs.find(sign, place + 1)
