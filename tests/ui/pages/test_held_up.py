"""An act that gets no answer although others do, on the queue page: said, tried again, withdrawn."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from clinic_terminal.application.act_case import follow_up_case
from clinic_terminal.application.acts import ActState, Answer, AnswerClass
from clinic_terminal.application.follow_up_record import Deed, Entry, FollowUpRecord, Matter
from clinic_terminal.application.queue_view import Part, queue_view
from clinic_terminal.domain.visit import Visit
from clinic_terminal.i18n import translator
from clinic_terminal.settings import Language
from clinic_terminal.ui.failure_table import TABLE
from clinic_terminal.ui.pages.queue import QueuePage
from clinic_terminal.ui.views.follow_up import Step, follow_up_view, panel_view
from clinic_terminal.ui.views.queue import lines, parts
from clinic_terminal.ui.widgets.pill import PillView
from clinic_terminal.ui.window import TerminalWindow
from tests.ui.pages.front import RETURNING, Front, answer, billed, nameless, press, words_on
from tests.ui.pages.managed import MANAGER_PIN, asked, confirm, with_manager

FAILED = Answer(AnswerClass.TRANSIENT, None, "HTTP_500")
REASON = "热线说系统里这一笔永远收不下"
ZH = translator(Language.ZH)


@pytest.fixture
def visit(front: Front) -> Visit:
    """Return a visit whose bill gets no answer, as a person was told."""
    found = billed(front, RETURNING)
    answer(front, found.act, FAILED)
    now = front.clock.now()
    with front.store.begin() as uow:
        opened = Entry(now, Deed.OPENED)
        uow.follow_ups.put(FollowUpRecord(found.act, Matter.HELD_UP, now, entries=(opened,)))
    return found


@pytest.fixture
def page(visit: Visit, front: Front, at_work: TerminalWindow, qtbot: QtBot) -> QueuePage:
    """Return the queue page with the matter chosen."""
    press(at_work, Qt.Key.Key_F10)
    page = at_work.pages.queue
    front.desk.refresh()
    qtbot.waitUntil(lambda: page.found is not None and page.found.follow_up.subject == visit.act)
    return page


def test_the_line_says_that_only_this_one_does_not_get_through(front: Front, visit: Visit) -> None:
    view = queue_view(front.terminal)
    (line,) = lines(view, ZH, Part.PERSON)
    assert line.key == visit.act
    pill = line.cells[3]
    assert isinstance(pill, PillView)
    assert pill.text == "需要处理"
    assert line.cells[5] == "其他的都能送到，只有这一笔试了 1 次没有回执；程序还在自动重试。"
    assert line.cells[6] == "请管理员致电热线"
    assert lines(view, ZH, Part.WAITING) == ()
    assert dict(parts(view, ZH))[Part.WAITING] == "等待 0"


def test_the_panel_says_whom_to_call_and_nothing_of_a_refusal(front: Front, visit: Visit) -> None:
    found = follow_up_case(front.terminal, visit.act)
    view = follow_up_view(found, front.clock.now(), ZH)
    assert (view.title, view.pill.text) == ("这一笔一直没有送到", "要人处理")
    assert view.may == {Step.NOTE, Step.TAKE, Step.RETRY, Step.WITHDRAW, Step.OPEN_VISIT}
    assert [script.title for script in view.scripts] == ["致电服务热线"]
    assert "HTTP_500" in view.scripts[0].say
    assert panel_view(found, front.clock.now(), ZH).steps == view.steps
    assert not any("保险公司" in step or "作废" in step for step in view.steps)


def test_a_manager_withdraws_it_from_the_page(
    page: QueuePage, front: Front, visit: Visit, qtbot: QtBot
) -> None:
    with_manager(front)
    page.open_follow_up()
    qtbot.waitUntil(lambda: page.flow.panel.withdraw_button.isVisible() and not front.tasks.busy)
    assert nameless(page) == []
    assert "这一笔一直没有送到" in words_on(page)
    page.flow.panel.note.setText(REASON)
    page.flow.panel.withdraw_button.click()
    asked(page.confirming, qtbot)
    with qtbot.waitSignal(page.said):
        confirm(page.confirming, MANAGER_PIN, qtbot)
    qtbot.waitUntil(lambda: page.body.isVisible() and not front.tasks.busy)
    with front.store.read() as uow:
        row = uow.queue.get(visit.act)
        assert row is not None
        assert row.state is ActState.WITHDRAWN
        assert uow.queue.exposure().parked_count == 0


def test_an_act_that_is_being_sent_says_to_wait() -> None:
    told = TABLE["WITHDRAW_SENDING"]
    assert "正在送" in told.what
    assert told.next_step
