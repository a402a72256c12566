"""Where a call is needed: the number, whether it answers, what to say, and what its answer releases."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from clinic_terminal.domain.gates import Doubt, Verdict
from clinic_terminal.domain.member import CardPolicy
from clinic_terminal.domain.plan import Plan
from clinic_terminal.domain.visit import Stage
from clinic_terminal.ui.views.case import Mode, Step
from clinic_terminal.ui.window import TerminalWindow
from tests.build import DENTAL, NOW
from tests.ui.pages.checking import (
    answer_all,
    card_of,
    check,
    known,
    on_show,
    panel,
    read,
    refusal,
    shown,
    tasks,
    visits,
)
from tests.ui.pages.front import (
    EDITION,
    ELSEWHERE,
    GROWTH,
    RETURNING,
    UNBOOKED,
    Front,
    press,
    type_text,
    words_on,
)

OLD = replace(RETURNING, as_of=NOW - timedelta(hours=100), version=12)


def cut_off(front: Front) -> None:
    """Let the server be away, with data here that are too old to bill on."""
    front.keep(OLD)
    front.central.reachable = False


def test_an_unbooked_first_visit_gets_number_words_and_a_place_for_the_answer(
    desk_window: TerminalWindow, qtbot: QtBot
) -> None:
    case = read(desk_window, qtbot, UNBOOKED)
    assert case.mode is Mode.HOLD
    said = words_on(tasks(desk_window).hotline)
    for words in (
        "021-80209058",
        "今天 21:00 下班",
        UNBOOKED.person.member,
        "小鹿口腔徐汇诊所",
        "2026 年 5 月 21 日",
        "请登记并给我预约编号",
    ):
        assert words in said
    assert tasks(desk_window).hotline.reference.isVisible()
    assert "登记预约编号" in check(desk_window, "FIRST_VISIT").remedy


def test_the_booking_reference_releases_the_visit_and_is_stored(
    front: Front, desk_window: TerminalWindow, qtbot: QtBot
) -> None:
    read(desk_window, qtbot, UNBOOKED)
    answer_all(desk_window, qtbot)
    assert on_show(desk_window).step is Step.ANSWER
    assert tasks(desk_window).hotline.reference.hasFocus()
    assert not panel(desk_window).primary.isEnabled()
    type_text(desk_window, "YY-20731")
    press(desk_window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: on_show(desk_window).mode is Mode.BILLABLE)
    assert "已登记预约编号 YY-20731" in words_on(panel(desk_window).banner)
    stored = visits(front)[0]
    assert (stored.booking_ref, stored.stage) == ("YY-20731", Stage.ARRIVED)
    press(desk_window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desk_window.page is desk_window.pages.treatment)
    qtbot.waitUntil(lambda: not front.tasks.busy)
    kept = visits(front)[0].decision
    assert kept is not None
    assert kept.verdict is Verdict.BILLABLE


def test_an_answer_that_cannot_be_stored_stays_in_its_field_and_the_visit_held(
    front: Front, desk_window: TerminalWindow, qtbot: QtBot
) -> None:
    read(desk_window, qtbot, UNBOOKED)
    answer_all(desk_window, qtbot)
    type_text(desk_window, "YY-20731")
    front.store.close()
    press(desk_window, Qt.Key.Key_Return)
    assert "STORE_FAILED" in refusal(desk_window, qtbot)
    assert on_show(desk_window).mode is Mode.HOLD
    assert tasks(desk_window).hotline.reference.text() == "YY-20731"
    assert panel(desk_window).primary.isEnabled()


def test_the_answer_may_be_typed_before_anything_else_is_asked(
    desk_window: TerminalWindow, qtbot: QtBot
) -> None:
    read(desk_window, qtbot, UNBOOKED)
    press(desk_window, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    assert tasks(desk_window).hotline.reference.hasFocus()
    type_text(desk_window, "YY-1")
    press(desk_window, Qt.Key.Key_Escape)
    answer_all(desk_window, qtbot)
    assert panel(desk_window).primary.isEnabled()
    press(desk_window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: on_show(desk_window).mode is Mode.BILLABLE)


def test_the_hotline_is_said_to_be_closed_at_night_and_when_it_opens(
    front: Front, desk_window: TerminalWindow, qtbot: QtBot
) -> None:
    front.clock.at = datetime(2026, 5, 21, 14, 0, tzinfo=UTC)
    read(desk_window, qtbot, ELSEWHERE)
    assert "现在不在服务时间内" in check(desk_window, "BRAND").remedy
    assert "明天 8:00 开始服务" in words_on(tasks(desk_window).hotline)


@pytest.mark.parametrize("ends", ["phone", "line"])
def test_data_that_are_too_old_are_no_refusal(
    front: Front, desk_window: TerminalWindow, qtbot: QtBot, ends: str
) -> None:
    known(front, RETURNING)
    cut_off(front)
    case = read(desk_window, qtbot, RETURNING)
    assert case.decision.cause is Doubt.DATA_TOO_OLD
    assert "这不等于保险无效" in words_on(panel(desk_window).banner)
    assert check(desk_window, "AGE").detail == "100 小时前，最多 72 小时"
    press(desk_window, Qt.Key.Key_4)
    if ends == "line":
        front.central.reachable = True
        front.central.snapshots[:] = [replace(RETURNING, version=13)]
        panel(desk_window).ask_again()
        qtbot.waitUntil(lambda: shown(desk_window, qtbot).mode is Mode.BILLABLE)
        assert on_show(desk_window).step is None
        return
    type_text(desk_window, "SQ-88")
    press(desk_window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: on_show(desk_window).mode is Mode.BILLABLE)
    assert on_show(desk_window).decision.verdict is Verdict.BILLABLE_OFFLINE
    stored = visits(front)[0].phone
    assert stored is not None
    assert (stored.reference, stored.operator) == ("SQ-88", "王敏")
    assert check(desk_window, "AGE").detail == "电话授权 SQ-88"


def test_data_that_contradict_themselves_have_to_be_mended_and_asked_for_again(
    front: Front, desk_window: TerminalWindow, qtbot: QtBot
) -> None:
    known(front, RETURNING)
    wrong = replace(RETURNING, used=replace(RETURNING.used, pool_fen=6_000_000, covered_fen=9_000_000))
    front.central.snapshots[:] = [wrong]
    assert read(desk_window, qtbot, RETURNING).decision.cause is Doubt.CONTRADICTORY
    assert "已用的比共享额度还多" in check(desk_window, "DATA").detail
    assert not tasks(desk_window).hotline.reference.isVisible()
    assert panel(desk_window).primary.text() == "重新查询"
    front.central.snapshots[:] = [replace(RETURNING, version=2)]
    press(desk_window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: shown(desk_window, qtbot).mode is Mode.BILLABLE)


def test_a_plan_that_lists_no_benefit_is_a_call_and_never_a_yes(
    front: Front, desk_window: TerminalWindow, qtbot: QtBot
) -> None:
    empty: Plan = replace(DENTAL, coinsurance_bp={})
    with front.store.begin() as uow:
        uow.memory.put_plan(replace(EDITION, plan=empty))
    case = read(desk_window, qtbot, RETURNING)
    assert case.decision.cause is Doubt.NO_BENEFITS
    assert case.mode is Mode.HOLD
    assert "021-80209058" in words_on(tasks(desk_window).hotline)


def test_a_child_that_was_never_here_is_a_call_and_not_invalid(
    front: Front, desk_window: TerminalWindow, qtbot: QtBot
) -> None:
    front.central.reachable = False
    growth = CardPolicy("POL-102-G", GROWTH.plan.code, UNBOOKED.period.start, UNBOOKED.period.end)
    front.cards.readings["CARD"] = (card_of(UNBOOKED.person, growth),)
    page = desk_window.pages.check_in
    page.read_text("CARD")
    qtbot.waitUntil(lambda: "24 小时服务" in words_on(page.body.unknown))
    said = words_on(page.body.unknown)
    for words in (
        "需致电",
        "本机没有这个孩子的资料",
        "这不等于无效",
        "陆予安",
        "练习成长计划",
        "021-80209058",
        "请口头核实这个孩子的保单",
    ):
        assert words in said
    assert "授权编号" not in said, "there is no field to write one into"
    assert page.case is None
    front.central.reachable = True
    press(desk_window, Qt.Key.Key_Return)
    assert shown(desk_window, qtbot).mode is Mode.HOLD


def test_a_typed_number_that_was_never_here_is_shown_as_itself(
    front: Front, desk_window: TerminalWindow, qtbot: QtBot
) -> None:
    front.central.reachable = False
    page = desk_window.pages.check_in
    page.read_text(UNBOOKED.person.member)
    qtbot.waitUntil(lambda: UNBOOKED.person.member in words_on(page.body.unknown))
    assert "未知" in words_on(page.body.unknown)
    page.body.unknown.back.click()
    assert desk_window.page is desk_window.pages.today


def test_a_held_child_may_have_an_estimate_while_the_call_is_made(
    front: Front, desk_window: TerminalWindow, qtbot: QtBot
) -> None:
    read(desk_window, qtbot, UNBOOKED)
    assert not panel(desk_window).estimate.isEnabled()
    answer_all(desk_window, qtbot)
    panel(desk_window).estimate.click()
    qtbot.waitUntil(lambda: desk_window.page is desk_window.pages.treatment)
    stored = visits(front)[0]
    assert stored.stage is Stage.IN_TREATMENT
    assert stored.decision is not None
    assert stored.decision.verdict is Verdict.CALL
    qtbot.waitUntil(lambda: not front.tasks.busy)


def test_a_held_family_may_pay_everything_itself_after_the_warning(
    front: Front, desk_window: TerminalWindow, qtbot: QtBot
) -> None:
    read(desk_window, qtbot, UNBOOKED)
    panel(desk_window).self_pay.click()
    assert on_show(desk_window).mode is Mode.CONFIRM_SELF_PAY
    press(desk_window, Qt.Key.Key_2)
    press(desk_window, Qt.Key.Key_Return)
    panel(desk_window).confirm.click()
    qtbot.waitUntil(lambda: desk_window.page is desk_window.pages.treatment)
    assert visits(front)[0].self_pay
    qtbot.waitUntil(lambda: not front.tasks.busy)
