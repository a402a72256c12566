"""What is copied for the hotline: enough to find an act and see why it stands so; and no person."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from clinic_terminal.application.act_case import follow_up_case
from clinic_terminal.application.acts import CARRIED, ActState, Answer, AnswerClass, QueueRow
from clinic_terminal.application.doctor_codes import OTHER
from clinic_terminal.application.follow_up import follow_up
from clinic_terminal.application.follow_up_record import Matter, limit_subject, open_record
from clinic_terminal.application.queue_view import queue_view
from clinic_terminal.i18n import Translate, translator
from clinic_terminal.ui.pages.queue import QueuePage
from clinic_terminal.ui.terms import short_reference
from clinic_terminal.ui.views.act_words import why_text
from clinic_terminal.ui.views.follow_up import panel_view
from clinic_terminal.ui.views.reasons import code_text, reasons
from clinic_terminal.ui.views.support import Place, copied_act, copied_matter
from clinic_terminal.ui.window import TerminalWindow
from tests.build import NOW, TODAY
from tests.ui.pages.front import RETURNING, Front, answer, billed, press, words_on

ZH, EN = translator("zh_CN"), translator("en")
CHILD = RETURNING.person
NAMING = f"{CHILD.name} {CHILD.member}，请核对。"
HERE = Place("小鹿口腔徐汇诊所", "T-1")
LATER = Answer(AnswerClass.TRANSIENT, None, "TIMEOUT", NAMING)
PARKED = Answer(AnswerClass.ITEM, None, "DIGEST_CONFLICT", NAMING)
REFUSED = Answer(AnswerClass.FINAL, ActState.REJECTED, "BRAND_LOCKED", NAMING, receipt=b"{}")
ACCEPTED = Answer(AnswerClass.FINAL, ActState.ACCEPTED, "OK", NAMING, snapshot_version=2, receipt=b"{}")


@pytest.fixture
def page(at_work: TerminalWindow) -> QueuePage:
    press(at_work, Qt.Key.Key_F10)
    return at_work.pages.queue


def answered(front: Front, *said: Answer) -> QueueRow:
    """Return the row of a bill that got these answers, an hour apart."""
    visit = billed(front, RETURNING)
    for one in said:
        front.clock.advance(3_600)
        answer(front, visit.act, one)
    (row,) = queue_view(front.terminal).rows
    return row


def copied(page: QueuePage, act: str, qtbot: QtBot) -> str:
    """Have the act copied by the button, and return what is on the clipboard."""
    page.desk.refresh()
    qtbot.waitUntil(lambda: bool(page.table.line_model.lines))
    page.table.set_current(act)
    QGuiApplication.clipboard().clear()
    page.body.copy_button.click()
    qtbot.waitUntil(lambda: bool(QGuiApplication.clipboard().text()))
    return QGuiApplication.clipboard().text()


def test_of_an_act_that_nobody_has_to_deal_with_everything_support_asks_is_copied(
    front: Front, page: QueuePage, qtbot: QtBot
) -> None:
    row = answered(front, LATER)
    assert copied(page, row.act.id, qtbot).splitlines() == [
        "诊所与终端：小鹿口腔徐汇诊所 T-1",
        f"参考号：{short_reference(row.act.id)}",
        "内容：账单 (BILL_SIGNED)",
        "状态：待送出 (READY)",
        "次数：1",
        "原因：TIMEOUT · 服务商没有及时回答。",
        "记录时间：2026-05-21 10:30:00",
        f"下次该送的时间：{row.next_attempt + timedelta(hours=8):%Y-%m-%d %H:%M:%S}",
    ]


def test_of_an_act_that_was_set_aside_first_and_latest_reason_are_copied(
    front: Front, page: QueuePage, qtbot: QtBot
) -> None:
    row = answered(front, LATER, PARKED)
    lines = copied(page, row.act.id, qtbot).splitlines()
    assert "状态：需要处理 (PARKED)" in lines
    assert "次数：2" in lines
    assert "第一次的原因：TIMEOUT · 服务商没有及时回答。" in lines
    assert "最近的原因：DIGEST_CONFLICT · 服务商那里，同一个编号下已有另一份内容。" in lines
    assert [line for line in lines if line.startswith("上次该送的时间：")]


@pytest.mark.parametrize("words", [ZH, EN], ids=["zh", "en"])
@pytest.mark.parametrize("said", [LATER, PARKED, REFUSED, ACCEPTED], ids=lambda one: one.code)
def test_a_child_that_the_server_names_is_not_copied(front: Front, said: Answer, words: Translate) -> None:
    row = answered(front, said)
    assert row.last_sentence == ("" if said is ACCEPTED else NAMING)
    text = copied_act(row, HERE, words).text
    assert row.state.value in text
    assert row.last_error in text
    assert CHILD.name not in text
    assert CHILD.member not in text


@pytest.mark.parametrize("words", [ZH, EN], ids=["zh", "en"])
def test_a_code_that_is_not_one_of_ours_is_not_copied(front: Front, words: Translate) -> None:
    row = answered(front, Answer(AnswerClass.ITEM, None, f"{CHILD.name}.{CHILD.member}", NAMING))
    text = copied_act(row, HERE, words).text
    assert f"{OTHER} · " in text
    assert CHILD.name not in text
    assert CHILD.member not in text


def test_a_limit_that_was_passed_is_copied_with_its_own_reference(front: Front) -> None:
    subject = limit_subject("unsent_count", TODAY)
    with front.store.begin() as uow:
        open_record(uow, subject, Matter.LIMIT, NOW, {"limit": "unsent_count"})
    told = copied_matter(follow_up(front.terminal, subject), HERE, ZH)
    assert told.reference == "L-0521"
    assert told.text.splitlines() == [
        "诊所与终端：小鹿口腔徐汇诊所 T-1",
        "参考号：L-0521",
        "内容：离线工作的上限",
        "状态：超过上限 (OPEN)",
        "事项：LIMIT · 超过了离线工作的上限：未送出笔数",
        "记录时间：2026-05-21 10:30:00",
    ]


def test_the_panel_says_to_whom_its_words_are_said(front: Front) -> None:
    subject = limit_subject("unsent_count", TODAY)
    with front.store.begin() as uow:
        open_record(uow, subject, Matter.LIMIT, NOW, {"limit": "unsent_count"})
    of_limit = panel_view(follow_up_case(front.terminal, subject), NOW, ZH)
    of_refused = panel_view(follow_up_case(front.terminal, answered(front, REFUSED).act.id), NOW, ZH)
    assert [(view.to_hotline, bool(view.say)) for view in (of_limit, of_refused)] == [
        (True, True),
        (False, True),
    ]


def test_the_panel_says_how_often_an_act_was_tried_and_both_reasons_where_they_differ(
    front: Front, page: QueuePage, qtbot: QtBot
) -> None:
    answered(front, LATER, LATER, PARKED)
    front.desk.refresh()
    qtbot.waitUntil(page.panel.isVisible)
    said = words_on(page.panel).splitlines()
    assert "次数 3" in said
    assert said[said.index("第一次的原因") + 1] == "TIMEOUT · 服务商没有及时回答。"
    assert said[said.index("最近的原因") + 1].startswith("DIGEST_CONFLICT")
    assert "第一次的原因 TIMEOUT" in page.panel.accessibleName()


def test_the_panel_of_a_single_reason_says_it_once(front: Front, page: QueuePage, qtbot: QtBot) -> None:
    answered(front, PARKED)
    front.desk.refresh()
    qtbot.waitUntil(page.panel.isVisible)
    said = words_on(page.panel)
    assert "次数 1" in said
    assert "的原因" not in said


def test_the_latest_reason_is_not_said_twice_in_the_same_words(front: Front) -> None:
    row = answered(front, LATER, Answer(AnswerClass.ITEM, None, "DIGEST_CONFLICT"))
    told = reasons(row, ZH, why_text(row, ZH))
    assert told[1] == ("最近的原因", "DIGEST_CONFLICT")
    assert told[0][1] == "TIMEOUT · 服务商没有及时回答。"


def test_what_kept_a_delivered_act_is_still_told(front: Front) -> None:
    row = answered(front, LATER, ACCEPTED)
    assert reasons(row, ZH) == (("第一次的原因", "TIMEOUT · 服务商没有及时回答。"),)


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("HTTP_502", "HTTP_502"),
        (CARRIED, "CARRIED · 从另一份数据带过来，可能已经从那里送出过。"),
        ("ADJUSTED", "ADJUSTED · 保险公司调整了金额。"),
        ("BILL_DECLINED", "BILL_DECLINED · 服务商审核后没有接受这张账单。"),
        ("PLAN_UNKNOWN", "PLAN_UNKNOWN"),
    ],
)
def test_a_code_has_our_own_sentence_where_there_is_one_without_a_gap(code: str, told: str) -> None:
    assert code_text(code, ZH) == told
