"""A hand scanner's real keys on every page, wherever the focus is, with a composition in between."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from clinic_terminal.domain.visit import CardSource
from clinic_terminal.ui.window import TerminalWindow
from tests.ui.pages.checking import card_of, shown
from tests.ui.pages.front import LETTER, RETURNING, Front, admitted, focused

PAGES = ("today", "check-in", "treatment", "settle", "done", "queue")
CARD = "DB1:6BF+70790T9WJWG.FKY*4GO0"


@pytest.fixture
def listening(front: Front, at_work: TerminalWindow, qtbot: QtBot) -> Iterator[TerminalWindow]:
    """Return the window listening to a scanner, with a visit in hand and a card that is known."""
    front.cards.readings[CARD] = (card_of(LETTER.person),)
    at_work.desk.take_visit(admitted(front, RETURNING))
    at_work.begin()
    at_work.wedge._now_ms = lambda _event: 1000
    yield at_work
    qtbot.waitUntil(lambda: not front.tasks.busy)


def scan(window: TerminalWindow) -> None:
    target = focused(window)
    for sign in CARD:
        QTest.keyClicks(target, sign)
    QTest.keyClick(target, Qt.Key.Key_Return)


def compose(window: TerminalWindow, app: QApplication, preedit: str) -> None:
    app.sendEvent(focused(window), QInputMethodEvent(preedit, []))


def fields(page: QWidget) -> list[QLineEdit]:
    return [one for one in page.findChildren(QLineEdit) if one.isVisible() and one.isEnabled()]


def is_checked_in(window: TerminalWindow, qtbot: QtBot) -> None:
    assert window.page is window.pages.check_in
    identified = shown(window, qtbot).verification.identified
    assert identified.source is CardSource.CARD
    assert identified.member == LETTER.person.member


@pytest.mark.parametrize("page", PAGES)
def test_a_scan_is_taken_on_every_page_with_the_focus_where_it_is(
    listening: TerminalWindow, qtbot: QtBot, page: str
) -> None:
    listening.shell.show_page(page)
    scan(listening)
    is_checked_in(listening, qtbot)


@pytest.mark.parametrize("page", PAGES)
def test_a_scan_is_taken_from_every_field_and_leaves_it_untouched(
    front: Front, listening: TerminalWindow, app: QApplication, qtbot: QtBot, page: str
) -> None:
    listening.shell.show_page(page)
    qtbot.waitUntil(lambda: not front.tasks.busy)
    on_show = listening.page
    assert on_show is not None
    for number in range(len(fields(on_show))):
        listening.shell.show_page(page)
        listening.pages.check_in.start_anew()
        qtbot.waitUntil(lambda: not front.tasks.busy)
        left = fields(on_show)
        if number >= len(left):
            continue
        field = left[number]
        field.setFocus()
        before = field.text()
        compose(listening, app, "lin")
        scan(listening)
        assert field.text() == before
        is_checked_in(listening, qtbot)


def test_nobody_signed_in_means_no_scan(front: Front, window: TerminalWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not front.tasks.busy)
    window.begin()
    window.wedge._now_ms = lambda _event: 1000
    scan(window)
    assert window.page is window.pages.sign_in
    assert window.pages.check_in.case is None


def test_a_scanner_on_a_wire_is_heard_on_any_page(
    front: Front, listening: TerminalWindow, qtbot: QtBot
) -> None:
    listening.shell.show_page("queue")
    front.tasks.run(lambda: listening.desk.device_scanned.emit(CARD), lambda _none: None)
    qtbot.waitUntil(lambda: listening.page is listening.pages.check_in)
    is_checked_in(listening, qtbot)


def test_a_wire_that_is_pulled_out_and_an_input_method_that_gets_in_the_way_are_said(
    listening: TerminalWindow,
) -> None:
    toast = listening.shell._toast
    listening.desk.device_lost.emit()
    assert "接上后会自动连接" in toast.accessibleName()
    listening.desk.device_opened.emit()
    assert "已连接" in toast.accessibleName()
    listening.wedge.eaten.emit()
    assert "切换到英文输入" in toast.accessibleName()
