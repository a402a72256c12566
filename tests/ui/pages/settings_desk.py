"""The settings page for tests: a keeper in memory, the search by keys, files of settings."""

import json
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from clinic_terminal.application.settings_failures import SettingsNotKeptError, SettingUnusableError
from clinic_terminal.application.settings_ports import SettingsInMemory, Values
from clinic_terminal.application.settings_verbs import EDITION, FORMAT
from clinic_terminal.options import Value
from clinic_terminal.ui.pages.setting_editors import FieldEditor
from clinic_terminal.ui.pages.settings import SettingsPage
from clinic_terminal.ui.window import TerminalWindow
from tests.ui.pages.front import Front, focused, press

CTRL = Qt.KeyboardModifier.ControlModifier


class Keeper(SettingsInMemory):
    """Keeps in memory; there is no file of certificates here, and the disk may be full."""

    full = False

    def try_out(self, name: str, value: Value) -> None:
        if name == "ca_file" and value:
            raise SettingUnusableError(name, "CA_MISSING")

    def keep(self, values: Values) -> None:
        if self.full:
            raise SettingsNotKeptError
        super().keep(values)


def keep_in_memory(front: Front) -> Keeper:
    """Give the desk a keeper of its own and return it."""
    keeper = Keeper()
    front.desk.terminal = replace(front.desk.terminal, settings=keeper)
    return keeper


def open_settings(front: Front, window: TerminalWindow, qtbot: QtBot) -> SettingsPage:
    """Open the settings by their key."""
    press(window, Qt.Key.Key_F12)
    idle(front, qtbot)
    return window.pages.settings


def idle(front: Front, qtbot: QtBot) -> None:
    """Wait until nothing is under way."""
    qtbot.waitUntil(lambda: not front.tasks.busy)


def find(page: SettingsPage, words: str) -> None:
    """Look for a setting and go down to the first one, by keys alone."""
    press(page.window(), Qt.Key.Key_F, CTRL)
    QTest.keyClicks(focused(page.window()), words)
    press(page.window(), Qt.Key.Key_Down)


def field(page: SettingsPage, name: str) -> FieldEditor:
    """Return the field that edits an option."""
    editor = page.list.lines[name].editor
    assert isinstance(editor, FieldEditor)
    return editor


def on_show(page: SettingsPage) -> list[str]:
    """Return the names of the lines in sight."""
    shown = [name for name, line in page.list.lines.items() if line.isVisible()]
    return shown + [name for name, place in page.list.places.items() if place.isVisible()]


def settings_file(folder: Path, **named: object) -> Path:
    """Write a file of settings and return its path."""
    file = folder / "settings.json"
    whole = {"format": FORMAT, "edition": EDITION, "settings": named}
    file.write_text(json.dumps(whole), encoding="utf-8")
    return file


def take(page: SettingsPage, front: Front, qtbot: QtBot, file: Path) -> None:
    """Give the page a file and wait for what it makes of it."""
    page.files.take(file)
    idle(front, qtbot)
