"""Today's board as cards: where each visit stands, and whether its bill has arrived."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from clinic_terminal.application.acts import ActState
from clinic_terminal.application.day import Board, QueueView, needs_follow_up
from clinic_terminal.application.line import Line, LineState
from clinic_terminal.domain.adjudication import Reason
from clinic_terminal.domain.visit import Stage, Visit
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.terms import (
    act_state_tone,
    act_state_word,
    clock_text,
    short_cause,
    stage_word,
    verdict_tone,
    verdict_word,
)
from clinic_terminal.ui.views.bill_words import age_text, is_english
from clinic_terminal.ui.widgets.board import ColumnView, VisitView
from clinic_terminal.ui.widgets.money import yuan
from clinic_terminal.ui.widgets.pill import PillView
from clinic_terminal.ui.widgets.tone import Tone

TO_FOLLOW = (ActState.ADJUSTED, ActState.REJECTED, ActState.PARKED)
"""States of an act that wait for a person."""

PAGE_OF_STAGE: Mapping[Stage, str] = {
    Stage.EXPECTED: "check-in",
    Stage.ARRIVED: "check-in",
    Stage.IN_TREATMENT: "treatment",
    Stage.TO_SETTLE: "settle",
    Stage.FROZEN: "settle",
    Stage.DONE: "done",
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


def board_columns(board: Board, states: Mapping[str, ActState], words: Translate) -> tuple[ColumnView, ...]:
    """Return the four columns of the board."""
    _ = words

    def column(title: str, visits: tuple[Visit, ...], empty: str) -> ColumnView:
        return ColumnView(title, tuple(visit_view(visit, states, words) for visit in visits), empty)

    return (
        column(_("待到"), board.expected, _("没有等候的预约。")),
        column(_("就诊中"), board.in_treatment, _("椅位上没有孩子。")),
        column(_("待结算"), board.to_settle, _("没有等结算的就诊。")),
        column(_("已完成"), board.done, _("还没有完成的就诊。")),
    )


def visit_view(visit: Visit, states: Mapping[str, ActState], words: Translate) -> VisitView:
    """Return a visit as a card of the board."""
    return VisitView(
        key=visit.id,
        name=visit.person.name,
        age=age_text(visit.person.birth_date, visit.day, words),
        time=_time(visit),
        status=status_pill(visit, states, words),
        note=_note(visit, words),
    )


def _time(visit: Visit) -> str:
    moments = {
        Stage.EXPECTED: visit.expected_at,
        Stage.ARRIVED: visit.expected_at or visit.arrived_at,
        Stage.DONE: visit.closed_at,
    }
    moment = moments.get(visit.stage, visit.arrived_at)
    return clock_text(moment) if moment else ""


def status_pill(visit: Visit, states: Mapping[str, ActState], words: Translate) -> PillView:
    """Return the one word of a visit: its verdict, where it stands, or what became of its bill."""
    if visit.stage is Stage.DONE:
        state = states.get(visit.act)
        if state is None:
            return PillView(stage_word(visit.stage, words))
        return PillView(act_state_word(state, words), act_state_tone(state))
    if visit.stage is Stage.FROZEN:
        word = words(N_("已签字，待完成")) if visit.consent else stage_word(visit.stage, words)
        return PillView(word, Tone.ACCENT)
    if visit.self_pay:
        return PillView(words(N_("全部自费")))
    if visit.stage is Stage.TO_SETTLE and not needs_follow_up(visit):
        return PillView(stage_word(visit.stage, words), Tone.ACCENT)
    return verdict_pill(visit, words)


def verdict_pill(visit: Visit, words: Translate) -> PillView:
    """Return what the desk found about a visit's eligibility; an appointment may not be checked yet."""
    decision = visit.decision
    if decision is None:
        return PillView(stage_word(Stage.EXPECTED, words))
    if decision.verdict.is_billable:
        if visit.evidence is not None and not visit.evidence.online:
            return PillView(words(N_("可直付（离线）")), Tone.OFFLINE)
        return PillView(verdict_word(decision.verdict, words), Tone.OK)
    reason = decision.cause
    if reason is None or reason is Reason.COINSURANCE:
        return PillView(verdict_word(decision.verdict, words), verdict_tone(decision.verdict))
    return PillView(short_cause(reason, words), verdict_tone(decision.verdict))


def _note(visit: Visit, words: Translate) -> str:
    _ = words
    if visit.stage is Stage.EXPECTED:
        return visit.note
    if visit.stage is Stage.ARRIVED:
        return _("已到 {time}").format(time=clock_text(visit.arrived_at))
    if visit.stage is Stage.IN_TREATMENT:
        return _("已开 {count} 项").format(count=len(visit.lines)) if visit.lines else visit.note
    if visit.bill is not None:
        return _("家长 {amount}").format(amount=yuan(visit.bill.pay_now_fen))
    return _("已开 {count} 项").format(count=len(visit.lines))


def follow_ups(board: Board, states: Mapping[str, ActState]) -> int:
    """Return how many visits wait for a person: not billable and not settled, or their bill came back."""
    open_visits = (*board.expected, *board.in_treatment, *board.to_settle)
    held = sum(needs_follow_up(visit) and not visit.self_pay for visit in open_visits)
    return held + sum(states.get(visit.act) in TO_FOLLOW for visit in board.done)


def safety_view(line: LineState, queue: QueueView | None, prepared: int, words: Translate) -> SafetyView:
    """Return what an outage means now; ``prepared`` counts the children whose facts are here."""
    _ = words
    unsent = queue.exposure.unsent_count if queue else 0
    sent = (
        _("账单都已送达。")
        if not unsent
        else _("{count} 笔保存在本机，联网后自动送出。").format(count=unsent)
    )
    last = queue.freshness.last_download if queue else None
    lines = [
        _("今天 {count} 位孩子的资料已备好。").format(count=prepared),
        sent,
        _("资料 {time} 更新。").format(time=clock_text(last)) if last else _("资料还没有下载过。"),
    ]
    if line.line is Line.OFFLINE:
        return SafetyView(Tone.OFFLINE, _("现在离线，工作照常"), tuple(lines))
    if line.line is Line.REFUSED:
        return SafetyView(Tone.WARN, _("服务商不接受本机登录"), tuple(lines))
    return SafetyView(Tone.NEUTRAL, _("断网也能工作"), tuple(lines))
