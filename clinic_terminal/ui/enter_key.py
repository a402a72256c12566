"""Enter, wherever it does something: one press is one decision, however long the key is held.

What the next press would do can be an act that is not taken back: the signature is followed by the money,
the money by the end of the visit. So these count for none: the repeats of a key that is held down, the second
half of a double press, and a press that comes before anybody could have read what Enter does now.
"""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QElapsedTimer
from PySide6.QtGui import QKeyEvent

PAUSE_MS: Final = 300
"""Two presses of one decision lie closer together, and nobody has read a new button sooner."""


class EnterKey:
    """The key of the one keyboard. ``now_ms`` gives milliseconds that only grow."""

    def __init__(self, now_ms: Callable[[], int] | None = None) -> None:
        since = QElapsedTimer()
        since.start()
        self._now_ms = now_ms or since.elapsed
        self._pause_ms = PAUSE_MS
        self._last_press = 0
        self._turned_at: int | None = None

    def turn(self) -> None:
        """Note that from now on Enter does something else, though no hand asked for that in this moment."""
        self._turned_at = self._now_ms()

    def trust(self) -> None:
        """Wait no more between presses: whoever presses looks at what each of them did before the next."""
        self._pause_ms = 0

    def is_decision(self, event: QKeyEvent) -> bool:
        """Tell whether a press of Enter is meant for what it would do now; asked once for each press.

        The system notes on every key when it was struck, so that presses which had to wait for a busy window
        are judged by when the hand struck them. A key without that time was struck by no hand.
        """
        if event.isAutoRepeat():
            return False
        struck = event.timestamp()
        if not struck:
            return True
        before, self._last_press = self._last_press, struck
        is_second_half = bool(before) and 0 <= struck - before < self._pause_ms
        turned = self._turned_at
        is_blind = turned is not None and self._now_ms() - turned < self._pause_ms
        return not (is_second_half or is_blind)


ENTER_KEY: Final = EnterKey()
"""Shared by all windows, as the keyboard is."""
