"""A new appointment by hand: found by letters or number, wrong fields said in place, by keys alone."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from clinic_terminal.application.failures import StoreFailedError
from clinic_terminal.domain.visit import Origin, Stage, Visit
from clinic_terminal.store.visits import SqlVisits
from clinic_terminal.ui.pages.today_add import AddCard
from clinic_terminal.ui.views.new_appointment import Part
from clinic_terminal.ui.window import TerminalWindow
from tests.build import TODAY
from tests.ui.pages.front import RETURNING, UNBOOKED, Front, nameless, press, type_text, words_on

CTRL = Qt.KeyboardModifier.ControlModifier
STRANGER = "202604C00000099999"


def card(window: TerminalWindow) -> AddCard:
    return window.pages.today.view.body.side.add


def begin(front: Front, window: TerminalWindow, qtbot: QtBot) -> AddCard:
    front.keep(RETURNING, UNBOOKED)
    press(window, Qt.Key.Key_Y, CTRL)
    found = card(window)
    qtbot.waitUntil(lambda: found._children.get(RETURNING.person.member) is not None)
    return found


def appointments(front: Front, days: int = 0) -> list[Visit]:
    with front.store.read() as uow:
        return uow.visits.on_day(TODAY + timedelta(days=days), (Stage.EXPECTED,))


def test_a_child_is_found_by_its_initials_and_added_by_keys_alone(
    front: Front, at_work: TerminalWindow, qtbot: QtBot
) -> None:
    found = begin(front, at_work, qtbot)
    type_text(at_work, "sxh")
    assert [one.name for one in found.child.results.shown] == ["沈星禾"]
    press(at_work, Qt.Key.Key_Return)
    assert found.child.text() == "沈星禾"
    assert found.time.hasFocus()
    type_text(at_work, "1530")
    press(at_work, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(appointments(front)) == 1)
    visit = appointments(front)[0]
    assert (visit.person.name, visit.origin) == ("沈星禾", Origin.DESK)
    assert visit.expected_at is not None
    assert visit.expected_at.hour == 7
    qtbot.waitUntil(lambda: not at_work.pages.today.view.body.side.is_adding)
    assert "沈星禾 的预约已添加。" in words_on(at_work.pages.today.view.head)


def test_a_member_nobody_knows_here_is_taken_by_its_number(
    front: Front, at_work: TerminalWindow, qtbot: QtBot
) -> None:
    found = begin(front, at_work, qtbot)
    type_text(at_work, STRANGER)
    assert [one.key for one in found.child.results.shown] == [STRANGER]
    press(at_work, Qt.Key.Key_Return)
    found.day.setText("2026-05-23")
    type_text(at_work, "2:30pm")
    found.booking.setText(" YY-9 ")
    found.note.setText("怕疼")
    press(at_work, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(appointments(front, 2)) == 1)
    visit = appointments(front, 2)[0]
    assert (visit.person.member, visit.person.name, visit.booking_ref) == (STRANGER, "", "YY-9")
    feed = at_work.pages.today.view.feed
    qtbot.waitUntil(lambda: feed.day == TODAY + timedelta(days=2))


def test_every_wrong_field_says_what_is_wrong_in_place(
    front: Front, at_work: TerminalWindow, qtbot: QtBot
) -> None:
    found = begin(front, at_work, qtbot)
    found.day.setText("nie")
    found.time.setText("99")
    found.button.click()
    assert {part: problem.text() for part, problem in found.problems.items()} == {
        Part.CHILD: "请选一个孩子，或输入会员号。",
        Part.DAY: "请写成 2026-05-22。",
        Part.TIME: "请写成 09:30 或 0930。",
        Part.BOOKING: "",
    }
    assert found.child.field.hasFocus()
    type_text(at_work, "s")
    assert found.problems[Part.DAY].text() == ""
    assert appointments(front) == []


@pytest.mark.parametrize(
    ("day", "booking", "part", "words"),
    [
        ("2026-05-20", "", Part.DAY, "这一天已经过去。"),
        ("2028-05-20", "", Part.DAY, "日期在一年以后，请检查年份。"),
        ("2026-05-21", "9" * 41, Part.BOOKING, "编号最多 40 个字。"),
    ],
)
def test_what_the_verb_refuses_is_said_at_its_field(
    front: Front, at_work: TerminalWindow, qtbot: QtBot, day: str, booking: str, part: Part, words: str
) -> None:
    found = begin(front, at_work, qtbot)
    type_text(at_work, RETURNING.person.member)
    press(at_work, Qt.Key.Key_Return)
    found.day.setText(day)
    found.time.setText("9:30")
    found.booking.setText(booking)
    press(at_work, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: found.problems[part].text() == words)
    assert at_work.pages.today.view.body.side.is_adding


def test_a_second_appointment_of_the_day_is_refused_at_the_child(
    front: Front, at_work: TerminalWindow, qtbot: QtBot
) -> None:
    front.expect(RETURNING)
    found = begin(front, at_work, qtbot)
    type_text(at_work, "shenxinghe")
    press(at_work, Qt.Key.Key_Return)
    type_text(at_work, "9")
    press(at_work, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "当天已经有预约" in found.problems[Part.CHILD].text())


def test_another_failure_is_shown_above_the_page(
    front: Front, at_work: TerminalWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin(front, at_work, qtbot)

    def full(_self: SqlVisits, _visit: Visit) -> Visit:
        raise StoreFailedError("DISK_FULL")

    monkeypatch.setattr(SqlVisits, "put", full)
    type_text(at_work, "sxh")
    press(at_work, Qt.Key.Key_Return)
    type_text(at_work, "9")
    press(at_work, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(at_work.shell.notices.notices))
    assert "磁盘满了" in words_on(at_work.shell.notices)


def test_typing_on_after_a_choice_lets_the_child_go(
    front: Front, at_work: TerminalWindow, qtbot: QtBot
) -> None:
    found = begin(front, at_work, qtbot)
    type_text(at_work, "sxh")
    press(at_work, Qt.Key.Key_Return)
    found.child.field.setFocus()
    QTest.keyClick(found.child.field, Qt.Key.Key_Backspace)
    found.child.set_results(())
    found.time.setText("9:00")
    found.button.click()
    assert found.problems[Part.CHILD].text()


def test_a_card_that_is_scanned_names_the_child(front: Front, at_work: TerminalWindow, qtbot: QtBot) -> None:
    found = begin(front, at_work, qtbot)
    at_work.shell.take_scan(RETURNING.person.member)
    qtbot.waitUntil(lambda: found.child.text() == "沈星禾")
    assert found.time.hasFocus()
    assert at_work.page is at_work.pages.today
    at_work.shell.take_scan("这不是卡")
    qtbot.waitUntil(lambda: bool(at_work.shell.notices.notices))


def test_enter_says_add_only_when_nothing_is_missing(
    front: Front, at_work: TerminalWindow, qtbot: QtBot
) -> None:
    found = begin(front, at_work, qtbot)
    page = at_work.pages.today
    assert (found.button.hint, page.hints()[0].word) == ("Ctrl Enter", "下一栏")
    at_work.shell.take_scan(RETURNING.person.member)
    qtbot.waitUntil(lambda: found.child.text() == "沈星禾")
    found.time.setText("09:30")
    assert (found.button.hint, page.hints()[0].word) == ("Enter", "添加")


def test_escape_leaves_and_nothing_was_added(front: Front, at_work: TerminalWindow, qtbot: QtBot) -> None:
    found = begin(front, at_work, qtbot)
    assert nameless(at_work) == []
    assert [hint.key for hint in at_work.pages.today.hints()] == ["Enter", "↑↓", "Esc"]
    found.time.setFocus()
    press(at_work, Qt.Key.Key_Escape)
    assert not at_work.pages.today.view.body.side.is_adding
    assert appointments(front) == []
    press(at_work, Qt.Key.Key_Y, CTRL)
    assert found.time.text() == ""
    found.child.field.setFocus()
    press(at_work, Qt.Key.Key_Escape)
    assert not at_work.pages.today.view.body.side.is_adding
