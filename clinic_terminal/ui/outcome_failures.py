"""What failures with follow-ups and exports say on the screen; joined into `failure_table`."""

from collections.abc import Mapping
from typing import Final

from clinic_terminal.i18n import N_
from clinic_terminal.ui.told import DESK, Told
from clinic_terminal.ui.widgets.tone import Tone

_ELSEWHERE: Final = N_("什么也没有丢失。请换一个文件夹或 U 盘再导出。")

OUTCOMES: Final[Mapping[str, Told]] = {
    "FOLLOW_UP_UNKNOWN": Told(N_("这一件已经不在待办里。"), DESK, N_("请回到队列看最新的状态。")),
    "FOLLOW_UP_NOTE_MISSING": Told(N_("还没有写处理结果。"), DESK, N_("请写一句：做了什么，结果怎样。")),
    "FOLLOW_UP_CLOSED": Told(N_("这一件刚才已经有人结束了。"), DESK, N_("要继续处理，请重新打开。")),
    "FOLLOW_UP_OPEN": Told(N_("这一件还开着。"), DESK, N_("请直接记录，或写明结果后结束。")),
    "FOLLOW_UP_UNSENT": Told(
        N_("这一笔还没有送到服务商，不能结束。"), DESK, N_("请处理好以后立即重试；收到回执就结束了。")
    ),
    "EXPORT_FAILED.DISK_FULL": Told(N_("磁盘满了，文件没有写成。"), DESK, _ELSEWHERE),
    "EXPORT_FAILED.READ_ONLY": Told(N_("那里是只读的，文件没有写成。"), DESK, _ELSEWHERE),
    "NOTHING_TO_EXPORT": Told(N_("没有未送出的账单，不用导出。"), DESK, "", Tone.NEUTRAL),
}
