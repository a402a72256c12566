"""A signature in progress on the family's own screen is not lost to a scan, a key, or a full disk."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from clinic_terminal.application import signing as signing_verbs
from clinic_terminal.application import treatment
from clinic_terminal.application.failures import StoreFailedError
from clinic_terminal.domain.consent import Way
from clinic_terminal.domain.visit import Visit, cancel
from clinic_terminal.ui.guardian_display import GuardianDisplay, Showing
from clinic_terminal.ui.messages import failure_notice
from clinic_terminal.ui.pages.guardian import GuardianPanel
from clinic_terminal.ui.pages.settle_parts import Remark
from clinic_terminal.ui.views.settle import Step
from clinic_terminal.ui.widgets.notice import Notice
from clinic_terminal.ui.window import TerminalWindow
from tests.ui.pages.apart import family_screen
from tests.ui.pages.bench import MOTHER, press_enter, settled, signature
from tests.ui.pages.checking import card_of
from tests.ui.pages.front import ELSEWHERE, LETTER, RETURNING, Front, admitted, operator, press, words_on

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
SIGNING = "家长正在签字。请先按“收回”，再做别的。"
BUSY = StoreFailedError("BUSY")


@pytest.fixture
def display(front: Front) -> GuardianDisplay:
    return family_screen(front.desk)


@pytest.fixture
def counter(display: GuardianDisplay, at_work: TerminalWindow, qtbot: QtBot) -> TerminalWindow:
    """Return the window of a desk whose family has a screen of its own."""
    settled(qtbot, lambda: display.showing is Showing.BLANK)
    at_work.activateWindow()
    settled(qtbot, at_work.isActiveWindow)
    return at_work


@pytest.fixture
def signing(front: Front, counter: TerminalWindow, qtbot: QtBot) -> TerminalWindow:
    """Return the window at a frozen bill that the family is just signing; another child is on the board."""
    front.expect(ELSEWHERE)
    _at_settle(front, counter, qtbot)
    press_enter(counter)
    settled(qtbot, lambda: counter.pages.settle.panel is not None)
    panel = _panel(counter)
    panel.fields.fill("林悦", MOTHER)
    panel.pad.set_strokes(signature())
    panel.refresh()
    return counter


def _at_settle(front: Front, window: TerminalWindow, qtbot: QtBot) -> Visit:
    visit, by = admitted(front, RETURNING), operator()
    treatment.add_item(front.terminal, by, visit.id, "BS07", ("84",))
    front.desk.take_visit(treatment.hand_to_desk(front.terminal, by, visit.id).visit)
    window.shell.show_page("settle")
    page = window.pages.settle
    settled(qtbot, lambda: page.step() is Step.FREEZE and page.idle)
    return visit


def _panel(window: TerminalWindow) -> GuardianPanel:
    panel = window.pages.settle.panel
    assert panel is not None
    return panel


def _toast(window: TerminalWindow) -> str:
    return str(window.shell._toast.accessibleName())


def _is_signed(window: TerminalWindow, qtbot: QtBot, front: Front) -> Visit:
    page = window.pages.settle
    settled(qtbot, lambda: page.step() is Step.PAY and page.idle)
    in_hand = front.desk.visit
    assert in_hand is not None
    return in_hand


def _shows(display: GuardianDisplay, what: Showing) -> bool:
    return display.showing is what


def _stays(window: TerminalWindow) -> bool:
    return window.page is window.pages.settle and bool(_panel(window).pad.strokes())


def test_a_card_that_is_scanned_says_why_it_waits(front: Front, signing: TerminalWindow) -> None:
    front.cards.readings["DB1:NEXT"] = (card_of(LETTER.person),)
    in_hand = front.desk.visit
    signing.shell.take_scan("DB1:NEXT")
    assert _toast(signing) == SIGNING
    assert _stays(signing)
    assert front.desk.visit is in_hand
    assert signing.pages.check_in.case is None


@pytest.mark.parametrize(
    ("key", "modifiers"),
    [
        (Qt.Key.Key_F2, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_F3, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_F5, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_F8, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_K, CTRL),
        (Qt.Key.Key_J, CTRL),
        (Qt.Key.Key_L, CTRL | SHIFT),
    ],
)
def test_no_key_but_the_lock_takes_the_signature_away(
    front: Front, signing: TerminalWindow, key: Qt.Key, modifiers: Qt.KeyboardModifier
) -> None:
    panel, in_hand = _panel(signing), front.desk.visit
    press(signing, key, modifiers)
    assert _stays(signing)
    assert _panel(signing) is panel
    assert front.desk.visit is in_hand
    assert _toast(signing) == SIGNING


def test_the_rail_stays_in_sight_and_marks_the_page_on_show(signing: TerminalWindow) -> None:
    rail = signing.shell.rail
    QTest.mouseClick(rail.button("queue"), Qt.MouseButton.LeftButton)
    assert _stays(signing)
    assert rail.isVisible()
    assert rail.button("settle").isChecked()


def test_a_bill_that_is_only_read_keeps_nobody(signing: TerminalWindow) -> None:
    _panel(signing).redo_button.click()
    press(signing, Qt.Key.Key_F2)
    assert signing.page is signing.pages.today


def test_what_was_taken_back_is_covered_with_its_ink_and_the_desk_may_go(
    front: Front, display: GuardianDisplay, signing: TerminalWindow, qtbot: QtBot
) -> None:
    panel, card = _panel(signing), signing.pages.settle.desk_side.sign_card
    QTest.mouseClick(card.take_back, Qt.MouseButton.LeftButton)
    assert _shows(display, Showing.COVERED)
    assert _panel(signing) is panel
    QTest.mouseClick(card.show_again, Qt.MouseButton.LeftButton)
    assert _shows(display, Showing.BILL)
    panel.confirm_button.click()
    signed = _is_signed(signing, qtbot, front)
    assert signed.consent is not None
    assert sum(len(stroke) for stroke in signed.consent.strokes) == 20


def test_once_it_is_covered_another_child_may_come(signing: TerminalWindow) -> None:
    signing.pages.settle.desk_side.sign_card.take_back.click()
    press(signing, Qt.Key.Key_F2)
    assert signing.page is signing.pages.today


def test_paper_is_at_hand_once_it_is_covered(signing: TerminalWindow, qtbot: QtBot) -> None:
    page = signing.pages.settle
    card = page.desk_side.sign_card
    assert not card.on_paper.isVisible()
    card.take_back.click()
    assert card.on_paper.isVisible()
    card.on_paper.click()
    settled(qtbot, lambda: page.guardian.paper_panel is not None)
    assert page.panel is None


def test_the_next_family_does_not_find_the_relationship_of_the_one_before(
    front: Front, counter: TerminalWindow, qtbot: QtBot
) -> None:
    _at_settle(front, counter, qtbot)
    page = counter.pages.settle
    card = page.desk_side.sign_card
    press_enter(counter)
    settled(qtbot, lambda: page.panel is not None)
    card.fields.relationship_buttons[MOTHER].click()
    assert _panel(counter).fields.relationship is MOTHER
    press(counter, Qt.Key.Key_F2)
    by, other = operator(), admitted(front, LETTER)
    treatment.add_item(front.terminal, by, other.id, "BS07", ("84",))
    front.desk.take_visit(treatment.hand_to_desk(front.terminal, by, other.id).visit)
    counter.shell.show_page("settle")
    settled(qtbot, lambda: page.step() is Step.FREEZE and page.idle)
    press_enter(counter)
    settled(qtbot, lambda: page.panel is not None)
    assert card.fields.relationship is None
    QTest.keyClicks(card.fields.name_field, "Jiang")
    assert _panel(counter).fields.name == "Jiang"
    assert _panel(counter).fields.relationship is None


@pytest.fixture
def full(monkeypatch: pytest.MonkeyPatch) -> list[Exception]:
    """Have signing fail as often as this list has failures."""
    failures: list[Exception] = [BUSY]
    sign = signing_verbs.sign

    def fail(*given: object) -> object:
        if failures:
            raise failures.pop()
        return sign(*given)  # type: ignore[arg-type]  # handed on as it came

    monkeypatch.setattr(signing_verbs, "sign", fail)
    return failures


def test_a_signature_that_could_not_be_stored_is_confirmed_once_more(
    front: Front, signing: TerminalWindow, qtbot: QtBot, full: list[Exception]
) -> None:
    panel, page = _panel(signing), signing.pages.settle
    panel.confirm_button.click()
    settled(qtbot, lambda: page.idle and not full)
    assert _panel(signing) is panel
    assert panel.missing.text() == "还没有存好。请稍等几秒，再按一次“确认签字”。"
    told = [remark.accessibleName() for remark in page.findChildren(Remark) if remark.isVisible()]
    assert told[0].startswith(failure_notice(BUSY, front.desk.words).what)
    panel.confirm_button.click()
    assert _is_signed(signing, qtbot, front).consent is not None


def _notices(window: TerminalWindow) -> list[str]:
    return [words_on(notice) for notice in window.shell.notices.findChildren(Notice)]


def test_on_the_desks_own_screen_the_ink_stays_too_and_the_desk_is_told(
    front: Front, at_work: TerminalWindow, qtbot: QtBot, full: list[Exception]
) -> None:
    _at_settle(front, at_work, qtbot)
    page = at_work.pages.settle
    press_enter(at_work)
    settled(qtbot, lambda: page.panel is not None)
    panel = _panel(at_work)
    panel.sign_with(signature(), "林悦", MOTHER)
    settled(qtbot, lambda: page.idle and not full)
    assert _panel(at_work) is panel
    assert panel.isVisible()
    assert any(failure_notice(BUSY, front.desk.words).what in said for said in _notices(at_work))
    panel.confirm_button.click()
    _is_signed(at_work, qtbot, front)


def test_what_was_noted_of_a_sheet_stays_until_it_is_stored(
    front: Front, at_work: TerminalWindow, qtbot: QtBot, full: list[Exception]
) -> None:
    _at_settle(front, at_work, qtbot)
    page = at_work.pages.settle
    press_enter(at_work)
    settled(qtbot, lambda: page.panel is not None)
    page.guardian.sign_on_paper()
    settled(qtbot, lambda: page.guardian.paper_panel is not None)
    panel = page.guardian.paper_panel
    assert panel is not None
    panel.fields.fill("林悦", MOTHER)
    panel.tick.setChecked(True)
    panel.confirm_button.click()
    settled(qtbot, lambda: page.idle and not full)
    assert page.guardian.paper_panel is panel
    assert (panel.fields.name, panel.tick.isChecked()) == ("林悦", True)
    panel.confirm_button.click()
    consent = _is_signed(at_work, qtbot, front).consent
    assert consent is not None
    assert consent.way is Way.PAPER


def test_a_refusal_that_no_second_press_mends_gives_the_desk_its_page_back(
    front: Front, signing: TerminalWindow, qtbot: QtBot
) -> None:
    page = signing.pages.settle
    in_hand = front.desk.visit
    assert in_hand is not None
    with front.store.begin() as uow:
        uow.visits.put(cancel(uow.visits.get(in_hand.id), front.clock.now()))
    _panel(signing).confirm_button.click()
    settled(qtbot, lambda: page.idle and page.panel is None)
    assert page.desk_side.next_button.isVisible()
