"""What the failures of signing and of attached sheets say; part of `failure_table`."""

from collections.abc import Mapping
from typing import Final

from clinic_terminal.i18n import N_
from clinic_terminal.ui.told import DESK, FAMILY, MANAGER, Told
from clinic_terminal.ui.widgets.tone import Tone

_ANOTHER: Final = N_("请另选一个文件；也可以以后在完成页再附上。账单和签字都不受影响。")

SIGNING: Final[Mapping[str, Told]] = {
    "SIGNER_MISSING": Told(N_("还没有写签字人的姓名。"), FAMILY, N_("请写上姓名，再确认一次。")),
    "BILL_OVERTAKEN": Told(
        N_("冻结之后，这个孩子的额度或保险资料变了，账单的金额已经不对。"),
        DESK,
        N_("请按“撤回修改”，金额会重新计算，再请家长签一次字；已收的钱不会丢。"),
    ),
    "TOO_MUCH_INK": Told(
        N_("签字板上的笔画太多，不像一个签字。"), FAMILY, N_("请按“重写”，只写自己的姓名。")
    ),
    "DECLINE_NOTE_MISSING": Told(N_("还没有写家长不同意的原因。"), DESK, N_("请写一句说明，再确认一次。")),
    "GUARDIAN_SCREEN_LOST": Told(
        N_("家长屏断开了，账单和已写的笔画移到了本窗口。"),
        DESK,
        N_("请家长在这里接着签；屏幕接好后，下一张账单会回到家长屏。"),
    ),
    "PAPER_FAILED.DIGEST_MISMATCH": Told(
        N_("签字和账单对不上，没有生成单据。"),
        MANAGER,
        N_("请查明账单在签字之后怎么变了；作废后重新开单、签字。"),
        Tone.STOP,
    ),
    "SHEET_REFUSED": Told(N_("这个文件不能作为签字单保存。"), DESK, _ANOTHER),
    "SHEET_REFUSED.TOO_LARGE": Told(N_("文件太大了（上限 10 MB）。"), DESK, _ANOTHER),
    "SHEET_REFUSED.EMPTY": Told(N_("这个文件是空的。"), DESK, _ANOTHER),
    "SHEET_REFUSED.NOT_A_SHEET": Told(N_("只能附上 PNG、JPEG 图片或 PDF 文件。"), DESK, _ANOTHER),
    "SHEET_REFUSED.DAMAGED": Told(N_("这张图片打不开，可能已经损坏。"), DESK, _ANOTHER),
    "SHEET_REFUSED.UNREADABLE": Told(N_("这个文件读不出来。"), DESK, _ANOTHER),
    "SHEET_REFUSED.NO_PAPER": Told(
        N_("这次就诊不是在纸上签的字，不用附签字单。"), DESK, N_("请检查是否选对了就诊。")
    ),
    "ATTACHMENT_UNKNOWN": Told(N_("本机没有这个附件。"), MANAGER, N_("请从备份里查找。")),
    "ATTACHMENT_CHANGED": Told(
        N_("保存的附件和当时附上的不一样了。"),
        MANAGER,
        N_("请不要使用它，并从备份里恢复。"),
        Tone.STOP,
    ),
}
