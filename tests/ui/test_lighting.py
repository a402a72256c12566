"""Light and dark as chosen, the size of everything from the start, and nothing that moves by itself."""

import os
import subprocess
import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clinic_terminal.ui.lighting import lighting_of
from clinic_terminal.ui.motion import is_motion_reduced, reduce_motion
from clinic_terminal.ui.start import make_application
from clinic_terminal.ui.theme import theme
from clinic_terminal.ui.widgets.spinner import Spinner
from tests.ui.conftest import Show


@pytest.mark.parametrize("mode", ["dark", "light"])
def test_a_chosen_light_does_not_ask_the_system(app: QApplication, mode: str) -> None:
    assert make_application(mode) is app
    app.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    app.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Light)
    assert theme().mode == mode


def test_the_automatic_light_goes_with_the_system(app: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    scheme = Qt.ColorScheme.Dark

    class Hints:
        def colorScheme(self) -> Qt.ColorScheme:  # noqa: N802  Qt's name
            return scheme

    real = app.styleHints()
    lighting = lighting_of(app)
    monkeypatch.setattr(QGuiApplication, "styleHints", Hints)
    lighting.choose("auto")
    assert theme().mode == "dark"
    scheme = Qt.ColorScheme.Light
    real.colorSchemeChanged.emit(scheme)
    assert theme().mode == "light"
    scheme = Qt.ColorScheme.Unknown
    real.colorSchemeChanged.emit(scheme)
    assert theme().mode == "light"
    lighting.choose("light")


def test_the_light_is_chosen_in_one_place(app: QApplication) -> None:
    assert lighting_of(app) is lighting_of(app)


def test_a_spinner_stands_still_where_motion_is_reduced(app: QApplication, show: Show, qtbot: QtBot) -> None:
    spinner = Spinner()
    show(spinner)
    qtbot.waitUntil(lambda: spinner._angle != 0)
    reduce_motion(app, reduced=True)
    assert is_motion_reduced()
    angle = spinner._angle
    spinner._timer.timeout.emit()
    assert spinner._angle == angle
    reduce_motion(app, reduced=False)
    spinner._timer.timeout.emit()
    assert spinner._angle != angle
    assert not is_motion_reduced()


def test_menus_do_not_slide_where_motion_is_reduced(app: QApplication) -> None:
    QApplication.setEffectEnabled(Qt.UIEffect.UI_AnimateMenu, True)
    reduce_motion(app, reduced=True)
    assert not QApplication.isEffectEnabled(Qt.UIEffect.UI_AnimateMenu)
    reduce_motion(app, reduced=False)


def test_the_size_is_set_before_the_application_is_made() -> None:
    code = (
        "from clinic_terminal.ui.start import make_application\n"
        "print(make_application('light', scale_percent=150).primaryScreen().devicePixelRatio())"
    )
    around = {name: value for name, value in os.environ.items() if name != "QT_SCALE_FACTOR"}
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=around | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert done.stdout.strip() == "1.5"
