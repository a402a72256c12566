"""One act of the queue in words: its state, why, and what comes next."""

from collections.abc import Sequence

from clinic_terminal.application.acts import ActKind, ActState, QueueRow
from clinic_terminal.domain.adjudication import Reason
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.messages import reason_text, told_of
from clinic_terminal.ui.terms import act_state_tone, act_state_word, clock_text
from clinic_terminal.ui.views.receipts import servers_sentence
from clinic_terminal.ui.views.refusals import WHAT, advice_of, is_harmless
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


def voided_visits(rows: Sequence[QueueRow]) -> frozenset[str]:
    """Return the visits whose bill was taken back."""
    return frozenset(row.act.visit for row in rows if row.act.kind is ActKind.BILL_VOIDED)


def needs_person(row: QueueRow, voided: frozenset[str]) -> bool:
    """Tell whether an act waits for somebody: set aside, or refused and not dealt with by a void yet."""
    if row.state is ActState.PARKED:
        return True
    if row.state is not ActState.REJECTED or is_harmless(row):
        return False
    return row.act.kind is ActKind.BILL_VOIDED or row.act.visit not in voided


def state_pill(row: QueueRow, voided: frozenset[str], words: Translate) -> PillView:
    """Return what became of an act, in a word."""
    if is_harmless(row):
        return PillView(words(N_("无需退回")), Tone.NEUTRAL)
    if row.act.kind is ActKind.BILL_SIGNED and row.act.visit in voided and row.state is ActState.REJECTED:
        return PillView(words(N_("已作废")), Tone.NEUTRAL)
    return PillView(act_state_word(row.state, words), act_state_tone(row.state))


def why_text(row: QueueRow, words: Translate) -> str:
    """Return in plain words what became of an act and why."""
    _ = words
    if row.state is ActState.ACCEPTED:
        return _("回执已保存 {time}").format(time=clock_text(row.settled_at))
    if row.state is ActState.READY:
        return _ready_text(row, words)
    if row.state is not ActState.SENDING and (said := servers_sentence(row, words)):
        return said
    reason = next((one for one in Reason if one.value == row.last_error), None)
    if reason is not None:
        return reason_text(reason, words)
    return words(WHAT.get(row.last_error, _WHY[row.state]))


def _ready_text(row: QueueRow, words: Translate) -> str:
    _ = words
    if not row.attempts:
        return _("已保存，等待送出。")
    told = told_of(row.last_error)
    return words(told.what) if told else _("等待网络。")


def next_text(row: QueueRow, voided: frozenset[str], words: Translate) -> str:
    """Return who acts next, in a cell's words; a dash where nothing is to be done."""
    if row.state is ActState.REJECTED:
        cell = advice_of(row).cell if needs_person(row, voided) else ""
    else:
        cell = _NEXT[row.state]
    return words(cell) if cell else "—"
