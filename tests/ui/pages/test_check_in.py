"""From a scan to a visit: verdicts, checks, choices and refusals, by keys alone."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from clinic_terminal.domain.adjudication import CardState, Reason
from clinic_terminal.domain.eligibility import Snapshot
from clinic_terminal.domain.gates import Verdict
from clinic_terminal.domain.identity import IdDocument
from clinic_terminal.domain.visit import Stage
from clinic_terminal.ui.views.check_in import Mode
from clinic_terminal.ui.widgets.tone import Tone
from clinic_terminal.ui.window import TerminalWindow
from tests.ui.pages.checking import check, read, refusal, shown, visits
from tests.ui.pages.front import (
    ELSEWHERE,
    EXPIRED,
    GREYED,
    NEARLY_EMPTY,
    RETURNING,
    TWO_DENTAL,
    UNBOOKED,
    Front,
    nameless,
    press,
    type_text,
    words_on,
)


def test_number_document_enter_starts_the_visit_without_a_mouse(
    front: Front, desk_window: TerminalWindow, qtbot: QtBot
) -> None:
    window = desk_window
    type_text(window, RETURNING.person.member)
    press(window, Qt.Key.Key_Return)
    assert shown(window, qtbot).mode is Mode.BILLABLE
    press(window, Qt.Key.Key_2)
    press(window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.page is window.pages.treatment)
    visit = window.desk.visit
    assert visit is not None
    assert visit.stage is Stage.IN_TREATMENT
    assert visit.document is IdDocument.HUKOU
    assert visit.evidence is not None
    assert visit.evidence.online
    assert [one.id for one in visits(front)] == [visit.id]
    qtbot.waitUntil(lambda: not front.tasks.busy)


def test_the_visit_cannot_start_before_a_document_was_looked_at(
    desk_window: TerminalWindow, qtbot: QtBot, front: Front
) -> None:
    read(desk_window, qtbot, RETURNING)
    primary = desk_window.pages.check_in.primary
    assert primary is not None
    assert not primary.isEnabled()
    press(desk_window, Qt.Key.Key_Return)
    assert visits(front) == []
    desk_window.pages.check_in.choose_document(IdDocument.PASSPORT)
    assert primary.isEnabled()


def test_a_billable_child_is_shown_with_its_figures_and_records(
    desk_window: TerminalWindow, qtbot: QtBot
) -> None:
    read(desk_window, qtbot, RETURNING)
    said = words_on(desk_window.pages.check_in.body.panel)
    assert "¥49,590.00" in said
    assert "2025-06-19" in said
    assert "上一保单期" in said
    assert "联网核验" in said
    assert "10:30" in said
    assert "沈星禾 · 2018-03-14" in said
    assert check(desk_window, "BRAND").detail == "小鹿口腔（本品牌），自 2026-02-01 首诊起"


def test_a_double_enter_admits_once(front: Front, desk_window: TerminalWindow, qtbot: QtBot) -> None:
    read(desk_window, qtbot, RETURNING)
    desk_window.pages.check_in.choose_document(IdDocument.HUKOU)
    press(desk_window, Qt.Key.Key_Return)
    press(desk_window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desk_window.page is desk_window.pages.treatment)
    qtbot.waitUntil(lambda: not front.tasks.busy)
    assert len(visits(front)) == 1


def test_a_child_may_be_registered_and_wait(front: Front, desk_window: TerminalWindow, qtbot: QtBot) -> None:
    read(desk_window, qtbot, RETURNING)
    desk_window.pages.check_in.choose_document(IdDocument.HUKOU)
    desk_window.pages.check_in.body.panel.wait.click()
    qtbot.waitUntil(lambda: desk_window.page is desk_window.pages.today)
    assert [one.stage for one in visits(front)] == [Stage.ARRIVED]
    assert desk_window.pages.check_in.body.is_scanning


def test_an_unbooked_first_visit_is_held_until_the_reference_is_entered(
    front: Front, desk_window: TerminalWindow, qtbot: QtBot
) -> None:
    case = read(desk_window, qtbot, UNBOOKED)
    assert case.mode is Mode.HOLD
    assert "致电 021-80209058（现在在服务时间内） → 登记预约编号" in check(desk_window, "FIRST_VISIT").remedy
    press(desk_window, Qt.Key.Key_4)
    type_text(desk_window, "YY-20731")
    press(desk_window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: shown(desk_window, qtbot).mode is Mode.BILLABLE)
    stored = visits(front)[0]
    assert stored.booking_ref == "YY-20731"
    assert stored.document is IdDocument.RESIDENT_ID
    desk_window.pages.check_in.admission.start()
    qtbot.waitUntil(lambda: desk_window.page is desk_window.pages.treatment)
    qtbot.waitUntil(lambda: not front.tasks.busy)
    kept = visits(front)[0]
    assert kept.decision is not None
    assert kept.decision.verdict is Verdict.BILLABLE


def test_the_reference_of_an_appointment_releases_the_hold_at_once(
    front: Front, desk_window: TerminalWindow, qtbot: QtBot
) -> None:
    visit = front.expect(UNBOOKED)
    with front.store.begin() as uow:
        uow.visits.put(replace(visit, booking_ref="YY-1"))
    desk_window.desk.refresh()
    board = desk_window.pages.today
    qtbot.waitUntil(lambda: len(board.board.cards()) == 1)
    board.open_visit(visit.id)
    assert shown(desk_window, qtbot).mode is Mode.BILLABLE
    desk_window.pages.check_in.choose_document(IdDocument.HUKOU)
    desk_window.pages.check_in.admission.start()
    qtbot.waitUntil(lambda: desk_window.page is desk_window.pages.treatment)
    qtbot.waitUntil(lambda: not front.tasks.busy)
    kept = visits(front)[0]
    assert kept.id == visit.id
    assert kept.decision is not None
    assert kept.decision.verdict is Verdict.BILLABLE


@pytest.mark.parametrize(
    ("one", "reason", "said"),
    [
        (ELSEWHERE, Reason.BRAND_LOCKED, "晴空儿童齿科"),
        (GREYED, Reason.CARD_GREYED, "就诊记录"),
        (EXPIRED, Reason.POLICY_EXPIRED, "2026-05-20"),
    ],
)
def test_a_refusal_says_why_what_to_do_and_what_to_tell_the_family(
    desk_window: TerminalWindow, qtbot: QtBot, one: Snapshot, reason: Reason, said: str
) -> None:
    case = read(desk_window, qtbot, one)
    assert case.mode is Mode.REFUSED
    assert case.decision.cause is reason
    words = words_on(desk_window.pages.check_in.body.panel.help)
    assert said in words
    assert "021-80209058" in words
    assert reason.value in words
    failed = [view for view in desk_window.pages.check_in.body.panel.checks._rows if view.tone is Tone.STOP]
    assert [view.code for view in failed] == [reason.value]
    assert failed[0].remedy


def test_enter_on_a_refusal_goes_back_to_the_board(
    front: Front, desk_window: TerminalWindow, qtbot: QtBot
) -> None:
    read(desk_window, qtbot, ELSEWHERE)
    press(desk_window, Qt.Key.Key_Return)
    assert desk_window.page is desk_window.pages.today
    assert visits(front) == []


def test_paying_in_full_takes_a_warning_and_a_second_button(
    front: Front, desk_window: TerminalWindow, qtbot: QtBot
) -> None:
    read(desk_window, qtbot, ELSEWHERE)
    page, panel = desk_window.pages.check_in, desk_window.pages.check_in.body.panel
    panel.self_pay.click()
    assert "不能再向保险公司报销" in words_on(panel.warning)
    press(desk_window, Qt.Key.Key_Return)
    assert shown(desk_window, qtbot).mode is Mode.REFUSED
    panel.self_pay.click()
    assert not panel.confirm.isEnabled()
    page.choose_document(IdDocument.BIRTH_CERT)
    panel.confirm.click()
    qtbot.waitUntil(lambda: desk_window.page is desk_window.pages.treatment)
    qtbot.waitUntil(lambda: not front.tasks.busy)
    stored = visits(front)[0]
    assert stored.self_pay
    assert stored.stage is Stage.IN_TREATMENT


def test_esc_leaves_the_warning_first(desk_window: TerminalWindow, qtbot: QtBot) -> None:
    read(desk_window, qtbot, ELSEWHERE)
    desk_window.pages.check_in.body.panel.self_pay.click()
    press(desk_window, Qt.Key.Key_Escape)
    assert shown(desk_window, qtbot).mode is Mode.REFUSED
    press(desk_window, Qt.Key.Key_Escape)
    assert desk_window.page is desk_window.pages.today


def test_a_greyed_card_can_be_asked_for_again(
    front: Front, desk_window: TerminalWindow, qtbot: QtBot
) -> None:
    read(desk_window, qtbot, GREYED)
    front.central.snapshots.append(replace(GREYED, card=CardState.ACTIVE, version=2))
    front.central.snapshots.remove(GREYED)
    desk_window.pages.check_in.body.panel.again.click()
    qtbot.waitUntil(lambda: shown(desk_window, qtbot).mode is Mode.BILLABLE)


def test_several_policies_are_asked_about_and_never_guessed(
    desk_window: TerminalWindow, qtbot: QtBot
) -> None:
    page = desk_window.pages.check_in
    page.read_text(TWO_DENTAL.person.member)
    qtbot.waitUntil(lambda: page.body.is_choosing)
    assert "苏木有 2 份有效的保单" in words_on(page)
    press(desk_window, Qt.Key.Key_2)
    chosen = shown(desk_window, qtbot).policy.snapshot
    press(desk_window, Qt.Key.Key_Escape)
    assert page.body.is_choosing
    press(desk_window, Qt.Key.Key_1)
    assert shown(desk_window, qtbot).policy.snapshot != chosen
    press(desk_window, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    assert page.body.is_choosing


def test_ctrl_k_forgets_the_child_and_waits_for_the_next(desk_window: TerminalWindow, qtbot: QtBot) -> None:
    read(desk_window, qtbot, RETURNING)
    press(desk_window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert desk_window.pages.check_in.body.is_scanning
    assert desk_window.pages.check_in.case is None


def test_signing_out_leaves_no_child_on_show(desk_window: TerminalWindow, qtbot: QtBot) -> None:
    read(desk_window, qtbot, RETURNING)
    desk_window.desk.sign_out()
    assert desk_window.page is desk_window.pages.sign_in
    assert desk_window.pages.check_in.case is None


def test_a_nearly_empty_limit_is_said_before_the_treatment(desk_window: TerminalWindow, qtbot: QtBot) -> None:
    read(desk_window, qtbot, NEARLY_EMPTY)
    assert check(desk_window, "POOL").detail == "只剩 ¥180.00，超出部分自费"


def test_a_disk_that_refuses_is_explained_and_nothing_is_lost(
    front: Front, desk_window: TerminalWindow, qtbot: QtBot
) -> None:
    read(desk_window, qtbot, RETURNING)
    desk_window.pages.check_in.choose_document(IdDocument.HUKOU)
    front.store.close()
    desk_window.pages.check_in.admission.start()
    assert "STORE_FAILED" in refusal(desk_window, qtbot)
    assert shown(desk_window, qtbot).mode is Mode.BILLABLE


def test_the_hotline_is_said_to_be_closed_at_night(
    front: Front, desk_window: TerminalWindow, qtbot: QtBot
) -> None:
    front.clock.at = datetime(2026, 5, 21, 14, 0, tzinfo=UTC)
    read(desk_window, qtbot, ELSEWHERE)
    assert "现在不在服务时间内" in check(desk_window, "BRAND").remedy


@pytest.mark.parametrize("one", [RETURNING, UNBOOKED, ELSEWHERE, GREYED])
def test_everything_on_the_page_has_a_name(desk_window: TerminalWindow, qtbot: QtBot, one: Snapshot) -> None:
    assert nameless(desk_window) == []
    read(desk_window, qtbot, one)
    assert nameless(desk_window) == []
