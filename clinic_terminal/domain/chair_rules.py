"""The rules at the chair: what of a bill cannot be so, what is asked about, and what is only told.

Pure and quick enough to be run with every change of the bill. Rules of single lines stand here, those of
two treatments on one tooth in `chair_pairs`.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Final

from clinic_terminal.domain.catalogue import Catalogue, Item, check_teeth
from clinic_terminal.domain.chair_findings import WEIGHTS, ChairFinding, ChairRule, Weight
from clinic_terminal.domain.chair_pairs import pairs
from clinic_terminal.domain.chair_tables import (
    COURSES,
    NOT_ON_TEETH,
    ONCE_A_VISIT,
    RETAINED,
    STAGE_DAYS,
    UNERUPTED,
)
from clinic_terminal.domain.dentition import ABSENT, Dentition, Presence
from clinic_terminal.domain.errors import ToothError
from clinic_terminal.domain.item_families import by_surfaces
from clinic_terminal.domain.plan import Category
from clinic_terminal.domain.tooth import PERMANENT, PRIMARY, TEETH
from clinic_terminal.domain.tooth_history import PastLine
from clinic_terminal.domain.visit import VisitLine

_LATE_YEARS: Final = 14
_EARLY_YEARS: Final = 5
_EARLY_POSITIONS: Final = "126"
"""Incisors and six-year molars: the permanent teeth that may stand there before the others."""

_LEAP_DAY: Final = (2, 29)


def _no_units() -> Mapping[str, int]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class ChairCase:
    """What the rules are asked of: the bill, its catalogue, the child's teeth, and what was done before.

    ``frequency`` is the plan's units a policy year by item, ``used`` how many of them are used; ``past``
    are lines of earlier bills here; ``covered`` the categories that the insurer is billed for here (None:
    all, empty: the family pays everything); ``confirmed`` are keys of findings that somebody confirmed.
    """

    lines: tuple[VisitLine, ...]
    catalogue: Catalogue
    dentition: Dentition
    past: tuple[PastLine, ...] = ()
    frequency: Mapping[str, int] = field(default_factory=_no_units)
    used: Mapping[str, int] = field(default_factory=_no_units)
    covered: frozenset[str] | None = None
    confirmed: Collection[str] = ()

    def is_insured(self, item: Item) -> bool:
        """Tell whether the insurer has a part in an item."""
        if item.category is Category.NOT_COVERED:
            return False
        return self.covered is None or item.category in self.covered


def chair_findings(case: ChairCase) -> tuple[ChairFinding, ...]:
    """Return all that is noticed, what weighs more first; confirmed ones stay in the list, marked so."""
    found = [
        *_of_lines(case),
        *pairs(case.lines),
        *_once(case.lines),
        *_stages(case),
        *_frequency(case),
    ]
    marked = (replace(one, confirmed=True) if _is_confirmed(one, case) else one for one in found)
    return tuple(sorted(marked, key=lambda one: one.rank))


def confirmable(findings: Iterable[ChairFinding], key: str) -> bool:
    """Tell whether ``key`` names a finding that may be confirmed."""
    return any(one.key == key and one.overridable for one in findings)


def _is_confirmed(finding: ChairFinding, case: ChairCase) -> bool:
    return bool(case.confirmed) and finding.overridable and finding.key in case.confirmed


def _of_lines(case: ChairCase) -> Iterator[ChairFinding]:
    for index, line in enumerate(case.lines):
        item = case.catalogue.item(line.item)
        unfit = _unfit(item, line.teeth)
        if unfit is not None:
            yield _one(ChairRule.TOOTH_NOT_FIT, index, item, unfit)
            continue
        yield from _by_surfaces(case.catalogue, index, line)
        if item.code in COURSES:
            yield from _course(case, index, line, item)
        if item.code not in NOT_ON_TEETH:
            yield from _by_teeth(case.dentition, index, line, item)


def _one(
    rule: ChairRule, index: int, item: Item, teeth: tuple[str, ...] = (), proposed: str = ""
) -> ChairFinding:
    return ChairFinding(rule, WEIGHTS[rule], (index,), (item.code,), teeth, proposed)


def _unfit(item: Item, teeth: tuple[str, ...]) -> tuple[str, ...] | None:
    """Return the teeth that ``item`` cannot be done on, None where all is well."""
    try:
        check_teeth(item, teeth)
    except ToothError as error:
        return error.teeth
    return None


def _by_surfaces(catalogue: Catalogue, index: int, line: VisitLine) -> Iterator[ChairFinding]:
    rule = ChairRule.WRONG_ITEM
    right: dict[str, tuple[str, ...]] = {}
    for tooth, named in line.surfaces:
        proposed = by_surfaces(catalogue, line.item, tooth, named)
        if proposed:
            right[proposed] = (*right.get(proposed, ()), tooth)
    for proposed, teeth in right.items():
        yield ChairFinding(rule, WEIGHTS[rule], (index,), (line.item,), teeth, proposed)


def _course(case: ChairCase, index: int, line: VisitLine, item: Item) -> Iterator[ChairFinding]:
    if 0 < item.low_fen <= line.amount_fen:
        found = _one(ChairRule.WHOLE_COURSE, index, item)
        # What a family agrees on with its clinic is asked about; only the insurer pays stage by stage.
        weight = found.weight if case.is_insured(item) else Weight.ASK
        yield replace(found, weight=weight, limit=item.low_fen)


def _by_teeth(dentition: Dentition, index: int, line: VisitLine, item: Item) -> Iterator[ChairFinding]:
    rules: dict[ChairRule, tuple[str, ...]] = {}
    for tooth in line.teeth:
        rule = _rule_for(dentition, item.code, tooth)
        if rule is not None:
            rules[rule] = (*rules.get(rule, ()), tooth)
    for rule, teeth in rules.items():
        yield _one(rule, index, item, teeth)


def _rule_for(dentition: Dentition, item: str, tooth: str) -> ChairRule | None:
    if tooth not in TEETH:
        return None
    presence = dentition.presence(tooth)
    if presence in ABSENT and dentition.is_known(tooth):
        # A tooth that is told to be still to come is just the one that is operated on.
        expected = item in UNERUPTED and presence is Presence.NOT_YET
        return None if expected else ChairRule.TOOTH_GONE
    sense = _age_sense(dentition, tooth)
    if sense is not None:
        return sense
    return ChairRule.TOOTH_NOT_DUE if presence in ABSENT and item not in RETAINED | UNERUPTED else None


def _age_sense(dentition: Dentition, tooth: str) -> ChairRule | None:
    if tooth in PRIMARY and dentition.day > _birthday(dentition.born, _LATE_YEARS):
        return ChairRule.PRIMARY_LATE
    early = tooth in PERMANENT and tooth[1] not in _EARLY_POSITIONS
    if early and dentition.day < _birthday(dentition.born, _EARLY_YEARS):
        return ChairRule.PERMANENT_EARLY
    return None


@cache
def _birthday(born: date, years: int) -> date:
    if (born.month, born.day) == _LEAP_DAY:
        return date(born.year + years, 3, 1)
    return born.replace(year=born.year + years)


def _once(lines: tuple[VisitLine, ...]) -> Iterator[ChairFinding]:
    rule = ChairRule.ONCE_A_VISIT
    groups: dict[str, tuple[int, ...]] = {}
    for index, line in enumerate(lines):
        group = ONCE_A_VISIT.get(line.item)
        if group is not None:
            groups[group] = (*groups.get(group, ()), index)
    for places in groups.values():
        if len(places) > 1:
            items = tuple(dict.fromkeys(lines[index].item for index in places))
            yield ChairFinding(rule, WEIGHTS[rule], places, items, count=len(places))


def _stages(case: ChairCase) -> Iterator[ChairFinding]:
    """Ask about an orthodontic stage that was done some days ago, or stands on the bill already."""
    rule = ChairRule.STAGE_AGAIN
    here: dict[str, tuple[int, ...]] = {}
    for index, line in enumerate(case.lines):
        days = STAGE_DAYS.get(line.item)
        if days is None:
            continue
        if not line.teeth:
            here[line.item] = (*here.get(line.item, ()), index)
        last = _last_stage(case, line, days)
        if last is not None:
            found = ChairFinding(rule, WEIGHTS[rule], (index,), (line.item,), line.teeth)
            yield replace(found, limit=days, day=last)
    for item, places in here.items():
        if len(places) > 1:
            found = ChairFinding(rule, WEIGHTS[rule], places, (item,), count=len(places))
            yield replace(found, day=case.dentition.day)


def _last_stage(case: ChairCase, line: VisitLine, days: int) -> date | None:
    """Return when the same item was done on the same jaw within ``days``, None where it was not."""
    today, teeth = case.dentition.day, set(line.teeth)
    done = (
        past.day
        for past in case.past
        if past.item == line.item and (teeth & set(past.teeth) or not (teeth and past.teeth))
    )
    return max((day for day in done if 0 <= (today - day).days < days), default=None)


def _frequency(case: ChairCase) -> Iterator[ChairFinding]:
    here: dict[str, tuple[int, ...]] = {}
    for index, line in enumerate(case.lines):
        if line.item in case.frequency and case.is_insured(case.catalogue.item(line.item)):
            here[line.item] = (*here.get(line.item, ()), index)
    for item, places in here.items():
        units = sum(case.lines[index].qty for index in places)
        limit = case.frequency[item]
        left = limit - case.used.get(item, 0) - units
        rule = ChairRule.FREQUENCY_OVER if left < 0 else ChairRule.FREQUENCY_LEFT
        count = min(units, -left) if left < 0 else left
        yield ChairFinding(rule, WEIGHTS[rule], places, (item,), count=count, limit=limit)
