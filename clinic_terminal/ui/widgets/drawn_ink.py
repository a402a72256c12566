"""The ink on a pad as a picture that only grows: what is settled is never drawn again."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPixmap

from clinic_terminal.ui.theme import theme
from clinic_terminal.ui.widgets.ink import Brush, Curve, InkPoint, paint_strokes
from clinic_terminal.ui.widgets.stroke_recorder import StrokeRecorder


class DrawnInk:
    """Draws what a recorder holds; a picture of another size or sharpness is drawn anew from its points."""

    def __init__(self) -> None:
        self._picture: QPixmap | None = None
        self._brush: Brush | None = None

    def forget(self) -> None:
        """Draw everything anew the next time."""
        self._picture = None
        self._brush = None

    def prepare(self, size: QSize, ratio: float, recorder: StrokeRecorder) -> None:
        """Have a picture of this size, drawn from the recorder's points where there is none yet."""
        wanted = size * ratio
        if self._picture is not None and self._picture.size() == wanted:
            return
        self._picture = QPixmap(wanted)
        self._picture.setDevicePixelRatio(ratio)
        self._picture.fill(Qt.GlobalColor.transparent)
        box = QRectF(QRect(0, 0, size.width(), size.height()))
        painter = QPainter(self._picture)
        paint_strokes(painter, recorder.strokes, box, theme().colour("pad-ink"))
        painter.end()
        self._brush = None
        if recorder.current:
            self.begin(size)
        for point in recorder.current:
            self.add(point)

    def begin(self, size: QSize) -> None:
        """Begin a stroke on a pad of this size."""
        self._brush = Brush(QRectF(0, 0, size.width(), size.height()))

    def add(self, point: InkPoint) -> list[QRect]:
        """Draw what the newest point settles; returns where the pad looks other than before."""
        brush = self._brush
        if brush is None:
            return []
        wet = brush.tail() if brush.has_points else None
        settled = brush.add(point)
        if settled is not None:
            self._draw(settled)
        return [_box(curve) for curve in (wet, settled, brush.tail()) if curve is not None]

    def end(self) -> list[QRect]:
        """Settle the end of the stroke; returns where the pad looks other than before."""
        brush, self._brush = self._brush, None
        if brush is None or not brush.has_points:
            return []
        self._draw(brush.tail())
        return [_box(brush.tail())]

    def paint(self, painter: QPainter) -> None:
        """Paint the picture, and the moving end of the stroke under the pen."""
        if self._picture is not None:
            painter.drawPixmap(0, 0, self._picture)
        if self._brush is not None and self._brush.has_points:
            self._brush.tail().paint(painter, theme().colour("pad-ink"))

    def _draw(self, curve: Curve) -> None:
        if self._picture is not None:
            painter = QPainter(self._picture)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            curve.paint(painter, theme().colour("pad-ink"))
            painter.end()


def _box(curve: Curve) -> QRect:
    return curve.bounds().toAlignedRect()
