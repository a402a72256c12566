"""What the search of the treatment page shows: items with price and cover, packages, the last visit."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from clinic_terminal.application.item_search import SHOWN, Finder, ItemSearch
from clinic_terminal.application.line_groups import LastVisit
from clinic_terminal.application.treatment import Chart
from clinic_terminal.domain.adjudication import Reason
from clinic_terminal.domain.catalogue import Basis, Catalogue, Item, Package, ToothScope
from clinic_terminal.domain.item_families import Family, OfferedFamily
from clinic_terminal.domain.line_groups import LeftOut, LeftOutCause
from clinic_terminal.domain.plan import Category, Plan
from clinic_terminal.domain.shanghai import CHINA
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.views.bill_rows import rate_text
from clinic_terminal.ui.views.bill_words import (
    category_name,
    is_english,
    named,
    places_text,
    short_reason,
)
from clinic_terminal.ui.views.finding_words import family_name
from clinic_terminal.ui.views.hits import hits
from clinic_terminal.ui.views.teeth import InHand
from clinic_terminal.ui.views.treatment import SCOPES, allowed_text, allows
from clinic_terminal.ui.widgets.money import yuan
from clinic_terminal.ui.widgets.notice import NoticeView
from clinic_terminal.ui.widgets.result_view import Result
from clinic_terminal.ui.widgets.tone import Tone

GROUP_SIGNS: Final = ("=", "＝")
"""What a query begins with that asks for packages."""

LEFT_OUT: Final[Mapping[LeftOutCause, str]] = {
    LeftOutCause.ITEM_UNKNOWN: N_("{item}：目录里没有这个项目了"),
    LeftOutCause.ITEM_OFF: N_("{item}：本诊所现在不做"),
    LeftOutCause.ALREADY_THERE: N_("{item}：账单上已经有了"),
    LeftOutCause.TOOTH_GONE: N_("{item}：{teeth} 已经不在"),
    LeftOutCause.TOOTH_NEEDED: N_("{item}：要先选牙位"),
    LeftOutCause.TOOTH_WRONG: N_("{item}：不能用于 {teeth}"),
}


@dataclass(frozen=True, slots=True)
class PackageKey:
    """The key of a result that stands for a package."""

    code: str


@dataclass(frozen=True, slots=True)
class FamilyKey:
    """The key of a result that stands for a family of items."""

    family: Family


@dataclass(frozen=True, slots=True)
class LastVisitKey:
    """The key of the result that stands for what was done at the last visit."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the search shows; with ``choose`` Enter takes the first, without it ``hint`` says what to do."""

    results: tuple[Result, ...]
    choose: bool = True
    hint: str = ""


def shown(search: ItemSearch, chart: Chart, query: str, places: tuple[str, ...], words: Translate) -> Shown:
    """Return what is found for ``query``; an item that the chosen places forbid says why."""
    found = search.find(query)
    families = tuple(_family(family, (query, places), words) for family in found.families)
    items = tuple(_result(item, search, chart, (query, places), words) for item in found.items)
    results = (*families, *items)
    free = sum(not result.blocked for result in results)
    sure = (found.sure and not results[0].blocked) or (free == 1 and len(items) < SHOWN)
    if sure or not query.strip() or not free:
        return Shown(results, choose=sure and bool(query.strip()))
    count = f"{free}+" if len(items) >= SHOWN else str(free)
    hint = words(N_("有 {count} 个项目符合：按 ↓ 选一个，再按 Enter。")).format(count=count)
    return Shown(results, choose=False, hint=hint)


def _result(
    item: Item, search: ItemSearch, chart: Chart, asked: tuple[str, tuple[str, ...]], words: Translate
) -> Result:
    query, places = asked
    name = named(words, item.name_zh, item.name_en)
    favourite = item.code in search.habits.favourites
    used = search.habits.own.get(item.code)
    parts = (
        item.code,
        words(N_("待确认")) if item.basis is Basis.INFERRED else "",
        _used_text((used.last + CHINA).date(), chart.visit.day, words) if used else "",
        words(SCOPES[item.scope]),
    )
    return Result(
        item.code,
        name,
        " · ".join(filter(None, parts)),
        category_name(item.category, words),
        yuan(item.price_fen),
        _blocked(item, places, words),
        note=_cover_text(item, chart.edition.plan, words),
        kind_tone=Tone.WARN if item.category is Category.NOT_COVERED else Tone.NEUTRAL,
        hits=hits(query, name),
        favourite=favourite,
        spoken=words(N_("已收藏")) if favourite else "",
    )


def _family(family: OfferedFamily, asked: tuple[str, tuple[str, ...]], words: Translate) -> Result:
    """Return the result that lets the teeth decide; its items stand below its name."""
    query, places = asked
    name = family_name(family.family, words)
    return Result(
        FamilyKey(family.family),
        words(N_("{family} · 牙位决定项目")).format(family=name),
        _names(family.members, words),
        blocked=_not_there(family, places, words),
        hits=hits(query, name),
    )


def _blocked(item: Item, places: tuple[str, ...], words: Translate) -> str:
    if not item.offered:
        return words(N_("本诊所现在不做这个项目。"))
    if item.scope not in {ToothScope.TEETH, ToothScope.OPTIONAL}:
        return ""
    return _not_there(item, places, words)


def _not_there(item: InHand, places: tuple[str, ...], words: Translate) -> str:
    """Return which of the chosen places forbid it, empty where none does."""
    wrong = tuple(place for place in places if not allows(item, place))
    if not wrong:
        return ""
    return words(N_("不能用于 {teeth}，只能用于{allowed}。")).format(
        teeth=places_text(wrong, words), allowed=allowed_text(item, words)
    )


def _used_text(last: date, today: date, words: Translate) -> str:
    if last >= today:
        return words(N_("今天用过"))
    if last == today - timedelta(days=1):
        return words(N_("昨天用过"))
    if is_english(words):
        day = f"{last.day} {last:%b}" if last.year == today.year else f"{last.day} {last:%b} {last.year}"
    else:
        day = f"{last.month}-{last.day}" if last.year == today.year else last.isoformat()
    return words(N_("上次用过 {day}")).format(day=day)


def _cover_text(item: Item, plan: Plan, words: Translate) -> str:
    """Return who pays as a rule, in two words: the plan's share for the category."""
    if item.category is Category.NOT_COVERED or item.category not in plan.coinsurance_bp:
        return short_reason(Reason.NOT_COVERED, "", words)
    if not plan.coinsurance_bp[item.category]:
        return short_reason(Reason.COVERED, "", words)
    return short_reason(Reason.COINSURANCE, rate_text(plan, item.category), words)


def group_results(finder: Finder, query: str, last: LastVisit | None, words: Translate) -> tuple[Result, ...]:
    """Return the packages that ``query`` finds, and for an empty one what was done at the last visit."""
    catalogue = finder.catalogue
    found = tuple(_package(package, catalogue, query, words) for package in finder.packages(query))
    if query.strip() or last is None:
        return found
    return (*found, _last_visit(last, catalogue, words))


def _package(package: Package, catalogue: Catalogue, query: str, words: Translate) -> Result:
    name = named(words, package.name_zh, package.name_en)
    items = [catalogue.item(code) for code in package.items]
    price = sum(item.price_fen * item.units_for(package.teeth.get(item.code, ())) for item in items)
    return Result(
        PackageKey(package.code),
        name,
        _contents(package, items, words),
        words(N_("组合")),
        yuan(price),
        hits=hits(query, name),
    )


def _contents(package: Package, items: Iterable[Item], words: Translate) -> str:
    """Return the items of a package, with their teeth where it names any."""
    comma = ", " if is_english(words) else "、"
    names = [
        f"{named(words, item.name_zh, item.name_en)} {places_text(package.teeth.get(item.code, ()), words)}"
        for item in items
    ]
    return comma.join(name.rstrip() for name in names)


def _last_visit(last: LastVisit, catalogue: Catalogue, words: Translate) -> Result:
    items = [catalogue.items[code] for code in last.items if code in catalogue.items]
    return Result(LastVisitKey(), last_visit_text(last, words), _names(items, words), words(N_("上次")))


def last_visit_text(last: LastVisit, words: Translate) -> str:
    """Return how the last visit is offered to be copied."""
    return words(N_("上次同项（{day}，{count} 项）")).format(
        day=f"{last.day:%Y-%m-%d}", count=len(last.items)
    )


def _names(items: Iterable[Item], words: Translate) -> str:
    comma = ", " if is_english(words) else "、"
    return comma.join(named(words, item.name_zh, item.name_en) for item in items)


def left_out_notice(left_out: tuple[LeftOut, ...], count: int, words: Translate) -> NoticeView | None:
    """Return what of a group was not put on the bill and why, None where all of it was."""
    if not left_out:
        return None
    what = words(N_("加了 {count} 项，这些没有加")) if count else words(N_("一项也没有加"))
    reasons = [
        words(LEFT_OUT[one.cause]).format(
            item=named(words, one.name_zh, one.name_en), teeth=places_text(one.teeth, words)
        )
        for one in left_out
    ]
    mark = "; " if is_english(words) else "；"
    stop = "." if is_english(words) else "。"
    return NoticeView(Tone.WARN, what.format(count=count), next_step=mark.join(reasons) + stop)
