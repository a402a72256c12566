"""The selected child: what to do before it comes, no-show and back, and on to its brothers and sisters."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from clinic_terminal.application import appointments
from clinic_terminal.domain.visit import Stage
from clinic_terminal.ui.pages.today import TodayPage
from clinic_terminal.ui.window import TerminalWindow
from tests.ui.pages.front import (
    RETURNING,
    UNBOOKED,
    Front,
    billed,
    operator,
    press,
    words_on,
)
from tests.ui.pages.today_desk import cards, go_online, of_family, page_of, show_board, stored

CTRL = Qt.KeyboardModifier.ControlModifier


def test_the_selected_child_is_shown_with_its_remedy_and_its_acts(
    front: Front, at_work: TerminalWindow, qtbot: QtBot
) -> None:
    front.expect(UNBOOKED)
    show_board(at_work, qtbot, 1)
    press(at_work, Qt.Key.Key_Down)
    said = words_on(page_of(at_work).view.body.side.detail)
    assert "陆予安" in said
    assert "021-80209058" in said
    assert "2026**********0102" in said
    assert [hint.word for hint in page_of(at_work).hints()] == [
        "选择就诊", "核验", "登记预约编号", "未到", "取消预约", "返回",
    ]  # fmt: skip
    press(at_work, Qt.Key.Key_Escape)
    assert page_of(at_work).view.body.selected is None
    assert at_work.page is page_of(at_work)


def test_the_small_button_of_a_card_shows_the_child_without_opening_it(
    front: Front, at_work: TerminalWindow, qtbot: QtBot
) -> None:
    front.expect(RETURNING)
    show_board(at_work, qtbot, 1)
    card = page_of(at_work).board.cards()[0]
    QTest.mouseClick(card, Qt.MouseButton.RightButton)
    card.findChildren(type(page_of(at_work).view.head.before))[0].click()
    assert page_of(at_work).view.body.selected is not None
    page_of(at_work).view.body.side.detail.open_button.click()
    assert at_work.page is at_work.pages.check_in
    qtbot.waitUntil(lambda: not front.tasks.busy)


def test_a_booking_reference_is_noted_before_the_child_comes(
    front: Front, at_work: TerminalWindow, qtbot: QtBot
) -> None:
    visit = front.expect(UNBOOKED)
    go_online(at_work, qtbot)
    show_board(at_work, qtbot, 1)
    press(at_work, Qt.Key.Key_Down)
    press(at_work, Qt.Key.Key_R, CTRL)
    detail = page_of(at_work).view.body.side.detail
    assert detail.booking.hasFocus()
    detail.booking.setText("9" * 41)
    press(at_work, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: detail.problem.text() == "编号最多 40 个字。")
    detail.booking.setText("YY-20731")
    press(at_work, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: cards(at_work)["陆予安"].status.text == "可直付")
    assert stored(front, visit).booking_ref == "YY-20731"


def test_a_child_that_did_not_come_is_kept_apart_and_taken_back(
    front: Front, at_work: TerminalWindow, qtbot: QtBot
) -> None:
    visit = front.expect(RETURNING)
    show_board(at_work, qtbot, 1)
    press(at_work, Qt.Key.Key_Down)
    press(at_work, Qt.Key.Key_D, CTRL)
    qtbot.waitUntil(lambda: cards(at_work)["沈星禾"].status.text == "未到")
    assert cards(at_work)["沈星禾"].muted
    assert "沈星禾 已记为未到。" in words_on(page_of(at_work).view.head)
    assert stored(front, visit).missed_at is not None
    press(at_work, Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: cards(at_work)["沈星禾"].status.text != "未到")
    assert stored(front, visit).missed_at is None


def test_a_missed_child_can_be_expected_again_later(
    front: Front, at_work: TerminalWindow, qtbot: QtBot
) -> None:
    visit = front.expect(RETURNING)
    appointments.mark_no_show(front.terminal, operator(), visit.id)
    show_board(at_work, qtbot, 1)
    press(at_work, Qt.Key.Key_Down)
    detail = page_of(at_work).view.body.side.detail
    assert "记为未到" in words_on(detail)
    assert not detail.miss_button.isVisible()
    detail.return_button.click()
    qtbot.waitUntil(lambda: stored(front, visit).missed_at is None)
    qtbot.waitUntil(lambda: not front.tasks.busy)


def test_an_appointment_is_taken_off_and_put_back(
    front: Front, at_work: TerminalWindow, qtbot: QtBot
) -> None:
    visit = front.expect(RETURNING)
    show_board(at_work, qtbot, 1)
    press(at_work, Qt.Key.Key_Down)
    press(at_work, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: cards(at_work) == {})
    assert stored(front, visit).stage is Stage.CANCELLED
    press(at_work, Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: len(cards(at_work)) == 1)


def test_after_one_child_the_desk_goes_on_with_its_sibling_by_one_key(
    front: Front, at_work: TerminalWindow, qtbot: QtBot
) -> None:
    first, second = of_family(201, "程一诺"), of_family(202, "程一言")
    front.central.snapshots.extend((first, second))
    front.expect(second)
    visit = billed(front, first)
    at_work.desk.take_visit(visit)
    at_work.shell.show_page("done")
    qtbot.waitUntil(lambda: page_of(at_work).view.feed.sibling is not None)
    press(at_work, Qt.Key.Key_J, CTRL)
    assert at_work.page is at_work.pages.check_in
    in_hand = at_work.desk.visit
    assert in_hand is not None
    assert in_hand.person.name == "程一言"
    qtbot.waitUntil(lambda: not front.tasks.busy)


def test_back_on_the_board_enter_goes_on_with_the_sibling(
    front: Front, at_work: TerminalWindow, qtbot: QtBot
) -> None:
    first, second = of_family(201, "程一诺"), of_family(202, "程一言")
    front.central.snapshots.extend((first, second))
    front.expect(second)
    at_work.desk.take_visit(billed(front, first))
    at_work.desk.take_visit(None)
    show_board(at_work, qtbot, 2)
    head = page_of(at_work).view.head
    qtbot.waitUntil(lambda: head.primary.text() == "接着看 程一言")
    press(at_work, Qt.Key.Key_Return)
    assert at_work.page is at_work.pages.check_in
    assert at_work.desk.visit is not None
    qtbot.waitUntil(lambda: not front.tasks.busy)
    page_of(at_work).scan()
    at_work.shell.show_page("today")
    qtbot.waitUntil(lambda: head.primary.text() == "扫描电子卡")


def test_the_key_for_a_sibling_does_nothing_for_a_child_that_comes_alone(
    front: Front, at_work: TerminalWindow, qtbot: QtBot
) -> None:
    at_work.desk.take_visit(billed(front, RETURNING))
    show_board(at_work, qtbot, 1)
    press(at_work, Qt.Key.Key_J, CTRL)
    assert at_work.page is page_of(at_work)


def test_a_board_that_is_not_read_yet_says_so(front: Front, at_work: TerminalWindow) -> None:
    fresh = TodayPage(front.desk)
    fresh.setParent(at_work)
    fresh.show()
    assert "正在读取今天的就诊…" in words_on(fresh)
    fresh.deleteLater()
