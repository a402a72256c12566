"""Below a page that is higher than the window: its primary button once more, while it is out of sight.

The next legal act can always be pressed without scrolling; there is never a second primary button in sight.
"""

from collections.abc import Iterator

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtWidgets import QAbstractButton, QFrame, QScrollArea, QWidget
from typing_extensions import override

from clinic_terminal.ui.stage import Stage
from clinic_terminal.ui.widgets.buttons import GhostButton, PrimaryButton
from clinic_terminal.ui.widgets.card import row
from clinic_terminal.ui.widgets.leaves import Leaves

_HEIGHT = 61
_SLACK = 2
"""So many pixels of a button may lie beyond the edge: nobody misses them."""
_CHANGES = (
    QEvent.Type.EnabledChange,
    QEvent.Type.Show,
    QEvent.Type.Hide,
    QEvent.Type.Move,
    QEvent.Type.Resize,
    QEvent.Type.Paint,
)


class Footing(QFrame):
    """Presses the page's primary button; hidden while that one is in sight itself."""

    primary_turned = Signal()
    """The page's primary button was opened or closed."""

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._stage = stage
        self._primary: QAbstractButton | None = None
        self._areas: list[QScrollArea] = []
        self._was_open = False
        self.button = PrimaryButton("")
        # Enter presses the primary button wherever the focus is: no second stop for the same act.
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.button.clicked.connect(self._press)
        line = row(None, self.button)
        line.setContentsMargins(12, 4, 12, 4)
        self.setLayout(line)
        self.setFixedHeight(_HEIGHT)
        self.hide()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._look)
        stage.moved.connect(self.look)

    def follow(self, primary: QAbstractButton | None) -> None:
        """Stand in for another button."""
        if primary is not self._primary:
            if self._primary is not None:
                self._primary.removeEventFilter(self)
                self._primary.destroyed.disconnect(self._forget)
            self._primary = primary
            self._watch(primary)
            if primary is not None:
                primary.installEventFilter(self)
                primary.destroyed.connect(self._forget)
        self._was_open = primary is not None and primary.isEnabled()
        self.look()

    def look(self) -> None:
        """Show or hide, once everything that moves now has found its place."""
        self._soon.start()

    def _look(self) -> None:
        primary, room = self._primary, self._stage.viewport()
        wanted = primary is not None and primary.isVisible() and not self._in_sight(primary, room)
        if primary is not None and wanted:
            self._imitate(primary)
        if self.isHidden() is wanted:
            self.setVisible(wanted)
        is_open = primary is not None and primary.isEnabled()
        if is_open is not self._was_open:
            self._was_open = is_open
            self.primary_turned.emit()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _CHANGES:
            self.look()
        return super().eventFilter(watched, event)

    def _watch(self, primary: QWidget | None) -> None:
        """Look again whenever something on the page is scrolled that holds the button."""
        for area in self._areas:
            area.verticalScrollBar().valueChanged.disconnect(self.look)
        self._areas = [] if primary is None else list(_areas_round(primary, self._stage))
        for area in self._areas:
            area.verticalScrollBar().valueChanged.connect(self.look)

    def _in_sight(self, primary: QWidget, room: QWidget) -> bool:
        if not room.isAncestorOf(primary):
            return True
        inner = (one.viewport() for one in self._areas)
        if _is_covered(primary) or not all(_is_within(primary, one) for one in inner):
            return False
        spare = 0 if self.isHidden() else self.height()
        if spare and self._stage.needed_height <= room.height() + spare:
            return True
        return _is_within(primary, room)

    def _imitate(self, primary: QAbstractButton) -> None:
        keyed = primary if isinstance(primary, PrimaryButton | GhostButton) else None
        word, icon = primary.text(), keyed.icon_name if keyed else ""
        if (word, icon) != (self.button.text(), self.button.icon_name):
            self.button.set_word(word, icon)
            self.button.setAccessibleName(primary.accessibleName() or word)
        hint = keyed.hint if keyed else ""
        if hint != self.button.hint:
            self.button.set_hint(hint)
        self.button.setEnabled(primary.isEnabled())

    def _press(self) -> None:
        if self._primary is not None and self._primary.isEnabled():
            self._primary.click()

    def _forget(self) -> None:
        self._primary = None
        self._areas = []
        self.hide()


def _areas_round(widget: QWidget, stage: Stage) -> Iterator[QScrollArea]:
    """Yield what scrolls on the page and holds a widget."""
    holder = widget.parentWidget()
    while holder is not None and holder is not stage:
        if isinstance(holder, QScrollArea):
            yield holder
        holder = holder.parentWidget()


def _is_within(widget: QWidget, room: QWidget) -> bool:
    """Tell whether a widget is seen from top to bottom in what may be scrolled."""
    place = QRect(widget.mapTo(room, QPoint(0, 0)), widget.size())
    return place.top() >= -_SLACK and place.bottom() <= room.height() + _SLACK


def _is_covered(widget: QWidget) -> bool:
    """Tell whether a widget lies below another leaf of a narrow page."""
    holder = widget.parentWidget()
    while holder is not None:
        if isinstance(holder, Leaves) and holder.covers(widget):
            return True
        holder = holder.parentWidget()
    return False
