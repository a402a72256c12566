"""What earlier treatments left on the teeth: fillings, sealants, crowns, root treatments, gaps."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from clinic_terminal.domain.dentition import Finding, Presence
from clinic_terminal.domain.surfaces import Surfaces, written
from clinic_terminal.domain.tooth import TEETH


class Effect(StrEnum):
    """What is seen on a tooth after a treatment; in the order of telling."""

    EXTRACTED = "EXTRACTED"
    CROWNED = "CROWNED"
    ROOT_TREATED = "ROOT_TREATED"
    FILLED = "FILLED"
    SEALED = "SEALED"


_ITEMS_OF: Final[Mapping[Effect, tuple[str, ...]]] = {
    Effect.EXTRACTED: ("BS01", "BS02", "BS03", "BS04", "NC04", "NC05"),
    Effect.CROWNED: ("BS23", "BS24", "BS25", "BS26"),
    Effect.ROOT_TREATED: ("BS14", "BS15", "BS16", "BS17", "BS18", "BS19", "BS20", "BS21"),
    Effect.FILLED: ("BS05", "BS06", "BS07", "BS08", "BS09", "BS10", "BS11"),
    Effect.SEALED: ("PV13", "PV14"),
}
EFFECTS: Final[Mapping[str, Effect]] = MappingProxyType(
    {item: effect for effect, items in _ITEMS_OF.items() for item in items}
)
"""Item code to what it leaves; the codes are the product's own and do not change with the clinic's tariff."""

WITH_SURFACES: Final = frozenset({Effect.FILLED, Effect.SEALED})
"""Effects that lie on single surfaces."""

_HIDDEN_BY: Final[Mapping[Effect, frozenset[Effect]]] = {
    Effect.EXTRACTED: frozenset(Effect),
    Effect.CROWNED: frozenset({Effect.FILLED, Effect.SEALED}),
}


@dataclass(frozen=True, slots=True)
class PastLine:
    """A line of an earlier bill that stands."""

    day: date
    item: str
    teeth: tuple[str, ...]
    surfaces: Surfaces = ()


@dataclass(frozen=True, slots=True)
class Work:
    """What treatments left on a tooth or region: the latest day, and all surfaces in written order."""

    effect: Effect
    day: date
    surfaces: str = ""


def takes_surfaces(item: str) -> bool:
    """Tell whether an item is done on single surfaces of a tooth."""
    return EFFECTS.get(item) in WITH_SURFACES


def work_on(lines: Iterable[PastLine]) -> Mapping[str, tuple[Work, ...]]:
    """Return what is to be seen on each tooth and region, by its code, in the order of Effect.

    A crown hides the fillings before it, an extraction everything before it; a filling hides the sealant
    under it. Treatments that leave nothing to be seen are not in it.
    """
    teeth: dict[str, dict[Effect, Work]] = {}
    for line in sorted(lines, key=lambda one: one.day):
        effect = EFFECTS.get(line.item)
        if effect is None:
            continue
        surfaces = dict(line.surfaces)
        for place in line.teeth:
            _add(teeth.setdefault(place, {}), place, Work(effect, line.day, surfaces.get(place, "")))
    return {place: tuple(work[e] for e in Effect if e in work) for place, work in teeth.items()}


def findings(lines: Iterable[PastLine]) -> tuple[Finding, ...]:
    """Return what treatments prove of the presence of teeth: who is treated is there, or was until then."""
    found = []
    for line in sorted(lines, key=lambda one: one.day):
        gone = EFFECTS.get(line.item) is Effect.EXTRACTED
        presence = Presence.MISSING if gone else Presence.PRESENT
        found += [Finding(tooth, presence, line.day) for tooth in line.teeth if tooth in TEETH]
    return tuple(found)


def _add(seen: dict[Effect, Work], place: str, work: Work) -> None:
    for hidden in _HIDDEN_BY.get(work.effect, ()):
        if hidden is not work.effect:
            seen.pop(hidden, None)
    before = seen.get(work.effect)
    if before is not None and place in TEETH:
        merged = written(place, dict.fromkeys(before.surfaces + work.surfaces))
        work = Work(work.effect, work.day, merged)
    if work.effect is Effect.FILLED:
        _cut_sealant(seen, work.surfaces)
    seen[work.effect] = work


def _cut_sealant(seen: dict[Effect, Work], filled: str) -> None:
    """Take the filled surfaces off a sealant; one without named surfaces lies where the tooth bites."""
    sealant = seen.get(Effect.SEALED)
    if sealant is None:
        return
    left = "".join(letter for letter in sealant.surfaces if filled and letter not in filled)
    if left:
        seen[Effect.SEALED] = Work(Effect.SEALED, sealant.day, left)
    elif sealant.surfaces or not filled or "O" in filled:
        del seen[Effect.SEALED]
