"""The signature pad: a sheet of paper for pen, finger or mouse that keeps points, not pixels."""

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QEventPoint,
    QHideEvent,
    QInputDevice,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QTabletEvent,
    QTouchEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from clinic_terminal.ui.fonts import text_font
from clinic_terminal.ui.theme import theme
from clinic_terminal.ui.widgets.drawn_ink import DrawnInk
from clinic_terminal.ui.widgets.ink import PLAIN_PRESSURE, Stroke
from clinic_terminal.ui.widgets.stroke_recorder import Phase, StrokeRecorder

_GUIDE_AT = 0.82
_RADIUS = 18


class SignaturePad(QWidget):
    """Collects strokes; `changed` follows every finished stroke, undo and clear, `begun` every new one.

    Only what a point adds is drawn when it comes; what is drawn already stays as a picture.
    """

    changed = Signal()
    begun = Signal()

    def __init__(self, *, hint: str = "", name: str = "") -> None:
        super().__init__()
        self._hint = hint
        self._recorder = StrokeRecorder()
        self._ink = DrawnInk()
        self._finger: int | None = None
        self._read_only = False
        self.setAccessibleName(name or hint)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setMinimumSize(240, 120)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def strokes(self) -> tuple[Stroke, ...]:
        """Return the finished strokes in order."""
        return self._recorder.strokes

    @property
    def is_writing(self) -> bool:
        """Whether a stroke is under way."""
        return self._recorder.last is not None

    def keep_stroke(self) -> None:
        """End the stroke under way where it is, so that moving the pad elsewhere loses no ink."""
        if self._recorder.finish():
            self._refresh(self._ink.end())
            self.changed.emit()

    def set_strokes(self, strokes: tuple[Stroke, ...]) -> None:
        """Show strokes that were kept; does not emit `changed`."""
        self._recorder.set_strokes(strokes)
        self._ink.forget()
        self.update()

    def set_hint(self, hint: str) -> None:
        """Change the words on the empty paper."""
        self._hint = hint
        self.setAccessibleName(hint)
        self.update()

    def set_read_only(self, *, read_only: bool) -> None:
        """Show a signature without taking more strokes."""
        self._read_only = read_only
        self.setCursor(Qt.CursorShape.ArrowCursor if read_only else Qt.CursorShape.CrossCursor)

    def is_empty(self) -> bool:
        """Say whether nothing was drawn yet."""
        return self._recorder.is_empty

    def clear(self) -> None:
        """Take all strokes away."""
        if self._recorder.strokes or self.is_writing:
            self._recorder = StrokeRecorder()
            self.set_strokes(())
            self.changed.emit()

    @override
    def sizeHint(self) -> QSize:
        return QSize(460, 260)

    @override
    def event(self, event: QEvent) -> bool:
        if isinstance(event, QTouchEvent):
            return self._touch(event)
        return super().event(event)

    @override
    def tabletEvent(self, event: QTabletEvent) -> None:
        kinds = {
            QEvent.Type.TabletPress: Phase.BEGIN,
            QEvent.Type.TabletMove: Phase.GO_ON,
            QEvent.Type.TabletRelease: Phase.END,
        }
        if phase := kinds.get(event.type()):
            self._feed(phase, event.position(), event.pressure(), event.timestamp())
        event.accept()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and _is_mouse(event):
            self._feed(Phase.BEGIN, event.position(), PLAIN_PRESSURE, event.timestamp())

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if _is_mouse(event):
            self._feed(Phase.GO_ON, event.position(), PLAIN_PRESSURE, event.timestamp())

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and _is_mouse(event):
            self._feed(Phase.END, event.position(), PLAIN_PRESSURE, event.timestamp())

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        self.keep_stroke()
        super().hideEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        blank = self.is_empty() and not self.is_writing
        _paint_paper(painter, self.size(), self._hint if blank else "")
        self._ink.prepare(self.size(), self.devicePixelRatioF(), self._recorder)
        self._ink.paint(painter)
        painter.end()

    def _touch(self, event: QTouchEvent) -> bool:
        """Follow the first finger; a second one, or a resting palm, is not ink."""
        event.accept()
        if event.type() is QEvent.Type.TouchCancel:
            self._finger = None
            self._recorder.drop()
            self._ink.forget()
            self.update()
            return True
        if event.type() is QEvent.Type.TouchBegin and event.points():
            self._finger = event.points()[0].id()
        for point in event.points():
            if point.id() == self._finger and (phase := _TOUCHES.get(point.state())):
                self._feed(phase, point.position(), PLAIN_PRESSURE, event.timestamp())
        return True

    def _feed(self, phase: Phase, at: QPointF, pressure: float, timestamp: int) -> None:
        if self._read_only:
            return
        if phase is Phase.BEGIN:
            self.keep_stroke()
        self._ink.prepare(self.size(), self.devicePixelRatioF(), self._recorder)
        blank = self.is_empty()
        share = (at.x() / max(1, self.width()), at.y() / max(1, self.height()))
        before = self._recorder.last
        ended = self._recorder.feed(phase, share, pressure, timestamp)
        if phase is Phase.BEGIN and self.is_writing:
            self._ink.begin(self.size())
            if blank:
                self.update()
            self.begun.emit()
        point = ended[-1] if ended else self._recorder.last
        if point is not None and point is not before:
            self._refresh(self._ink.add(point))
        if ended:
            self._refresh(self._ink.end())
            self.changed.emit()

    def _refresh(self, boxes: list[QRect]) -> None:
        for box in boxes:
            self.update(box)


_TOUCHES = {
    QEventPoint.State.Pressed: Phase.BEGIN,
    QEventPoint.State.Updated: Phase.GO_ON,
    QEventPoint.State.Released: Phase.END,
}


def _paint_paper(painter: QPainter, size: QSize, hint: str) -> None:
    look = theme()
    box = QRectF(0, 0, size.width(), size.height()).adjusted(1, 1, -1, -1)
    painter.setPen(QPen(look.colour("line"), 2))
    painter.setBrush(look.colour("pad"))
    painter.drawRoundedRect(box, _RADIUS, _RADIUS)
    guide = box.top() + box.height() * _GUIDE_AT
    painter.setPen(QPen(look.colour("pad-line"), 1))
    painter.drawLine(QPointF(box.left() + 40, guide), QPointF(box.right() - 40, guide))
    if hint:
        painter.setPen(look.colour("pad-hint"))
        painter.setFont(text_font())
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, hint)


def _is_mouse(event: QMouseEvent) -> bool:
    """Say whether it is a real mouse: Qt also makes mouse events out of touches and pens."""
    return event.device().type() in {QInputDevice.DeviceType.Mouse, QInputDevice.DeviceType.TouchPad}
