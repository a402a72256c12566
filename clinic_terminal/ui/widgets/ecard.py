"""The e-card as the guardian knows it from the phone."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from clinic_terminal.ui.fonts import MEDIUM, text_font
from clinic_terminal.ui.theme import theme
from clinic_terminal.ui.widgets.one_line import CENTRE, line_width, paint_line
from clinic_terminal.ui.widgets.text import ElidedText, Text

TITLE: Final = "电子保险卡 E-card"
LABELS: Final = (
    "被保人",
    "出生日期 / D.O.B",
    "会员号 / Member#",
    "保险计划 / Policy Plan",
    "有效期 / Effective Date",
)
"""As printed on the card itself, in both languages at once, so they are never translated."""

_LONG: Final = LABELS[3]
"""A plan's name has as many lines as it needs; everything else on the card has one."""


@dataclass(frozen=True, slots=True)
class ECard:
    """What stands on the card, ready to read; `void` greys a card that may not be used."""

    insured: str
    person: str
    birth_date: str
    member_number: str
    plan: str
    effective: str
    badge: str = ""
    void: bool = False


class ECardView(QWidget):
    """Shows an ECard; labels are real labels, so that a screen reader reads the card."""

    def __init__(self, card: ECard) -> None:
        super().__init__()
        self._void = card.void
        self.setMinimumWidth(280)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 14, 20, 14)
        box.setSpacing(0)
        self._badge = _Badge()
        head = QHBoxLayout()
        head.addWidget(Text(TITLE, "small", "on-card-soft"))
        head.addStretch(1)
        head.addWidget(self._badge)
        box.addLayout(head)
        box.addSpacing(8)
        self._name = Text("", "headline", "on-card", wrap=True)
        self._person = Text("", ink="on-card-soft")
        self._values = tuple(
            Text("", ink="on-card", wrap=True) if label == _LONG else ElidedText("", ink="on-card")
            for label in LABELS[1:]
        )
        box.addWidget(Text(LABELS[0], "small", "on-card-soft"))
        box.addWidget(self._name)
        box.addWidget(self._person)
        for label, value in zip(LABELS[1:], self._values, strict=True):
            box.addSpacing(6)
            box.addWidget(Text(label, "small", "on-card-soft"))
            box.addWidget(value)
        self.set_card(card)

    def set_card(self, card: ECard) -> None:
        """Show another card."""
        self._void = card.void
        self._name.setText(card.insured)
        self._person.setText(card.person)
        self._badge.set_text(card.badge)
        shown = (card.birth_date, card.member_number, card.plan, card.effective)
        for label, text in zip(self._values, shown, strict=True):
            label.setText(text)
        self.setAccessibleName(f"{TITLE} {card.insured} {card.member_number} {card.badge}".strip())
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        ends = ("card-void-from", "card-void-to") if self._void else ("card-from", "card-to")
        shape = QPainterPath()
        radius = look.px("radius-card")
        shape.addRoundedRect(QRectF(self.rect()), radius, radius)
        wash = QLinearGradient(QPointF(0, 0), QPointF(self.width(), self.height()))
        wash.setColorAt(0, look.colour(ends[0]))
        wash.setColorAt(1, look.colour(ends[1]))
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipPath(shape)
        painter.fillPath(shape, wash)
        self._paint_rings(painter)
        painter.end()

    def _paint_rings(self, painter: QPainter) -> None:
        """Draw the faint rings in the corner that make it a card and not a panel."""
        ring = QColor(theme().colour("on-card"))
        ring.setAlphaF(0.07)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(ring, 18))
        centre = QPointF(self.width() + 8, self.height() - 6)
        for radius in (64, 112, 160):
            painter.drawEllipse(centre, radius, radius)


class _Badge(QWidget):
    """The small outlined word in the card's corner."""

    def __init__(self) -> None:
        super().__init__()
        self._text = ""

    def set_text(self, text: str) -> None:
        self._text = text
        self.setVisible(bool(text))
        width = line_width(text_font("text-small", MEDIUM), text)
        self.setFixedSize(round(width) + 18, 22)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        edge = QColor(theme().colour("on-card"))
        edge.setAlphaF(0.55)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(edge, 1))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        painter.setPen(theme().colour("on-card"))
        painter.setFont(text_font("text-small", MEDIUM))
        paint_line(painter, QRectF(self.rect()), self._text, CENTRE)
        painter.end()
