"""The scanner beside an input method, caps lock, and with marks of its own."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from clinic_terminal.ui.scanner_text import Marks
from clinic_terminal.ui.wedge import EATEN_STEPS, MOST_GAP_MS, Wedge
from tests.ui.conftest import Show

CARD = "DB1:6BF+70790T9WJWG.FKY*4GO0.O1CV2 ETQ"


@dataclass
class Desk:
    """A field with the focus and a wedge whose clocks the test turns."""

    app: QApplication
    line: QLineEdit
    wedge: Wedge
    scans: list[str] = field(default_factory=list)
    eaten: list[bool] = field(default_factory=list)
    now: int = 1000

    def key(self, text: str, gap_ms: int = 5, *, shift: bool = False) -> None:
        self.now += gap_ms
        held = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
        self.app.sendEvent(self.line, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, held, text))

    def keys(self, text: str) -> None:
        for sign in text:
            self.key(sign)

    def press(self, key: Qt.Key, gap_ms: int = 5) -> None:
        self.now += gap_ms
        QTest.keyClick(self.line, key)

    def compose(self, preedit: str, commit: str = "", gap_ms: int = 5) -> None:
        self.now += gap_ms
        event = QInputMethodEvent(preedit, [])
        event.setCommitString(commit)
        self.app.sendEvent(self.line, event)


class TurnedClock:
    """Stands for the timer between events, driven by the test's clock."""

    def __init__(self, now: Callable[[], int]) -> None:
        self._now = now
        self._started: int | None = None

    def start(self) -> None:
        self._started = self._now()

    def isValid(self) -> bool:  # noqa: N802 - as Qt's timer names it
        return self._started is not None

    def elapsed(self) -> int:
        return self._now() - (self._started or 0)


def sit_down(app: QApplication, show: Show, marks: Marks) -> Desk:
    line = QLineEdit()
    line.setAccessibleName("x")
    show(line)
    line.setFocus()
    found = Desk(app, line, Wedge(marks=marks))
    found.wedge._now_ms = lambda _: found.now
    found.wedge._since = TurnedClock(lambda: found.now)  # type: ignore[assignment]  # it stands for Qt's timer
    found.wedge.scanned.connect(found.scans.append)
    found.wedge.eaten.connect(lambda: found.eaten.append(True))
    app.installEventFilter(found.wedge)
    return found


@pytest.fixture
def desk(app: QApplication, show: Show, request: pytest.FixtureRequest) -> Iterator[Desk]:
    found = sit_down(app, show, getattr(request, "param", Marks()))
    yield found
    app.removeEventFilter(found.wedge)


def test_a_scan_in_the_middle_of_a_composition_leaves_it_whole(desk: Desk) -> None:
    desk.compose("lin", gap_ms=200)
    desk.keys(CARD)
    desk.compose("lin'x", gap_ms=1)
    desk.press(Qt.Key.Key_Return)
    desk.compose("", "林小满", gap_ms=300)
    assert desk.scans == [CARD]
    assert desk.line.text() == "林小满"


def test_signs_that_an_input_method_makes_wide_are_part_of_the_scan(desk: Desk) -> None:
    for sign in CARD:
        if sign in ":+.":
            desk.compose("", {":": "：", "+": "＋", ".": "。"}[sign])
        else:
            desk.key(sign)
    desk.press(Qt.Key.Key_Return)
    assert desk.scans == [CARD]
    assert desk.line.text() == ""


def test_a_scan_that_an_input_method_commits_sign_by_sign_is_a_scan(desk: Desk) -> None:
    for sign in CARD:
        desk.compose("", sign)
    desk.press(Qt.Key.Key_Return)
    assert desk.scans == [CARD]


def test_a_card_that_comes_in_one_piece_without_enter_is_a_scan(desk: Desk, qtbot: QtBot) -> None:
    desk.compose("", CARD, gap_ms=100)
    qtbot.waitUntil(lambda: desk.scans == [CARD])
    assert desk.line.text() == ""


def test_what_a_person_commits_arrives_at_once(desk: Desk) -> None:
    desk.compose("lin", gap_ms=120)
    desk.compose("", "林", gap_ms=150)
    assert desk.line.text() == "林"
    assert desk.scans == []


def test_latin_that_a_person_commits_arrives_a_moment_later(desk: Desk, qtbot: QtBot) -> None:
    desk.compose("", "abc", gap_ms=150)
    qtbot.waitUntil(lambda: desk.line.text() == "abc")
    assert desk.scans == []


def test_keys_and_commits_are_given_back_in_their_order(desk: Desk) -> None:
    desk.key("a", 100)
    desk.compose("", "，", gap_ms=5)
    desk.key("b", 5)
    desk.wedge.release()
    assert desk.line.text() == "a，b"


def test_a_composition_at_a_scanners_speed_is_told(desk: Desk) -> None:
    for length in range(1, EATEN_STEPS + 4):
        desk.compose(CARD[:length].lower())
    assert desk.eaten == [True]


def test_a_composition_at_a_persons_speed_is_not(desk: Desk) -> None:
    for length in range(1, EATEN_STEPS + 4):
        desk.compose("linxiaoman"[:length], gap_ms=MOST_GAP_MS + 1)
    assert desk.eaten == []


def test_caps_lock_turns_nothing_round(desk: Desk) -> None:
    for sign in CARD:
        desk.key(sign.swapcase(), shift=sign.isupper())
    desk.press(Qt.Key.Key_Return)
    assert desk.scans == [CARD]


@pytest.mark.parametrize("desk", [Marks("~", "#")], indirect=True)
def test_marks_end_a_scan_without_enter_and_are_taken_off(desk: Desk, qtbot: QtBot) -> None:
    desk.keys("~202604C0000#")
    qtbot.waitUntil(lambda: desk.scans == ["202604C0000"])
    assert desk.line.text() == ""


@pytest.mark.parametrize("desk", [Marks("~", "")], indirect=True)
def test_a_burst_without_the_mark_and_without_enter_is_typing(desk: Desk, qtbot: QtBot) -> None:
    desk.keys("202604C0000")
    qtbot.waitUntil(lambda: desk.line.text() == "202604C0000")
    assert desk.scans == []


@pytest.mark.parametrize("desk", [Marks("", "\t")], indirect=True)
def test_a_scanner_may_end_with_tab(desk: Desk) -> None:
    desk.keys("202604C0000")
    desk.press(Qt.Key.Key_Tab)
    assert desk.scans == ["202604C0000"]
    assert desk.line.hasFocus()
