"""What the done page shows: the closed bill, where its report is, where its paper is."""

from dataclasses import dataclass
from typing import Final

from clinic_terminal.application.acts import ActState, QueueRow
from clinic_terminal.application.day import QueueView
from clinic_terminal.domain.visit import Visit
from clinic_terminal.domain.voiding import Voided
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.terms import short_reference, void_reason_word
from clinic_terminal.ui.views.bill_words import moment_text
from clinic_terminal.ui.views.refusals import is_harmless
from clinic_terminal.ui.widgets.money import yuan
from clinic_terminal.ui.widgets.pill import PillView
from clinic_terminal.ui.widgets.tone import Tone

_WAITING: Final = N_("账单已存在本机，联网后自动上传，不用等。")
_UPLOAD: Final = {
    ActState.READY: (N_("待上传"), Tone.OFFLINE, _WAITING),
    ActState.SENDING: (N_("正在上传"), Tone.ACCENT, _WAITING),
    ActState.ACCEPTED: (N_("已收到回执"), Tone.OK, N_("服务商已确认这张账单。")),
    ActState.ADJUSTED: (N_("保险调整"), Tone.WARN, N_("服务商改了金额，请到队列查看。")),
    ActState.REJECTED: (N_("被拒绝"), Tone.STOP, N_("服务商没有接受这张账单，请到队列查看原因。")),
    ActState.PARKED: (N_("需要处理"), Tone.WARN, N_("这张账单要人工处理，请到队列查看。")),
    ActState.WITHDRAWN: (N_("已撤回"), Tone.NEUTRAL, N_("这张账单已撤回。")),
}


_VOID_WAITING: Final = N_("账单与作废会先后送达，不用等。")
_VOID_UPLOAD: Final = {
    ActState.READY: (N_("已作废，待送达"), Tone.OFFLINE, _VOID_WAITING),
    ActState.SENDING: (N_("已作废，正在送达"), Tone.ACCENT, _VOID_WAITING),
    ActState.ACCEPTED: (N_("已收到回执"), Tone.OK, N_("服务商已确认作废，额度与次数已退回。")),
    ActState.ADJUSTED: (N_("保险调整"), Tone.WARN, N_("服务商改了作废的金额，请到队列查看。")),
    ActState.REJECTED: (N_("作废被拒绝"), Tone.STOP, N_("服务商没有接受作废，请到队列查看原因。")),
    ActState.PARKED: (N_("需要处理"), Tone.WARN, N_("这次作废要人工处理，请到队列查看。")),
    ActState.WITHDRAWN: (N_("已撤回"), Tone.NEUTRAL, N_("这次作废没有送出。")),
}


@dataclass(frozen=True, slots=True)
class DoneView:
    """A closed visit: amounts in fen, ``number`` short enough to be read out.

    ``voided`` says who took the bill back, when and why; empty while it stands.
    """

    title: str
    number: str
    insurer: int
    now: int
    later: int
    is_direct: bool
    lock_note: str
    voided: str


def done_view(visit: Visit, words: Translate) -> DoneView | None:
    """Return the closed bill; None where the visit has none."""
    bill = visit.bill
    if bill is None:
        return None
    totals = bill.result.totals
    note = ""
    if bill.brand_lock_set:
        note = words(N_("从这次就诊起，这份保险今年选定“{brand}”，请告诉家长。")).format(
            brand=bill.clinic.brand_name
        )
    voided = _voided_text(visit.voided, words) if visit.voided else ""
    title = words(N_("{child}的账单已作废") if voided else N_("{child}的就诊已完成"))
    return DoneView(
        title.format(child=bill.person.name),
        short_reference(bill.id),
        totals.insurer,
        totals.on_site,
        totals.online,
        bill.is_direct,
        _refund(bill.pay_now_fen, words) if voided else note,
        voided,
    )


def _refund(fen: int, words: Translate) -> str:
    """Return what is due to the family of a voided bill; nothing where it paid nothing."""
    told = words(N_("家长已付的 {amount} 请退还，或在新账单里抵扣。"))
    return told.format(amount=yuan(fen)) if fen else ""


def _voided_text(voided: Voided, words: Translate) -> str:
    parts = (
        void_reason_word(voided.reason, words),
        voided.note,
        voided.operator,
        moment_text(voided.at, words),
    )
    return " · ".join(filter(None, parts))


def row_of(view: QueueView, act: str) -> QueueRow | None:
    """Return the queue's row of an act."""
    return next((row for row in view.rows if row.act.id == act), None)


def upload(row: QueueRow | None, words: Translate) -> tuple[PillView, str]:
    """Return where the report of the bill is: green only where the server's receipt is stored."""
    state = row.state if row is not None else ActState.READY
    if state is ActState.ACCEPTED and row is not None and not row.receipt:
        state = ActState.SENDING
    word, tone, sentence = _UPLOAD[state]
    return PillView(words(word), tone), words(sentence)


def kept_here(words: Translate) -> tuple[PillView, str]:
    """Return what stands in place of a report where the family did not allow one."""
    told = words(N_("家长不同意使用资料，这张账单只存在本机，没有发给服务商。"))
    return PillView(words(N_("只存在本机")), Tone.OFFLINE), told


def refusal_note(row: QueueRow | None, words: Translate) -> str:
    """Return what a refused bill means for the family; empty while the bill stands or waits."""
    if row is None or row.state is not ActState.REJECTED:
        return ""
    return words(N_("保险不支付这张账单，也没有选定品牌；怎么联系家长，请看队列。"))


def void_upload(row: QueueRow | None, words: Translate) -> tuple[PillView, str]:
    """Return where the report of a void is: green only where the server's receipt is stored."""
    state = row.state if row is not None else ActState.READY
    if row is not None and is_harmless(row):
        return PillView(words(N_("已作废"))), words(N_("服务商那里没有这张账单的账，不用退回。"))
    if state is ActState.ACCEPTED and row is not None and not row.receipt:
        state = ActState.SENDING
    word, tone, sentence = _VOID_UPLOAD[state]
    return PillView(words(word), tone), words(sentence)
