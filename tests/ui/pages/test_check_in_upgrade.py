"""The server's late answer takes the place of what was stored here: nothing moves and nothing is lost."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from clinic_terminal.application.check_in import Verification, verify, verify_stored
from clinic_terminal.application.identify import Identified
from clinic_terminal.domain.adjudication import CardState
from clinic_terminal.domain.eligibility import Snapshot
from clinic_terminal.domain.gates import Verdict
from clinic_terminal.domain.identity import IdDocument
from clinic_terminal.domain.visit import CardSource
from clinic_terminal.ui.views.case import Mode, Step
from clinic_terminal.ui.window import TerminalWindow
from tests.build import NOW, TODAY
from tests.ui.pages.checking import answer_all, check, known, on_show, panel, tasks
from tests.ui.pages.front import (
    RETURNING,
    TWO_DENTAL,
    TWO_GROWTH,
    UNBOOKED,
    Front,
    focused,
    press,
    type_text,
    words_on,
)

STORED = replace(RETURNING, as_of=NOW - timedelta(hours=2))
FRESH = replace(RETURNING, version=2)


def identified(one: Snapshot) -> Identified:
    return Identified(one.person.member, CardSource.NUMBER)


def show_stored(front: Front, window: TerminalWindow, *snapshots: Snapshot) -> None:
    """Show what is stored of a child, as where the server did not answer in time."""
    front.keep(*snapshots)
    found = verify_stored(front.terminal, identified(snapshots[0]), TODAY, "SLOW")
    window.pages.check_in.reading.verified.emit(found, None)


def answer(front: Front, window: TerminalWindow, *snapshots: Snapshot) -> Verification:
    """Have the server answer after all."""
    front.central.snapshots[:] = snapshots
    found = verify(front.terminal, identified(snapshots[0]), TODAY)
    window.pages.check_in.reading.upgraded.emit(found)
    return found


def places(window: TerminalWindow) -> dict[str, QRect]:
    """Return where everything stands that the hand may be on its way to."""
    shown: dict[str, QWidget] = {
        "banner": panel(window).banner,
        "identity": tasks(window).identity,
        "checks": panel(window).checks,
        "primary": panel(window).primary,
    }
    return {
        name: QRect(one.mapTo(window, QPoint(0, 0)), one.size())
        for name, one in shown.items()
        if one.isVisible()
    }


@pytest.fixture
def offline(front: Front, desk_window: TerminalWindow) -> TerminalWindow:
    """Return the window with a returning child on show by what is stored here."""
    known(front, RETURNING)
    show_stored(front, desk_window, STORED)
    return desk_window


def test_the_words_change_and_everything_stays_where_it_is(
    app: QApplication, front: Front, offline: TerminalWindow
) -> None:
    app.processEvents()
    assert on_show(offline).decision.verdict is Verdict.BILLABLE_OFFLINE
    before = places(offline)
    assert check(offline, "POLICY").evidence == "离线资料，2 小时前"
    answer(front, offline, FRESH)
    app.processEvents()
    assert on_show(offline).decision.verdict is Verdict.BILLABLE
    assert check(offline, "POLICY").evidence == "服务商 10:30 联网核验"
    assert places(offline) == before


def test_a_document_that_was_chosen_stays_chosen(front: Front, offline: TerminalWindow) -> None:
    press(offline, Qt.Key.Key_4)
    answer(front, offline, FRESH)
    assert on_show(offline).document is IdDocument.RESIDENT_ID
    assert on_show(offline).step is None
    assert panel(offline).primary.isEnabled()


def test_a_number_that_is_being_typed_stays_under_the_hand(front: Front, offline: TerminalWindow) -> None:
    press(offline, Qt.Key.Key_3)
    type_text(offline, "E123")
    answer(front, offline, FRESH)
    assert focused(offline) is tasks(offline).identity.number
    type_text(offline, "45")
    assert tasks(offline).identity.number.number == "E12345"


def test_what_was_typed_for_the_hotline_and_answered_by_the_family_stays(
    front: Front, desk_window: TerminalWindow, qtbot: QtBot
) -> None:
    show_stored(front, desk_window, UNBOOKED)
    answer_all(desk_window, qtbot)
    type_text(desk_window, "YY-2")
    answer(front, desk_window, replace(UNBOOKED, version=2))
    assert on_show(desk_window).step is Step.ANSWER
    assert on_show(desk_window).told
    assert focused(desk_window) is tasks(desk_window).hotline.reference
    type_text(desk_window, "0731")
    assert tasks(desk_window).hotline.reference.text() == "YY-20731"


def test_a_verdict_that_turns_into_a_refusal_takes_the_keys_out_of_a_field_that_is_gone(
    front: Front, offline: TerminalWindow
) -> None:
    press(offline, Qt.Key.Key_3)
    answer(front, offline, replace(FRESH, card=CardState.GREYED))
    assert on_show(offline).mode is Mode.REFUSED
    assert offline.pages.check_in.hasFocus()
    assert "不可直付" in words_on(panel(offline).banner)


def test_the_policy_that_was_chosen_stays_chosen(front: Front, desk_window: TerminalWindow) -> None:
    show_stored(front, desk_window, TWO_DENTAL, TWO_GROWTH)
    press(desk_window, Qt.Key.Key_2)
    chosen = on_show(desk_window).policy.snapshot.policy
    answer(front, desk_window, replace(TWO_DENTAL, version=2), replace(TWO_GROWTH, version=2))
    assert on_show(desk_window).policy.snapshot.policy == chosen
    assert on_show(desk_window).policy.snapshot.version == 2


def test_nothing_said_about_a_policy_that_is_gone_counts_for_the_other(
    front: Front, desk_window: TerminalWindow
) -> None:
    show_stored(front, desk_window, TWO_DENTAL, TWO_GROWTH)
    press(desk_window, Qt.Key.Key_1)
    assert on_show(desk_window).policy.snapshot.policy == TWO_DENTAL.policy
    press(desk_window, Qt.Key.Key_2)
    press(desk_window, Qt.Key.Key_Return)  # without a number
    assert on_show(desk_window).document is IdDocument.HUKOU
    answer(front, desk_window, replace(TWO_GROWTH, version=2))
    assert on_show(desk_window).policy.snapshot.policy == TWO_GROWTH.policy
    assert on_show(desk_window).document is None


def test_a_choice_that_is_still_open_shows_the_newer_figures(
    front: Front, desk_window: TerminalWindow
) -> None:
    show_stored(front, desk_window, TWO_DENTAL, TWO_GROWTH)
    page = desk_window.pages.check_in
    answer(front, desk_window, replace(TWO_DENTAL, version=2, card=CardState.GREYED), TWO_GROWTH)
    assert page.body.is_choosing
    assert any("电子卡已置灰" in one.accessibleName() for one in page.body.chooser.findChildren(QWidget))


def test_an_answer_for_nobody_on_show_changes_nothing(front: Front, desk_window: TerminalWindow) -> None:
    answer(front, desk_window, FRESH)
    assert desk_window.pages.check_in.case is None
    assert desk_window.pages.check_in.body.is_scanning
