"""The window: pages by key, Enter forward, Esc back, notices, practice mode."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout
from pytestqt.qtbot import QtBot
from typing_extensions import override

from clinic_terminal.ui.entries import Entry
from clinic_terminal.ui.keys import Key
from clinic_terminal.ui.shell import Page, Shell
from clinic_terminal.ui.widgets.buttons import GhostButton, PrimaryButton
from clinic_terminal.ui.widgets.hints import Hint
from clinic_terminal.ui.widgets.notice import NoticeView
from clinic_terminal.ui.widgets.tone import Tone
from clinic_terminal.ui.widgets.top_strip import PracticeRibbon, StatusView
from tests.ui.conftest import Show

pytestmark = pytest.mark.usefixtures("app")


class Sheet(Page):
    """A page with a field, a ghost and a primary button, that writes down what happens to it."""

    def __init__(self, name: str, title: str, key: Key | None) -> None:
        super().__init__()
        self.entry = Entry(name, title, name, key)
        self.log: list[str] = []
        self.inner_step = False
        self.takes_scans = False
        self.field = QLineEdit()
        self.field.setAccessibleName("编号")
        self.ghost = GhostButton("稍候")
        self.press = PrimaryButton(f"下一步 {title}")
        self.press.clicked.connect(lambda: self.log.append("primary"))
        self.ghost.clicked.connect(lambda: self.log.append("ghost"))
        box = QVBoxLayout(self)
        for widget in (self.field, self.ghost, self.press):
            box.addWidget(widget)

    @property
    @override
    def primary(self) -> PrimaryButton:
        return self.press

    @override
    def hints(self) -> tuple[Hint, ...]:
        return (Hint("Enter", self.entry.word),)

    @override
    def enter(self) -> None:
        self.log.append("enter")

    @override
    def leave(self) -> None:
        self.log.append("leave")

    @override
    def back(self) -> bool:
        stepped, self.inner_step = self.inner_step, False
        return stepped

    @override
    def scanned(self, text: str) -> bool:
        return self.takes_scans


@pytest.fixture
def pages() -> tuple[Sheet, Sheet, Sheet]:
    return (
        Sheet("today", "今日", Key.TODAY),
        Sheet("check-in", "核验", Key.CHECK_IN),
        Sheet("queue", "队列", Key.QUEUE),
    )


@pytest.fixture
def shell(pages: tuple[Sheet, ...], show: Show) -> Shell:
    window = Shell()
    for page in pages:
        window.add_page(page)
    window.resize(1366, 768)
    show(window)
    return window


def current(shell: Shell) -> str:
    assert shell.page
    return shell.page.name


def test_the_first_page_is_shown_and_entered(shell: Shell, pages: tuple[Sheet, ...]) -> None:
    assert current(shell) == "today"
    assert pages[0].log == ["enter"]


def test_function_keys_open_pages(shell: Shell, pages: tuple[Sheet, ...]) -> None:
    QTest.keyClick(shell, Qt.Key.Key_F3)
    assert current(shell) == "check-in"
    assert pages[0].log == ["enter", "leave"]
    assert pages[1].log == ["enter"]
    assert shell.rail.button("check-in").isChecked()


def test_a_click_on_the_rail_opens_a_page(shell: Shell) -> None:
    QTest.mouseClick(shell.rail.button("queue"), Qt.MouseButton.LeftButton)
    assert current(shell) == "queue"


def test_enter_presses_the_primary_button_also_from_a_field(shell: Shell, pages: tuple[Sheet, ...]) -> None:
    pages[0].field.setFocus()
    QTest.keyClick(pages[0].field, Qt.Key.Key_Return)
    assert pages[0].log == ["enter", "primary"]
    assert current(shell) == "today"


def test_ctrl_enter_presses_the_primary_button(shell: Shell, pages: tuple[Sheet, ...]) -> None:
    QTest.keyClick(shell, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert pages[0].log == ["enter", "primary"]


def test_enter_on_a_focused_ghost_presses_that_one(shell: Shell, pages: tuple[Sheet, ...]) -> None:
    assert shell.isVisible()
    pages[0].ghost.setFocus()
    QTest.keyClick(pages[0].ghost, Qt.Key.Key_Return)
    assert pages[0].log == ["enter", "ghost"]


def test_a_primary_button_that_is_off_is_not_pressed(shell: Shell, pages: tuple[Sheet, ...]) -> None:
    pages[0].press.setEnabled(False)
    QTest.keyClick(shell, Qt.Key.Key_Return)
    assert pages[0].log == ["enter"]


def test_enter_is_not_offered_for_a_button_that_is_off(
    shell: Shell, pages: tuple[Sheet, ...], qtbot: QtBot
) -> None:
    pages[0].entry = Entry("today", pages[0].press.text(), "today", None)
    pages[0].hints_changed.emit()
    assert "Enter 下一步 今日" in shell.hint_bar.accessibleName()
    pages[0].press.setEnabled(False)
    qtbot.waitUntil(lambda: "Enter" not in shell.hint_bar.accessibleName())
    pages[0].press.setEnabled(True)
    qtbot.waitUntil(lambda: "Enter 下一步 今日" in shell.hint_bar.accessibleName())


def test_enter_is_named_by_the_button_with_the_focus(
    shell: Shell, pages: tuple[Sheet, ...], qtbot: QtBot
) -> None:
    pages[0].ghost.setFocus()
    qtbot.waitUntil(lambda: "Enter 稍候" in shell.hint_bar.accessibleName())
    pages[0].field.setFocus()
    qtbot.waitUntil(lambda: "Enter 今日" in shell.hint_bar.accessibleName())


def test_esc_steps_back_inside_the_page_first(shell: Shell, pages: tuple[Sheet, ...]) -> None:
    shell.show_page("check-in")
    pages[1].inner_step = True
    QTest.keyClick(shell, Qt.Key.Key_Escape)
    assert current(shell) == "check-in"
    QTest.keyClick(shell, Qt.Key.Key_Escape)
    assert current(shell) == "today"
    QTest.keyClick(shell, Qt.Key.Key_Escape)
    assert current(shell) == "today"


def test_a_page_may_ask_for_another(shell: Shell, pages: tuple[Sheet, ...]) -> None:
    pages[0].go.emit("queue")
    assert current(shell) == "queue"


def test_a_page_that_is_not_allowed_cannot_be_reached(shell: Shell) -> None:
    shell.set_allowed({"today", "check-in"})
    assert not shell.rail.button("queue").isVisible()
    QTest.keyClick(shell, Qt.Key.Key_F10)
    shell.show_page("queue")
    assert current(shell) == "today"


def test_shift_f1_hides_and_shows_the_hints(shell: Shell) -> None:
    shift = Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(shell, Qt.Key.Key_F1, shift)
    assert not shell.hint_bar.isVisible()
    QTest.keyClick(shell, Qt.Key.Key_F1, shift)
    assert shell.hint_bar.isVisible()
    assert "Enter 今日" in shell.hint_bar.accessibleName()
    assert "F1 使用指南 · Shift F1 按键提示" in shell.hint_bar.accessibleName()


def test_a_pages_shortcut_sleeps_on_other_pages(shell: Shell) -> None:
    called: list[str] = []
    shell.bind(Key.RETRY, lambda: called.append("retry"))
    QTest.keyClick(shell, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    assert called == []
    shell.show_page("queue")
    QTest.keyClick(shell, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    assert called == ["retry"]


def test_a_scan_goes_to_the_page_and_else_to_the_shell(shell: Shell, pages: tuple[Sheet, ...]) -> None:
    seen: list[str] = []
    shell.scanned.connect(seen.append)
    pages[0].takes_scans = True
    shell.take_scan("QH1:A")
    assert seen == []
    pages[0].takes_scans = False
    shell.take_scan("QH1:B")
    assert seen == ["QH1:B"]


def test_the_status_pill_can_be_pressed(shell: Shell) -> None:
    pressed: list[bool] = []
    shell.status_pressed.connect(lambda: pressed.append(True))
    shell.strip.set_status(StatusView(Tone.OFFLINE, "离线 · 3 笔待送出"))
    QTest.mouseClick(shell.strip.status, Qt.MouseButton.LeftButton)
    assert pressed == [True]
    assert shell.strip.status.accessibleName() == "离线 · 3 笔待送出"


def test_the_status_pill_has_its_room_as_soon_as_its_words_change(shell: Shell) -> None:
    shell.strip.set_status(StatusView(Tone.OFFLINE, "离线"))
    shell.strip.set_status(StatusView(Tone.OFFLINE, "离线 · 13 笔待送出"))
    assert shell.strip.status.width() == shell.strip.status.sizeHint().width()


def test_a_third_notice_replaces_the_oldest(shell: Shell) -> None:
    for number in range(3):
        shell.show_notice(NoticeView(Tone.STOP, f"第 {number} 条。"))
    said = [notice.accessibleName() for notice in shell.notices.notices]
    assert said == ["第 1 条。", "第 2 条。"]


def test_a_notice_can_be_dismissed_and_its_reference_copied(shell: Shell, app: QApplication) -> None:
    notice = shell.show_notice(NoticeView(Tone.WARN, "没有送出。", reference="QH-7F3K-21"))
    notice.findChildren(GhostButton)[0].click()
    assert app.clipboard().text() == "QH-7F3K-21"
    notice.dismissed.emit()
    assert shell.notices.notices == ()
    assert not shell.notices.isVisible()


def test_practice_mode_cannot_be_overlooked(show: Show) -> None:
    shell = Shell(practice=True)
    shell.add_page(Sheet("today", "今日", Key.TODAY))
    show(shell)
    ribbon = shell.findChild(PracticeRibbon)
    assert ribbon
    assert ribbon.isVisible()
    assert ribbon.accessibleName() == "练习模式 · 虚构数据"


def test_there_is_no_ribbon_in_real_work(shell: Shell) -> None:
    assert shell.findChild(PracticeRibbon) is None


def test_a_page_in_another_language_changes_its_word(shell: Shell) -> None:
    shell.rail.set_word("queue", "Queue")
    assert shell.rail.button("queue").accessibleName() == "Queue"


def test_going_back_skips_pages_that_are_no_longer_allowed(shell: Shell) -> None:
    for name in ("check-in", "queue"):
        shell.show_page(name)
    shell.set_allowed({"today", "queue"})
    shell.go_back()
    assert current(shell) == "today"


def test_all_notices_can_be_taken_away(shell: Shell) -> None:
    shell.show_notice(NoticeView(Tone.STOP, "没有送出。"))
    shell.notices.clear()
    assert shell.notices.notices == ()
