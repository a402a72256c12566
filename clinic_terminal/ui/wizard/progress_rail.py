"""The thin line at the left: which steps are done, which one is on show, what is to come."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from clinic_terminal.application.first_start import STEPS, Step
from clinic_terminal.ui.fonts import BOLD, MEDIUM, text_font
from clinic_terminal.ui.theme import theme
from clinic_terminal.ui.widgets.icons import bold_icon
from clinic_terminal.ui.widgets.one_line import paint_line

_WIDTH: Final = 208
_ROW: Final = 38
_LEAST_ROW: Final = 26
_LEFT: Final = 40.0
_DOT: Final = 9.0


class ProgressRail(QWidget):
    """Paints the steps; it cannot be pressed, since each step stands on the one before."""

    def __init__(self) -> None:
        super().__init__()
        self._names: Mapping[Step, str] = {}
        self._step = Step.LANGUAGE
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Maximum)

    def name_steps(self, names: Mapping[Step, str]) -> None:
        """Call the steps otherwise."""
        self._names = names
        self.show_step(self._step)

    def show_step(self, step: Step) -> None:
        """Mark the step on show."""
        self._step = step
        at = STEPS.index(step) + 1
        self.setAccessibleName(f"{self._names[step]} {at}/{len(STEPS)}")
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(_WIDTH, _ROW * len(STEPS))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(_WIDTH, _LEAST_ROW * len(STEPS))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        now = STEPS.index(self._step)
        first, last = self._centre(0), self._centre(len(STEPS) - 1)
        painter.setPen(QPen(look.colour("line"), 2))
        painter.drawLine(first, last)
        painter.setPen(QPen(look.colour("accent"), 2))
        painter.drawLine(first, self._centre(now))
        for at, step in enumerate(STEPS):
            self._dot(painter, at, now)
            ink = "ink" if at == now else "ink-2" if at < now else "ink-3"
            painter.setFont(text_font("text-body", BOLD if at == now else MEDIUM))
            painter.setPen(look.colour(ink))
            box = QRectF(_LEFT + 24, at * self._row, self.width() - _LEFT - 24, self._row)
            paint_line(painter, box, self._names[step])
        painter.end()

    @property
    def _row(self) -> float:
        """The height of a step: less where the window is low."""
        return self.height() / len(STEPS)

    def _centre(self, at: int) -> QPointF:
        return QPointF(_LEFT, (at + 0.5) * self._row)

    def _dot(self, painter: QPainter, at: int, now: int) -> None:
        look = theme()
        centre = self._centre(at)
        if at < now:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("accent-fill"))
            painter.drawEllipse(centre, _DOT, _DOT)
            box = QRectF(centre.x() - 6, centre.y() - 6, 12, 12)
            bold_icon(painter, "check", look.colour("on-accent"), box)
            return
        painter.setPen(QPen(look.colour("accent" if at == now else "line-strong"), 2))
        painter.setBrush(look.colour("accent-soft" if at == now else "surface"))
        side = _DOT if at == now else _DOT - 3
        painter.drawEllipse(centre, side, side)
        if at == now:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("accent-fill"))
            painter.drawEllipse(centre, 4, 4)
