"""The guardian's screen: one figure, and room to sign."""

from math import cos, pi, sin

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from clinic_terminal.ui.widgets.buttons import GhostButton, PrimaryButton
from clinic_terminal.ui.widgets.card import Canvas, Card, column, row
from clinic_terminal.ui.widgets.ink import InkPoint, Stroke
from clinic_terminal.ui.widgets.money import MoneyLabel
from clinic_terminal.ui.widgets.signature import SignaturePad
from clinic_terminal.ui.widgets.text import Rule, Text


def strokes() -> tuple[Stroke, ...]:
    """Return an invented signature."""
    points = []
    for number in range(120):
        share = number / 119
        x = 0.15 + 0.7 * share + 0.05 * sin(share * 7 * pi)
        y = 0.55 - 0.28 * (1 - share) * sin(share * 9 * pi) - 0.05 * cos(share * 3)
        points.append(InkPoint(x, y, 0.5, number * 9))
    return (tuple(points),)


def guardian() -> QWidget:
    """Show the bill as a guardian reads it, beside the paper to sign."""
    paper = Card(padding=0)
    paper.setStyleSheet("Card { border-radius: 0; border: none; }")
    paper.body.addLayout(_bill())
    side = QFrame()
    side.setLayout(_signing())
    side.setFixedWidth(560)
    across = row(paper, spacing=0)
    across.addWidget(side)
    window = Canvas()
    window.setLayout(across)
    return window


def _bill() -> QVBoxLayout:
    left = column(spacing=6)
    left.setContentsMargins(64, 56, 64, 48)
    left.addWidget(Text("林小禾 · 2026 年 11 月 22 日", "guide", "ink-2"))
    left.addSpacing(24)
    left.addWidget(Text("您现在需要支付", "title-light", "ink-2"))
    left.addWidget(MoneyLabel(85000, "money-guardian", name="您现在需要支付"))
    paid = row(Text("保险公司直接支付", "guide", "ink-2"), MoneyLabel(69000, "text-body", "ok"))
    paid.addWidget(Text("您不用垫付。", "guide", "ink-2"))
    paid.addStretch(1)
    left.addLayout(paid)
    left.addSpacing(20)
    left.addWidget(Rule())
    for name, why, fen in (
        ("口腔检查、小牙片、窝沟封闭", "保险全付", 0),
        ("补牙（84 号牙）", "保险付一半", 35000),
        ("笑气镇静", "不在保险范围内", 50000),
    ):
        line = row(Text(name, "guide"), Text(why, ink="ink-3"), None, MoneyLabel(fen, "text-body"))
        line.setContentsMargins(0, 10, 0, 10)
        left.addLayout(line)
        left.addWidget(Rule())
    left.addStretch(1)
    left.addWidget(Text("今年的共享额度还剩 ¥48,900.00。", ink="ink-3"))
    return left


def _signing() -> QVBoxLayout:
    right = column(spacing=12)
    right.setContentsMargins(48, 56, 48, 48)
    right.addWidget(Text("请监护人签字", "title"))
    consent = "我是林小禾的母亲林悦。我已核对以上项目和金额，同意由诊所直接向保险公司结算。"
    right.addWidget(Text(consent, "guide", "ink-2", wrap=True))
    pad = SignaturePad(hint="请在这里签字", name="签字区")
    pad.set_strokes(strokes())
    right.addWidget(pad, 1)
    line = row(GhostButton("重写"), spacing=16)
    line.addWidget(PrimaryButton("确认签字", ""), 1)
    right.addLayout(line)
    return right
