"""A held or doubled Enter runs through no step of the first start."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clinic_terminal.ui.enter_key import PAUSE_MS
from clinic_terminal.ui.start import make_application
from clinic_terminal.ui.wizard.language_page import LanguagePage
from clinic_terminal.ui.wizard.purpose_page import PurposePage
from clinic_terminal.ui.wizard.server_page import ServerPage
from tests.showcase.wizard import Hand, clinic
from tests.ui.strikes import LATER, Keyboard


@pytest.fixture
def hand(qapp: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hand]:
    del qapp
    make_application()
    monkeypatch.setenv("CLINIC_TERMINAL_KEYRING", "off")
    hand = Hand(clinic(tmp_path), qtbot)
    yield hand
    hand.close()


def test_a_key_that_is_held_down_runs_through_no_step(hand: Hand, monkeypatch: pytest.MonkeyPatch) -> None:
    keyboard = Keyboard(monkeypatch)
    language = hand.at(LanguagePage)
    keyboard.hold(hand.window)
    assert _is_on(hand, language)
    keyboard.now = LATER
    keyboard.strike(hand.window, 1_000)
    purpose = hand.at(PurposePage)
    keyboard.now += LATER
    keyboard.strike(hand.window, 1_000 + PAUSE_MS - 1)
    assert _is_on(hand, purpose)
    keyboard.strike(hand.window, 1_000 + LATER)
    server = hand.at(ServerPage)
    keyboard.strike(hand.window, 1_000 + 2 * LATER)
    assert _is_on(hand, server)


def _is_on(hand: Hand, page: object) -> bool:
    return hand.window.page is page
