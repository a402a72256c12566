"""The doctor's sentences: what was found, and what to do about it, by the line's code and finding.

Sentences are message ids with the line's facts as places; `ui.views.doctor` fills them. ``what`` is said
always, ``do`` where somebody has to do something.
"""

from collections.abc import Mapping
from typing import Final

from clinic_terminal.application.doctor_lines import CLOSED, NOT_LOOKED, Code, State
from clinic_terminal.i18n import N_
from clinic_terminal.ui.views.edition_words import EDITION
from clinic_terminal.ui.views.said import Said

TITLES: Final[Mapping[Code, str]] = {
    Code.VERSIONS: N_("版本"),
    Code.EDITION: N_("新版本"),
    Code.SETTINGS: N_("设置"),
    Code.DATABASE: N_("数据库"),
    Code.BACKUP: N_("备份"),
    Code.DISK: N_("磁盘"),
    Code.KEY: N_("数据库密钥"),
    Code.ENROLMENT: N_("终端登记"),
    Code.SERVER: N_("服务器"),
    Code.CERTIFICATE: N_("服务器证书"),
    Code.CLOCK: N_("时钟"),
    Code.QUEUE: N_("队列"),
    Code.SEAL: N_("账单印章"),
    Code.PRINTERS: N_("打印机"),
    Code.SCANNER: N_("扫码枪"),
    Code.CAMERAS: N_("摄像头"),
    Code.SCREEN: N_("家长屏"),
    Code.FONTS: N_("字体"),
    Code.WORDS: N_("语言"),
    Code.LOG: N_("日志"),
}

STATES: Final[Mapping[State, str]] = {
    State.OK: N_("正常"),
    State.WARNING: N_("注意"),
    State.FAULT: N_("故障"),
}

_RESTORE: Final = N_("请先不要再开单，打开“队列”页的“备份与恢复”，恢复一份好的备份。")
_BACK_UP: Final = N_("打开“队列”页的“备份与恢复”，按“现在备份”。")
_CALL_IT: Final = N_("请诊所的网络负责人处理；这期间照常工作，账单排队等候。")
_REINSTALL: Final = N_("请重新安装程序；数据不受影响。")
_PRINTER: Final = N_("看一下打印机，或在“单据”页另选一台。")
_SET_CLOCK: Final = N_("在系统设置里打开“自动设置时间”。")
_QUEUE: Final = N_("打开“队列”页，逐笔处理。")

ANYWHERE: Final[Mapping[str, Said]] = {
    NOT_LOOKED: Said(N_("没有查到（{kind}）。"), N_("请再查一次；还是查不到，把支持文件发给技术支持。")),
    CLOSED: Said(N_("数据库没有打开，这一项看不到。"), N_("先处理数据库那一项。")),
}

HOUSE: Final[Mapping[tuple[Code, str], Said]] = {
    (Code.VERSIONS, "VERSIONS"): Said(
        N_("程序 {program} · Python {python} · Qt {qt} · SQLCipher {sqlcipher} · 数据版本 {schema}")
    ),
    (Code.VERSIONS, "NO_SQLCIPHER"): Said(N_("数据库的加密部件不在。"), _REINSTALL),
    (Code.VERSIONS, "SCHEMA_NEWER"): Said(
        N_("数据是更新的程序写的（{schema}），这个程序（{program}）读不了。"),
        N_("请安装新版本的程序；不要用旧程序改动数据。"),
    ),
    (Code.VERSIONS, "SCHEMA_OLDER"): Said(
        N_("数据是旧版本的（{schema}）。"), N_("下次打开程序时自动升级，原来的数据不会丢。")
    ),
    (Code.SETTINGS, "SETTINGS"): Said(N_("设置可用，全部已生效。")),
    (Code.SETTINGS, "WAITS"): Said(N_("有的设置改了还没有生效。"), N_("请关闭程序再打开。")),
    (Code.SETTINGS, "UNUSABLE"): Said(
        N_("设置文件不能用（{problem}）。"), N_("请改正文件里的那一行，或删除文件恢复默认设置。")
    ),
    (Code.DATABASE, "SOUND"): Said(N_("{days} 天前整份检查过，完好。")),
    (Code.DATABASE, "SOUND_TODAY"): Said(N_("今天整份检查过，完好。")),
    (Code.DATABASE, "NO_DATABASE"): Said(N_("还没有数据库。"), N_("第一次打开程序时会建好。")),
    (Code.DATABASE, "SCHEMA_OLDER"): Said(N_("还没有升级到这个版本。"), N_("打开程序时自动升级。")),
    (Code.DATABASE, "NOT_OPEN"): Said(
        N_("数据库打不开（{cause}）。"), N_("请打开程序：开始画面可以恢复备份，也可以取出未送出的账单。")
    ),
    (Code.DATABASE, "RESTORING"): Said(
        N_("恢复备份停在了最后一步，还没有做完。"),
        N_("请关掉占用数据文件的其他程序，再打开一次本程序，会接着恢复。数据都在，请不要删除任何文件。"),
    ),
    (Code.DATABASE, "NEVER_CHECKED"): Said(
        N_("还没有整份检查过。"), N_("程序开着的时候会自动检查，请让它开一会儿。")
    ),
    (Code.DATABASE, "CHECK_OLD"): Said(
        N_("最近一次检查是 {days} 天前。"), N_("程序开着的时候会自动检查，请让它开一会儿。")
    ),
    (Code.DATABASE, "DAMAGED"): Said(N_("有损坏（{faults}）。"), _RESTORE),
    (Code.BACKUP, "BACKUP"): Said(N_("最近的好备份是 {hours} 小时前的；一共 {count} 份。")),
    (Code.BACKUP, "BACKUP_OLD"): Said(N_("最近的好备份是 {hours} 小时前的。"), _BACK_UP),
    (Code.BACKUP, "BACKUP_LOST"): Said(N_("最近的好备份已经是 {hours} 小时前的。"), _BACK_UP),
    (Code.BACKUP, "NO_BACKUP"): Said(N_("还没有备份。"), _BACK_UP),
    (Code.BACKUP, "NONE_GOOD"): Said(N_("有 {count} 份备份，但没有一份检查完好。"), _BACK_UP),
    (Code.DISK, "ROOM"): Said(N_("还有 {free_gigabytes} GB，另留了应急空间。")),
    (Code.DISK, "NO_RESERVE"): Said(
        N_("还有 {free_gigabytes} GB；应急空间没有留出来。"),
        N_("程序开着的时候会自动留出。"),
    ),
    (Code.DISK, "LITTLE_ROOM"): Said(N_("只剩 {free_gigabytes} GB。"), N_("请腾出磁盘空间。")),
    (Code.DISK, "NO_ROOM"): Said(
        N_("几乎满了，只剩 {free_gigabytes} GB。"), N_("请马上腾出磁盘空间，不然账单存不下来。")
    ),
    (Code.DISK, "READ_ONLY"): Said(
        N_("存放数据的磁盘不能写。"), N_("请检查磁盘和文件夹的权限；关掉写保护，或换一块磁盘。")
    ),
    (Code.KEY, "KEYRING"): Said(N_("在操作系统的凭据存储里。")),
    (Code.KEY, "FILE"): Said(
        N_("在文件里，不在操作系统的凭据存储里。"), N_("可以工作；请给电脑设登录密码，并打开磁盘加密。")
    ),
    (Code.KEY, "NO_KEY"): Said(N_("还没有；第一次打开程序时会做好。")),
    (Code.KEY, "EXPOSED"): Said(
        N_("密钥文件别的用户也能读。"), N_("请让管理员把文件权限改成只有本用户可读（600）。")
    ),
    (Code.KEY, "OUT_OF_REACH"): Said(
        N_("密钥拿不到。"), N_("请用平时的用户登录电脑，解锁操作系统的凭据存储，然后再查一次。")
    ),
    (Code.WORDS, "WORDS"): Said(N_("中文和英文都在。")),
    (Code.WORDS, "LANGUAGE_MISSING"): Said(N_("缺少语言：{missing}。"), _REINSTALL),
    (Code.WORDS, "NO_CHINESE"): Said(N_("中文不在。"), _REINSTALL),
    (Code.LOG, "LOG"): Said(N_("{kilobytes} kB。")),
    (Code.LOG, "LOG_LONG"): Said(N_("已经有 {kilobytes} kB。"), N_("请关闭程序，把日志文件移走。")),
    (Code.LOG, "LOG_HUGE"): Said(
        N_("{kilobytes} kB，太大了：有什么在不停出错。"),
        N_("请把支持文件发给技术支持，然后关闭程序，把日志文件移走。"),
    ),
    (Code.LOG, "LOG_CLOSED"): Said(N_("写不了日志。"), N_("请检查数据文件夹的权限。")),
}

WIRE: Final[Mapping[tuple[Code, str], Said]] = {
    (Code.ENROLMENT, "ENROLLED"): Said(N_("终端 {terminal}，诊所 {clinic}。")),
    (Code.ENROLMENT, "NOT_ENROLLED"): Said(
        N_("这台终端还没有登记。"), N_("请向服务商要一个激活码，在首次设置里登记。")
    ),
    (Code.ENROLMENT, "NO_IDENTITY"): Said(
        N_("终端 {terminal} 的密钥不在了，不能登录服务器。"),
        N_("请致电服务商，要一个新的激活码；未送出的账单都还在。"),
    ),
    (Code.ENROLMENT, "OTHER_ADDRESS"): Said(
        N_("设置里的服务器地址和登记时的不一样。"), N_("不是有意改的，请在“设置”里清空服务器地址。")
    ),
    (Code.SERVER, "ANSWERS"): Said(N_("有回答，{milliseconds} 毫秒。")),
    (Code.SERVER, "NOBODY_TO_ASK"): Said(N_("还不知道服务器的地址。"), N_("先登记这台终端。")),
    (Code.SERVER, "AWAY"): Said(
        N_("现在连不上（{problem}）。"), N_("照常工作，账单排队等候；请看一下网线和路由器。")
    ),
    (Code.SERVER, "AWAY_LONG"): Said(
        N_("连不上（{problem}），而且很久没有听到它了。"),
        N_("请检查网络、代理和防火墙；超过上限以后不能再直付。"),
    ),
    (Code.SERVER, "NOT_THE_SERVER"): Said(
        N_("回答的不是服务器：可能是需要登录的网络，或代理。"), N_("请用浏览器登录网络，或检查代理设置。")
    ),
    (Code.SERVER, "CERTIFICATE"): Said(N_("证书不对，没有连接。"), N_("见“服务器证书”那一项。")),
    (Code.CERTIFICATE, "VALID"): Said(N_("还有 {days} 天到期。")),
    (Code.CERTIFICATE, "OWN_CA"): Said(N_("由诊所自己的根证书检查；还有 {days} 天到期。")),
    (Code.CERTIFICATE, "THIS_COMPUTER"): Said(N_("服务器就在本机，不需要证书。")),
    (Code.CERTIFICATE, "NOBODY_TO_ASK"): Said(N_("还不知道服务器的地址。"), N_("先登记这台终端。")),
    (Code.CERTIFICATE, "NOT_SEEN"): Said(N_("这次没有看到证书。"), N_("连上服务器以后再查一次。")),
    (Code.CERTIFICATE, "SOON_ENDED"): Said(N_("只剩 {days} 天到期。"), N_("请提醒服务商按时换证书。")),
    (Code.CERTIFICATE, "CERT_EXPIRED"): Said(
        N_("已经过期。"), N_("先看本机的时钟对不对；时钟对的话，请致电服务商换证书。")
    ),
    (Code.CERTIFICATE, "CERT_UNKNOWN"): Said(
        N_("签发证书的机构不可信。"),
        N_("诊所网络用自己的证书检查流量时，请在“设置”里填根证书文件；不然请不要连接，致电服务商。"),
    ),
    (Code.CERTIFICATE, "CERT_NAME"): Said(
        N_("证书是别的地址的。"), N_("请核对服务器地址；地址没错的话，请不要连接，致电服务商。")
    ),
    (Code.CERTIFICATE, "CERT_REFUSED"): Said(N_("证书不能用。"), _CALL_IT),
    (Code.CERTIFICATE, "CA_FILE"): Said(
        N_("设置里的根证书文件读不了。"), N_("请在“设置”里重新填根证书文件的位置。")
    ),
    (Code.CLOCK, "CLOCK"): Said(N_("和服务器相差 {seconds} 秒。")),
    (Code.CLOCK, "CLOCK_OFF"): Said(N_("和服务器相差 {seconds} 秒。"), _SET_CLOCK),
    (Code.CLOCK, "CLOCK_WRONG"): Said(N_("和服务器相差 {seconds} 秒，差得太多。"), _SET_CLOCK),
    (Code.CLOCK, "CLOCK_BEHIND"): Said(
        N_("比服务器签过名的时间还早 {seconds} 秒：时钟被拨回去了。"), _SET_CLOCK
    ),
    (Code.CLOCK, "NOT_BEHIND"): Said(N_("没有被拨回；服务器 {hours} 小时前报过时间。")),
    (Code.CLOCK, "LONG_AGO"): Said(N_("服务器上次报时是 {hours} 小时前。"), N_("连上服务器以后再查一次。")),
    (Code.CLOCK, "NEVER_ASKED"): Said(N_("还没有问过服务器的时间。"), N_("连上服务器以后再查一次。")),
    (Code.QUEUE, "EMPTY"): Said(N_("没有待送出的账单。")),
    (Code.QUEUE, "WAITING"): Said(N_("{unsent} 笔待送出，最早的 {oldest_hours} 小时前；上限还剩 {room}%。")),
    (Code.QUEUE, "PARKED"): Said(N_("{parked} 笔送不出去，等人处理。"), _QUEUE),
    (Code.QUEUE, "FOR_A_PERSON"): Said(N_("{for_a_person} 件事等人处理。"), _QUEUE),
    (Code.QUEUE, "LIMIT_NEAR"): Said(
        N_("{unsent} 笔待送出，接近上限，还剩 {room}%。"), N_("请尽快恢复网络；超过上限以后不能再直付。")
    ),
    (Code.QUEUE, "LIMIT_PASSED"): Said(
        N_("{unsent} 笔待送出，已超过上限，不能再直付。"), N_("请恢复网络；急的话致电服务热线。")
    ),
    (Code.QUEUE, "STUCK"): Said(
        N_("{unsent} 笔该送了，却没有人送。"), N_("请关闭程序再打开；还是这样，把支持文件发给技术支持。")
    ),
    (Code.SEAL, "SEAL"): Said(N_("有效，还有 {days} 天。")),
    (Code.SEAL, "NO_SEAL"): Said(N_("还没有；做第一张账单时会做好。")),
    (Code.SEAL, "SEAL_ENDING"): Said(
        N_("还有 {days} 天到期。"), N_("请联系技术支持换印章；已盖章的账单不受影响。")
    ),
    (Code.SEAL, "SEAL_ENDED"): Said(N_("已经过期。"), N_("先看本机的时钟；时钟对的话，请联系技术支持。")),
    (Code.SEAL, "SEAL_NOT_YET"): Said(N_("还没有生效。"), N_("本机的时钟多半慢了，请先校时。")),
    (Code.SEAL, "SEAL_BROKEN"): Said(
        N_("密钥和证书对不上，不能盖章。"), N_("请把支持文件发给技术支持；已盖章的账单不受影响。")
    ),
}

_GONE: Final = N_("打印机 {names} 不在。")
_ASLEEP: Final = N_("打印机 {names} 没有回答。")

DEVICES: Final[Mapping[tuple[Code, str], Said]] = {
    (Code.PRINTERS, "READY"): Said(N_("{names} 就绪。")),
    (Code.PRINTERS, "SAYS_NOTHING"): Said(N_("{names}：有的打印机不报告状态。")),
    (Code.PRINTERS, "PDF_ONLY"): Said(
        N_("没有选打印机，单据都存成 PDF。"), N_("有打印机的话，在“单据”页为每种单据选一台。")
    ),
    (Code.PRINTERS, "PAPER_LOW"): Said(N_("{names} 纸快用完了。"), N_("请准备一卷新纸。")),
    (Code.PRINTERS, "SILENT"): Said(_ASLEEP, _PRINTER),
    (Code.PRINTERS, "OFFLINE"): Said(N_("打印机 {names} 脱机。"), _PRINTER),
    (Code.PRINTERS, "OUT_OF_PAPER"): Said(N_("打印机 {names} 缺纸。"), N_("请装纸。")),
    (Code.PRINTERS, "COVER_OPEN"): Said(N_("打印机 {names} 的盖子开着。"), N_("请把盖子合上。")),
    (Code.PRINTERS, "FAULT"): Said(N_("打印机 {names} 报告故障。"), _PRINTER),
    (Code.PRINTERS, "DENIED"): Said(
        N_("没有权限使用打印机 {names}。"), N_("请让管理员把本用户加入打印机的用户组。")
    ),
    (Code.PRINTERS, "GONE"): Said(_GONE, _PRINTER),
    (Code.SCANNER, "KEYBOARD"): Said(N_("用像键盘一样的扫码枪；它插着没有，程序看不到。")),
    (Code.SCANNER, "PLUGGED_IN"): Said(N_("在 {names} 上。")),
    (Code.SCANNER, "NOT_CHOSEN"): Said(
        N_("有串口设备 {names}，但没有选作扫码枪。"), N_("是扫码枪的话，在“设置”里填这个端口。")
    ),
    (Code.SCANNER, "UNPLUGGED"): Said(
        N_("设置的端口 {names} 不在。"), N_("请插好扫码枪；换了端口的话，在“设置”里改。")
    ),
    (Code.SCANNER, "NOT_ALLOWED"): Said(
        N_("没有权限打开 {names}。"), N_("请让管理员把本用户加入 dialout 组，然后重新登录电脑。")
    ),
    (Code.CAMERAS, "CAMERAS"): Said(N_("{count} 个：{names}。")),
    (Code.CAMERAS, "NO_CAMERA"): Said(N_("没有摄像头。"), N_("不影响工作：用扫码枪、图片或会员号核验。")),
    (Code.CAMERAS, "CAMERAS_BROKEN"): Said(N_("摄像头的部件不能用。"), _REINSTALL),
    (Code.SCREEN, "TWO_SCREENS"): Said(N_("家长屏已接好，一共 {count} 块屏。")),
    (Code.SCREEN, "ONE_SCREEN"): Said(N_("只有一块屏，家长在前台窗口签字。")),
    (Code.SCREEN, "NO_DISPLAY"): Said(
        N_("这个命令是在没有屏幕的地方运行的。"), N_("在程序的“自检”页可以看到这一项。")
    ),
    (Code.SCREEN, "SCREEN_UNUSED"): Said(
        N_("接了 {count} 块屏，但没有选家长屏。"), N_("在“结算”页选一块给家长看。")
    ),
    (Code.SCREEN, "SCREEN_GONE"): Said(
        N_("选好的家长屏不在。"), N_("请看一下它的电源和线；这期间家长在前台窗口签字。")
    ),
    (Code.FONTS, "FONTS"): Said(N_("{count} 种字体都在。")),
    (Code.FONTS, "FONT_MISSING"): Said(N_("缺少字体：{missing}。"), _REINSTALL),
    (Code.FONTS, "NO_CHINESE_FONT"): Said(N_("缺少中文字体：{missing}。"), _REINSTALL),
}

SAID: Final[Mapping[tuple[Code, str], Said]] = {**HOUSE, **EDITION, **WIRE, **DEVICES}
"""All findings of single lines; `ANYWHERE` has those that any line may have."""

RECENT: Final[Mapping[tuple[Code, str], tuple[str, str]]] = {
    (Code.BACKUP, "BACKUP"): ("hours", N_("最近的好备份是不到 1 小时前的；一共 {count} 份。")),
    (Code.CLOCK, "NOT_BEHIND"): ("hours", N_("没有被拨回；服务器不到 1 小时前报过时间。")),
    (Code.QUEUE, "WAITING"): (
        "oldest_hours",
        N_("{unsent} 笔待送出，最早的不到 1 小时前；上限还剩 {room}%。"),
    ),
}
"""What is said where the fact that is named counts no full hour."""
