"""What the treatment page shows of teeth and items: the chart, typed places, what an item allows."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Final

from clinic_terminal.application.mouth import KnownTeeth
from clinic_terminal.application.treatment import Chart
from clinic_terminal.domain.adjudication import Reason
from clinic_terminal.domain.catalogue import Catalogue, Item, ToothScope, is_allowed
from clinic_terminal.domain.errors import ToothError
from clinic_terminal.domain.item_families import OfferedFamily, Pick, picks_for
from clinic_terminal.domain.surfaces import Placed, Reading, letters, read_places
from clinic_terminal.domain.tooth import ARCHES, PERMANENT, PRIMARY, QUADRANTS, ROWS, TEETH, is_region
from clinic_terminal.domain.tooth_history import takes_surfaces
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.views.bill_rows import is_outside
from clinic_terminal.ui.views.bill_words import (
    age_text,
    is_english,
    named,
    place_name,
    places_text,
    short_reason,
)
from clinic_terminal.ui.views.finding_words import family_name
from clinic_terminal.ui.views.teeth import (
    Choice,
    InHand,
    Mouth,
    chart_words,
    region_work,
    tooth_states,
    with_surfaces_of,
    zone_use,
)
from clinic_terminal.ui.widgets.money import yuan
from clinic_terminal.ui.widgets.notice import NoticeView
from clinic_terminal.ui.widgets.tone import Tone
from clinic_terminal.ui.widgets.tooth_view import ToothChartView, ZoneUse

TOOTH_PROBLEMS: Final[Mapping[str, str]] = {
    "TOOTH_NEEDED": N_("“{item}”要选牙位：{allowed}。"),
    "TOOTH_NOT_WANTED": N_("“{item}”不分牙位，请不要填 {teeth}。"),
    "TOOTH_UNKNOWN": N_("没有 {teeth} 这个牙位，请按 FDI 两位数填写，如 55 84。"),
    "TOOTH_TWICE": N_("{teeth} 写了两次，同一颗牙一行只能有一次。"),
    "TOOTH_NOT_ALLOWED": N_("“{item}”不能用于 {teeth}，只能用于{allowed}。"),
    "SURFACE_UNKNOWN": N_("没有“{surfaces}”这个牙面，请用 M O I D B V L P。"),
    "SURFACE_NOT_THERE": N_("{teeth} 没有“{surfaces}”面，它的五个面是 {letters}。"),
    "SURFACE_TWICE": N_("{teeth} 的“{surfaces}”面写了两次。"),
    "SURFACE_WITHOUT_TOOTH": N_("牙面“{surfaces}”要写在一颗牙的后面，如 54 OD。"),
    "SURFACE_NOT_WANTED": N_("“{item}”按整颗牙计，不分牙面。"),
}
SCOPES: Final[Mapping[ToothScope, str]] = {
    ToothScope.NONE: N_("不分牙位"),
    ToothScope.OPTIONAL: N_("牙位可不填"),
    ToothScope.TEETH: N_("按牙计"),
    ToothScope.QUADRANT: N_("按区计"),
    ToothScope.ARCH: N_("按颌计"),
    ToothScope.REGION: N_("两牙之间"),
}
TYPED_EXAMPLES: Final[Mapping[ToothScope, str]] = {
    ToothScope.NONE: "",
    ToothScope.OPTIONAL: N_("如 55 84，可不填"),
    ToothScope.TEETH: N_("如 55 84"),
    ToothScope.QUADRANT: N_("如 右上，或点牙位图"),
    ToothScope.ARCH: N_("如 上，或点牙位图"),
    ToothScope.REGION: N_("如 11-21，或点相邻两牙"),
}
_QUADRANT_OF: Final = {"1": "Q1", "5": "Q1", "2": "Q2", "6": "Q2", "3": "Q3", "7": "Q3", "4": "Q4", "8": "Q4"}
_ARCH_OF: Final = {"Q1": "UPPER", "Q2": "UPPER", "Q3": "LOWER", "Q4": "LOWER"}
_TYPED_PLACES: Final[Mapping[str, str]] = {
    "上": "UPPER", "上颌": "UPPER", "U": "UPPER", "下": "LOWER", "下颌": "LOWER", "L": "LOWER",
    "右上": "Q1", "左上": "Q2", "左下": "Q3", "右下": "Q4",
}  # fmt: skip
_WORD = re.compile(r"Q\d|\d\d-\d\d|\d+|[^\s\d,，、;；]+")
TOOTH_KINDS: Final[Mapping[tuple[str, str], str]] = {
    ("1234", "123"): N_("恒前牙（1–3 位）"),
    ("1234", "45"): N_("前磨牙（4、5 位）"),
    ("1234", "67"): N_("恒磨牙（6、7 位）"),
    ("1234", "8"): N_("智齿（8 位）"),
    ("5678", "123"): N_("乳前牙（1–3 位）"),
    ("5678", "45"): N_("乳磨牙（4、5 位）"),
}
"""Quadrants and positions, and the kind of teeth that stand there."""


def typed_places(text: str) -> tuple[str, ...]:
    """Return the places of a typed text: ``55 84``, ``5584``, ``11-21``, ``右上``; unknown words stay."""
    found: list[str] = []
    for word in _WORD.findall(text.upper()):
        if word.isdigit() and len(word) % 2 == 0:
            found += [word[at : at + 2] for at in range(0, len(word), 2)]
        else:
            found.append(_TYPED_PLACES.get(word, word))
    return tuple(found)


def toggled(item: InHand | None, places: tuple[str, ...], tooth: str) -> tuple[str, ...]:
    """Return the places after a tooth was pressed, as ``item`` wants them.

    Two neighbours make a region; any tooth stands for its quadrant or its arch.
    """
    pressed = place_of(item, tooth)
    if pressed in places:
        return tuple(place for place in places if place != pressed)
    if scope_of(item) is ToothScope.REGION:
        last = places[-1] if places and places[-1] in TEETH else None
        if last is not None:
            return (*places[:-1], _region(last, tooth) or tooth)
    return (*places, pressed)


def _region(one: str, other: str) -> str:
    """Return the region between two neighbours in the order of the chart, empty where they are none."""
    order = [tooth for row in ROWS for tooth in row]
    left, right = sorted((one, other), key=order.index)
    return f"{left}-{right}" if is_region(f"{left}-{right}") else ""


def scope_of(item: InHand | None) -> ToothScope:
    """Return what places mean to what is in hand; to a family, as to nothing, they are teeth."""
    return item.scope if isinstance(item, Item) else ToothScope.TEETH


def in_hand_name(item: InHand, words: Translate) -> str:
    """Return what an item, or a family, is called."""
    if isinstance(item, OfferedFamily):
        return family_name(item.family, words)
    return named(words, item.name_zh, item.name_en)


def place_of(item: InHand | None, tooth: str) -> str:
    """Return the place that a tooth stands for under the scope of ``item``."""
    scope = scope_of(item)
    quadrant = _QUADRANT_OF[tooth[0]]
    if scope is ToothScope.QUADRANT:
        return quadrant
    return _ARCH_OF[quadrant] if scope is ToothScope.ARCH else tooth


def allowed_text(item: InHand, words: Translate) -> str:
    """Return in words where an item may be done, such as 乳牙 51–85."""
    if scope_of(item) is ToothScope.REGION:
        return words(N_("相邻两牙之间，如 11-21"))
    teeth = _teeth_text(item.teeth, words)
    if isinstance(item, OfferedFamily) and item.has_regions:
        return words(N_("{teeth}，或相邻两牙之间，如 11-21")).format(teeth=teeth)
    return teeth


def _teeth_text(teeth: frozenset[str], words: Translate) -> str:
    if teeth >= PERMANENT | PRIMARY:
        return words(N_("任何牙位"))
    if teeth == PRIMARY:
        return words(N_("乳牙 51–85"))
    if teeth == PERMANENT:
        return words(N_("恒牙 11–48"))
    comma = ", " if is_english(words) else "、"
    kinds = _kinds(teeth)
    return comma.join(words(kind) for kind in kinds) if kinds else places_text(tuple(sorted(teeth)), words)


def _kinds(teeth: frozenset[str]) -> list[str]:
    """Return the kinds of teeth that ``teeth`` is made of, empty where it is made of other sets."""
    found = [word for kind, word in TOOTH_KINDS.items() if _kind_teeth(kind) <= teeth]
    named_teeth = frozenset().union(*(_kind_teeth(k) for k in TOOTH_KINDS if _kind_teeth(k) <= teeth))
    return found if named_teeth == teeth else []


def _kind_teeth(kind: tuple[str, str]) -> frozenset[str]:
    quadrants, positions = kind
    return frozenset(quadrant + position for quadrant in quadrants for position in positions)


def tooth_problem(error: ToothError, item: InHand, words: Translate) -> str:
    """Return in words what is wrong with the typed teeth or surfaces."""
    tooth = error.teeth[0] if error.teeth else ""
    return words(TOOTH_PROBLEMS.get(error.code, TOOTH_PROBLEMS["TOOTH_NEEDED"])).format(
        item=in_hand_name(item, words),
        teeth=places_text(error.teeth, words),
        allowed=allowed_text(item, words),
        surfaces=getattr(error, "surfaces", ""),
        letters=" ".join(letters(tooth)) if tooth in TEETH else "",
    )


def surface_problem(item: InHand | None, tooth: str, letter: str, words: Translate) -> str:
    """Return why a surface cannot be chosen on ``tooth``."""
    if item is not None and not with_surfaces_of(item):
        return words(TOOTH_PROBLEMS["SURFACE_NOT_WANTED"]).format(item=in_hand_name(item, words))
    return words(TOOTH_PROBLEMS["SURFACE_NOT_THERE"]).format(
        teeth=tooth, surfaces=letter, letters=" ".join(letters(tooth))
    )


def typed_problem(word: str, words: Translate) -> str:
    """Return what is wrong with figures that were typed on the chart."""
    if "-" in word:
        return words(N_("{teeth} 不是相邻的两颗牙。")).format(teeth=word)
    return words(TOOTH_PROBLEMS["TOOTH_UNKNOWN"]).format(teeth=word)


def chart_view(
    chart: Chart, known: KnownTeeth, item: InHand | None, choice: Choice, words: Translate
) -> ToothChartView:
    """Return the tooth chart: who stands there, what was done, what is chosen, what ``item`` forbids."""
    visit = chart.visit
    mouth = Mouth(known.of(visit), known.work, visit.lines, _item_names(chart, words))
    chosen = {place for place in choice.places if place in TEETH or place in ARCHES or place in QUADRANTS}
    between = item.has_regions if isinstance(item, OfferedFamily) else scope_of(item) is ToothScope.REGION
    return ToothChartView(
        teeth=tooth_states(mouth, choice, words),
        selected=frozenset(tooth for tooth in TEETH if tooth in chosen or place_of(item, tooth) in chosen),
        surfaces=dict(choice.surfaces),
        forbidden=_forbidden(item, words) if item else {},
        regions=frozenset(place for place in choice.places if is_region(place)),
        region_work=region_work(visit.lines, words),
        regions_open=between,
        zones=zone_use(item),
        active=next((place for place in reversed(choice.places) if place in TEETH), ""),
        words=chart_words(mouth, words),
    )


def with_noticed(view: ToothChartView, noticed: frozenset[str], words: Translate) -> ToothChartView:
    """Return the chart with the teeth marked at which somebody should look."""
    if not noticed:
        return view
    look = words(N_("请核对"))
    marked = {tooth: replace(view.state(tooth), noticed=look) for tooth in noticed}
    return replace(view, teeth={**view.teeth, **marked})


def _item_names(chart: Chart, words: Translate) -> Mapping[str, str]:
    items = (chart.catalogue.item(line.item) for line in chart.visit.lines)
    return {item.code: named(words, item.name_zh, item.name_en) for item in items}


def _forbidden(item: InHand, words: Translate) -> dict[str, str]:
    if scope_of(item) is ToothScope.REGION:
        return {}
    why = words(N_("“{item}”只能用于{allowed}。")).format(
        item=in_hand_name(item, words), allowed=allowed_text(item, words)
    )
    return {tooth: why for tooth in TEETH if not allows(item, place_of(item, tooth))}


def allows(item: InHand, place: str) -> bool:
    """Tell whether what is in hand may be done at ``place``."""
    return item.allows(place) if isinstance(item, OfferedFamily) else is_allowed(item, place)


def typed_example(item: InHand, words: Translate) -> str:
    """Return what may be typed into the field for the places of ``item``."""
    if zone_use(item) is ZoneUse.DIRECT:
        return words(N_("如 54 OD，或 5 4 o d"))
    return words(TYPED_EXAMPLES[scope_of(item)])


def read_typed(item: InHand, text: str) -> Reading:
    """Return what was typed as the places of ``item``: quadrants and arches by their words, else teeth."""
    if scope_of(item) in {ToothScope.QUADRANT, ToothScope.ARCH}:
        return Reading(tuple(Placed(place) for place in typed_places(text)))
    return read_places(text)


def quick_places(item: InHand, words: Translate) -> tuple[tuple[str, str], ...]:
    """Return the quadrants or arches that an item offers as buttons: place and word."""
    if scope_of(item) not in {ToothScope.QUADRANT, ToothScope.ARCH}:
        return ()
    order = ("Q1", "Q2", "Q3", "Q4", "UPPER", "LOWER")
    return tuple((place, place_name(place, words)) for place in order if place in item.teeth)


def in_hand_detail(item: InHand, words: Translate) -> str:
    """Return what is to be known of what is in hand before its places are: above all where it is done."""
    if isinstance(item, OfferedFamily):
        decides = words(N_("牙位决定项目"))
        return f"{decides} · {allowed_text(item, words)}"
    return f"{item.code} · {words(SCOPES[item.scope])} · {allowed_text(item, words)}"


def decided_text(family: InHand, reading: Reading, words: Translate) -> str:
    """Return which items the places ask for so far; empty where they decide nothing, or do not fit."""
    if not isinstance(family, OfferedFamily):
        return ""
    try:
        picks = picks_for(family.catalogue, family.family, reading.places, reading.surfaces)
    except ToothError:
        return ""
    return "\n".join(_pick_text(pick, family.catalogue, words) for pick in picks)


def _pick_text(pick: Pick, catalogue: Catalogue, words: Translate) -> str:
    """Return the item that places ask for, what it costs, and what else might have been done there."""
    item = catalogue.item(pick.item)
    places = places_text(pick.teeth, words, pick.surfaces)
    name = named(words, item.name_zh, item.name_en)
    text = f"{places} · {name} · {yuan(item.price_fen)}"
    if is_outside(item.category):
        text = f"{text} · {short_reason(Reason.NOT_COVERED, '', words)}"
    if not pick.others:
        return text
    if takes_surfaces(pick.item):
        more = words(N_("两面及以上请写牙面，如 54 OD。"))
        return f"{text}\n{more}"
    others = (catalogue.item(code) for code in pick.others)
    comma = ", " if is_english(words) else "、"
    names = comma.join(named(words, other.name_zh, other.name_en) for other in others)
    instead = words(N_("如果做的是{items}，请直接查找。")).format(items=names)
    return f"{text}\n{instead}"


def item_advice(item: InHand, words: Translate) -> NoticeView | None:
    """Return what to tell the family before an item is added, None where nothing is to be told."""
    if isinstance(item, OfferedFamily):
        return None
    name = named(words, item.name_zh, item.name_en)
    if is_outside(item.category):
        return NoticeView(
            Tone.WARN,
            words(N_("“{item}”不在保险责任内")).format(item=name),
            words(N_("由家长现场自费 {price}。")).format(price=yuan(item.price_fen)),
        )
    return None


def child_line(chart: Chart, words: Translate, day: date) -> str:
    """Return age and plan beside the child's name."""
    plan = named(words, chart.edition.name_zh, chart.edition.name_en)
    return f"{age_text(chart.visit.person.birth_date, day, words)} · {plan}"
