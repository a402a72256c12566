"""The window: language and mode change without losing anything, failures are shown calmly."""

import logging

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clinic_terminal.application.acts import ActState, Answer, AnswerClass
from clinic_terminal.application.failures import StoreFailedError
from clinic_terminal.application.line import Line, LineState
from clinic_terminal.ui.theme import theme
from clinic_terminal.ui.window import TerminalWindow
from tests.ui.pages.front import RETURNING, Front, admitted, answer, billed, press, words_on

CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def idle(front: Front, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not front.tasks.busy)


def test_the_strip_names_clinic_brand_and_person(front: Front, at_work: TerminalWindow, qtbot: QtBot) -> None:
    idle(front, qtbot)
    said = words_on(at_work.shell.strip)
    assert "小鹿口腔徐汇诊所" in said
    assert "品牌：小鹿口腔" in said


def test_the_language_changes_and_everything_in_hand_stays(
    front: Front, at_work: TerminalWindow, qtbot: QtBot
) -> None:
    visit = admitted(front, RETURNING)
    at_work.desk.take_visit(visit)
    at_work.shell.show_page("queue")
    idle(front, qtbot)
    press(at_work, Qt.Key.Key_L, CTRL_SHIFT)
    idle(front, qtbot)
    assert at_work.page is at_work.pages.queue
    assert at_work.shell.rail.button("queue").accessibleName() == "Queue"
    assert at_work.desk.visit == visit
    assert at_work.desk.operator.name == "王敏"
    at_work.switch_language()
    idle(front, qtbot)
    assert at_work.shell.rail.button("queue").accessibleName() == "队列"


def test_the_language_can_be_changed_before_signing_in(
    front: Front, window: TerminalWindow, qtbot: QtBot
) -> None:
    idle(front, qtbot)
    window.switch_language()
    idle(front, qtbot)
    assert window.page is window.pages.sign_in
    assert "Who is at the desk today?" in words_on(window)


def test_light_and_dark_change_by_a_key(at_work: TerminalWindow, app: QApplication) -> None:
    assert theme().mode == "light"
    press(at_work, Qt.Key.Key_D, CTRL_SHIFT)
    assert theme().mode == "dark"
    press(at_work, Qt.Key.Key_D, CTRL_SHIFT)
    assert theme().mode == "light"
    app.processEvents()


def test_a_failure_that_no_page_takes_is_a_notice_without_private_data(
    at_work: TerminalWindow, caplog: pytest.LogCaptureFixture, qtbot: QtBot
) -> None:
    with caplog.at_level(logging.WARNING):
        at_work.desk.failed.emit(RuntimeError("沈星禾"))
    at_work.desk.failed.emit(StoreFailedError("DISK_FULL"))
    qtbot.waitUntil(lambda: "磁盘满了" in words_on(at_work.shell.notices))
    said = words_on(at_work.shell.notices)
    assert "X-RuntimeError" in said
    assert "沈星禾" not in said + caplog.text


def test_the_pill_opens_the_queue(at_work: TerminalWindow) -> None:
    at_work.shell.strip.status.click()
    assert at_work.page is at_work.pages.queue


def test_the_rail_marks_a_queue_that_waits_for_a_person(
    front: Front, at_work: TerminalWindow, qtbot: QtBot
) -> None:
    visit = billed(front, RETURNING)
    answer(front, visit.act, Answer(AnswerClass.FINAL, ActState.REJECTED, "BRAND_LOCKED", "不行"))
    at_work.desk.refresh()
    button = at_work.shell.rail.button("queue")
    qtbot.waitUntil(lambda: "有事等人处理" in button.accessibleDescription())


def test_the_line_comes_from_any_thread(front: Front, at_work: TerminalWindow, qtbot: QtBot) -> None:
    front.tasks.run(lambda: front.desk.report_line(LineState(Line.ONLINE)), lambda _none: None)
    qtbot.waitUntil(lambda: at_work.desk.is_online)
    qtbot.waitUntil(lambda: at_work.shell.strip.status.text() == "在线")


def test_signing_out_hides_everything_but_the_sign_in_page(at_work: TerminalWindow) -> None:
    press(at_work, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert at_work.page is at_work.pages.sign_in
    assert not at_work.shell.rail.isVisible()
    press(at_work, Qt.Key.Key_F2)
    assert at_work.page is at_work.pages.sign_in


def test_a_scanner_is_heard_on_any_page_once_the_window_began(
    front: Front, at_work: TerminalWindow, qtbot: QtBot
) -> None:
    at_work.begin()
    at_work.shell.show_page("queue")
    at_work.wedge.scanned.emit(RETURNING.person.member)
    qtbot.waitUntil(lambda: at_work.pages.check_in.case is not None)
    idle(front, qtbot)


def test_closing_asks_nothing(front: Front, at_work: TerminalWindow, qtbot: QtBot) -> None:
    at_work.begin()
    idle(front, qtbot)
    assert at_work.close()
    assert not at_work.isVisible()
