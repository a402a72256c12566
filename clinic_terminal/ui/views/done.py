"""What the done page shows: the closed bill, where its report is, where its paper is."""

from dataclasses import dataclass
from typing import Final

from clinic_terminal.application.acts import ActState, QueueRow
from clinic_terminal.application.follow_up_record import is_harmless
from clinic_terminal.application.outcomes import is_pending
from clinic_terminal.domain.visit import Visit
from clinic_terminal.domain.voiding import Voided
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.terms import short_reference, void_reason_word
from clinic_terminal.ui.views.bill_words import moment_text
from clinic_terminal.ui.views.payment import paid_text
from clinic_terminal.ui.widgets.money import yuan
from clinic_terminal.ui.widgets.pill import PillView
from clinic_terminal.ui.widgets.tone import Tone

_WAITING: Final = N_("账单已存在本机，联网后自动送出，不用等。")
_UPLOAD: Final = {
    ActState.READY: (N_("待送出"), Tone.OFFLINE, _WAITING),
    ActState.SENDING: (N_("正在送出"), Tone.ACCENT, _WAITING),
    ActState.ACCEPTED: (N_("已收到回执"), Tone.OK, N_("服务商已确认这张账单。")),
    ActState.ADJUSTED: (N_("保险调整"), Tone.WARN, N_("服务商改了金额，请到队列查看。")),
    ActState.REJECTED: (N_("被拒绝"), Tone.STOP, N_("服务商没有接受这张账单，请到队列查看原因。")),
    ActState.PARKED: (N_("需要处理"), Tone.WARN, N_("这张账单要人工处理，请到队列查看。")),
    ActState.WITHDRAWN: (N_("已撤回"), Tone.NEUTRAL, N_("没有送给服务商：保险公司不付这一部分。")),
}
_PENDING: Final = (
    N_("待决定"),
    Tone.ACCENT,
    N_("服务商已收到这张账单，还没有决定；不付或少付时，队列会要人处理。"),
)

_VOID_WAITING: Final = N_("账单与作废会先后送达，不用等。")
_VOID_UPLOAD: Final = {
    ActState.READY: (N_("已作废，待送出"), Tone.OFFLINE, _VOID_WAITING),
    ActState.SENDING: (N_("已作废，正在送出"), Tone.ACCENT, _VOID_WAITING),
    ActState.ACCEPTED: (N_("已收到回执"), Tone.OK, N_("服务商已确认作废，额度与次数已退回。")),
    ActState.ADJUSTED: (N_("保险调整"), Tone.WARN, N_("服务商改了作废的金额，请到队列查看。")),
    ActState.REJECTED: (N_("作废被拒绝"), Tone.STOP, N_("服务商没有接受作废，请到队列查看原因。")),
    ActState.PARKED: (N_("需要处理"), Tone.WARN, N_("这次作废要人工处理，请到队列查看。")),
    ActState.WITHDRAWN: (N_("已撤回"), Tone.NEUTRAL, N_("这次作废没有送出。")),
}
_UNKNOWN: Final = (PillView(""), "")


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
    money: "MoneyFact"
    later_note: str
    """When, how, and what happens where it is not paid; empty where nothing is paid later."""


@dataclass(frozen=True, slots=True)
class MoneyFact:
    """Where the family's money stands, with the word on the button; an empty word needs no button."""

    pill: PillView
    text: str
    word: str


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
        visit.paid_fen,
        totals.online,
        bill.is_direct,
        "" if voided else note,
        voided,
        money_fact(visit, words),
        "" if voided else later_note(totals.online, words),
    )


def money_fact(visit: Visit, words: Translate) -> MoneyFact:
    """Return what was paid by which tender under which receipt, what is owed, what goes back."""
    balance, held = visit.balance_fen, paid_text(visit, words)
    if balance < 0:
        pill = PillView(words(N_("要退 {amount}")).format(amount=yuan(-balance)), Tone.WARN)
        return MoneyFact(pill, words(N_("按原来的付款方式退还。")), words(N_("退款…")))
    if balance > 0:
        pill = PillView(words(N_("欠 {amount}")).format(amount=yuan(balance)), Tone.WARN)
        owes = visit.owing
        text = " · ".join(filter(None, (owes.reason if owes else "", held)))
        return MoneyFact(pill, text or words(N_("还没有收。")), words(N_("补收…")))
    if not visit.payments:
        return MoneyFact(PillView(words(N_("不用收款"))), words(N_("家长现在不用付钱。")), "")
    if not held:
        text = words(N_("收过的钱都已退还。"))
        return MoneyFact(PillView(words(N_("已退清")), Tone.OK), text, words(N_("收款与退款")))
    receipts = ", ".join(payment.receipt for payment in visit.payments)
    text = words(N_("{paid} · 收据 {receipts}")).format(paid=held, receipts=receipts)
    return MoneyFact(PillView(words(N_("已收齐")), Tone.OK), text, words(N_("收款与退款")))


def later_note(fen: int, words: Translate) -> str:
    """Return when and how the family pays later; empty where it does not."""
    told = words(
        N_(
            "案件结案后，服务人员会联系家长，在手机“就诊记录”里点“支付”付 {amount}。"
            "有一笔没付，电子卡就会置灰，不能直付，付清后恢复。"
        )
    )
    return told.format(amount=yuan(fen)) if fen else ""


def _voided_text(voided: Voided, words: Translate) -> str:
    parts = (
        void_reason_word(voided.reason, words),
        voided.note,
        voided.operator,
        moment_text(voided.at, words),
    )
    return " · ".join(filter(None, parts))


def upload(row: QueueRow | None, words: Translate) -> tuple[PillView, str]:
    """Return where the report of the bill is: green only where the server's receipt is stored.

    Nothing while its row is not known: that it waits would be a guess.
    """
    if row is None:
        return _UNKNOWN
    word, tone, sentence = _PENDING if is_pending(row) else _UPLOAD[_shown_state(row)]
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
    """Return where the report of a void is, as `upload` does of the bill."""
    if row is None:
        return _UNKNOWN
    if is_harmless(row):
        return PillView(words(N_("已作废"))), words(N_("服务商那里没有这张账单的账，不用退回。"))
    word, tone, sentence = _VOID_UPLOAD[_shown_state(row)]
    return PillView(words(word), tone), words(sentence)


def _shown_state(row: QueueRow) -> ActState:
    unproven = row.state is ActState.ACCEPTED and not row.receipt
    return ActState.SENDING if unproven else row.state
