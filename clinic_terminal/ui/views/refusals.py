"""What to do about an act that the server refused, by the code of its answer.

Sentences are message ids; ``{call}`` is the hotline with its hours, ``{reference}`` the act's short number.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from clinic_terminal.application.acts import BODY_DAMAGED, QueueRow
from clinic_terminal.application.follow_up_record import ANSWER_SUMS, HARMLESS
from clinic_terminal.domain.adjudication import Reason
from clinic_terminal.i18n import N_
from clinic_terminal.ui.failure_table import MANAGER, NOBODY, TPA


@dataclass(frozen=True, slots=True)
class Advice:
    """Who can mend it, in a cell's words and in steps; ``say`` is the call to the family, empty: no call."""

    cell: str
    who: str
    steps: tuple[str, ...]
    say: str = ""


_CALL_TPA: Final = N_("致电 {call}，报参考号 {reference}。")
_AGREED: Final = N_("商量好以后作废这张账单；家长愿意自费的，重新登记为全部自费。")
_SAY_UNPAID: Final = N_(
    "“您好，这里是{clinic}。{day}小朋友的账单，保险公司没有接受，保险那部分 {insurer} 不能支付。"
    "我们想和您商量怎么处理；没有您同意，不会多收费用。”"
)
_FAMILY_AND_DESK: Final = N_("前台联系家长；资料有误由服务热线更正。")
_FORM: Final = Advice(
    N_("请管理员致电热线"),
    MANAGER,
    (_CALL_TPA, N_("账单原样保存在本机，没有改动；先不要重新开单。")),
)
_UNPAID: Final = Advice(N_("联系家长，保险不付"), _FAMILY_AND_DESK, (_CALL_TPA, _AGREED), _SAY_UNPAID)

_SUMS: Final = Advice(
    N_("致电服务热线核对"),
    TPA,
    (_CALL_TPA, N_("先不要告诉家长新的金额；等热线确认以后再说。")),
)

GENERAL: Final = Advice(N_("致电服务热线"), TPA, (_CALL_TPA, _AGREED), _SAY_UNPAID)
NOTHING_TO_GIVE_BACK: Final = Advice("", NOBODY, (N_("原账单没有入账，没有要退回的；不用再做什么。"),))

REFUSALS: Final[Mapping[str, Advice]] = {
    Reason.BRAND_LOCKED.value: Advice(
        N_("联系家长，保险不付"),
        N_("前台联系家长；品牌选错了，只有服务热线能更正。"),
        (
            N_("先致电家长，照写好的话说明。"),
            N_("家长说没有选过：致电 {call}，报参考号 {reference}。"),
            _AGREED,
        ),
        N_(
            "“您好，这里是{clinic}。{day}签字的时候，我们还不知道小朋友的保险已经选定了{brand}。"
            "保险那部分 {insurer} 保险公司不能支付。想和您商量怎么处理；没有您同意，不会多收费用。”"
        ),
    ),
    Reason.CARD_GREYED.value: Advice(
        N_("请家长付清，再致电"),
        N_("家长可以处理，再由服务热线重新处理。"),
        (N_("请家长在手机“就诊记录”里付清。"), _CALL_TPA),
        _SAY_UNPAID,
    ),
    Reason.CARD_UNBOUND.value: Advice(
        N_("请家长绑卡，再致电"),
        N_("家长可以处理，再由服务热线重新处理。"),
        (N_("请家长按帮助单绑定电子卡。"), _CALL_TPA),
        _SAY_UNPAID,
    ),
    Reason.FIRST_VISIT_UNBOOKED.value: Advice(
        N_("致电热线补登记预约"),
        TPA,
        (N_("致电 {call}，补登记首次就诊的预约，报参考号 {reference}。"), _AGREED),
        _SAY_UNPAID,
    ),
    Reason.POLICY_EXPIRED.value: Advice(
        N_("联系家长，保险不付"),
        _FAMILY_AND_DESK,
        (N_("请家长查看是否已续保；已续保就作废这张账单，用新保单重新结算。"), _AGREED),
        _SAY_UNPAID,
    ),
    Reason.POLICY_NOT_STARTED.value: _UNPAID,
    Reason.NOT_IN_NETWORK.value: _UNPAID,
    "MEMBER_UNKNOWN": GENERAL,
    "BILL_DECLINED": GENERAL,
    "PLAN_MISMATCH": GENERAL,
    "ITEM_UNKNOWN": _FORM,
    "BILL_EXISTS": _FORM,
    "BILL_DIGEST_WRONG": _FORM,
    "BILL_INCONSISTENT": _FORM,
    "CONSENT_INVALID": _FORM,
    "BILL_UNKNOWN": _FORM,
    ANSWER_SUMS: _SUMS,
    **dict.fromkeys(HARMLESS, NOTHING_TO_GIVE_BACK),
}

WHAT: Final[Mapping[str, str]] = {
    ANSWER_SUMS: N_("服务商回答里的金额前后不符。"),
    "SUMS_DIFFER": N_("服务商接受了账单，但金额与签字时不同。"),
    "NOT_VOIDABLE": N_("原账单没有入账，没有要退回的。"),
    "ALREADY_VOIDED": N_("服务商那里这张账单已经作废。"),
    "BILL_UNKNOWN": N_("服务商没有收到过要作废的账单。"),
    "MEMBER_UNKNOWN": N_("服务商没有这位会员或这份保单。"),
    "PLAN_MISMATCH": N_("账单上的计划与保单不符。"),
    "ITEM_UNKNOWN": N_("账单上有服务商目录里没有的项目。"),
    "BILL_DECLINED": N_("服务商审核后没有接受这张账单。"),
    "BILL_EXISTS": N_("这张账单以前已经送达过。"),
    "BILL_DIGEST_WRONG": N_("账单内容与签字时的摘要不符。"),
    "BILL_INCONSISTENT": N_("账单金额前后不符。"),
    "CONSENT_INVALID": N_("家长签字与摘要不符。"),
    "DIGEST_CONFLICT": N_("服务商那里，同一个编号下已有另一份内容。"),
    "DIGEST_WRONG": N_("这一笔的内容与它的摘要不符。"),
    "FORM_REFUSED": N_("服务商读不懂这一笔的格式。"),
    "TERMINAL_MISMATCH": N_("服务商那里，这一笔不属于本机登记的诊所。"),
    "CHAIN_MISMATCH": N_("这一笔里的会员或保单前后不符。"),
    BODY_DAMAGED: N_("本机存的这一笔内容坏了，没有送出；请从备份恢复，或由管理员撤回。"),
    "BODY_TOO_LARGE": N_("这一笔太大，服务商没有接收。"),
}
"""What happened, where the server's own sentence is missing in the reader's language."""


def advice_of(row: QueueRow) -> Advice:
    """Return what to do about a refused act."""
    return REFUSALS.get(row.last_error, GENERAL)
