"""What failures with money and e-invoices say on the screen; joined into `failure_table`."""

from collections.abc import Mapping
from typing import Final

from clinic_terminal.i18n import N_
from clinic_terminal.ui.told import DESK, Told
from clinic_terminal.ui.widgets.tone import Tone

_TYPE_AGAIN: Final = N_("请对照手机或小票上的交易单号再填一次；扫不到时填后四位。")
_SEARCH_IT: Final = N_("请核对号码；想知道开给了谁，在“查发票”里输入号码。")
_CHECK_PAPER: Final = N_("请对照发票再填一次。")

MONEY: Final[Mapping[str, Told]] = {
    "NOTHING_PAID": Told(N_("金额是零，没有登记。"), DESK, N_("请填写收到的金额。")),
    "OVERPAID": Told(
        N_("金额比要收的多，没有登记。现在只要收 {amount}。"),
        DESK,
        N_("刷卡和手机支付请按应收金额收；现金才找零。"),
    ),
    "NUMBER_MISSING": Told(N_("还没有填交易单号。"), DESK, N_("请扫描手机上的交易单号，或输入后四位。")),
    "NUMBER_LENGTH": Told(N_("交易单号太短或太长。"), DESK, _TYPE_AGAIN),
    "NUMBER_SIGNS": Told(N_("交易单号里有不该有的字。"), DESK, _TYPE_AGAIN),
    "NUMBER_CUT": Told(N_("交易单号不完整：完整的是 28 位数字。"), DESK, _TYPE_AGAIN),
    "NUMBER_TWICE": Told(
        N_("这个交易单号刚才已经登记过。"), DESK, N_("同一笔付款只登记一次；另一笔请填它自己的单号。")
    ),
    "PAYER_CODE": Told(
        N_("扫到的是付款码，不是交易单号。没有收款，也没有保存。"),
        DESK,
        N_("请先用诊所的收款设备扫付款码收款，再扫描手机上的交易单号；或输入后四位。"),
    ),
    "CARD_NUMBER": Told(
        N_("这像是银行卡号。卡号不能登记，也没有保存。"), DESK, N_("请填小票上的参考号或凭证号。")
    ),
    "REFUND_TOO_LARGE": Told(
        N_("这笔付款只能再退 {amount}。"), DESK, N_("请按这笔付款剩下的金额退；别的付款另外退。")
    ),
    "PAYMENT_UNKNOWN": Told(N_("找不到这笔付款。"), DESK, N_("请重新打开这次就诊，再退一次。")),
    "UNPAID": Told(
        N_("还有 {amount} 没有收，没有完成。"), DESK, N_("请先收款；家长要晚点付，选“记欠款”并写明原因。")
    ),
    "REFUND_DUE": Told(
        N_("收了家长的 {amount}，要先退还。"),
        DESK,
        N_("请打开这次就诊的收款页，按原来的付款方式退还，再做这一步。"),
    ),
    "OWING_REASON_MISSING": Told(N_("还没有写为什么记欠款。"), DESK, N_("请写一句原因，以后查得到。")),
    "OWING_REASON_LONG": Told(N_("记欠款的原因太长了。"), DESK, N_("请缩短到 80 个字以内。")),
    "INVOICE_KNOWN": Told(N_("这个发票号码已经登记过，没有重复登记。"), DESK, _SEARCH_IT),
    "INVOICE_UNKNOWN": Told(N_("没有登记过这个发票号码。"), DESK, _CHECK_PAPER),
    "INVOICE_NUMBER_DIGITS": Told(N_("数电票号码是 20 位数字。"), DESK, _CHECK_PAPER),
    "INVOICE_NUMBER_YEAR": Told(N_("发票号码的前两位是年份，这个年份不对。"), DESK, _CHECK_PAPER),
    "INVOICE_NUMBER_REGION": Told(N_("发票号码的第三、四位是地区，没有这个地区。"), DESK, _CHECK_PAPER),
    "INVOICE_YEAR_DIFFERS": Told(N_("发票号码里的年份和开票日期不同。"), DESK, _CHECK_PAPER),
    "INVOICE_DAY_FUTURE": Told(N_("日期不对：不能晚于今天，红字发票不能早于原发票。"), DESK, _CHECK_PAPER),
    "INVOICE_AMOUNT": Told(N_("发票金额不对。"), DESK, _CHECK_PAPER),
    "INVOICE_BUYER_MISSING": Told(N_("还没有填购买方。"), DESK, N_("个人发票填家长姓名。")),
    "INVOICE_BUYER_LONG": Told(N_("购买方太长了。"), DESK, N_("请缩短到 100 个字以内。")),
    "INVOICE_RED_SAME": Told(N_("红字发票有自己的号码，不能和原发票相同。"), DESK, _CHECK_PAPER, Tone.WARN),
    "INVOICE_REVERSED": Told(N_("这张发票已经冲红。"), DESK, N_("要重开，请登记新的发票。")),
}
