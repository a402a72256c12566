"""A second start on the same data: real processes, one window."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from clinic_terminal.application.backup_failures import AlreadyOpenError
from clinic_terminal.application.ports import Enrolment
from clinic_terminal.bootstrap.one_program import DataLock
from clinic_terminal.bootstrap.program import open_program
from clinic_terminal.settings import HOME_VARIABLE, Paths
from clinic_terminal.ui import first_window
from clinic_terminal.ui.first_window import FirstWindow, bring_to_front, call_first_window, place_of
from tests.build import CLINIC

WAIT_S = 60


@pytest.fixture
def paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Paths:
    monkeypatch.setenv("CLINIC_TERMINAL_KEYRING", "off")
    program = open_program(Paths(tmp_path))
    with program.store.begin() as uow:
        uow.memory.set_enrolment(Enrolment("T-1", CLINIC, "http://127.0.0.1:1", "root"))
    program.close()
    return program.paths


@pytest.fixture
def first(paths: Paths) -> Iterator["subprocess.Popen[str]"]:
    process = start(paths)
    yield process
    process.kill()
    process.communicate()


def start(paths: Paths) -> "subprocess.Popen[str]":
    environment = {**os.environ, HOME_VARIABLE: str(paths.data), "QT_QPA_PLATFORM": "offscreen"}
    return subprocess.Popen(
        [sys.executable, "-m", "clinic_terminal", "run"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def wait_until_held(paths: Paths, qtbot: QtBot) -> None:
    def held() -> bool:
        try:
            DataLock(paths).take().release()
        except AlreadyOpenError:
            return True
        return False

    qtbot.waitUntil(held, timeout=WAIT_S * 1_000)


@pytest.mark.usefixtures("first")
def test_a_second_start_shows_the_first_window_and_ends(paths: Paths, qtbot: QtBot) -> None:
    wait_until_held(paths, qtbot)
    qtbot.waitUntil(lambda: call_first_window(place_of(paths.data)), timeout=WAIT_S * 1_000)
    second = start(paths)
    out, err = second.communicate(timeout=WAIT_S)
    assert (second.returncode, err) == (0, "")
    assert "open already" in out


def test_a_killed_program_gives_its_data_back(
    paths: Paths, first: "subprocess.Popen[str]", qtbot: QtBot
) -> None:
    wait_until_held(paths, qtbot)
    first.kill()
    first.communicate()
    with DataLock(paths):
        pass


def test_two_locks_in_one_program_do_not_hold_the_same_data(paths: Paths) -> None:
    lock = DataLock(paths).take()
    assert lock.take() is lock
    with pytest.raises(AlreadyOpenError):
        DataLock(paths).take()
    lock.release()
    lock.release()
    DataLock(paths).take().release()


def test_a_program_that_does_not_listen_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(first_window, "_TRIES", 1)
    assert not call_first_window("nobody-is-here")


def test_the_window_comes_to_the_front_again(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.showMinimized()
    bring_to_front(window)
    assert not window.isMinimized()
    assert window.isVisible()


def test_what_a_killed_program_left_at_the_place_is_in_nobodys_way(qtbot: QtBot, tmp_path: Path) -> None:
    place = place_of(tmp_path)
    called: list[int] = []
    left = FirstWindow(place, lambda: called.append(1))
    del left
    again = FirstWindow(place, lambda: called.append(2))
    call = "import sys; from clinic_terminal.ui import first_window as w; w.call_first_window(sys.argv[1])"
    caller = subprocess.Popen([sys.executable, "-c", call, place])
    qtbot.waitUntil(lambda: caller.poll() is not None, timeout=WAIT_S * 1_000)
    assert caller.returncode == 0
    assert called == [2]
    again.close()
