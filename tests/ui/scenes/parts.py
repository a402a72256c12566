"""Everything else: buttons, fields, pills, notices, empty and busy states, practice mode."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QRadioButton, QWidget

from clinic_terminal.ui.widgets.buttons import ButtonSize, GhostButton, IconButton, PrimaryButton
from clinic_terminal.ui.widgets.card import Card, column, row
from clinic_terminal.ui.widgets.ecard import ECardView
from clinic_terminal.ui.widgets.icons import Icon
from clinic_terminal.ui.widgets.money import MoneyLabel
from clinic_terminal.ui.widgets.notice import NoticeView
from clinic_terminal.ui.widgets.pill import Pill, PillView
from clinic_terminal.ui.widgets.pool import Pool, PoolBar, PoolWords
from clinic_terminal.ui.widgets.search import SearchBox
from clinic_terminal.ui.widgets.signature import SignaturePad
from clinic_terminal.ui.widgets.states import Busy, EmptyState
from clinic_terminal.ui.widgets.text import Text
from clinic_terminal.ui.widgets.tone import Tone
from clinic_terminal.ui.widgets.top_strip import StatusView
from clinic_terminal.ui.widgets.verdict import VerdictBanner, VerdictView
from tests.ui.scenes.checkin import VOID
from tests.ui.scenes.frame import Scene, framed
from tests.ui.scenes.treatment import RESULTS

ICONS = [
    "today",
    "check-in",
    "treatment",
    "settle",
    "done",
    "authorisations",
    "history",
    "day-end",
    "queue",
    "network",
    "settings",
    "lock",
    "search",
    "check",
    "warning",
    "stop",
    "offline",
    "sync",
    "card",
    "tooth",
    "signature",
    "printer",
    "user",
    "plus",
    "minus",
    "close",
    "clock",
    "phone",
    "refresh",
    "copy",
    "chevron-down",
    "chevron-right",
    "back",
    "practice",
    "undo",
    "info",
    "guardian",
    "export",
]


def parts() -> QWidget:
    """Buttons, fields, pills, icons, amounts."""
    buttons = Card("按钮")
    off = PrimaryButton("完成并打印")
    off.setEnabled(False)
    buttons.body.addLayout(row(PrimaryButton("请家长签字"), off, GhostButton("登记后稍候"), None, spacing=12))
    medium = ButtonSize.MEDIUM
    checked = GhostButton("已选", size=medium, checkable=True)
    checked.setChecked(True)
    sizes = (
        GhostButton("立即重试", "Ctrl R", size=medium, icon_name="refresh"),
        GhostButton("作废", size=medium, tone=Tone.STOP),
        checked,
        GhostButton("去申请", size=ButtonSize.SMALL, tone=Tone.WARN),
        GhostButton("查看首诊", size=ButtonSize.SMALL),
        IconButton("printer", "打印"),
    )
    buttons.body.addLayout(row(*sizes, None, spacing=12))
    pills = Card("状态")
    tones = [Pill(PillView(str(tone), tone)) for tone in Tone]
    pills.body.addLayout(row(*tones, None))
    signs = Card("图标")
    signs.body.addLayout(row(*(Icon(name, "ink-2", 24) for name in ICONS[:22]), None, spacing=14))
    signs.body.addLayout(row(*(Icon(name, "ink-2", 24) for name in ICONS[22:]), None, spacing=14))
    money = Card("金额")
    amounts = (MoneyLabel(123450), MoneyLabel(-2000, ink="warn"), MoneyLabel(9999999, "money-page"))
    money.body.addLayout(row(*amounts, None, spacing=24))
    money.body.addWidget(
        PoolBar(Pool(5000000, 4000000, 1500000), PoolWords("共享额度用完", "本次超出 5,000.00"))
    )
    left = column(buttons, pills, signs, money, None, spacing=16)
    right = column(_fields(), _banners(), None, spacing=16)
    across = row(spacing=16)
    across.addLayout(left, 3)
    across.addLayout(right, 2)
    return framed(Scene("settings", across))


def _fields() -> Card:
    card = Card("输入")
    plain = QLineEdit()
    plain.setPlaceholderText("预约编号")
    plain.setAccessibleName("预约编号")
    wrong = QLineEdit("2021-04")
    wrong.setProperty("invalid", "true")
    wrong.setAccessibleName("会员号")
    closed = QLineEdit("不可更改")
    closed.setEnabled(False)
    choice = QComboBox()
    choice.addItems(["户口本", "出生医学证明"])
    choice.setAccessibleName("证件")
    for widget in (plain, wrong, closed, choice):
        card.body.addWidget(widget)
    ticked, picked = QCheckBox("已核对证件"), QRadioButton("母亲")
    ticked.setChecked(True)
    picked.setChecked(True)
    card.body.addLayout(row(ticked, picked, QRadioButton("父亲"), None, spacing=20))
    return card


def _banners() -> QWidget:
    holder = QWidget()
    holder.setLayout(
        column(
            VerdictBanner(VerdictView(Tone.WARN, "先致电，再直付", "首诊要先预约。"), compact=True),
            VerdictBanner(VerdictView(Tone.OFFLINE, "可直付（离线）", "离线，资料 2 小时前。"), compact=True),
            spacing=12,
        )
    )
    return holder


def states() -> QWidget:
    """Empty, busy, failed, void."""
    nothing = Card()
    nothing.body.addWidget(
        EmptyState("queue", "没有未送出的记录。", "所有账单都有服务器的回执。", action="查看已送达")
    )
    loading = Card("忙")
    loading.body.addWidget(Busy("正在核验…", cancel="取消"))
    part = Busy("正在导出 30 / 80", cancel="取消", total=80)
    part.set_progress(30, 80)
    loading.body.addWidget(part)
    loading.body.addWidget(SignaturePad(hint="请在这里签字"), 1)
    across = row(spacing=16)
    across.addWidget(ECardView(VOID), 0, Qt.AlignmentFlag.AlignTop)
    across.addWidget(nothing, 1)
    across.addWidget(loading, 1)
    whole = column(Text("对账", "title"), spacing=16)
    whole.addLayout(across)
    whole.addStretch(1)
    shell = framed(Scene("day-end", whole), StatusView(Tone.WARN, "1 笔需要处理"))
    shell.rail.set_attention("queue", "有事等人处理")
    shell.show_notice(
        NoticeView(
            Tone.STOP,
            "打印机没有应答，账单没有打印。",
            "账单已保存并会送出。",
            "请检查打印机电源，再按重新打印。",
            "QH-7F3K-21",
            "重新打印",
        )
    )
    shell.show_notice(NoticeView(Tone.WARN, "磁盘只剩 400 MB。", "请告诉诊所的电脑管理员。"))
    return shell


def practice() -> QWidget:
    """Practice mode, while syncing."""
    box = SearchBox("项目名、拼音或编码", name="查找项目", popup=True)
    box.setMaximumWidth(420)
    box.field.setText("wg")
    whole = column(Text("今日", "title"), box, None)
    status = StatusView(Tone.ACCENT, "正在送出 2 笔", syncing=True)
    shell = framed(Scene("today", whole), status, practice=True)
    shell.resize(1366, 768)
    shell.show()
    box.set_results(RESULTS)
    shell.say("参考号已复制。")
    return shell
