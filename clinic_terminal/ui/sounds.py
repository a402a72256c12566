"""The short sound of a card that was read."""

from collections.abc import Callable

from PySide6.QtWidgets import QApplication


class Chime:
    """Sounds once a card is read, unless it is switched off. ``beep`` makes the sound."""

    def __init__(self, *, on: bool, beep: Callable[[], None] = QApplication.beep) -> None:
        self.on = on
        self._beep = beep

    def ring(self) -> None:
        """Make the sound."""
        if self.on:
            self._beep()
