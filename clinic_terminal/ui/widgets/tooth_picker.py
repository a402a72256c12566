"""The enlarged tooth in the middle of the chart: five zones for a gloved finger, and what is known of it.

Lengths are device-independent pixels around the tooth's centre; every zone is at least 44 deep and wide.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from clinic_terminal.domain.surfaces import Face, face_of, letter
from clinic_terminal.ui.fonts import BOLD, MEDIUM, text_font
from clinic_terminal.ui.widgets.icons import bold_sign
from clinic_terminal.ui.widgets.one_line import CENTRE, line_width, paint_elided, paint_line
from clinic_terminal.ui.widgets.tone import Tone
from clinic_terminal.ui.widgets.tooth_kit import Kit
from clinic_terminal.ui.widgets.tooth_layout import ToothPlace
from clinic_terminal.ui.widgets.tooth_shape import face_at, outline, zone, zone_middle
from clinic_terminal.ui.widgets.tooth_view import ChartWords, ToothMark, ToothState, Work, ZoneUse

SIDE: Final = 148.0
CORE: Final = 0.385
_WORDS_WIDTH: Final = 150.0
_TITLE_ROOM: Final = 138.0
_TITLE_GAP: Final = 7.0
_BUTTON_TOP: Final = SIDE / 2 + 12
_BUTTON_HEIGHT: Final = 32.0
_BUTTON_PAD: Final = 10.0
_TOUCH: Final = 6.0
"""How far around the button a finger may miss it, so that it can be hit over 44 pixels."""
_CAP: Final = 17.0
_CAP_GAP: Final = 8.0


class Part(StrEnum):
    """The button under the enlarged tooth."""

    PRESENCE = "presence"


@dataclass(frozen=True, slots=True)
class PickerLook:
    """What the enlarged tooth shows; ``reason`` why it may not be chosen, ``over`` what the pointer is on."""

    code: str
    state: ToothState
    words: ChartWords
    zones: ZoneUse
    surfaces: str = ""
    selected: bool = False
    reason: str = ""
    over: Face | Part | None = None

    @property
    def open(self) -> bool:
        """Whether its zones may be chosen."""
        return self.zones is not ZoneUse.NONE and not self.reason


@cache
def enlarged(code: str) -> ToothPlace:
    """Return a tooth upright around the centre: the cheek is above in the upper jaw, below in the lower."""
    return ToothPlace(code, 0, 0, SIDE, SIDE, 0)


def part_at(look: PickerLook, x: float, y: float) -> Face | Part | None:
    """Return what lies at a point, None beside everything."""
    if _target(look).contains(x, y):
        return Part.PRESENCE
    place = enlarged(look.code)
    if not look.open or not outline(place, 1.04).contains(QPointF(x, y)):
        return None
    return face_at(place, x, y, CORE)


def covers(look: PickerLook, x: float, y: float) -> bool:
    """Tell whether a point belongs to the enlarged tooth, so that no small tooth is meant."""
    return (abs(x) <= SIDE / 2 and abs(y) <= SIDE / 2) or _target(look).contains(x, y)


def _button(look: PickerLook) -> QRectF:
    """Return the button that corrects the tooth's presence, as wide as its word."""
    if not look.state.standing:
        return QRectF()
    width = line_width(text_font("text-small"), look.state.standing) + _CAP_GAP + _CAP + 2 * _BUTTON_PAD
    return QRectF(-width / 2, _BUTTON_TOP, width, _BUTTON_HEIGHT)


def _target(look: PickerLook) -> QRectF:
    button = _button(look)
    return button.adjusted(-_TOUCH, -_TOUCH, _TOUCH, _TOUCH) if button.isValid() else button


def paint_picker(painter: QPainter, look: PickerLook, kit: Kit) -> None:
    """Draw the enlarged tooth with its words."""
    _paint_title(painter, look, kit)
    if look.reason:
        _paint_reason(painter, look, kit)
    elif look.open:
        for face in Face:
            _paint_zone(painter, look, face, kit)
    else:
        _paint_whole(painter, look, kit)
    if look.state.standing:
        _paint_button(painter, look, kit)


def _paint_title(painter: QPainter, look: PickerLook, kit: Kit) -> None:
    """Write number and name, on one line where they fit, and what is known of the tooth below all."""
    number, name = look.code, look.state.name
    strong, small = text_font("text-primary", BOLD), text_font("text-small")
    widths = line_width(strong, number), line_width(small, name)
    single = sum(widths) + _TITLE_GAP < _TITLE_ROOM
    left = -(sum(widths) + _TITLE_GAP) / 2 if single else -widths[0] / 2
    top = -SIDE / 2 - (34 if single else 50)
    painter.setFont(strong)
    painter.setPen(kit.ink("accent" if look.selected else "ink"))
    paint_line(painter, QRectF(left, top, widths[0], 24), number)
    painter.setFont(small)
    painter.setPen(kit.ink("ink-2"))
    if single:
        paint_line(painter, QRectF(left + widths[0] + _TITLE_GAP, top, widths[1], 24), name)
    else:
        paint_elided(painter, _line(top + 24), name, CENTRE)
    painter.setPen(kit.ink("ink-3"))
    paint_elided(
        painter, _line(_BUTTON_TOP + _BUTTON_HEIGHT + 5).adjusted(14, 0, -14, 0), look.state.about, CENTRE
    )


def _line(top: float) -> QRectF:
    return QRectF(-_WORDS_WIDTH / 2, top, _WORDS_WIDTH, 19)


def _paint_zone(painter: QPainter, look: PickerLook, face: Face, kit: Kit) -> None:
    place, name = enlarged(look.code), letter(look.code, face)
    chosen = name in look.surfaces and look.selected
    ground, ink = _zone_colours(look, face, chosen=chosen)
    today = _is_done(look.state.today, look.code, face) and not chosen
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(kit.ink("accent" if chosen or today or look.over is face else "line-strong"))
    painter.drawPath(zone(place, face, CORE, 0.012))
    painter.setBrush(kit.hatch("accent", ground, 4.6, 1.3) if today else kit.ink(ground))
    painter.drawPath(zone(place, face, CORE, 0.028, 0.982))
    middle = zone_middle(place, face, CORE)
    painter.setPen(kit.ink(ink))
    painter.setFont(text_font("text-body", BOLD))
    paint_line(painter, QRectF(middle.x() - 30, middle.y() - 19, 60, 20), name, CENTRE)
    painter.setFont(text_font("text-small"))
    paint_line(
        painter, QRectF(middle.x() - 30, middle.y() - 1, 60, 18), look.words.surfaces.get(name, ""), CENTRE
    )


def _zone_colours(look: PickerLook, face: Face, *, chosen: bool) -> tuple[str, str]:
    """Return the tokens of ground and letters."""
    if chosen:
        return "accent-fill", "on-accent"
    if look.over is face:
        return "accent-soft", "ink"
    if _is_done(look.state.today, look.code, face):
        return "accent-soft", "ink"
    if _is_done(look.state.before, look.code, face):
        return "offline", "on-tone"
    return "surface", "ink"


def _is_done(works: tuple[Work, ...], code: str, face: Face) -> bool:
    """Tell whether a filling lies on a zone; one of unknown surfaces lies where the tooth bites."""
    fillings = [work for work in works if work.mark is ToothMark.FILLED]
    named = {face_of(code, sign) for work in fillings for sign in work.surfaces}
    return face in named or (face is Face.BITING and any(not work.surfaces for work in fillings))


def _paint_whole(painter: QPainter, look: PickerLook, kit: Kit) -> None:
    """Draw a tooth without zones: the item is done on all of it."""
    place = enlarged(look.code)
    painter.setBrush(kit.ink("accent-soft" if look.selected else "surface"))
    painter.setPen(kit.pen("accent-fill", 2.4) if look.selected else kit.pen("line-strong", 1.4))
    painter.drawPath(outline(place))
    painter.setPen(kit.ink("accent" if look.selected else "ink"))
    painter.setFont(text_font("money-row", BOLD))
    paint_line(painter, QRectF(-60, -28, 120, 34), look.code, CENTRE)
    painter.setPen(kit.ink("ink-2"))
    painter.setFont(text_font("text-small"))
    paint_line(painter, QRectF(-60, 10, 120, 20), look.words.whole, CENTRE)


def _paint_reason(painter: QPainter, look: PickerLook, kit: Kit) -> None:
    """Draw a tooth that may not be chosen, with the reason in it."""
    place = enlarged(look.code)
    painter.setBrush(kit.ink("sunken"))
    painter.setPen(kit.pen("line", 1.4))
    painter.drawPath(outline(place))
    bold_sign(painter, Tone.STOP, kit.ink("stop"), QRectF(-11, -SIDE / 2 + 14, 22, 22))
    painter.setPen(kit.ink("ink"))
    painter.setFont(text_font("text-small"))
    box = QRectF(-SIDE / 2 + 12, -SIDE / 2 + 38, SIDE - 24, SIDE - 52)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, look.reason)


def _paint_button(painter: QPainter, look: PickerLook, kit: Kit) -> None:
    over, box = look.over is Part.PRESENCE, _button(look)
    painter.setBrush(kit.ink("accent-soft" if over else "surface"))
    painter.setPen(kit.pen("accent" if over else "line", 1.1))
    painter.drawRoundedRect(box, 10, 10)
    inner = box.adjusted(_BUTTON_PAD, 0, -_BUTTON_PAD, 0)
    painter.setFont(text_font("text-small"))
    painter.setPen(kit.ink("ink-2"))
    paint_line(painter, inner, look.state.standing)
    cap = QRectF(inner.right() - _CAP, inner.center().y() - _CAP / 2, _CAP, _CAP)
    painter.setBrush(kit.ink("sunken"))
    painter.setPen(kit.pen("line", 1))
    painter.drawRoundedRect(cap, 4, 4)
    painter.setFont(text_font("text-key", MEDIUM))
    painter.setPen(kit.ink("ink-3"))
    paint_line(painter, cap, "X", CENTRE)
