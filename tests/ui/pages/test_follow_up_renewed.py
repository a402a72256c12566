"""A follow-up on the screen goes with the times: settled, worked on by others, left to whoever comes next."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from clinic_terminal.application import follow_up as verbs
from clinic_terminal.application.acts import ActState, Answer, AnswerClass
from clinic_terminal.application.failures import StoreFailedError
from clinic_terminal.application.follow_up_failures import FollowUpUnknownError
from clinic_terminal.application.queueing import retry_now
from clinic_terminal.ui.pages import follow_up_flow
from clinic_terminal.ui.pages.queue import QueuePage
from clinic_terminal.ui.window import TerminalWindow
from tests.ui.pages.front import RETURNING, Front, answer, billed, operator, press, words_on
from tests.ui.pages.test_follow_up import PARKED, adjusted, opened


@pytest.fixture
def page(at_work: TerminalWindow) -> QueuePage:
    press(at_work, Qt.Key.Key_F10)
    return at_work.pages.queue


def test_what_is_settled_meanwhile_offers_nothing_to_do(front: Front, page: QueuePage, qtbot: QtBot) -> None:
    visit = billed(front, RETURNING)
    answer(front, visit.act, PARKED)
    front.desk.refresh()
    qtbot.waitUntil(lambda: page.found is not None)
    page.panel.more_button.click()
    qtbot.waitUntil(page.flow.panel.isVisible)
    assert page.flow.panel.primary.text() == "我来处理"
    retry_now(front.terminal, operator(), (visit.act,))
    answer(front, visit.act, Answer(AnswerClass.FINAL, ActState.ACCEPTED, "OK", receipt=b"{}"))
    front.desk.refresh()
    qtbot.waitUntil(lambda: "服务商已收到这一笔" in words_on(page.flow.panel))
    assert not page.flow.panel.primary.isVisible()


def test_what_nobody_has_to_deal_with_any_more_is_left_with_a_word(
    front: Front, page: QueuePage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    adjusted(front)
    opened(front, page, qtbot)

    def gone(*_what: object) -> None:
        raise FollowUpUnknownError

    monkeypatch.setattr(follow_up_flow, "follow_up_case", gone)
    front.desk.refresh()
    qtbot.waitUntil(page.body.isVisible)
    assert "这一件已经不在待办里。" in words_on(page.window())


def test_what_a_colleague_did_is_on_the_panel_and_a_half_written_note_stays(
    front: Front, page: QueuePage, qtbot: QtBot
) -> None:
    act = adjusted(front).act
    opened(front, page, qtbot)
    panel = page.flow.panel
    panel.note.setText("打过两次")
    verbs.note(front.terminal, operator(), act, "家长下午回电。")
    front.desk.refresh()
    qtbot.waitUntil(lambda: "家长下午回电。" in words_on(panel))
    assert panel.note.text() == "打过两次"
    press(page.window(), Qt.Key.Key_F2)
    press(page.window(), Qt.Key.Key_F10)
    assert panel.isVisible()
    assert panel.note.text() == "打过两次"


def test_whoever_signs_in_next_begins_at_the_list(front: Front, page: QueuePage, qtbot: QtBot) -> None:
    adjusted(front)
    opened(front, page, qtbot)
    page.flow.panel.note.setText("打过两次")
    front.desk.sign_out()
    front.desk.sign_in(operator())
    press(page.window(), Qt.Key.Key_F10)
    assert page.body.isVisible()
    assert page.flow.panel.note.text() == ""


def test_a_matter_that_cannot_be_read_anew_is_not_read_for_ever(
    front: Front, page: QueuePage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    adjusted(front)
    front.desk.refresh()
    qtbot.waitUntil(lambda: page.found is not None)

    def refuse(*_what: object) -> None:
        raise StoreFailedError("BUSY")

    monkeypatch.setattr(follow_up_flow, "follow_up_case", refuse)
    with qtbot.waitSignal(front.desk.failed):
        page.open_follow_up()
    assert not page.flow.is_reading
