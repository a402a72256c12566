"""The day beside its board: its name, what waits for a person, and what an outage would mean."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from clinic_terminal.application.acts import ActState
from clinic_terminal.application.day import Board, DaySums, QueueView, needs_follow_up
from clinic_terminal.application.line import Line, LineState
from clinic_terminal.domain.visit import Stage, Visit
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.terms import clock_text
from clinic_terminal.ui.views.bill_words import is_english
from clinic_terminal.ui.widgets.money import yuan
from clinic_terminal.ui.widgets.tone import Tone

PAGE_OF_STAGE: Mapping[Stage, str] = {
    Stage.EXPECTED: "check-in",
    Stage.ARRIVED: "check-in",
    Stage.IN_TREATMENT: "treatment",
    Stage.TO_SETTLE: "settle",
    Stage.FROZEN: "settle",
    Stage.DONE: "done",
    Stage.VOIDED: "done",
    Stage.CANCELLED: "today",
}

_WEEKDAYS = (
    N_("星期一"),
    N_("星期二"),
    N_("星期三"),
    N_("星期四"),
    N_("星期五"),
    N_("星期六"),
    N_("星期日"),
)


_NOT_DELIVERED: Final = frozenset({ActState.READY, ActState.SENDING, ActState.PARKED})
_NEAR_DAYS: Final[Mapping[int, str]] = {-1: N_("昨天"), 0: N_("今天"), 1: N_("明天"), 2: N_("后天")}


@dataclass(frozen=True, slots=True)
class SafetyView:
    """The card that says whether an outage would matter."""

    tone: Tone
    headline: str
    lines: tuple[str, ...]


def day_title(day: date, words: Translate) -> str:
    """Return the day with its weekday."""
    weekday = words(_WEEKDAYS[day.weekday()])
    if is_english(words):
        return f"{weekday}, {day.day} {day:%B}"
    return f"{day.month} 月 {day.day} 日 {weekday}"


def states_by_act(queue: QueueView | None) -> Mapping[str, ActState]:
    """Return what became of each act, by its id."""
    return {row.act.id: row.state for row in queue.rows} if queue else {}


def unsent_fen(board: Board) -> int:
    """Return how much of the day's insurer's sum stands in bills that were not delivered yet."""
    done = (visit for visit in board.done if visit.stage is Stage.DONE and visit.bill is not None)
    late = (visit.bill for visit in done if board.states.get(visit.act) in _NOT_DELIVERED)
    return sum(bill.result.totals.insurer for bill in late if bill is not None)


def sums_note(sums: DaySums, words: Translate, unsent: int = 0) -> str:
    """Return what the sums of a day leave out or count for the time being; empty where there is nothing.

    ``unsent``: the insurer's fen among them that it does not know of yet.
    """
    _ = words
    parts = []
    if unsent:
        parts.append(_("保险直付里 {amount} 还没送达，待服务商确认。").format(amount=yuan(unsent)))
    if sums.refused:
        told = _("不含被拒绝的 {count} 笔，保险部分 {amount}。")
        parts.append(told.format(count=sums.refused, amount=yuan(sums.refused_fen)))
    if sums.adjusted:
        parts.append(_("{count} 笔被保险调整，按签字时的金额计。").format(count=sums.adjusted))
    return "".join(parts) if not is_english(words) else " ".join(parts)


def follow_ups(board: Board) -> int:
    """Return how many visits wait for a person: not billable and not settled, or their bill came back."""
    open_visits = (*board.expected, *board.in_treatment, *board.to_settle)
    held = sum(needs_follow_up(visit) and not visit.self_pay for visit in open_visits)
    return held + sum(_came_back(visit, board.waiting) for visit in board.done)


def _came_back(visit: Visit, waiting: frozenset[str]) -> bool:
    """Tell whether the report of a closed visit, or of its void, waits for a person."""
    voided = visit.voided.act if visit.voided is not None else ""
    return visit.act in waiting or voided in waiting


def near_word(day: date, today: date, words: Translate) -> str:
    """Return what a day near today is called; empty further away."""
    return words(_NEAR_DAYS[(day - today).days]) if (day - today).days in _NEAR_DAYS else ""


def safety_view(
    line: LineState, queue: QueueView | None, board: Board | None, words: Translate
) -> SafetyView:
    """Return what an outage means now, for those who are expected today and tomorrow."""
    _ = words
    unsent = queue.exposure.unsent_count if queue else 0
    sent = (
        _("账单都已送达。")
        if not unsent
        else _("{count} 笔保存在本机，联网后自动送出。").format(count=unsent)
    )
    last = queue.freshness.last_download if queue else None
    lines = (
        _prepared(board, words),
        sent,
        _("资料 {time} 更新。").format(time=clock_text(last)) if last else _("资料还没有下载过。"),
    )
    if line.line is Line.OFFLINE:
        return SafetyView(Tone.OFFLINE, _("现在离线，工作照常"), lines)
    if line.line is Line.REFUSED:
        return SafetyView(Tone.WARN, _("服务商不接受本机登录"), lines)
    return SafetyView(Tone.NEUTRAL, _("断网也能工作"), lines)


def _prepared(board: Board | None, words: Translate) -> str:
    _ = words
    appointed, prepared = (board.appointed, board.prepared) if board else (0, 0)
    if not appointed:
        return _("今明两天没有等候的预约。")
    if prepared == appointed:
        return _("今明两天 {count} 位预约孩子的资料已备好。").format(count=prepared)
    told = _("今明两天 {count} 位预约孩子，{prepared} 位的资料已备好。")
    return told.format(count=appointed, prepared=prepared)
