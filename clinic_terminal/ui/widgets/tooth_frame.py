"""What lies around the teeth: middle lines, quadrants, sides, extra teeth, and the words in the middle."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPainterPath

from clinic_terminal.ui.fonts import BOLD, MEDIUM, text_font
from clinic_terminal.ui.widgets.one_line import CENTRE, LEFT, RIGHT, line_width, paint_line
from clinic_terminal.ui.widgets.tooth_kit import Kit
from clinic_terminal.ui.widgets.tooth_layout import HEIGHT, MIDDLE, WIDTH, ToothPlace, region_places
from clinic_terminal.ui.widgets.tooth_paint import ToothLook, paint_sign_at, paint_tooth
from clinic_terminal.ui.widgets.tooth_view import ChartWords, ToothChartView

_CENTRE: Final = WIDTH / 2
_CORNER: Final = 74.0
_PEG: Final = 10.6
_PEG_OVER: Final = 8.0
_PEG_FREE: Final = 4.2
_SAMPLE: Final = 20.0
_CAPTION: Final = 48.0
_LEGEND_ROW: Final = 25.0
_LEGEND_GAP: Final = 8.0


def paint_frame(painter: QPainter, words: ChartWords, kit: Kit) -> None:
    """Draw the cross between the quadrants, their names and the patient's sides."""
    painter.setPen(kit.pen("line", 1))
    for start, end in (((_CENTRE, 0), (_CENTRE, 12)), ((_CENTRE, HEIGHT - 12), (_CENTRE, HEIGHT))):
        painter.drawLine(QPointF(*start), QPointF(*end))
    for left, right in ((2.0, 46.0), (WIDTH - 46.0, WIDTH - 2.0)):
        painter.drawLine(QPointF(left, MIDDLE), QPointF(right, MIDDLE))
    painter.setFont(text_font("text-small"))
    painter.setPen(kit.ink("ink-3"))
    boxes = (
        (QRectF(2, 2, _CORNER, 20), LEFT),
        (QRectF(WIDTH - 2 - _CORNER, 2, _CORNER, 20), RIGHT),
        (QRectF(WIDTH - 2 - _CORNER, HEIGHT - 22, _CORNER, 20), RIGHT),
        (QRectF(2, HEIGHT - 22, _CORNER, 20), LEFT),
    )
    for (box, side), word in zip(boxes, words.quadrants, strict=True):
        paint_line(painter, box, word, side)
    paint_line(painter, QRectF(50, MIDDLE - 10, 60, 20), words.right, LEFT)
    paint_line(painter, QRectF(WIDTH - 110, MIDDLE - 10, 60, 20), words.left, RIGHT)


def paint_regions(painter: QPainter, view: ToothChartView, hovered: str, kit: Kit) -> None:
    """Draw the extra teeth between two neighbours: treated, chosen, or offered."""
    for place in region_places():
        chosen, work = place.region in view.regions, view.region_work.get(place.region)
        if not (chosen or work or view.regions_open):
            continue
        centre, over = QPointF(place.x, place.y), place.region == hovered
        big = chosen or over or work is not None
        painter.setBrush(kit.ink("accent-fill" if chosen else "accent-soft" if big else "surface"))
        painter.setPen(kit.pen("accent" if big else "line-strong", 1.8 if big else 1))
        painter.drawPath(_peg(centre, _PEG if chosen or work else _PEG_OVER if big else _PEG_FREE))
        if chosen or work:
            painter.setPen(kit.ink("on-accent" if chosen else "accent"))
            kit.sign.centre(painter, centre, work.sign if work else "+")


def paint_typed(painter: QPainter, typed: str, kit: Kit) -> None:
    """Show the figures that wait for the next one, around the painter's origin."""
    painter.setFont(text_font("money-page", BOLD))
    painter.setPen(kit.ink("accent"))
    paint_line(painter, QRectF(-100, -40, 200, 80), f"{typed}_", CENTRE)


def paint_idle(painter: QPainter, words: ChartWords, kit: Kit) -> None:
    """Draw the caption and the legend around the painter's origin."""
    top = -(_CAPTION + len(words.legend) * _LEGEND_ROW) / 2
    painter.setPen(kit.ink("ink-2"))
    painter.setFont(text_font("text-body", MEDIUM))
    paint_line(painter, QRectF(-90, top, 180, 20), words.caption, CENTRE)
    font = text_font("text-small")
    painter.setPen(kit.ink("ink-3"))
    painter.setFont(font)
    paint_line(painter, QRectF(-90, top + 20, 180, 18), words.detail, CENTRE)
    widest = max((line_width(font, row.word) for row in words.legend), default=0.0)
    left = -(2 * _SAMPLE + _LEGEND_GAP + widest) / 2
    for number, row in enumerate(words.legend):
        middle = top + _CAPTION + _LEGEND_ROW * (number + 0.5)
        sample = ToothPlace("61", left + _SAMPLE / 2, middle, _SAMPLE, _SAMPLE, 0)
        look = ToothLook(row.state, label="")
        paint_tooth(painter, sample, look, kit)
        paint_sign_at(painter, QPointF(left + _SAMPLE * 1.5 + 1, middle), look, kit)
        painter.setPen(kit.ink("ink-2"))
        painter.setFont(font)
        paint_line(painter, QRectF(left + 2 * _SAMPLE + _LEGEND_GAP, middle - 10, widest, 20), row.word)


def _peg(centre: QPointF, arm: float) -> QPainterPath:
    """Return a rhomb, the form of an extra tooth."""
    path = QPainterPath(centre + QPointF(0, -arm))
    for x, y in ((arm, 0.0), (0.0, arm), (-arm, 0.0)):
        path.lineTo(centre + QPointF(x, y))
    path.closeSubpath()
    return path
