"""Signing in by keys alone, calm after a wrong PIN, and nothing else to be seen before."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from clinic_terminal.ui.window import TerminalWindow
from tests.ui.pages.front import PIN, Front, nameless, operator, press, type_text, words_on


@pytest.fixture
def two_people(front: Front) -> Front:
    with front.store.begin() as uow:
        uow.memory.put_operator(replace(operator(), id="op-2", name="郑岚"))
    return front


def wait_for_people(window: TerminalWindow, qtbot: QtBot, current: str) -> None:
    qtbot.waitUntil(lambda: window.pages.sign_in.tiles.current == current)


def test_the_only_operator_is_chosen_and_signs_in_with_pin_and_enter(
    window: TerminalWindow, qtbot: QtBot
) -> None:
    wait_for_people(window, qtbot, "op-1")
    type_text(window, PIN)
    press(window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.page is window.pages.today)
    assert window.desk.operator.name == "王敏"


def test_a_number_chooses_the_person_and_the_pin_begins(
    two_people: Front, window: TerminalWindow, qtbot: QtBot
) -> None:
    assert two_people.desk is window.desk
    qtbot.waitUntil(lambda: len(nameless(window.pages.sign_in)) == 0 and "郑岚" in _names(window))
    press(window, Qt.Key.Key_2)
    assert window.pages.sign_in.tiles.current == _ids(window)[1]
    assert window.pages.sign_in.pin.hasFocus()


def test_arrows_walk_through_the_people(two_people: Front, window: TerminalWindow, qtbot: QtBot) -> None:
    assert two_people.desk is window.desk
    qtbot.waitUntil(lambda: "郑岚" in _names(window))
    tiles = window.pages.sign_in.tiles
    press(window, Qt.Key.Key_Down)
    first = tiles.current
    press(window, Qt.Key.Key_Down)
    second = tiles.current
    press(window, Qt.Key.Key_Up)
    assert [first, second, tiles.current] == [*_ids(window), _ids(window)[0]]


def test_a_wrong_pin_is_said_calmly_and_can_be_typed_again(window: TerminalWindow, qtbot: QtBot) -> None:
    wait_for_people(window, qtbot, "op-1")
    type_text(window, "1111")
    press(window, Qt.Key.Key_Return)
    page = window.pages.sign_in
    qtbot.waitUntil(lambda: bool(page.message))
    assert "PIN 不对" in page.message
    assert not page.pin.text()
    assert page.pin.hasFocus()
    type_text(window, PIN[0])
    assert not page.message
    assert window.page is page


def test_a_pin_is_not_shown(window: TerminalWindow, qtbot: QtBot) -> None:
    wait_for_people(window, qtbot, "op-1")
    type_text(window, PIN)
    assert PIN not in window.pages.sign_in.pin.displayText()


def test_the_button_waits_for_person_and_pin(window: TerminalWindow, qtbot: QtBot) -> None:
    wait_for_people(window, qtbot, "op-1")
    primary = window.pages.sign_in.primary
    assert primary is not None
    assert not primary.isEnabled()
    type_text(window, "1")
    assert primary.isEnabled()


def test_no_page_can_be_reached_before_signing_in(window: TerminalWindow) -> None:
    for key in (Qt.Key.Key_F2, Qt.Key.Key_F3, Qt.Key.Key_F10):
        press(window, key)
        assert window.page is window.pages.sign_in
    window.scan("202604C00000000101")
    assert window.page is window.pages.sign_in
    assert not window.shell.rail.isVisible()


def test_the_practice_hint_is_shown(window: TerminalWindow) -> None:
    assert "练习" in words_on(window.pages.sign_in)


def test_everything_on_the_page_has_a_name(window: TerminalWindow, qtbot: QtBot) -> None:
    wait_for_people(window, qtbot, "op-1")
    assert nameless(window) == []


def test_a_terminal_without_operators_says_so(front: Front, window: TerminalWindow, qtbot: QtBot) -> None:
    with front.store.begin() as uow:
        uow.memory.put_operator(replace(operator(), active=False))
    window.pages.sign_in.enter()
    qtbot.waitUntil(lambda: "管理员" in window.pages.sign_in.message)


def _names(window: TerminalWindow) -> str:
    return " ".join(button.text() for button in window.pages.sign_in.tiles._group.buttons())


def _ids(window: TerminalWindow) -> list[str]:
    return window.pages.sign_in.tiles._ids


def test_only_a_manager_is_offered_for_setting_up_again_and_escape_leaves_it(
    two_people: Front, window: TerminalWindow, qtbot: QtBot
) -> None:
    with two_people.store.begin() as uow:
        uow.memory.put_operator(replace(operator(), id="op-3", name="许静", manager=True))
    wanted: list[str] = []
    window.set_up_wanted.connect(lambda: wanted.append("again"))
    qtbot.waitUntil(lambda: "郑岚" in _names(window))
    page = window.pages.sign_in
    page.ask_for_manager()
    qtbot.waitUntil(lambda: page.tiles.current == "op-3")
    assert _names(window) == "许静"
    press(window, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: "郑岚" in _names(window))
    page.ask_for_manager()
    qtbot.waitUntil(lambda: page.tiles.current == "op-3")
    type_text(window, "1111")
    press(window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "PIN 不对" in page.message)
    assert wanted == []
    type_text(window, PIN)
    press(window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: wanted == ["again"])
    assert not window.desk.is_signed_in


def test_too_many_wrong_pins_are_said_on_the_page_itself(
    front: Front, window: TerminalWindow, qtbot: QtBot
) -> None:
    wait_for_people(window, qtbot, "op-1")
    page = window.pages.sign_in
    page.tiles.choose(0)
    for _ in range(6):
        type_text(window, "1111")
        press(window, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: not page._busy and not front.tasks.busy)
    assert page.message == "PIN 连续输错太多次。 请等 30 秒再试；忘记了请管理员重设。"
    type_text(window, PIN)
    press(window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not page._busy and not front.tasks.busy)
    assert not front.desk.is_signed_in
    front.clock.advance(30)
    type_text(window, PIN)
    press(window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: front.desk.is_signed_in)
