"""A manager lets a terminal in again, by keys in the real wizard, against the real practice server."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clinic_terminal.application.people import add_person
from clinic_terminal.application.ports import Enrolment
from clinic_terminal.bootstrap.clocks import SystemClock
from clinic_terminal.bootstrap.first_start import SettingUp, is_unfinished
from clinic_terminal.bootstrap.program import open_program
from clinic_terminal.bootstrap.wire import enrol_terminal
from clinic_terminal.settings import Paths
from clinic_terminal.ui.start import make_application
from clinic_terminal.ui.wizard.clinic_page import ClinicPage
from clinic_terminal.ui.wizard.code_page import CodePage
from clinic_terminal.ui.wizard.language_page import LanguagePage
from clinic_terminal.ui.wizard.people_page import PeoplePage
from clinic_terminal.ui.wizard.purpose_page import PurposePage
from clinic_terminal.ui.wizard.server_page import ServerPage
from tests.practice import TIMEOUT, PracticeServer
from tests.showcase.wizard import CODE, ELSEWHERE, Hand, clinic

NEW_CODE = "XLXH-2468-1359"

Begin = Callable[[], Hand]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[PracticeServer]:
    server = PracticeServer(tmp_path / "server").start()
    yield server
    server.stop()


@pytest.fixture
def paths(server: PracticeServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Paths:
    """Return a clinic that is enrolled, with its manager."""
    monkeypatch.setenv("CLINIC_TERMINAL_KEYRING", "off")
    paths = clinic(tmp_path)
    enrol_terminal(paths, server.url, CODE, SystemClock())
    program = open_program(paths)
    add_person(program.terminal, "张晓莉", "2580", "2580", manager=True)
    program.close()
    return paths


@pytest.fixture
def begin(qapp: QApplication, qtbot: QtBot, paths: Paths) -> Iterator[Begin]:
    del qapp
    make_application()
    hands: list[Hand] = []

    def act() -> Hand:
        hands.append(Hand(paths, qtbot, again=True))
        return hands[-1]

    yield act
    for hand in hands:
        hand.close()


def kept(paths: Paths) -> Enrolment:
    place = SettingUp(paths).enrolment()
    assert place is not None
    return place


def to_server(hand: Hand) -> ServerPage:
    hand.at(LanguagePage)
    hand.enter()
    hand.at(PurposePage)
    hand.enter()
    return hand.at(ServerPage)


def to_code(hand: Hand) -> CodePage:
    to_server(hand)
    hand.window.frame.skip_button.click()
    page = hand.at(ClinicPage)
    assert (page.again.isVisible(), page.not_ours.isVisible()) == (True, False)
    page.again.click()
    return hand.at(CodePage)


def test_a_revoked_terminal_is_let_in_again_and_goes_on_with_the_people(
    server: PracticeServer, paths: Paths, begin: Begin
) -> None:
    before = kept(paths)
    url = f"{server.url}/sandbox/revocations"
    assert requests.post(url, json={"terminal": before.terminal}, timeout=TIMEOUT).status_code == 200
    hand = begin()
    to_code(hand)
    hand.type(NEW_CODE)
    hand.enter()
    page = hand.at(ClinicPage)
    assert "T02" in page.place.text()
    assert not page.again.isVisible()
    assert kept(paths) == before
    hand.enter()
    people = hand.at(PeoplePage)
    hand.until(lambda: [one.name for one in people.people] == ["张晓莉"])
    assert kept(paths).terminal.endswith("T02")
    house = hand.window.guide.house
    assert house is not None
    house.fetch_changes()
    assert not is_unfinished(paths)
    hand.press(Qt.Key.Key_Escape)
    assert hand.at(ClinicPage).again.isVisible()
    hand.press(Qt.Key.Key_Escape)
    assert hand.at(ServerPage).address.isReadOnly()


def test_another_clinics_code_is_said_and_the_way_out_is_open(paths: Paths, begin: Begin) -> None:
    before, hand = kept(paths), begin()
    page = to_code(hand)
    hand.type(ELSEWHERE)
    hand.enter()
    hand.say_of("另一家诊所")
    assert hand.window.page is page
    hand.window.frame.skip_button.click()
    assert hand.at(ClinicPage).place.text().count(before.terminal) == 1
    hand.enter()
    hand.at(PeoplePage)
    assert kept(paths) == before


@pytest.mark.parametrize("note", [None, b"keyring\n"])
def test_without_its_key_it_asks_for_a_code_by_itself_and_the_address_may_change(
    server: PracticeServer, paths: Paths, begin: Begin, note: bytes | None
) -> None:
    for secret in (paths.data / "secrets").iterdir():
        secret.unlink()
        if note is not None:  # of a keyring that is not this computer's
            secret.write_bytes(note)
    hand = begin()
    page = to_server(hand)
    assert not page.address.isReadOnly()
    hand.window.frame.skip_button.click()
    hand.at(CodePage)
    hand.type(NEW_CODE)
    hand.enter()
    hand.at(ClinicPage)
    hand.enter()
    hand.at(PeoplePage)
    assert kept(paths).api_url == server.url
    assert not SettingUp(paths).lacks_key()
