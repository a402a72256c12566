"""Two treatments on one tooth and day: the same one twice, or two that do not go together."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from clinic_terminal.domain.chair_findings import WEIGHTS, ChairFinding, ChairRule
from clinic_terminal.domain.chair_tables import TREATING
from clinic_terminal.domain.tooth import TEETH
from clinic_terminal.domain.tooth_history import EFFECTS, Effect
from clinic_terminal.domain.visit import VisitLine

_Found = tuple[ChairRule, tuple[int, ...]]

_UNDER_A_CROWN: Final = frozenset({Effect.FILLED, Effect.SEALED})


def pairs(lines: Sequence[VisitLine]) -> Iterator[ChairFinding]:
    """Yield what does not go together; teeth with the same conflict of the same lines are told together."""
    placed: dict[str, list[int]] = {}
    for index, line in enumerate(lines):
        for place in dict.fromkeys(line.teeth):
            placed.setdefault(place, []).append(index)
    conflicts: dict[_Found, tuple[str, ...]] = {}
    for place, here in placed.items():
        if len(here) > 1:
            for found in _at(lines, place, here):
                conflicts[found] = (*conflicts.get(found, ()), place)
    for (rule, indices), teeth in conflicts.items():
        items = tuple(dict.fromkeys(lines[index].item for index in indices))
        count = len(indices) if rule is ChairRule.TWICE else 0
        yield ChairFinding(rule, WEIGHTS[rule], indices, items, teeth, count=count)


def _at(lines: Sequence[VisitLine], place: str, indices: list[int]) -> Iterator[_Found]:
    out = _with(lines, indices, {Effect.EXTRACTED})
    # Two supernumerary teeth may stand in one region, but no tooth can be taken out twice.
    if len(out) > 1 and place in TEETH:
        yield ChairRule.EXTRACTED_TWICE, out
    else:
        yield from _same(lines, indices)
    kept = [index for index in indices if lines[index].item in TREATING]
    if out and kept:
        yield ChairRule.EXTRACTION_AND_MORE, tuple(sorted((*out, *kept)))
        return
    crowned = _with(lines, indices, {Effect.CROWNED})
    under = _with(lines, indices, _UNDER_A_CROWN)
    if crowned and under:
        yield ChairRule.CROWN_AND_FILLING, tuple(sorted((*crowned, *under)))
    elif _with(lines, indices, {Effect.FILLED}) and _with(lines, indices, {Effect.SEALED}):
        yield ChairRule.FILLING_AND_SEALANT, under


def _same(lines: Sequence[VisitLine], indices: list[int]) -> Iterator[_Found]:
    for item, times in Counter(lines[index].item for index in indices).items():
        if times > 1:
            yield ChairRule.TWICE, tuple(index for index in indices if lines[index].item == item)


def _with(
    lines: Sequence[VisitLine], indices: list[int], effects: "set[Effect] | frozenset[Effect]"
) -> tuple[int, ...]:
    return tuple(index for index in indices if EFFECTS.get(lines[index].item) in effects)
