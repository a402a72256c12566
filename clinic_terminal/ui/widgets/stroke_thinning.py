"""Fewer points of the same shape: what a flood of events leaves of a signature.

Points go by the area of the triangle with their neighbours, the smallest first (after Visvalingam), so that
corners and loops stay and what lies on a line goes. The ends of a stroke never go.
"""

from collections.abc import Sequence
from heapq import heapify, heappop, heappush

from clinic_terminal.ui.widgets.ink import InkPoint, Stroke

_Entry = tuple[float, int, int]
"""Area, place of the point among all, and the version of its area."""


def thinned(strokes: Sequence[Sequence[InkPoint]], most: int) -> tuple[Stroke, ...]:
    """Return the strokes with ``most`` points in all, or with their two ends each where those are more."""
    chain = _Chain(strokes)
    chain.shorten(most)
    return chain.strokes()


class _Chain:
    """All points in one list, each linked with its neighbours in the stroke; -1 where there is none."""

    def __init__(self, strokes: Sequence[Sequence[InkPoint]]) -> None:
        self._points = [point for stroke in strokes for point in stroke]
        self._before, self._after = [-1] * len(self._points), [-1] * len(self._points)
        self._firsts: list[int] = []
        place = 0
        for stroke in strokes:
            self._firsts.append(place)
            for inner in range(place + 1, place + len(stroke)):
                self._before[inner], self._after[inner - 1] = inner - 1, inner
            place += len(stroke)
        self._version = [0] * len(self._points)

    def shorten(self, most: int) -> None:
        """Take points away until ``most`` are left."""
        inner = [at for at in range(len(self._points)) if self._is_inner(at)]
        heap: list[_Entry] = [(self._area(at), at, 0) for at in inner]
        heapify(heap)
        left = len(self._points)
        while left > most and heap:
            area, at, version = heappop(heap)
            if version == self._version[at]:
                self._take_out(at, area, heap)
                left -= 1

    def strokes(self) -> tuple[Stroke, ...]:
        """Return what is left."""
        return tuple(tuple(self._walk(first)) for first in self._firsts)

    def _walk(self, at: int) -> list[InkPoint]:
        found = []
        while at >= 0:
            found.append(self._points[at])
            at = self._after[at]
        return found

    def _take_out(self, at: int, area: float, heap: list[_Entry]) -> None:
        before, after = self._before[at], self._after[at]
        self._after[before], self._before[after] = after, before
        self._version[at] += 1
        for neighbour in (before, after):
            if self._is_inner(neighbour):
                self._version[neighbour] += 1
                # Never smaller than what went before it, or a smooth bend would be eaten from one side.
                grown = max(area, self._area(neighbour))
                heappush(heap, (grown, neighbour, self._version[neighbour]))

    def _is_inner(self, at: int) -> bool:
        return self._before[at] >= 0 and self._after[at] >= 0

    def _area(self, at: int) -> float:
        one, two, three = self._points[self._before[at]], self._points[at], self._points[self._after[at]]
        return abs((two.x - one.x) * (three.y - one.y) - (three.x - one.x) * (two.y - one.y))
