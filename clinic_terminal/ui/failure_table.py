"""What each failure says on the screen: what happened, who can fix it, what to do next.

Keys are ``CODE`` or ``CODE.CAUSE`` (a cause may have a further part); the most exact key counts.
Sentences are message ids, filled after translation with the failure's own facts.
"""

from collections.abc import Mapping
from typing import Final

from clinic_terminal.i18n import N_
from clinic_terminal.ui.first_start_failures import FIRST_START
from clinic_terminal.ui.money_failures import MONEY
from clinic_terminal.ui.outcome_failures import OUTCOMES
from clinic_terminal.ui.people_failures import PEOPLE
from clinic_terminal.ui.printing_failure_words import PRINTING
from clinic_terminal.ui.setting_failures import SETTINGS
from clinic_terminal.ui.signing_failures import SIGNING
from clinic_terminal.ui.store_failures import STORAGE
from clinic_terminal.ui.told import DESK, FAMILY, MANAGER, NOBODY, TPA, Told
from clinic_terminal.ui.widgets.tone import Tone
from clinic_terminal.ui.withdrawing_failures import WITHDRAWING

__all__ = ["DESK", "FAMILY", "LIMITS", "MANAGER", "NOBODY", "TABLE", "TPA", "UNEXPECTED", "Told"]

_NOT_STORED: Final = N_("这一步没有保存，之前的内容都在；处理后再按一次。")
_RESHOW: Final = N_("请家长在手机上打开电子保险卡，再扫一次；或输入卡上的会员号。")
_ASK_HOTLINE: Final = N_("请核对卡上的会员号；仍不行就致电服务热线 021-80209058。")
_BY_HAND: Final = N_("急的话致电服务热线 021-80209058 人工核验。")
_KEEP_WORKING: Final = N_("可以照常工作：已有资料的孩子照样能核验，账单保存在本机，联网后自动送出。")
_CHOOSE_TEETH: Final = N_("请在牙位图上重新选择。")
_CHOOSE_SURFACES: Final = N_("请在牙位图中间的大图上重新选择牙面。")
_MEND_LINE: Final = N_("请回到开单页，按提示改好这一行。")
_FIX_FILE: Final = N_("请在文件里改好每一行，再选一次。")
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
        N_("请核对姓名、出生日期和保单号后四位，再找一次；第一次来的孩子，请扫电子卡或输入会员号。"),
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
    "NO_SNAPSHOT.CHOSEN_OFFLINE": Told(
        N_("本机没有这个会员的资料，现在又选择了离线工作。"),
        DESK,
        N_("按“恢复联网”再扫一次；急的话致电服务热线 021-80209058 人工核验。"),
        Tone.OFFLINE,
    ),
    "NO_SNAPSHOT.UNKNOWN_SERVER_KEY": Told(
        N_("不认识回答的签名，没有采用；本机也没有这个会员的资料。"), TPA, _BY_HAND, Tone.STOP
    ),
    "NO_SNAPSHOT.BAD_SERVER_SIGNATURE": Told(
        N_("服务商回答的签名不对，没有采用；本机也没有这个会员的资料。"), TPA, _BY_HAND, Tone.STOP
    ),
    "WRONG_MEMBER": Told(
        N_("服务商的回答是另一个会员的，没有采用，也没有保存。"),
        TPA,
        N_("请再扫一次；仍不行就致电服务热线 021-80209058，并报参考号。"),
        Tone.STOP,
    ),
    "POLICY_TWICE": Told(
        N_("服务商的回答对同一份保单说了两种情况，没有采用。"),
        TPA,
        N_("请再扫一次；仍不行就致电服务热线 021-80209058，并报参考号。"),
        Tone.STOP,
    ),
    "ANSWER_OUTDATED": Told(
        N_("服务商的回答比本机已有的资料旧，按本机资料核验。"),
        TPA,
        N_("稍后再扫一次；一直这样就致电服务热线 021-80209058，并报参考号。"),
    ),
    "IDENTITY_DOUBTED": Told(
        N_("证件上的资料与保单登记的不一致，还没有核对。"),
        DESK,
        N_("请再看一遍证件；确认是同一个孩子就注明并继续，或请家长选择全部自费。"),
    ),
    "BAD_REFERENCE": Told(N_("编号应为 1 到 40 个字符。"), DESK, N_("请把热线给的编号再核对一遍。")),
    "PLAN_UNKNOWN": Told(N_("本机还没有计划 {plan} 的规则。"), TPA, N_("联网后规则会自动下载；请稍后再试。")),
}

WORLD: Final[Mapping[str, Told]] = {
    "CENTRAL_UNREACHABLE": Told(N_("联系不上服务商。"), NOBODY, _KEEP_WORKING, Tone.OFFLINE),
    "CENTRAL_UNREACHABLE.TIMEOUT": Told(N_("服务商没有及时回答。"), NOBODY, _KEEP_WORKING, Tone.OFFLINE),
    "CENTRAL_UNREACHABLE.CHOSEN_OFFLINE": Told(
        N_("已选择离线工作，没有联系服务商。"), DESK, N_("要联系服务商，请按“恢复联网”。"), Tone.OFFLINE
    ),
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
        N_("请致电服务热线核实本机的登记；给了新的激活码，就由管理员在“重新设置”里输入。"),
        Tone.STOP,
    ),
    "CENTRAL_SESSION.TERMINAL_REVOKED": Told(
        N_("本机的登记已被服务商撤销。队列已暂停，什么也没有丢失。"),
        MANAGER,
        N_("请致电服务热线要一个新的激活码，由管理员在登录页的“重新设置”里输入。"),
        Tone.STOP,
    ),
    "CENTRAL_SESSION.NOT_ENROLLED": Told(
        N_("本机还没有登记到诊所。"),
        MANAGER,
        N_("请向服务商要一个激活码，由管理员在登录页的“重新设置”里输入。"),
    ),
    "CENTRAL_REFUSED": Told(
        N_("服务商没有接受这个请求。"), TPA, N_("请致电服务热线 021-80209058，并报参考号。"), Tone.STOP
    ),
    "CENTRAL_REFUSED.QUOTE_REFUSED": Told(
        N_("服务商没有核算这份报价：保单、项目或金额它不认。"),
        TPA,
        N_("请重新核验孩子，再报价；仍不行就致电服务热线。"),
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
    "AUDIT_BROKEN": Told(
        N_("审计记录不连续，可能被改动过。"), MANAGER, N_("请停止使用本机，并联系管理员核查。"), Tone.STOP
    ),
    "PAPER_FAILED": Told(N_("账单已保存，但没有打印出来。"), DESK, N_("请检查打印机或磁盘空间，再按打印。")),
    "EXPOSURE_LIMIT": Told(
        N_("超过了离线工作的上限：{limit}。"),
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
    "ALREADY_VOIDED": Told(
        N_("这张账单已经作废过，没有再作废一次。"), NOBODY, N_("要重新收费，请从今日页重新登记就诊。")
    ),
    "VOID_NOTE_MISSING": Told(
        N_("选了“其他原因”，还没有写明是什么原因。"), DESK, N_("请写一句说明，再确认。")
    ),
    "NOT_BILLABLE": Told(
        N_("现在还不能直付：{doubt}。"),
        DESK,
        N_("请回到核验页按提示处理；或请家长选择全部自费。"),
    ),
    "REPEATED_LINE": Told(
        N_("今天的另一张账单上已经有：{repeated}。"),
        DESK,
        N_("请问医生是否重复；确认无误就按“不是重复”，否则去掉这一项。"),
    ),
    "DATA_WITHHELD": Told(
        N_("家长不同意把孩子的资料发出去，没有请服务商核算。"),
        FAMILY,
        N_("家长改变主意时，请在核验页重新询问。"),
    ),
    "QUOTE_UNKNOWN": Told(N_("本机没有这份报价。"), DESK, N_("请重新报价。")),
    "QUOTE_OF_ANOTHER": Told(
        N_("这份报价是另一个孩子或另一份保单的，账单没有改动。"),
        DESK,
        N_("请从这个孩子的报价里选，或重新报价。"),
    ),
    "QUOTE_PAPER_FAILED": Told(
        N_("报价已保存，但没有打印出来。"), DESK, N_("请检查打印机或磁盘空间，再按打印。")
    ),
    "BILL_STOPPED": Told(N_("账单上有一项不能这样签字。"), DESK, _MEND_LINE, Tone.STOP),
    "BILL_STOPPED.TOOTH_NOT_FIT": Told(
        N_("牙位 {teeth} 不适合账单上的一个项目。"), DESK, _MEND_LINE, Tone.STOP
    ),
    "BILL_STOPPED.WRONG_ITEM": Told(N_("牙位 {teeth} 的牙面数与项目不符。"), DESK, _MEND_LINE, Tone.STOP),
    "BILL_STOPPED.EXTRACTED_TWICE": Told(
        N_("牙位 {teeth} 在账单上拔了两次。"), DESK, N_("请回到开单页，去掉一行。"), Tone.STOP
    ),
    "BILL_STOPPED.WHOLE_COURSE": Told(
        N_("正畸不能一次收整个疗程的费用。"),
        DESK,
        N_("请回到开单页，把单价改成本次完成阶段的金额。"),
        Tone.STOP,
    ),
    "NOTHING_TO_CONFIRM": Told(
        N_("这条提示已经不在账单上，或不能确认。"), DESK, N_("请看账单上现在的提示。"), Tone.NEUTRAL
    ),
    "SIGN_IN_REFUSED": Told(N_("PIN 不对。"), DESK, N_("请再输一次；忘记了请找管理员。")),
    "PIN_TOO_SHORT": Told(N_("PIN 至少要 {least} 位。"), DESK, N_("请换一个更长的 PIN。")),
    "BAD_AMOUNT": Told(N_("这不是一个金额。"), DESK, N_("请输入数字，最多两位小数，例如 350 或 350.50。")),
    "AMOUNT_TOO_LARGE": Told(N_("金额太大了。"), DESK, N_("请检查是否多按了一位。")),
    "BILL_NOT_SPLITTABLE": Told(N_("这张账单现在算不出来。"), DESK, N_("请检查价格、数量和优惠。")),
    "NEGATIVE": Told(N_("金额和数量不能是负数。"), DESK, N_("请改正后再试。")),
    "BAD_RATE": Told(N_("计划的自付比例不对。"), TPA, N_("请致电服务热线核实计划资料。")),
    "NOTE_TOO_LONG": Told(N_("留言太长。"), DESK, N_("请写短一些，最多 200 字。")),
    "DISCOUNT_TOO_LARGE": Told(N_("优惠比账单还大。"), DESK, N_("请把优惠改小。")),
    "RATE_MISSING": Told(N_("计划里没有这一类的自付比例。"), TPA, N_("请致电服务热线核实计划资料。")),
    "BAD_PERIOD": Told(N_("保单的起止日期颠倒了。"), TPA, N_("请致电服务热线核实保单。")),
    "UNKNOWN_ITEM": Told(N_("目录里没有这个项目。"), DESK, N_("请换一个词查找。")),
    "ITEM_OFF": Told(N_("本诊所现在不做这个项目。"), DESK, N_("请换一个项目；要重新启用，请在价目表里改。")),
    "NO_LAST_VISIT": Told(N_("这个孩子在本机没有已完成的就诊。"), DESK, N_("请直接查找项目。")),
    "TARIFF_REFUSED": Told(N_("价目表里还有错误，或者没有变化，什么也没有采用。"), MANAGER, _FIX_FILE),
    "TARIFF_MOVED": Told(
        N_("显示以后价格或日期变过，什么也没有采用。"), DESK, N_("现在按最新的价格重新比较，请再看一遍。")
    ),
    "EXPORT_FAILED": Told(N_("文件没有写成。"), DESK, N_("请换一个文件夹，再导出一次。")),
    "EXPORT_FAILED.NO_PERMISSION": Told(
        N_("这个文件夹不能写，或者文件正被别的程序打开。"), DESK, N_("请关闭那个文件，或换一个文件夹。")
    ),
    "EXPORT_FAILED.NO_FOLDER": Told(N_("这个文件夹不存在了。"), DESK, N_("请换一个文件夹，再导出一次。")),
    "TOOTH": Told(N_("牙位 {teeth} 不适合这个项目。"), DESK, _CHOOSE_TEETH),
    "TOOTH_NEEDED": Told(N_("这个项目要先选牙位。"), DESK, _CHOOSE_TEETH),
    "TOOTH_NOT_WANTED": Told(N_("这个项目不分牙位。"), DESK, N_("请去掉牙位再添加。")),
    "TOOTH_UNKNOWN": Told(N_("没有 {teeth} 这个牙位。"), DESK, _CHOOSE_TEETH),
    "TOOTH_TWICE": Told(N_("牙位 {teeth} 选了两次。"), DESK, _CHOOSE_TEETH),
    "TOOTH_NOT_ALLOWED": Told(N_("牙位 {teeth} 不适合这个项目。"), DESK, _CHOOSE_TEETH),
    "SURFACE": Told(N_("牙位 {teeth} 的牙面不对。"), DESK, _CHOOSE_SURFACES),
    "SURFACE_UNKNOWN": Told(N_("牙位 {teeth} 的牙面不对。"), DESK, _CHOOSE_SURFACES),
    "SURFACE_NOT_THERE": Told(N_("牙位 {teeth} 没有这个牙面。"), DESK, _CHOOSE_SURFACES),
    "SURFACE_TWICE": Told(N_("牙位 {teeth} 的同一个牙面写了两次。"), DESK, _CHOOSE_SURFACES),
    "SURFACE_WITHOUT_TOOTH": Told(N_("牙面要写在一颗牙的后面。"), DESK, _CHOOSE_SURFACES),
    "SURFACE_NOT_WANTED": Told(N_("这个项目按整颗牙计，不分牙面。"), DESK, N_("请去掉牙面再添加。")),
    "TOO_LITTLE_INK": Told(N_("签名太短，看不出是签字。"), FAMILY, N_("请家长再签一次。")),
    "SIGNATURE_MISMATCH": Told(
        N_("账单在签字后改动过，这个签名不算数。"), FAMILY, N_("请家长看过新账单再签一次。")
    ),
}

_SAVE_ANEW: Final = N_("请用 Excel 或 WPS 打开，另存为 .xlsx 或 UTF-8 的 .csv，再选一次。")

FILES: Final[Mapping[str, Told]] = {
    "TABLE_FILE": Told(N_("读不了这个文件，什么也没有改动。"), DESK, _SAVE_ANEW),
    "TABLE_FILE.MISSING": Told(N_("这个文件已经不在原来的地方。"), DESK, N_("请再选一次文件。")),
    "TABLE_FILE.NO_PERMISSION": Told(
        N_("这台电脑不允许程序读这个文件。"), MANAGER, N_("请把文件存到“文档”或桌面，再选一次。")
    ),
    "TABLE_FILE.UNREADABLE": Told(
        N_("这个文件现在读不出来。"), DESK, N_("请关闭正在使用它的程序，或换一个文件，再选一次。")
    ),
    "TABLE_FILE.EMPTY": Told(N_("文件是空的，什么也没有改动。"), DESK, N_("请检查是否选对了文件。")),
    "TABLE_FILE.TOO_LARGE": Told(
        N_("文件太大了（上限 10 MB），什么也没有改动。"), DESK, N_("请只留需要的行和列，另存后再选一次。")
    ),
    "TABLE_FILE.OLD_EXCEL": Told(
        N_("这是旧版 Excel（.xls）或加了密码的文件，读不了。"),
        DESK,
        N_("请用 Excel 或 WPS 打开，去掉密码，另存为 .xlsx，再选一次。"),
    ),
    "TABLE_FILE.NOT_A_TABLE": Told(N_("这个文件不是表格，或者已经损坏。"), DESK, _SAVE_ANEW),
    "TABLE_FILE.ENCODING": Told(N_("认不出文件的文字编码，汉字会变成乱码。"), DESK, _SAVE_ANEW),
    "TABLE_FILE.BAD_CSV": Told(N_("第 {row} 行的引号不成对，后面的内容分不开。"), DESK, _SAVE_ANEW),
    "TABLE_FILE.TOO_MANY_ROWS": Told(
        N_("表格超过一万行，什么也没有改动。"), DESK, N_("请分成几个文件，一个一个来。")
    ),
    "TABLE_FILE.TOO_MANY_COLUMNS": Told(
        N_("第 {row} 行的列太多，不像是清单。"), DESK, N_("请检查是否选对了文件。")
    ),
    "TABLE_FILE.CELL_TOO_LONG": Told(
        N_("第 {row} 行 {column} 列的文字太长。"), DESK, N_("请改短后存好，再选一次。")
    ),
    "APPOINTMENT_REFUSED": Told(
        N_("名单和现在的预约对不上，什么也没有导入。"), DESK, N_("请再选一次文件，看清每一行再导入。")
    ),
    "APPOINTMENT_REFUSED.TOO_EARLY": Told(
        N_("还没到那一天，不能记为未到。"), DESK, N_("不来的孩子，请取消预约。")
    ),
    "APPOINTMENT_REFUSED.NOT_EXPECTED": Told(N_("这次就诊已经开始，不能取消预约。"), DESK, _OPEN_AGAIN),
    "APPOINTMENT_REFUSED.DAY_IS_OVER": Told(
        N_("当天已经过去，不能再恢复。"), DESK, N_("孩子要来，请添加新的预约。")
    ),
}

TABLE: Final[Mapping[str, Told]] = {
    **CARD,
    **WORLD,
    **STEPS,
    **FILES,
    **OUTCOMES,
    **WITHDRAWING,
    **MONEY,
    **STORAGE,
    **PRINTING,
    **SIGNING,
    **FIRST_START,
    **SETTINGS,
    **PEOPLE,
}

LIMITS: Final[Mapping[str, str]] = {
    "visit_fen": N_("单笔保险金额"),
    "unsent_fen": N_("未送出总额"),
    "unsent_count": N_("未送出笔数"),
    "silence_hours": N_("距服务商上次应答的时间"),
    "snapshot_hours": N_("会员资料的年龄"),
}
