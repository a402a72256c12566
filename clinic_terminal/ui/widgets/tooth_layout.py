"""Where the teeth of a mixed dentition lie: two arches above, two below, in FDI numbers.

Lengths are in a drawing of 440 by 580 units seen from the front: the patient's right is on the left.
"""

from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import atan2, cos, degrees, pi, radians, sin
from typing import Final

WIDTH: Final = 440.0
HEIGHT: Final = 580.0
MIDDLE: Final = HEIGHT / 2
_GAP: Final = 22.0
"""From the middle line to the last molar of each jaw."""

_STEPS: Final = 2000
_SQUARENESS: Final = 2.25
"""Exponent of the superellipse: a dental arch is a little squarer than an ellipse."""


_QUADRANTS: Final = {"upper": ("1", "2", "5", "6"), "lower": ("4", "3", "8", "7")}
_UPPER: Final = "1256"
_RIGHT: Final = "1458"


@dataclass(frozen=True, slots=True)
class _Arch:
    """Half a jaw's curve: drawn widths of its teeth from the middle outwards, and its two radii.

    The widths keep the relations of real crowns, a little evened out.
    """

    widths: tuple[float, ...]
    rx: float
    ry: float


_OUTER: Final = _Arch((38.0, 33.0, 36.0, 37.0, 37.0, 46.0, 44.0, 41.0), 192.0, 244.0)
_INNER: Final = _Arch((36.0, 34.0, 37.0, 43.0, 45.0), 120.0, 168.0)


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

    @property
    def upper(self) -> bool:
        """Whether it stands in the upper jaw, where the outer side is above."""
        return self.code[0] in _UPPER

    @property
    def right(self) -> bool:
        """Whether it stands on the patient's right, where the middle line is to the right of it."""
        return self.code[0] in _RIGHT

    def point(self, along: float, across: float) -> tuple[float, float]:
        """Return a point of the drawing, given from the centre along the arch and across it (outwards)."""
        away = -across if self.upper else across
        turn = radians(self.turn)
        return (
            self.x + along * cos(turn) - away * sin(turn),
            self.y + along * sin(turn) + away * cos(turn),
        )


@dataclass(frozen=True, slots=True)
class RegionPlace:
    """A place between two neighbours, where a supernumerary tooth is drawn; on the side of the other arch."""

    region: str
    x: float
    y: float


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


@cache
def by_code() -> dict[str, ToothPlace]:
    """Return the places by FDI number."""
    return {place.code: place for place in places()}


@cache
def region_places() -> tuple[RegionPlace, ...]:
    """Return the places between all neighbours, row by row."""
    known = by_code()
    found = []
    for line in rows():
        for one, other in pairwise(line):
            left, right = known[one], known[other]
            out = 17.0 if left.primary else -17.0
            (lx, ly), (rx, ry) = left.point(left.along / 2, out), right.point(-right.along / 2, out)
            found.append(RegionPlace(f"{one}-{other}", (lx + rx) / 2, (ly + ry) / 2))
    return tuple(found)


def codes() -> frozenset[str]:
    """Return the FDI numbers of all teeth on the chart."""
    return frozenset(by_code())


def nearest(x: float, y: float, reach: float = 30.0) -> str | None:
    """Return the tooth whose centre is nearest to a point, None beyond reach; both in drawing units."""
    best = min(places(), key=lambda place: (place.x - x) ** 2 + (place.y - y) ** 2)
    return best.code if (best.x - x) ** 2 + (best.y - y) ** 2 <= reach**2 else None


def nearest_region(x: float, y: float, reach: float = 10.0) -> str | None:
    """Return the place between two teeth that is nearest to a point, None beyond reach."""
    best = min(region_places(), key=lambda place: (place.x - x) ** 2 + (place.y - y) ** 2)
    return best.region if (best.x - x) ** 2 + (best.y - y) ** 2 <= reach**2 else None


@cache
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
    here = by_code()[code]
    return min(target, key=lambda other: abs(by_code()[other].x - here.x))


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
