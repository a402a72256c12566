"""One verb at a time: while one runs, a second press of the same key does nothing."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from clinic_terminal.ui.desk import Desk
from clinic_terminal.ui.tasks import Failed, Job

T = TypeVar("T")


class Runner(QObject):
    """Runs a page's verbs through the desk and says when it is busy.

    A page may be gone when a verb ends, as after a change of the language: the desk tells failures then.
    """

    busy_changed = Signal(bool)

    def __init__(self, desk: Desk, failed: Failed, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._take_failure = failed
        self._job: Job | None = None
        self._is_lasting = False

    @property
    def busy(self) -> bool:
        """Whether a verb is under way."""
        return self._job is not None

    def run(self, work: Callable[[], T], done: Callable[[T], None], *, outside: bool = False) -> bool:
        """Run a verb, ``outside`` the database's thread where it may wait; False where one runs already."""
        return self._run(work, done, self._take_failure, outside=outside)

    def run_to_its_end(self, work: Callable[[], T], done: Callable[[T], None], failed: Failed) -> bool:
        """Run a verb outside that `cancel` only lets go of: what it did counts, and is told, all the same."""
        begun = self._run(work, done, failed, outside=True)
        self._is_lasting = self._is_lasting or begun
        return begun

    def cancel(self) -> None:
        """Want the verb's result no more."""
        job = self._job
        if job is not None:
            if not self._is_lasting:
                job.cancel()
            self._end(job)

    def _run(
        self, work: Callable[[], T], done: Callable[[T], None], failed: Failed, *, outside: bool
    ) -> bool:
        if self._job is not None:
            return False
        ask = self._desk.ask_outside if outside else self._desk.ask

        def finish(value: T) -> None:
            if isValid(self):
                self._end(job)
                done(value)

        def fail(error: Exception) -> None:
            if isValid(self):
                self._end(job)
                failed(error)
            else:
                self._desk.failed.emit(error)

        self._job = job = ask(work, finish, fail)
        self.busy_changed.emit(True)  # noqa: FBT003  a signal's only argument
        return True

    def _end(self, job: Job) -> None:
        """Be free again, unless the verb was let go of before."""
        if self._job is job:
            self._job, self._is_lasting = None, False
            self.busy_changed.emit(False)  # noqa: FBT003  a signal's only argument
