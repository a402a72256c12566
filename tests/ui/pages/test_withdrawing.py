"""A parked act is withdrawn for ever on the queue page: with a reason and a manager's PIN."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from clinic_terminal.application.act_case import follow_up_case
from clinic_terminal.application.acts import ActState, Answer, AnswerClass
from clinic_terminal.application.follow_up import Stand
from clinic_terminal.domain.visit import Visit
from clinic_terminal.i18n import translator
from clinic_terminal.ui.pages.queue import QueuePage
from clinic_terminal.ui.views.follow_up import Step, follow_up_view
from clinic_terminal.ui.views.withdrawing import withdraw_wish
from clinic_terminal.ui.widgets.pill import Pill
from clinic_terminal.ui.window import TerminalWindow
from tests.ui.pages.front import PIN, RETURNING, Front, answer, billed, nameless, operator, press, words_on
from tests.ui.pages.managed import MANAGER_PIN, asked, confirm, with_manager

PARKED = Answer(AnswerClass.ITEM, None, "DIGEST_CONFLICT", "内容不同。")
REASON = "号码用过了，热线已改用纸质单"


@pytest.fixture
def visit(front: Front) -> Visit:
    """Return a visit whose bill was set aside."""
    found = billed(front, RETURNING)
    answer(front, found.act, PARKED)
    return found


@pytest.fixture
def page(visit: Visit, front: Front, at_work: TerminalWindow, qtbot: QtBot) -> QueuePage:
    """Return the queue page with the matter open."""
    press(at_work, Qt.Key.Key_F10)
    page = at_work.pages.queue
    front.desk.refresh()
    qtbot.waitUntil(lambda: page.found is not None and page.found.follow_up.subject == visit.act)
    page.open_follow_up()
    qtbot.waitUntil(lambda: page.flow.panel.withdraw_button.isVisible() and not front.tasks.busy)
    return page


def state_of(front: Front, act: str) -> ActState:
    with front.store.read() as uow:
        row = uow.queue.get(act)
    assert row is not None
    return row.state


def ask(page: QueuePage, qtbot: QtBot) -> None:
    page.flow.panel.note.setText(REASON)
    page.flow.panel.withdraw_button.click()
    asked(page.confirming, qtbot)


def test_without_a_reason_nobody_is_asked(page: QueuePage, front: Front, visit: Visit) -> None:
    page.flow.panel.withdraw_button.click()
    assert not page.confirming.is_asking
    assert "请先写一句为什么永远不送，再按“永远不送”。" in words_on(page)
    assert page.flow.panel.note.hasFocus()
    assert state_of(front, visit.act) is ActState.PARKED


def test_a_manager_withdraws_it_and_everything_says_so(
    page: QueuePage, front: Front, at_work: TerminalWindow, visit: Visit, qtbot: QtBot
) -> None:
    boss = with_manager(front)
    ask(page, qtbot)
    said = words_on(page)
    assert "这张账单永远不会送给服务商，保险公司不付这 ¥350.00。" in said
    assert REASON in said
    assert nameless(page) == []
    with qtbot.waitSignal(page.said) as told:
        confirm(page.confirming, MANAGER_PIN, qtbot)
    assert told.args is not None
    assert str(told.args[0]).endswith("，不再送出。")
    qtbot.waitUntil(lambda: page.body.isVisible() and not front.tasks.busy)
    assert state_of(front, visit.act) is ActState.WITHDRAWN
    found = follow_up_case(front.terminal, visit.act)
    assert found.follow_up.stand is Stand.CLOSED
    view = follow_up_view(found, front.clock.now(), front.desk.words)
    assert (view.pill.text, view.title) == ("已撤回", "这张账单已撤回，没有送给服务商")
    assert (view.entries[-1].what, view.entries[-1].text) == (f"{boss.name} 结束", REASON)
    assert view.may == {Step.OPEN_VISIT}
    assert "¥350.00" in view.steps[0]
    with front.store.read() as uow:
        rows = [(row.act, row.operator) for row in uow.audit.rows()][-2:]
    assert rows == [("approve", boss.id), ("withdraw_act", boss.id)]
    front.desk.take_visit(visit)
    press(at_work, Qt.Key.Key_F6)
    qtbot.waitUntil(lambda: "已撤回" in pills(at_work))


def pills(window: TerminalWindow) -> set[str]:
    return {pill.accessibleName() for pill in window.findChildren(Pill) if pill.isVisible()}


def test_a_no_leaves_everything_as_it_was(page: QueuePage, front: Front, visit: Visit, qtbot: QtBot) -> None:
    with_manager(front)
    ask(page, qtbot)
    press(page.window(), Qt.Key.Key_Escape)
    assert page.flow.panel.isVisible()
    assert page.flow.panel.note.text() == REASON
    assert state_of(front, visit.act) is ActState.PARKED


def test_what_the_server_has_is_not_withdrawn_and_the_page_says_what_to_do(
    page: QueuePage, front: Front, visit: Visit, qtbot: QtBot
) -> None:
    with_manager(front)
    with front.store.read() as uow:
        row = uow.queue.get(visit.act)
    assert row is not None
    front.central.held[visit.act] = row.act.digest
    ask(page, qtbot)
    confirm(page.confirming, MANAGER_PIN, qtbot)
    qtbot.waitUntil(lambda: "服务商已经收到这一笔，只是回执没有送到，不能撤回。" in words_on(page))
    assert state_of(front, visit.act) is ActState.PARKED
    assert page.flow.panel.note.text() == REASON


def test_without_a_line_it_is_not_withdrawn(
    page: QueuePage, front: Front, visit: Visit, qtbot: QtBot
) -> None:
    with_manager(front)
    front.central.reachable = False
    ask(page, qtbot)
    confirm(page.confirming, MANAGER_PIN, qtbot)
    qtbot.waitUntil(lambda: "现在问不到服务商有没有收到这一笔" in words_on(page))
    assert state_of(front, visit.act) is ActState.PARKED


def test_where_nobody_is_a_manager_it_is_said_that_one_is_needed(
    page: QueuePage, front: Front, visit: Visit, qtbot: QtBot
) -> None:
    ask(page, qtbot)
    confirm(page.confirming, PIN, qtbot)
    qtbot.waitUntil(lambda: "只有管理员可以撤回，什么也没有改。" in words_on(page))
    assert state_of(front, visit.act) is ActState.PARKED
    assert not operator().manager


def test_leaving_the_page_drops_the_question(
    page: QueuePage, front: Front, at_work: TerminalWindow, visit: Visit, qtbot: QtBot
) -> None:
    with_manager(front)
    ask(page, qtbot)
    press(at_work, Qt.Key.Key_F2)
    press(at_work, Qt.Key.Key_F10)
    assert not page.confirming.is_asking
    assert state_of(front, visit.act) is ActState.PARKED


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_the_question_is_whole_in_both_languages(front: Front, visit: Visit, language: str) -> None:
    wish = withdraw_wish(follow_up_case(front.terminal, visit.act), REASON, translator(language))
    assert wish.grave
    assert all("{" not in text for text in (wish.title, *wish.points))
