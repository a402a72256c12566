"""What failures to withdraw an act say on the screen; joined into `failure_table`."""

from collections.abc import Mapping
from typing import Final

from clinic_terminal.i18n import N_
from clinic_terminal.ui.told import DESK, MANAGER, Told

WITHDRAWING: Final[Mapping[str, Told]] = {
    "WITHDRAW_NOT_MANAGER": Told(
        N_("只有管理员可以撤回，什么也没有改。"), MANAGER, N_("请管理员输入自己的 PIN 再撤回。")
    ),
    "WITHDRAW_REASON_MISSING": Told(
        N_("还没有写撤回的原因。"), MANAGER, N_("请写一句：为什么永远不再送出。")
    ),
    "WITHDRAW_NOT_PARKED": Told(
        N_("这一笔现在没有放在一边，不能撤回。"), DESK, N_("可能刚才有人重试了；请回到队列看最新的状态。")
    ),
    "WITHDRAW_SENDING": Told(
        N_("程序正在送这一笔，现在不能撤回，什么也没有改。"),
        DESK,
        N_("请等一分钟，看这次有没有送到，再撤回。"),
    ),
    "WITHDRAW_ACT_KNOWN": Told(
        N_("服务商已经收到这一笔，只是回执没有送到，不能撤回。"),
        DESK,
        N_("请按“立即重试”：服务商不会记两次账，会把回执再发一次。"),
    ),
    "WITHDRAW_UNASKED": Told(
        N_("现在问不到服务商有没有收到这一笔，所以没有撤回，什么也没有改。"),
        DESK,
        N_("请等网络恢复后再撤回；这一笔放在一边，不会影响别人。"),
    ),
}
