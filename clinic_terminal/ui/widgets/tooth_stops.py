"""One stop of the keyboard for each tooth, unseen: what a screen reader finds, names and presses."""

from collections.abc import Mapping

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QWidget
from typing_extensions import override

from clinic_terminal.ui.widgets.tooth_layout import places

_SIDE = 34


class ToothStop(QAbstractButton):
    """The place of a tooth on the chart: it can have the focus and be pressed, but shows and hears nothing.

    The chart draws it, and hears its mouse and its keys.
    """

    focus_changed = Signal()

    def __init__(self, code: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.code = code
        self.setCheckable(True)
        self.setAccessibleName(code)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    @override
    def nextCheckState(self) -> None:
        """Leave the mark to the chart, which knows whether the tooth is taken."""

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw nothing."""

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()

    @override
    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        event.ignore()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focus_changed.emit()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.focus_changed.emit()


class ToothStops:
    """The stops of all teeth on a chart; one of them is reached by Tab, and gets the chart's focus."""

    def __init__(self, chart: QWidget) -> None:
        self._chart = chart
        self.by_code: Mapping[str, ToothStop] = {
            place.code: ToothStop(place.code, chart) for place in places()
        }

    def place(self, scale: float, left: float, top: float) -> None:
        """Move the stops to their teeth."""
        side = round(_SIDE * scale)
        for place in places():
            middle = QPoint(round(left + place.x * scale), round(top + place.y * scale))
            box = QRect(0, 0, side, side)
            box.moveCenter(middle)
            self.by_code[place.code].setGeometry(box)

    def stand_on(self, code: str) -> None:
        """Make a tooth the one that Tab reaches, and move the focus there if the chart has it."""
        had_focus = self.has_focus()
        for stop in self.by_code.values():
            current = stop.code == code
            stop.setFocusPolicy(Qt.FocusPolicy.StrongFocus if current else Qt.FocusPolicy.ClickFocus)
        stop = self.by_code[code]
        self._chart.setFocusProxy(stop)
        if had_focus:
            stop.setFocus()

    def has_focus(self) -> bool:
        """Tell whether one of the teeth has the focus."""
        return any(stop.hasFocus() for stop in self.by_code.values())

    def tell(self, spoken: Mapping[str, str], chosen: frozenset[str], reasons: Mapping[str, str]) -> None:
        """Give each tooth its spoken name, whether it is chosen, and why it cannot be."""
        for code, stop in self.by_code.items():
            name, reason = spoken.get(code, code), reasons.get(code, "")
            if stop.accessibleName() != name:
                stop.setAccessibleName(name)
            if stop.accessibleDescription() != reason:
                stop.setAccessibleDescription(reason)
            if stop.isChecked() != (code in chosen):
                stop.setChecked(code in chosen)
