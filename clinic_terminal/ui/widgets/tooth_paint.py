"""How one tooth is drawn: its outline from above, and its state in colour and in form."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from math import cos, pi, sin

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen, QTransform

from clinic_terminal.ui.fonts import BOLD, MEDIUM, text_font
from clinic_terminal.ui.theme import theme
from clinic_terminal.ui.widgets.one_line import CENTRE, paint_line
from clinic_terminal.ui.widgets.tooth_layout import ToothPlace

_POINTS = 72


class ToothMark(StrEnum):
    """What is known of a tooth before today."""

    PRESENT = "present"
    UNERUPTED = "unerupted"
    MISSING = "missing"
    FILLED = "filled"
    SEALED = "sealed"
    TREATED = "treated"


@dataclass(frozen=True, slots=True)
class ToothLook:
    """Everything that decides how a tooth is drawn at this moment."""

    mark: ToothMark
    selected: bool = False
    forbidden: bool = False
    hovered: bool = False
    focused: bool = False


@cache
def outline(place: ToothPlace) -> QPainterPath:
    """Return a tooth's outline in drawing units, at its place and turned along the arch."""
    points = []
    for number in range(_POINTS):
        angle = 2 * pi * number / _POINTS
        reach = _reach(place, angle)
        points.append(QPointF(reach * cos(angle) * place.along / 2, reach * sin(angle) * place.across / 2))
    path = QPainterPath(points[0])
    for point in points[1:]:
        path.lineTo(point)
    path.closeSubpath()
    return QTransform().translate(place.x, place.y).rotate(place.turn).map(path)


def _reach(place: ToothPlace, angle: float) -> float:
    """Return the outline's distance from the centre: a superellipse, with four cusps on molars."""
    power = 3.1 if place.molar else 2.6 if place.position <= 2 else 2.3  # noqa: PLR2004 - incisors are 1 and 2
    c, s = abs(cos(angle)), abs(sin(angle))
    reach = float((c**power + s**power) ** (-1 / power))
    if place.molar:
        reach *= 0.975 + 0.035 * -cos(4 * angle)
    return reach


def paint_tooth(painter: QPainter, place: ToothPlace, look: ToothLook) -> None:
    """Draw a tooth; every state differs in form as well as in colour."""
    path = outline(place)
    edge, ground, word = _colours(look)
    colours = theme()
    if look.focused:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colours.colour("accent"), 2))
        grown = QTransform().translate(place.x, place.y).scale(1.2, 1.2).translate(-place.x, -place.y)
        painter.drawPath(grown.map(path))
    painter.setBrush(colours.colour(ground))
    painter.setPen(_pen(look, colours.colour(edge)))
    painter.drawPath(path)
    if look.forbidden and not look.selected:
        hatch = QColor(colours.colour("ink-faint"))
        hatch.setAlphaF(0.35)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QBrush(hatch, Qt.BrushStyle.BDiagPattern))
        painter.drawPath(path)
    _paint_sign(painter, place, look)
    _paint_number(painter, place, look, colours.colour(word))


def _colours(look: ToothLook) -> tuple[str, str, str]:
    """Return the tokens for edge, ground and number."""
    if look.selected:
        return "accent-fill", "accent-fill", "on-accent"
    if look.forbidden:
        return "line", "sunken", "ink-3"
    faded = look.mark in {ToothMark.UNERUPTED, ToothMark.MISSING}
    edge, ground, word = {
        ToothMark.PRESENT: ("line-strong", "surface", "ink"),
        ToothMark.UNERUPTED: ("line-strong", "background", "ink-3"),
        ToothMark.MISSING: ("line", "surface", "ink-3"),
        ToothMark.FILLED: ("offline", "offline-soft", "ink"),
        ToothMark.SEALED: ("ok", "ok-soft", "ink"),
        ToothMark.TREATED: ("accent", "accent-soft", "ink"),
    }[look.mark]
    if look.hovered:
        return "accent", ground if not faded else "accent-soft", word
    return edge, ground, word


def _pen(look: ToothLook, colour: QColor) -> QPen:
    pen = QPen(colour, 1.6 if not look.hovered else 2.0)
    if look.mark is ToothMark.UNERUPTED and not look.selected:
        colour.setAlphaF(0.6)
        pen.setColor(colour)
        pen.setWidthF(1.1)
        pen.setDashPattern([2.4, 2.6])
    return pen


def _paint_sign(painter: QPainter, place: ToothPlace, look: ToothLook) -> None:
    """Draw the form that goes with a state: inner ring sealed, dot filled, bar treated, cross missing."""
    colours = theme()
    colour = "on-accent" if look.selected else {"filled": "offline", "sealed": "ok"}.get(look.mark, "accent")
    below = QPointF(place.x, place.y + place.across * 0.32)
    if look.mark is ToothMark.SEALED:
        inner = QTransform().translate(place.x, place.y).scale(0.82, 0.82).translate(-place.x, -place.y)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colours.colour(colour), 0.9))
        painter.drawPath(inner.map(outline(place)))
    elif look.mark is ToothMark.FILLED:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.colour(colour))
        painter.drawEllipse(below, 2.3, 2.3)
    elif look.mark is ToothMark.TREATED:
        painter.setPen(QPen(colours.colour(colour), 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawLine(below - QPointF(4, 0), below + QPointF(4, 0))
    elif look.mark is ToothMark.MISSING:
        painter.setPen(QPen(colours.colour("line-strong"), 1))
        half = place.along * 0.34
        painter.drawLine(QPointF(place.x - half, place.y + half), QPointF(place.x + half, place.y - half))


def _paint_number(painter: QPainter, place: ToothPlace, look: ToothLook, colour: QColor) -> None:
    faded = look.mark in {ToothMark.UNERUPTED, ToothMark.MISSING} or look.forbidden
    font = text_font("text-small", MEDIUM if faded and not look.selected else BOLD)
    if place.primary:
        font.setPointSizeF(font.pointSizeF() * 0.94)
    painter.setFont(font)
    painter.setPen(colour)
    lift = 2.0 if look.mark in {ToothMark.FILLED, ToothMark.TREATED} else 0.0
    box = QRectF(place.x - 20, place.y - 12 - lift, 40, 24)
    paint_line(painter, box, place.code, CENTRE)
