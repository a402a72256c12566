"""What the treatment page shows: results of the search, the chart, the growing bill, its live split."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from clinic_terminal.application.treatment import Chart
from clinic_terminal.domain.adjudication import Reason, Split, SplitStatus
from clinic_terminal.domain.catalogue import Basis, Catalogue, Item, ToothScope, is_allowed
from clinic_terminal.domain.errors import BillNotSplittableError, DiscountTooLargeError, ToothError
from clinic_terminal.domain.tooth import PERMANENT, PRIMARY, ROWS, TEETH, is_region
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.views.bill_rows import footnotes, is_outside, missing_letters, rows_of
from clinic_terminal.ui.views.bill_words import (
    age_text,
    category_name,
    is_english,
    long_reason,
    named,
    place_name,
    places_text,
)
from clinic_terminal.ui.widgets.money import yuan
from clinic_terminal.ui.widgets.notice import NoticeView
from clinic_terminal.ui.widgets.result_list import Result
from clinic_terminal.ui.widgets.tone import Tone
from clinic_terminal.ui.widgets.tooth_chart import ToothChartView
from clinic_terminal.ui.widgets.tooth_paint import ToothMark

TOOTH_PROBLEMS: Final[Mapping[str, str]] = {
    "TOOTH_NEEDED": N_("“{item}”要选牙位：{allowed}。"),
    "TOOTH_NOT_WANTED": N_("“{item}”不分牙位，请不要填 {teeth}。"),
    "TOOTH_UNKNOWN": N_("没有 {teeth} 这个牙位，请按 FDI 两位数填写，如 55 84。"),
    "TOOTH_TWICE": N_("{teeth} 写了两次，同一颗牙一行只能有一次。"),
    "TOOTH_NOT_ALLOWED": N_("“{item}”不能用于 {teeth}，只能用于{allowed}。"),
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


@dataclass(frozen=True, slots=True)
class LiveSplit:
    """The amounts under the growing bill, in fen; ``problem`` where it cannot be split as it stands."""

    billed: int
    discount: int
    insurer: int
    now: int
    later: int
    pool_limit: int
    pool_used: int
    pool_this: int
    pool_left: int
    problem: str = ""


def typed_places(text: str) -> tuple[str, ...]:
    """Return the places of a typed text: ``55 84``, ``5584``, ``11-21``, ``右上``; unknown words stay."""
    found: list[str] = []
    for word in _WORD.findall(text.upper()):
        if word.isdigit() and len(word) % 2 == 0:
            found += [word[at : at + 2] for at in range(0, len(word), 2)]
        else:
            found.append(_TYPED_PLACES.get(word, word))
    return tuple(found)


def typed_text(places: Iterable[str]) -> str:
    """Return places as they are typed."""
    return " ".join(places)


def toggled(item: Item | None, places: tuple[str, ...], tooth: str) -> tuple[str, ...]:
    """Return the places after a tooth was pressed, as ``item`` wants them.

    Two neighbours make a region; any tooth stands for its quadrant or its arch.
    """
    pressed = place_of(item, tooth)
    if pressed in places:
        return tuple(place for place in places if place != pressed)
    if item is not None and item.scope is ToothScope.REGION:
        last = places[-1] if places and places[-1] in TEETH else None
        if last is not None:
            return (*places[:-1], _region(last, tooth) or tooth)
    return (*places, pressed)


def _region(one: str, other: str) -> str:
    """Return the region between two neighbours in the order of the chart, empty where they are none."""
    order = [tooth for row in ROWS for tooth in row]
    left, right = sorted((one, other), key=order.index)
    return f"{left}-{right}" if is_region(f"{left}-{right}") else ""


def place_of(item: Item | None, tooth: str) -> str:
    """Return the place that a tooth stands for under the scope of ``item``."""
    scope = item.scope if item is not None else ToothScope.TEETH
    quadrant = _QUADRANT_OF[tooth[0]]
    if scope is ToothScope.QUADRANT:
        return quadrant
    return _ARCH_OF[quadrant] if scope is ToothScope.ARCH else tooth


def results(items: Iterable[Item], chosen: tuple[str, ...], words: Translate) -> tuple[Result, ...]:
    """Return found items with price and category; one that the chosen teeth forbid says why."""
    return tuple(_result(item, chosen, words) for item in items)


def _result(item: Item, chosen: tuple[str, ...], words: Translate) -> Result:
    wrong = tuple(tooth for tooth in chosen if not is_allowed(item, tooth)) if _wants_teeth(item) else ()
    blocked = ""
    if wrong:
        blocked = words(N_("不能用于 {teeth}，只能用于{allowed}。")).format(
            teeth=places_text(wrong, words), allowed=allowed_text(item, words)
        )
    detail = " · ".join(filter(None, (item.code, words(SCOPES[item.scope]), _basis(item, words))))
    return Result(
        item.code,
        named(words, item.name_zh, item.name_en),
        detail,
        category_name(item.category, words),
        yuan(item.price_fen),
        blocked,
    )


def _basis(item: Item, words: Translate) -> str:
    return words(N_("请向服务商确认")) if item.basis is Basis.INFERRED else ""


def _wants_teeth(item: Item) -> bool:
    return item.scope in {ToothScope.TEETH, ToothScope.OPTIONAL}


def allowed_text(item: Item, words: Translate) -> str:
    """Return in words where an item may be done, such as 乳牙 51–85."""
    if item.scope is ToothScope.REGION:
        return words(N_("相邻两牙之间，如 11-21"))
    teeth = item.teeth
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


def tooth_problem(error: ToothError, item: Item, words: Translate) -> str:
    """Return in words what is wrong with the typed teeth."""
    return words(TOOTH_PROBLEMS.get(error.code, TOOTH_PROBLEMS["TOOTH_NEEDED"])).format(
        item=named(words, item.name_zh, item.name_en),
        teeth=places_text(error.teeth, words),
        allowed=allowed_text(item, words),
    )


def chart_view(chart: Chart, item: Item | None, chosen: tuple[str, ...], words: Translate) -> ToothChartView:
    """Return the tooth chart: what was treated today, what is chosen, what ``item`` forbids."""
    visit = chart.visit
    treated = {place for line in visit.lines for place in line.teeth if place in TEETH}
    parts = {part for place in chosen for part in place.split("-")}
    shown = {tooth for tooth in TEETH if tooth in parts or place_of(item, tooth) in parts}
    return ToothChartView(
        marks=dict.fromkeys(treated, ToothMark.TREATED),
        selected=frozenset(shown),
        forbidden=_forbidden(item, words) if item else {},
        caption=age_text(visit.person.birth_date, visit.day, words),
        right=words(N_("右侧")),
        left=words(N_("左侧")),
    )


def _forbidden(item: Item, words: Translate) -> dict[str, str]:
    if item.scope is ToothScope.REGION:
        return {}
    why = words(N_("“{item}”只能用于{allowed}。")).format(
        item=named(words, item.name_zh, item.name_en), allowed=allowed_text(item, words)
    )
    return {tooth: why for tooth in TEETH if not is_allowed(item, place_of(item, tooth))}


def quick_places(item: Item, words: Translate) -> tuple[tuple[str, str], ...]:
    """Return the quadrants or arches that an item offers as buttons: place and word."""
    if item.scope not in {ToothScope.QUADRANT, ToothScope.ARCH}:
        return ()
    order = ("Q1", "Q2", "Q3", "Q4", "UPPER", "LOWER")
    return tuple((place, place_name(place, words)) for place in order if place in item.teeth)


def estimate(chart: Chart) -> tuple[Split | None, BillNotSplittableError | None]:
    """Return the live split, or what keeps the bill from being split."""
    try:
        return chart.estimate(), None
    except BillNotSplittableError as error:
        return None, error


def discount_fits(chart: Chart, fen: int) -> bool:
    """Tell whether the split would take a discount of ``fen``."""
    try:
        replace(chart, visit=replace(chart.visit, discount_fen=fen)).estimate()
    except DiscountTooLargeError:
        return False
    return True


def live_split(chart: Chart, words: Translate) -> LiveSplit:
    """Return the amounts under the bill."""
    result, problem = estimate(chart)
    plan = chart.edition.plan
    gross = sum(line.unit_fen * line.qty for line in chart.visit.lines)
    if result is None:
        return LiveSplit(
            gross, chart.visit.discount_fen, 0, 0, 0, plan.pool_fen, 0, 0, 0, _why(problem, words)
        )
    totals = result.totals
    return LiveSplit(
        billed=totals.billed,
        discount=chart.visit.discount_fen,
        insurer=totals.insurer,
        now=totals.on_site,
        later=totals.online,
        pool_limit=plan.pool_fen,
        pool_used=plan.pool_fen - result.pool_before,
        pool_this=result.pool_before - result.pool_after,
        pool_left=result.pool_after,
    )


def _why(problem: BillNotSplittableError | None, words: Translate) -> str:
    if isinstance(problem, DiscountTooLargeError):
        return words(N_("优惠比账单金额还大，请改小优惠。"))
    return words(N_("这张账单现在算不出来，请核对项目和金额。"))


def split_notices(chart: Chart, words: Translate) -> tuple[NoticeView, ...]:
    """Return what the dentist should know of the live split: held, refused, letters, limits."""
    result, _problem = estimate(chart)
    if result is None or not chart.visit.lines:
        return ()
    found: list[NoticeView] = []
    if result.status is SplitStatus.HOLD:
        found.append(
            NoticeView(
                Tone.WARN,
                words(N_("首次就诊未预约：仅预估")),
                next_step=words(N_("前台登记预约编号后才能直付。")),
            )
        )
    elif result.status is SplitStatus.NO_DIRECT_BILLING:
        brand = chart.snapshot.lock.brand_name if chart.snapshot.lock else ""
        reason = result.gate or Reason.SELF_PAY_CHOSEN
        found.append(
            NoticeView(
                Tone.STOP, words(N_("本次不能直付，全部由家长支付")), long_reason(reason, "", brand, words)
            )
        )
    letters = missing_letters(rows_of(chart, result, words))
    if letters:
        found.append(
            NoticeView(
                Tone.WARN,
                words(N_("需要事先授权：{items}")).format(items="、".join(letters)),
                next_step=words(N_("没有担保函时，保险只付理赔金的 60%。请先到“授权”申请。")),
            )
        )
    if any(Reason.LIMIT_REACHED in part.reasons for part in result.parts):
        found.append(NoticeView(Tone.WARN, words(N_("共享额度不够了，超出部分由家长支付。"))))
    return tuple(found)


def item_advice(item: Item, words: Translate) -> NoticeView | None:
    """Return what to tell the family before an item is added, None where nothing is to be told."""
    name = named(words, item.name_zh, item.name_en)
    if is_outside(item.category):
        return NoticeView(
            Tone.WARN,
            words(N_("“{item}”不在保险责任内")).format(item=name),
            words(N_("由家长现场自费 {price}。")).format(price=yuan(item.price_fen)),
        )
    return None


def found_items(catalogue: Catalogue, query: str) -> list[Item]:
    """Return the items that a typed query finds, best first."""
    return catalogue.search(query)


def notes(chart: Chart, words: Translate) -> tuple[str, ...]:
    """Return the whole sentences behind the split's short reasons."""
    result, _problem = estimate(chart)
    return footnotes(chart, result, words) if result else ()


def child_line(chart: Chart, words: Translate, day: date) -> str:
    """Return age and plan beside the child's name."""
    plan = named(words, chart.edition.name_zh, chart.edition.name_en)
    return f"{age_text(chart.visit.person.birth_date, day, words)} · {plan}"
