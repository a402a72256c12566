"""A day compared with the server's list, in words: equal, or each difference with what to do about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from clinic_terminal.application.acts import ActKind, ActState
from clinic_terminal.application.day_comparison import DayComparison, DayDifference, DifferenceKind, NextStep
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.terms import act_kind_word, act_state_word, short_reference
from clinic_terminal.ui.views.bill_words import is_english
from clinic_terminal.ui.views.identity import capital
from clinic_terminal.ui.views.queue_tiles import mark_text
from clinic_terminal.ui.widgets.line_model import Align, Column, Line
from clinic_terminal.ui.widgets.money import yuan
from clinic_terminal.ui.widgets.pill import PillView
from clinic_terminal.ui.widgets.tone import Tone
from clinic_terminal.ui.widgets.verdict import VerdictView

_DIFFERENCES: Final[Mapping[str, str]] = {
    DifferenceKind.MISSING_THERE: N_("本机有回执，服务商那里却没有这一笔。"),
    DifferenceKind.MISSING_HERE: N_("服务商有这一笔，本机没有：本机的数据可能换过或丢过。"),
    DifferenceKind.STATE: N_("两边的结论不同：本机“{ours}”，服务商“{theirs}”。"),
    DifferenceKind.AMOUNT: N_("保险金额不同：本机 {ours_fen}，服务商 {theirs_fen}。"),
    DifferenceKind.CONTENT: N_("编号相同，内容不同。"),
}
_STEPS: Final[Mapping[str, str]] = {
    NextStep.OFFER_AGAIN: N_("程序已按原编号再送一次，不会重复记账"),
    NextStep.WAIT: N_("等服务商的决定，会自动下载"),
    NextStep.RETRY: N_("在队列里重试这一笔"),
    NextStep.CALL: N_("致电热线核对，报参考号"),
}
_CALL: Final = N_("致电热线核对")
_FOUND: Final[Mapping[str, str]] = {
    ActState.ACCEPTED: N_("已接受"),
    ActState.ADJUSTED: N_("已调整"),
    ActState.REJECTED: N_("已拒绝"),
}
"""What the server found, in its own sense: that something arrived says nothing of what it decided."""
_UNNAMED: Final = N_("两边不一致。")


@dataclass(frozen=True, slots=True)
class DayLine:
    """One day of the history."""

    day: date
    word: str
    pill: PillView
    at: str


@dataclass(frozen=True, slots=True)
class SideView:
    """One side of a day: whose, how many acts, the insurer's amount, the digest short enough to compare."""

    title: str
    count: str
    amount: str
    digest: str


def difference_text(facts: Mapping[str, str], words: Translate) -> str:
    """Return what differs, from the facts of a follow-up or of a comparison."""
    sentence = _DIFFERENCES.get(_nameable(facts), _UNNAMED)
    filled = {
        "ours": state_word(facts.get("ours_state", ""), words),
        "theirs": finding_word(facts.get("theirs_state", ""), words),
        "ours_fen": amount_text(facts.get("ours_fen", "")),
        "theirs_fen": amount_text(facts.get("theirs_fen", "")),
    }
    return words(sentence).format(**filled)


def _nameable(facts: Mapping[str, str]) -> str:
    """Return the kind of a difference as far as the facts tell it: a follow-up may not keep the states."""
    kind = facts.get("kind", "")
    if kind != DifferenceKind.STATE or facts.get("theirs_state"):
        return kind
    return DifferenceKind.AMOUNT if facts.get("ours_fen") != facts.get("theirs_fen") else ""


def difference_next(facts: Mapping[str, str], words: Translate) -> str:
    """Return what to do about a difference, in a cell's words."""
    return words(_STEPS.get(facts.get("step", ""), _CALL))


def facts_of_difference(one: DayDifference) -> dict[str, str]:
    """Return a difference as facts, as follow-ups keep them."""
    return {
        "kind": one.kind.value,
        "step": one.step.value,
        "act": one.act,
        "ours_state": one.ours_state,
        "theirs_state": one.theirs_state,
        "ours_fen": "" if one.ours_fen is None else str(one.ours_fen),
        "theirs_fen": "" if one.theirs_fen is None else str(one.theirs_fen),
    }


def state_word(state: str, words: Translate) -> str:
    """Return a state of either side in a word."""
    if state == "PENDING":
        return words(N_("待决定"))
    try:
        return act_state_word(ActState(state), words)
    except ValueError:
        return "—"


def finding_word(state: str, words: Translate) -> str:
    """Return what the server says of an act in a word."""
    return words(_FOUND[state]) if state in _FOUND else state_word(state, words)


def amount_text(fen: str) -> str:
    """Return an amount of the facts; a dash where a side has none."""
    return yuan(int(fen)) if fen else "—"


def day_word(day: date, today: date, words: Translate) -> str:
    """Return a day of the history as it is called."""
    near = {0: N_("今天"), 1: N_("昨天")}.get((today - day).days)
    told = f"{day.day} {day:%B}" if is_english(words) else f"{day.month} 月 {day.day} 日"
    return f"{capital(words(near))} · {told}" if near else told


def day_pill(one: DayComparison | None, words: Translate) -> PillView:
    """Return how a day came out, in a word."""
    _ = words
    if one is None:
        return PillView(_("还没对过"), Tone.NEUTRAL)
    if one.differences:
        return PillView(_("{count} 处不符").format(count=len(one.differences)), Tone.WARN)
    if one.waiting:
        return PillView(_("{count} 笔在路上").format(count=one.waiting), Tone.OFFLINE)
    if one.is_empty:
        return PillView(_("没有账"), Tone.NEUTRAL)
    return PillView(_("一致"), Tone.OK)


def verdict_view(one: DayComparison | None, words: Translate) -> VerdictView:
    """Return how the day stands, above its figures."""
    _ = words
    if one is None:
        sub = _("按“现在对账”，本机与服务商逐笔核对。")
        return VerdictView(Tone.NEUTRAL, _("这一天还没有对过账"), sub)
    if one.differences:
        sub = _("每一处都列在下面，也进了队列的待办；没有替您选哪一边。")
        return VerdictView(Tone.WARN, _("{count} 处不符").format(count=len(one.differences)), sub)
    if one.waiting:
        sub = _("已送达的都一致；在路上的送达以后再对一次。")
        return VerdictView(Tone.OFFLINE, _("{count} 笔还在路上").format(count=one.waiting), sub)
    if one.is_empty:
        return VerdictView(Tone.NEUTRAL, _("这一天没有账"), _("本机和服务商都没有这一天的账单。"))
    sub = _("笔数、金额和编号的校验值都相同。")
    if one.offered:
        sub = _("服务商丢过 {count} 笔，已按原编号补送；现在都一致。").format(count=len(one.offered))
    return VerdictView(Tone.OK, _("两边一致"), sub)


def sides(one: DayComparison, words: Translate) -> tuple[SideView, SideView]:
    """Return both sides of a day."""
    _ = words
    return tuple(  # type: ignore[return-value]  # of two
        SideView(title, _("{count} 笔").format(count=side.count), yuan(side.insurer_fen), side.digest[:8])
        for title, side in ((_("本机"), one.ours), (_("服务商"), one.theirs))
    )


def side_note(one: DayComparison, now: datetime, words: Translate) -> str:
    """Return when it was compared, and what was not."""
    _ = words
    parts = [_("{time} 核对").format(time=mark_text(one.compared_at, now))]
    if one.differences and one.waiting:
        parts.append(_("另有 {count} 笔还没送出，不在此列").format(count=one.waiting))
    if one.elsewhere:
        parts.append(_("同一诊所其他终端的 {count} 笔不在此列").format(count=one.elsewhere))
    return " · ".join(parts)


def columns(words: Translate) -> tuple[Column, ...]:
    """Return the columns of the differences."""
    _ = words
    return (
        Column(_("内容"), 80),
        Column(_("本机"), 104, Align.RIGHT),
        Column(_("服务商"), 124, Align.RIGHT),
        Column(_("不符之处"), stretch=True, ink="ink-2"),
        Column(_("怎么办"), 184, ink="ink-2"),
        Column(_("参考号"), 126, ink="ink-3"),
    )


def lines(one: DayComparison, words: Translate) -> tuple[Line, ...]:
    """Return one line a difference."""
    return tuple(_line(difference, words) for difference in one.differences)


def _line(one: DayDifference, words: Translate) -> Line:
    facts = facts_of_difference(one)
    return Line(
        one.act,
        (
            _kind_word(one.act_kind, words),
            amount_text(facts["ours_fen"]),
            amount_text(facts["theirs_fen"]),
            difference_text(facts, words),
            difference_next(facts, words),
            short_reference(one.act),
        ),
    )


def _kind_word(kind: str, words: Translate) -> str:
    try:
        return act_kind_word(ActKind(kind), words)
    except ValueError:
        return kind
