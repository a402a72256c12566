"""What failures of the first start say on the screen; joined into `failure_table`."""

from collections.abc import Mapping
from typing import Final

from clinic_terminal.i18n import N_
from clinic_terminal.ui.told import DESK, MANAGER, TPA, Told
from clinic_terminal.ui.widgets.tone import Tone

_ANOTHER_CODE: Final = N_("请向服务商要一个新的激活码：021-80209058。")
_TELL_TPA: Final = N_("没有发送任何内容。请核对地址；地址没错就把这句话告诉服务商：021-80209058。")
_OTHER_PIN: Final = N_("请换一个 PIN，两次都输入。")

FIRST_START: Final[Mapping[str, Told]] = {
    "ADDRESS_FORM.EMPTY": Told(
        N_("还没有填地址。"), MANAGER, N_("请照开通单填写，例如 https://api.example.cn。")
    ),
    "ADDRESS_FORM.PLAIN": Told(
        N_("这个地址不加密，不能用。"),
        MANAGER,
        N_("请用 https:// 开头的地址；http:// 只能连这台电脑自己。"),
        Tone.STOP,
    ),
    "ADDRESS_FORM": Told(
        N_("这不是一个能用的地址。"), MANAGER, N_("地址里不能有用户名、问号或井号；请照开通单再填一次。")
    ),
    "PROXY_FORM": Told(
        N_("代理的写法不对。"), MANAGER, N_("请写成 http://地址:端口，不能带用户名和密码；不需要就空着。")
    ),
    "SERVER_CERTIFICATE.EXPIRED": Told(N_("服务器的证书已经过期。"), TPA, _TELL_TPA, Tone.STOP),
    "SERVER_CERTIFICATE.NOT_YET": Told(
        N_("服务器的证书还没有开始生效。"),
        MANAGER,
        N_("多半是这台电脑的日期不对：请先校准日期和时间。"),
        Tone.STOP,
    ),
    "SERVER_CERTIFICATE.OTHER_NAME": Told(
        N_("证书属于另一个地址，对方可能不是服务商。"), TPA, _TELL_TPA, Tone.STOP
    ),
    "SERVER_CERTIFICATE.UNKNOWN_ISSUER": Told(
        N_("证书的签发者不被这台电脑信任。"),
        MANAGER,
        N_("没有发送任何内容。诊所网络用自己的证书时，请在下面选自有根证书文件；否则请停下来核对地址。"),
        Tone.STOP,
    ),
    "ACTIVATION_CODE_FORM": Told(
        N_("激活码不完整。"), MANAGER, N_("要三组，每组四个字母或数字，例如 ABCD-1234-5678。")
    ),
    "CENTRAL_REFUSED.CODE_UNKNOWN": Told(
        N_("服务商没有这个激活码。"), MANAGER, N_("请核对每一位：数字 0 和字母 O、1 和 I 容易看错。")
    ),
    "CENTRAL_REFUSED.CODE_SPENT": Told(N_("这个激活码已经登记过另一台电脑。"), MANAGER, _ANOTHER_CODE),
    "CENTRAL_REFUSED.CODE_EXPIRED": Told(N_("这个激活码过期了。"), MANAGER, _ANOTHER_CODE),
    "ALREADY_ENROLLED": Told(N_("本机已经登记过，不用再登记。"), MANAGER, N_("请继续下一步。"), Tone.NEUTRAL),
    "OTHER_CLINIC": Told(
        N_("这个激活码属于另一家诊所；本机没有变动。"),
        MANAGER,
        N_("请向服务商要本诊所的激活码：021-80209058。那个激活码已经用掉，请一并告诉服务商。"),
        Tone.STOP,
    ),
    "NOTHING_OFFERED": Told(N_("还没有找到诊所。"), MANAGER, N_("请返回，先输入激活码。")),
    "FIRST_START_NOT_KEPT": Told(
        N_("这一步没有记下来：数据文件夹写不进去。"), MANAGER, N_("请检查磁盘空间和文件夹权限，再试一次。")
    ),
    "PERSON_NAME": Told(N_("还没有填姓名，或姓名太长。"), DESK, N_("请填 1 到 {most} 个字。")),
    "PERSON_NAME_TAKEN": Told(N_("已经有同名的人。"), DESK, N_("请加上能区分的字，例如“王敏（前台）”。")),
    "PIN_REFUSED.DIGITS": Told(N_("PIN 只能用数字。"), DESK, _OTHER_PIN),
    "PIN_REFUSED.LENGTH": Told(N_("PIN 要 4 到 12 位。"), DESK, _OTHER_PIN),
    "PIN_REFUSED.EASY": Told(
        N_("这个 PIN 太容易猜到。"), DESK, N_("不要用 1111、1234 这样的数字；请换一个，两次都输入。")
    ),
    "PIN_REFUSED.DIFFERENT": Told(N_("两次输入的 PIN 不一样。"), DESK, N_("请再输入两次。")),
    "MANAGER_MISSING": Told(
        N_("还没有管理员。"), MANAGER, N_("请添加一位，并勾选“管理员”；以后重新设置要用管理员的 PIN。")
    ),
    "NOT_A_MANAGER": Told(N_("只有管理员可以做这件事。"), MANAGER, N_("请选管理员的名字，再输 PIN。")),
}
