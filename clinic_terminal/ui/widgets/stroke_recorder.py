"""Takes the points of a pen, a finger or a mouse as they come, and makes strokes of them."""

from enum import Enum

from clinic_terminal.domain.consent import MOST_POINTS, MOST_STROKES
from clinic_terminal.ui.widgets.ink import InkPoint, Stroke
from clinic_terminal.ui.widgets.stroke_thinning import thinned

_KEPT_POINTS = MOST_POINTS * 3 // 4
"""Where a flood is thinned to: not to the limit itself, or each later event would thin again."""


class Phase(Enum):
    """Where in a stroke a point stands."""

    BEGIN = "begin"
    GO_ON = "go_on"
    END = "end"


class StrokeRecorder:
    """Records one signature; times count from its first point.

    It never holds more than MOST_POINTS points and MOST_STROKES strokes: a flood of events is thinned with
    its shape kept, and strokes beyond the limit are not begun.
    """

    def __init__(self) -> None:
        self._strokes: list[Stroke] = []
        self._current: list[InkPoint] = []
        self._finished_points = 0
        self._zero: int | None = None

    @property
    def strokes(self) -> tuple[Stroke, ...]:
        """The finished strokes in order."""
        return tuple(self._strokes)

    @property
    def current(self) -> Stroke:
        """The stroke under the pen, empty where there is none."""
        return tuple(self._current)

    @property
    def last(self) -> InkPoint | None:
        """The latest point of the stroke under the pen."""
        return self._current[-1] if self._current else None

    @property
    def is_empty(self) -> bool:
        """Whether no stroke is finished."""
        return not self._strokes

    def set_strokes(self, strokes: tuple[Stroke, ...]) -> None:
        """Go on from strokes that were kept."""
        self._strokes = list(strokes)
        self._current = []
        self._finished_points = sum(len(stroke) for stroke in strokes)

    def drop(self) -> None:
        """Forget the stroke under the pen."""
        self._current = []

    def finish(self) -> Stroke | None:
        """End the stroke under the pen where it is: the hand was interrupted, the ink stays."""
        if not self._current:
            return None
        stroke = self.current
        self._strokes.append(stroke)
        self._finished_points += len(stroke)
        self._current = []
        return stroke

    def feed(
        self, phase: Phase, at: tuple[float, float], pressure: float, timestamp_ms: int
    ) -> Stroke | None:
        """Take a point, given in shares of the pad, and return the stroke where it ended one."""
        if phase is Phase.BEGIN:
            self.finish()
            if len(self._strokes) < MOST_STROKES:
                self._zero = timestamp_ms if self._zero is None else self._zero
                self._current = [self._point(at, pressure, timestamp_ms)]
            return None
        if not self._current:
            return None
        # A pen reports no pressure at the moment it leaves; the last touching point's is meant.
        self._add(self._point(at, pressure or self._current[-1].pressure, timestamp_ms))
        return None if phase is Phase.GO_ON else self.finish()

    def _add(self, point: InkPoint) -> None:
        last = self._current[-1]
        if (point.x, point.y) != (last.x, last.y):
            self._current.append(point)
            if self._finished_points + len(self._current) >= MOST_POINTS:
                self._thin()

    def _thin(self) -> None:
        *finished, current = thinned([*self._strokes, self._current], _KEPT_POINTS)
        self._strokes, self._current = finished, list(current)
        self._finished_points = sum(len(stroke) for stroke in finished)

    def _point(self, at: tuple[float, float], pressure: float, timestamp_ms: int) -> InkPoint:
        x, y = (min(1.0, max(0.0, share)) for share in at)
        earliest = self._current[-1].t_ms if self._current else 0
        return InkPoint(x, y, pressure, max(earliest, timestamp_ms - (self._zero or 0)))
