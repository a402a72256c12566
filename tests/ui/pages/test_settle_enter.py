"""One press of Enter is one decision: held or doubled, it does not run from the signature into the money."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clinic_terminal.domain.visit import Stage
from clinic_terminal.ui.enter_key import PAUSE_MS
from clinic_terminal.ui.keys import Key
from clinic_terminal.ui.pages.settle import SettlePage
from clinic_terminal.ui.shell import Shell
from clinic_terminal.ui.views.settle import Step
from tests.ui.pages.bench import (
    LINES,
    MOTHER,
    Bench,
    on_stage,
    open_bench,
    press_enter,
    settled,
    signature,
)
from tests.ui.strikes import LATER, Keyboard

WHOLE = 85_000
PART = 10_000


@pytest.fixture
def bench(app: QApplication, tmp_path: Path) -> Iterator[Bench]:
    del app
    bench = open_bench(tmp_path)
    bench.visit(Stage.TO_SETTLE, LINES)
    yield bench
    bench.close()


@pytest.fixture
def page(qtbot: QtBot, bench: Bench) -> SettlePage:
    """Return the page at a bill that is to be frozen."""
    page = SettlePage(bench.desk)
    on_stage(qtbot, bench, page)
    settled(qtbot, lambda: page.step() is Step.FREEZE and page.idle)
    return page


@pytest.fixture
def keyboard(monkeypatch: pytest.MonkeyPatch) -> Keyboard:
    return Keyboard(monkeypatch)


@pytest.fixture
def paying(qtbot: QtBot, page: SettlePage, keyboard: Keyboard) -> SettlePage:
    """Return the page right after the signature: the panel has opened by itself, with the whole amount."""
    assert keyboard.now == 0
    press_enter(page)
    settled(qtbot, lambda: page.panel is not None)
    assert page.panel is not None
    page.panel.sign_with(signature(), "林悦", MOTHER)
    settled(qtbot, lambda: page.step() is Step.PAY and page.idle)
    assert page.money.is_open
    assert page.window().focusWidget() is page.money.panel.entry.amount
    return page


def _paid(bench: Bench) -> list[int]:
    return [payment.fen for payment in bench.stored().payments]


def _takes(qtbot: QtBot, bench: Bench, page: SettlePage, *paid: int) -> None:
    settled(qtbot, lambda: page.idle and _paid(bench) == list(paid))


@pytest.mark.parametrize("at", ["page", "button"])
def test_a_key_that_is_held_down_freezes_no_bill(
    bench: Bench, page: SettlePage, keyboard: Keyboard, at: str
) -> None:
    button = page.desk_side.next_button
    focused = page.desk_side.bill.table if at == "page" else button
    focused.setFocus(Qt.FocusReason.TabFocusReason)
    keyboard.hold(page.window())
    assert page.idle
    assert bench.stored().bill is None


def test_a_key_that_is_held_down_takes_no_money(
    qtbot: QtBot, bench: Bench, paying: SettlePage, keyboard: Keyboard
) -> None:
    keyboard.now = LATER
    keyboard.hold(paying.window())
    assert paying.idle
    assert _paid(bench) == []
    keyboard.strike(paying.window(), LATER)
    _takes(qtbot, bench, paying, WHOLE)
    keyboard.now += LATER
    keyboard.hold(paying.window())
    assert paying.idle
    assert bench.stored().stage is Stage.FROZEN


def test_a_press_before_the_amount_could_be_read_takes_no_money(
    qtbot: QtBot, bench: Bench, paying: SettlePage, keyboard: Keyboard
) -> None:
    keyboard.now = PAUSE_MS - 1
    keyboard.strike(paying.window(), LATER)
    assert paying.idle
    assert _paid(bench) == []
    keyboard.now = PAUSE_MS
    keyboard.strike(paying.window(), 2 * LATER)
    _takes(qtbot, bench, paying, WHOLE)
    keyboard.strike(paying.window(), 3 * LATER)
    assert paying.idle
    keyboard.now += PAUSE_MS
    keyboard.strike(paying.window(), 4 * LATER)
    settled(qtbot, lambda: bench.stored().stage is Stage.DONE)


def test_the_second_half_of_a_double_press_takes_no_second_payment(
    qtbot: QtBot, bench: Bench, paying: SettlePage, keyboard: Keyboard
) -> None:
    amount = paying.money.panel.entry.amount
    keyboard.now = LATER
    amount.setText("100")
    keyboard.strike(paying.window(), 1_000)
    _takes(qtbot, bench, paying, PART)
    keyboard.now += LATER
    keyboard.strike(paying.window(), 1_000 + PAUSE_MS - 1)
    assert paying.idle
    assert _paid(bench) == [PART]
    keyboard.strike(paying.window(), 1_000 + LATER)
    _takes(qtbot, bench, paying, PART, WHOLE - PART)


def test_a_bill_that_is_only_opened_may_be_frozen_at_once(
    qtbot: QtBot, bench: Bench, page: SettlePage, keyboard: Keyboard
) -> None:
    page.leave()
    page.enter()
    settled(qtbot, lambda: page.step() is Step.FREEZE and page.idle)
    keyboard.strike(page.window(), 1)
    settled(qtbot, lambda: bench.stored().bill is not None and page.idle)


def test_ctrl_enter_does_not_repeat_itself(page: SettlePage) -> None:
    window = page.window()
    assert isinstance(window, Shell)
    forward = [one for one in window.findChildren(QShortcut) if one.key() == Key.FORWARD.sequence]
    assert [one.autoRepeat() for one in forward] == [False]
