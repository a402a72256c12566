"""The first start by keys alone, with every wrong turn, against the real practice server."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from clinic_terminal.application.first_start import STEPS, Step
from clinic_terminal.application.operators import operators
from clinic_terminal.bootstrap.first_start import SettingUp, is_unfinished
from clinic_terminal.bootstrap.practice import write_practice_cards
from clinic_terminal.settings import Language, Paths, load_settings
from clinic_terminal.ui.start import make_application
from clinic_terminal.ui.widgets.tone import Tone
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
from tests.practice import PracticeServer
from tests.showcase.wizard import CODE, ELSEWHERE, EXPIRED, Hand, clinic

Begin = Callable[..., Hand]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[PracticeServer]:
    server = PracticeServer(tmp_path / "server").start()
    yield server
    server.stop()


@pytest.fixture
def begin(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Begin]:
    del qapp
    make_application()
    monkeypatch.setenv("CLINIC_TERMINAL_KEYRING", "off")
    hands: list[Hand] = []

    def act(paths: Paths | None = None, *, again: bool = False) -> Hand:
        for hand in hands:
            hand.close()
        hands.append(Hand(paths or clinic(tmp_path), qtbot, again=again))
        return hands[-1]

    yield act
    for hand in hands:
        hand.close()


def to_server(hand: Hand) -> ServerPage:
    hand.at(LanguagePage)
    hand.enter()
    hand.at(PurposePage)
    hand.enter()
    return hand.at(ServerPage)


def to_code(hand: Hand, url: str) -> CodePage:
    page = to_server(hand)
    hand.type(url)
    hand.enter()
    hand.until(lambda: bool(page.facts.facts))
    hand.enter()
    return hand.at(CodePage)


def to_people(hand: Hand, url: str) -> PeoplePage:
    to_code(hand, url)
    hand.type(CODE.lower().replace("-", ""))
    hand.enter()
    hand.at(ClinicPage)
    hand.enter()
    return hand.at(PeoplePage)


def add(hand: Hand, page: PeoplePage, name: str, pin: str, again: str = "") -> None:
    hand.type_over(page.name, name)
    hand.press(Qt.Key.Key_Tab)
    hand.type(pin)
    hand.press(Qt.Key.Key_Tab)
    hand.type(again or pin)
    hand.enter()


def to_scanner(hand: Hand, url: str) -> ScannerPage:
    page = to_people(hand, url)
    add(hand, page, "张晓莉", "2580")
    hand.until(lambda: len(page.people) == 1 and not page.busy)
    hand.enter()
    return hand.at(ScannerPage)


def nameless(hand: Hand) -> list[str]:
    page = hand.window.page
    assert page is not None
    controls = [*page.findChildren(QAbstractButton), *page.findChildren(QLineEdit)]
    return [type(one).__name__ for one in controls if one.isVisible() and not one.accessibleName()]


def test_enter_alone_leads_from_the_language_to_the_sign_in(server: PracticeServer, begin: Begin) -> None:
    hand = begin()
    scanner = to_scanner(hand, server.url)
    assert nameless(hand) == []
    assert scanner.may_skip
    for kind in (CameraPage, ScreenPage, PrinterPage):
        hand.enter()
        hand.at(kind)
        assert nameless(hand) == []
    hand.enter()
    done = hand.at(DonePage)
    hand.until(lambda: len(done.facts.facts) == 6)
    assert is_unfinished(hand.paths)
    hand.enter()
    hand.until(lambda: hand.ends == ["finished"])
    assert not is_unfinished(hand.paths)
    hand.close()
    house = SettingUp(hand.paths).open()
    (manager,) = operators(house.terminal)
    house.close()
    assert (manager.name, manager.manager) == ("张晓莉", True)


def test_the_language_changes_with_the_choice_and_lasts(begin: Begin) -> None:
    hand = begin()
    page = hand.at(LanguagePage)
    hand.type("2")
    assert page.cards.chosen == 1
    hand.enter()
    hand.at(PurposePage)
    assert load_settings(hand.paths.settings).language is Language.EN
    assert hand.window.frame.back_button.text() == "Back"


def test_practice_is_asked_for_and_the_real_set_up_waits(begin: Begin) -> None:
    hand = begin()
    hand.at(LanguagePage)
    hand.enter()
    hand.at(PurposePage)
    hand.press(Qt.Key.Key_Down)
    hand.enter()
    hand.until(lambda: hand.ends == ["practice"] and hand.noted is Step.PURPOSE)
    assert not hand.paths.database.exists()
    assert isinstance(begin(hand.paths).at(PurposePage), PurposePage)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "还没有填地址"),
        ("http://api.example.cn", "不加密"),
        ("https://a b", "不是一个能用的地址"),
        ("http://127.0.0.1:9", "连"),
    ],
)
def test_a_wrong_address_is_said_and_kept_for_correction(begin: Begin, typed: str, told: str) -> None:
    hand = begin()
    page = to_server(hand)
    hand.type(typed)
    hand.enter()
    hand.say_of(told)
    assert not page.facts.facts
    assert page.address.hasFocus()
    assert hand.window.page is page


def test_a_wrong_proxy_is_said_at_its_own_field(begin: Begin) -> None:
    hand = begin()
    page = to_server(hand)
    page.network.toggle.click()
    hand.type_over(page.network.proxy, "proxy")
    hand.type_over(page.address, "api.example.cn")
    hand.enter()
    hand.say_of("代理的写法不对")
    assert page.network.proxy.hasFocus()


def test_a_missing_file_of_certificates_is_said(server: PracticeServer, begin: Begin, tmp_path: Path) -> None:
    hand = begin()
    page = to_server(hand)
    page.network.take_file(str(tmp_path / "none.pem"))
    hand.type(server.url)
    hand.enter()
    hand.until(lambda: page.said.tone is not None)
    assert not page.facts.facts
    page.network.take_file("")
    hand.enter()
    hand.until(lambda: bool(page.facts.facts))


def test_another_address_is_checked_anew(server: PracticeServer, begin: Begin) -> None:
    hand = begin()
    page = to_server(hand)
    hand.type(server.url)
    hand.enter()
    hand.until(lambda: bool(page.facts.facts))
    hand.type("0")
    assert not page.facts.facts
    assert hand.window.frame.forward_button.text() == "检查连接"


def test_each_wrong_code_has_its_own_words(server: PracticeServer, begin: Begin, tmp_path: Path) -> None:
    used = "XLXH-2468-1359"
    SettingUp(Paths(tmp_path / "other")).offer(server.url, used)
    hand = begin()
    page = to_code(hand, server.url)
    for code, told in (
        ("xlxh-2468", "不完整"),
        ("ABCD12345678", "没有这个激活码"),
        (used, "另一台电脑"),
        (EXPIRED, "过期"),
    ):
        hand.type_over(page.code, code)
        hand.enter()
        hand.say_of(told)
        hand.at(CodePage)
    hand.type_over(page.code, CODE)
    hand.enter()
    hand.at(ClinicPage)


def test_the_line_may_be_lost_before_the_code(server: PracticeServer, begin: Begin) -> None:
    hand = begin()
    page = to_code(hand, server.url)
    server.stop()
    hand.type(CODE)
    hand.enter()
    hand.until(lambda: page.said.tone is not None)
    server.start()
    hand.enter()
    hand.at(ClinicPage)


def test_a_clinic_that_is_not_ours_leads_back_to_the_code(server: PracticeServer, begin: Begin) -> None:
    hand = begin()
    to_code(hand, server.url)
    hand.type(ELSEWHERE)
    hand.enter()
    page = hand.at(ClinicPage)
    assert "小鹿" not in page.card.accessibleName()
    page.not_ours.click()
    hand.at(CodePage)
    hand.type(CODE)
    hand.enter()
    page = hand.at(ClinicPage)
    assert page.card.accessibleName() == "小鹿口腔 小鹿口腔·徐汇诊所 上海"
    hand.enter()
    hand.at(PeoplePage)


def test_people_need_names_good_pins_and_a_manager(server: PracticeServer, begin: Begin) -> None:
    hand = begin()
    page = to_people(hand, server.url)
    for name, pin, again, told in (
        ("王敏", "1234", "1234", "太容易"),
        ("王敏", "258", "258", "4 到 12 位"),
        ("王敏", "2580", "2581", "不一样"),
        ("王敏", "25ab", "25ab", "只能用数字"),
    ):
        add(hand, page, name, pin, again)
        hand.say_of(told)
        hand.at(PeoplePage)
        assert (page.pin.text(), page.again.text()) == ("", "")
    page.manager.setChecked(False)
    add(hand, page, "王敏", "2580")
    hand.until(lambda: len(page.people) == 1 and not page.busy)
    hand.enter()
    hand.say_of("还没有管理员")
    add(hand, page, "王敏", "1379")
    hand.say_of("同名")
    add(hand, page, "张晓莉", "1379")
    hand.until(lambda: len(page.people) == 2 and not page.busy)
    hand.enter()
    hand.at(ScannerPage)


def test_escape_empties_the_form_before_it_leaves(server: PracticeServer, begin: Begin) -> None:
    hand = begin()
    page = to_people(hand, server.url)
    hand.type("王敏")
    hand.press(Qt.Key.Key_Escape)
    assert not page.name.text()
    hand.press(Qt.Key.Key_Escape)
    hand.at(ClinicPage)
    hand.press(Qt.Key.Key_Escape)
    hand.at(ServerPage)


def test_a_scan_is_judged_and_never_shown(server: PracticeServer, begin: Begin, tmp_path: Path) -> None:
    import json

    hand = begin()
    page = to_scanner(hand, server.url)
    hand.window.wedge.scanned.emit("134567890123456789")
    hand.say_of("收到 18 个字符")
    assert "不是电子保险卡" in hand.said
    assert "1345" not in hand.said
    hand.until(lambda: not page.busy)
    cards = write_practice_cards(tmp_path / "cards", tmp_path / "server")
    token = json.loads((cards / "cards.json").read_text())["RETURNING"]
    hand.window.wedge.scanned.emit(token)
    hand.say_of("签名有效")
    hand.window.wedge.eaten.emit()
    hand.say_of("输入法")
    assert page.said.tone is Tone.WARN


def test_every_device_may_be_left_for_later(server: PracticeServer, begin: Begin) -> None:
    hand = begin()
    to_scanner(hand, server.url)
    for kind in (CameraPage, ScreenPage, PrinterPage, DonePage):
        hand.window.frame.skip_button.click()
        hand.at(kind)
    assert not hand.window.frame.skip_button.isVisible()


def test_interrupted_at_any_step_it_goes_on_there(server: PracticeServer, begin: Begin) -> None:
    hand = begin()
    page = to_server(hand)
    hand = begin(hand.paths)
    page = hand.at(ServerPage)
    hand.type(server.url)
    hand.enter()
    hand.until(lambda: bool(page.facts.facts))
    hand.enter()
    hand.at(CodePage)
    hand.until(lambda: hand.noted is Step.CODE)
    hand = begin(hand.paths)
    hand.at(CodePage)
    hand.type(CODE)
    hand.enter()
    hand.at(ClinicPage)
    hand.until(lambda: hand.noted is Step.CLINIC)
    hand = begin(hand.paths)
    hand.at(ClinicPage)
    hand.enter()
    hand.at(PeoplePage)
    hand = begin(hand.paths)
    people = hand.at(PeoplePage)
    add(hand, people, "张晓莉", "2580")
    hand.until(lambda: len(people.people) == 1 and not people.busy)
    hand.enter()
    hand.at(ScannerPage)
    hand.enter()
    hand.at(CameraPage)
    hand.until(lambda: hand.noted is Step.CAMERA)
    hand = begin(hand.paths)
    hand.at(CameraPage)
    hand.press(Qt.Key.Key_Escape)
    hand.at(ScannerPage)
    hand.press(Qt.Key.Key_Escape)
    assert isinstance(hand.window.page, ScannerPage)
    assert not hand.window.frame.back_button.isVisible()


def test_a_manager_who_comes_back_sees_what_is_set_up_and_may_leave_at_once(
    server: PracticeServer, begin: Begin
) -> None:
    hand = begin()
    to_scanner(hand, server.url)
    hand.close()
    SettingUp(hand.paths).forget()
    hand = begin(hand.paths, again=True)
    page = to_server(hand)
    assert page.address.isReadOnly()
    assert page.address.text() == server.url
    assert page.may_skip
    hand.window.frame.skip_button.click()
    clinic_page = hand.at(ClinicPage)
    assert not clinic_page.not_ours.isVisible()
    hand.enter()
    hand.at(PeoplePage)
    assert not is_unfinished(hand.paths)
    for _step in STEPS:
        if hand.ends:
            break
        hand.press(Qt.Key.Key_Escape)
    assert hand.ends == ["finished"]
