"""The tooth chart: mixed dentition in two pairs of arches, chosen by finger, mouse, arrows or figures."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QInputDevice, QKeyEvent, QMouseEvent
from typing_extensions import override

from clinic_terminal.domain.surfaces import Face, face_of, letter
from clinic_terminal.ui.widgets.tooth_canvas import Spot, ToothCanvas
from clinic_terminal.ui.widgets.tooth_keys import Said, Stroke, TypedTeeth
from clinic_terminal.ui.widgets.tooth_layout import step
from clinic_terminal.ui.widgets.tooth_picker import Part
from clinic_terminal.ui.widgets.tooth_stops import ToothStop
from clinic_terminal.ui.widgets.tooth_view import ToothChartView, ZoneUse

__all__ = ["ToothChart", "ToothChartView"]

_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_MICE = (QInputDevice.DeviceType.Mouse, QInputDevice.DeviceType.TouchPad)
_PRESENCE = "X"


class ToothChart(ToothCanvas):
    """Shows a ToothChartView and emits what the dentist wants; it never changes the choice by itself."""

    tooth_toggled = Signal(str)
    tooth_refused = Signal(str, str)
    """A forbidden tooth was asked for: its FDI number and the reason."""
    surface_toggled = Signal(str, str)
    """A tooth and the letter of one of its surfaces; the tooth need not be chosen yet."""
    surface_refused = Signal(str, str)
    """A letter was typed that the tooth has not, or while the item in hand is done on whole teeth."""
    region_toggled = Signal(str)
    typed_wrong = Signal(str)
    """Figures that are no tooth, or two teeth that are no neighbours."""
    presence_asked = Signal(str)
    """The presence of a tooth is to be corrected."""
    entered = Signal()
    """Enter, while something is chosen: the dentist goes on."""

    def __init__(self, view: ToothChartView | None = None, *, name: str = "") -> None:
        super().__init__(name=name)
        self._keys = TypedTeeth()
        for stop in self.stops.by_code.values():
            stop.focus_changed.connect(self._focus_moved)
            stop.clicked.connect(self._pressed_by_reader)
        if view is not None:
            self.set_view(view)

    def announce(self, words: str) -> None:
        """Have a screen reader say something now."""
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            super().keyPressEvent(event)
        elif key in _ARROWS:
            self._leave_typing()
            self.stand_on(step(self.cursor_tooth, *_ARROWS[key]))
        elif key in {Qt.Key.Key_Escape, Qt.Key.Key_Backspace}:
            self._take_back(event)
        elif key in _ENTER and (self.view.selected or self.view.regions):
            self._leave_typing()
            self.entered.emit()
        elif event.text().upper() == _PRESENCE:
            self.presence_asked.emit(self.cursor_tooth)
        elif self._heard(self._keys.take(event.text())):
            self._show_typed()
        elif key == Qt.Key.Key_Space:
            self._ask(self.cursor_tooth)
        else:
            super().keyPressEvent(event)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        spot = self.spot_at(event.position())
        self._leave_typing()
        if event.button() is Qt.MouseButton.RightButton and spot.tooth:
            self.stand_on(spot.tooth)
            self.presence_asked.emit(spot.tooth)
        elif event.button() is Qt.MouseButton.LeftButton:
            self._press(spot, by_mouse=event.device().type() in _MICE)

    def _press(self, spot: Spot, *, by_mouse: bool) -> None:
        """Do what a press means; a finger is too wide for the zones of a small tooth."""
        if spot.part is Part.PRESENCE:
            self.presence_asked.emit(self.enlarged_tooth)
        elif isinstance(spot.part, Face):
            self._ask_surface(self.enlarged_tooth, letter(self.enlarged_tooth, spot.part))
        elif spot.region:
            self.region_toggled.emit(spot.region)
        elif spot.tooth:
            self.stand_on(spot.tooth)
            if spot.face and by_mouse:
                self._ask_surface(spot.tooth, letter(spot.tooth, spot.face))
            else:
                self._ask(spot.tooth)

    def _heard(self, stroke: Stroke) -> bool:
        """Do what a typed sign means; False where the chart has no use for it."""
        if stroke.said is Said.TOOTH:
            # A tooth that is chosen already is gone back to; typed once more it is let go.
            again = stroke.word in self.view.selected and stroke.word != self.cursor_tooth
            self.stand_on(stroke.word)
            if not again:
                self._ask(stroke.word)
        elif stroke.said is Said.SURFACE:
            self._ask_surface(self.cursor_tooth, stroke.word)
        elif stroke.said is Said.REGION:
            self.region_toggled.emit(stroke.word)
        elif stroke.said is Said.WRONG:
            self.typed_wrong.emit(stroke.word)
        return stroke.said is not Said.NOTHING

    def _ask(self, code: str) -> None:
        reason = self.view.forbidden.get(code)
        # A tooth that became forbidden while it was chosen must still be let go.
        if reason is not None and code not in self.view.selected:
            self.tooth_refused.emit(code, reason)
            self.announce(reason)
        else:
            self.tooth_toggled.emit(code)

    def _ask_surface(self, code: str, sign: str) -> None:
        reason = self.view.forbidden.get(code)
        face = face_of(code, sign)
        if reason is not None and code not in self.view.selected:
            self.tooth_refused.emit(code, reason)
            self.announce(reason)
        elif face is None or self.view.zones is ZoneUse.NONE:
            self.surface_refused.emit(code, sign)
        else:
            self.surface_toggled.emit(code, letter(code, face))

    def _take_back(self, event: QKeyEvent) -> None:
        """Forget the typed figure; with Backspace else the last surface."""
        code = self.cursor_tooth
        surfaces = self.view.surfaces.get(code, "")
        if self._keys.drop():
            self._show_typed()
        elif event.key() == Qt.Key.Key_Backspace and surfaces:
            self.surface_toggled.emit(code, surfaces[-1])
        else:
            super().keyPressEvent(event)

    def _leave_typing(self) -> None:
        self._keys.leave()
        self._show_typed()

    def _show_typed(self) -> None:
        self.typed = self._keys.pending
        self.update()

    def _focus_moved(self) -> None:
        if not self.stops.has_focus():
            self._leave_typing()
        self.update()

    def _pressed_by_reader(self) -> None:
        stop = self.sender()
        if isinstance(stop, ToothStop):
            self.stand_on(stop.code)
            self._ask(stop.code)
