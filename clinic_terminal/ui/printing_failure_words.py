"""What each failure of a printer says: the bill is safe, what is wrong with the paper, what to do next."""

from collections.abc import Mapping
from typing import Final

from clinic_terminal.i18n import N_
from clinic_terminal.ui.told import DESK, MANAGER, Told

_AGAIN: Final = N_("账单已保存。处理好后按“再打一次”，或先存为 PDF。")
_LOOK: Final = N_("先看一眼打印机：可能已经出来一张。要再打，下一张会标明“补打”。")
_CHECK: Final = N_("账单已保存。请检查电源和连线，再打一次；或存为 PDF。")
_CHOOSE: Final = N_("账单已保存。请在“打印机”里另选一台，或存为 PDF。")

PRINTING: Final[Mapping[str, Told]] = {
    "PRINT_FAILED": Told(N_("没有打印出来。"), DESK, _AGAIN),
    "PRINT_FAILED.STARTED": Told(N_("打印中断了。"), DESK, _LOOK),
    "PRINTER_GONE": Told(N_("找不到这台打印机。"), DESK, _CHECK),
    "PRINTER_OFFLINE": Told(N_("打印机脱机。"), DESK, _CHECK),
    "PRINTER_OFFLINE.STARTED": Told(N_("打印到一半，打印机脱机了。"), DESK, _LOOK),
    "OUT_OF_PAPER": Told(N_("打印机缺纸。"), DESK, N_("账单已保存。装好纸后按“再打一次”。")),
    "OUT_OF_PAPER.STARTED": Told(
        N_("打印到一半，纸用完了。"), DESK, N_("请装好纸再打一次，没打完的那张作废；下一张会标明“补打”。")
    ),
    "COVER_OPEN": Told(N_("打印机的盖子没有合上。"), DESK, N_("账单已保存。合上盖子后按“再打一次”。")),
    "COVER_OPEN.STARTED": Told(N_("打印到一半，盖子被打开了。"), DESK, _LOOK),
    "PRINTER_FAULT": Told(
        N_("打印机报告故障，多半是切刀或卡纸。"), DESK, N_("请关机、取出卡住的纸、再开机，然后按“再打一次”。")
    ),
    "PRINTER_FAULT.STARTED": Told(N_("打印到一半，打印机出了故障。"), DESK, _LOOK),
    "PRINTER_LOST": Told(N_("和打印机的连接断了。"), DESK, _CHECK),
    "PRINTER_LOST.STARTED": Told(N_("打印到一半，和打印机的连接断了。"), DESK, _LOOK),
    "PRINTER_TIMEOUT": Told(
        N_("打印机没有回答。"),
        DESK,
        N_("请看它是否开机；如果这台打印机从不回报状态，请在“打印机”里勾选“不回报状态”。"),
    ),
    "PRINTER_TIMEOUT.STARTED": Told(N_("打印机在限定时间里没有打完。"), DESK, _LOOK),
    "PRINTER_BUSY": Told(N_("这台打印机还在打另一张。"), DESK, N_("账单已保存。等它打完，再按“再打一次”。")),
    "PRINTER_DENIED": Told(N_("这台电脑不允许程序使用这台打印机。"), MANAGER, _CHOOSE),
    "SPOOLER_REFUSED": Told(N_("系统的打印队列没有接受这份单据。"), MANAGER, _CHOOSE),
    "SPOOLER_REFUSED.STARTED": Told(N_("系统的打印队列中途退回了这份单据。"), MANAGER, _LOOK),
    "SPOOL_FULL": Told(N_("磁盘已满，打印不了。"), MANAGER, N_("账单已保存。请清出空间，再打一次。")),
    "SPOOL_FULL.STARTED": Told(N_("打印到一半，磁盘满了。"), MANAGER, _LOOK),
    "WRONG_PRINTER": Told(
        N_("这种纸张不能在这台打印机上打。"), DESK, N_("小票机只打 80 毫米的单据；A4、A5 请选别的打印机。")
    ),
    "PAPER_UNREADABLE": Told(N_("要打印的文件读不出来。"), DESK, _AGAIN),
    "PRINTER_ADDRESS": Told(N_("这不是打印机的地址。"), DESK, N_("请核对后再填。")),
    "PRINTER_ADDRESS.NETWORK": Told(
        N_("网络地址不对。"), DESK, N_("请写成 192.168.1.50 或 192.168.1.50:9100 这样。")
    ),
    "PRINTER_ADDRESS.USB": Told(N_("USB 编号不对。"), DESK, N_("请写成 04b8:0e15 这样：厂商和产品各四位。")),
    "PRINTER_ADDRESS.FILE": Told(N_("设备文件不对。"), DESK, N_("请写成 /dev/usb/lp0 或 LPT1 这样。")),
    "PRINTER_ADDRESS.LINK": Told(N_("网址不对。"), DESK, N_("请写以 https:// 开头的完整网址。")),
    "NO_SUCH_PAPER": Told(N_("这次就诊没有这种单据。"), DESK, N_("请换一种单据。")),
    "NOTHING_TO_PACK": Told(
        N_("没有可以打包的账单。"), DESK, N_("账单完成后才能打包；家长不同意使用资料的不打包。")
    ),
}
