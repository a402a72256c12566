"""What failures of the database, its backups and its files of acts say on the screen; see `failure_table`."""

from collections.abc import Mapping
from typing import Final

from clinic_terminal.i18n import N_
from clinic_terminal.ui.told import DESK, MANAGER, Told
from clinic_terminal.ui.widgets.tone import Tone

_UNTOUCHED: Final = N_("诊所的数据没有变动，可以照常工作；请换一个时间再备份一次。")
_MEND_DISK: Final = N_("请检查磁盘和数据文件夹里的 backups，再备份一次；诊所的数据没有变动。")
_NOTHING_CHANGED: Final = N_("什么也没有改动。请选另一个备份。")
_GO_ON_RESTORING: Final = N_(
    "请关掉占用数据文件的其他程序，再打开一次本程序，会接着恢复。数据都在，请不要删除任何文件。"
)
_ASK_AGAIN: Final = N_("请对方再导出一次，重新传过来。")

STORAGE: Final[Mapping[str, Told]] = {
    "STORE_FAILED.RESERVE_FREED": Told(
        N_("磁盘满了，这一步没有保存。备用的空间刚刚放了出来。"),
        MANAGER,
        N_("请再按一次，这一步就能保存；然后马上清出磁盘空间。之前的内容都在。"),
        Tone.STOP,
    ),
    "STORE_UNOPENABLE.NEWER": Told(
        N_("诊所的数据是新版本写的，旧程序没有打开它。"),
        MANAGER,
        N_("请把新版本装回来再打开。数据和等候的账单都完好，什么也没有改动。"),
        Tone.STOP,
    ),
    "STORE_UNOPENABLE.DAMAGED": Told(
        N_("本机的数据文件损坏了，没有改动它。"),
        MANAGER,
        N_("请恢复最近的备份：备份之后的账单会从旧文件里取回，不会重复记账。请不要删除任何文件。"),
        Tone.STOP,
    ),
    "STORE_UNOPENABLE.DISK_FULL": Told(
        N_("磁盘满了，打不开本机的数据库。"), MANAGER, N_("请清出磁盘空间，再试一次；数据都在。"), Tone.STOP
    ),
    "STORE_UNOPENABLE.READ_ONLY": Told(
        N_("数据文件被设为只读，打不开。"),
        MANAGER,
        N_("请让这台电脑的用户可以改写数据文件夹，再试一次。"),
        Tone.STOP,
    ),
    "STORE_UNOPENABLE.BUSY": Told(
        N_("别的程序正占用数据库。"), DESK, N_("请等几秒再试一次；杀毒软件或备份软件可能正在读它。")
    ),
    "STORE_UNOPENABLE.CANNOT_OPEN": Told(
        N_("数据文件夹打不开。"), MANAGER, N_("请检查磁盘是否接好、文件夹是否还在，再试一次。"), Tone.STOP
    ),
    "STORE_UNOPENABLE.KEY_UNAVAILABLE": Told(
        N_("现在取不到数据库的密钥。"),
        MANAGER,
        N_(
            "请用平时的用户登录这台电脑，再试一次；不要删除任何文件。"
            "还是取不到，就用抄下来的恢复密钥：在{shell}里运行 {program} recovery-key --take。"
        ),
        Tone.STOP,
    ),
    "PAPER_FAILED.KEY_UNAVAILABLE": Told(
        N_("账单已保存，但没有打印出来。"),
        MANAGER,
        N_(
            "请用平时的用户登录这台电脑，再试一次；不要删除任何文件。"
            "还是取不到，就用抄下来的恢复密钥：在{shell}里运行 {program} recovery-key --take。"
        ),
    ),
    "CENTRAL_SESSION.KEY_UNAVAILABLE": Told(
        N_("现在取不到本机自己的密钥。队列已暂停，什么也没有丢失，收费照常。"),
        MANAGER,
        N_(
            "请用平时的用户登录这台电脑，再打开程序。"
            "还是取不到，就向服务热线要一个新的激活码，在“重新设置”里输入。"
        ),
        Tone.STOP,
    ),
    "STORE_UNOPENABLE.RESTORING": Told(
        N_("恢复备份停在了最后一步，还没有做完。"), MANAGER, _GO_ON_RESTORING, Tone.STOP
    ),
    "STORE_UNOPENABLE.NOT_OURS": Told(
        N_("数据库的位置上是别的程序的文件，没有动它。"),
        MANAGER,
        N_("请把那个文件移走，再恢复备份。"),
        Tone.STOP,
    ),
    "BACKUP_FAILED": Told(N_("没有备份成。"), MANAGER, _UNTOUCHED),
    "BACKUP_FAILED.DISK_FULL": Told(
        N_("磁盘空间不够，没有备份成。"), MANAGER, N_("请清出磁盘空间，再备份一次；诊所的数据没有变动。")
    ),
    "BACKUP_FAILED.READ_ONLY": Told(
        N_("备份文件夹不能写入。"),
        MANAGER,
        N_("请让这台电脑的用户可以改写数据文件夹里的 backups，再备份一次；诊所的数据没有变动。"),
    ),
    "BACKUP_FAILED.CANNOT_OPEN": Told(N_("备份文件夹打不开。"), MANAGER, _MEND_DISK),
    "BACKUP_FAILED.IO_ERROR": Told(N_("磁盘没有写进备份。"), MANAGER, _MEND_DISK),
    "BACKUP_FAILED.NOT_GOOD": Told(
        N_("备份做好后打开检查，发现有损坏，没有留用。"),
        MANAGER,
        N_("数据文件可能已经损坏：请检查整个数据库，并联系管理员。"),
        Tone.STOP,
    ),
    "RESTORE_REFUSED": Told(N_("这个文件不能恢复。"), MANAGER, _NOTHING_CHANGED),
    "RESTORE_REFUSED.NO_FILE": Told(N_("这个备份文件不见了，或者是空的。"), MANAGER, _NOTHING_CHANGED),
    "RESTORE_REFUSED.WRONG_KEY": Told(
        N_("这个备份不是本机的：本机的密钥打不开它，或者它的开头损坏了。"), MANAGER, _NOTHING_CHANGED
    ),
    "RESTORE_REFUSED.NOT_OURS": Told(N_("这个文件不是本程序的数据库。"), MANAGER, _NOTHING_CHANGED),
    "RESTORE_REFUSED.NEWER": Told(
        N_("这个备份由更新的程序写成。"), MANAGER, N_("请先安装最新的程序，再恢复。什么也没有改动。")
    ),
    "RESTORE_REFUSED.DAMAGED": Told(N_("这个备份损坏了。"), MANAGER, _NOTHING_CHANGED),
    "RESTORE_REFUSED.DISK_FULL": Told(
        N_("磁盘空间不够，没有恢复。"), MANAGER, N_("请清出磁盘空间，再恢复一次。什么也没有改动。")
    ),
    "RESTORE_UNFINISHED": Told(
        N_("恢复备份停在了最后一步，还没有做完。"), MANAGER, _GO_ON_RESTORING, Tone.STOP
    ),
    "NOTHING_READABLE": Told(
        N_("数据文件一行也读不出来了。"), MANAGER, N_("请恢复最近的备份；不要删除任何文件。"), Tone.STOP
    ),
    "ALREADY_OPEN": Told(
        N_("程序已经在这台电脑上打开。"),
        DESK,
        N_(
            "请用已经打开的窗口。刚刚关掉的话，它还在收尾：等一分钟再打开。"
            "还是打不开，就重新启动这台电脑，再打开程序。"
        ),
    ),
    "RECOVERY_KEY": Told(N_("恢复密钥不能用。"), MANAGER, N_("请逐组核对写下的恢复密钥，再输一次。")),
    "RECOVERY_KEY.OTHER_DATABASE": Told(
        N_("这台电脑上已经有一个用别的密钥加密的数据库，没有动它。"),
        MANAGER,
        N_("请先把它移走，再用恢复密钥恢复备份。"),
    ),
    "ACT_EXPORT": Told(N_("这个文件不能用。"), DESK, _ASK_AGAIN),
    "ACT_EXPORT.FORM": Told(N_("这不是导出的队列文件，或由更新的程序写成。"), DESK, N_("请再选一次文件。")),
    "ACT_EXPORT.CUT_OFF": Told(N_("文件不完整，后半段没有收到。"), DESK, _ASK_AGAIN),
    "ACT_EXPORT.DAMAGED": Told(N_("文件在路上被改动或损坏了。"), DESK, _ASK_AGAIN, Tone.STOP),
    "ACT_EXPORT.PASSPHRASE": Told(N_("口令不对，或者文件损坏了。"), DESK, N_("请按分组核对口令，再输一次。")),
}
