"""Paying on the settle page by the keyboard alone: tenders, change, scans, owing, refunds."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from clinic_terminal.application.payments import Offered, take_payment
from clinic_terminal.domain.payment import Tender
from clinic_terminal.domain.visit import Stage
from clinic_terminal.ui.pages.pay_panel import Asking
from clinic_terminal.ui.pages.settle import SettlePage
from clinic_terminal.ui.pages.settle_parts import Remark
from clinic_terminal.ui.views.settle import Step
from clinic_terminal.ui.widgets.buttons import GhostButton
from clinic_terminal.ui.widgets.money import MoneyLabel
from tests.ui.pages.bench import (
    LINES,
    Bench,
    nameless,
    on_stage,
    open_bench,
    press_enter,
    settled,
)
from tests.ui.pages.front import words_on
from tests.ui.pages.paying import WECHAT_NUMBER, refund_of, signed_visit

CONSULT = (("PV01", ()),)


@pytest.fixture
def bench(app: QApplication, tmp_path: Path) -> Iterator[Bench]:
    del app
    bench = open_bench(tmp_path)
    yield bench
    bench.close()


def _opened(qtbot: QtBot, bench: Bench, step: Step = Step.PAY) -> SettlePage:
    page = SettlePage(bench.desk)
    on_stage(qtbot, bench, page)
    settled(qtbot, lambda: page.step() is step and page.idle)
    return page


def _paying(qtbot: QtBot, bench: Bench) -> SettlePage:
    """Return the page at the panel that asks for the money of a signed bill: 850 yuan."""
    signed_visit(bench, LINES)
    page = _opened(qtbot, bench)
    press_enter(page)
    assert page.money.is_open
    return page


def _focused(page: QWidget) -> QWidget:
    inner: QWidget | None = page.window().focusWidget()
    return page if inner is None else inner


def _remarks(page: SettlePage) -> str:
    return " ".join(one.accessibleName() for one in page.findChildren(Remark) if one.isVisible())


def _paid(qtbot: QtBot, page: SettlePage, bench: Bench, count: int = 1) -> None:
    settled(qtbot, lambda: len(bench.stored().payments) == count and page.idle)


def test_exact_cash_takes_two_presses_of_enter(qtbot: QtBot, bench: Bench) -> None:
    page = _paying(qtbot, bench)
    assert page.money.panel.amount.text() == "¥850.00"
    press_enter(page)
    settled(qtbot, lambda: page.step() is Step.FINISH and page.idle)
    with qtbot.waitSignal(page.go) as asked:
        press_enter(page)
    assert asked.args == ["done"]
    stored = bench.stored()
    assert (stored.stage, stored.paid_fen, stored.payments[0].tender) == (Stage.DONE, 85_000, Tender.CASH)


def test_the_change_is_shown_as_it_is_typed_and_stays_until_the_visit_is_finished(
    qtbot: QtBot, bench: Bench
) -> None:
    page = _paying(qtbot, bench)
    panel = page.money.panel
    QTest.keyClicks(_focused(page), "1000")
    assert panel.entry.change.text() == "¥150.00"
    press_enter(page)
    _paid(qtbot, page, bench)
    assert (panel.amount.text(), panel.asking) == ("¥150.00", Asking.NOTHING)
    assert "找零" in words_on(panel)
    assert bench.stored().payments[0].handed_fen == 100_000
    press_enter(page)
    settled(qtbot, lambda: bench.stored().stage is Stage.DONE)


def test_several_tenders_are_typed_one_after_another(qtbot: QtBot, bench: Bench) -> None:
    page = _paying(qtbot, bench)
    panel = page.money.panel
    QTest.keyClicks(_focused(page), "200")
    press_enter(page)
    _paid(qtbot, page, bench)
    assert panel.amount.text() == "¥650.00"
    figures = [one.accessibleName() for one in panel.paid.findChildren(MoneyLabel) if one.isVisible()]
    assert figures[-3:] == ["应收 ¥850.00", "已收 ¥200.00", "还差 ¥650.00"]
    assert not any(one.property("ink") == "ok" for one in panel.paid.findChildren(MoneyLabel))
    page.money.choose(Tender.CARD)
    QTest.keyClicks(_focused(page), "000123456789")
    press_enter(page)
    _paid(qtbot, page, bench, 2)
    assert [(one.tender, one.fen, one.reference) for one in bench.stored().payments] == [
        (Tender.CASH, 20_000, ""), (Tender.CARD, 65_000, "000123456789"),
    ]  # fmt: skip
    assert page.step() is Step.FINISH


def test_a_scanned_transaction_number_chooses_its_wallet(qtbot: QtBot, bench: Bench) -> None:
    page = _paying(qtbot, bench)
    assert page.scanned(WECHAT_NUMBER)
    assert page.money.panel.entry.tender is Tender.WECHAT
    press_enter(page)
    _paid(qtbot, page, bench)
    (one,) = bench.stored().payments
    assert (one.tender, one.fen, one.reference) == (Tender.WECHAT, 85_000, WECHAT_NUMBER)


@pytest.mark.parametrize("code", ["134567890123456789", "281234567890123456"])
def test_a_scanned_payer_code_is_explained_and_not_even_shown(qtbot: QtBot, bench: Bench, code: str) -> None:
    page = _paying(qtbot, bench)
    assert page.scanned(code)
    settled(qtbot, lambda: "扫到的是付款码，不是交易单号。没有收款，也没有保存。" in _remarks(page))
    assert page.money.panel.entry.number.text() == ""
    assert bench.stored().payments == ()


def test_a_typed_payer_code_is_refused_and_forgotten(qtbot: QtBot, bench: Bench) -> None:
    page = _paying(qtbot, bench)
    page.money.choose(Tender.WECHAT)
    QTest.keyClicks(_focused(page), "134567890123456789")
    press_enter(page)
    settled(qtbot, lambda: "付款码" in _remarks(page))
    number = page.money.panel.entry.number
    assert (number.text(), _focused(page)) == ("", number)
    QTest.keyClicks(number, "7890")
    assert _remarks(page) == ""
    press_enter(page)
    _paid(qtbot, page, bench)


@pytest.mark.parametrize(
    ("typed", "said"),
    [("", "还没有填交易单号。"), ("12", "交易单号太短或太长。"), ("4111111111111111", "这像是银行卡号。")],
)
def test_what_is_no_transaction_number_is_said(qtbot: QtBot, bench: Bench, typed: str, said: str) -> None:
    page = _paying(qtbot, bench)
    page.money.choose(Tender.CARD)
    QTest.keyClicks(_focused(page), typed)
    press_enter(page)
    settled(qtbot, lambda: said in _remarks(page))
    assert bench.stored().payments == ()


def test_more_than_is_due_is_not_taken_by_card(qtbot: QtBot, bench: Bench) -> None:
    page = _paying(qtbot, bench)
    page.money.choose(Tender.CARD)
    page.money.panel.entry.amount.setText("900")
    page.money.panel.entry.number.setText("123456")
    press_enter(page)
    settled(qtbot, lambda: "现在只要收 ¥850.00。" in _remarks(page))


def test_an_amount_that_is_none_is_said_at_the_field(qtbot: QtBot, bench: Bench) -> None:
    page = _paying(qtbot, bench)
    entry = page.money.panel.entry
    QTest.keyClicks(_focused(page), "12.345")
    press_enter(page)
    assert entry.problem.text() == "请填写金额，最多两位小数，如 350 或 350.50。"
    assert page.idle


def test_pressing_twice_takes_the_money_once(qtbot: QtBot, bench: Bench) -> None:
    page = _paying(qtbot, bench)
    panel = page.money.panel
    panel.press()
    panel.press()
    _paid(qtbot, page, bench)


def test_an_owing_family_is_let_go_with_a_reason_only(qtbot: QtBot, bench: Bench) -> None:
    page = _paying(qtbot, bench)
    page.money.owe()
    press_enter(page)
    assert page.money.panel.owe.problem.text() == "请写一句原因，以后查得到。"
    assert bench.stored().stage is Stage.FROZEN
    page.money.panel.owe.reason.insert("明天转账")
    with qtbot.waitSignal(page.finished):
        press_enter(page)
    owing = bench.stored().owing
    assert owing is not None
    assert (owing.reason, owing.fen, owing.operator) == ("明天转账", 85_000, "王敏")


def test_escape_leaves_the_question_then_the_panel(qtbot: QtBot, bench: Bench) -> None:
    page = _paying(qtbot, bench)
    page.money.owe()
    panel = page.money.panel
    QTest.keyClick(_focused(page), Qt.Key.Key_Escape)
    assert (panel.isVisible(), panel.asking) == (True, Asking.TENDER)
    QTest.keyClick(_focused(page), Qt.Key.Key_Escape)
    assert panel.isHidden()
    assert page.primary is page.desk_side.next_button
    assert page.desk_side.next_button.text() == "收款"


def test_a_payment_is_taken_off_before_the_finish_as_a_refund(qtbot: QtBot, bench: Bench) -> None:
    page = _paying(qtbot, bench)
    panel = page.money.panel
    press_enter(page)
    _paid(qtbot, page, bench)
    refund_of(panel).click()
    assert panel.asking is Asking.REFUND
    assert "把现金交给家长，再登记。" in words_on(panel)
    QTest.keyClicks(_focused(page), "900")
    press_enter(page)
    settled(qtbot, lambda: "这笔付款只能再退 ¥850.00。" in _remarks(page))
    panel.refund.amount.setText("50")
    press_enter(page)
    settled(qtbot, lambda: len(bench.stored().refunds) == 1 and page.idle)
    assert page.step() is Step.PAY
    assert (panel.asking, panel.amount.text()) == (Asking.TENDER, "¥50.00")


def test_a_cheaper_bill_gives_the_rest_back_before_it_is_finished(qtbot: QtBot, bench: Bench) -> None:
    visit = signed_visit(bench, LINES, paid=85_000, cheaper_by=50_000)
    page = _opened(qtbot, bench)
    settled(qtbot, lambda: "要退给家长 ¥500.00。" in _remarks(page))
    assert visit.balance_fen == -50_000
    press_enter(page)
    panel = page.money.panel
    assert (panel.asking, panel.amount.text()) == (Asking.REST, "¥500.00")
    assert "现金 ¥500.00" in panel.rest.text()
    press_enter(page)
    settled(qtbot, lambda: page.step() is Step.FINISH and page.idle)
    assert [(one.tender, one.fen) for one in bench.stored().refunds] == [(Tender.CASH, 50_000)]


def test_a_bill_of_nothing_is_finished_without_a_payment(qtbot: QtBot, bench: Bench) -> None:
    signed_visit(bench, CONSULT)
    page = _opened(qtbot, bench, Step.FINISH)
    with qtbot.waitSignal(page.finished):
        press_enter(page)
    assert bench.stored().payments == ()


@pytest.mark.usefixtures("app")
def test_opened_again_after_a_kill_the_page_shows_what_was_paid(qtbot: QtBot, tmp_path: Path) -> None:
    with closing(open_bench(tmp_path)) as first:
        visit = signed_visit(first, LINES)
        take_payment(
            first.desk.terminal, first.desk.operator, visit.id, Offered(Tender.WECHAT, 20_000, "7890")
        )
    with closing(open_bench(tmp_path)) as bench:
        bench.desk.take_visit(bench.stored())
        page = _opened(qtbot, bench)
        settled(qtbot, lambda: "已收 微信支付 ¥200.00。 还要收 ¥650.00。" in _remarks(page))
        press_enter(page)
        panel = page.money.panel
        assert panel.amount.text() == "¥650.00"
        settled(qtbot, lambda: "260521-T1-0001" in words_on(panel))
        press_enter(page)
        _paid(qtbot, page, bench, 2)


def test_a_store_that_fails_says_so_and_takes_nothing(qtbot: QtBot, bench: Bench) -> None:
    page = _paying(qtbot, bench)
    bench.store.close()
    press_enter(page)
    settled(qtbot, lambda: "这一步没有保存" in _remarks(page) and page.idle)
    assert page.money.panel.asking is Asking.TENDER


def test_every_control_of_the_panel_has_a_name(qtbot: QtBot, bench: Bench) -> None:
    page = _paying(qtbot, bench)
    page.money.choose(Tender.WECHAT)
    assert nameless(page) == []
    page.money.owe()
    assert nameless(page) == []
    page.back()
    page.money.choose(Tender.CASH)
    press_enter(page)
    _paid(qtbot, page, bench)
    assert nameless(page) == []
    assert all(button.text() for button in page.findChildren(GhostButton) if button.isVisible())


@pytest.mark.parametrize("stage", ["unsigned", "signed"])
def test_a_payer_code_is_explained_on_this_page_wherever_it_stands(
    qtbot: QtBot, bench: Bench, stage: str
) -> None:
    if stage == "signed":
        signed_visit(bench, LINES)
    else:
        bench.visit(Stage.TO_SETTLE, LINES)
    page = _opened(qtbot, bench, Step.PAY if stage == "signed" else Step.FREEZE)
    assert page.scanned("134567890123456789")
    settled(qtbot, lambda: "扫到的是付款码" in _remarks(page))
    assert page.money.is_open == (stage == "signed")


def test_a_wallets_number_scanned_before_the_panel_opens_it(qtbot: QtBot, bench: Bench) -> None:
    signed_visit(bench, LINES)
    page = _opened(qtbot, bench)
    assert page.scanned(WECHAT_NUMBER)
    assert page.money.panel.entry.number.text() == WECHAT_NUMBER


def test_what_is_no_money_is_left_to_whoever_reads_cards(qtbot: QtBot, bench: Bench) -> None:
    signed_visit(bench, LINES)
    page = _opened(qtbot, bench)
    assert not page.scanned("M20260001")
    assert not page.scanned("DB1:6BF+70790T9WJWG.FKY*4GO0")
    assert not page.money.is_open
