"""The network in words: the list with its reasons, one clinic in full, how old it all is, what to copy."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from clinic_terminal.application.line import Line, LineState
from clinic_terminal.application.network import Choices, Filters, Found, Network, NetworkView
from clinic_terminal.application.ports import PlanEdition
from clinic_terminal.domain.catalogue import Item
from clinic_terminal.domain.network import Outlook, Reach
from clinic_terminal.domain.shanghai import CHINA
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.views.bill_words import category_name, is_english, named
from clinic_terminal.ui.views.network_hours import door_view, hours_lines
from clinic_terminal.ui.views.network_plans import joined, plan_line, since_text, until_text
from clinic_terminal.ui.widgets.choice_box import Choice
from clinic_terminal.ui.widgets.clinic_list import ClinicRow, Heading
from clinic_terminal.ui.widgets.pill import PillView
from clinic_terminal.ui.widgets.tone import Tone

PREVAILS: Final = N_("具体以电子保险卡适用医院显示为准。")
OWN: Final = N_("本诊所")
KNOWN_NAMES: Final = (
    N_("上海"), N_("北京"), N_("杭州"), N_("苏州"), N_("重庆"), N_("儿童齿科"), N_("正畸科"),
    N_("牙体牙髓科"), N_("口腔外科"), N_("影像科"), N_("预防保健科"), N_("麻醉科"),
)  # fmt: skip
"""Cities and departments that have a word in the other language; all others are shown as they come."""
_REASONS: Final[Mapping[Reach, str]] = {
    Reach.STARTS_LATER: N_("从 {day} 起"),
    Reach.OTHER_CATEGORIES: N_("只做{categories}"),
    Reach.ENDED: N_("{day} 后不在网络内"),
    Reach.INPATIENT_ONLY: N_("只做住院"),
    Reach.NOT_IN_PLAN: N_("不在网络内"),
}
_SEVERAL: Final = 2


@dataclass(frozen=True, slots=True)
class SourceView:
    """Where the list comes from and how old it is; the tone warns where it should not be relied on."""

    text: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class FilterChoices:
    """What each filter offers, the first choice letting everything through."""

    plans: tuple[Choice, ...]
    categories: tuple[Choice, ...]
    cities: tuple[Choice, ...]
    departments: tuple[Choice, ...]
    items: tuple[Choice, ...]
    brands: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class ClinicView:
    """One clinic in full. ``hours``: days, times, whether it is today; ``plans``: a plan's name and line."""

    key: str
    name: str
    place: str
    own: str
    door: PillView
    tone: Tone
    verdict: str
    since: str
    basis: str
    phone: str
    address: str
    hours: tuple[tuple[str, str, bool], ...]
    departments: str
    items: str
    plans: tuple[tuple[str, str], ...]
    plan_chosen: bool

    @property
    def copied(self) -> tuple[tuple[str, str], ...]:
        """The plans that a family is told of: the chosen one, else all."""
        return self.plans[:1] if self.plan_chosen else self.plans


def source_view(network: Network, line: LineState, words: Translate) -> SourceView:
    """Return where the list comes from, as of when, and whether that is long ago."""
    _ = words
    if network.as_of is None:
        return SourceView(_("还没有从服务商取得资料"), Tone.NEUTRAL)
    when = moment_text(network.as_of)
    if network.old:
        return SourceView(
            _("资料来自服务商，{when} 更新，已经旧了：请先致电诊所").format(when=when), Tone.WARN
        )
    if line.line in {Line.OFFLINE, Line.REFUSED}:
        return SourceView(_("离线 · 资料来自服务商，{when} 更新").format(when=when), Tone.OFFLINE)
    return SourceView(_("资料来自服务商，{when} 更新").format(when=when), Tone.NEUTRAL)


def moment_text(moment: datetime) -> str:
    """Return a moment in Beijing time, such as 2026-11-22 10:32."""
    return f"{moment + CHINA:%Y-%m-%d %H:%M}"


def known_name(name: str, words: Translate) -> str:
    """Return a city or department in the reader's language, where it has a word there."""
    return words(name) if name in KNOWN_NAMES else name


def filter_choices(choices: Choices, words: Translate) -> FilterChoices:
    """Return the filters' choices in words."""
    _ = words
    return FilterChoices(
        plans=(
            Choice(_("全部计划"), ""),
            *(Choice(plan_name(edition, words), edition.plan.code) for edition in choices.plans),
        ),
        categories=(
            Choice(_("全部类别"), None),
            *(Choice(category_name(one, words), one) for one in choices.categories),
        ),
        cities=(Choice(_("全部城市"), ""), *(Choice(known_name(one, words), one) for one in choices.cities)),
        departments=(
            Choice(_("全部科室"), ""),
            *(Choice(known_name(one, words), one) for one in choices.departments),
        ),
        items=(
            Choice(_("全部项目"), ""),
            *(Choice(_item_name(one, words), one.code) for one in choices.items),
        ),
        brands=(Choice(_("全部品牌"), ""), *(Choice(name, code) for code, name in choices.brands)),
    )


def plan_name(edition: PlanEdition, words: Translate) -> str:
    """Return a plan's name in the reader's language."""
    return named(words, edition.name_zh, edition.name_en)


def rows(
    view: NetworkView, items: Mapping[str, Item], local: datetime, words: Translate
) -> tuple[ClinicRow | Heading, ...]:
    """Return the list: who serves, then who does not on that day, each part under its heading."""
    _ = words
    parts: list[ClinicRow | Heading] = []
    first, second = _("可直付 · {count} 家"), _("不能直付 · {count} 家")
    if not view.filters.plan:
        first, second = _("网络内 · {count} 家"), _("不在网络内 · {count} 家")
    for text, found in ((first, view.serving), (second, view.others)):
        if found:
            parts.append(Heading(text.format(count=len(found))))
            parts.extend(_row(one, view.filters, items, local, words) for one in found)
    return tuple(parts)


def clinic_view(
    found: Found, view: NetworkView, network: Network, local: datetime, words: Translate
) -> ClinicView:
    """Return one clinic in full."""
    clinic, serves = found.clinic, found.outlook.reach is Reach.SERVES
    edition = next((one for one in network.choices.plans if one.plan.code == view.filters.plan), None)
    done = len([code for code in clinic.items if code in network.item_names()])
    return ClinicView(
        key=clinic.id,
        name=clinic.name,
        place=_place(found, words),
        own=words(OWN) if found.is_own else "",
        door=door_view(clinic, local, words),
        tone=_tone(view.filters, serves=serves),
        verdict=_verdict(found.outlook, view.filters, words),
        since=since_text(clinic, view.filters.plan, view.filters.category, view.day, words) if serves else "",
        basis=plan_name(edition, words) if edition else words(N_("选一个计划，才知道能否直付")),
        phone=clinic.phone,
        address=" ".join(filter(None, (known_name(clinic.city, words), clinic.district, clinic.address))),
        hours=hours_lines(clinic, local, words),
        departments=_list([known_name(one, words) for one in clinic.departments], words),
        items=words(N_("{count} 项")).format(count=done) + _named_items(found, network.item_names(), words),
        plans=tuple(
            (plan_name(one, words), plan_line(clinic, one.plan.code, view.day, words))
            for one in sorted(network.choices.plans, key=lambda one: one is not edition)
        ),
        plan_chosen=edition is not None,
    )


def copied_text(view: ClinicView, source: SourceView, words: Translate) -> str:
    """Return a clinic as a message to a family."""
    _ = words
    comma, colon, stop = ("; ", ": ", ". ") if is_english(words) else ("；", "：", "。")
    hours = comma.join(f"{days} {times}" for days, times, _today in view.hours)
    return "\n".join(
        (
            view.name,
            _("电话：{phone}").format(phone=view.phone),
            _("地址：{address}").format(address=view.address),
            _("服务时间：{hours}").format(hours=hours),
            *(f"{name}{colon}{line.replace(chr(10), comma)}" for name, line in view.copied),
            f"{source.text}{stop}{_(PREVAILS)}",
        )
    )


def _row(
    found: Found, filters: Filters, items: Mapping[str, Item], local: datetime, words: Translate
) -> ClinicRow:
    serves = found.outlook.reach is Reach.SERVES
    is_open = found.clinic.open_at(local)
    return ClinicRow(
        key=found.clinic.id,
        name=found.clinic.name,
        place=_place(found, words) + _named_items(found, items, words),
        own=words(OWN) if found.is_own else "",
        serves=_reason(found.outlook, filters, words),
        serving=serves,
        door=words(N_("营业中")) if is_open else words(N_("休息中")),
        is_open=is_open,
    )


def _place(found: Found, words: Translate) -> str:
    clinic = found.clinic
    return f"{clinic.brand_name} · {known_name(clinic.city, words)} {clinic.district}".strip()


def _named_items(found: Found, items: Mapping[str, Item], words: Translate) -> str:
    """Return what the typed text found the clinic by, behind a dot; empty where it found its name."""
    names = [_item_name(items[code], words) for code in dict.fromkeys(found.items) if code in items]
    if not names:
        return ""
    more = len(names) - _SEVERAL
    text = _list(names[:_SEVERAL], words)
    if more > 0:
        text = words(N_("{names}等 {count} 项")).format(names=text, count=len(names))
    return f" · {text}"


def _item_name(item: Item, words: Translate) -> str:
    return named(words, item.name_zh, item.name_en)


def _list(names: list[str], words: Translate) -> str:
    return (", " if is_english(words) else "、").join(names)


def _tone(filters: Filters, *, serves: bool) -> Tone:
    """Return the answer's colour: without a plan there is no answer yet, only what is known."""
    if not serves:
        return Tone.WARN
    return Tone.OK if filters.plan else Tone.NEUTRAL


def _verdict(outlook: Outlook, filters: Filters, words: Translate) -> str:
    if outlook.reach is Reach.SERVES and not filters.plan:
        return words(N_("网络内：{categories}")).format(categories=joined(outlook.categories, words))
    if outlook.reach is Reach.SERVES:
        return words(N_("可直付：{categories}")).format(categories=joined(outlook.categories, words))
    return words(N_("不能直付：{reason}")).format(reason=_reason(outlook, filters, words))


def _reason(outlook: Outlook, filters: Filters, words: Translate) -> str:
    """Return what is served, or in a few words why what is looked for is not."""
    if outlook.reach is Reach.SERVES:
        return joined(outlook.categories, words)
    wanted = filters.category
    sentence = _REASONS[outlook.reach]
    if outlook.reach is Reach.STARTS_LATER and wanted is not None:
        sentence = N_("{category}从 {day} 起")
    if outlook.reach is Reach.NOT_IN_PLAN and filters.plan:
        sentence = N_("不在该计划的网络内")
    return words(sentence).format(
        day=until_text(outlook.turn),
        categories=joined(outlook.categories, words),
        category=category_name(wanted, words) if wanted is not None else "",
    )
