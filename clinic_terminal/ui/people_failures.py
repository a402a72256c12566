"""What failures of PINs, of a manager's yes and of the list of people say; joined into `failure_table`."""

from collections.abc import Mapping
from typing import Final

from clinic_terminal.i18n import N_
from clinic_terminal.ui.told import DESK, MANAGER, Told
from clinic_terminal.ui.widgets.tone import Tone

_WAIT: Final = N_("PIN 连续输错太多次。")

PEOPLE: Final[Mapping[str, Told]] = {
    "PIN_WAIT.SECONDS": Told(_WAIT, DESK, N_("请等 {least} 秒再试；忘记了请管理员重设。"), Tone.STOP),
    "PIN_WAIT.MINUTES": Told(_WAIT, DESK, N_("请等 {least} 分钟再试；忘记了请管理员重设。"), Tone.STOP),
    "APPROVAL_NEEDED": Told(
        N_("这一步要管理员确认，什么也没有改动。"), MANAGER, N_("请再做一次，输入管理员的 PIN。")
    ),
    "KEY_REFUSED": Told(
        N_("这不是本机的恢复密钥。"), MANAGER, N_("请对着纸一组一组地核对，十七组都要输入。")
    ),
    "STAFF_UNKNOWN": Told(N_("名单里已经没有这个人。"), DESK, N_("请重新打开“人员”，再看一次。")),
    "LAST_MANAGER": Told(
        N_("这是最后一位管理员，不能停用，也不能取消管理员身份。"), MANAGER, N_("请先把另一个人设为管理员。")
    ),
    "OWN_ACCOUNT": Told(N_("已登录的人不能停用自己。"), MANAGER, N_("请换一个人登录，再停用。")),
}
