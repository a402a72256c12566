"""Search: one field and its results; the hand never leaves the keyboard."""

from collections.abc import Hashable

from PySide6.QtCore import QEvent, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout, QWidget
from typing_extensions import override

from clinic_terminal.ui.theme import theme
from clinic_terminal.ui.widgets.icons import paint_icon
from clinic_terminal.ui.widgets.result_list import Result, ResultList
from clinic_terminal.ui.widgets.text import Ink, Text

__all__ = ["Result", "SearchBox", "SearchField"]

_HEIGHT = 48
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_MOVES = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: 5,
    Qt.Key.Key_PageUp: -5,
}


class SearchField(QLineEdit):
    """A line edit with a lens; its placeholder is not its name, so the name is given."""

    def __init__(self, placeholder: str, name: str) -> None:
        super().__init__()
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(name)
        self.setFixedHeight(_HEIGHT)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        colour = theme().colour("accent" if self.hasFocus() else "ink-3")
        paint_icon(painter, "search", colour, QRectF(14, (self.height() - 20) / 2, 20, 20))
        painter.end()


class SearchBox(QWidget):
    """A search field with its results below it, in the flow or as a popup over the page.

    `query_changed` carries every change of the words; `chosen` the key of the result that Enter or a click
    took; `starred` that of one whose star was pressed; `left` means Esc in an empty field. The page answers
    `query_changed` with `set_results`.
    """

    query_changed = Signal(str)
    chosen = Signal(object)
    starred = Signal(object)
    left = Signal()

    def __init__(self, placeholder: str, *, name: str, results_name: str = "", popup: bool = False) -> None:
        super().__init__()
        self._popup_mode = popup
        self.field = SearchField(placeholder, name)
        self.results = ResultList(results_name or name)
        self.hint = Text("", "small", "ink-3", wrap=True)
        self.hint.hide()
        self.field.installEventFilter(self)
        self.field.textEdited.connect(self.query_changed)
        self.results.picked.connect(self._choose)
        self.results.starred.connect(self.starred)
        self.setFocusProxy(self.field)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(10)
        box.addWidget(self.field)
        box.addWidget(self.hint)
        self._popup = SearchPopup(self)
        if popup:
            self._popup.hold(self.results)
        else:
            box.addWidget(self.results, 1)
            box.addStretch()  # keeps the field on top while there are no results

    def set_results(self, results: tuple[Result, ...], *, choose: bool = True, hint: str = "") -> None:
        """Show what was found; with ``choose`` the first one that may be chosen becomes current.

        Without, Enter takes nothing before an arrow chose: ``hint`` says so below the field.
        """
        self.results.set_results(results, choose=choose)
        self._say(hint, ink="ink-3")
        if self._popup_mode:
            self._place_popup(shown=bool(results))

    def text(self) -> str:
        """Return the words in the field."""
        return self.field.text()

    def clear(self) -> None:
        """Empty the field and its results."""
        self.field.clear()
        self.query_changed.emit("")

    @override
    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            return self._key(event)
        if watched is self.field and event.type() is QEvent.Type.FocusOut and self._popup_mode:
            self._popup.hide()
        return False

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._popup_mode and self._popup.isVisible():
            self._place_popup(shown=True)

    def _key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key in _MOVES:
            self.results.move_by(_MOVES[key])
            return True
        if key in _ENTER and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return self._take_current()
        if key == Qt.Key.Key_Escape:
            return self._escape()
        return False

    def _take_current(self) -> bool:
        """Choose the current result; without one Enter goes on to the page, but never past typed words."""
        key = self.results.current_key()
        if self._popup_mode and not self._popup.isVisible():
            return False
        if key is None:
            self._say(self.hint.text(), ink="warn")
            return bool(self.field.text().strip())
        self._choose(key)
        return True

    def _say(self, hint: str, *, ink: Ink) -> None:
        self.hint.setText(hint)
        self.hint.set_ink(ink)
        self.hint.setVisible(bool(hint))

    def _escape(self) -> bool:
        """Empty the field first; only from an empty field Esc goes back."""
        if self.field.text():
            self.clear()
            return True
        self.left.emit()
        return False

    def _choose(self, key: Hashable) -> None:
        if self._popup_mode:
            self._popup.hide()
        self.chosen.emit(key)

    def _place_popup(self, *, shown: bool) -> None:
        self._popup.setParent(self.window())
        corner = self.field.mapTo(self.window(), QPoint(0, self.field.height() + 6))
        room = max(120, self.window().height() - corner.y() - 12)
        self._popup.setGeometry(
            corner.x(), corner.y(), self.width(), min(room, self.results.full_height() + 14)
        )
        self._popup.setVisible(shown)
        self._popup.raise_()


class SearchPopup(QFrame):
    """The results over the page."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.hide()

    def hold(self, results: QWidget) -> None:
        """Take the results in."""
        box = QVBoxLayout(self)
        box.setContentsMargins(6, 6, 6, 6)
        box.addWidget(results)
