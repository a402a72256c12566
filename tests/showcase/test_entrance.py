import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from clinic_terminal.application.failures import NotEnrolledError, StoreUnopenableError
from clinic_terminal.application.first_start import Step
from clinic_terminal.application.people import add_person
from clinic_terminal.bootstrap.first_start import SettingUp, note_of
from clinic_terminal.bootstrap.one_program import DataLock
from clinic_terminal.bootstrap.practice import PracticeWorld, open_practice_world
from clinic_terminal.settings import Paths, default_paths
from clinic_terminal.showcase import opened, run
from clinic_terminal.showcase.entrance import Entrance, House
from clinic_terminal.showcase.run import open_real, practice_beside
from clinic_terminal.ui.doorway import Doorway
from clinic_terminal.ui.start import make_application
from clinic_terminal.ui.widgets.top_strip import PRACTICE
from clinic_terminal.ui.window import TerminalWindow
from tests.practice import PracticeServer


@pytest.fixture
def application(qapp: QApplication) -> QApplication:
    del qapp
    return make_application()


def _words(entrance: Entrance) -> str:
    return " ".join(label.text() for label in entrance.doorway.findChildren(QLabel) if label.isVisible())


def test_a_database_that_cannot_be_opened_is_explained_in_the_window(
    application: QApplication, qtbot: QtBot
) -> None:
    del application

    def fail() -> House:
        raise StoreUnopenableError("DAMAGED")

    entrance = Entrance(fail, practice=False)
    entrance.start()
    assert "正在打开诊所数据" in _words(entrance)
    qtbot.waitUntil(lambda: "STORE_UNOPENABLE" in _words(entrance) or "DAMAGED" in _words(entrance))
    assert "Traceback" not in _words(entrance)
    assert entrance.opened is None
    entrance.close()


def test_the_working_window_takes_the_doorways_place_and_retry_works(
    application: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    del application
    monkeypatch.setenv("CLINIC_TERMINAL_KEYRING", "off")
    worlds: list[PracticeWorld] = []
    tries: list[int] = []

    def second_time() -> House:
        tries.append(1)
        if len(tries) == 1:
            raise OSError(28, "No space left on device")
        worlds.append(open_practice_world(tmp_path))
        return House(worlds[0].program, worlds[0].close)

    entrance = Entrance(second_time, practice=True)
    entrance.start()
    qtbot.waitUntil(lambda: len(tries) == 1 and "正在准备" not in _words(entrance))
    entrance.doorway.retry.emit()
    qtbot.waitUntil(lambda: entrance.opened is not None, timeout=30_000)
    assert entrance.opened is not None
    assert entrance.opened.window.isVisible()
    assert not entrance.doorway.isVisible()
    # What a slot or a thread raised, and nobody took, is said in the window that is open.
    entrance.tell(LookupError("王敏"))
    (notice,) = entrance.opened.window.shell.notices.notices
    assert "没有料到" in notice.accessibleName()
    assert "王敏" not in notice.accessibleName()
    entrance.close()


class Loop:
    """In the application's place: runs until the doorway shows a failure that nobody foresaw."""

    def __init__(self, qtbot: QtBot) -> None:
        self._qtbot = qtbot
        self.said = ""

    def exec(self) -> int:
        """Run."""
        self._qtbot.waitUntil(self._is_said, timeout=30_000)
        return 0

    def _is_said(self) -> bool:
        doors = [one for one in QApplication.topLevelWidgets() if isinstance(one, Doorway)]
        labels = [label for one in doors for label in one.findChildren(QLabel)]
        self.said = " ".join(label.text() for label in labels if label.isVisible())
        return "没有料到" in self.said


@pytest.mark.usefixtures("application")
def test_an_opening_that_breaks_off_in_the_window_is_said_there(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error_log: list[str]
) -> None:
    monkeypatch.setenv("CLINIC_TERMINAL_KEYRING", "off")
    world, closed, loop = open_practice_world(tmp_path), list[int](), Loop(qtbot)

    def refuse(*_what: object, **_more: object) -> None:
        raise LookupError("王敏")

    def close() -> None:
        closed.append(1)
        world.close()

    monkeypatch.setattr(opened, "OpenProgram", refuse)
    monkeypatch.setattr(run, "require_screen", lambda: None)
    monkeypatch.setattr(run, "make_application", lambda *_how, **_more: loop)
    house = House(world.program, close)
    before = sys.excepthook, threading.excepthook
    assert run._show(lambda: house, Paths(tmp_path / "data"), practice=True) == 0
    assert (sys.excepthook, threading.excepthook) == before
    assert closed == [1]
    assert error_log == ["clinic_terminal.ui.uncaught: a verb failed: LookupError"]
    error_log.clear()
    assert "王敏" not in loop.said


def set_up(paths: Paths, url: str) -> str:
    """Do the wizard's work without its pages, and return the manager's id."""
    up = SettingUp(paths)
    up.accept(up.offer(url, "XLXH-2468-1358"))
    house = up.open()
    boss = add_person(house.terminal, "张晓莉", "2580", "2580", manager=True)
    house.close()
    up.forget()
    return boss.id


def ask_to_set_up_again(window: TerminalWindow, boss: str, qtbot: QtBot) -> None:
    """Give a wrong PIN, then the manager's."""
    page = window.pages.sign_in
    page.ask_for_manager()
    qtbot.waitUntil(lambda: page.tiles.current == boss)
    page.pin.setText("1111")
    page.submit()
    qtbot.waitUntil(lambda: bool(page.message))
    assert window.isVisible()
    page.pin.setText("2580")
    page.submit()


def test_a_terminal_that_belongs_nowhere_is_set_up_and_then_open(
    application: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    del application
    monkeypatch.setenv("CLINIC_TERMINAL_KEYRING", "off")
    monkeypatch.setenv("CLINIC_TERMINAL_HOME", str(tmp_path / "clinic"))
    server = PracticeServer(tmp_path / "server").start()
    paths = default_paths()
    entrance = Entrance(open_real, practice=False, paths=paths)
    entrance.start()
    qtbot.waitUntil(lambda: entrance.setting_up is not None, timeout=30_000)
    assert entrance.setting_up is not None
    wizard = entrance.setting_up.window
    assert wizard.isVisible()
    assert not entrance.doorway.isVisible()
    # The wizard's own first note has to be written before its work is done behind its back.
    qtbot.waitUntil(lambda: wizard.page is not None and note_of(paths).exists())
    boss = set_up(paths, server.url)
    wizard.finished.emit()
    qtbot.waitUntil(lambda: entrance.opened is not None, timeout=30_000)
    assert entrance.opened is not None
    ask_to_set_up_again(entrance.opened.window, boss, qtbot)
    qtbot.waitUntil(lambda: entrance.setting_up is not None, timeout=30_000)
    again = entrance.setting_up
    assert again is not None
    qtbot.waitUntil(lambda: again.window.page is not None, timeout=30_000)
    assert again.window.guide.standing.again
    assert again.window.page is not None
    assert again.window.page.step is Step.LANGUAGE
    again.window.go_back()
    qtbot.waitUntil(lambda: entrance.opened is not None, timeout=30_000)
    entrance.close()
    server.stop()


def test_practice_from_the_first_start_opens_its_own_world_beside_the_clinics(
    application: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    del application
    monkeypatch.setenv("CLINIC_TERMINAL_KEYRING", "off")
    paths = Paths(tmp_path / "clinic").prepare()
    lock = DataLock(paths).take()

    def belongs_nowhere() -> House:
        raise NotEnrolledError

    entrance = Entrance(
        belongs_nowhere, practice=False, paths=paths, practice_way=practice_beside(lock, paths)
    )
    entrance.start()
    qtbot.waitUntil(lambda: entrance.setting_up is not None, timeout=30_000)
    assert entrance.setting_up is not None
    entrance.setting_up.window.practice_wanted.emit()
    qtbot.waitUntil(lambda: entrance.opened is not None, timeout=60_000)
    assert entrance.opened is not None
    assert entrance.opened.desk.practice
    assert entrance.opened.program.paths.data == paths.data / "practice" / "terminal"
    window = entrance.opened.window
    assert PRACTICE in " ".join(label.text() for label in window.findChildren(QLabel) if label.isVisible())
    assert not window.pages.sign_in.set_up_button.isVisible()
    assert not paths.database.exists()
    entrance.close()
    lock.release()
