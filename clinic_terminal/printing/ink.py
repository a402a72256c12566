"""A signature's strokes as smooth ribbons: thin where the pen was fast, full where it was slow.

Points stay what they were signed as; this is only how they are drawn. Lengths are pad units.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import hypot

from clinic_terminal.domain.consent import InkPoint, Stroke

_FULL = 125.0
_THIN = 48.0
_FAST = 14.0
"""Pad units a millisecond at which the line is thinnest: a pad of 15 cm crossed in 0.7 s."""

_INERTIA = 0.65
_STEP = 45.0
_MOST_STEPS = 16
_MIDDLE_PRESSURE = 500


@dataclass(frozen=True, slots=True)
class Dab:
    """A place on the curve and the width of the line there."""

    x: float
    y: float
    width: float


def ribbon(stroke: Stroke) -> tuple[Dab, ...]:
    """Return the stroke's curve as dabs close enough to look smooth; a single point gives one dab."""
    points = _without_repeats(stroke)
    widths = _widths(points)
    if len(points) < 3:  # noqa: PLR2004  a curve needs a point between two ends
        return tuple(Dab(point.x, point.y, width) for point, width in zip(points, widths, strict=True))
    nodes = [Dab(point.x, point.y, width) for point, width in zip(points, widths, strict=True)]
    middles = [_between(left, right) for left, right in pairwise(nodes)]
    dabs = [nodes[0], middles[0]]
    for index, node in enumerate(nodes[1:-1]):
        dabs += _bend(middles[index], node, middles[index + 1])
    dabs.append(nodes[-1])
    return tuple(dabs)


def _without_repeats(stroke: Stroke) -> list[InkPoint]:
    kept: list[InkPoint] = []
    for point in stroke:
        if not kept or (point.x, point.y) != (kept[-1].x, kept[-1].y):
            kept.append(point)
    return kept


def _widths(points: Sequence[InkPoint]) -> list[float]:
    paces = [
        hypot(after.x - before.x, after.y - before.y) / max(after.t_ms - before.t_ms, 1)
        for before, after in pairwise(points)
    ]
    speed = paces[0] if paces else 0.0
    widths = []
    for point, pace in zip(points, [*paces[:1], *paces] or [0.0] * len(points), strict=True):
        speed = _INERTIA * speed + (1 - _INERTIA) * pace
        slow = 1 - min(speed / _FAST, 1.0)
        force = 0.8 + 0.4 * point.pressure / (2 * _MIDDLE_PRESSURE) if point.pressure else 1.0
        widths.append((_THIN + (_FULL - _THIN) * slow) * force)
    return widths


def _between(left: Dab, right: Dab) -> Dab:
    return Dab((left.x + right.x) / 2, (left.y + right.y) / 2, (left.width + right.width) / 2)


def _bend(start: Dab, control: Dab, end: Dab) -> Iterator[Dab]:
    """Walk the quadratic curve from ``start`` to ``end`` that leans towards ``control``."""
    way = hypot(control.x - start.x, control.y - start.y) + hypot(end.x - control.x, end.y - control.y)
    steps = max(1, min(_MOST_STEPS, int(way / _STEP)))
    for step in range(1, steps + 1):
        t = step / steps
        a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t**2
        yield Dab(
            a * start.x + b * control.x + c * end.x,
            a * start.y + b * control.y + c * end.y,
            start.width + (end.width - start.width) * t,
        )


def outline(dabs: Sequence[Dab]) -> tuple[tuple[float, float], ...]:
    """Return the ribbon's edge as a closed polygon: down its left side and back up its right side."""
    left: list[tuple[float, float]] = []
    right: list[tuple[float, float]] = []
    for index, dab in enumerate(dabs):
        before, after = dabs[max(index - 1, 0)], dabs[min(index + 1, len(dabs) - 1)]
        dx, dy = after.x - before.x, after.y - before.y
        way = hypot(dx, dy) or 1.0
        nx, ny = -dy / way * dab.width / 2, dx / way * dab.width / 2
        left.append((dab.x + nx, dab.y + ny))
        right.append((dab.x - nx, dab.y - ny))
    return (*left, *reversed(right))
