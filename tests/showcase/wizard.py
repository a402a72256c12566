"""The wizard for tests: a real window, real keys, the real practice server, a folder of its own."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from clinic_terminal.application.first_start import Step
from clinic_terminal.bootstrap.first_start import SettingUp
from clinic_terminal.settings import Paths
from clinic_terminal.showcase.first_start import FirstStart
from clinic_terminal.ui.wizard.step_page import StepPage
from clinic_terminal.ui.wizard.window import WizardWindow

CODE, ELSEWHERE, EXPIRED = "XLXH-2468-1358", "QKPD-5566-7788", "XLXH-1111-2025"

PageOf = TypeVar("PageOf", bound=StepPage)


class Hand:
    """Types and presses as a person at the wizard would; ``ends`` collects how it was left."""

    def __init__(self, paths: Paths, qtbot: QtBot, *, again: bool = False) -> None:
        self.paths = paths
        self.ends: list[str] = []
        self._qtbot = qtbot
        self._first = FirstStart(
            paths, lambda: self.ends.append("finished"), lambda: self.ends.append("practice"), again=again
        )
        self._closed = False
        self._first.start()
        self.window.activateWindow()

    @property
    def window(self) -> WizardWindow:
        return self._first.window

    @property
    def said(self) -> str:
        return self.window.page.said.text if self.window.page else ""

    @property
    def noted(self) -> Step:
        return SettingUp(self.paths).progress().step

    def at(self, kind: type[PageOf]) -> PageOf:
        """Wait until a page is on show and ready."""
        self.until(lambda: isinstance(self.window.page, kind) and not self.window.page.busy)
        page = self.window.page
        assert isinstance(page, kind)
        return page

    def until(self, condition: Callable[[], bool]) -> None:
        self._qtbot.waitUntil(condition, timeout=8_000)

    def press(self, key: Qt.Key) -> None:
        QTest.keyClick(self._focus(), key)

    def enter(self) -> None:
        self.press(Qt.Key.Key_Return)

    def type(self, text: str) -> None:
        if text.isascii():
            for letter in text:
                QTest.keyClicks(self._focus(), letter)
                # No hand types as fast as a test: each key is given on at once, as after a pause.
                self.window.wedge.release()
            return
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(self._focus(), event)

    def type_over(self, field: QLineEdit, text: str) -> None:
        """Replace what is in a field."""
        field.setFocus()
        field.selectAll()
        self.type(text)

    def say_of(self, words: str) -> None:
        """Wait until the page says something."""
        self.until(lambda: words in self.said)

    def close(self) -> None:
        if not self._closed:
            self._closed = True
            self._first.close()

    def _focus(self) -> QWidget:
        self.until(self.window.isActiveWindow)
        return QApplication.focusWidget() or self.window


def clinic(folder: Path) -> Paths:
    """Return the paths of a clinic that nobody has set up."""
    return Paths(folder / "clinic")
