"""Where the report of a bill is, on the done page: the act's own row says it, however long ago it was."""

from datetime import timedelta

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from clinic_terminal.application import follow_up
from clinic_terminal.application.acts import ActState, Answer, AnswerClass
from clinic_terminal.application.queue_view import LISTED, queue_view
from clinic_terminal.application.voiding import void
from clinic_terminal.domain.visit import Visit
from clinic_terminal.domain.voiding import VoidReason
from clinic_terminal.i18n import translator
from clinic_terminal.ui.pages.done import DonePage
from clinic_terminal.ui.views.done import upload, void_upload
from clinic_terminal.ui.window import TerminalWindow
from tests.build import NOW
from tests.store.parts import ACCEPTED, act
from tests.ui.pages.bench import settled
from tests.ui.pages.front import RETURNING, TWO_DENTAL, Front, answer, billed, operator, press, words_on

LATER = NOW + timedelta(hours=1)
REFUSED = Answer(AnswerClass.FINAL, ActState.REJECTED, "BRAND_LOCKED", "不付", receipt=b"{}", server_time=NOW)


def a_week_passes(front: Front) -> None:
    """Let as many newer acts be settled as the queue lists."""
    with front.store.begin() as uow:
        for number in range(LISTED + 1):
            uow.queue.add(act(number, f"M-{number}/P", at=LATER))
    for _batch in range(LISTED // 50 + 1):
        with front.store.begin() as uow:
            for row in uow.queue.lease("tests", LATER, 60, 50):
                uow.queue.settle(row, ACCEPTED, LATER)


def opened(front: Front, window: TerminalWindow, visit: Visit) -> DonePage:
    front.desk.take_visit(visit)
    press(window, Qt.Key.Key_F6)
    return window.pages.done


def listed(front: Front, visit: Visit) -> bool:
    acts = {visit.act, visit.voided.act if visit.voided else ""}
    return any(row.act.id in acts for row in queue_view(front.terminal).rows)


def test_a_bill_of_long_ago_has_its_receipt_still(
    front: Front, at_work: TerminalWindow, qtbot: QtBot
) -> None:
    visit = billed(front, RETURNING)
    answer(front, visit.act, ACCEPTED)
    a_week_passes(front)
    assert not listed(front, visit)
    page = opened(front, at_work, visit)
    # Before its row is read, nothing is said: not that it waits.
    assert page.card.upload_word == ""
    settled(qtbot, lambda: page.card.upload_word == "已收到回执")
    with qtbot.waitSignal(front.desk.queue_changed):
        front.desk.refresh()
    qtbot.waitUntil(lambda: not front.tasks.busy)
    assert page.card.upload_word == "已收到回执"


def test_a_refusal_that_was_dealt_with_long_ago_is_one_still(
    front: Front, at_work: TerminalWindow, qtbot: QtBot
) -> None:
    visit = billed(front, RETURNING)
    answer(front, visit.act, REFUSED)
    follow_up.close(front.terminal, operator(), visit.act, "家长已付清")
    a_week_passes(front)
    assert not listed(front, visit)
    page = opened(front, at_work, visit)
    settled(qtbot, lambda: page.card.upload_word == "被拒绝")
    assert page.card.is_refused
    assert "保险不支付这张账单" in page.card.lock_note
    page.card.void_button.click()
    assert "保险没有接受这张账单，没有要退回的额度和次数。" in words_on(page)


def test_a_void_of_long_ago_has_its_receipt_still(
    front: Front, at_work: TerminalWindow, qtbot: QtBot
) -> None:
    visit = billed(front, RETURNING)
    answer(front, visit.act, ACCEPTED)
    voided = void(front.terminal, operator(), visit.id, VoidReason.ENTRY_ERROR)
    assert voided.voided is not None
    answer(front, voided.voided.act, ACCEPTED)
    a_week_passes(front)
    assert not listed(front, voided)
    page = opened(front, at_work, voided)
    settled(qtbot, lambda: page.card.upload_word == "已收到回执")
    assert "服务商已确认作废，额度与次数已退回。" in words_on(page)


def test_the_next_bill_does_not_inherit_the_receipt(
    front: Front, at_work: TerminalWindow, qtbot: QtBot
) -> None:
    first, second = billed(front, RETURNING), billed(front, TWO_DENTAL)
    answer(front, first.act, REFUSED)
    page = opened(front, at_work, first)
    settled(qtbot, lambda: page.card.upload_word == "被拒绝")
    opened(front, at_work, second)
    assert (page.card.upload_word, page.card.is_refused) == ("", False)
    settled(qtbot, lambda: page.card.upload_word == "待送出")


def test_money_that_is_taken_changes_nothing_about_the_report(
    front: Front, at_work: TerminalWindow, qtbot: QtBot
) -> None:
    visit = billed(front, RETURNING)
    answer(front, visit.act, REFUSED)
    page = opened(front, at_work, visit)
    settled(qtbot, lambda: page.card.upload_word == "被拒绝")
    page.sides.money.changed.emit(visit)
    assert (page.card.upload_word, page.card.is_refused) == ("被拒绝", True)


def test_of_an_act_that_is_not_known_nothing_is_said() -> None:
    for told in (upload, void_upload):
        pill, sentence = told(None, translator("zh_CN"))
        assert (pill.text, sentence) == ("", "")
