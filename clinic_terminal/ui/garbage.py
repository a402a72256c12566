"""Garbage is collected on the window's thread only.

Python collects cycles on whichever thread happens to allocate, and a cycle may hold widgets or a media
player: destroying those on a worker's thread ends the program or locks it up for good. So Python's own
collecting is switched off and done here, by a timer of the thread that made the widgets, at Python's own
thresholds.
"""

import gc

from PySide6.QtCore import QObject, QTimer

LOOK_EVERY_MS = 500


class GarbageHere(QObject):
    """Collects on the thread it was made on, for as long as it lives."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._timer.start(LOOK_EVERY_MS)

    def look(self) -> None:
        """Collect the oldest generation that is due, and with it the younger ones."""
        generation = due(gc.get_count(), gc.get_threshold())
        if generation is not None:
            gc.collect(generation)


def due(counts: tuple[int, int, int], thresholds: tuple[int, int, int]) -> int | None:
    """Return the oldest generation (0, 1 or 2) over its threshold, or None where none is."""
    over = [n for n in (0, 1, 2) if counts[n] > thresholds[n]]
    return max(over, default=None)
