"""The drawing of the tooth chart: what is where, what is under the pointer, which tooth has the cursor."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget
from typing_extensions import override

from clinic_terminal.domain.surfaces import Face
from clinic_terminal.ui.widgets.tooth_frame import paint_frame, paint_idle, paint_regions, paint_typed
from clinic_terminal.ui.widgets.tooth_kit import Kit
from clinic_terminal.ui.widgets.tooth_layout import (
    HEIGHT,
    WIDTH,
    by_code,
    nearest,
    nearest_region,
    places,
)
from clinic_terminal.ui.widgets.tooth_paint import ToothLook, paint_sign, paint_tooth
from clinic_terminal.ui.widgets.tooth_picker import Part, PickerLook, covers, paint_picker, part_at
from clinic_terminal.ui.widgets.tooth_shape import face_at
from clinic_terminal.ui.widgets.tooth_stops import ToothStops
from clinic_terminal.ui.widgets.tooth_view import ToothChartView, ZoneUse


@dataclass(frozen=True, slots=True)
class Spot:
    """What lies at a point: a small tooth, its side if that is meant, a region, a part of the large one."""

    tooth: str = ""
    face: Face | None = None
    region: str = ""
    part: Face | Part | None = None


NOTHING = Spot()
_LEAST: Final = (350, 462)
"""The pixels below which the teeth could not be told apart, nor hit by a finger."""


class ToothCanvas(QWidget):
    """Draws a ToothChartView; it hears the pointer, but asks for nothing."""

    def __init__(self, *, name: str) -> None:
        super().__init__()
        self.view = ToothChartView()
        self.typed = ""
        """Figures that wait for the next one."""
        self._cursor = "11"
        self._spot = NOTHING
        self.stops = ToothStops(self)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumSize(*_LEAST)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.stops.stand_on(self._cursor)

    def set_view(self, view: ToothChartView) -> None:
        """Show other states; a tooth that becomes active while the focus is elsewhere gets the cursor."""
        if view == self.view:
            return
        moved = view.active not in {"", self.view.active}
        self.view = view
        if moved and not self.stops.has_focus():
            self.stand_on(view.active)
        spoken = {code: state.spoken for code, state in view.teeth.items() if state.spoken}
        self.stops.tell(spoken, view.selected, view.forbidden)
        self.update()

    @property
    def cursor_tooth(self) -> str:
        """The FDI number that the arrow keys stand on."""
        return self._cursor

    @property
    def enlarged_tooth(self) -> str:
        """The tooth in the middle, empty where none is."""
        if self.stops.has_focus() or self._cursor in self.view.selected:
            return self._cursor
        return self.view.active

    def stand_on(self, code: str) -> None:
        """Move the cursor to a tooth."""
        self._cursor = code
        self.stops.stand_on(code)
        self.update()

    def centre_of(self, code: str) -> QPointF:
        """Return where a tooth lies in this widget, in its pixels."""
        place = by_code()[code]
        return self.point_of(place.x, place.y)

    def point_of(self, x: float, y: float) -> QPointF:
        """Return where a point of the drawing lies in this widget, in its pixels."""
        scale, left, top = self._fit()
        return QPointF(left + x * scale, top + y * scale)

    def spot_at(self, point: QPointF) -> Spot:
        """Return what lies at a point of this widget."""
        x, y = point.x() - self.width() / 2, point.y() - self.height() / 2
        if self.enlarged_tooth and not self.typed and covers(look := self._picker_look(), x, y):
            return Spot(part=part_at(look, x, y))
        scale, left, top = self._fit()
        x, y = (point.x() - left) / scale, (point.y() - top) / scale
        region = nearest_region(x, y)
        if region and (self.view.regions_open or region in self.view.regions):
            return Spot(region=region)
        tooth = nearest(x, y)
        return Spot(tooth, self._rim_at(tooth, x, y)) if tooth else NOTHING

    def _rim_at(self, tooth: str, x: float, y: float) -> Face | None:
        """Return the side of a chosen tooth that a point lies on; in its middle the whole tooth is meant."""
        if self.view.zones is not ZoneUse.DIRECT or tooth not in self.view.selected:
            return None
        face = face_at(by_code()[tooth], x, y)
        return None if face is Face.BITING else face

    @override
    def sizeHint(self) -> QSize:
        # No more than it needs: an area that scrolls would give it all it asks for, and hide what is below.
        return QSize(*_LEAST)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.stops.place(*self._fit())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter, (scale, left, top) = QPainter(self), self._fit()
        ratio = painter.device().devicePixelRatio()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        kit = Kit(scale * ratio)
        painter.save()
        painter.translate(left, top)
        painter.scale(scale, scale)
        paint_frame(painter, self.view.words, kit)
        looks = [(place, self._look(place.code)) for place in places()]
        for place, look in looks:
            paint_tooth(painter, place, look, kit)
        paint_regions(painter, self.view, self._spot.region, kit)
        for place, look in looks:
            paint_sign(painter, place, look, kit)
        painter.restore()
        painter.translate(self.width() / 2, self.height() / 2)
        self._paint_middle(painter, Kit(ratio))
        painter.end()

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        spot = self.spot_at(event.position())
        if spot != self._spot:
            self._spot = spot
            free = spot != NOTHING and spot.tooth not in self.view.forbidden
            self.setCursor(Qt.CursorShape.PointingHandCursor if free else Qt.CursorShape.ArrowCursor)
            self.update()

    @override
    def leaveEvent(self, event: QEvent) -> None:
        self._spot = NOTHING
        self.update()

    @override
    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            code = self.spot_at(QPointF(event.pos())).tooth
            told = self.view.forbidden.get(code) or self.view.state(code).spoken
            QToolTip.showText(event.globalPos(), told, self)
            return True
        return super().event(event)

    def _fit(self) -> tuple[float, float, float]:
        """Return the scale of the drawing and the place of its corner."""
        scale = min(self.width() / WIDTH, self.height() / HEIGHT)
        return scale, (self.width() - WIDTH * scale) / 2, (self.height() - HEIGHT * scale) / 2

    def _look(self, code: str) -> ToothLook:
        view, spot = self.view, self._spot
        hovered = code == spot.tooth
        return ToothLook(
            view.state(code),
            surfaces=view.surfaces.get(code, ""),
            selected=code in view.selected,
            forbidden=code in view.forbidden,
            hovered=hovered,
            focused=code == self._cursor and self.stops.has_focus(),
            face=spot.face if hovered else None,
        )

    def _picker_look(self) -> PickerLook:
        view, code = self.view, self.enlarged_tooth
        selected = code in view.selected
        return PickerLook(
            code,
            view.state(code),
            view.words,
            view.zones,
            surfaces=view.surfaces.get(code, ""),
            selected=selected,
            reason="" if selected else view.forbidden.get(code, ""),
            over=self._spot.part,
        )

    def _paint_middle(self, painter: QPainter, kit: Kit) -> None:
        if self.typed:
            paint_typed(painter, self.typed, kit)
        elif self.enlarged_tooth:
            paint_picker(painter, self._picker_look(), kit)
        else:
            paint_idle(painter, self.view.words, kit)
