from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from clinic_terminal.application.failures import StoreUnopenableError
from clinic_terminal.bootstrap.practice import PracticeWorld, open_practice_world
from clinic_terminal.showcase.entrance import Entrance, House
from clinic_terminal.ui.start import make_application


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
    entrance.close()
