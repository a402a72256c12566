"""Every step of the first start, in both languages: named, reached by Tab as it is read, and not cut."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clinic_terminal.application.printing_ports import FoundPrinter
from clinic_terminal.settings import Language
from clinic_terminal.ui.start import make_application
from clinic_terminal.ui.wizard.camera_page import CameraPage
from clinic_terminal.ui.wizard.clinic_page import ClinicPage
from clinic_terminal.ui.wizard.code_page import CodePage
from clinic_terminal.ui.wizard.done_page import DonePage
from clinic_terminal.ui.wizard.language_page import LanguagePage
from clinic_terminal.ui.wizard.people_page import PeoplePage
from clinic_terminal.ui.wizard.printer_page import PrinterPage
from clinic_terminal.ui.wizard.purpose_page import PurposePage
from clinic_terminal.ui.wizard.scanner_page import ScannerPage
from clinic_terminal.ui.wizard.screen_page import ScreenPage
from clinic_terminal.ui.wizard.server_page import ServerPage
from tests.fakes.printers import OFFICE
from tests.practice import PracticeServer
from tests.showcase.wizard import CODE, Hand, clinic
from tests.ui.pages.tour import SIZES, faults_of

LONG = "欧阳司徒诸葛慕容上官令狐·阿卜杜热西提"
PRINTERS = (FoundPrinter(OFFICE, "Office laser printer beside the second chair, upper tray", is_usual=True),)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[PracticeServer]:
    server = PracticeServer(tmp_path / "server").start()
    yield server
    server.stop()


@pytest.fixture
def hand(qapp: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hand]:
    del qapp
    make_application()
    monkeypatch.setenv("CLINIC_TERMINAL_KEYRING", "off")
    hand = Hand(clinic(tmp_path), qtbot)
    yield hand
    hand.close()


class Walk:
    """Looks at each step as it comes; ``faults`` collects what was found."""

    def __init__(self, hand: Hand) -> None:
        self.hand = hand
        self.faults: dict[str, list[str]] = {}

    def look(self, what: str) -> None:
        window = self.hand.window
        assert window.page is not None
        found = faults_of(window, window.page, SIZES)
        if found:
            self.faults[what] = found

    def refused(self, what: str, page_says: Callable[[], bool]) -> None:
        """Press Enter, wait for what is wrong, and look."""
        self.hand.enter()
        self.hand.until(page_says)
        self.look(what)


def _to_the_code(walk: Walk, language: Language, url: str) -> CodePage:
    hand = walk.hand
    hand.at(LanguagePage)
    hand.type("2" if language is Language.EN else "1")
    walk.look("language")
    hand.enter()
    hand.at(PurposePage)
    walk.look("purpose")
    hand.enter()
    server = hand.at(ServerPage)
    server.network.toggle.click()
    walk.look("server with proxy and certificates")
    walk.refused("no address", lambda: server.said.tone is not None)
    hand.type_over(server.address, url)
    hand.enter()
    hand.until(lambda: bool(server.facts.facts))
    walk.look("server found")
    hand.enter()
    return hand.at(CodePage)


def _to_the_scanner(walk: Walk, code: CodePage) -> None:
    hand = walk.hand
    walk.refused("no code", lambda: code.said.tone is not None)
    hand.type_over(code.code, CODE)
    hand.enter()
    hand.at(ClinicPage)
    walk.look("clinic")
    hand.enter()
    people = hand.at(PeoplePage)
    walk.refused("no name", lambda: people.said.tone is not None and not people.busy)
    hand.type_over(people.name, LONG)
    for field in (people.pin, people.again):
        hand.type_over(field, "2580")
    hand.enter()
    hand.until(lambda: len(people.people) == 1 and not people.busy)
    walk.look("people")
    hand.enter()


def _to_the_end(walk: Walk) -> None:
    hand = walk.hand
    scanner = hand.at(ScannerPage)
    hand.window.wedge.scanned.emit("134567890123456789")
    hand.until(lambda: scanner.said.tone is not None and not scanner.busy)
    walk.look("scanner")
    hand.enter()
    hand.at(CameraPage)
    walk.look("camera")
    hand.enter()
    hand.at(ScreenPage)
    walk.look("screen")
    hand.enter()
    printer = hand.at(PrinterPage)
    walk.look("no printer")
    printer.offer(PRINTERS)
    walk.look("printer")
    hand.window.frame.skip_button.click()
    done = hand.at(DonePage)
    hand.until(lambda: bool(done.facts.facts))
    walk.look("done")


@pytest.mark.parametrize("language", list(Language), ids=str)
def test_every_step_is_named_and_reached_and_not_cut(
    server: PracticeServer, hand: Hand, language: Language
) -> None:
    walk = Walk(hand)
    _to_the_scanner(walk, _to_the_code(walk, language, server.url))
    _to_the_end(walk)
    assert walk.faults == {}


def test_tab_goes_round_through_the_fields_and_then_the_keys(server: PracticeServer, hand: Hand) -> None:
    walk = Walk(hand)
    code = _to_the_code(walk, Language.ZH, server.url)
    code.code.setFocus()
    frame = hand.window.frame
    for stop in (frame.back_button, frame.forward_button, code.code):
        hand.press(Qt.Key.Key_Tab)
        assert hand.window.focusWidget() is stop
