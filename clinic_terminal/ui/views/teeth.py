"""The teeth in words: their names, their surfaces, what was done to them, what may be chosen now."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from clinic_terminal.domain.catalogue import Item, ToothScope
from clinic_terminal.domain.dentition import ABSENT, Dentition, Presence
from clinic_terminal.domain.item_families import OfferedFamily
from clinic_terminal.domain.surfaces import Placed, Surfaces, with_surfaces
from clinic_terminal.domain.surfaces import toggled as surfaces_toggled
from clinic_terminal.domain.tooth import PERMANENT, PRIMARY, TEETH
from clinic_terminal.domain.tooth_history import EFFECTS, Effect, takes_surfaces
from clinic_terminal.domain.tooth_history import Work as PastWork
from clinic_terminal.domain.visit import VisitLine
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.views.bill_words import age_text, is_english
from clinic_terminal.ui.widgets.tooth_view import ChartWords, LegendRow, ToothMark, ToothState, Work, ZoneUse

InHand = Item | OfferedFamily
"""What waits for its places: an item, or what has one name and several items."""

QUADRANTS: Final[Mapping[str, str]] = {
    "1": N_("右上"), "2": N_("左上"), "3": N_("左下"), "4": N_("右下"),
    "5": N_("右上"), "6": N_("左上"), "7": N_("左下"), "8": N_("右下"),
}  # fmt: skip
PERMANENT_NAMES: Final = (
    N_("中切牙"),
    N_("侧切牙"),
    N_("尖牙"),
    N_("第一前磨牙"),
    N_("第二前磨牙"),
    N_("第一磨牙"),
    N_("第二磨牙"),
    N_("智齿"),
)
PRIMARY_NAMES: Final = (
    N_("乳中切牙"),
    N_("乳侧切牙"),
    N_("乳尖牙"),
    N_("第一乳磨牙"),
    N_("第二乳磨牙"),
)
SURFACES: Final[Mapping[str, str]] = {
    "M": N_("近中"),
    "O": N_("咬合"),
    "I": N_("切缘"),
    "D": N_("远中"),
    "B": N_("颊"),
    "V": N_("唇"),
    "L": N_("舌"),
    "P": N_("腭"),
}
STANDINGS: Final[Mapping[Presence, str]] = {
    Presence.PRESENT: N_("已萌出"),
    Presence.NOT_YET: N_("未萌出"),
    Presence.SHED: N_("已脱落"),
    Presence.MISSING: N_("缺失"),
}
EFFECT_WORDS: Final[Mapping[Effect, str]] = {
    Effect.FILLED: N_("已充填"),
    Effect.SEALED: N_("已封闭"),
    Effect.CROWNED: N_("已戴冠"),
    Effect.ROOT_TREATED: N_("已治根管"),
    Effect.EXTRACTED: N_("已拔除"),
}
SIGNS: Final[Mapping[Effect, str]] = {
    Effect.FILLED: N_("充"),
    Effect.SEALED: N_("封"),
    Effect.CROWNED: N_("冠"),
    Effect.ROOT_TREATED: N_("根"),
    Effect.EXTRACTED: N_("拔"),
}
"""One sign that fits beside a tooth."""
OTHER_SIGN: Final = N_("治")
STAGES: Final[Mapping[str, str]] = {
    "PRIMARY": N_("乳牙期"),
    "MIXED": N_("替牙期"),
    "PERMANENT": N_("恒牙期"),
}

_MARKS: Final[Mapping[Effect, ToothMark]] = {
    Effect.FILLED: ToothMark.FILLED,
    Effect.SEALED: ToothMark.SEALED,
    Effect.CROWNED: ToothMark.CROWNED,
    Effect.ROOT_TREATED: ToothMark.ROOT_TREATED,
    Effect.EXTRACTED: ToothMark.EXTRACTED,
}
_BABY_MONTHS: Final = 48
"""Until when a primary tooth in question is one that comes; later it is one that goes."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The chosen places and the surfaces named for some of them."""

    places: tuple[str, ...] = ()
    surfaces: Surfaces = ()

    @property
    def placed(self) -> tuple[Placed, ...]:
        """The places, each with its surfaces."""
        return with_surfaces(self.places, self.surfaces)

    def with_places(self, places: tuple[str, ...]) -> "Choice":
        """Return the choice of other places; the surfaces of those that stay are kept."""
        return Choice(
            places, tuple((tooth, named_ones) for tooth, named_ones in self.surfaces if tooth in places)
        )

    def toggled(self, tooth: str, letter: str) -> "Choice":
        """Return the choice with a surface more or less; a tooth is chosen with its first surface."""
        known = dict(self.surfaces)
        known[tooth] = surfaces_toggled(tooth, known.get(tooth, ""), letter)
        places = self.places if tooth in self.places else (*self.places, tooth)
        return Choice(places, tuple((place, known[place]) for place in places if known.get(place)))

    def with_region(self, region: str) -> "Choice":
        """Return the choice with a place between two teeth more or less, instead of the two teeth."""
        ends = region.split("-")
        others = tuple(place for place in self.places if place != region and place not in ends)
        return self.with_places(others if region in self.places else (*others, region))


@dataclass(frozen=True, slots=True)
class Mouth:
    """A child's teeth as the chart shows them: who stands, what was done before, the lines of today."""

    teeth: Dentition
    before: Mapping[str, tuple[PastWork, ...]]
    today: tuple[VisitLine, ...] = ()
    item_names: Mapping[str, str] | None = None


def choice_of(placed: tuple[Placed, ...]) -> Choice:
    """Return the choice that was typed."""
    return Choice(
        tuple(one.place for one in placed), tuple((one.place, one.surfaces) for one in placed if one.surfaces)
    )


def tooth_name(tooth: str, words: Translate) -> str:
    """Return a tooth's name without its quadrant, such as 第一乳磨牙."""
    names = PRIMARY_NAMES if tooth in PRIMARY else PERMANENT_NAMES
    return words(names[int(tooth[1]) - 1])


def spoken_tooth(tooth: str, words: Translate) -> str:
    """Return what a screen reader says of a tooth: 右上第一乳磨牙 54."""
    return words(N_("{quadrant}{tooth} {number}")).format(
        quadrant=words(QUADRANTS[tooth[0]]), tooth=tooth_name(tooth, words), number=tooth
    )


def standing_word(tooth: str, presence: Presence, months: int, words: Translate) -> str:
    """Return a tooth's presence in a word; one in question may have come, or may have gone."""
    if presence is not Presence.EITHER:
        return words(STANDINGS[presence])
    goes = tooth in PRIMARY and months > _BABY_MONTHS
    return words(N_("可能已脱落")) if goes else words(N_("可能已萌出"))


def surface_names(letters: str, words: Translate) -> str:
    """Return surfaces in words: 咬合、远中."""
    comma = ", " if is_english(words) else "、"
    return comma.join(words(SURFACES[letter]) for letter in letters)


def stage_word(teeth: Dentition, words: Translate) -> str:
    """Return whether a child is in its primary, mixed or permanent dentition."""
    adult = any(teeth.presence(tooth) not in ABSENT for tooth in PERMANENT)
    milk = any(teeth.presence(tooth) not in ABSENT for tooth in PRIMARY)
    return words(STAGES["MIXED" if adult and milk else "PERMANENT" if adult else "PRIMARY"])


def with_surfaces_of(item: InHand) -> bool:
    """Tell whether what is in hand is done on single surfaces."""
    if isinstance(item, OfferedFamily):
        return all(takes_surfaces(member.code) for member in item.members)
    return takes_surfaces(item.code)


def zone_use(item: InHand | None) -> ZoneUse:
    """Return what surfaces are for while ``item`` is in hand."""
    if item is None:
        return ZoneUse.OPEN
    if isinstance(item, OfferedFamily):
        return ZoneUse.DIRECT if with_surfaces_of(item) else ZoneUse.NONE
    if not takes_surfaces(item.code) or item.scope not in {ToothScope.TEETH, ToothScope.OPTIONAL}:
        return ZoneUse.NONE
    return ZoneUse.DIRECT if EFFECTS[item.code] is Effect.FILLED else ZoneUse.OPEN


def tooth_states(mouth: Mouth, choice: Choice, words: Translate) -> Mapping[str, ToothState]:
    """Return the state of every tooth, with its words."""
    today = _today(mouth.today, words)
    chosen = dict(choice.surfaces)
    return {
        tooth: _state(tooth, mouth, today.get(tooth, ()), chosen.get(tooth, ""), words) for tooth in TEETH
    }


def region_work(lines: Iterable[VisitLine], words: Translate) -> Mapping[str, Work]:
    """Return the places between two teeth that are treated today."""
    return {place: works[0] for place, works in _today(lines, words).items() if "-" in place}


def chart_words(mouth: Mouth, words: Translate) -> ChartWords:
    """Return the words around the teeth, and a legend of the marks that are to be seen."""
    teeth = mouth.teeth
    return ChartWords(
        caption=stage_word(teeth, words),
        detail=age_text(teeth.born, teeth.day, words),
        right=words(N_("患者右侧")),
        left=words(N_("患者左侧")),
        quadrants=(words(N_("右上")), words(N_("左上")), words(N_("左下")), words(N_("右下"))),
        surfaces={letter: words(word) for letter, word in SURFACES.items()},
        whole=words(N_("按整颗牙计")),
        legend=_legend(mouth, words),
    )


def _state(tooth: str, mouth: Mouth, today: tuple[Work, ...], chosen: str, words: Translate) -> ToothState:
    teeth = mouth.teeth
    presence = teeth.presence(tooth)
    standing = standing_word(tooth, presence, teeth.months, words)
    before = mouth.before.get(tooth, ())
    told = [_told(words(EFFECT_WORDS[work.effect]), work.surfaces) for work in before]
    told += [_told(name, surfaces) for name, surfaces in _lines_on(tooth, mouth, words)]
    comma = ", " if is_english(words) else "，"
    spoken = [spoken_tooth(tooth, words), *([] if presence is Presence.PRESENT else [standing]), *told]
    if chosen:
        spoken.append(words(N_("已选 {places}")).format(places=surface_names(chosen, words)))
    return ToothState(
        presence=presence,
        before=tuple(_work(work.effect, work.surfaces, words) for work in before),
        today=today,
        name=tooth_name(tooth, words),
        spoken=comma.join(spoken),
        about=" · ".join(told),
        standing=standing,
    )


def _told(word: str, surfaces: str) -> str:
    return f"{word} {surfaces}".rstrip()


def _lines_on(tooth: str, mouth: Mouth, words: Translate) -> list[tuple[str, str]]:
    """Return the lines of today on a tooth: what and on which surfaces."""
    names = mouth.item_names or {}
    return [
        (
            words(N_("今日 {item}")).format(item=names.get(line.item, line.item)),
            dict(line.surfaces).get(tooth, ""),
        )
        for line in mouth.today
        if tooth in line.teeth
    ]


def _today(lines: Iterable[VisitLine], words: Translate) -> Mapping[str, tuple[Work, ...]]:
    """Return today's marks by place, the ones that leave something to be seen first."""
    found: dict[str, list[Work]] = {}
    for line in lines:
        effect, surfaces = EFFECTS.get(line.item), dict(line.surfaces)
        for place in line.teeth:
            mark = _work(effect, surfaces.get(place, ""), words)
            works = found.setdefault(place, [])
            works.insert(len(works) if effect is None else 0, mark)
    return {place: tuple(works) for place, works in found.items()}


def _work(effect: Effect | None, surfaces: str, words: Translate) -> Work:
    if effect is None:
        return Work(ToothMark.TREATED, words(OTHER_SIGN), surfaces)
    return Work(_MARKS[effect], words(SIGNS[effect]), surfaces)


def _legend(mouth: Mouth, words: Translate) -> tuple[LegendRow, ...]:
    rows = []
    if any(mouth.teeth.presence(tooth) is Presence.EITHER for tooth in TEETH):
        rows.append(LegendRow(ToothState(Presence.EITHER), words(N_("萌出待确认"))))
    seen = {work.effect for works in mouth.before.values() for work in works}
    for effect in (Effect.FILLED, Effect.SEALED, Effect.CROWNED, Effect.ROOT_TREATED, Effect.EXTRACTED):
        if effect in seen:
            presence = Presence.MISSING if effect is Effect.EXTRACTED else Presence.PRESENT
            state = ToothState(presence, before=(_work(effect, "", words),))
            rows.append(LegendRow(state, words(EFFECT_WORDS[effect])))
    if any(line.teeth for line in mouth.today):
        rows.append(LegendRow(ToothState(today=(_work(None, "", words),)), words(N_("今日治疗"))))
    return tuple(rows)
