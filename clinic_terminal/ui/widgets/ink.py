"""Ink: the guardian's strokes as points, and the smooth line of changing width they are drawn as.

Points are kept, not pixels: x and y are shares of the pad's width and height (0 to 1), pressure is 0 to 1,
`t_ms` are milliseconds since the first point of the first stroke. Every picture is a rendering of them.
The width follows the filtered speed: a quick hand leaves a thin line.
"""

from collections.abc import Iterable
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


@dataclass(frozen=True, slots=True)
class Curve:
    """A piece of a line: a quadratic curve and the line's width where it begins and ends, in pixels."""

    start: QPointF
    bend: QPointF
    end: QPointF
    before: float
    after: float

    def bounds(self) -> QRectF:
        """Return the box that its ink lies in."""
        left, top = (min(getattr(p, c)() for p in self._points()) for c in "xy")
        right, bottom = (max(getattr(p, c)() for p in self._points()) for c in "xy")
        edge = max(self.before, self.after) / 2 + 2
        return QRectF(QPointF(left, top), QPointF(right, bottom)).adjusted(-edge, -edge, edge, edge)

    def paint(self, painter: QPainter, colour: QColor) -> None:
        """Draw it as short lines that change their width."""
        pen = QPen(colour, self.before, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        if self.start == self.end:
            painter.drawPoint(self.start)
        previous = self.start
        for number in range(1, _STEPS + 1):
            share = number / _STEPS
            here = _bezier(self.start, self.bend, self.end, share)
            pen.setWidthF(self.before + (self.after - self.before) * share)
            painter.setPen(pen)
            painter.drawLine(previous, here)
            previous = here

    def _points(self) -> tuple[QPointF, ...]:
        return self.start, self.bend, self.end


class Brush:
    """One stroke as it grows: `add` gives each piece of the line once it is settled, `tail` the rest.

    The pieces go through the middles between points, so that the line has no corners.
    """

    def __init__(self, box: QRectF, nib: Nib | None = None) -> None:
        self._box = box
        self._nib = nib or Nib()
        self._speed = 0.0
        self._width = (self._nib.least + self._nib.most) / 2
        self._last: InkPoint | None = None
        self._count = 0
        self._start, self._at = QPointF(), QPointF()
        self._start_width = self._width

    @property
    def has_points(self) -> bool:
        """Whether the stroke has begun."""
        return self._count > 0

    def add(self, point: InkPoint) -> Curve | None:
        """Take the next point; returns the piece of the line that no later point changes any more."""
        before, here = self._width, _on(self._box, point)
        self._follow(point, here)
        self._last, self._count = point, self._count + 1
        bend, self._at = self._at, here
        if self._count == 1:
            self._start, self._start_width = here, self._width
        if self._count < 3:  # noqa: PLR2004  a bend lies between two others
            return None
        end, after = (bend + here) / 2, (before + self._width) / 2
        settled = Curve(self._start, bend, end, self._start_width, after)
        self._start, self._start_width = end, after
        return settled

    def tail(self) -> Curve:
        """Return the line from where it is settled to the last point; a dot where there is one point."""
        if self._count == 1:
            return Curve(self._at, self._at, self._at, self._nib.most, self._nib.most)
        middle = (self._start + self._at) / 2
        return Curve(self._start, middle, self._at, self._start_width, self._width)

    def _follow(self, point: InkPoint, here: QPointF) -> None:
        """Let the width follow the filtered speed and the pressure."""
        if self._last is None:
            return
        way = here - self._at
        far = (way.x() ** 2 + way.y() ** 2) ** 0.5
        pace = far / max(1, point.t_ms - self._last.t_ms)
        self._speed = _CALM * pace + (1 - _CALM) * self._speed
        force = (point.pressure / PLAIN_PRESSURE) ** 0.5
        wanted = max(self._nib.least, self._nib.most / (1 + _THINNER * self._speed) * force)
        # The width follows slowly too, or a jump of the clock would show as a knot.
        self._width += (min(self._nib.most * 1.2, wanted) - self._width) * 0.35


def paint_strokes(
    painter: QPainter, strokes: Iterable[Stroke], box: QRectF, colour: QColor, nib: Nib | None = None
) -> None:
    """Draw strokes into a box of any size."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for stroke in strokes:
        brush = Brush(box, nib)
        for point in stroke:
            if settled := brush.add(point):
                settled.paint(painter, colour)
        if stroke:
            brush.tail().paint(painter, colour)
    painter.restore()


def _on(box: QRectF, point: InkPoint) -> QPointF:
    return QPointF(box.left() + point.x * box.width(), box.top() + point.y * box.height())


def _bezier(start: QPointF, bend: QPointF, end: QPointF, share: float) -> QPointF:
    rest = 1 - share
    return start * (rest * rest) + bend * (2 * rest * share) + end * (share * share)
