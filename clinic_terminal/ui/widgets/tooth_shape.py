"""The outline of a tooth from above, its edge, and its five zones: paths in drawing units.

All of them are areas to be filled, also what looks like a line: Qt fills a path twenty times as fast as it
strokes one, and a whole chart must be drawn between two frames.
"""

from functools import cache
from math import atan2, cos, degrees, hypot, radians, sin

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainterPath

from clinic_terminal.domain.surfaces import Face
from clinic_terminal.ui.widgets.tooth_layout import ToothPlace

_POINTS = 48
_LARGE_POINTS = 120
CORE = 0.5
"""The biting surface's part of a small tooth."""
_STRIPES_APART = 9.0
_GROOVE = 0.035
"""Half the gap between two zones, as a part of the tooth."""
_LARGE = 100.0
_INCISORS = 2
_QUARTER = 90.0
_EIGHTH = 45.0


@cache
def outline(place: ToothPlace, grown: float = 1.0) -> QPainterPath:
    """Return a tooth's outline, at its place and turned along the arch; ``grown`` times as large."""
    return _closed(place, _loop(place, grown))


@cache
def edge(
    place: ToothPlace, width: float, grown: float = 1.0, dashes: int = 0, share: float = 1.0
) -> QPainterPath:
    """Return a line of ``width`` along the outline: whole, or of so many dashes that fill a share of it."""
    half = width / (place.along + place.across) * 2
    outer, inner = grown + half, grown - half
    if not dashes:
        path = _closed(place, _loop(place, outer))
        path.addPath(_closed(place, _loop(place, inner)))
        return path
    path = QPainterPath()
    span = 360 / dashes
    for number in range(dashes):
        angles = [span * (number + share * part / 3) for part in range(4)]
        corners = [(angle, outer) for angle in angles] + [(angle, inner) for angle in reversed(angles)]
        path.addPath(_closed(place, corners))
    return path


@cache
def zone(
    place: ToothPlace, face: Face, core: float = CORE, groove: float = _GROOVE, reach: float = 1.0
) -> QPainterPath:
    """Return one of the five zones, with half a groove left free along its edges.

    ``core`` is the biting surface's part of the tooth, from the centre outwards; ``reach`` how far the others
    go.
    """
    if face is Face.BITING:
        return outline(place, core - groove)
    middle = _direction(place, face)
    outer = [middle - _EIGHTH + _QUARTER * n / 24 for n in range(25)]
    inset = degrees(groove)
    rim = [(_inside(angle, middle, inset), reach) for angle in outer]
    inner = [(_inside(angle, middle, inset / core), core + groove) for angle in reversed(outer)]
    return _closed(place, rim + inner)


@cache
def zone_middle(place: ToothPlace, face: Face, core: float = CORE) -> QPointF:
    """Return the middle of a zone, where its letter stands."""
    if face is Face.BITING:
        return QPointF(place.x, place.y)
    return _at(place, _direction(place, face), (1 + core) / 2)


@cache
def grooves(place: ToothPlace, width: float) -> QPainterPath:
    """Return the lines between the five zones."""
    path = edge(place, width, CORE)
    for corner in (45, 135, 225, 315):
        path.addPath(_bar(_at(place, corner, CORE), _at(place, corner, 1.0), width))
    return path


@cache
def stripes(place: ToothPlace, grown: float) -> QPainterPath:
    """Return a few rising lines over the whole tooth: it cannot be chosen."""
    polygon = outline(place, grown * 0.94).toFillPolygon()
    corners = [polygon.at(n) for n in range(polygon.count())]
    middle, path = place.x + place.y, QPainterPath()
    for number in (-2, -1, 0, 1, 2):
        line = middle + number * _STRIPES_APART
        cuts = sorted(_cuts(corners, line))
        if cuts:
            start, end = cuts[0], cuts[-1]
            path.addPath(_bar(QPointF(start, line - start), QPointF(end, line - end), 1.1))
    return path


@cache
def cross(place: ToothPlace, width: float) -> QPainterPath:
    """Return a cross that stands upright whatever the turn of the tooth."""
    arm, path = 0.42 * min(place.along, place.across), QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    for side in (-1, 1):
        start, end = (
            QPointF(place.x - arm, place.y - side * arm),
            QPointF(place.x + arm, place.y + side * arm),
        )
        path.addPath(_bar(start, end, width))
    return path


@cache
def needle(place: ToothPlace, width: float) -> QPainterPath:
    """Return two strokes from the outer and the inner side towards the middle: a treated root."""
    path = QPainterPath()
    for side in (-1, 1):
        start, end = (QPointF(*place.point(0, side * share * place.across / 2)) for share in (0.58, 0.9))
        path.addPath(_bar(start, end, width))
    return path


def face_at(place: ToothPlace, x: float, y: float, core: float = CORE) -> Face:
    """Return the zone that a point of the drawing lies in, or nearest to."""
    along, across = _local(place, x, y)
    angle = degrees(atan2(across / place.across, along / place.along))
    if hypot(along / place.along, across / place.across) * 2 < core * _reach(place, radians(angle)):
        return Face.BITING
    sides = (Face.MESIAL, Face.DISTAL, Face.OUTER, Face.INNER)
    return min(sides, key=lambda face: abs((angle - _direction(place, face) + 180) % 360 - 180))


def _local(place: ToothPlace, x: float, y: float) -> tuple[float, float]:
    turn = radians(-place.turn)
    dx, dy = x - place.x, y - place.y
    return dx * cos(turn) - dy * sin(turn), dx * sin(turn) + dy * cos(turn)


def _direction(place: ToothPlace, face: Face) -> float:
    """Return in which direction a side lies, in degrees from "along the arch to the right" downwards."""
    if face in {Face.OUTER, Face.INNER}:
        return -90.0 if place.upper == (face is Face.OUTER) else 90.0
    return 0.0 if place.right == (face is Face.MESIAL) else 180.0


def _inside(angle: float, middle: float, inset: float) -> float:
    """Return an angle that keeps ``inset`` degrees away from both corners of its zone."""
    return max(middle - _EIGHTH + inset, min(middle + _EIGHTH - inset, angle))


def _closed(place: ToothPlace, points: list[tuple[float, float]]) -> QPainterPath:
    path = QPainterPath(_at(place, *points[0]))
    for angle, share in points[1:]:
        path.lineTo(_at(place, angle, share))
    path.closeSubpath()
    return path


def _at(place: ToothPlace, angle: float, share: float) -> QPointF:
    """Return the point at an angle (degrees) and a share of the way from the centre to the outline."""
    turn, direction = radians(place.turn), radians(angle)
    reach = _reach(place, direction) * share
    along, across = reach * cos(direction) * place.along / 2, reach * sin(direction) * place.across / 2
    return QPointF(
        place.x + along * cos(turn) - across * sin(turn), place.y + along * sin(turn) + across * cos(turn)
    )


def _reach(place: ToothPlace, angle: float) -> float:
    """Return the outline's distance from the centre: a superellipse, with four cusps on molars.

    A large drawing is plainer, so that its zones are as large as can be.
    """
    large = place.along > _LARGE
    power = 3.4 if large else 3.1 if place.molar else 2.6 if place.position <= _INCISORS else 2.3
    c, s = abs(cos(angle)), abs(sin(angle))
    reach = float((c**power + s**power) ** (-1 / power))
    if place.molar and not large:
        reach *= 0.975 + 0.035 * -cos(4 * angle)
    return reach


def _loop(place: ToothPlace, share: float) -> list[tuple[float, float]]:
    points = _LARGE_POINTS if place.along > _LARGE else _POINTS
    return [(360 * number / points, share) for number in range(points)]


def _bar(start: QPointF, end: QPointF, width: float) -> QPainterPath:
    """Return a line of some width as an area."""
    along = end - start
    length = hypot(along.x(), along.y())
    off = QPointF(-along.y(), along.x()) * (width / 2 / length)
    path = QPainterPath(start + off)
    for corner in (end + off, end - off, start - off):
        path.lineTo(corner)
    path.closeSubpath()
    return path


def _cuts(corners: list[QPointF], line: float) -> list[float]:
    """Return where (x) the line x + y = ``line`` crosses the edges of a polygon."""
    found = []
    for one, other in zip(corners, [*corners[1:], corners[0]], strict=True):
        before, after = one.x() + one.y() - line, other.x() + other.y() - line
        if (before < 0) != (after < 0):
            found.append(one.x() + (other.x() - one.x()) * before / (before - after))
    return found
