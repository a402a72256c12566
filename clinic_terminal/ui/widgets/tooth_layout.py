"""Where the teeth of a mixed dentition lie: two arches above, two below, in FDI numbers.

Lengths are in a drawing of 440 by 540 units seen from the front: the patient's right is on the left.
"""

from dataclasses import dataclass
from functools import cache
from math import atan2, cos, degrees, pi, sin
from typing import Final

WIDTH: Final = 440.0
HEIGHT: Final = 540.0
MIDDLE: Final = HEIGHT / 2
_GAP: Final = 20.0
"""From the middle line to the last molar of each jaw."""

_STEPS: Final = 2000
_SQUARENESS: Final = 2.25
"""Exponent of the superellipse: a dental arch is a little squarer than an ellipse."""


_QUADRANTS: Final = {"upper": ("1", "2", "5", "6"), "lower": ("4", "3", "8", "7")}


@dataclass(frozen=True, slots=True)
class _Arch:
    """Half a jaw's curve: drawn widths of its teeth from the middle outwards, and its two radii.

    The widths keep the relations of real crowns, a little evened out.
    """

    widths: tuple[float, ...]
    rx: float
    ry: float


_OUTER: Final = _Arch((35.0, 31.0, 33.0, 34.0, 34.0, 43.0, 42.0, 40.0), 196.0, 226.0)
_INNER: Final = _Arch((33.0, 31.0, 34.0, 39.0, 41.0), 120.0, 150.0)


@dataclass(frozen=True, slots=True)
class ToothPlace:
    """A tooth's place: its centre, its size along and across the arch, and its turn in degrees."""

    code: str
    x: float
    y: float
    along: float
    across: float
    turn: float

    @property
    def position(self) -> int:
        """The second figure: 1 central incisor to 8 wisdom tooth (5 for primary teeth)."""
        return int(self.code[1])

    @property
    def primary(self) -> bool:
        """Whether it is a milk tooth."""
        return self.code[0] in "5678"

    @property
    def molar(self) -> bool:
        """Whether it is drawn with four cusps."""
        return self.position >= (4 if self.primary else 6)


@cache
def places() -> tuple[ToothPlace, ...]:
    """Return all 52 teeth, row by row as the arrow keys walk: permanent upper, primary, permanent lower."""
    upper_right, upper_left, primary_right, primary_left = _QUADRANTS["upper"]
    lower_right, lower_left, primary_low_right, primary_low_left = _QUADRANTS["lower"]
    return (
        *_arch(upper_right, upper_left, _OUTER, lower=False),
        *_arch(primary_right, primary_left, _INNER, lower=False),
        *_arch(primary_low_right, primary_low_left, _INNER, lower=True),
        *_arch(lower_right, lower_left, _OUTER, lower=True),
    )


def codes() -> frozenset[str]:
    """Return the FDI numbers of all teeth on the chart."""
    return frozenset(place.code for place in places())


def nearest(x: float, y: float, reach: float = 30.0) -> str | None:
    """Return the tooth whose centre is nearest to a point, None beyond reach; both in drawing units."""
    best = min(places(), key=lambda place: (place.x - x) ** 2 + (place.y - y) ** 2)
    return best.code if (best.x - x) ** 2 + (best.y - y) ** 2 <= reach**2 else None


def rows() -> tuple[tuple[str, ...], ...]:
    """Return the four arches as read from left to right on the screen."""
    order = [place.code for place in places()]
    return tuple(order[:16]), tuple(order[16:26]), tuple(order[26:36]), tuple(order[36:])


def step(code: str, across: int, down: int) -> str:
    """Return the neighbour of a tooth along its arch, or in the arch above or below; at an edge itself."""
    table = rows()
    line = next(number for number, row in enumerate(table) if code in row)
    column = table[line].index(code)
    if across:
        return table[line][max(0, min(len(table[line]) - 1, column + across))]
    target = table[max(0, min(len(table) - 1, line + down))]
    here = _by_code(code)
    return min(target, key=lambda other: abs(_by_code(other).x - here.x))


def _by_code(code: str) -> ToothPlace:
    return next(place for place in places() if place.code == code)


def _arch(right: str, left: str, arch: _Arch, *, lower: bool) -> tuple[ToothPlace, ...]:
    """Place one arch at equal gaps along a half superellipse, from the patient's right to the left."""
    widths = arch.widths
    names = [f"{right}{n}" for n in range(len(widths), 0, -1)] + [
        f"{left}{n}" for n in range(1, len(widths) + 1)
    ]
    spans = [*reversed(widths), *widths]
    curve = _curve(arch.rx, arch.ry)
    length = curve[-1][0]
    gap = (length - sum(spans)) / len(spans)
    at = gap / 2
    found = []
    for name, span in zip(names, spans, strict=True):
        x, y, turn = _point(curve, at + span / 2)
        at += span + gap
        across = span * _depth(name)
        dy = _GAP + y
        found.append(
            ToothPlace(name, WIDTH / 2 + x, MIDDLE + dy, span, across, -turn)
            if lower
            else ToothPlace(name, WIDTH / 2 + x, MIDDLE - dy, span, across, turn)
        )
    return tuple(found)


def _depth(code: str) -> float:
    """Return how deep a tooth is against its width: incisors are slim, molars nearly square."""
    position = int(code[1])
    if code[0] in "5678":
        return (0.88, 0.92, 1.0, 0.98, 0.96)[position - 1]
    return (0.92, 0.96, 1.06, 1.04, 1.04, 1.0, 0.98, 0.96)[position - 1]


def _curve(rx: float, ry: float) -> tuple[tuple[float, float, float], ...]:
    """Return (length so far, x, height) along the half curve from left over the top to the right."""
    points: list[tuple[float, float, float]] = []
    length = 0.0
    for number in range(_STEPS + 1):
        angle = pi - pi * number / _STEPS
        c, s = cos(angle), sin(angle)
        x = rx * (1 if c >= 0 else -1) * abs(c) ** (2 / _SQUARENESS)
        y = ry * abs(s) ** (2 / _SQUARENESS)
        if points:
            _, px, py = points[-1]
            length += ((x - px) ** 2 + (y - py) ** 2) ** 0.5
        points.append((length, x, y))
    return tuple(points)


def _point(curve: tuple[tuple[float, float, float], ...], at: float) -> tuple[float, float, float]:
    """Return x, height and the turn in degrees at a length along the curve."""
    number = next((i for i, (length, _, _) in enumerate(curve) if length >= at), len(curve) - 1)
    before, after = curve[max(0, number - 8)], curve[min(len(curve) - 1, number + 8)]
    turn = degrees(atan2(-(after[2] - before[2]), after[1] - before[1]))
    return curve[number][1], curve[number][2], turn
