"""The keys that a page names now: Enter with what it does where the focus is, never for a closed button."""

from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from clinic_terminal.ui.page import Page
from clinic_terminal.ui.widgets.buttons import GhostButton, PrimaryButton
from clinic_terminal.ui.widgets.hints import Hint

_ENTER: Final = "Enter"


class FocusWatch(QObject):
    """Says once that the focus has moved, when everything that moves now has found its place."""

    moved = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self.moved)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._take)

    def _take(self, _before: QWidget | None, _now: QWidget | None) -> None:
        self._soon.start()


def hints_of(page: Page) -> tuple[Hint, ...]:
    """Return a page's keys.

    On a button Enter presses that one. Else an Enter that would press the closed primary button is left out;
    one with another word, as on a row of a table, does what it says whatever the primary button does.
    """
    hints, primary, focus = page.hints(), page.primary, page.window().focusWidget()
    if isinstance(focus, PrimaryButton | GhostButton) and _may_be_pressed(focus) and page.isAncestorOf(focus):
        return _with_enter(hints, focus.text())
    if primary is None or primary.isEnabled():
        return hints
    closed = Hint(_ENTER, primary.text())
    return tuple(hint for hint in hints if hint != closed)


def _may_be_pressed(button: PrimaryButton | GhostButton) -> bool:
    return button.isEnabled() and button.isVisible() and bool(button.text())


def _with_enter(hints: tuple[Hint, ...], word: str) -> tuple[Hint, ...]:
    """Return the hints with this word at Enter, in its old place or first."""
    enter = Hint(_ENTER, word)
    if not any(hint.key == _ENTER for hint in hints):
        return (enter, *hints)
    return tuple(enter if hint.key == _ENTER else hint for hint in hints)
