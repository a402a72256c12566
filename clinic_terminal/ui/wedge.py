"""The scanner that types: finds its fast bursts among the keys of any page, and keeps them out of fields.

A hand scanner is a keyboard to the computer. It types at least eight characters, each within 35 ms of
the one before, and then Enter. Keys are held back until they are either a scan or plainly a person's, and
then given on unchanged; a person notices nothing of 45 ms. Keys that an input method takes never come
here: scanners want the keyboard in its Latin state.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid
from typing_extensions import override

LEAST_LENGTH: Final = 8
MOST_GAP_MS: Final = 35
HOLD_MS: Final = 45
"""How long a lone key is held back; longer than the gap, since timers may be early."""

_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_OTHER_MODIFIERS: Final = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
)
_SILENT: Final = (Qt.Key.Key_Shift, Qt.Key.Key_CapsLock, Qt.Key.Key_AltGr)


@dataclass(frozen=True, slots=True)
class _Held:
    """A key that waits, with the widget it was meant for."""

    target: QWidget
    key: int
    modifiers: Qt.KeyboardModifier
    text: str


class Wedge(QObject):
    """An event filter for the application; `scanned` carries what a scanner typed, without the Enter.

    `now_ms` gives the time of a key in milliseconds from a clock that never goes back; by default the time
    that the system put on the event, which stays true when the window was busy.
    """

    scanned = Signal(str)

    def __init__(
        self, parent: QObject | None = None, *, now_ms: Callable[[QKeyEvent], int] | None = None
    ) -> None:
        super().__init__(parent)
        self._now_ms = now_ms or QKeyEvent.timestamp
        self._held: list[_Held] = []
        self._last_ms = 0
        self._giving_back = False
        self._timer = QTimer(self, singleShot=True, interval=HOLD_MS)
        self._timer.timeout.connect(self._wait_for_queue)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Only widgets: a key passes the window's native side first, and would be counted twice.
        if event.type() is not QEvent.Type.KeyPress or self._giving_back or not isinstance(watched, QWidget):
            return False
        return isinstance(event, QKeyEvent) and self._key(watched, event)

    def release(self) -> None:
        """Give all held keys on to where they were going."""
        self._timer.stop()
        held, self._held = self._held, []
        self._giving_back = True
        try:
            for key in held:
                if isValid(key.target):
                    again = QKeyEvent(QEvent.Type.KeyPress, key.key, key.modifiers, key.text)
                    QCoreApplication.sendEvent(key.target, again)
        finally:
            self._giving_back = False

    def _key(self, target: QWidget, event: QKeyEvent) -> bool:
        """Say whether the key is held back or was the end of a scan."""
        if event.key() in _SILENT:
            return False
        now = self._now_ms(event)
        late = bool(self._held) and now - self._last_ms > MOST_GAP_MS
        if late:
            self.release()
        self._last_ms = now
        if event.key() in _ENTER and len(self._held) >= LEAST_LENGTH:
            self._finish()
            return True
        if not _is_character(event):
            self.release()
            return False
        self._held.append(_Held(target, event.key(), event.modifiers(), event.text()))
        self._timer.start()
        return True

    def _finish(self) -> None:
        self._timer.stop()
        text = "".join(key.text for key in self._held)
        self._held = []
        self.scanned.emit(text)

    def _wait_for_queue(self) -> None:
        """Let keys that came while the window was busy be looked at before the held ones are given back."""
        waiting = len(self._held)
        QTimer.singleShot(0, self, lambda: self._release_if(waiting))

    def _release_if(self, waiting: int) -> None:
        if len(self._held) == waiting and not self._timer.isActive():
            self.release()


def _is_character(event: QKeyEvent) -> bool:
    """Say whether a key types one visible character."""
    if event.isAutoRepeat() or event.modifiers() & _OTHER_MODIFIERS:
        return False
    return len(event.text()) == 1 and event.text().isprintable()
