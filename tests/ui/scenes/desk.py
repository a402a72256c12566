"""The front desk's pages: today, settle, queue."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinic_terminal.ui.widgets.board import Board, ColumnView, VisitView
from clinic_terminal.ui.widgets.buttons import ButtonSize, GhostButton, PrimaryButton
from clinic_terminal.ui.widgets.card import Card, column, row
from clinic_terminal.ui.widgets.hints import Hint
from clinic_terminal.ui.widgets.line_table import Align, Column, Line, LineTable
from clinic_terminal.ui.widgets.money import MoneyLabel
from clinic_terminal.ui.widgets.pill import Pill, PillView
from clinic_terminal.ui.widgets.pool import Pool, PoolBar, PoolWords
from clinic_terminal.ui.widgets.signature import SignaturePad
from clinic_terminal.ui.widgets.text import Rule, Text
from clinic_terminal.ui.widgets.tiles import Tile, TileView
from clinic_terminal.ui.widgets.tone import Tone
from clinic_terminal.ui.widgets.top_strip import StatusView
from clinic_terminal.ui.widgets.verdict import VerdictBanner, VerdictView
from tests.ui.scenes.frame import Scene, framed

OK = Tone.OK
COLUMNS: Final = (
    ColumnView(
        "待到",
        (
            VisitView(1, "赵子墨", "4 岁", "10:45", PillView("可直付", OK), "复诊 · 资料 10:30"),
            VisitView(2, "何安然", "7 岁", "11:00", PillView("首诊未预约", Tone.WARN), "致电后登记编号"),
            VisitView(3, "王一诺、王一言", "双胞胎 5 岁", "11:15", PillView("可直付", OK), "两张卡"),
            VisitView(4, "唐可可", "9 岁", "14:00", PillView("电子卡置灰", Tone.STOP), "有 1 笔未付"),
        ),
    ),
    ColumnView(
        "就诊中",
        (
            VisitView(5, "林小禾", "6 岁", "10:32", PillView("可直付", OK), "陈医生 · 椅位 2"),
            VisitView(6, "许清欢", "3 岁", "10:20", PillView("可直付（离线）", Tone.OFFLINE), "刘医生"),
        ),
    ),
    ColumnView(
        "待结算",
        (VisitView(7, "方知远", "11 岁", "10:05", PillView("等家长签字", Tone.ACCENT), "¥1,240.00"),),
    ),
    ColumnView("已完成", (), "还没有完成的就诊。"),
)


def today() -> QWidget:
    """Today's board with its totals."""
    scan = PrimaryButton("扫描电子卡", "Ctrl K", "check-in")
    head = row(Text("今日", "title"), Text("11 月 22 日 星期日", ink="ink-3"), None, scan, spacing=10)
    totals = Card(spacing=4)
    for word, fen in (("今日保险直付", 631200), ("现场已收", 208550)):
        totals.body.addWidget(Text(word, "small", "ink-3"))
        totals.body.addWidget(MoneyLabel(fen, name=word))
        totals.body.addSpacing(12)
    totals.body.addWidget(Text("待跟进", "small", "ink-3"))
    totals.body.addWidget(Text("1", "headline", "warn"))
    safe = Card("断网也能工作", spacing=6)
    safe.body.addWidget(Text("今明两日 23 位预约儿童的资料已备好，10:30 更新。", "small", "ink-3", wrap=True))
    side = column(totals, safe, None, spacing=14)
    board = Board(COLUMNS)
    across = row(board, spacing=16)
    holder = QWidget()
    holder.setFixedWidth(230)
    holder.setLayout(side)
    across.addWidget(holder)
    whole = column(spacing=16)
    whole.addLayout(head)
    whole.addLayout(across, 1)
    hints = (
        Hint("Ctrl K", "扫描"),
        Hint("↑↓", "选择"),
        Hint("Enter", "下一步"),
        Hint("Ctrl N", "散客登记"),
    )
    return framed(Scene("today", whole, hints, scan))


SETTLE_COLUMNS: Final = (
    Column("项目", stretch=True, strong=True),
    Column("牙位", 66, Align.RIGHT, small=True, ink="ink-3"),
    Column("类别", 88, Align.RIGHT, small=True, ink="ink-3"),
    Column("费用", 78, money=True),
    Column("责任内", 78, money=True),
    Column("自付", 56, Align.RIGHT),
    Column("保险支付", 82, money=True),
    Column("家长支付", 82, money=True, strong=True),
    Column("原因", 160, Align.RIGHT, small=True, ink="ink-3"),
)
SETTLE_LINES: Final = (
    Line(1, ("儿童复诊口腔检查", "", "预防", 10000, 10000, "0%", 10000, 0, "直付")),
    Line(2, ("小牙片（根尖片）", "84", "预防", 6000, 6000, "0%", 6000, 0, "直付")),
    Line(3, ("龋齿充填（树脂）", "84 OD", "基础", 70000, 70000, "50%", 35000, 35000, "自付比例 50%")),
    Line(4, ("窝沟封闭", "75", "预防", 18000, 18000, "0%", 18000, 0, "直付")),
    Line(5, ("笑气镇静", "", "不在责任内", 50000, None, None, 0, 50000, "非保险责任，现场支付")),
)


def settle() -> QWidget:
    """Show the frozen bill before the signature."""
    bill = Card(padding=0, spacing=0)
    head = row(
        Text("林小禾", "title"),
        Text("2026-11-22 · 陈医生 · 成长优享齿科", "small", "ink-3"),
        None,
        Pill(PillView("已冻结，待签字")),
        spacing=14,
    )
    head.setContentsMargins(18, 16, 18, 8)
    bill.body.addLayout(head)
    bill.body.addWidget(LineTable(SETTLE_COLUMNS, SETTLE_LINES, name="账单明细"), 1)
    pool = PoolBar(
        Pool(5000000, 41000, 69000),
        PoolWords("共享额度 ¥50,000.00", "已用 410.00 · 本次 690.00 · 剩余 48,900.00"),
    )
    foot = column(pool)
    foot.setContentsMargins(18, 16, 18, 18)
    bill.body.addWidget(Rule())
    bill.body.addLayout(foot)
    press = PrimaryButton("请家长签字")
    side = column(_to_pay(), _signature(), press, spacing=16)
    whole = QHBoxLayout()
    whole.setSpacing(20)
    whole.addWidget(bill, 1)
    holder = QWidget()
    holder.setFixedWidth(340)
    holder.setLayout(side)
    whole.addWidget(holder)
    hints = (Hint("Enter", "请家长签字"), Hint("Ctrl B", "收款方式"), Hint("Esc", "退回修改"))
    return framed(Scene("settle", whole, hints, press))


def _to_pay() -> Card:
    card = Card(padding=22, spacing=4)
    card.body.addWidget(Text("家长现在支付", "small", "ink-3"))
    card.body.addWidget(MoneyLabel(85000, "money-page", name="家长现在支付"))
    card.body.addSpacing(10)
    for word, amount in (("自付 50%（基础）", "350.00"), ("责任外", "500.00")):
        card.body.addLayout(row(Text(word, ink="ink-2"), None, Text(amount, ink="ink-2")))
    card.body.addSpacing(6)
    card.body.addWidget(Rule())
    card.body.addSpacing(6)
    card.body.addLayout(row(Text("保险直付"), None, MoneyLabel(69000, "text-body", "ok")))
    return card


def _signature() -> Card:
    card = Card("家长签字", spacing=8)
    card.body.addWidget(Text("第二屏已打开 · 中文", "small", "ink-3"))
    card.body.addWidget(SignaturePad(hint="等待签字…"), 1)
    choose = GhostButton("林悦 · 母亲", size=ButtonSize.SMALL)
    card.body.addLayout(row(choose, GhostButton("改为纸质签字", size=ButtonSize.SMALL), None))
    return card


QUEUE_COLUMNS: Final = (
    Column("时间", 96),
    Column("儿童", 94, strong=True),
    Column("内容", 250),
    Column("保险金额", 100, money=True),
    Column("状态", 130),
    Column("说明", stretch=True, ink="ink-2"),
    Column("下一步", 130),
)


def _waiting_lines() -> tuple[Line, ...]:
    wait = PillView("待送出", Tone.OFFLINE)
    auto = PillView("自动")
    return (
        Line(1, ("10:32", "林小禾", "账单 QH-261122-014", 69000, wait, "等待网络，已尝试 4 次", auto)),
        Line(2, ("10:24", "许清欢", "账单 QH-261122-013", 43000, wait, "等待网络", auto)),
        Line(3, ("10:20", "许清欢", "到诊登记", None, wait, "排在账单之前", auto)),
    )


def _queue_lines() -> tuple[Line, ...]:
    adjusted, call = PillView("保险调整", Tone.WARN), PillView("联系家长")
    refused, hotline = PillView("被拒绝", Tone.STOP), PillView("致电热线")
    sent = PillView("已送达", OK)
    less = "涂氟本年第 3 次，保险少付 20.00"
    locked = "首诊品牌已为安和口腔（11-21 09:58）"
    return (
        *_waiting_lines(),
        Line(4, ("09:02", "孟子涵", "账单 QH-261122-003", 36000, adjusted, less, call)),
        Line(5, ("昨日", "罗嘉", "账单 QH-261121-031", 52000, refused, locked, hotline)),
        Line(6, ("09:40", "郑书瑶", "账单 QH-261122-006", 15000, sent, "回执 R-88213", None)),
    )


def queue() -> QWidget:
    """Show the queue while offline."""
    retry = GhostButton("立即重试", "Ctrl R", size=ButtonSize.MEDIUM, icon_name="refresh")
    banner = VerdictBanner(
        VerdictView(
            Tone.OFFLINE,
            "离线 18 分钟，工作照常",
            "3 笔已安全保存在本机，联网后自动送出。下次尝试 12 秒后。",
        ),
        compact=True,
        action=retry,
    )
    tiles = (
        TileView("未送出笔数", "3", "上限 50", 0.06),
        TileView("未送出金额", "¥1,480.00", "上限 ¥10,000", 0.148),
        TileView("距上次应答", "18 分钟", "上限 24 小时", 0.0125),
        TileView("资料最旧", "2 小时 04 分", "上限 24 小时", 0.086),
        TileView("单笔上限", "¥3,000.00", "本次最大 ¥690.00", 0.23),
    )
    table = LineTable(QUEUE_COLUMNS, _queue_lines(), name="队列")
    table.selectRow(3)
    card = Card(padding=0)
    card.body.addWidget(table)
    whole: QVBoxLayout = column(banner, spacing=16)
    whole.addLayout(row(*(Tile(tile) for tile in tiles), spacing=12))
    whole.addWidget(card, 1)
    whole.setAlignment(Qt.AlignmentFlag.AlignTop)
    hints = (
        Hint("↑↓", "选择"),
        Hint("Enter", "处理"),
        Hint("Ctrl R", "立即重试"),
        Hint("Ctrl Shift C", "复制参考号"),
        Hint("Ctrl E", "导出"),
    )
    return framed(Scene("queue", whole, hints), StatusView(Tone.OFFLINE, "离线 · 3 笔待送出"))
