"""Errors that nobody took, of slots and threads: logged by kind and place, and said on the screen."""

import logging
import sys
import threading
from collections import Counter
from collections.abc import Callable
from types import TracebackType
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal, Slot

MOST: Final = 5
"""How often one place is told: what fails at every drawing would else fill the log and the screen."""

_log = logging.getLogger(__name__)


class Uncaught(QObject):
    """Stands where Python tells of such errors, on every thread, from `install` to `restore`.

    ``tell`` is called with each on the thread that this lives in (the window's), after what was under way.
    """

    _raised = Signal(object)

    def __init__(self, tell: Callable[[Exception], None]) -> None:
        super().__init__()
        self._tell = tell
        self._before = sys.excepthook, threading.excepthook
        self._met = Counter[tuple[str, str, int]]()
        # Never at once: an error in the midst of a drawing must not have the notice drawn within it.
        self._raised.connect(self._take, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Hear of errors from now on."""
        self._before = sys.excepthook, threading.excepthook
        sys.excepthook, threading.excepthook = self._hear, self._hear_thread

    def restore(self) -> None:
        """Leave it to those who heard of them before."""
        sys.excepthook, threading.excepthook = self._before

    def _hear(self, kind: type[BaseException], error: BaseException, where: TracebackType | None) -> None:
        if not isinstance(error, Exception):
            self._before[0](kind, error, where)
            return
        place = (kind.__name__, *_raised_at(where))
        self._met[place] += 1
        if self._met[place] <= MOST:
            # The log's form leaves out what the error says.
            _log.error("a verb failed: %s", kind.__name__, exc_info=(kind, error, where))
            self._raised.emit(error)

    def _hear_thread(self, said: threading.ExceptHookArgs) -> None:
        error = said.exc_value
        if isinstance(error, Exception):
            self._hear(said.exc_type, error, said.exc_traceback)
        else:
            self._before[1](said)

    @Slot(object)
    def _take(self, error: Exception) -> None:
        self._tell(error)


def _raised_at(where: TracebackType | None) -> tuple[str, int]:
    """Return file and line of the innermost frame."""
    while where is not None and where.tb_next is not None:
        where = where.tb_next
    return (where.tb_frame.f_code.co_filename, where.tb_lineno) if where is not None else ("", 0)
