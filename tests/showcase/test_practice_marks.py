"""Practice is said on every window that can be seen, and on nothing else."""

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from clinic_terminal.i18n import translator
from clinic_terminal.settings import Language
from clinic_terminal.ui.doorway import Doorway
from clinic_terminal.ui.guardian_window import GuardianWindow
from clinic_terminal.ui.shell import Shell
from clinic_terminal.ui.widgets.top_strip import PRACTICE


def said(widget: QWidget) -> bool:
    return any(PRACTICE in label.text() for label in widget.findChildren(QLabel) if not label.isHidden())


@pytest.mark.parametrize("practice", [True, False])
def test_each_window_says_practice_where_it_is_and_only_there(qtbot: QtBot, practice: bool) -> None:
    words = translator(Language.ZH)
    windows = (
        Doorway(words, practice=practice),
        Shell(words, practice=practice),
        GuardianWindow(words(PRACTICE) if practice else ""),
    )
    for window in windows:
        qtbot.addWidget(window)
        assert said(window) is practice, type(window).__name__


def test_a_start_that_failed_is_still_practice(qtbot: QtBot) -> None:
    doorway = Doorway(translator(Language.ZH), practice=True)
    qtbot.addWidget(doorway)
    doorway.show_failure(OSError())
    assert said(doorway)
