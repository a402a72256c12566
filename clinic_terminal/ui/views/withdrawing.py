"""What a manager is asked before an act is withdrawn for ever: who pays then, and what stays on record."""

from typing import Final

from clinic_terminal.application.act_case import FollowUpCase
from clinic_terminal.application.acts import ActKind
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.terms import short_reference
from clinic_terminal.ui.views.wish import Wish
from clinic_terminal.ui.widgets.money import yuan

MATTER: Final = "withdraw_act"
_BILL: Final = (
    N_("这张账单永远不会送给服务商，保险公司不付这 {amount}。"),
    N_("家长签字时看到的是保险付这一部分：撤回后由诊所承担，或请家长同意另付，并给家长一张写明缘由的单据。"),
)
_VOID: Final = (
    N_("这次作废永远不会送给服务商：原来的账单继续有效，家长和保险付的都不变。"),
    N_("以后还可以再作废一次。"),
)
_OTHER: Final = (N_("这一笔永远不会送给服务商。"),)
_ALWAYS: Final = (
    N_("撤回前先问服务商：它已经收到的不能撤回，要重试。所以现在要连着网。"),
    N_("原因“{reason}”、时间和确认的人会一直留在处理记录和审计里。"),
)


def withdraw_wish(found: FollowUpCase, reason: str, words: Translate) -> Wish:
    """Return the question about the act of a matter."""
    row = found.follow_up.row
    kind = None if row is None else row.act.kind
    points = _BILL if kind is ActKind.BILL_SIGNED else _VOID if kind is ActKind.BILL_VOIDED else _OTHER
    facts = {"amount": yuan(found.follow_up.amount_fen), "reason": reason}
    told = tuple(words(point).format(**facts) for point in (*points, *_ALWAYS))
    title = words(N_("永远不再送出 {reference}？")).format(reference=short_reference(found.follow_up.subject))
    return Wish(title, MATTER, told, words(N_("撤回，永不送出")), grave=True)
