"""From a scan to a visit: verdicts, choices and refusals, by keys alone."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from clinic_terminal.domain.adjudication import CardState, Reason
from clinic_terminal.domain.eligibility import Snapshot
from clinic_terminal.domain.gates import Verdict
from clinic_terminal.domain.identity import IdDocument
from clinic_terminal.domain.visit import Stage
from clinic_terminal.ui.views.case import Mode
from clinic_terminal.ui.widgets.tone import Tone
from clinic_terminal.ui.window import TerminalWindow
from tests.ui.pages.checking import (
    answer_all,
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


def test_a_new_family_is_let_in_without_a_mouse(
    front: Front, desk_window: TerminalWindow, qtbot: QtBot
) -> None:
    window = desk_window
    type_text(window, RETURNING.person.member)
    press(window, Qt.Key.Key_Return)
    assert shown(window, qtbot).mode is Mode.BILLABLE
    answer_all(window, qtbot)
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


def test_a_returning_child_takes_two_keys_after_the_scan(
    front: Front, desk_window: TerminalWindow, qtbot: QtBot
) -> None:
    known(front, RETURNING)
    read(desk_window, qtbot, RETURNING)
    keys = (Qt.Key.Key_4, Qt.Key.Key_Return)
    for key in keys:
        press(desk_window, key)
    qtbot.waitUntil(lambda: desk_window.page is desk_window.pages.treatment)
    assert len(keys) <= 2
    assert [one.stage for one in visits(front)] == [Stage.IN_TREATMENT]
    qtbot.waitUntil(lambda: not front.tasks.busy)


def test_the_visit_cannot_start_before_a_document_was_looked_at(
    desk_window: TerminalWindow, qtbot: QtBot, front: Front
) -> None:
    known(front, RETURNING)
    read(desk_window, qtbot, RETURNING)
    primary = desk_window.pages.check_in.primary
    assert primary is not None
    assert not primary.isEnabled()
    press(desk_window, Qt.Key.Key_Return)
    assert visits(front) == []
    tasks(desk_window).choose_document(IdDocument.PASSPORT)
    assert primary.isEnabled()


def test_a_double_enter_admits_once(front: Front, desk_window: TerminalWindow, qtbot: QtBot) -> None:
    known(front, RETURNING)
    read(desk_window, qtbot, RETURNING)
    tasks(desk_window).choose_document(IdDocument.RESIDENT_ID)
    press(desk_window, Qt.Key.Key_Return)
    press(desk_window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desk_window.page is desk_window.pages.treatment)
    qtbot.waitUntil(lambda: not front.tasks.busy)
    assert len(visits(front)) == 1


def test_a_child_may_be_registered_and_wait(front: Front, desk_window: TerminalWindow, qtbot: QtBot) -> None:
    read(desk_window, qtbot, RETURNING)
    assert not panel(desk_window).wait.isEnabled()
    answer_all(desk_window, qtbot)
    panel(desk_window).wait.click()
    qtbot.waitUntil(lambda: desk_window.page is desk_window.pages.today)
    assert [one.stage for one in visits(front)] == [Stage.ARRIVED]
    assert desk_window.pages.check_in.body.is_scanning


def test_the_reference_of_an_appointment_releases_the_hold_at_once(
    front: Front, desk_window: TerminalWindow, qtbot: QtBot
) -> None:
    visit = front.expect(UNBOOKED)
    with front.store.begin() as uow:
        stored = uow.visits.put(replace(visit, booking_ref="YY-1"))
    desk_window.desk.take_visit(stored)
    desk_window.shell.show_page("check-in")
    assert shown(desk_window, qtbot).mode is Mode.BILLABLE
    answer_all(desk_window, qtbot)
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
    words = words_on(tasks(desk_window))
    assert said in words
    assert "021-80209058" in words
    failed = [view for view in panel(desk_window).checks.checks if view.tone is Tone.STOP]
    assert [view.code for view in failed] == [f"代码 {reason.value}"]
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
    panel(desk_window).self_pay.click()
    assert "不能再向保险公司报销" in words_on(tasks(desk_window).warning)
    press(desk_window, Qt.Key.Key_Return)
    assert on_show(desk_window).mode is Mode.REFUSED
    panel(desk_window).self_pay.click()
    assert not panel(desk_window).confirm.isEnabled()
    tasks(desk_window).choose_document(IdDocument.BIRTH_CERT)
    panel(desk_window).confirm.click()
    qtbot.waitUntil(lambda: desk_window.page is desk_window.pages.treatment)
    qtbot.waitUntil(lambda: not front.tasks.busy)
    stored = visits(front)[0]
    assert stored.self_pay
    assert stored.stage is Stage.IN_TREATMENT


def test_esc_leaves_the_warning_first(desk_window: TerminalWindow, qtbot: QtBot) -> None:
    read(desk_window, qtbot, ELSEWHERE)
    panel(desk_window).self_pay.click()
    press(desk_window, Qt.Key.Key_Escape)
    assert on_show(desk_window).mode is Mode.REFUSED
    press(desk_window, Qt.Key.Key_Escape)
    assert desk_window.page is desk_window.pages.today


def test_a_greyed_card_can_be_asked_for_again(
    front: Front, desk_window: TerminalWindow, qtbot: QtBot
) -> None:
    read(desk_window, qtbot, GREYED)
    front.central.snapshots.append(replace(GREYED, card=CardState.ACTIVE, version=2))
    front.central.snapshots.remove(GREYED)
    panel(desk_window).ask_again()
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
    assert check(desk_window, "POOL").tone is Tone.WARN


def test_a_disk_that_refuses_is_explained_and_nothing_is_lost(
    front: Front, desk_window: TerminalWindow, qtbot: QtBot
) -> None:
    known(front, RETURNING)
    read(desk_window, qtbot, RETURNING)
    tasks(desk_window).choose_document(IdDocument.HUKOU)
    front.store.close()
    desk_window.pages.check_in.admission.start()
    assert "STORE_FAILED" in refusal(desk_window, qtbot)
    assert shown(desk_window, qtbot).mode is Mode.BILLABLE
    assert on_show(desk_window).document is IdDocument.HUKOU


@pytest.mark.parametrize("one", [RETURNING, UNBOOKED, ELSEWHERE, GREYED])
def test_everything_on_the_page_has_a_name(desk_window: TerminalWindow, qtbot: QtBot, one: Snapshot) -> None:
    assert nameless(desk_window) == []
    read(desk_window, qtbot, one)
    assert nameless(desk_window) == []
    panel(desk_window).toggle_benefits()
    assert nameless(desk_window) == []
