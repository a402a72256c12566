"""The settings page by real keys: found, judged while typing, kept at once, given out and taken in."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from clinic_terminal.application.settings_ports import DEFAULTS
from clinic_terminal.options import OPTIONS
from clinic_terminal.ui.lighting import lighting_of
from clinic_terminal.ui.motion import is_motion_reduced, reduce_motion
from clinic_terminal.ui.pages.setting_editors import LinesEditor
from clinic_terminal.ui.pages.settings import SettingsPage
from clinic_terminal.ui.theme import theme
from clinic_terminal.ui.widgets.buttons import GhostButton
from clinic_terminal.ui.window import TerminalWindow
from tests.ui.pages.bench import nameless
from tests.ui.pages.front import PIN, Front, focused, press, words_on
from tests.ui.pages.managed import confirm
from tests.ui.pages.settings_desk import (
    CTRL,
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
def page(
    keeper: Keeper, front: Front, at_work: TerminalWindow, app: QApplication, qtbot: QtBot
) -> Iterator[SettingsPage]:
    assert keeper.values == DEFAULTS
    yield open_settings(front, at_work, qtbot)
    idle(front, qtbot)
    reduce_motion(app, reduced=False)
    lighting_of(app).choose("light")


def window_of(page: SettingsPage) -> QWidget:
    return page.window()


def button_with(place: QWidget, name: str) -> GhostButton:
    return next(one for one in place.findChildren(GhostButton) if one.accessibleName() == name)


def test_the_page_is_built_when_it_is_first_wanted_and_every_control_has_a_name(
    page: SettingsPage, at_work: TerminalWindow
) -> None:
    assert at_work.page is page
    assert page.head.search.hasFocus()
    for group, _word in page.head.groups._parts:
        page.head.groups.choose(group)
        page.head.groups.changed.emit(group)
        assert nameless(at_work) == []
        assert on_show(page)
    boxes = page.findChildren(QCheckBox)
    assert {box.accessibleName() for box in boxes} == {"减少动画", "读卡提示音", "查有没有新版本"}
    assert {(box.isChecked(), box.text()) for box in boxes} == {(True, "开"), (False, "关")}
    boxes[0].setChecked(not boxes[0].isChecked())
    assert boxes[0].text() == ("开" if boxes[0].isChecked() else "关")


def test_a_setting_is_found_by_initials_typed_and_kept_by_enter(
    page: SettingsPage, keeper: Keeper, front: Front, qtbot: QtBot
) -> None:
    find(page, "dlfwq")
    assert on_show(page) == ["proxy"]
    QTest.keyClicks(focused(page.window()), "http://10.0.0.1:3128")
    press(page.window(), Qt.Key.Key_Return)
    with qtbot.waitSignal(page.said) as told:
        confirm(page.confirming, PIN, qtbot)
    idle(front, qtbot)
    assert keeper.values == {**DEFAULTS, "proxy": "http://10.0.0.1:3128"}
    assert told.args == ["已保存：代理服务器"]
    assert "重新打开程序后生效" in [pill.accessibleName() for pill in page.findChildren(QWidget)]
    assert "共 15 项，改过 1 项 · 1 项重新打开程序后生效" in words_on(page)


def test_what_cannot_be_is_said_at_each_key_and_enter_keeps_nothing(
    page: SettingsPage, keeper: Keeper, front: Front, qtbot: QtBot
) -> None:
    find(page, "dlfwq")
    line = page.list.lines["proxy"]
    QTest.keyClicks(focused(page.window()), "10.0.0.1")
    assert line.problem.text() == "请写成 http://地址:端口，不能带用户名和密码。"
    assert line.editor.first.accessibleDescription() == line.problem.text()
    assert field(page, "proxy").field.property("invalid") == "true"
    press(page.window(), Qt.Key.Key_Return)
    idle(front, qtbot)
    assert keeper.values == DEFAULTS
    press(page.window(), Qt.Key.Key_Escape)
    assert (field(page, "proxy").text, line.problem.isVisible()) == ("", False)
    press(page.window(), Qt.Key.Key_Escape)
    assert page.head.search.hasFocus()
    press(page.window(), Qt.Key.Key_Escape)
    assert page.head.search.text() == ""
    assert page.isVisible()
    press(page.window(), Qt.Key.Key_Escape)
    assert not page.isVisible()


def test_leaving_a_field_keeps_what_was_typed(
    page: SettingsPage, keeper: Keeper, front: Front, qtbot: QtBot
) -> None:
    find(page, "qianzhui")
    QTest.keyClicks(focused(page.window()), "~")
    assert field(page, "scanner_prefix").save_button.isVisible()
    press(page.window(), Qt.Key.Key_Tab)
    idle(front, qtbot)
    assert keeper.values["scanner_prefix"] == "~"
    assert not field(page, "scanner_prefix").save_button.isVisible()


def test_several_lines_are_kept_together(
    page: SettingsPage, keeper: Keeper, front: Front, qtbot: QtBot
) -> None:
    find(page, "zzbds")
    editor = page.list.lines["member_patterns"].editor
    assert isinstance(editor, LinesEditor)
    QTest.keyClicks(editor.lines, "m=(.)")
    press(page.window(), Qt.Key.Key_Return)
    QTest.keyClicks(editor.lines, "n=(")
    assert page.list.lines["member_patterns"].problem.isVisible()
    QTest.keyClicks(editor.lines, ".)")
    assert not page.list.lines["member_patterns"].problem.isVisible()
    press(page.window(), Qt.Key.Key_S, CTRL)
    idle(front, qtbot)
    assert keeper.values["member_patterns"] == ("m=(.)", "n=(.)")
    QTest.keyClicks(editor.lines, "x")
    press(page.window(), Qt.Key.Key_Escape)
    assert editor.text == "m=(.)\nn=(.)"


def test_light_and_motion_change_at_once(
    page: SettingsPage, keeper: Keeper, front: Front, qtbot: QtBot
) -> None:
    find(page, "mingan")
    press(page.window(), Qt.Key.Key_Right)
    press(page.window(), Qt.Key.Key_Right)
    press(page.window(), Qt.Key.Key_Space)
    idle(front, qtbot)
    assert (keeper.values["mode"], theme().mode) == ("dark", "dark")
    find(page, "donghua")
    press(page.window(), Qt.Key.Key_Space)
    idle(front, qtbot)
    assert keeper.values["reduced_motion"] is True
    assert is_motion_reduced()


def test_the_sound_changes_at_once_at_check_in(
    page: SettingsPage, front: Front, at_work: TerminalWindow, qtbot: QtBot
) -> None:
    chime = at_work.pages.check_in.ways.chime
    find(page, "tishiyin")
    press(page.window(), Qt.Key.Key_Space)
    idle(front, qtbot)
    assert (chime.on, front.desk.sound) == (False, False)


def test_the_language_changes_at_once_and_the_page_is_there_in_it(
    page: SettingsPage, keeper: Keeper, front: Front, at_work: TerminalWindow, qtbot: QtBot
) -> None:
    page.changes.change("language", "en")
    qtbot.waitUntil(lambda: at_work.pages.settings is not page)
    idle(front, qtbot)
    assert keeper.values["language"] == "en"
    assert at_work.page is at_work.pages.settings
    assert at_work.shell.rail.button("settings").accessibleName() == "Settings"


def test_whom_a_family_can_turn_to_stands_below_the_question_about_its_data(
    page: SettingsPage, front: Front, at_work: TerminalWindow, qtbot: QtBot
) -> None:
    card = at_work.pages.check_in.body.panel.tasks.consent
    assert card._responsible.isHidden()
    page.changes.change("data_responsible", "许老师")
    confirm(page.confirming, PIN, qtbot)
    idle(front, qtbot)
    assert not card._responsible.isHidden()
    assert card._responsible.text().endswith("儿童个人信息负责人：许老师。")


def test_a_changed_setting_goes_back_to_its_default_by_its_button(
    page: SettingsPage, keeper: Keeper, front: Front, qtbot: QtBot
) -> None:
    line = page.list.lines["scale"]
    assert not line.reset_button.isVisible()
    page.changes.change("scale", "150")
    idle(front, qtbot)
    assert line.reset_button.isVisible()
    assert line.reset_button.accessibleName() == "恢复默认 字和按钮的大小"
    line.reset_button.setFocus()
    press(page.window(), Qt.Key.Key_Space)
    idle(front, qtbot)
    assert keeper.values == DEFAULTS
    assert not line.reset_button.isVisible()
    assert line.editor.first.hasFocus()


def test_what_does_not_work_on_this_computer_is_said_beside_it_and_stays_to_be_mended(
    page: SettingsPage, keeper: Keeper, front: Front, qtbot: QtBot
) -> None:
    find(page, "zhengshuwenjian")
    QTest.keyClicks(focused(page.window()), "/nowhere.pem")
    press(page.window(), Qt.Key.Key_Return)
    confirm(page.confirming, PIN, qtbot)
    idle(front, qtbot)
    assert keeper.values == DEFAULTS
    assert page.list.lines["ca_file"].problem.text() == "找不到这个证书文件，没有保存。 请检查文件的位置。"
    assert field(page, "ca_file").text == "/nowhere.pem"


def test_what_cannot_be_written_is_a_notice_and_the_page_shows_what_holds(
    page: SettingsPage, keeper: Keeper, front: Front, qtbot: QtBot
) -> None:
    keeper.full = True
    find(page, "200 %")
    button_with(page, "字和按钮的大小 200 %").click()
    idle(front, qtbot)
    assert "设置没有写进文件，原来的设置还在。" in words_on(page.notices)
    assert button_with(page, "字和按钮的大小 100 %").isChecked()


def test_nothing_found_is_said(page: SettingsPage) -> None:
    find(page, "zzzz")
    assert on_show(page) == []
    assert "没有找到这样的设置。" in words_on(page)


@pytest.mark.parametrize(
    ("place", "shown"),
    [("tariff", "tariff"), ("printers", "print"), ("backups", "queue"), ("settle", "settle")],
)
def test_what_is_set_elsewhere_is_one_button_away(
    page: SettingsPage, front: Front, at_work: TerminalWindow, qtbot: QtBot, place: str, shown: str
) -> None:
    page.list.places[place].button.click()
    idle(front, qtbot)
    assert at_work.page is not None
    assert at_work.page.name == shown
    if place == "printers":
        assert at_work.pages.print.panel.isVisible()


def test_a_file_is_shown_before_it_is_taken_and_enter_takes_it(
    page: SettingsPage, keeper: Keeper, front: Front, qtbot: QtBot, tmp_path: Path
) -> None:
    take(page, front, qtbot, settings_file(tmp_path, scale="150", mode="dark", language="zh_CN"))
    said = words_on(page.preview)
    assert "采用后有 2 项改变。" in said
    assert {"字和按钮的大小", "100 %", "150 %", "明暗", "跟随系统", "深色"} <= set(said.splitlines())
    assert keeper.values == DEFAULTS
    assert nameless(page) == []
    press(page.window(), Qt.Key.Key_Return)
    idle(front, qtbot)
    assert keeper.values == {**DEFAULTS, "scale": "150", "mode": "dark"}
    assert theme().mode == "dark"
    assert page.files.plan is None


def test_esc_leaves_a_file_untaken(
    page: SettingsPage, keeper: Keeper, front: Front, qtbot: QtBot, tmp_path: Path
) -> None:
    take(page, front, qtbot, settings_file(tmp_path, scale="150"))
    press(page.window(), Qt.Key.Key_Escape)
    assert (page.files.plan, page.isVisible(), keeper.values) == (None, True, DEFAULTS)
    assert page.head.search.hasFocus()


def test_the_faults_of_a_file_are_listed_and_another_can_be_chosen(
    page: SettingsPage, keeper: Keeper, front: Front, qtbot: QtBot, tmp_path: Path
) -> None:
    take(page, front, qtbot, settings_file(tmp_path, scale="150", colour="red", sound="loud"))
    said = words_on(page.preview)
    assert "有 2 处不能用，什么也没有改动。" in said
    assert "本程序没有这个设置。" in said
    assert not page.preview.adopt_button.isVisible()
    page.files.adopt()
    press(page.window(), Qt.Key.Key_Return)
    idle(front, qtbot)
    assert keeper.values == DEFAULTS
    chooser = page.findChild(QFileDialog)
    assert chooser is not None
    chooser.reject()


def test_a_file_that_changes_nothing_is_said_so(
    page: SettingsPage, front: Front, qtbot: QtBot, tmp_path: Path
) -> None:
    with qtbot.waitSignal(page.said) as told:
        take(page, front, qtbot, settings_file(tmp_path, scale="100"))
    assert told.args == ["文件里的设置和现在的一样，没有改动。"]
    assert page.files.plan is None


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "这个文件已经不在原来的地方。"),
        (b"\xff\xfe\x00", "这不是设置文件，什么也没有改动。"),
        (b"{}", "这不是设置文件，什么也没有改动。"),
        (b" " * 1_000_001, "文件太大了，不是设置文件。"),
    ],
)
def test_a_file_that_is_none_is_told(
    page: SettingsPage, front: Front, qtbot: QtBot, tmp_path: Path, content: bytes | None, said: str
) -> None:
    file = tmp_path / "settings.json"
    if content is not None:
        file.write_bytes(content)
    take(page, front, qtbot, file)
    assert said in words_on(page.notices)


def test_the_exported_file_holds_every_setting_and_no_secret(
    page: SettingsPage, front: Front, qtbot: QtBot, tmp_path: Path
) -> None:
    page.changes.change("proxy", "http://10.0.0.1:3128")
    confirm(page.confirming, PIN, qtbot)
    idle(front, qtbot)
    target = tmp_path / "out.json"
    with qtbot.waitSignal(page.said) as told:
        page.files.export_to(target)
    assert told.args == ["已导出 out.json，里面没有密钥和密码。"]
    whole = json.loads(target.read_text(encoding="utf-8"))
    assert whole["settings"]["proxy"] == "http://10.0.0.1:3128"
    assert whole["settings"].keys() == {option.name for option in OPTIONS}


@pytest.mark.parametrize(("key", "mode"), [(Qt.Key.Key_O, "open"), (Qt.Key.Key_E, "save")])
def test_files_are_chosen_by_keys(page: SettingsPage, key: Qt.Key, mode: str) -> None:
    press(page.window(), key, CTRL)
    chooser = page.findChild(QFileDialog)
    assert chooser is not None
    accepting = chooser.acceptMode() is QFileDialog.AcceptMode.AcceptSave
    assert accepting == (mode == "save")
    chooser.reject()
