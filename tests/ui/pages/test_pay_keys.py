"""Paying in the whole window by real keys: tenders by Alt, a scanner's burst, an e-card in between."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from clinic_terminal.application import settlement, signing, treatment
from clinic_terminal.application.signing import Signing
from clinic_terminal.domain.payment import Tender
from clinic_terminal.domain.visit import Stage, Visit
from clinic_terminal.ui.pages.pay_panel import PayPanel
from clinic_terminal.ui.views.settle import Step
from clinic_terminal.ui.window import TerminalWindow
from tests.build import ink
from tests.ui.pages.bench import MOTHER
from tests.ui.pages.checking import card_of
from tests.ui.pages.front import LETTER, RETURNING, Front, admitted, focused, operator, press, type_text
from tests.ui.pages.paying import WECHAT_NUMBER

ALT = Qt.KeyboardModifier.AltModifier
CTRL = Qt.KeyboardModifier.ControlModifier
CARD = "DB1:6BF+70790T9WJWG.FKY*4GO0"


@pytest.fixture
def at_settle(front: Front, at_work: TerminalWindow, qtbot: QtBot) -> Iterator[TerminalWindow]:
    """Return the window at a signed bill of 350 yuan, listening to a scanner."""
    visit, by = admitted(front, RETURNING), operator()
    treatment.add_item(front.terminal, by, visit.id, "BS07", ("84",))
    treatment.hand_to_desk(front.terminal, by, visit.id)
    frozen = settlement.freeze(front.terminal, by, visit.id, online=True)
    given = Signing("测试家长", MOTHER, ink(), 3_000, "zh")
    at_work.desk.take_visit(signing.sign(front.terminal, by, visit.id, frozen.digest, given))
    at_work.begin()
    press(at_work, Qt.Key.Key_F5)
    page = at_work.pages.settle
    qtbot.waitUntil(lambda: page.step() is Step.PAY and page.idle)
    yield at_work
    qtbot.waitUntil(lambda: not front.tasks.busy)


def _stored(front: Front, window: TerminalWindow) -> Visit:
    in_hand = window.desk.visit
    assert in_hand is not None
    with front.store.read() as uow:
        return uow.visits.get(in_hand.id)


def _panel(window: TerminalWindow) -> PayPanel:
    return window.pages.settle.money.panel


def _scan(window: TerminalWindow, text: str) -> None:
    window.wedge._now_ms = lambda _event: 1000
    target = focused(window)
    QTest.keyClicks(target, text)
    QTest.keyClick(target, Qt.Key.Key_Return)


@pytest.mark.parametrize(
    ("key", "tender"),
    [
        (Qt.Key.Key_1, Tender.CASH),
        (Qt.Key.Key_2, Tender.CARD),
        (Qt.Key.Key_3, Tender.WECHAT),
        (Qt.Key.Key_4, Tender.ALIPAY),
    ],
)
def test_each_tender_has_a_key_that_opens_the_panel(
    at_settle: TerminalWindow, key: Qt.Key, tender: Tender
) -> None:
    press(at_settle, key, ALT)
    assert _panel(at_settle).isVisible()
    assert _panel(at_settle).entry.tender is tender


def test_a_scanned_number_and_two_presses_pay_and_finish(
    front: Front, at_settle: TerminalWindow, qtbot: QtBot
) -> None:
    press(at_settle, Qt.Key.Key_3, ALT)
    _scan(at_settle, WECHAT_NUMBER)
    assert _panel(at_settle).entry.number.text() == WECHAT_NUMBER
    press(at_settle, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: at_settle.pages.settle.step() is Step.FINISH and at_settle.pages.settle.idle)
    press(at_settle, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: at_settle.page is at_settle.pages.done)
    stored = _stored(front, at_settle)
    assert (stored.stage, stored.payments[0].reference) == (Stage.DONE, WECHAT_NUMBER)


def test_a_payer_code_scanned_at_the_panel_never_reaches_a_field(
    at_settle: TerminalWindow, qtbot: QtBot
) -> None:
    press(at_settle, Qt.Key.Key_Return)
    _scan(at_settle, "134567890123456789")
    entry = _panel(at_settle).entry
    qtbot.wait(1)
    assert (entry.number.text(), entry.amount.text()) == ("", "350.00")


def test_an_e_card_scanned_at_the_panel_is_the_next_child(
    front: Front, at_settle: TerminalWindow, qtbot: QtBot
) -> None:
    front.cards.readings[CARD] = (card_of(LETTER.person),)
    press(at_settle, Qt.Key.Key_Return)
    _scan(at_settle, CARD)
    qtbot.waitUntil(lambda: at_settle.page is at_settle.pages.check_in)


def test_owing_has_a_key(front: Front, at_settle: TerminalWindow, qtbot: QtBot) -> None:
    press(at_settle, Qt.Key.Key_5, ALT)
    type_text(at_settle, "later")
    qtbot.waitUntil(lambda: _panel(at_settle).owe.reason.text() == "later")
    press(at_settle, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: at_settle.page is at_settle.pages.done)
    assert _stored(front, at_settle).balance_fen == 35_000
    press(at_settle, Qt.Key.Key_B, CTRL)
    assert at_settle.pages.done.sides.money.is_open
    press(at_settle, Qt.Key.Key_Escape)
    press(at_settle, Qt.Key.Key_I, CTRL)
    assert at_settle.pages.done.sides.invoices.is_open
