"""A turning arc: something is on its way. Where motion is reduced it stands still."""

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from clinic_terminal.ui.motion import is_motion_reduced
from clinic_terminal.ui.theme import theme

_TICK_MS = 40
_DEGREES = 14


class Spinner(QWidget):
    """A turning arc; it turns only while it is seen, and not where motion is reduced."""

    def __init__(self, side: int = 22) -> None:
        super().__init__()
        self._angle = 0
        self.setFixedSize(side, side)
        self._timer = QTimer(self, interval=_TICK_MS)
        self._timer.timeout.connect(self._turn)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        self._timer.start()
        super().showEvent(event)

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        self._timer.stop()
        super().hideEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(2, 2, -2, -2)
        painter.setPen(QPen(theme().colour("line"), 2.6))
        painter.drawEllipse(box)
        pen = QPen(theme().colour("accent"), 2.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawArc(box, -self._angle * 16, 100 * 16)
        painter.end()

    def _turn(self) -> None:
        if is_motion_reduced():
            return
        self._angle = (self._angle + _DEGREES) % 360
        self.update()
