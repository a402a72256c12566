"""What Qt says by itself is said in the language of the screens."""

import logging

import pytest
from PySide6.QtCore import QLibraryInfo
from PySide6.QtWidgets import QApplication, QLineEdit

from clinic_terminal.i18n import translator
from clinic_terminal.settings import Language
from clinic_terminal.ui.qt_words import speak_qt
from clinic_terminal.ui.window import TerminalWindow


def _menu() -> str:
    field = QLineEdit("文字")
    return " ".join(one.text() for one in field.createStandardContextMenu().actions())


@pytest.mark.usefixtures("app")
def test_the_menu_of_a_field_speaks_chinese_and_english_in_turn() -> None:
    for language, word in ((Language.ZH, "复制"), (Language.EN, "Copy"), (Language.ZH, "复制")):
        speak_qt(translator(language))
        assert word in _menu()


@pytest.mark.usefixtures("app")
def test_the_window_speaks_for_qt_too(desk_window: TerminalWindow) -> None:
    speak_qt(translator(Language.EN))
    desk_window.switch_language()
    desk_window.switch_language()
    assert "复制" in _menu()


def test_without_the_catalogue_qt_stays_with_english_and_the_log_says_so(
    app: QApplication, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    speak_qt(translator(Language.EN))
    monkeypatch.setattr(QLibraryInfo, "path", lambda _which: "/nowhere")
    with caplog.at_level(logging.WARNING):
        speak_qt(translator(Language.ZH))
    assert "Copy" in _menu()
    assert "missing" in caplog.text
    assert app is QApplication.instance()
    monkeypatch.undo()
    speak_qt(translator(Language.EN))
    speak_qt(translator(Language.ZH))
    assert "复制" in _menu()
