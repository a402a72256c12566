"""The window on a line that holds its answers back: the verdict in time, its better answer in its place."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from clinic_terminal.application.line import DOWN, SLOW
from clinic_terminal.domain.identity import IdDocument
from clinic_terminal.settings import Language
from clinic_terminal.ui.pages.card_reading import SHOWING_MS
from clinic_terminal.ui.pages.check_in import CheckInPage
from clinic_terminal.ui.views.case import Mode
from clinic_terminal.ui.widgets.notice import Notice
from clinic_terminal.ui.window import TerminalWindow, build_window
from tests.held_line import Way
from tests.ui.pages.front import focused, operator, press, words_on
from tests.ui.pages.held_desk import HeldDesk, open_held_desk


@dataclass
class Slow:
    """The window at check-in, whose patience is spent at the next turn of the window."""

    held: HeldDesk
    window: TerminalWindow
    qtbot: QtBot

    @property
    def page(self) -> CheckInPage:
        return self.window.pages.check_in

    def scan(self, case: str = "RETURNING") -> None:
        self.page.read_text(self.held.member(case))

    def until(self, true: object) -> None:
        assert callable(true)
        self.held.until(self.qtbot, true)

    def shown(self, *, online: bool) -> None:
        """Wait for the verdict with that source."""
        self.until(lambda: (case := self.page.case) is not None and case.verification.online is online)

    def notice(self) -> Notice | None:
        notices = self.page.body.notices.notices
        return notices[0] if notices else None

    def press_in_notice(self, word: str) -> None:
        notice = self.notice()
        assert notice is not None
        next(one for one in notice.findChildren(QPushButton) if one.text() == word).click()

    def parts(self) -> dict[str, QRect]:
        """Return where every part of the verdict stands in the window, once the layouts have come to rest."""
        before: dict[str, QRect] = {}
        places = self._places()
        while places != before:
            QApplication.processEvents()
            before, places = places, self._places()
        return places

    def _places(self) -> dict[str, QRect]:
        panel = self.page.body.panel
        certain = (panel, panel.left, panel.banner, panel.tasks, panel.checks, panel.primary)
        assert all(one.isVisible() for one in certain)
        kinds = (QScrollArea, QLineEdit, QPushButton)
        parts = (*certain, *(one for kind in kinds for one in panel.findChildren(kind)))
        return {f"{number} {type(one).__name__}": self._place(one) for number, one in enumerate(parts)}

    def _place(self, one: QWidget) -> QRect:
        corner = one.mapTo(self.window, QPoint(0, 0))
        return QRect(corner, one.size()) if one.isVisible() else QRect()


@pytest.fixture(params=[Language.ZH])
def slow(app: QApplication, tmp_path: Path, qtbot: QtBot, request: pytest.FixtureRequest) -> Iterator[Slow]:
    with open_held_desk(tmp_path, language=request.param) as held:
        held.know("RETURNING")
        window = build_window(held.desk)
        window.resize(1366, 768)
        window.show()
        window.activateWindow()
        app.processEvents()
        held.desk.sign_in(operator())
        press(window, Qt.Key.Key_F3)
        window.pages.check_in.reading._patience.setInterval(1)
        yield Slow(held, window, qtbot)
        held.line.release()
        held.until(qtbot, lambda: not held.tasks.busy)
        window.close()
        window.deleteLater()
    app.processEvents()


@pytest.mark.parametrize("slow", [Language.ZH, Language.EN], indirect=True)
@pytest.mark.parametrize("way", [Way.HELD, Way.TRICKLE])
def test_the_offline_verdict_is_on_show_before_the_server_answers_and_is_improved_in_its_place(
    slow: Slow, way: Way
) -> None:
    slow.held.line.hold(way)
    slow.scan()
    slow.shown(online=False)
    case = slow.page.case
    assert case is not None
    assert case.verification.problem == SLOW
    assert slow.held.tasks.busy  # the answer is held until the release below, and nothing else
    places, widgets = slow.parts(), slow.page.body.panel.findChildren(QScrollArea)
    slow.held.line.release()
    slow.shown(online=True)
    assert slow.parts() == places
    assert slow.page.body.panel.findChildren(QScrollArea) == widgets
    assert slow.page.case is not None
    assert slow.page.case.mode is Mode.BILLABLE


def test_what_the_hand_has_begun_goes_on_while_the_answer_takes_its_place(slow: Slow) -> None:
    """A document is chosen and half of its number typed when the server answers."""
    slow.held.line.hold()
    slow.scan()
    slow.shown(online=False)
    press(slow.window, Qt.Key.Key_2)
    QTest.keyClicks(focused(slow.window), "31010")
    hand, places = focused(slow.window), slow.parts()
    assert isinstance(hand, QLineEdit)
    before = (hand.text(), hand.cursorPosition())
    slow.held.line.release()
    slow.shown(online=True)
    assert focused(slow.window) is hand
    assert (hand.text(), hand.cursorPosition()) == before
    assert slow.parts() == places
    QTest.keyClicks(hand, "4")
    assert slow.page.body.panel.tasks.identity.number.number == "310104"


def test_a_document_that_was_chosen_stays_chosen(slow: Slow) -> None:
    slow.held.line.hold()
    slow.scan()
    slow.shown(online=False)
    press(slow.window, Qt.Key.Key_3)
    press(slow.window, Qt.Key.Key_Return)
    slow.until(lambda: slow.page.case is not None and slow.page.case.document is IdDocument.PASSPORT)
    places = slow.parts()
    slow.held.line.release()
    slow.shown(online=True)
    assert slow.page.case is not None
    assert slow.page.case.document is IdDocument.PASSPORT
    assert slow.parts() == places


def test_the_notice_says_why_and_later_that_it_is_over_without_moving_anything(slow: Slow) -> None:
    slow.held.line.hold()
    slow.scan()
    slow.shown(online=False)
    notice = slow.notice()
    assert notice is not None
    assert "还没有回答" in words_on(notice)
    height = notice.height()
    slow.held.line.release()
    slow.shown(online=True)
    after = slow.notice()
    assert after is not None
    assert "已更新" in words_on(after)
    assert after.height() == height


def test_a_refusing_server_is_told_at_once_with_the_way_out(slow: Slow) -> None:
    slow.page.reading._patience.setInterval(3_600_000)
    slow.held.line.hang_up()
    slow.scan()
    slow.shown(online=False)
    notice = slow.notice()
    assert notice is not None
    assert "联系不上服务商" in words_on(notice)
    slow.press_in_notice("现在离线工作")
    slow.until(lambda: slow.held.desk.line.chosen)
    assert slow.notice() is None
    assert slow.window.shell.strip.status.text() == "已选择离线"


def test_on_a_line_known_to_be_down_the_verdict_comes_without_waiting_and_without_a_notice(
    slow: Slow,
) -> None:
    slow.page.reading._patience.setInterval(3_600_000)
    slow.held.keeper.open_line()
    slow.held.keeper.failed("NO_CONNECTION")
    slow.until(lambda: slow.held.desk.line.is_offline)
    slow.held.line.hold()
    slow.scan()
    slow.shown(online=False)
    assert slow.page.case is not None
    assert slow.page.case.verification.problem == DOWN
    assert slow.notice() is None


def test_nothing_stored_means_waiting_and_says_so_and_escape_ends_it(slow: Slow) -> None:
    with slow.held.store._transaction(slow.held.store._writers, "BEGIN IMMEDIATE") as work:
        work.snapshots._connection.execute("DELETE FROM snapshots")
    slow.held.line.hold()
    slow.scan("GREYED")
    slow.until(lambda: "还在等服务商回答" in words_on(slow.page.body.busy))
    assert slow.page.body.is_busy
    press(slow.window, Qt.Key.Key_Escape)
    assert slow.page.body.is_scanning
    slow.held.line.release()
    slow.until(lambda: not slow.held.tasks.busy)
    assert slow.page.body.is_scanning
    slow.scan("GREYED")
    assert "正在核验" in words_on(slow.page.body.busy)
    slow.shown(online=True)


def test_the_next_card_takes_the_place_of_one_that_waits(slow: Slow) -> None:
    slow.held.know("GREYED")
    slow.held.line.hold()
    slow.scan("RETURNING")
    slow.shown(online=False)
    slow.scan("GREYED")
    slow.until(lambda: slow.page.case is not None and slow.page.case.mode is not Mode.BILLABLE)
    slow.held.line.release()
    slow.shown(online=True)
    assert slow.page.case is not None
    assert slow.page.case.policy.snapshot.person.member == slow.held.member("GREYED")


def test_the_page_waits_three_seconds_altogether(app: QApplication, tmp_path: Path) -> None:
    with open_held_desk(tmp_path) as held:
        window = build_window(held.desk)
        assert window.pages.check_in.reading._patience.interval() == 3_000 - SHOWING_MS
        window.close()
        window.deleteLater()
    app.processEvents()
