"""A visit as a card: one word for where it stands, a quiet line, and what the desk may do about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from clinic_terminal.application.acts import ActState
from clinic_terminal.application.day import Board, needs_follow_up, siblings
from clinic_terminal.domain.appointment import is_missed, is_named, is_named_otherwise, is_walk_in
from clinic_terminal.domain.gates import CheckCode, Decision, Source
from clinic_terminal.domain.member import masked_member
from clinic_terminal.domain.visit import OPEN_STAGES, Stage, Visit
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.terms import (
    act_state_tone,
    act_state_word,
    clock_text,
    short_cause,
    stage_word,
    verdict_icon,
    verdict_tone,
    verdict_word,
    void_reason_word,
)
from clinic_terminal.ui.views.bill_words import age_text, is_english
from clinic_terminal.ui.views.spans import span_text
from clinic_terminal.ui.widgets.board import VisitView
from clinic_terminal.ui.widgets.money import yuan
from clinic_terminal.ui.widgets.pill import PillView
from clinic_terminal.ui.widgets.tone import Tone

LATE: Final = timedelta(minutes=10)
"""From then on a child that is not here yet is late."""

_HOUR: Final = 60
_TWO_DAYS: Final = 48 * 60


@dataclass(frozen=True, slots=True)
class Reading:
    """What the cards of a board have in common: the board, what became of each act, the language."""

    board: Board
    states: Mapping[str, ActState]
    words: Translate

    @property
    def now(self) -> datetime:
        """When the board was read."""
        return self.board.at


def visit_view(visit: Visit, of: Reading, section: str = "") -> VisitView:
    """Return a visit as a card under the heading ``section``."""
    waits = visit.stage is Stage.EXPECTED
    return VisitView(
        key=visit.id,
        name=name_of(visit),
        age=_age(visit, of.words),
        time=_time(visit),
        status=status_pill(visit, of.states, of.words),
        note=_note(visit, of),
        hint=_hint(visit, of) if waits else _told(visit, of),
        section=section,
        family=family_text(visit, of),
        urgent_time=is_late(visit, of.now),
        muted=is_missed(visit) or (waits and visit.day < of.board.today),
        more=of.words(N_("详情")) if waits else "",
    )


def name_of(visit: Visit) -> str:
    """Return how the child is called: by the policy, by the list that announced it, or by its number."""
    return visit.person.name or visit.listed_name or masked_member(visit.person.member)


def family_text(visit: Visit, of: Reading) -> str:
    """Return who else of the family comes on this day, empty for a child that comes alone."""
    names = family_names(visit, of)
    return of.words(N_("兄弟姐妹：{names}")).format(names=names) if names else ""


def family_names(visit: Visit, of: Reading) -> str:
    """Return the names of the brothers and sisters of the day."""
    names = dict.fromkeys(name_of(one) for one in siblings(of.board.visits, visit))
    return (", " if is_english(of.words) else "、").join(names)


def is_late(visit: Visit, now: datetime) -> bool:
    """Tell whether a child that is expected should be here by now."""
    waits = visit.stage is Stage.EXPECTED and not is_missed(visit)
    return waits and visit.expected_at is not None and now >= visit.expected_at + LATE


def needs_action(visit: Visit) -> bool:
    """Tell whether the desk has something to do about an expected child before it comes."""
    if visit.stage is not Stage.EXPECTED or is_missed(visit):
        return False
    return not is_named(visit) or is_named_otherwise(visit) or needs_follow_up(visit)


def status_pill(visit: Visit, states: Mapping[str, ActState], words: Translate) -> PillView:
    """Return the one word of a visit: its verdict, where it stands, or what became of its bill."""
    if visit.stage in {Stage.DONE, Stage.VOIDED}:
        state = states.get(visit.act) if visit.stage is Stage.DONE else None
        word = stage_word(visit.stage, words) if state is None else act_state_word(state, words)
        return PillView(word, Tone.NEUTRAL if state is None else act_state_tone(state))
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
    if is_missed(visit):
        return PillView(words(N_("未到")))
    if not is_named(visit):
        return PillView(words(N_("资料未到")), Tone.OFFLINE)
    decision = visit.decision
    if decision is None:
        return PillView(stage_word(Stage.EXPECTED, words))
    verdict = decision.verdict
    return PillView(verdict_word(verdict, words), verdict_tone(verdict), icon=verdict_icon(verdict))


def known_since(decision: Decision | None) -> datetime | None:
    """Return from when the facts are that decided without the server, None where it stood for them."""
    if decision is None:
        return None
    basis = next((check.basis for check in decision.checks if check.code is CheckCode.POLICY), None)
    return basis.as_of if basis is not None and basis.source is Source.SNAPSHOT else None


def ago_text(span: timedelta, words: Translate) -> str:
    """Return how long ago something is, in one unit."""
    _ = words
    minutes = max(0, int(span.total_seconds()) // 60)
    if not minutes:
        return _("刚刚")
    if minutes < _HOUR:
        return _("{count} 分钟前").format(count=minutes)
    if minutes < _TWO_DAYS:
        return _("{count} 小时前").format(count=minutes // _HOUR)
    return _("{count} 天前").format(count=minutes // (_TWO_DAYS // 2))


def _age(visit: Visit, words: Translate) -> str:
    age = age_text(visit.person.birth_date, visit.day, words) if is_named(visit) else ""
    return " · ".join(filter(None, (age, words(N_("散客")) if is_walk_in(visit) else "")))


def _time(visit: Visit) -> str:
    moments = {
        Stage.EXPECTED: visit.expected_at,
        Stage.ARRIVED: visit.expected_at or visit.arrived_at,
        Stage.DONE: visit.closed_at,
        Stage.VOIDED: visit.closed_at,
    }
    moment = moments.get(visit.stage, visit.arrived_at)
    return clock_text(moment) if moment else ""


def _note(visit: Visit, of: Reading) -> str:
    _ = of.words
    if visit.stage is Stage.EXPECTED:
        return " · ".join(filter(None, (*_before_arrival(visit, of), visit.note)))
    if visit.stage is Stage.ARRIVED:
        arrived = _("已到 {time}").format(time=clock_text(visit.arrived_at))
        return " · ".join(filter(None, (_cause(visit, of.words), arrived)))
    if visit.stage is Stage.IN_TREATMENT:
        done = _("已开 {count} 项").format(count=len(visit.lines)) if visit.lines else visit.note
        return " · ".join(filter(None, (_cause(visit, of.words), done)))
    if visit.voided is not None:
        return void_reason_word(visit.voided.reason, of.words)
    if visit.bill is not None:
        return _("家长 {amount}").format(amount=yuan(visit.bill.pay_now_fen))
    return _("已开 {count} 项").format(count=len(visit.lines))


def _told(visit: Visit, of: Reading) -> str:
    """Return what the chair tells the desk while the bill is open, then what money is still open."""
    if visit.stage not in OPEN_STAGES:
        return _open_money(visit, of.words)
    told = of.words(N_("留言：{note}")).format(note=visit.desk_note) if visit.desk_note else ""
    paid = of.words(N_("已收 {amount}")).format(amount=yuan(visit.paid_fen)) if visit.paid_fen else ""
    return " · ".join(filter(None, (told, paid)))


def _open_money(visit: Visit, words: Translate) -> str:
    """Return what the family of a closed visit owes and why, or what goes back to it; empty where nothing."""
    balance = visit.balance_fen
    if balance < 0:
        return words(N_("要退 {amount}")).format(amount=yuan(-balance))
    owed = words(N_("欠 {amount}")).format(amount=yuan(balance)) if balance else ""
    reason = visit.owing.reason if owed and visit.owing else ""
    return " · ".join(filter(None, (owed, reason)))


def _before_arrival(visit: Visit, of: Reading) -> tuple[str, ...]:
    """Return what is to be known of an expected child: another name, why not billable, several policies."""
    _ = of.words
    if is_missed(visit):
        return ()
    otherwise = _("姓名与名单不同") if is_named_otherwise(visit) else ""
    choice = _("有几份保单，来时选") if is_named(visit) and not visit.plan else ""
    return otherwise, _cause(visit, of.words), choice


def _hint(visit: Visit, of: Reading) -> str:
    """Return how late an expected child is, and how old its facts are where the server did not speak."""
    _ = of.words
    late, age, since = "", "", known_since(visit.decision)
    if is_late(visit, of.now) and visit.expected_at is not None:
        late = _("晚了 {span}").format(span=span_text(of.now - visit.expected_at, of.words))
    if since is not None and not is_missed(visit):
        age = _("资料 {ago}").format(ago=ago_text(of.now - since, of.words))
    return " · ".join(filter(None, (age, late)))


def _cause(visit: Visit, words: Translate) -> str:
    """Return why the child cannot be billed, in a few words."""
    cause = visit.decision.cause if visit.decision is not None else None
    return short_cause(cause, words) if cause is not None and not visit.self_pay else ""
