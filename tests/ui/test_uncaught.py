"""What nobody takes is logged by its kind and told on the window's thread, from slots and threads alike."""

import logging
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clinic_terminal.ui.uncaught import MOST, Uncaught

TOLD = list[tuple[Exception, bool]]

_strays: list[object] = []


def _stray(*what: object) -> None:
    """Take what is none of ours."""
    _strays.append(what[0])


@contextmanager
def heard(monkeypatch: pytest.MonkeyPatch) -> Iterator[TOLD]:
    """Give the errors that are told, each with whether that was on the window's thread.

    It is entered within the test: what captures errors of slots for the tests is put in place just before.
    """
    found: TOLD = []
    here = threading.current_thread()
    uncaught = Uncaught(lambda error: found.append((error, threading.current_thread() is here)))
    with monkeypatch.context() as patched:
        patched.setattr(sys, "excepthook", _stray)
        patched.setattr(threading, "excepthook", _stray)
        uncaught.install()
        yield found
        uncaught.restore()
        assert (sys.excepthook, threading.excepthook) == (_stray, _stray)


def fail() -> None:
    raise LookupError("王敏")


def test_a_slot_that_fails_is_told_and_logged_by_its_kind(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, error_log: list[str]
) -> None:
    with heard(monkeypatch) as told:
        QTimer.singleShot(0, fail)
        qtbot.waitUntil(lambda: bool(told))
    ((error, on_window_thread),) = told
    assert isinstance(error, LookupError)
    assert on_window_thread
    (record,) = caplog.records
    assert record.levelno == logging.ERROR
    assert record.getMessage() == "a verb failed: LookupError"
    assert record.exc_info is not None
    error_log.clear()


def test_a_thread_that_fails_is_told_on_the_windows_thread(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, error_log: list[str]
) -> None:
    with heard(monkeypatch) as told:
        thread = threading.Thread(target=fail)
        thread.start()
        thread.join()
        assert told == [], "never at once"
        qtbot.waitUntil(lambda: bool(told))
    assert told[0][1]
    assert error_log == ["clinic_terminal.ui.uncaught: a verb failed: LookupError"]
    error_log.clear()


def test_what_fails_at_every_drawing_is_told_a_few_times(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, error_log: list[str]
) -> None:
    timer = QTimer(interval=0)
    left = list(range(3 * MOST))

    def count() -> None:
        left.pop()
        if not left:
            timer.stop()

    timer.timeout.connect(count)
    timer.timeout.connect(fail)
    with heard(monkeypatch) as told:
        timer.start()
        qtbot.waitUntil(lambda: not timer.isActive())
        qtbot.waitUntil(lambda: len(told) == MOST)
    assert len(error_log) == MOST
    error_log.clear()


def test_an_end_that_is_wanted_is_left_to_python(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    del qapp
    _strays.clear()
    with heard(monkeypatch) as told:
        sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert (_strays, told) == ([KeyboardInterrupt], [])
