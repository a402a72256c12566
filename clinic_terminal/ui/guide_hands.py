"""The hands at the user guide, by real keys in the real window."""

from PySide6.QtCore import Qt

from clinic_terminal.ui.theatre import Theatre
from clinic_terminal.ui.window import TerminalWindow


class GuideHands:
    """Small verbs; each waits until the window shows that it is done."""

    def __init__(self, theatre: Theatre, window: TerminalWindow) -> None:
        self._theatre = theatre
        self._window = window

    def open(self) -> None:
        """Open the guide about the page on show."""
        self._theatre.press(self._window, Qt.Key.Key_F1)
        self._theatre.until("the guide", self._window.shell.guide.isVisible)

    def look_up(self, words: str) -> None:
        """Go to the first place in the open guide with these words."""
        self._window.shell.guide.search.setText(words)
        self._theatre.press(self._window, Qt.Key.Key_Return)

    def close(self) -> None:
        """Give the page back."""
        self._theatre.press(self._window, Qt.Key.Key_Escape)
