"""Who the child is: the document by one key, its number held against the policy, and what is remembered."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from clinic_terminal.domain.gates import Doubt, Verdict
from clinic_terminal.domain.identity import IdDocument, Identity, IdentityDoubt
from clinic_terminal.ui.views.case import Mode, Step
from clinic_terminal.ui.views.identity import confirmed
from clinic_terminal.ui.widgets.tone import Tone
from clinic_terminal.ui.window import TerminalWindow
from tests.ui.pages.checking import NUMBER, check, known, on_show, panel, read, record, tasks, visits
from tests.ui.pages.front import RETURNING, Front, press, type_text, words_on

OTHER_DAY = "99000020180315002X"
WRONG_DIGIT = NUMBER[:-1] + "5"
A_BOY = "990000201803140016"


def show_number(window: TerminalWindow, number: str) -> None:
    """Choose the resident ID and type a number, as for a family that is new here."""
    press(window, Qt.Key.Key_4)
    type_text(window, number)
    press(window, Qt.Key.Key_Return)


def test_a_number_that_fits_is_kept_with_the_visit_and_with_the_child(
    front: Front, desk_window: TerminalWindow, qtbot: QtBot
) -> None:
    read(desk_window, qtbot, RETURNING)
    show_number(desk_window, NUMBER)
    assert on_show(desk_window).identity == Identity(IdDocument.RESIDENT_ID, NUMBER)
    assert on_show(desk_window).step is Step.CONSENT
    press(desk_window, Qt.Key.Key_1)
    press(desk_window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: on_show(desk_window).step is None)
    press(desk_window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desk_window.page is desk_window.pages.treatment)
    stored = visits(front)[0]
    assert stored.identity == Identity(IdDocument.RESIDENT_ID, NUMBER)
    remembered = record(front, RETURNING)
    assert remembered is not None
    assert remembered.identity == stored.identity
    qtbot.waitUntil(lambda: not front.tasks.busy)


@pytest.mark.parametrize(
    ("number", "doubt", "said"),
    [
        (WRONG_DIGIT, IdentityDoubt.CHECK_DIGIT, "校验位不对"),
        (OTHER_DAY, IdentityDoubt.BIRTH_DATE, "保单上是 2018-03-14"),
        (A_BOY, IdentityDoubt.SEX, "性别与保单不符"),
        ("12345", IdentityDoubt.NUMBER_MALFORMED, "位数或字符不对"),
    ],
)
def test_what_does_not_fit_is_said_where_the_number_stands(
    desk_window: TerminalWindow, qtbot: QtBot, number: str, doubt: IdentityDoubt, said: str
) -> None:
    read(desk_window, qtbot, RETURNING)
    show_number(desk_window, number)
    case = on_show(desk_window)
    assert case.mode is Mode.ATTEND
    assert case.decision.cause is Doubt.IDENTITY_DIFFERS
    assert case.identity is not None
    assert case.identity.doubts == (doubt,)
    assert said in words_on(tasks(desk_window).identity)
    assert "需处理" in words_on(panel(desk_window).banner)


def test_the_name_on_the_document_is_compared_too(desk_window: TerminalWindow, qtbot: QtBot) -> None:
    read(desk_window, qtbot, RETURNING)
    press(desk_window, Qt.Key.Key_3)
    tasks(desk_window).identity.holder.setText("沈星和")
    press(desk_window, Qt.Key.Key_Return)
    identity = on_show(desk_window).identity
    assert identity is not None
    assert identity.doubts == (IdentityDoubt.NAME,)
    assert "“沈星禾”" in words_on(tasks(desk_window).identity)


def test_enter_goes_back_to_a_doubtful_number_and_only_six_goes_on(
    front: Front, desk_window: TerminalWindow, qtbot: QtBot
) -> None:
    known(front, RETURNING)
    read(desk_window, qtbot, RETURNING)
    press(desk_window, Qt.Key.Key_1)
    type_text(desk_window, "X1")
    tasks(desk_window).identity.holder.setText("沈星和")
    press(desk_window, Qt.Key.Key_Return)
    assert panel(desk_window).primary.text() == "改正号码"
    press(desk_window, Qt.Key.Key_Return)
    assert tasks(desk_window).identity.number.hasFocus()
    tasks(desk_window).identity.holder.setText("沈星和")
    press(desk_window, Qt.Key.Key_Return)
    assert on_show(desk_window).mode is Mode.ATTEND
    press(desk_window, Qt.Key.Key_6)
    case = on_show(desk_window)
    assert case.mode is Mode.BILLABLE
    assert case.identity is not None
    assert case.identity.accepted
    assert check(desk_window, "IDENTITY").tone is Tone.WARN
    assert "已注明：姓名不符。" in words_on(panel(desk_window).banner)
    press(desk_window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desk_window.page is desk_window.pages.treatment)
    stored = visits(front)[0]
    assert stored.identity is not None
    assert stored.identity.accepted
    assert stored.identity.doubts == (IdentityDoubt.NAME,)
    assert stored.decision is not None
    assert stored.decision.verdict is Verdict.BILLABLE
    qtbot.waitUntil(lambda: not front.tasks.busy)


def test_a_corrected_number_fits_after_all(desk_window: TerminalWindow, qtbot: QtBot) -> None:
    read(desk_window, qtbot, RETURNING)
    show_number(desk_window, WRONG_DIGIT)
    press(desk_window, Qt.Key.Key_Return)
    press(desk_window, Qt.Key.Key_End)
    press(desk_window, Qt.Key.Key_Backspace)
    type_text(desk_window, NUMBER[-1])
    press(desk_window, Qt.Key.Key_Return)
    assert on_show(desk_window).mode is Mode.BILLABLE
    assert on_show(desk_window).identity == Identity(IdDocument.RESIDENT_ID, NUMBER)


def test_a_number_is_hidden_once_the_hand_has_left_it(desk_window: TerminalWindow, qtbot: QtBot) -> None:
    read(desk_window, qtbot, RETURNING)
    press(desk_window, Qt.Key.Key_4)
    type_text(desk_window, NUMBER)
    field = tasks(desk_window).identity.number
    assert field.text() == NUMBER
    tasks(desk_window).identity.holder.setFocus()
    assert field.text() == "9900**********0024"
    assert field.number == NUMBER
    field.setFocus()
    assert field.text() == NUMBER
    press(desk_window, Qt.Key.Key_Return)
    assert NUMBER not in words_on(desk_window)


def test_a_document_may_be_seen_without_its_number(desk_window: TerminalWindow, qtbot: QtBot) -> None:
    read(desk_window, qtbot, RETURNING)
    press(desk_window, Qt.Key.Key_5)
    assert panel(desk_window).primary.text() == "不登记号码，继续"
    press(desk_window, Qt.Key.Key_Return)
    assert on_show(desk_window).identity == Identity(IdDocument.OTHER)
    assert "只看过，没有登记号码" in words_on(tasks(desk_window).identity)


def test_a_known_document_is_named_with_its_day_and_confirmed_by_its_key(
    front: Front, desk_window: TerminalWindow, qtbot: QtBot
) -> None:
    known(front, RETURNING)
    read(desk_window, qtbot, RETURNING)
    said = words_on(tasks(desk_window).identity)
    assert "身份证 9900**********0024 · 上次核对 2026-03-02，还是这一份就按 4" in said
    press(desk_window, Qt.Key.Key_4)
    assert on_show(desk_window).identity == Identity(IdDocument.RESIDENT_ID, NUMBER)
    assert on_show(desk_window).step is None


def test_another_document_of_a_known_child_is_asked_for_its_number(
    front: Front, desk_window: TerminalWindow, qtbot: QtBot
) -> None:
    known(front, RETURNING)
    read(desk_window, qtbot, RETURNING)
    press(desk_window, Qt.Key.Key_3)
    assert tasks(desk_window).identity.number.hasFocus()
    assert on_show(desk_window).identity is None


def test_what_was_accepted_before_is_not_asked_again(
    front: Front, desk_window: TerminalWindow, qtbot: QtBot
) -> None:
    accepted = Identity(IdDocument.RESIDENT_ID, A_BOY, (IdentityDoubt.SEX,), accepted=True)
    known(front, RETURNING, identity=accepted)
    read(desk_window, qtbot, RETURNING)
    press(desk_window, Qt.Key.Key_4)
    assert on_show(desk_window).identity == accepted
    assert on_show(desk_window).mode is Mode.BILLABLE


@pytest.mark.parametrize(
    "fresh",
    [
        Identity(IdDocument.RESIDENT_ID, OTHER_DAY, (IdentityDoubt.SEX,)),
        Identity(IdDocument.RESIDENT_ID, A_BOY, (IdentityDoubt.SEX, IdentityDoubt.BIRTH_DATE)),
        Identity(IdDocument.PASSPORT, A_BOY, (IdentityDoubt.SEX,)),
    ],
)
def test_an_acceptance_covers_the_very_same_document_only(fresh: Identity) -> None:
    before = Identity(IdDocument.RESIDENT_ID, A_BOY, (IdentityDoubt.SEX,), accepted=True)
    assert confirmed(fresh, before) == fresh
    assert confirmed(fresh, None) == fresh


def test_a_finished_document_can_be_changed(front: Front, desk_window: TerminalWindow, qtbot: QtBot) -> None:
    known(front, RETURNING)
    read(desk_window, qtbot, RETURNING)
    press(desk_window, Qt.Key.Key_4)
    tasks(desk_window).identity.reopened.emit()
    assert on_show(desk_window).step is Step.IDENTITY
    press(desk_window, Qt.Key.Key_2)
    press(desk_window, Qt.Key.Key_Return)
    assert on_show(desk_window).document is IdDocument.HUKOU


def test_esc_leaves_the_number_before_it_leaves_the_child(desk_window: TerminalWindow, qtbot: QtBot) -> None:
    read(desk_window, qtbot, RETURNING)
    press(desk_window, Qt.Key.Key_4)
    type_text(desk_window, "99")
    press(desk_window, Qt.Key.Key_Escape)
    assert not tasks(desk_window).identity.number.hasFocus()
    assert desk_window.page is desk_window.pages.check_in
    assert tasks(desk_window).identity.number.number == "99"
