"""What touches the whole clinic, on the settings page: a manager confirms it, and the rest is free."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from clinic_terminal.application.recovery_ports import NoRecoveryKey
from clinic_terminal.application.settings_ports import DEFAULTS
from clinic_terminal.ui.pages.settings import SettingsPage
from clinic_terminal.ui.window import TerminalWindow
from tests.ui.pages.bench import nameless
from tests.ui.pages.front import PIN, Front, focused, operator, press, words_on
from tests.ui.pages.managed import MANAGER_PIN, asked, confirm, with_manager
from tests.ui.pages.settings_desk import (
    Keeper,
    field,
    find,
    idle,
    keep_in_memory,
    on_show,
    open_settings,
    settings_file,
    take,
)


@pytest.fixture
def keeper(front: Front) -> Keeper:
    return keep_in_memory(front)


@pytest.fixture
def page(keeper: Keeper, front: Front, at_work: TerminalWindow, qtbot: QtBot) -> Iterator[SettingsPage]:
    assert keeper.values == DEFAULTS
    yield open_settings(front, at_work, qtbot)
    idle(front, qtbot)


def type_proxy(page: SettingsPage) -> None:
    find(page, "dlfwq")
    QTest.keyClicks(focused(page.window()), "http://10.0.0.1:3128")
    press(page.window(), Qt.Key.Key_Return)


def test_a_managers_pin_keeps_what_touches_the_whole_clinic_and_is_not_asked_twice(
    page: SettingsPage, keeper: Keeper, front: Front, at_work: TerminalWindow, qtbot: QtBot
) -> None:
    boss = with_manager(front)
    type_proxy(page)
    asked(page.confirming, qtbot)
    said = words_on(page)
    assert "修改“代理服务器”？" in said
    assert "从“未填”改成“http://10.0.0.1:3128”。" in said
    assert nameless(page) == []
    confirm(page.confirming, MANAGER_PIN, qtbot)
    idle(front, qtbot)
    assert keeper.values["proxy"] == "http://10.0.0.1:3128"
    assert field(page, "proxy").field.hasFocus()
    page.list.lines["proxy"].reset_button.click()
    idle(front, qtbot)
    assert keeper.values == DEFAULTS
    with front.store.read() as uow:
        rows = [(row.act, row.operator, row.facts.get("approved_by")) for row in uow.audit.rows()]
    assert rows == [
        ("approve", boss.id, None),
        ("change_setting", operator().id, boss.id),
        ("change_setting", operator().id, boss.id),
    ]
    press(at_work, Qt.Key.Key_F2)
    press(at_work, Qt.Key.Key_F12)
    type_proxy(page)
    asked(page.confirming, qtbot)


def test_the_operators_own_pin_is_not_enough_where_there_is_a_manager(
    page: SettingsPage, keeper: Keeper, front: Front, qtbot: QtBot
) -> None:
    with_manager(front)
    type_proxy(page)
    asked(page.confirming, qtbot)
    QTest.keyClicks(focused(page.window()), PIN)
    press(page.window(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "PIN 不对。" in words_on(page))
    assert keeper.values == DEFAULTS
    assert page.confirming.panel.card.pin.hasFocus()
    press(page.window(), Qt.Key.Key_Escape)
    assert not page.confirming.is_asking
    assert (field(page, "proxy").text, field(page, "proxy").field.hasFocus()) == ("", True)


def test_a_clinic_without_a_manager_is_told_so_and_not_locked_out(
    page: SettingsPage, keeper: Keeper, front: Front, qtbot: QtBot
) -> None:
    type_proxy(page)
    asked(page.confirming, qtbot)
    assert "本诊所还没有管理员：现在用您自己的 PIN 确认。请在“设置”的“人员”里指定一位。" in words_on(page)
    confirm(page.confirming, PIN, qtbot)
    idle(front, qtbot)
    assert keeper.values["proxy"] == "http://10.0.0.1:3128"


def test_leaving_the_page_drops_an_open_question(
    page: SettingsPage, keeper: Keeper, front: Front, at_work: TerminalWindow, qtbot: QtBot
) -> None:
    with_manager(front)
    type_proxy(page)
    asked(page.confirming, qtbot)
    press(at_work, Qt.Key.Key_F2)
    press(at_work, Qt.Key.Key_F12)
    idle(front, qtbot)
    assert not page.confirming.is_asking
    assert page.list.isVisible()
    assert page.head.search.hasFocus()
    assert (field(page, "proxy").text, keeper.values) == ("", DEFAULTS)


def test_what_is_free_asks_nobody(page: SettingsPage, keeper: Keeper, front: Front, qtbot: QtBot) -> None:
    with_manager(front)
    for name, value in (("scale", "150"), ("sound", False), ("serial_port", "COM3")):
        page.changes.change(name, value)
        idle(front, qtbot)
        assert keeper.values[name] == value
    assert not page.confirming.is_asking


def test_a_file_with_a_guarded_option_is_taken_with_a_managers_pin(
    page: SettingsPage, keeper: Keeper, front: Front, qtbot: QtBot, tmp_path: Path
) -> None:
    with_manager(front)
    take(page, front, qtbot, settings_file(tmp_path, scale="150", proxy="http://10.0.0.1:3128"))
    press(page.window(), Qt.Key.Key_Return)
    asked(page.confirming, qtbot)
    press(page.window(), Qt.Key.Key_Escape)
    assert (page.preview.isVisible(), keeper.values) == (True, DEFAULTS)
    press(page.window(), Qt.Key.Key_Return)
    confirm(page.confirming, MANAGER_PIN, qtbot)
    idle(front, qtbot)
    assert keeper.values == {**DEFAULTS, "scale": "150", "proxy": "http://10.0.0.1:3128"}
    assert page.list.isVisible()


def test_setting_up_again_asks_a_manager_and_then_the_window(
    page: SettingsPage, front: Front, at_work: TerminalWindow, qtbot: QtBot
) -> None:
    with_manager(front)
    find(page, "cxsz")
    press(page.window(), Qt.Key.Key_Return)
    asked(page.confirming, qtbot)
    with qtbot.waitSignal(at_work.set_up_wanted):
        confirm(page.confirming, MANAGER_PIN, qtbot)


def test_the_guide_and_the_outage_card_are_one_search_away(
    page: SettingsPage, at_work: TerminalWindow, qtbot: QtBot
) -> None:
    find(page, "duanwangka")
    assert on_show(page) == ["outage-card"]
    with qtbot.waitSignal(at_work.shell.guide.card_wanted):
        press(page.window(), Qt.Key.Key_Return)
    for chooser in at_work.findChildren(QFileDialog):
        chooser.reject()
    find(page, "syzn")
    assert on_show(page) == ["guide"]
    press(page.window(), Qt.Key.Key_Return)
    assert at_work.shell.guide.isVisible()


class OnPaper(NoRecoveryKey):
    """A terminal whose key is known."""

    def written(self) -> str:
        return " ".join(f"{number:04x}" for number in range(0xA000, 0xA011))


def test_the_recovery_key_is_seen_by_a_manager_and_gone_when_it_is_left(
    page: SettingsPage, front: Front, at_work: TerminalWindow, qtbot: QtBot
) -> None:
    with_manager(front)
    front.desk.terminal = replace(front.desk.terminal, recovery=OnPaper())
    find(page, "huifumiyao")
    press(page.window(), Qt.Key.Key_Return)
    asked(page.confirming, qtbot)
    assert "a000" not in words_on(at_work)
    confirm(page.confirming, MANAGER_PIN, qtbot)
    qtbot.waitUntil(lambda: page.places.panel is not None)
    said = words_on(page).splitlines()
    assert [group for group in OnPaper().written().split() if group in said] == OnPaper().written().split()
    assert nameless(page) == []
    press(page.window(), Qt.Key.Key_Return)
    assert page.list.isVisible()
    assert not [label for label in page.findChildren(QLabel) if label.text() == "a000" and label.isVisible()]


def test_where_one_practises_there_is_nothing_to_set_up_and_no_key(front: Front) -> None:
    front.desk.practice = True
    page = SettingsPage(front.desk)
    assert {"people", "doctor", "guide"} <= page.list.places.keys()
    assert page.list.places.keys().isdisjoint({"set-up", "recovery-key"})
