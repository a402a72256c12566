"""One verb at a time: while one runs, a second press of the same key does nothing."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from clinic_terminal.ui.desk import Desk
from clinic_terminal.ui.tasks import Failed, Job

T = TypeVar("T")


class Runner(QObject):
    """Runs a page's verbs through the desk and says when it is busy."""

    busy_changed = Signal(bool)

    def __init__(self, desk: Desk, failed: Failed, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._take_failure = failed
        self._job: Job | None = None

    @property
    def busy(self) -> bool:
        """Whether a verb is under way."""
        return self._job is not None

    def run(self, work: Callable[[], T], done: Callable[[T], None], *, outside: bool = False) -> bool:
        """Run a verb, ``outside`` the database's thread where it may wait; False where one runs already."""
        if self._job is not None:
            return False
        ask = self._desk.ask_outside if outside else self._desk.ask

        def finish(value: T) -> None:
            self._end()
            done(value)

        self._job = ask(work, finish, self._failed)
        self.busy_changed.emit(True)  # noqa: FBT003  a signal's only argument
        return True

    def cancel(self) -> None:
        """Want the verb's result no more."""
        if self._job is not None:
            self._job.cancel()
            self._end()

    def _failed(self, error: Exception) -> None:
        self._end()
        self._take_failure(error)

    def _end(self) -> None:
        self._job = None
        self.busy_changed.emit(False)  # noqa: FBT003  a signal's only argument
