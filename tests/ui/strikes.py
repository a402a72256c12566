"""Enter as a keyboard strikes it: with the system's time on it, or repeated because it is held down."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from clinic_terminal.ui.enter_key import ENTER_KEY, PAUSE_MS

LATER = 10 * PAUSE_MS


class Keyboard:
    """Strikes Enter where the focus of a window is. ``now`` is the time of the window, in milliseconds."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 0
        monkeypatch.setattr(ENTER_KEY, "_now_ms", lambda: self.now)
        monkeypatch.setattr(ENTER_KEY, "_pause_ms", PAUSE_MS)
        monkeypatch.setattr(ENTER_KEY, "_last_press", 0)
        monkeypatch.setattr(ENTER_KEY, "_turned_at", None)

    def strike(self, window: QWidget, at_ms: int) -> None:
        """Press Enter once at a time of the keyboard's."""
        _send(window, at_ms, held=False)

    def hold(self, window: QWidget, repeats: int = 3) -> None:
        """Have a key that is held down repeat itself."""
        for _one in range(repeats):
            _send(window, 1, held=True)


def _send(window: QWidget, at_ms: int, *, held: bool) -> None:
    none = Qt.KeyboardModifier.NoModifier
    event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return.value, none, "\r", held)
    event.setTimestamp(at_ms)
    focused: QWidget | None = window.focusWidget()
    QApplication.sendEvent(window if focused is None else focused, event)
