"""The tooth chart: mixed dentition in two pairs of arches, chosen by finger, mouse, arrows or figures."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget
from typing_extensions import override

from clinic_terminal.ui.fonts import BOLD, text_font
from clinic_terminal.ui.theme import theme
from clinic_terminal.ui.widgets.one_line import CENTRE, paint_line
from clinic_terminal.ui.widgets.tooth_layout import HEIGHT, MIDDLE, WIDTH, codes, nearest, places, step
from clinic_terminal.ui.widgets.tooth_paint import ToothLook, ToothMark, paint_tooth

_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
SURFACES = "MODBLI"
"""Mesial, occlusal, distal, buccal, lingual, incisal: typed as letters."""


@dataclass(frozen=True, slots=True)
class ToothChartView:
    """What the chart shows, by FDI number; teeth not mentioned are present and free.

    `forbidden` holds the reason why the chosen item may not be done on a tooth.
    `right`, `caption` and `left` stand between the jaws.
    """

    marks: Mapping[str, ToothMark] = field(default_factory=dict)
    selected: frozenset[str] = frozenset()
    forbidden: Mapping[str, str] = field(default_factory=dict)
    caption: str = ""
    right: str = ""
    left: str = ""


class ToothChart(QWidget):
    """Shows a ToothChartView and emits what the dentist wants; it never changes the choice by itself."""

    tooth_toggled = Signal(str)
    tooth_refused = Signal(str, str)
    """A forbidden tooth was asked for: its FDI number and the reason."""
    surface_typed = Signal(str)

    def __init__(self, view: ToothChartView | None = None, *, name: str = "") -> None:
        super().__init__()
        self._view = view or ToothChartView()
        self._cursor = "11"
        self._hovered: str | None = None
        self._typed = ""
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumSize(330, 435)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def set_view(self, view: ToothChartView) -> None:
        """Show other states."""
        self._view = view
        self.update()

    @property
    def cursor_tooth(self) -> str:
        """The FDI number that the arrow keys stand on."""
        return self._cursor

    def centre_of(self, code: str) -> QPointF:
        """Return where a tooth lies in this widget, in its pixels."""
        place = next(place for place in places() if place.code == code)
        scale, left, top = self._fit()
        return QPointF(left + place.x * scale, top + place.y * scale)

    @override
    def sizeHint(self) -> QSize:
        return QSize(round(WIDTH), round(HEIGHT))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scale, left, top = self._fit()
        painter.translate(left, top)
        painter.scale(scale, scale)
        self._paint_middle(painter)
        for place in places():
            paint_tooth(painter, place, self._look(place.code))
        painter.end()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        text = event.text().upper()
        if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            super().keyPressEvent(event)
        elif key in _ARROWS:
            self._typed = ""
            self._move_to(step(self._cursor, *_ARROWS[key]))
        elif key == Qt.Key.Key_Space:
            self._ask(self._cursor)
        elif key in {Qt.Key.Key_Escape, Qt.Key.Key_Backspace} and self._typed:
            self._typed = ""
            self.update()
        elif text and text in "12345678":
            self._type(text)
        elif text and text in SURFACES:
            self.surface_typed.emit(text)
        else:
            super().keyPressEvent(event)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        code = self._at(event.position())
        if code and event.button() is Qt.MouseButton.LeftButton:
            self._move_to(code)
            self._ask(code)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        code = self._at(event.position())
        if code != self._hovered:
            self._hovered = code
            free = code is not None and code not in self._view.forbidden
            self.setCursor(Qt.CursorShape.PointingHandCursor if free else Qt.CursorShape.ArrowCursor)
            self.update()

    @override
    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = None
        self.update()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._typed = ""
        super().focusOutEvent(event)

    @override
    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            code = self._at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), self._view.forbidden.get(code or "", ""), self)
            return True
        return super().event(event)

    def _fit(self) -> tuple[float, float, float]:
        """Return the scale of the drawing and the place of its corner."""
        scale = min(self.width() / WIDTH, self.height() / HEIGHT)
        return scale, (self.width() - WIDTH * scale) / 2, (self.height() - HEIGHT * scale) / 2

    def _at(self, point: QPointF) -> str | None:
        scale, left, top = self._fit()
        return nearest((point.x() - left) / scale, (point.y() - top) / scale)

    def _look(self, code: str) -> ToothLook:
        return ToothLook(
            self._view.marks.get(code, ToothMark.PRESENT),
            selected=code in self._view.selected,
            forbidden=code in self._view.forbidden,
            hovered=code == self._hovered,
            focused=self.hasFocus() and code == self._cursor,
        )

    def _type(self, figure: str) -> None:
        self._typed += figure
        if self._typed in codes():
            code, self._typed = self._typed, ""
            self._move_to(code)
            self._ask(code)
        elif len(self._typed) > 1:
            self._typed = ""
        self.update()

    def _move_to(self, code: str) -> None:
        self._cursor = code
        self.setAccessibleDescription(" ".join((code, self._view.forbidden.get(code, ""))).strip())
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))
        self.update()

    def _ask(self, code: str) -> None:
        reason = self._view.forbidden.get(code)
        # A tooth that became forbidden while it was chosen must still be let go.
        if reason is not None and code not in self._view.selected:
            self.tooth_refused.emit(code, reason)
        else:
            self.tooth_toggled.emit(code)

    def _paint_middle(self, painter: QPainter) -> None:
        colours = theme()
        words = ((WIDTH * 0.315, self._view.right), (WIDTH * 0.685, self._view.left))
        painter.setFont(text_font("text-small"))
        painter.setPen(colours.colour("ink-3"))
        for x, word in words:
            box = QRectF(x - 60, MIDDLE - 14, 120, 28)
            paint_line(painter, box, word, CENTRE)
        caption = self._view.caption
        if self._typed:
            caption = f"{self._typed}_"
            painter.setFont(text_font("text-title", BOLD))
            painter.setPen(colours.colour("accent"))
        paint_line(painter, QRectF(WIDTH / 2 - 90, MIDDLE - 14, 180, 28), caption, CENTRE)
