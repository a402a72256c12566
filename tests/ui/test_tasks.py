"""Work on other threads and the way its results come home."""

import threading
import time
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clinic_terminal.ui.tasks import Tasks

pytestmark = pytest.mark.usefixtures("app")


class PrinterOutError(Exception):
    """A failure for the tests."""


@pytest.fixture
def tasks() -> Iterator[Tasks]:
    found = Tasks()
    yield found
    found.shutdown()


def fail() -> None:
    raise PrinterOutError


def test_a_result_comes_back_on_the_windows_thread(tasks: Tasks, qtbot: QtBot) -> None:
    seen: list[tuple[int, threading.Thread]] = []
    worker: list[threading.Thread] = []

    def work() -> int:
        worker.append(threading.current_thread())
        return 42

    tasks.run(work, lambda value: seen.append((value, threading.current_thread())))
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == [(42, threading.main_thread())]
    assert worker[0] is not threading.main_thread()


def test_a_failure_that_nobody_takes_is_shown(tasks: Tasks, qtbot: QtBot) -> None:
    with qtbot.waitSignal(tasks.error) as shown:
        tasks.run_db(fail, lambda _: None)
    assert isinstance(shown.args[0], PrinterOutError)


def test_a_failure_goes_to_whoever_asked_for_it(tasks: Tasks, qtbot: QtBot) -> None:
    taken: list[Exception] = []
    shown: list[object] = []
    tasks.error.connect(shown.append)
    tasks.run(fail, lambda _: None, taken.append)
    qtbot.waitUntil(lambda: bool(taken))
    assert isinstance(taken[0], PrinterOutError)
    assert shown == []


def test_the_databases_work_is_done_in_order_on_one_thread(tasks: Tasks, qtbot: QtBot) -> None:
    order: list[int] = []
    threads: set[str] = set()
    results: list[int] = []

    def work(number: int) -> int:
        order.append(number)
        threads.add(threading.current_thread().name)
        return number

    for number in range(50):
        tasks.run_db(lambda number=number: work(number), results.append)  # type: ignore[misc]
    qtbot.waitUntil(lambda: len(results) == 50)
    assert order == list(range(50))
    assert results == list(range(50))
    assert len(threads) == 1


def test_other_work_does_not_wait_for_the_database(tasks: Tasks, qtbot: QtBot) -> None:
    gate = threading.Event()
    seen: list[str] = []
    tasks.run_db(lambda: gate.wait(10), lambda _: seen.append("database"))
    tasks.run(lambda: "quick", seen.append)
    qtbot.waitUntil(lambda: seen == ["quick"])
    gate.set()
    qtbot.waitUntil(lambda: seen == ["quick", "database"])


def test_cancelled_work_calls_nobody(tasks: Tasks, qtbot: QtBot) -> None:
    gate = threading.Event()
    seen: list[object] = []
    begun = tasks.run_db(lambda: gate.wait(10), seen.append)
    never = tasks.run_db(lambda: seen.append("ran"), seen.append)
    begun.cancel()
    never.cancel()
    gate.set()
    tasks.run_db(lambda: "last", seen.append)
    qtbot.waitUntil(lambda: not tasks.busy)
    assert seen == ["last"]


def test_busy_is_said_once_for_a_bunch_of_work(tasks: Tasks, qtbot: QtBot) -> None:
    changes: list[bool] = []
    tasks.busy_changed.connect(changes.append)
    for _ in range(5):
        tasks.run(lambda: None, lambda _: None)
    qtbot.waitUntil(lambda: not tasks.busy)
    assert changes[0] is True
    assert changes[-1] is False


def test_shutdown_waits_and_leaves_no_thread(app: QApplication) -> None:
    before = set(threading.enumerate())
    tasks = Tasks()
    done: list[str] = []
    called: list[object] = []
    begun = threading.Event()

    def work() -> None:
        begun.set()
        done.append("written")

    tasks.run_db(work, called.append)
    assert begun.wait(10)
    tasks.shutdown()
    app.processEvents()
    assert done == ["written"]
    assert called == []
    assert set(threading.enumerate()) == before


def test_what_is_asked_for_after_the_end_is_dropped(tasks: Tasks) -> None:
    told: list[object] = []
    tasks.error.connect(told.append)
    tasks.shutdown()
    tasks.run_db(fail, told.append)
    tasks.run(lambda: 1, told.append)
    assert not tasks.busy
    assert told == []


class Page(QObject):
    """Somebody who asks for work, and may be gone before its worker has put the work away."""


@pytest.mark.parametrize("fails", [False, True])
def test_a_worker_is_never_the_last_to_let_go_of_a_page(tasks: Tasks, qtbot: QtBot, *, fails: bool) -> None:
    """Whoever lets go last takes the page apart, and Qt allows that on the page's own thread only."""
    ended_on: list[threading.Thread] = []
    told: list[object] = []

    def ask() -> None:
        page = Page()
        weakref.finalize(page, lambda: ended_on.append(threading.current_thread()))

        def work() -> None:
            page.objectName()
            if fails:
                fail()

        tasks.run(work, lambda _: told.append(page.objectName()), lambda _: told.append(page.objectName()))

    with slow_to_put_away():
        for number in range(20):
            ask()
            qtbot.waitUntil(lambda wanted=number + 1: len(told) == wanted)  # type: ignore[misc]
        qtbot.waitUntil(lambda: len(ended_on) == 20)
    assert set(ended_on) == {threading.main_thread()}


@contextmanager
def slow_to_put_away() -> Iterator[None]:
    """Make every worker pause where it has told its result, as a busy machine makes it."""

    def pause(frame: FrameType, event: str, _arg: object) -> None:
        if event == "return" and frame.f_code.co_name == "carry":
            time.sleep(0.02)

    # Of the threads that begin from now on; the workers begin with their first work.
    threading.setprofile(pause)
    try:
        yield
    finally:
        threading.setprofile(None)
