"""What each failure says on the screen: what happened, who can fix it, what to do next.

Keys are ``CODE`` or ``CODE.CAUSE`` (a cause may have a further part); the most exact key counts.
Sentences are message ids, filled after translation with the failure's own facts.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from clinic_terminal.i18n import N_
from clinic_terminal.ui.widgets.tone import Tone


@dataclass(frozen=True, slots=True)
class Told:
    """A failure in three sentences."""

    what: str
    who: str = ""
    next_step: str = ""
    tone: Tone = Tone.WARN


DESK: Final = N_("前台可以处理。")
MANAGER: Final = N_("请诊所管理员处理。")
TPA: Final = N_("请服务热线处理。")
FAMILY: Final = N_("家长可以处理。")
NOBODY: Final = N_("不需要任何人处理。")
_NOT_STORED: Final = N_("这一步没有保存，之前的内容都在；处理后再按一次。")
_RESHOW: Final = N_("请家长在手机上打开电子保险卡，再扫一次；或输入卡上的会员号。")
_ASK_HOTLINE: Final = N_("请核对卡上的会员号；仍不行就致电服务热线 021-80209058。")
_KEEP_WORKING: Final = N_("可以照常工作：已有资料的孩子照样能核验，账单保存在本机，联网后自动送出。")
_CHOOSE_TEETH: Final = N_("请在牙位图上重新选择。")
_OPEN_AGAIN: Final = N_("请从今日页重新打开这次就诊。")

UNEXPECTED: Final = Told(
    N_("这一步没有完成：程序遇到了没有料到的情况。"),
    MANAGER,
    N_("已保存的内容都在。请再试一次；仍不行请记下参考号并联系管理员。"),
    Tone.STOP,
)

CARD: Final[Mapping[str, Told]] = {
    "CARD_REFUSED": Told(N_("这张卡现在不能用。"), DESK, _RESHOW),
    "CARD_REFUSED.NOT_A_CARD": Told(N_("扫到的不是电子保险卡。"), FAMILY, _RESHOW),
    "CARD_REFUSED.NOT_A_CARD.PAYMENT_CODE": Told(
        N_("扫到的是付款码，不是电子保险卡。没有收款。"),
        FAMILY,
        N_("请家长关闭付款码，打开公众号里的电子保险卡，再扫一次。"),
    ),
    "CARD_REFUSED.NOT_A_CARD.URL": Told(N_("扫到的是一个网址，里面没有会员号。"), FAMILY, _RESHOW),
    "CARD_REFUSED.NOT_A_CARD.EMPTY": Told(
        N_("图片里没有找到二维码。"),
        DESK,
        N_("请换一张清楚、完整、不反光的图片；或输入卡上的会员号。"),
    ),
    "CARD_REFUSED.NOT_A_CARD.OTHER": Told(
        N_("扫到的是别的二维码，不是电子保险卡。"),
        FAMILY,
        N_("请家长打开公众号里的电子保险卡，再扫一次；或输入卡上的会员号。"),
    ),
    "CARD_REFUSED.NOT_A_CARD.MEMBER_NUMBER": Told(N_("扫到的会员号不完整。"), DESK, _RESHOW),
    "CARD_REFUSED.NOT_A_CARD.MEMBER_ADDRESS": Told(N_("网址里的会员号不完整。"), DESK, _RESHOW),
    "CARD_REFUSED.MALFORMED": Told(N_("电子卡的二维码不完整或被改动过。"), FAMILY, _RESHOW),
    "CARD_REFUSED.UNSUPPORTED_VERSION": Told(
        N_("这张电子卡的版本比本程序新。"), MANAGER, N_("请更新程序；现在可以先输入卡上的会员号核验。")
    ),
    "CARD_REFUSED.KEYS_MISSING": Told(
        N_("本机还没有核验电子卡的密钥。这不是卡的问题。"),
        MANAGER,
        N_("联网后密钥会自动下载；现在可以先输入卡上的会员号核验。"),
    ),
    "CARD_REFUSED.UNKNOWN_KEY": Told(N_("不认识这张电子卡的签发方，无法确认真伪。"), TPA, _ASK_HOTLINE),
    "CARD_REFUSED.BAD_SIGNATURE": Told(
        N_("电子卡的签名不对，内容可能被改动过。"), TPA, _ASK_HOTLINE, Tone.STOP
    ),
    "CARD_REFUSED.NOT_YET_VALID": Told(
        N_("这张电子卡还没有生效。"), FAMILY, N_("请家长刷新手机上的电子卡；并核对本机时间是否正确。")
    ),
    "CARD_REFUSED.EXPIRED": Told(
        N_("这张电子卡的二维码已过期。"), FAMILY, N_("请家长在手机上刷新电子卡，再扫一次；截图会过期。")
    ),
    "CARD_REFUSED.REVOKED": Told(
        N_("这张电子卡已被注销。"),
        FAMILY,
        N_("请家长重新打开电子卡取得新卡；仍不行就致电服务热线。"),
        Tone.STOP,
    ),
    "CARD_REFUSED.NAME_DIFFERS": Told(
        N_("电子卡上的姓名或出生日期，与服务商登记的不一致。"),
        TPA,
        N_("请核对孩子的证件，确认没有拿错兄弟姐妹的卡；仍不一致就致电服务热线。"),
        Tone.STOP,
    ),
    "PICTURE_UNREADABLE": Told(
        N_("这个文件不是能读的图片。"), DESK, N_("请换一张 PNG 或 JPEG 图片，或输入会员号。")
    ),
    "PICTURE_UNREADABLE.TOO_LARGE": Told(
        N_("图片太大了。"), DESK, N_("请把图片缩小后再试，或直接扫描手机。")
    ),
    "PICTURE_UNREADABLE.EMPTY": Told(N_("图片文件是空的。"), DESK, N_("请重新保存图片，或直接扫描手机。")),
    "MEMBER_UNKNOWN": Told(N_("服务商没有这个会员号。"), DESK, _ASK_HOTLINE),
    "PERSON_UNKNOWN": Told(
        N_("本机的资料里没有找到这个孩子。"),
        DESK,
        N_("请核对姓名、出生日期和保单号后四位；第一次来的孩子，请扫电子卡或输入会员号。"),
    ),
    "SCREEN_UNSEEN": Told(
        N_("这台电脑不允许程序读取屏幕。"), DESK, N_("请把卡的图片存成文件拖进来，或复制后按 Ctrl V。")
    ),
    "NO_SNAPSHOT": Told(
        N_("本机没有这个会员的资料，现在又联系不上服务商。"),
        TPA,
        N_("联网后再试；急的话致电服务热线 021-80209058 人工核验。"),
        Tone.OFFLINE,
    ),
    "PLAN_UNKNOWN": Told(N_("本机还没有计划 {plan} 的规则。"), TPA, N_("联网后规则会自动下载；请稍后再试。")),
}

WORLD: Final[Mapping[str, Told]] = {
    "CENTRAL_UNREACHABLE": Told(N_("联系不上服务商。"), NOBODY, _KEEP_WORKING, Tone.OFFLINE),
    "CENTRAL_UNREACHABLE.TIMEOUT": Told(N_("服务商没有及时回答。"), NOBODY, _KEEP_WORKING, Tone.OFFLINE),
    "CENTRAL_UNREACHABLE.NOT_THE_SERVER": Told(
        N_("回答的不是服务商，可能是网络的登录页。"),
        DESK,
        N_("请用浏览器完成网络登录；期间可以照常工作。"),
        Tone.OFFLINE,
    ),
    "CENTRAL_UNREACHABLE.CERTIFICATE": Told(
        N_("服务商的安全证书不对，没有发送任何内容。"), MANAGER, _KEEP_WORKING, Tone.STOP
    ),
    "CENTRAL_UNREACHABLE.UNKNOWN_SERVER_KEY": Told(
        N_("不认识服务商回答的签名，没有采用。"), MANAGER, _KEEP_WORKING, Tone.STOP
    ),
    "CENTRAL_UNREACHABLE.BAD_SERVER_SIGNATURE": Told(
        N_("服务商回答的签名不对，没有采用。"), MANAGER, _KEEP_WORKING, Tone.STOP
    ),
    "CENTRAL_SESSION": Told(
        N_("服务商不接受本机登录。队列已暂停，什么也没有丢失。"),
        MANAGER,
        N_("请致电服务热线核实本机的登记；期间可以照常工作。"),
        Tone.STOP,
    ),
    "CENTRAL_SESSION.TERMINAL_REVOKED": Told(
        N_("本机的登记已被服务商撤销。队列已暂停，什么也没有丢失。"),
        MANAGER,
        N_("请致电服务热线，取得新的激活码。"),
        Tone.STOP,
    ),
    "CENTRAL_SESSION.NOT_ENROLLED": Told(N_("本机还没有登记到诊所。"), MANAGER, N_("请用激活码登记本机。")),
    "CENTRAL_REFUSED": Told(
        N_("服务商没有接受这个请求。"), TPA, N_("请致电服务热线 021-80209058，并报参考号。"), Tone.STOP
    ),
    "STORE_FAILED": Told(N_("没有能保存到本机的数据库。"), MANAGER, _NOT_STORED, Tone.STOP),
    "STORE_FAILED.DISK_FULL": Told(
        N_("磁盘满了，这一步没有保存。"), MANAGER, N_("请清出磁盘空间，再按一次；之前的内容都在。"), Tone.STOP
    ),
    "STORE_FAILED.IO_ERROR": Told(N_("磁盘读写出错，这一步没有保存。"), MANAGER, _NOT_STORED, Tone.STOP),
    "STORE_FAILED.READ_ONLY": Told(N_("数据文件被设为只读。"), MANAGER, _NOT_STORED, Tone.STOP),
    "STORE_FAILED.BUSY": Told(N_("数据库正忙，这一步没有保存。"), NOBODY, N_("请等几秒再按一次。")),
    "STORE_FAILED.DAMAGED": Told(
        N_("数据文件损坏了。"), MANAGER, N_("请停止使用本机，并从备份恢复；未送出的账单不要删除。"), Tone.STOP
    ),
    "STORE_UNOPENABLE": Told(
        N_("打不开本机的数据库。"), MANAGER, N_("请不要删除任何文件，联系管理员。"), Tone.STOP
    ),
    "STORE_UNOPENABLE.WRONG_KEY": Told(
        N_("数据库的密钥不对。"), MANAGER, N_("请恢复本机原来的密钥；不要删除任何文件。"), Tone.STOP
    ),
    "STORE_UNOPENABLE.NEWER": Told(
        N_("数据库由更新的程序写成。"), MANAGER, N_("请安装最新的程序再打开。"), Tone.STOP
    ),
    "AUDIT_BROKEN": Told(
        N_("审计记录不连续，可能被改动过。"), MANAGER, N_("请停止使用本机，并联系管理员核查。"), Tone.STOP
    ),
    "PAPER_FAILED": Told(N_("账单已保存，但没有打印出来。"), DESK, N_("请检查打印机或磁盘空间，再按打印。")),
    "EXPOSURE_LIMIT": Told(
        N_("超过了断网工作的上限：{limit}。"),
        MANAGER,
        N_("请先恢复网络，送出队列里的账单；或请家长选择全部自费。"),
        Tone.STOP,
    ),
    "NOT_ENROLLED": Told(N_("本机还没有登记到诊所。"), MANAGER, N_("请用激活码登记本机。")),
    "SETTINGS": Told(N_("设置文件不能用。"), MANAGER, N_("请按参考号改正设置文件，再打开程序。")),
}

STEPS: Final[Mapping[str, Told]] = {
    "VISIT_UNKNOWN": Told(N_("本机没有这次就诊。"), DESK, _OPEN_AGAIN),
    "VISIT_CHANGED": Told(N_("这次就诊刚在别处改动过，现在显示最新内容。"), DESK, N_("请看一眼再继续。")),
    "VISIT_STATE": Told(N_("这次就诊现在不能做这一步。"), DESK, _OPEN_AGAIN),
    "ACT_EXISTS": Told(N_("这笔记录已经保存过，没有重复记账。"), NOBODY, _OPEN_AGAIN),
    "EMPTY_BILL": Told(N_("账单上还没有项目。"), DESK, N_("请先在开单页添加项目。")),
    "BILL_HELD": Told(
        N_("首次就诊还没有预约编号，账单只能预估。"),
        DESK,
        N_("请致电服务热线取得预约编号并登记；或由家长选择全部自费。"),
    ),
    "SIGN_IN_REFUSED": Told(N_("PIN 不对。"), DESK, N_("请再输一次；忘记了请找管理员。")),
    "PIN_TOO_SHORT": Told(N_("PIN 至少要 {least} 位。"), DESK, N_("请换一个更长的 PIN。")),
    "BAD_AMOUNT": Told(N_("这不是一个金额。"), DESK, N_("请输入数字，最多两位小数，例如 350 或 350.50。")),
    "AMOUNT_TOO_LARGE": Told(N_("金额太大了。"), DESK, N_("请检查是否多按了一位。")),
    "BILL_NOT_SPLITTABLE": Told(N_("这张账单现在算不出来。"), DESK, N_("请检查价格、数量和优惠。")),
    "NEGATIVE": Told(N_("金额和数量不能是负数。"), DESK, N_("请改正后再试。")),
    "BAD_RATE": Told(N_("计划的自付比例不对。"), TPA, N_("请致电服务热线核实计划资料。")),
    "DISCOUNT_TOO_LARGE": Told(N_("优惠比账单还大。"), DESK, N_("请把优惠改小。")),
    "RATE_MISSING": Told(N_("计划里没有这一类的自付比例。"), TPA, N_("请致电服务热线核实计划资料。")),
    "BAD_PERIOD": Told(N_("保单的起止日期颠倒了。"), TPA, N_("请致电服务热线核实保单。")),
    "UNKNOWN_ITEM": Told(N_("目录里没有这个项目。"), DESK, N_("请换一个词查找。")),
    "TOOTH": Told(N_("牙位 {teeth} 不适合这个项目。"), DESK, _CHOOSE_TEETH),
    "TOOTH_NEEDED": Told(N_("这个项目要先选牙位。"), DESK, _CHOOSE_TEETH),
    "TOOTH_NOT_WANTED": Told(N_("这个项目不分牙位。"), DESK, N_("请去掉牙位再添加。")),
    "TOOTH_UNKNOWN": Told(N_("没有 {teeth} 这个牙位。"), DESK, _CHOOSE_TEETH),
    "TOOTH_TWICE": Told(N_("牙位 {teeth} 选了两次。"), DESK, _CHOOSE_TEETH),
    "TOOTH_NOT_ALLOWED": Told(N_("牙位 {teeth} 不适合这个项目。"), DESK, _CHOOSE_TEETH),
    "TOO_LITTLE_INK": Told(N_("签名太短，看不出是签字。"), FAMILY, N_("请家长再签一次。")),
    "SIGNATURE_MISMATCH": Told(
        N_("账单在签字后改动过，这个签名不算数。"), FAMILY, N_("请家长看过新账单再签一次。")
    ),
}

TABLE: Final[Mapping[str, Told]] = {**CARD, **WORLD, **STEPS}

LIMITS: Final[Mapping[str, str]] = {
    "visit_fen": N_("单笔保险金额"),
    "unsent_fen": N_("未送出总额"),
    "unsent_count": N_("未送出笔数"),
    "silence_hours": N_("距服务商上次应答的时间"),
    "snapshot_hours": N_("会员资料的年龄"),
}
