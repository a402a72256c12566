"""Work off the window's thread: one worker for the database, three for the rest, one signal back."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

T = TypeVar("T")
Failed = Callable[[Exception], None]


@dataclass(frozen=True, slots=True)
class _Asked:
    """A piece of work, and whom to tell what came of it.

    It is kept by number on the window's side; a worker holds it only while it works. Otherwise a worker
    could be the last to let go of a page, and Qt would take the page apart on the wrong thread.
    """

    job: "Job"
    work: Callable[[], Any]
    done: Callable[[Any], None]
    failed: Failed


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What came of a piece of work."""

    value: object = None
    error: Exception | None = None


class Job:
    """Work that was handed over; cancelling drops its result, and the work itself where it has not begun."""

    def __init__(self) -> None:
        self._future: Future[None] | None = None
        self.cancelled = False

    def cancel(self) -> None:
        """Want no result any more; neither `done` nor `failed` will be called."""
        self.cancelled = True
        if self._future:
            self._future.cancel()

    def follow(self, future: Future[None]) -> None:
        """Know the future, so that it can be cancelled before it begins."""
        self._future = future


class Tasks(QObject):
    """Runs functions on other threads and calls back on the thread it lives in (the window's).

    A failure without a `failed` of its own goes to `error`, which the shell shows; it cannot be forgotten.
    """

    error = Signal(object)
    """An Exception that nobody else takes."""
    busy_changed = Signal(bool)
    """Whether any work is under way."""

    _finished = Signal(int)
    """The number of a piece of work that is done, or was cancelled before it began."""

    def __init__(self, parent: QObject | None = None, *, workers: int = 3) -> None:
        super().__init__(parent)
        self._database = ThreadPoolExecutor(max_workers=1, thread_name_prefix="database")
        self._rest = ThreadPoolExecutor(max_workers=workers, thread_name_prefix="work")
        self._asked: dict[int, _Asked] = {}
        self._came: dict[int, _Outcome] = {}
        self._last = 0
        self._running = 0
        self._closed = False
        # A declared slot of a QObject that lives here: Qt carries the outcome over to this thread, and looks
        # nothing up in Python while it does.
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def run_db(self, work: Callable[[], T], done: Callable[[T], None], failed: Failed | None = None) -> Job:
        """Run work on the database's only thread, after everything handed over before it."""
        return self._run(self._database, work, done, failed)

    def run(self, work: Callable[[], T], done: Callable[[T], None], failed: Failed | None = None) -> Job:
        """Run work on any of the other threads, in no promised order."""
        return self._run(self._rest, work, done, failed)

    @property
    def busy(self) -> bool:
        """Whether any work is under way."""
        return self._running > 0

    def shutdown(self) -> None:
        """Wait for what has begun, drop what has not or comes later, and call nobody back any more."""
        self._closed = True
        for pool in (self._database, self._rest):
            pool.shutdown(wait=True, cancel_futures=True)

    def _run(
        self,
        pool: ThreadPoolExecutor,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Failed | None,
    ) -> Job:
        job = Job()
        if self._closed:
            # A report that was under way to the desk when it closed may still ask for something.
            return job
        self._last += 1
        number = self._last
        self._asked[number] = _Asked(job, work, done, failed or self.error.emit)

        def carry() -> None:
            self._came[number] = _outcome_of(self._asked[number].work)
            self._finished.emit(number)

        def forget(future: Future[None]) -> None:
            if future.cancelled() and not self._closed:
                self._finished.emit(number)

        self._count(1)
        future = pool.submit(carry)
        job.follow(future)
        future.add_done_callback(forget)
        return job

    @Slot(int)
    def _deliver(self, number: int) -> None:
        self._count(-1)
        asked, came = self._asked.pop(number), self._came.pop(number, None)
        if self._closed or asked.job.cancelled or came is None:
            return
        if came.error is None:
            asked.done(came.value)
        else:
            asked.failed(came.error)

    def _count(self, change: int) -> None:
        before, self._running = self.busy, self._running + change
        if self.busy != before:
            self.busy_changed.emit(self.busy)


def _outcome_of(work: Callable[[], object]) -> _Outcome:
    try:
        return _Outcome(value=work())
    except Exception as error:  # noqa: BLE001 - whatever went wrong is carried to the window and shown
        return _Outcome(error=error)
