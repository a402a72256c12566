"""What the practice server makes of an act, and the sentences that say it in both languages."""

from dataclasses import dataclass

from clinic_terminal.contract.acts import AnswerState, PartAnswer, TotalsAnswer

_SENTENCES: dict[str, tuple[str, str]] = {
    "ACCEPTED": ("已入账，与现场金额一致。", "Booked as it was signed."),
    "RECORDED": ("已登记，不涉及保险金额。", "Recorded; no insurance amount is involved."),
    "ADJUSTED": (
        "服务管理商按当前额度重新核算，保险支付调整为 {insurer} 元，家长承担 {guardian} 元。",
        "Split anew on today's figures: the insurer pays {insurer} yuan, the guardian {guardian} yuan.",
    ),
    "VOIDED": ("账单已作废，额度与次数已退回。", "The bill is void; what it used was given back."),
    "PENDING": ("申请已收到，审核后通知。", "The request was received; the decision will follow."),
    "APPROVED": ("授权申请已批准，担保函已发出。", "The request was approved; the letter is issued."),
    "DECLINED": ("授权申请未获批准。", "The request was not approved."),
    "BILL_DECLINED": ("这张账单审核后没有被接受。", "The bill was not accepted when it was looked at."),
    "MEMBER_UNKNOWN": ("没有这位会员或这份保单。", "There is no such member or policy."),
    "PLAN_MISMATCH": ("账单上的计划与保单不符。", "The bill names another plan than the policy has."),
    "ITEM_UNKNOWN": (
        "账单含有目录中没有的项目 {item}。",
        "The bill holds {item}, which is not in the catalogue.",
    ),
    "BILL_EXISTS": ("这张账单已经报送过。", "This bill was reported before."),
    "BILL_DIGEST_WRONG": ("账单内容与签字时的摘要不符。", "The bill is not the one that was signed."),
    "BILL_INCONSISTENT": ("账单金额前后不符。", "The amounts of the bill do not add up."),
    "CONSENT_INVALID": ("家长签字与摘要不符。", "The signature does not fit its digest."),
    "BILL_UNKNOWN": ("没有收到过要作废的账单。", "The bill to be voided was never received."),
    "NOT_VOIDABLE": ("要作废的账单未曾入账。", "The bill to be voided was not booked."),
    "ALREADY_VOIDED": ("这张账单已经作废。", "The bill is void already."),
    "POLICY_NOT_STARTED": ("就诊日早于保险期间（{start} 起）。", "The policy starts only on {start}."),
    "POLICY_EXPIRED": ("就诊日晚于保险期间（{end} 止）。", "The policy ended on {end}."),
    "NOT_IN_NETWORK": ("本机构不在该计划网络内。", "This clinic is not in the plan's network."),
    "BRAND_LOCKED": (
        "该会员已于 {since} 选择品牌“{brand}”，不得转至其他品牌。",
        'The member chose the brand "{brand}" on {since} and cannot change.',
    ),
    "CARD_GREYED": ("电子卡已置灰：存在未支付的自付费用。", "The card is greyed: an amount is unpaid."),
    "CARD_UNBOUND": ("电子保险卡尚未绑定。", "The e-card is not bound yet."),
    "FIRST_VISIT_UNBOOKED": (
        "首次就诊前须致电服务热线预约，账单缺少预约编号。",
        "The first visit must be booked by the hotline; the bill has no reference.",
    ),
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an act: the answer's state, code, sentences and figures, and what was booked.

    ``effect`` is the JSON text of what a void must give back; ``bill`` the id of a booked bill.
    """

    state: AnswerState
    code: str
    zh: str
    en: str
    lines: tuple[PartAnswer, ...] = ()
    totals: TotalsAnswer | None = None
    version: int | None = None
    effect: str | None = None
    bill: str | None = None


def outcome(  # noqa: PLR0913  the parts of an answer, each of another kind
    state: AnswerState,
    code: str,
    *,
    facts: dict[str, str] | None = None,
    lines: tuple[PartAnswer, ...] = (),
    totals: TotalsAnswer | None = None,
    version: int | None = None,
    effect: str | None = None,
    bill: str | None = None,
) -> Outcome:
    """Return an outcome with the sentences of its code; ``facts`` fill their places."""
    zh, en = (sentence.format(**(facts or {})) for sentence in _SENTENCES[code])
    return Outcome(state, code, zh, en, lines, totals, version, effect, bill)


def rejected(code: str, version: int | None = None, **facts: str) -> Outcome:
    """Return a rejection: nothing was booked."""
    return outcome(AnswerState.REJECTED, code, facts=facts, version=version)
