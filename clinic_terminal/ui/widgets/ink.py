"""Ink: the guardian's strokes as points, and the smooth line of changing width they are drawn as.

Points are kept, not pixels: x and y are shares of the pad's width and height (0 to 1), pressure is 0 to 1,
`t_ms` are milliseconds since the first point of the first stroke. Every picture is a rendering of them.
The width follows the filtered speed: a quick hand leaves a thin line.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

_CALM = 0.7
"""How much of the new speed enters the filtered one."""
PLAIN_PRESSURE = 0.5
"""What a mouse or a finger reports, as they have no pressure: it leaves the width as it is."""
_THINNER = 0.45
"""How much narrower a line gets for each pixel in a millisecond."""
_STEPS = 6


@dataclass(frozen=True, slots=True)
class InkPoint:
    """One point of a stroke; see the module for its units."""

    x: float
    y: float
    pressure: float
    t_ms: int


Stroke = tuple[InkPoint, ...]


@dataclass(frozen=True, slots=True)
class Nib:
    """The narrowest and the widest line, in pixels."""

    least: float = 2.2
    most: float = 5.2


def paint_strokes(
    painter: QPainter, strokes: Iterable[Stroke], box: QRectF, colour: QColor, nib: Nib | None = None
) -> None:
    """Draw strokes into a box of any size."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for stroke in strokes:
        _paint_stroke(painter, stroke, box, colour, nib or Nib())
    painter.restore()


def _paint_stroke(painter: QPainter, stroke: Stroke, box: QRectF, colour: QColor, nib: Nib) -> None:
    points = [_on(box, point) for point in stroke]
    widths = list(_widths(stroke, box, nib))
    if len(points) == 1:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawEllipse(points[0], nib.most / 2, nib.most / 2)
        return
    pen = QPen(colour, nib.most, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
    for start, bend, end, before, after in _curves(points, widths):
        previous = start
        for number in range(1, _STEPS + 1):
            share = number / _STEPS
            here = _bezier(start, bend, end, share)
            pen.setWidthF(before + (after - before) * share)
            painter.setPen(pen)
            painter.drawLine(previous, here)
            previous = here


def _on(box: QRectF, point: InkPoint) -> QPointF:
    return QPointF(box.left() + point.x * box.width(), box.top() + point.y * box.height())


def _widths(stroke: Stroke, box: QRectF, nib: Nib) -> Iterator[float]:
    """Yield the line's width at each point, from the filtered speed and the pressure."""
    speed = 0.0
    width = (nib.least + nib.most) / 2
    before: InkPoint | None = None
    for point in stroke:
        if before is not None:
            way = _on(box, point) - _on(box, before)
            far = (way.x() ** 2 + way.y() ** 2) ** 0.5
            speed = _CALM * far / max(1, point.t_ms - before.t_ms) + (1 - _CALM) * speed
            wanted = max(
                nib.least, nib.most / (1 + _THINNER * speed) * (point.pressure / PLAIN_PRESSURE) ** 0.5
            )
            # The width follows slowly too, or a jump of the clock would show as a knot.
            width += (min(nib.most * 1.2, wanted) - width) * 0.35
        before = point
        yield width


def _curves(
    points: list[QPointF], widths: list[float]
) -> Iterator[tuple[QPointF, QPointF, QPointF, float, float]]:
    """Yield quadratic curves through the middles between points, so that the line has no corners."""
    start, before = points[0], widths[0]
    for number in range(1, len(points) - 1):
        end = (points[number] + points[number + 1]) / 2
        after = (widths[number] + widths[number + 1]) / 2
        yield start, points[number], end, before, after
        start, before = end, after
    yield start, (start + points[-1]) / 2, points[-1], before, widths[-1]


def _bezier(start: QPointF, bend: QPointF, end: QPointF, share: float) -> QPointF:
    rest = 1 - share
    return start * (rest * rest) + bend * (2 * rest * share) + end * (share * share)
