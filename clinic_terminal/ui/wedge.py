"""The scanner that types: finds its fast bursts among the keys of any page, and keeps them out of fields.

A hand scanner is a keyboard to the computer. It types at least eight characters, each within 35 ms of
the one before, and then Enter. Keys are held back until they are either a scan or plainly a person's, and
then given on unchanged; a person notices nothing of 45 ms. A text that carries the scanner's marks, or that
starts like an e-card, needs no Enter.

An input method may commit a scanner's keys one by one, wide or narrow: these belong to the burst. One that
composes them instead has spoilt the scan; that is said by `eaten`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QCoreApplication, QElapsedTimer, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid
from typing_extensions import override

from clinic_terminal.ui.scanner_text import Marks, Typed, is_card_text, plain, scanned_text

LEAST_LENGTH: Final = 8
MOST_GAP_MS: Final = 35
HOLD_MS: Final = 45
"""How long a lone key is held back; longer than the gap, since timers may be early."""
EATEN_STEPS: Final = 6
"""So many changes of a composition, each within the gap, are no person's."""

_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_OTHER_MODIFIERS: Final = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
)
_SILENT: Final = (Qt.Key.Key_Shift, Qt.Key.Key_CapsLock, Qt.Key.Key_AltGr)


@dataclass(frozen=True, slots=True)
class _Held:
    """A key, or a committed text, that waits, with the widget it was meant for."""

    target: QWidget
    typed: Typed
    key: int = 0
    modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    committed: str = ""

    def again(self) -> QEvent:
        """Return the event anew."""
        if self.committed:
            event = QInputMethodEvent()
            event.setCommitString(self.committed)
            return event
        return QKeyEvent(QEvent.Type.KeyPress, self.key, self.modifiers, self.typed.text)


class Wedge(QObject):
    """An event filter for the application; `scanned` carries what a scanner typed, without Enter and marks.

    `now_ms` gives the time of a key in milliseconds from a clock that never goes back; by default the time
    that the system put on the event, which stays true when the window was busy.
    """

    scanned = Signal(str)
    eaten = Signal()
    """An input method composes what a scanner types: this scan is lost."""

    def __init__(
        self,
        parent: QObject | None = None,
        *,
        marks: Marks | None = None,
        now_ms: Callable[[QKeyEvent], int] | None = None,
    ) -> None:
        super().__init__(parent)
        self._now_ms = now_ms or QKeyEvent.timestamp
        self._marks = marks or Marks()
        self._held: list[_Held] = []
        self._last_ms = 0
        self._giving_back = False
        # Input methods put no time on their events; how long ago the last event came must do.
        self._since = QElapsedTimer()
        self._composed = 0
        self._timer = QTimer(self, singleShot=True, interval=HOLD_MS)
        self._timer.timeout.connect(self._wait_for_queue)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Only widgets: a key passes the window's native side first, and would be counted twice.
        if self._giving_back or not isinstance(watched, QWidget):
            return False
        if event.type() is QEvent.Type.KeyPress:
            return isinstance(event, QKeyEvent) and self._key(watched, event)
        if event.type() is QEvent.Type.InputMethod:
            return isinstance(event, QInputMethodEvent) and self._input_method(watched, event)
        return False

    def release(self) -> None:
        """Give all held keys on to where they were going."""
        self._timer.stop()
        held, self._held = self._held, []
        self._giving_back = True
        try:
            for one in held:
                if isValid(one.target):
                    QCoreApplication.sendEvent(one.target, one.again())
        finally:
            self._giving_back = False

    def _key(self, target: QWidget, event: QKeyEvent) -> bool:
        """Say whether the key is held back or was the end of a scan."""
        if event.key() in _SILENT:
            return False
        self._at(self._now_ms(event))
        if self._is_end(event) and len(self._held) >= LEAST_LENGTH:
            self._finish()
            return True
        if not _is_character(event):
            self.release()
            return False
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        self._hold(_Held(target, Typed(event.text(), shift), event.key(), event.modifiers()))
        return True

    def _input_method(self, target: QWidget, event: QInputMethodEvent) -> bool:
        """Hold back what an input method commits for a scanner; a composition is a person's, and passes."""
        elapsed = self._since.elapsed() if self._since.isValid() else MOST_GAP_MS + 1
        committed = event.commitString()
        text = plain(committed) if committed and not event.replacementLength() else None
        if text is None or event.preeditString():
            self._count_composition(event, elapsed)
            return False
        self._at(self._last_ms + elapsed)
        self._hold(_Held(target, Typed(text), committed=committed))
        return True

    def _count_composition(self, event: QInputMethodEvent, elapsed: int) -> None:
        fast = bool(event.preeditString()) and elapsed <= MOST_GAP_MS
        self._composed = self._composed + 1 if fast else 0
        self._since.start()
        if self._composed == EATEN_STEPS:
            QGuiApplication.inputMethod().reset()
            self.eaten.emit()

    def _at(self, now: int) -> None:
        """Note that a key came at ``now``; keys held for longer than a scanner's gap end there."""
        if self._held and now - self._last_ms > MOST_GAP_MS:
            self._end()
        self._last_ms = now
        self._since.start()
        self._composed = 0

    def _hold(self, one: _Held) -> None:
        self._held.append(one)
        self._timer.start()

    def _is_end(self, event: QKeyEvent) -> bool:
        return event.key() in _ENTER or (self._marks.ends_with_tab and event.key() == Qt.Key.Key_Tab)

    def _finish(self) -> None:
        self._timer.stop()
        text = scanned_text([one.typed for one in self._held], self._marks)
        self._held = []
        self.scanned.emit(text)

    def _end(self) -> None:
        """End a burst that no Enter ended: it is a scan where it says so itself."""
        text = "".join(one.typed.text for one in self._held)
        if len(text) >= LEAST_LENGTH and (self._marks.on(text) or is_card_text(text)):
            self._finish()
        else:
            self.release()

    def _wait_for_queue(self) -> None:
        """Let keys that came while the window was busy be looked at before the held ones are given back."""
        waiting = len(self._held)
        QTimer.singleShot(0, self, lambda: self._end_if(waiting))

    def _end_if(self, waiting: int) -> None:
        if len(self._held) == waiting and not self._timer.isActive():
            self._end()


def _is_character(event: QKeyEvent) -> bool:
    """Say whether a key types one visible character."""
    if event.isAutoRepeat() or event.modifiers() & _OTHER_MODIFIERS:
        return False
    return len(event.text()) == 1 and event.text().isprintable()
