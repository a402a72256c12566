"""What the payment panel shows: what is due, what was taken by which tender, what comes next."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from clinic_terminal.domain.payment import (
    Payment,
    Refund,
    Tender,
    held_by_tender,
    quick_amounts,
    refund_plan,
    refundable,
)
from clinic_terminal.domain.shanghai import CHINA
from clinic_terminal.domain.visit import OPEN_STAGES, Stage, Visit
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.widgets.money import yuan
from clinic_terminal.ui.widgets.notice import NoticeView
from clinic_terminal.ui.widgets.tone import Tone


class Money(StrEnum):
    """Where the money of a visit stands."""

    DUE = "DUE"
    OVER = "OVER"
    EVEN = "EVEN"


TENDER_WORDS: Final = {
    Tender.CASH: N_("现金"),
    Tender.CARD: N_("银行卡"),
    Tender.WECHAT: N_("微信支付"),
    Tender.ALIPAY: N_("支付宝"),
}
NUMBER_HINTS: Final = {
    Tender.CARD: N_("小票上的参考号或凭证号"),
    Tender.WECHAT: N_("扫描或输入交易单号，至少填后四位"),
    Tender.ALIPAY: N_("扫描或输入交易单号，至少填后四位"),
}
_BACK: Final = {
    Tender.CASH: N_("把现金交给家长，再登记。"),
    Tender.CARD: N_("先在刷卡机上原路退回，再登记。"),
    Tender.WECHAT: N_("先在微信商家后台原路退回，再登记。"),
    Tender.ALIPAY: N_("先在支付宝商家后台原路退回，再登记。"),
}
_NUMBER_SHOWN: Final = 8


@dataclass(frozen=True, slots=True)
class MoneyRow:
    """A payment, or below it what was given back of it; ``left`` of a payment can still be given back."""

    payment: str
    tender: Tender
    word: str
    fen: int
    about: str
    left: int
    is_refund: bool = False


@dataclass(frozen=True, slots=True)
class PayView:
    """The money of a visit; amounts in fen, ``open_fen`` is what is due or what is to be given back."""

    title: str
    money: Money
    caption: str
    open_fen: int
    due: int
    held: int
    change: int
    quick: tuple[int, ...]
    rows: tuple[MoneyRow, ...]
    owing: str
    back: tuple[tuple[str, int], ...]
    """What goes back by which tender, where too much was taken."""
    may_finish: bool = False
    """Whether nothing but the finish is left to do."""

    @property
    def has_taken(self) -> bool:
        """Whether anything was taken yet."""
        return bool(self.rows)


def pay_view(visit: Visit, words: Translate, *, just_taken: bool = False) -> PayView:
    """Return the money of a visit in words; ``just_taken``: the change is still to be handed over."""
    balance = visit.balance_fen
    money = Money.DUE if balance > 0 else Money.OVER if balance < 0 else Money.EVEN
    last = visit.payments[-1] if visit.payments else None
    return PayView(
        title=words(N_("{child}的收款")).format(child=visit.person.name),
        money=money,
        caption=_caption(visit, money, words),
        open_fen=abs(balance),
        due=visit.due_fen,
        held=visit.paid_fen,
        change=last.change_fen if last is not None and just_taken else 0,
        quick=quick_amounts(balance),
        rows=money_rows(visit.payments, visit.refunds, words),
        owing=owing_text(visit, words),
        back=_back_by_tender(visit, -balance, words),
        may_finish=visit.stage is Stage.FROZEN and visit.consent is not None and not balance,
    )


def _back_by_tender(visit: Visit, fen: int, words: Translate) -> tuple[tuple[str, int], ...]:
    totals: dict[Tender, int] = {}
    for part in refund_plan(visit.payments, visit.refunds, max(0, fen)):
        totals[part.tender] = totals.get(part.tender, 0) + part.fen
    return tuple((tender_word(tender, words), total) for tender, total in totals.items())


def _caption(visit: Visit, money: Money, words: Translate) -> str:
    if money is Money.OVER:
        return words(N_("要退给家长"))
    if money is Money.EVEN and visit.stage in OPEN_STAGES and visit.bill is None:
        return words(N_("已收，账单在修改"))
    if money is Money.EVEN:
        return words(N_("已结清") if visit.stage is Stage.VOIDED else N_("已收齐"))
    return words(N_("还要收") if visit.paid_fen else N_("家长现在支付"))


def money_rows(
    payments: Sequence[Payment], refunds: Sequence[Refund], words: Translate
) -> tuple[MoneyRow, ...]:
    """Return the payments in order, each with what was given back of it below."""
    rows: list[MoneyRow] = []
    for payment in payments:
        word = tender_word(payment.tender, words)
        left = refundable(payment, refunds)
        rows.append(MoneyRow(payment.id, payment.tender, word, payment.fen, _about(payment, words), left))
        rows += [_refund_row(one, words) for one in refunds if one.payment == payment.id]
    return tuple(rows)


def _about(payment: Payment, words: Translate) -> str:
    parts = [payment.receipt, f"{payment.at + CHINA:%H:%M}", _short_number(payment.reference)]
    if payment.change_fen:
        told = words(N_("收 {handed} 找 {change}"))
        parts.append(told.format(handed=yuan(payment.handed_fen), change=yuan(payment.change_fen)))
    return " · ".join(filter(None, parts))


def _refund_row(refund: Refund, words: Translate) -> MoneyRow:
    word = words(N_("退{tender}")).format(tender=tender_word(refund.tender, words))
    about = " · ".join(
        filter(None, (refund.receipt, f"{refund.at + CHINA:%H:%M}", _short_number(refund.reference)))
    )
    return MoneyRow(refund.payment, refund.tender, word, -refund.fen, about, 0, is_refund=True)


def _short_number(reference: str) -> str:
    """Return the end of a transaction number, as it is compared on the phone."""
    return f"…{reference[-_NUMBER_SHOWN:]}" if len(reference) > _NUMBER_SHOWN else reference


def tender_word(tender: Tender, words: Translate) -> str:
    """Return a tender's name."""
    return words(TENDER_WORDS[tender])


def give_back_sentence(tender: Tender, words: Translate) -> str:
    """Return what is done outside this program before a refund is written down."""
    return words(_BACK[tender])


def paid_text(visit: Visit, words: Translate) -> str:
    """Return what the clinic holds by tender: "现金 ¥200.00 · 微信支付 ¥150.00"; empty where nothing."""
    held = held_by_tender(visit.payments, visit.refunds)
    return " · ".join(f"{tender_word(tender, words)} {yuan(fen)}" for tender, fen in held.items())


def paid_notice(visit: Visit, words: Translate) -> NoticeView | None:
    """Return at the settlement what was paid before, and what it means for the bill as it stands."""
    held, balance = paid_text(visit, words), visit.balance_fen
    if not held:
        return None
    if visit.bill is None:
        then = words(N_("改好账单后会自动抵扣，多收的再退。"))
    elif balance > 0:
        then = words(N_("还要收 {amount}。")).format(amount=yuan(balance))
    elif balance < 0:
        then = words(N_("要退给家长 {amount}。")).format(amount=yuan(-balance))
    else:
        then = words(N_("已收齐。"))
    tone = Tone.OK if visit.bill is not None and not balance else Tone.WARN
    return NoticeView(tone, words(N_("已收 {paid}。")).format(paid=held), then)


def owing_text(visit: Visit, words: Translate) -> str:
    """Return what a family was let owe and still owes, with the reason; empty where it owes nothing."""
    owes = visit.owing
    if owes is None or visit.stage is not Stage.DONE or visit.balance_fen <= 0:
        return ""
    told = words(N_("记欠款 {amount} · {reason} · {operator}"))
    return told.format(amount=yuan(visit.balance_fen), reason=owes.reason, operator=owes.operator)
