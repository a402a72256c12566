"""The scanner among the keys. Every key carries the time the test gives it."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from clinic_terminal.ui.wedge import LEAST_LENGTH, MOST_GAP_MS, Wedge
from tests.ui.conftest import Show

CODE = "QH1:7F3K21X"


@dataclass
class Desk:
    """A field with the focus, a wedge on the application, and a clock that the test turns."""

    line: QLineEdit
    wedge: Wedge
    scans: list[str] = field(default_factory=list)
    entered: list[str] = field(default_factory=list)
    now: int = 1000

    def type(self, text: str, gap_ms: int) -> None:
        for character in text:
            self.now += gap_ms
            QTest.keyClicks(self.line, character)

    def enter(self, gap_ms: int = 5) -> None:
        self.now += gap_ms
        QTest.keyClick(self.line, Qt.Key.Key_Return)


@pytest.fixture
def desk(app: QApplication, show: Show) -> Iterator[Desk]:
    line = QLineEdit()
    line.setAccessibleName("x")
    show(line)
    line.setFocus()
    found = Desk(line, Wedge())
    found.wedge._now_ms = lambda _: found.now
    found.wedge.scanned.connect(found.scans.append)
    line.returnPressed.connect(lambda: found.entered.append(line.text()))
    app.installEventFilter(found.wedge)
    yield found
    app.removeEventFilter(found.wedge)


def test_a_burst_with_enter_is_a_scan_and_nothing_reaches_the_field(desk: Desk) -> None:
    desk.type(CODE, 5)
    desk.enter()
    assert desk.scans == [CODE]
    assert desk.line.text() == ""
    assert desk.entered == []


def test_a_person_typing_is_left_alone(desk: Desk) -> None:
    desk.type("linxiaohe", 90)
    desk.enter(120)
    assert desk.scans == []
    assert desk.line.text() == "linxiaohe"
    assert desk.entered == ["linxiaohe"]


def test_a_key_that_nothing_follows_is_given_on_by_itself(desk: Desk, qtbot: QtBot) -> None:
    desk.type("a", 90)
    assert desk.line.text() == ""
    qtbot.waitUntil(lambda: desk.line.text() == "a")


def test_a_short_burst_is_typing(desk: Desk) -> None:
    desk.type("1234567", 5)
    desk.enter()
    assert desk.scans == []
    assert desk.entered == ["1234567"]


def test_a_burst_of_the_least_length_at_the_widest_gap_is_a_scan(desk: Desk) -> None:
    desk.type("A" * LEAST_LENGTH, MOST_GAP_MS)
    desk.enter(MOST_GAP_MS)
    assert desk.scans == ["A" * LEAST_LENGTH]


def test_one_gap_too_wide_makes_it_typing(desk: Desk) -> None:
    desk.type("ABCD", 5)
    desk.type("EFGHIJ", MOST_GAP_MS + 1)
    desk.enter(5)
    assert desk.scans == []
    assert desk.entered == ["ABCDEFGHIJ"]


def test_enter_that_comes_late_is_a_persons(desk: Desk) -> None:
    desk.type(CODE, 5)
    desk.enter(MOST_GAP_MS + 1)
    assert desk.scans == []
    assert desk.entered == [CODE]


def test_what_was_typed_before_a_scan_stays_in_the_field(desk: Desk) -> None:
    desk.type("ab", 100)
    desk.now += 200
    desk.type(CODE, 5)
    desk.enter()
    assert desk.scans == [CODE]
    assert desk.line.text() == "ab"


def test_two_scans_follow_each_other(desk: Desk) -> None:
    for _ in range(2):
        desk.type(CODE, 3)
        desk.enter()
        desk.now += 500
    assert desk.scans == [CODE, CODE]


def test_keys_with_control_pass_at_once(desk: Desk) -> None:
    desk.line.setText("abc")
    QTest.keyClick(desk.line, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert desk.line.selectedText() == "abc"


def test_keys_that_move_come_after_those_that_were_held(desk: Desk) -> None:
    desk.type("ab", 5)
    desk.now += 5
    QTest.keyClick(desk.line, Qt.Key.Key_Backspace)
    assert desk.line.text() == "a"


def test_held_keys_of_a_widget_that_is_gone_are_dropped(desk: Desk, app: QApplication) -> None:
    other = QLineEdit()
    other.show()
    desk.now += 100
    QTest.keyClicks(other, "x")
    other.deleteLater()
    app.sendPostedEvents(other, 52)
    desk.wedge.release()
    assert desk.line.text() == ""


@given(gaps=st.lists(st.integers(MOST_GAP_MS + 1, 400), min_size=1, max_size=20))
def test_slow_typing_is_never_lost_or_turned_round(gaps: list[int]) -> None:
    line = QLineEdit()
    wedge = Wedge()
    clock = [0]
    wedge._now_ms = lambda _: clock[0]
    line.installEventFilter(wedge)
    text = "".join(chr(ord("a") + number % 26) for number in range(len(gaps)))
    for character, gap in zip(text, gaps, strict=True):
        clock[0] += gap
        QTest.keyClicks(line, character)
    wedge.release()
    assert line.text() == text
    line.deleteLater()


def test_a_key_held_down_is_a_persons(desk: Desk, app: QApplication) -> None:
    for _ in range(LEAST_LENGTH + 1):
        desk.now += 5
        event = QKeyEvent(
            QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, "a", autorep=True
        )
        app.sendEvent(desk.line, event)
    desk.enter()
    assert desk.scans == []
    assert desk.line.text() == "a" * (LEAST_LENGTH + 1)


def test_shift_between_the_keys_does_not_break_a_burst(desk: Desk) -> None:
    desk.type("QH1:", 5)
    QTest.keyPress(desk.line, Qt.Key.Key_Shift)
    desk.type("ABCDE", 5)
    desk.enter()
    assert desk.scans == ["QH1:ABCDE"]
