"""One act of the queue in words: its state, why, and what comes next."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from clinic_terminal.application.acts import ActKind, ActState, QueueRow
from clinic_terminal.application.follow_up_record import ANSWER_SUMS, OUTCOMES, is_harmless
from clinic_terminal.application.outcomes import is_pending
from clinic_terminal.application.queue_view import QueueView
from clinic_terminal.domain.adjudication import Reason
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.messages import reason_text, told_of
from clinic_terminal.ui.terms import act_state_tone, act_state_word, clock_text
from clinic_terminal.ui.views import held_up
from clinic_terminal.ui.views.held_up import is_waiting
from clinic_terminal.ui.views.receipts import servers_sentence
from clinic_terminal.ui.views.refusals import WHAT, advice_of
from clinic_terminal.ui.widgets.pill import PillView
from clinic_terminal.ui.widgets.tone import Tone

_NEXT = {
    ActState.READY: N_("自动送出"),
    ActState.SENDING: N_("自动送出"),
    ActState.ACCEPTED: "",
    ActState.ADJUSTED: N_("告诉家长差额"),
    ActState.PARKED: N_("联系管理员，再重试"),
    ActState.WITHDRAWN: "",
}
_WHY = {
    ActState.SENDING: N_("正在送出，等回执。"),
    ActState.ADJUSTED: N_("保险公司调整了金额。"),
    ActState.REJECTED: N_("保险公司没有接受这笔账单。"),
    ActState.PARKED: N_("服务商说这笔内容不对，先放在一边。"),
    ActState.WITHDRAWN: N_("已撤回，没有送出。"),
}


@dataclass(frozen=True, slots=True)
class Sight:
    """What is known beside a row: which matters wait for a person, which visits' bills were taken back."""

    open_acts: frozenset[str] = frozenset()
    voided: frozenset[str] = frozenset()
    owners: Mapping[str, str] = field(default_factory=dict)


def sight_of(view: QueueView) -> Sight:
    """Return what a view of the queue knows beside its rows."""
    voided = frozenset(row.act.visit for row in view.rows if row.act.kind is ActKind.BILL_VOIDED)
    owners = {one.subject: one.owner_name for one in view.follow_ups if one.owner_name}
    return Sight(view.open_acts, voided, owners)


def needs_person(row: QueueRow, sight: Sight) -> bool:
    """Tell whether an act waits for somebody: set aside, adjusted or refused, and not dealt with yet."""
    return row.act.id in sight.open_acts


def state_pill(row: QueueRow, sight: Sight, words: Translate) -> PillView:
    """Return what became of an act, in a word."""
    if is_pending(row):
        return PillView(words(N_("待决定")), Tone.ACCENT)
    if is_harmless(row):
        return PillView(words(N_("无需退回")), Tone.NEUTRAL)
    if row.state in OUTCOMES and not needs_person(row, sight):
        taken_back = row.act.kind is ActKind.BILL_SIGNED and row.act.visit in sight.voided
        return PillView(words(N_("已作废")) if taken_back else words(N_("已处理")), Tone.NEUTRAL)
    if is_waiting(row) and needs_person(row, sight):
        return PillView(act_state_word(ActState.PARKED, words), act_state_tone(ActState.PARKED))
    return PillView(act_state_word(row.state, words), act_state_tone(row.state))


def why_of(row: QueueRow, sight: Sight, words: Translate) -> str:
    """Return in plain words what became of an act and why, and where it gets no answer although others do."""
    return held_up.why(row, words) if is_waiting(row) and needs_person(row, sight) else why_text(row, words)


def why_text(row: QueueRow, words: Translate) -> str:
    """Return in plain words what became of an act and why."""
    _ = words
    if row.state is ActState.ACCEPTED:
        return _accepted_text(row, words)
    if row.state is ActState.READY:
        return _ready_text(row, words)
    if row.state is not ActState.SENDING and (said := servers_sentence(row, words)):
        return said
    reason = next((one for one in Reason if one.value == row.last_error), None)
    if reason is not None:
        return reason_text(reason, words)
    return words(WHAT.get(row.last_error, _WHY[row.state]))


def _accepted_text(row: QueueRow, words: Translate) -> str:
    _ = words
    if is_pending(row):
        return _("已送到，服务商还没有决定。")
    if row.decided:
        return _("服务商后来决定：已接受。")
    return _("回执已保存 {time}").format(time=clock_text(row.settled_at))


def _ready_text(row: QueueRow, words: Translate) -> str:
    _ = words
    if not row.attempts:
        return _("已保存，等待送出。")
    told = told_of(row.last_error)
    return words(told.what) if told else _("等待网络。")


def next_text(row: QueueRow, sight: Sight, words: Translate) -> str:
    """Return who acts next, in a cell's words; a dash where nothing is to be done."""
    _ = words
    if not needs_person(row, sight):
        cell = "" if row.state in OUTCOMES else _NEXT[row.state]
    elif row.act.id in sight.owners:
        return _("{operator} 在处理").format(operator=sight.owners[row.act.id])
    elif is_waiting(row):
        cell = held_up.NEXT
    elif row.state is ActState.REJECTED or row.last_error == ANSWER_SUMS:
        cell = advice_of(row).cell
    else:
        cell = _NEXT[row.state]
    return words(cell) if cell else "—"
