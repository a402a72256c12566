"""The signature pad: a sheet of paper for pen, finger or mouse that keeps points, not pixels."""

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QInputDevice,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QTabletEvent,
    QTouchEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from clinic_terminal.ui.fonts import text_font
from clinic_terminal.ui.theme import theme
from clinic_terminal.ui.widgets.ink import PLAIN_PRESSURE, Stroke, paint_strokes
from clinic_terminal.ui.widgets.stroke_recorder import Phase, StrokeRecorder

_GUIDE_AT = 0.82
_RADIUS = 18


class SignaturePad(QWidget):
    """Collects strokes; `changed` follows every finished stroke, undo and clear."""

    changed = Signal()

    def __init__(self, *, hint: str = "", name: str = "") -> None:
        super().__init__()
        self._hint = hint
        self._strokes: list[Stroke] = []
        self._recorder = StrokeRecorder()
        self._read_only = False
        self._dry: QPixmap | None = None
        self.setAccessibleName(name or hint)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setMinimumSize(240, 120)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def strokes(self) -> tuple[Stroke, ...]:
        """Return the finished strokes in order."""
        return tuple(self._strokes)

    def set_strokes(self, strokes: tuple[Stroke, ...]) -> None:
        """Show strokes that were kept; does not emit `changed`."""
        self._strokes = list(strokes)
        self._recorder.drop()
        self._dry = None
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
        return not self._strokes

    def clear(self) -> None:
        """Take all strokes away."""
        if self._strokes or self._recorder.current:
            self._recorder = StrokeRecorder()
            self.set_strokes(())
            self.changed.emit()

    def undo(self) -> None:
        """Take the last stroke away."""
        if self._strokes:
            self.set_strokes(tuple(self._strokes[:-1]))
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
    def resizeEvent(self, event: QResizeEvent) -> None:
        self._dry = None
        super().resizeEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        blank = not self._strokes and not self._recorder.current
        _paint_paper(painter, self.size(), self._hint if blank else "")
        painter.drawPixmap(0, 0, self._dried())
        if current := self._recorder.current:
            paint_strokes(painter, [current], QRectF(self.rect()), theme().colour("pad-ink"))
        painter.end()

    def _touch(self, event: QTouchEvent) -> bool:
        """Follow the first finger; a second one, or a resting palm, is not ink."""
        phases = {QEvent.Type.TouchBegin: Phase.BEGIN, QEvent.Type.TouchUpdate: Phase.GO_ON}
        if event.type() is QEvent.Type.TouchCancel:
            self._recorder.drop()
            self.update()
        elif points := event.points():
            phase = phases.get(event.type(), Phase.END)
            self._feed(phase, points[0].position(), PLAIN_PRESSURE, event.timestamp())
        event.accept()
        return True

    def _feed(self, phase: Phase, at: QPointF, pressure: float, timestamp: int) -> None:
        if self._read_only:
            return
        x, y = at.x() / max(1, self.width()), at.y() / max(1, self.height())
        stroke = self._recorder.feed(phase, (x, y), pressure, timestamp)
        self.update()
        if stroke:
            self._strokes.append(stroke)
            self._dry = None
            self.changed.emit()

    def _dried(self) -> QPixmap:
        """Return the finished strokes as a picture, so that a long signature stays quick under the pen."""
        ratio = self.devicePixelRatioF()
        if self._dry is None or self._dry.devicePixelRatio() != ratio:
            self._dry = QPixmap(self.size() * ratio)
            self._dry.setDevicePixelRatio(ratio)
            self._dry.fill(Qt.GlobalColor.transparent)
            painter = QPainter(self._dry)
            paint_strokes(painter, self._strokes, QRectF(self.rect()), theme().colour("pad-ink"))
            painter.end()
        return self._dry


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
