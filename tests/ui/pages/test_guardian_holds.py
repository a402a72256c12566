"""While the family signs on the desk's own screen, no way leads to another child."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from clinic_terminal.application import treatment
from clinic_terminal.ui.keys import EVERYWHERE, Key
from clinic_terminal.ui.pages.guardian import GuardianPanel
from clinic_terminal.ui.views.settle import Step
from clinic_terminal.ui.window import TerminalWindow
from tests.ui.pages.bench import press_enter, settled
from tests.ui.pages.front import ELSEWHERE, RETURNING, Front, admitted, focused, operator, press


@pytest.fixture
def signing(front: Front, at_work: TerminalWindow, qtbot: QtBot) -> TerminalWindow:
    """Return the window with a frozen bill in front of the family, another child on the board."""
    front.expect(ELSEWHERE)
    visit, by = admitted(front, RETURNING), operator()
    treatment.add_item(front.terminal, by, visit.id, "BS07", ("84",))
    front.desk.take_visit(treatment.hand_to_desk(front.terminal, by, visit.id).visit)
    at_work.shell.show_page("settle")
    page = at_work.pages.settle
    settled(qtbot, lambda: page.step() is Step.FREEZE and page.idle)
    press_enter(page)
    settled(qtbot, lambda: page.panel is not None and page.guardian.is_open)
    return at_work


def _panel(window: TerminalWindow) -> GuardianPanel:
    panel = window.pages.settle.panel
    assert panel is not None
    return panel


def _is_with_the_family(window: TerminalWindow) -> bool:
    page = window.page
    return page is window.pages.settle and page.is_held


def test_nothing_that_leads_to_another_page_is_in_sight(signing: TerminalWindow) -> None:
    shell = signing.shell
    assert not shell.rail.isVisible()
    assert not shell.strip.status.isVisible()
    assert not shell.strip.line.isVisible()


def test_no_key_shows_another_page(signing: TerminalWindow) -> None:
    panel = _panel(signing)
    others = {Key.LOCK, Key.NIGHT}
    for key in (one for one in Key if one.value.page in {EVERYWHERE, "settle"} and one not in others):
        QTest.keySequence(focused(signing), key.sequence)
        assert _is_with_the_family(signing), key
    assert _panel(signing) is panel


def test_locking_takes_the_bill_away_and_shows_no_child(signing: TerminalWindow) -> None:
    press(signing, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert signing.page is signing.pages.sign_in
    assert not signing.shell.rail.isVisible()
    assert not signing.shell.strip.status.isVisible()


def test_a_card_that_is_scanned_waits_for_the_desk(signing: TerminalWindow) -> None:
    signing.shell.take_scan(ELSEWHERE.person.member)
    assert _is_with_the_family(signing)


def test_asking_why_the_family_declines_still_hides_the_other_pages(signing: TerminalWindow) -> None:
    _panel(signing).decline_button.click()
    assert _is_with_the_family(signing)
    assert not signing.shell.rail.isVisible()


def test_the_desk_takes_the_screen_back_and_has_all_its_ways(signing: TerminalWindow) -> None:
    shell = signing.shell
    QTest.mouseClick(_panel(signing).cancel_button, Qt.MouseButton.LeftButton)
    assert shell.rail.isVisible()
    assert shell.strip.status.isVisible()
    press(signing, Qt.Key.Key_F2)
    assert signing.page is signing.pages.today
