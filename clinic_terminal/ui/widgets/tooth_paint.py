"""How one tooth is drawn: its presence, what was done before and today, and what is chosen now.

Every state differs in form as well as in colour, and work also by its sign: fillings are solid before and
hatched today, a sealant is a dotted ring, a crown a second outline, a root treatment a needle, a gap a cross.
"""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath

from clinic_terminal.domain.dentition import Presence
from clinic_terminal.domain.surfaces import Face, face_of
from clinic_terminal.ui.widgets.tooth_kit import Kit, Lettering
from clinic_terminal.ui.widgets.tooth_layout import ToothPlace
from clinic_terminal.ui.widgets.tooth_shape import cross, edge, grooves, needle, outline, stripes, zone
from clinic_terminal.ui.widgets.tooth_view import ToothMark, ToothState, Work

_RING = 1.19
"""How far the ring of the focus lies outside the tooth."""
_SMALLER: Final = {Presence.NOT_YET: 0.84, Presence.SHED: 0.66}
_SIGN_RADIUS = 8.3
_DASHES, _DASH_SHARE = 14, 0.62
_DOTS, _DOT_SHARE = 30, 0.36


@dataclass(frozen=True, slots=True)
class ToothLook:
    """Everything that decides how a tooth is drawn at this moment.

    ``face`` is the side of the tooth under the pointer; ``label`` stands in place of the number, None for it.
    """

    state: ToothState
    surfaces: str = ""
    selected: bool = False
    forbidden: bool = False
    hovered: bool = False
    focused: bool = False
    face: Face | None = None
    label: str | None = None

    @property
    def faded(self) -> bool:
        """Whether the tooth stands back behind the others."""
        here = self.state.presence in {Presence.PRESENT, Presence.EITHER}
        return not here and not self.selected and not self.state.today


@dataclass(frozen=True, slots=True)
class _Line:
    """The edge of a tooth: its token, its width, and the dashes and their share of it."""

    ink: str
    width: float
    dashes: int = 0
    share: float = 1.0


def paint_tooth(painter: QPainter, place: ToothPlace, look: ToothLook, kit: Kit) -> None:
    """Draw a tooth."""
    if look.focused:
        _fill(painter, edge(place, 2, _RING), kit.ink("accent"))
    _paint_ground(painter, place, look, kit)
    if not look.selected:
        for work in look.state.today:
            _paint_work(painter, place, work, kit, "accent", today=True)
        for work in look.state.before:
            tone = "ok" if work.mark is ToothMark.SEALED else "offline"
            _paint_work(painter, place, work, kit, tone, today=False)
    if look.face is not None and not look.forbidden:
        _paint_zones(painter, place, look, kit)
    for letter in look.surfaces if look.selected else "":
        if face := face_of(place.code, letter):
            _fill(painter, zone(place, face), kit.ink("accent-fill"))
    _paint_number(painter, place, look, kit)


def paint_sign(painter: QPainter, place: ToothPlace, look: ToothLook, kit: Kit) -> None:
    """Draw the sign of what was done, at a corner of the tooth, over all teeth."""
    side = -1 if place.right else 1
    out = 0.46 if place.primary else -0.46
    centre = QPointF(*place.point(side * 0.40 * place.along, out * place.across))
    if not look.forbidden or look.state.today:
        paint_sign_at(painter, centre, look, kit)


def paint_sign_at(painter: QPainter, centre: QPointF, look: ToothLook, kit: Kit) -> None:
    """Draw the sign of what was done with its middle at a point, or nothing where nothing was done."""
    state = look.state
    works = state.today or state.before
    if state.noticed:
        painter.setBrush(kit.ink("warn"))
        painter.setPen(kit.pen("surface", 1.2))
        painter.drawEllipse(centre, _SIGN_RADIUS, _SIGN_RADIUS)
        painter.setPen(kit.ink("surface"))
        kit.sign.centre(painter, centre, "!")
        return
    if not works:
        return
    tone = "ok" if works[0].mark is ToothMark.SEALED else "offline"
    painter.setBrush(kit.ink("accent-fill" if state.today else "surface"))
    painter.setPen(kit.pen("surface" if state.today else tone, 1.2))
    painter.drawEllipse(centre, _SIGN_RADIUS, _SIGN_RADIUS)
    painter.setPen(kit.ink("on-accent" if state.today else tone))
    kit.sign.centre(painter, centre, works[0].sign)


def _paint_ground(painter: QPainter, place: ToothPlace, look: ToothLook, kit: Kit) -> None:
    grown = _SMALLER.get(look.state.presence, 1.0) if look.faded else 1.0
    if look.forbidden and not look.selected and not look.state.today:
        _fill(painter, outline(place, grown), kit.ink("sunken"))
        _fill(painter, stripes(place, grown), kit.mixed("line-strong", "sunken"))
        return
    ground, line = _ground(look)
    _fill(painter, outline(place, grown), kit.ink(ground))
    if line is not None:
        _fill(painter, edge(place, line.width, grown, line.dashes, line.share), kit.ink(line.ink))
    if look.faded and look.state.presence is Presence.MISSING and not look.state.before:
        _fill(painter, cross(place, 1.1), kit.ink("line-strong"))


def _ground(look: ToothLook) -> tuple[str, _Line | None]:
    """Return the token of the ground and the line along the edge."""
    if look.selected:
        return ("accent-soft" if look.surfaces else "accent-fill"), _Line("accent-fill", 2.2)
    if look.state.noticed:
        return "warn-soft", _Line("warn", 2.4)
    if look.state.today:
        return "accent-soft", _Line("accent", 2)
    return _faded_ground(look) if look.faded else _standing_ground(look)


def _standing_ground(look: ToothLook) -> tuple[str, _Line | None]:
    marks = {work.mark for work in look.state.before}
    if not marks:
        dashes = _DASHES if look.state.presence is Presence.EITHER else 0
        return "surface", _Line("accent" if look.hovered else "line-strong", 1.6, dashes, _DASH_SHARE)
    ink = "accent" if look.hovered else "ok" if ToothMark.SEALED in marks else "offline"
    ground = "ok-soft" if ToothMark.SEALED in marks else "surface"
    return "offline-soft" if ToothMark.CROWNED in marks else ground, _Line(ink, 1.6)


def _faded_ground(look: ToothLook) -> tuple[str, _Line | None]:
    ink, presence = "accent" if look.hovered else "line-strong", look.state.presence
    ground = {Presence.SHED: "sunken", Presence.MISSING: "surface"}.get(presence, "background")
    lines = {
        Presence.SHED: None,
        Presence.MISSING: _Line("accent" if look.hovered else "line", 1.2),
        Presence.NOT_YET: _Line(ink, 1.1, _DOTS, _DOT_SHARE),
    }
    return "accent-soft" if look.hovered else ground, lines[presence]


def _paint_work(  # noqa: PLR0913  a brush with everything it needs
    painter: QPainter, place: ToothPlace, work: Work, kit: Kit, tone: str, *, today: bool
) -> None:
    colour = kit.ink(tone)
    if work.mark is ToothMark.FILLED:
        for face in _faces(place, work):
            _fill(painter, zone(place, face), kit.hatch(tone, "accent-soft", 2.6, 1.3) if today else colour)
    elif work.mark is ToothMark.SEALED:
        _fill(painter, edge(place, 2.4, 0.72, 26, 0.5), colour)
    elif work.mark is ToothMark.CROWNED:
        _fill(painter, edge(place, 1.6, 0.8), colour)
    elif work.mark is ToothMark.ROOT_TREATED:
        _fill(painter, needle(place, 2.2), colour)
    elif work.mark is ToothMark.EXTRACTED:
        _fill(painter, cross(place, 2 if today else 1.4), colour)


def _faces(place: ToothPlace, work: Work) -> list[Face]:
    """Return the zones of a filling, the biting one where none is known."""
    found = [face for letter in work.surfaces if (face := face_of(place.code, letter))]
    return found or [Face.BITING]


def _paint_zones(painter: QPainter, place: ToothPlace, look: ToothLook, kit: Kit) -> None:
    """Show the zones of the tooth under the pointer, and which of them it is over."""
    whole = look.selected and not look.surfaces
    if look.face is not None and not whole:
        _fill(painter, zone(place, look.face), kit.ink("accent-soft"))
    _fill(painter, grooves(place, 0.9), kit.ink("on-accent-soft" if whole else "accent"))


def _paint_number(painter: QPainter, place: ToothPlace, look: ToothLook, kit: Kit) -> None:
    """Write the number, on a ground of its own where lines cross behind it."""
    face, ink, ground = _number(place, look, kit)
    centre = QPointF(place.x, place.y)
    text = place.code if look.label is None else look.label
    if ground and text:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(kit.ink(ground))
        painter.drawRoundedRect(face.box(centre, text), 3, 3)
    painter.setPen(kit.ink(ink))
    face.centre(painter, centre, text)


def _number(place: ToothPlace, look: ToothLook, kit: Kit) -> tuple[Lettering, str, str]:
    """Return the letters and token of a number, and the token of its ground, empty for none."""
    if look.selected:
        chosen = any(face_of(place.code, letter) is Face.BITING for letter in look.surfaces)
        return kit.bold, "on-accent" if chosen or not look.surfaces else "accent", ""
    if look.forbidden:
        return kit.plain, "ink-3", "sunken"
    return (kit.bold, "ink", "accent-soft") if look.state.today else _plain_number(place, look, kit)


def _plain_number(place: ToothPlace, look: ToothLook, kit: Kit) -> tuple[Lettering, str, str]:
    """Return the same for a tooth that nothing is done to today."""
    state = look.state
    marks = {work.mark for work in state.before}
    crossed = ToothMark.EXTRACTED in marks or (look.faded and state.presence is Presence.MISSING)
    if look.faded or crossed:
        return kit.plain, "ink-3", "surface" if crossed else ""
    fillings = [work for work in state.before if work.mark is ToothMark.FILLED]
    if any(Face.BITING in _faces(place, work) for work in fillings):
        return kit.bold, "on-tone", ""
    unsure = state.presence is Presence.EITHER and not marks
    return kit.medium if unsure else kit.bold, "ink-2" if unsure else "ink", ""


def _fill(painter: QPainter, path: QPainterPath, colour: QColor | QBrush) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawPath(path)
