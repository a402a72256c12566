"""All shortcuts of the program in one place, so that no two can mean different things on one page."""

from dataclasses import dataclass
from enum import Enum
from typing import Final

from PySide6.QtGui import QKeySequence

from clinic_terminal.i18n import N_

EVERYWHERE: Final = "everywhere"


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A key sequence in Qt's portable notation, the page it belongs to, and its Chinese word."""

    keys: str
    word: str
    page: str = EVERYWHERE


class Key(Enum):
    """The shortcuts. Function keys open pages; Enter goes forward and Esc back without being listed."""

    GUIDE = Shortcut("F1", N_("使用指南"))
    HINTS = Shortcut("Shift+F1", N_("按键提示"))
    TODAY = Shortcut("F2", N_("今日"))
    CHECK_IN = Shortcut("F3", N_("核验"))
    TREATMENT = Shortcut("F4", N_("开单"))
    SETTLE = Shortcut("F5", N_("结算"))
    DONE = Shortcut("F6", N_("完成"))
    AUTHORISATIONS = Shortcut("F7", N_("授权"))
    HISTORY = Shortcut("F8", N_("记录"))
    DAY_END = Shortcut("F9", N_("对账"))
    QUEUE = Shortcut("F10", N_("队列"))
    NETWORK = Shortcut("F11", N_("网络"))
    SETTINGS = Shortcut("F12", N_("设置"))

    FORWARD = Shortcut("Ctrl+Return", N_("下一步"))
    LOCK = Shortcut("Ctrl+L", N_("锁屏"))
    SEARCH = Shortcut("Ctrl+F", N_("查找"))
    UNDO = Shortcut("Ctrl+Z", N_("撤销"))
    PRINT = Shortcut("Ctrl+P", N_("打印"))
    COPY_REFERENCE = Shortcut("Ctrl+Shift+C", N_("复制参考号"))
    NIGHT = Shortcut("Ctrl+Shift+D", N_("深色"))
    LANGUAGE = Shortcut("Ctrl+Shift+L", N_("English / 中文"))

    SCAN = Shortcut("Ctrl+K", N_("扫描电子卡"))
    WALK_IN = Shortcut("Ctrl+N", N_("散客登记"), "today")
    SIBLING = Shortcut("Ctrl+J", N_("下一个兄弟姐妹"))
    APPOINT = Shortcut("Ctrl+Y", N_("添加预约"), "today")
    IMPORT = Shortcut("Ctrl+O", N_("导入名单"), "today")
    DAY_BEFORE = Shortcut("Ctrl+Left", N_("前一天"), "today")
    DAY_AFTER = Shortcut("Ctrl+Right", N_("后一天"), "today")
    NO_SHOW = Shortcut("Ctrl+D", N_("未到"), "today")
    TAKE_OFF = Shortcut("Del", N_("取消预约"), "today")
    ENTER_BOOKING = Shortcut("Ctrl+R", N_("登记预约编号"), "today")
    TYPE_MEMBER = Shortcut("Ctrl+M", N_("输入会员号"), "check-in")
    CAMERA = Shortcut("Alt+1", N_("摄像头"), "check-in")
    PICTURE = Shortcut("Alt+2", N_("图片文件"), "check-in")
    REGION = Shortcut("Alt+3", N_("截取屏幕"), "check-in")
    PERSON = Shortcut("Alt+4", N_("按姓名"), "check-in")
    CHOOSE_POLICY = Shortcut("Ctrl+O", N_("换保单"), "check-in")
    BENEFITS = Shortcut("Ctrl+B", N_("福利与记录"), "check-in")
    RECORD_CALL = Shortcut("Ctrl+R", N_("登记热线答复"), "check-in")
    CHART = Shortcut("Ctrl+T", N_("牙位图"), "treatment")
    QUOTE = Shortcut("Ctrl+Q", N_("报价单"), "treatment")
    FAVOURITE = Shortcut("Ctrl+D", N_("收藏"), "treatment")
    REDO = Shortcut("Ctrl+Y", N_("重做"), "treatment")
    NEXT_CHILD = Shortcut("Ctrl+Tab", N_("下一位"), "treatment")
    DESK_NOTE = Shortcut("Ctrl+E", N_("给前台留言"), "treatment")
    DISCOUNT = Shortcut("Ctrl+B", N_("整单优惠"), "treatment")
    COPY_LAST = Shortcut("Alt+0", N_("上次同项"), "treatment")
    PAY_CASH = Shortcut("Alt+1", N_("现金"), "settle")
    PAY_CARD = Shortcut("Alt+2", N_("银行卡"), "settle")
    PAY_WECHAT = Shortcut("Alt+3", N_("微信支付"), "settle")
    PAY_ALIPAY = Shortcut("Alt+4", N_("支付宝"), "settle")
    OWE = Shortcut("Alt+5", N_("记欠款"), "settle")
    MONEY = Shortcut("Ctrl+B", N_("收款与退款"), "done")
    INVOICE = Shortcut("Ctrl+I", N_("登记发票"), "done")
    GUARDIAN = Shortcut("Ctrl+G", N_("家长屏幕"), "settle")
    SIGN_ON_PAPER = Shortcut("Ctrl+Shift+P", N_("改为纸质签字"), "settle")
    RETRY = Shortcut("Ctrl+R", N_("立即重试"), "queue")
    EXPORT = Shortcut("Ctrl+E", N_("导出"), "queue")
    SAVE_PDF = Shortcut("Ctrl+S", N_("存为 PDF"), "print")
    NEXT_SHEET = Shortcut("PgDown", N_("下一页"), "print")
    SHEET_BEFORE = Shortcut("PgUp", N_("上一页"), "print")
    LARGER = Shortcut("Ctrl+=", N_("放大"), "print")
    SMALLER = Shortcut("Ctrl+-", N_("缩小"), "print")
    COPY_PHONE = Shortcut("Alt+1", N_("复制电话"), "network")
    COPY_ADDRESS = Shortcut("Alt+2", N_("复制地址"), "network")
    ALL_CLINICS = Shortcut("Alt+0", N_("清除筛选"), "network")
    EXPORT_DAY = Shortcut("Ctrl+E", N_("导出"), "day-end")
    EXPORT_TARIFF = Shortcut("Ctrl+E", N_("导出"), "tariff")
    OPEN_FILE = Shortcut("Ctrl+O", N_("选择文件"), "tariff")
    EXPORT_SETTINGS = Shortcut("Ctrl+E", N_("导出"), "settings")
    IMPORT_SETTINGS = Shortcut("Ctrl+O", N_("导入"), "settings")

    @property
    def sequence(self) -> QKeySequence:
        """The key sequence for Qt."""
        return QKeySequence.fromString(self.value.keys)

    @property
    def cap(self) -> str:
        """The key as it is written on a key cap, such as "F2" or "Ctrl L"."""
        return self.value.keys.replace("Return", "Enter").replace("+", " ")


RESERVED: Final = frozenset({Key.AUTHORISATIONS, Key.EXPORT_DAY})
"""Keys that nothing answers to yet; they are kept free and told to nobody."""


def conflicts(shortcuts: tuple[Shortcut, ...]) -> tuple[tuple[Shortcut, Shortcut], ...]:
    """Return the pairs that share a key sequence on a page where both are alive."""
    found = []
    for number, one in enumerate(shortcuts):
        for other in shortcuts[number + 1 :]:
            together = one.page == other.page or EVERYWHERE in {one.page, other.page}
            if together and one.keys.casefold() == other.keys.casefold():
                found.append((one, other))
    return tuple(found)
