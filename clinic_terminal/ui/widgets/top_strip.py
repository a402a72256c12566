"""The strip at the top: clinic and brand, who is signed in, whether everything is safe, what time it is."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QSizePolicy, QWidget
from typing_extensions import override

from clinic_terminal.i18n import N_
from clinic_terminal.ui.fonts import BOLD, text_font
from clinic_terminal.ui.theme import theme
from clinic_terminal.ui.widgets.buttons import ButtonSize, GhostButton
from clinic_terminal.ui.widgets.card import row
from clinic_terminal.ui.widgets.icons import Icon, bold_icon, paint_icon
from clinic_terminal.ui.widgets.one_line import line_width, paint_line
from clinic_terminal.ui.widgets.text import ElidedText, Text
from clinic_terminal.ui.widgets.tone import SIGNS, Tone, fill, ground, ink

_STRIPE = 5
_EDGE = 24
_APART = 16

PRACTICE: Final = N_("练习模式 · 虚构数据")
"""Stands on every screen of the practice world."""


@dataclass(frozen=True, slots=True)
class StatusView:
    """The one status of the terminal: online, offline, syncing n, or needs attention.

    `icon` is another drawing in the place of the tone's own sign. `action` is the word on the button beside
    the pill, by which a person leaves the network or comes back to it; empty where there is no need.
    """

    tone: Tone
    text: str
    syncing: bool = False
    icon: str = ""
    action: str = ""


class StatusPill(QAbstractButton):
    """The status; a click opens the queue."""

    def __init__(self, view: StatusView) -> None:
        super().__init__()
        self._view = view
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_view(view)

    def set_view(self, view: StatusView) -> None:
        """Show another status."""
        self._view = view
        self.setText(view.text)
        self.setAccessibleName(view.text)
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        width = line_width(text_font("text-small", BOLD), self._view.text)
        return QSize(round(width) + 48, 30)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        tone = self._view.tone
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        edged = self.hasFocus() or self.underMouse()
        painter.setPen(
            QPen(look.colour(fill(tone)), 2 if self.hasFocus() else 1) if edged else Qt.PenStyle.NoPen
        )
        painter.setBrush(look.colour(ground(tone)))
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        sign = QRectF(14, self.height() / 2 - 6, 12, 12)
        if self._view.syncing:
            paint_icon(painter, "sync", look.colour(fill(tone)), sign.adjusted(-1, -1, 1, 1))
        else:
            bold_icon(painter, self._view.icon or SIGNS[tone], look.colour(fill(tone)), sign)
        painter.setFont(text_font("text-small", BOLD))
        painter.setPen(look.colour(ink(tone)))
        paint_line(painter, QRectF(33, 0, self.width(), self.height()), self.text())
        painter.end()


class PracticeRibbon(QWidget):
    """Says that nothing here is real."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.setAccessibleName(text)
        line = QHBoxLayout(self)
        line.setContentsMargins(16, 0, 18, 0)
        line.setSpacing(8)
        line.addWidget(Icon("practice", "on-practice", 20))
        label = Text(text, "strong")
        label.setProperty("ink", "on-practice")
        line.addWidget(label)
        self.setFixedHeight(32)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().colour("practice"))
        painter.drawRoundedRect(QRectF(self.rect()), 16, 16)
        painter.end()


class TopStrip(QFrame):
    """Shows the clinic, the person, the status and the time; `status_pressed` wants the queue.

    `line_pressed` wants what the status' own button says: to work offline, or to go online again.
    """

    status_pressed = Signal()
    line_pressed = Signal()
    operator_pressed = Signal()

    def __init__(self, *, practice: str = "") -> None:
        super().__init__()
        self._practice = practice
        self.setFixedHeight(theme().px("strip-height"))
        self._clinic = ElidedText("", "strong")
        self._clinic.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self._brand = Text("", "small", "ink-3")
        self._operator = OperatorButton()
        self._status = StatusPill(StatusView(Tone.NEUTRAL, ""))
        self._line = GhostButton("", size=ButtonSize.SMALL)
        self._clock = Text("", "small", "ink-3")
        self._operator.clicked.connect(self.operator_pressed)
        self._status.clicked.connect(self.status_pressed)
        self._line.clicked.connect(self.line_pressed)
        line = QHBoxLayout(self)
        line.setContentsMargins(_EDGE, _STRIPE if practice else 0, _EDGE, 0)
        line.setSpacing(_APART)
        # Both sides ask for the same room: what stands between them stays in the middle.
        line.addLayout(row(self._clinic, self._brand, None, spacing=_APART), 1)
        if practice:
            line.addWidget(PracticeRibbon(practice))
        line.addLayout(row(None, self._operator, self._status, self._line, self._clock, spacing=_APART), 1)
        self._line.hide()
        self._bare = False
        self._wide: tuple[QWidget, ...] = (self._brand, self._clock)

    def set_clinic(self, clinic: str, brand: str) -> None:
        """Name the clinic and its brand."""
        self._clinic.setText(clinic)
        self._brand.setText(brand)

    def set_operator(self, text: str) -> None:
        """Name who is signed in; nothing hides the button."""
        self._operator.set_text(text)
        self._show_buttons()

    def set_status(self, view: StatusView) -> None:
        """Show the status."""
        self._status.set_view(view)
        self._line.setText(view.action)
        self._line.setAccessibleName(view.action)
        self._line.updateGeometry()
        self._show_buttons()
        if (line := self.layout()) is not None:
            # At once: a longer text must not stand in the room of the one before, not for a moment.
            line.activate()

    def set_bare(self, *, bare: bool) -> None:
        """Leave out who works here and how the line is, with the ways that lead on from there."""
        self._bare = bare
        self._show_buttons()

    def set_clock(self, text: str) -> None:
        """Show the time."""
        self._clock.setText(text)

    @property
    def status(self) -> StatusPill:
        """The status pill."""
        return self._status

    @property
    def line(self) -> GhostButton:
        """The button by which a person leaves the network or comes back to it."""
        return self._line

    @override
    def minimumSizeHint(self) -> QSize:
        # Where there is little room, the brand and the clock go first and the clinic's name is shortened.
        return QSize(0, super().minimumSizeHint().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @override
    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() is QEvent.Type.LayoutRequest:
            self._fit()
        return done

    def _show_buttons(self) -> None:
        self._status.setVisible(not self._bare)
        self._line.setVisible(bool(self._line.text()) and not self._bare)
        self._operator.setVisible(bool(self._operator.text()) and not self._bare)

    def _fit(self) -> None:
        """Show brand and clock where all words have their room."""
        line = self.layout()
        if line is None:
            return
        hidden = sum(one.sizeHint().width() + line.spacing() for one in self._wide if one.isHidden())
        roomy = line.totalSizeHint().width() + hidden <= self.width()
        for one in self._wide:
            if one.isHidden() is roomy:
                one.setVisible(roomy)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._practice:
            return
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(0, 0, self.width(), _STRIPE, look.colour("practice"))
        painter.setClipRect(0, 0, self.width(), _STRIPE)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("on-practice"))
        for left in range(0, self.width() + 20, 20):
            corners = [(left, _STRIPE), (left + 10, _STRIPE), (left + 16, 0), (left + 6, 0)]
            painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in corners]))
        painter.end()


class OperatorButton(QAbstractButton):
    """Who is signed in; a click offers to lock or to change."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.hide()

    def set_text(self, text: str) -> None:
        """Name the person."""
        self.setText(text)
        self.setAccessibleName(text)
        self.updateGeometry()

    @override
    def sizeHint(self) -> QSize:
        width = line_width(text_font("text-small"), self.text())
        return QSize(round(width) + 34, 30)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.hasFocus():
            painter.setPen(QPen(look.colour("accent"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 7, 7)
        paint_icon(painter, "user", look.colour("ink-3"), QRectF(6, self.height() / 2 - 9, 18, 18))
        painter.setFont(text_font("text-small"))
        painter.setPen(look.colour("ink" if self.underMouse() else "ink-3"))
        paint_line(painter, QRectF(29, 0, self.width(), self.height()), self.text())
        painter.end()
