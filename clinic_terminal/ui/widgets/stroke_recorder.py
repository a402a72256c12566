"""Takes the points of a pen, a finger or a mouse as they come, and makes strokes of them."""

from enum import Enum

from clinic_terminal.ui.widgets.ink import InkPoint, Stroke


class Phase(Enum):
    """Where in a stroke a point stands."""

    BEGIN = "begin"
    GO_ON = "go_on"
    END = "end"


class StrokeRecorder:
    """Records one signature; times count from its first point."""

    def __init__(self) -> None:
        self._current: list[InkPoint] = []
        self._zero: int | None = None

    @property
    def current(self) -> Stroke:
        """The stroke under the pen, empty where there is none."""
        return tuple(self._current)

    def drop(self) -> None:
        """Forget the stroke under the pen."""
        self._current = []

    def feed(
        self, phase: Phase, at: tuple[float, float], pressure: float, timestamp_ms: int
    ) -> Stroke | None:
        """Take a point, given in shares of the pad, and return the stroke where it ended one."""
        if phase is Phase.BEGIN:
            self._zero = timestamp_ms if self._zero is None else self._zero
            self._current = [self._point(at, pressure, timestamp_ms)]
            return None
        if not self._current:
            return None
        # A pen reports no pressure at the moment it leaves; the last touching point's is meant.
        self._add(self._point(at, pressure or self._current[-1].pressure, timestamp_ms))
        if phase is Phase.GO_ON:
            return None
        stroke = self.current
        self.drop()
        return stroke

    def _add(self, point: InkPoint) -> None:
        last = self._current[-1]
        if (point.x, point.y) != (last.x, last.y):
            self._current.append(point)

    def _point(self, at: tuple[float, float], pressure: float, timestamp_ms: int) -> InkPoint:
        x, y = (min(1.0, max(0.0, share)) for share in at)
        earliest = self._current[-1].t_ms if self._current else 0
        return InkPoint(x, y, pressure, max(earliest, timestamp_ms - (self._zero or 0)))
