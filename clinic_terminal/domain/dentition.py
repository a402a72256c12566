"""Which teeth a child has: what its age lets expect, corrected by what was done and what was seen."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from clinic_terminal.domain.tooth import PRIMARY, predecessor, successor


class Presence(StrEnum):
    """Whether a tooth stands in the mouth."""

    PRESENT = "PRESENT"
    NOT_YET = "NOT_YET"
    EITHER = "EITHER"
    """At this age it may be there or not: it is on its way, or about to be shed."""
    SHED = "SHED"
    MISSING = "MISSING"
    """Extracted, lost early, or never formed."""


ABSENT: Final = frozenset({Presence.NOT_YET, Presence.SHED, Presence.MISSING})


@dataclass(frozen=True, slots=True)
class _Milk:
    """When a primary tooth comes and goes, in months of age."""

    comes: tuple[int, int]
    goes: tuple[int, int]


# Usual ages in whole months, as general knowledge of children's dentistry: the eruption tables that handbooks
# and dental associations print, written down here by hand. Permanent teeth come, and primary incisors go, up
# to half a year before the printed range. One child in ten is earlier or later still, which is why every
# tooth can be changed by hand, and why no tooth is ever forbidden because of the age.
_MILK_UPPER: Final = (
    _Milk((8, 12), (72, 90)),
    _Milk((9, 13), (84, 102)),
    _Milk((16, 22), (120, 144)),
    _Milk((13, 19), (108, 132)),
    _Milk((25, 33), (120, 144)),
)
_MILK_LOWER: Final = (
    _Milk((6, 10), (66, 84)),
    _Milk((10, 16), (78, 96)),
    _Milk((17, 23), (108, 144)),
    _Milk((14, 18), (108, 132)),
    _Milk((23, 31), (120, 144)),
)
_ADULT_UPPER: Final = (
    *((78, 96), (90, 108), (126, 144), (114, 132), (120, 144)),
    *((66, 84), (138, 156), (204, 300)),
)
_ADULT_LOWER: Final = (
    *((69, 84), (81, 96), (105, 126), (117, 144), (126, 144)),
    *((66, 84), (132, 156), (204, 300)),
)
_MONTHS_A_YEAR: Final = 12
_FRESH_MONTHS: Final = 12
"""For how long a finding that growth will overtake is held against what the age lets expect."""


@dataclass(frozen=True, slots=True)
class Finding:
    """That a tooth was seen, or seen to be absent, on a day."""

    tooth: str
    presence: Presence
    day: date


@dataclass(frozen=True, slots=True)
class Dentition:
    """A child's teeth on ``day``.

    ``known`` follows from earlier treatments, ``found`` is what a person said of single teeth, at most one
    finding a tooth, and is what is kept. The later finding counts, a person's on the same day.
    """

    born: date
    day: date
    known: tuple[Finding, ...] = ()
    found: tuple[Finding, ...] = ()

    def presence(self, tooth: str) -> Presence:
        """Return whether ``tooth`` stands in the mouth."""
        finding = _latest(tooth, self.known, self.found)
        if finding is not None:
            return self._after(finding)
        usual = presence_at(tooth, self.months)
        return self._beside_partner(tooth) if usual is Presence.EITHER else usual

    def is_known(self, tooth: str) -> bool:
        """Tell whether a treatment or a person told of ``tooth``, so that not the age alone speaks."""
        return _latest(tooth, self.known, self.found) is not None

    def toggle(self, tooth: str) -> "Dentition":
        """Return the dentition after a person corrected ``tooth``.

        Present, absent and what was expected without the correction follow each other, so that as many steps
        as there are states lead back to where it began.
        """
        others = tuple(finding for finding in self.found if finding.tooth != tooth)
        plain = replace(self, found=others)
        states = [Presence.PRESENT, _absent(tooth, self.months)]
        order = [state for state in states if state is not plain.presence(tooth)]
        now = next((self._after(finding) for finding in self.found if finding.tooth == tooth), None)
        following = order[order.index(now) + 1 :] if now in order else order
        if not following:
            return plain
        return replace(self, found=(*others, Finding(tooth, following[0], self.day)))

    @property
    def months(self) -> int:
        """The child's age in whole months."""
        return age_in_months(self.born, self.day)

    def _after(self, finding: Finding) -> Presence:
        """Return what a finding says today: what growth overtakes is open again after a year."""
        usual, seen = presence_at(finding.tooth, self.months), finding.presence
        lasting = {Presence.SHED, Presence.MISSING}
        if finding.tooth not in PRIMARY:
            lasting.add(Presence.PRESENT)
        if seen in lasting or seen is usual:
            return seen
        age = age_in_months(finding.day, self.day)
        return seen if age < _FRESH_MONTHS else Presence.EITHER

    def _beside_partner(self, tooth: str) -> Presence:
        """Return what a tooth in question is, seen the other one of the same position.

        Where a dentist has seen the successor, the primary tooth has most likely gone, and vice versa.
        """
        partner = successor(tooth) or predecessor(tooth)
        finding = _latest(partner, self.known, self.found) if partner else None
        if finding is None or self._after(finding) is not Presence.PRESENT:
            return Presence.EITHER
        return Presence.SHED if tooth in PRIMARY else Presence.NOT_YET


def age_in_months(born: date, day: date) -> int:
    """Return the whole months from ``born`` to ``day``, never less than 0."""
    months = (day.year - born.year) * _MONTHS_A_YEAR + day.month - born.month - (day.day < born.day)
    return max(0, months)


def as_plain(found: Iterable[Finding]) -> dict[str, list[str]]:
    """Return findings as plain values: tooth to presence and ISO day."""
    return {one.tooth: [one.presence.value, one.day.isoformat()] for one in found}


def from_plain(plain: Mapping[str, Iterable[str]]) -> tuple[Finding, ...]:
    """Return the findings of plain values; raises ValueError where they are none."""
    found = []
    for tooth, values in plain.items():
        presence, day = values
        found.append(Finding(tooth, Presence(presence), date.fromisoformat(day)))
    return tuple(found)


def _latest(tooth: str, known: Iterable[Finding], found: Iterable[Finding]) -> Finding | None:
    latest: Finding | None = None
    for finding in (*known, *found):
        if finding.tooth == tooth and (latest is None or finding.day >= latest.day):
            latest = finding
    return latest


def presence_at(tooth: str, months: int) -> Presence:
    """Return what an age of whole ``months`` alone lets expect of ``tooth``."""
    if tooth in PRIMARY:
        milk = _MILK[tooth]
        if months < milk.comes[0]:
            return Presence.NOT_YET
        if months >= milk.goes[1]:
            return Presence.SHED
        inside = milk.comes[1] <= months < milk.goes[0]
        return Presence.PRESENT if inside else Presence.EITHER
    first, last = _ADULT[tooth]
    if months < first:
        return Presence.NOT_YET
    return Presence.PRESENT if months >= last else Presence.EITHER


def _absent(tooth: str, months: int) -> Presence:
    """Return in which way ``tooth`` is absent if it is: still to come, gone as usual, or lost."""
    usual = presence_at(tooth, months)
    if usual is not Presence.EITHER:
        return usual if usual in ABSENT else Presence.MISSING
    return Presence.SHED if _has_come(tooth, months) else Presence.NOT_YET


def _has_come(tooth: str, months: int) -> bool:
    """Tell whether a tooth that may or may not be there has had its time to come."""
    comes = _MILK[tooth].comes if tooth in PRIMARY else _ADULT[tooth]
    return months >= comes[1]


def _milk() -> Mapping[str, _Milk]:
    rows = (("56", _MILK_UPPER), ("78", _MILK_LOWER))
    return {f"{q}{n}": milk for quadrants, row in rows for q in quadrants for n, milk in enumerate(row, 1)}


def _adult() -> Mapping[str, tuple[int, int]]:
    rows = (("12", _ADULT_UPPER), ("34", _ADULT_LOWER))
    return {f"{q}{n}": comes for quadrants, row in rows for q in quadrants for n, comes in enumerate(row, 1)}


_MILK: Final = MappingProxyType(_milk())
_ADULT: Final = MappingProxyType(_adult())
