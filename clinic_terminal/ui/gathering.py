"""Many reports from another thread, gathered into few: what comes in quick succession is shown at once."""

from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

GATHER_MS: Final = 150


class Gathering(QObject):
    """Takes reports from any thread and says on its own thread, a moment later, that there were some."""

    gathered = Signal()

    _reported = Signal()

    def __init__(self, parent: QObject, *, milliseconds: int = GATHER_MS) -> None:
        super().__init__(parent)
        self._timer = QTimer(self, singleShot=True, interval=milliseconds)
        self._timer.timeout.connect(self.gathered)
        self._reported.connect(self._wait)

    def report(self) -> None:
        """Report once more, from any thread."""
        self._reported.emit()

    def stop(self) -> None:
        """Say nothing more."""
        self._timer.stop()

    @Slot()
    def _wait(self) -> None:
        # Not started anew: what comes without a pause is said all the same.
        if not self._timer.isActive():
            self._timer.start()
