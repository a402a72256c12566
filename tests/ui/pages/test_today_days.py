"""Other days than today: tomorrow is worked through in the quiet hour, yesterday is only looked at."""

from dataclasses import replace
from datetime import timedelta

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from clinic_terminal.application import appointments
from clinic_terminal.application.appointment_list import Wanted
from clinic_terminal.domain.eligibility import Snapshot
from clinic_terminal.domain.visit import Stage, Visit
from clinic_terminal.ui.pages.today_view import DayView
from clinic_terminal.ui.window import TerminalWindow
from tests.build import NOW, TODAY
from tests.ui.pages.front import (
    ELSEWHERE,
    RETURNING,
    TWO_DENTAL,
    UNBOOKED,
    Front,
    admitted,
    child,
    operator,
    press,
    words_on,
)

CTRL = Qt.KeyboardModifier.ControlModifier
MORNING = NOW.replace(hour=1, minute=0) + timedelta(days=1)
"""Tomorrow, 9:00 in China."""


def view(window: TerminalWindow) -> DayView:
    return window.pages.today.view


def expect(front: Front, one: Snapshot, hours: float = 0) -> Visit:
    front.keep(one)
    wanted = Wanted(0, MORNING + timedelta(hours=hours), one.person.member, one.policy)
    return appointments.add_by_hand(front.terminal, operator(), wanted)


def columns(window: TerminalWindow) -> dict[str, list[str]]:
    shown = [lane.view for lane in view(window).body.board._columns]
    return {column.title: [one.name for one in column.visits] for column in shown if column is not None}


def go(window: TerminalWindow, qtbot: QtBot, key: Qt.Key, days: int) -> None:
    day = view(window).feed.day + timedelta(days=days)
    press(window, key, CTRL)
    qtbot.waitUntil(lambda: (board := view(window)._board) is not None and board.day == day)


def test_tomorrow_is_a_list_to_be_worked_through(front: Front, at_work: TerminalWindow, qtbot: QtBot) -> None:
    sibling = replace(UNBOOKED.person, member="202604C00000000999", name="陆予宁", family="F-1")
    for one, hours in (
        (RETURNING, 0),
        (replace(UNBOOKED, person=replace(UNBOOKED.person, family="F-1")), 1),
        (child(300, "测试下午"), 5),
        (replace(RETURNING, person=sibling, policy="POL-9"), 6),
        (child(301, "测试晚上"), 10),
    ):
        expect(front, one, hours)
    go(at_work, qtbot, Qt.Key.Key_Right, 1)
    assert columns(at_work) == {
        "先处理": ["陆予安", "陆予宁"],
        "上午": ["沈星禾"],
        "下午": ["测试下午"],
        "晚上": ["测试晚上"],
    }
    said = words_on(view(at_work))
    assert "明天" in said
    assert "5 / 5" in said
    assert view(at_work).head.primary.text() == "添加预约"


def test_a_day_without_appointments_says_what_can_be_done(
    front: Front, at_work: TerminalWindow, qtbot: QtBot
) -> None:
    go(at_work, qtbot, Qt.Key.Key_Right, 1)
    assert "这一天还没有预约。" in words_on(view(at_work))
    go(at_work, qtbot, Qt.Key.Key_Left, -1)
    go(at_work, qtbot, Qt.Key.Key_Left, -1)
    assert "这一天没有预约，也没有就诊。" in words_on(view(at_work))
    assert view(at_work).head.primary.text() == "回到今天"
    press(at_work, Qt.Key.Key_Y, CTRL)
    assert not view(at_work).body.side.is_adding
    press(at_work, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: view(at_work).feed.is_today)
    assert front.desk.operator == operator()


def test_another_days_card_is_looked_at_and_not_opened(
    front: Front, at_work: TerminalWindow, qtbot: QtBot
) -> None:
    visit = expect(front, UNBOOKED)
    go(at_work, qtbot, Qt.Key.Key_Right, 1)
    press(at_work, Qt.Key.Key_Down)
    detail = view(at_work).body.side.detail
    assert not detail.open_button.isVisible()
    assert not detail.miss_button.isVisible()
    press(at_work, Qt.Key.Key_Return)
    assert at_work.page is at_work.pages.today
    assert detail.booking.hasFocus()
    detail.booking.setText("YY-8")
    press(at_work, Qt.Key.Key_Return)

    def noted() -> bool:
        with front.store.read() as uow:
            return uow.visits.get(visit.id).booking_ref == "YY-8"

    qtbot.waitUntil(noted)
    qtbot.waitUntil(lambda: columns(at_work)["上午"] == ["陆予安"])


def test_tomorrows_appointment_is_taken_off(front: Front, at_work: TerminalWindow, qtbot: QtBot) -> None:
    expect(front, RETURNING)
    expect(front, ELSEWHERE)
    go(at_work, qtbot, Qt.Key.Key_Right, 1)
    press(at_work, Qt.Key.Key_Down)
    press(at_work, Qt.Key.Key_D, CTRL)
    press(at_work, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: sum(map(len, columns(at_work).values())) == 1)
    assert view(at_work).body.selected is None
    press(at_work, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: not front.tasks.busy)
    assert sum(map(len, columns(at_work).values())) == 1


def test_a_day_gone_by_says_who_never_came(front: Front, at_work: TerminalWindow, qtbot: QtBot) -> None:
    front.expect(RETURNING)
    admitted(front, TWO_DENTAL)
    front.clock.advance(24 * 3600)
    at_work.desk.refresh()
    qtbot.waitUntil(
        lambda: (board := view(at_work)._board) is not None and board.day == TODAY + timedelta(days=1)
    )
    go(at_work, qtbot, Qt.Key.Key_Left, -1)
    assert columns(at_work) == {"未到": ["沈星禾"], "未结束": ["苏木"], "已完成": []}
    press(at_work, Qt.Key.Key_Down)
    assert view(at_work).body.side.detail.miss_button.isVisible()
    assert not view(at_work).body.side.detail.off_button.isVisible()
    press(at_work, Qt.Key.Key_D, CTRL)
    qtbot.waitUntil(lambda: not front.tasks.busy)
    with front.store.read() as uow:
        (missed,) = uow.visits.on_day(TODAY, (Stage.EXPECTED,))
    assert missed.missed_at is not None


def test_escape_leads_back_to_today_and_so_does_the_pages_key(
    front: Front, at_work: TerminalWindow, qtbot: QtBot
) -> None:
    go(at_work, qtbot, Qt.Key.Key_Right, 1)
    press(at_work, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: view(at_work).feed.is_today)
    assert at_work.page is at_work.pages.today
    go(at_work, qtbot, Qt.Key.Key_Right, 1)
    press(at_work, Qt.Key.Key_F2)
    qtbot.waitUntil(lambda: view(at_work).feed.is_today)
    assert front.desk.operator == operator()


def test_nobody_looks_further_than_a_year(at_work: TerminalWindow) -> None:
    feed = view(at_work).feed
    feed.go_to(TODAY + timedelta(days=366))
    assert not feed.is_today
    feed.step(1)
    assert feed.day == TODAY + timedelta(days=366)
    feed.go_to(TODAY + timedelta(days=900))
    assert feed.is_today
