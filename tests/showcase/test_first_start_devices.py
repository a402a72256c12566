"""Camera, screen and printer at the first start, with stand-ins: there, not there, and in trouble."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest
from PIL import Image
from PySide6.QtCore import QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clinic_terminal.application.first_start import Step
from clinic_terminal.application.paper_orders import PaperKind
from clinic_terminal.application.people import add_person
from clinic_terminal.application.printer_address import PrinterAddress, Way
from clinic_terminal.application.printer_choices import choices_of
from clinic_terminal.application.printing_failures import PrinterGoneError
from clinic_terminal.application.printing_ports import FoundPrinter
from clinic_terminal.bootstrap.first_start import SettingUp
from clinic_terminal.bootstrap.practice import write_practice_cards
from clinic_terminal.bootstrap.program import Program
from clinic_terminal.card.issue import card_png
from clinic_terminal.settings import Paths
from clinic_terminal.ui.camera import CameraName, Cameras, Feed
from clinic_terminal.ui.guardian_display import CHOICE
from clinic_terminal.ui.staged_devices import PRINTERS, staged_cameras
from clinic_terminal.ui.start import make_application
from clinic_terminal.ui.widgets.tone import Tone
from clinic_terminal.ui.wizard.camera_page import CameraPage
from clinic_terminal.ui.wizard.done_page import DonePage
from clinic_terminal.ui.wizard.printer_page import PrinterPage
from clinic_terminal.ui.wizard.scanner_page import ScannerPage
from clinic_terminal.ui.wizard.screen_page import ScreenPage
from tests.fakes.printers import OFFICE, FakePrinters
from tests.practice import PracticeServer
from tests.showcase.wizard import CODE, Hand, clinic

SLIP = PrinterAddress(Way.USB, "0fe6:811e")


class NoCameras(QObject):
    """A computer without a camera."""

    changed = Signal()

    def names(self) -> tuple[CameraName, ...]:
        return ()

    def open(self, name: CameraName) -> Feed:
        raise AssertionError(name)


class OtherScreen:
    """A second screen, as far as a choice looks at it."""

    def name(self) -> str:
        return "HDMI-2"

    def model(self) -> str:
        return "Family 10"

    def manufacturer(self) -> str:
        return "Maker"

    def serialNumber(self) -> str:  # noqa: N802  Qt's name
        return "7"

    def geometry(self) -> QRect:
        return QRect(1366, 0, 1280, 800)

    def size(self) -> QSize:
        return QSize(1280, 800)


@pytest.fixture
def paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Paths:
    """Return a clinic that is enrolled and has a manager: the devices come next."""
    monkeypatch.setenv("CLINIC_TERMINAL_KEYRING", "off")
    server = PracticeServer(tmp_path / "server").start()
    paths = clinic(tmp_path)
    up = SettingUp(paths)
    up.accept(up.offer(server.url, CODE))
    house = up.open()
    add_person(house.terminal, "张晓莉", "2580", "2580", manager=True)
    house.fetch_changes()
    house.close()
    server.stop()
    return paths


@pytest.fixture
def hand(paths: Paths, qapp: QApplication, qtbot: QtBot) -> Iterator[Hand]:
    """Return a hand at the first of the tests."""
    del qapp
    make_application()
    hand = Hand(paths, qtbot)
    hand.at(ScannerPage)
    yield hand
    hand.close()


def at_camera(hand: Hand, make: Callable[[], object]) -> CameraPage:
    hand.window.guide.cameras = cast("Callable[[], Cameras]", make)
    hand.enter()
    return hand.at(CameraPage)


def at_printer(hand: Hand, printers: FakePrinters) -> PrinterPage:
    guide = hand.window.guide
    house = guide.house
    assert isinstance(house, Program)
    guide.house = replace(house, terminal=replace(house.terminal, printers=printers))
    for kind in (CameraPage, ScreenPage, PrinterPage):
        hand.window.frame.skip_button.click()
        page = hand.at(kind)
    assert isinstance(page, PrinterPage)
    return page


def tried(hand: Hand, step: Step) -> str:
    return hand.window.guide.tried.get(step, "")


def test_a_card_before_the_camera_is_read_and_the_camera_closed(hand: Hand, tmp_path: Path) -> None:
    cards = write_practice_cards(tmp_path / "cards", tmp_path / "server")
    page = at_camera(hand, lambda: staged_cameras(cards / "RETURNING.png"))
    hand.say_of("读到了电子保险卡")
    assert page.said.tone is Tone.OK
    assert page.view is not None
    assert not page.view.is_open
    assert "关闭" in page.view.said.text()
    hand.enter()
    hand.at(ScreenPage)
    assert "读到了" in tried(hand, Step.CAMERA)


def test_another_code_shows_that_the_camera_can_read(hand: Hand, tmp_path: Path) -> None:
    code = tmp_path / "code.png"
    code.write_bytes(card_png("134567890123456789"))
    page = at_camera(hand, lambda: staged_cameras(code))
    hand.say_of("能读二维码")
    assert "1345" not in hand.said
    assert page.view is not None
    assert page.view.is_open


def test_a_camera_with_a_picture_counts_though_no_card_was_shown(hand: Hand, tmp_path: Path) -> None:
    blank = tmp_path / "blank.png"
    Image.new("L", (300, 300), 200).save(blank)
    page = at_camera(hand, lambda: staged_cameras(blank))
    hand.until(lambda: page.view is not None and page.view.feed is not None)
    hand.enter()
    hand.at(ScreenPage)
    assert tried(hand, Step.CAMERA) == "摄像头有画面。"


def test_without_a_camera_the_work_goes_on(hand: Hand) -> None:
    page = at_camera(hand, NoCameras)
    assert page.view is not None
    assert "没有找到摄像头" in page.view.said.text()
    hand.enter()
    hand.at(ScreenPage)
    assert not tried(hand, Step.CAMERA)


def test_without_a_second_screen_the_family_signs_here(hand: Hand) -> None:
    at_camera(hand, NoCameras)
    hand.enter()
    page = hand.at(ScreenPage)
    assert page.choices == ()
    assert "没有找到第二块屏幕" in hand.said
    hand.enter()
    hand.at(PrinterPage)
    assert "本窗口" in tried(hand, Step.SCREEN)


def test_the_familys_screen_is_chosen_by_its_number_and_remembered(hand: Hand) -> None:
    other = cast("QScreen", OtherScreen())
    hand.window.guide.screens = lambda: [QGuiApplication.primaryScreen(), other]
    at_camera(hand, NoCameras)
    hand.enter()
    page = hand.at(ScreenPage)
    assert [choice.label for choice in page.choices] == ["Family 10 · 1280×800"]
    hand.type("2")
    assert "正显示诊所名字" in hand.said
    hand.type("1")
    assert not hand.said
    hand.type("2")
    hand.enter()
    hand.at(PrinterPage)
    assert "Family 10" in tried(hand, Step.SCREEN)
    house = hand.window.guide.house
    assert house is not None
    with house.terminal.store.read() as uow:
        assert uow.memory.choice(CHOICE) == page.choices[0].key


def test_a_screen_that_is_plugged_in_meanwhile_appears(hand: Hand) -> None:
    at_camera(hand, NoCameras)
    hand.enter()
    page = hand.at(ScreenPage)
    other = cast("QScreen", OtherScreen())
    hand.window.guide.screens = lambda: [QGuiApplication.primaryScreen(), other]
    page.stale.emit()
    assert len(hand.at(ScreenPage).choices) == 1


def test_the_usual_printer_is_offered_tested_and_kept(hand: Hand) -> None:
    printers = FakePrinters()
    page = at_printer(hand, printers)
    assert page.printer == OFFICE
    page.test_button.click()
    hand.say_of("测试页已打印")
    assert printers.tested == [OFFICE]
    hand.until(lambda: not page.busy)
    hand.enter()
    done = hand.at(DonePage)
    hand.until(lambda: any("Office" in fact.value for fact in done.facts.facts))
    told = next(fact for fact in done.facts.facts if "Office" in fact.value)
    assert (told.tone, "测试页打过了" in told.value) == (Tone.OK, True)
    house = hand.window.guide.house
    assert house is not None
    assert choices_of(house.terminal).of(PaperKind.BILL).printer == OFFICE


def test_a_printer_that_only_takes_the_page_is_looked_at(hand: Hand) -> None:
    page = at_printer(hand, FakePrinters(confirms=False))
    page.test_button.click()
    hand.say_of("请看一下打出来没有")
    assert page.said.tone is Tone.OK


def test_a_printer_in_trouble_says_so_and_may_be_kept_for_later(hand: Hand) -> None:
    page = at_printer(hand, FakePrinters(errors=[PrinterGoneError()]))
    page.test_button.click()
    hand.until(lambda: page.said.tone in {Tone.WARN, Tone.STOP} and not page.busy)
    assert page.test_button.isEnabled()


def test_a_slip_printer_is_chosen_for_slips(hand: Hand) -> None:
    page = at_printer(hand, FakePrinters(there=(FoundPrinter(SLIP, "Slips", is_usual=True),)))
    assert page.printer == SLIP
    hand.enter()
    done = hand.at(DonePage)
    hand.until(lambda: any("Slips" in fact.value for fact in done.facts.facts))
    told = next(fact for fact in done.facts.facts if "Slips" in fact.value)
    assert (told.tone, "还没有打过测试页" in told.value) == (Tone.NEUTRAL, True), "nobody saw it print"
    house = hand.window.guide.house
    assert house is not None
    assert choices_of(house.terminal).of(PaperKind.SLIP).printer == SLIP
    assert choices_of(house.terminal).of(PaperKind.BILL).printer != SLIP


def test_without_a_printer_papers_become_pdf(hand: Hand) -> None:
    page = at_printer(hand, FakePrinters(there=()))
    assert "没有找到打印机" in hand.said
    assert not page.test_button.isEnabled()
    hand.press(Qt.Key.Key_Down)
    hand.enter()
    hand.at(DonePage)
    assert "PDF" in tried(hand, Step.PRINTER)


def test_staged_printers_are_a_sheet_printer_and_a_slip_printer() -> None:
    assert [one.address.is_slip for one in PRINTERS] == [False, True]
