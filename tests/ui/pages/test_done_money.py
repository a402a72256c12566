"""Money and e-invoices of a closed visit, on the done page."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from clinic_terminal.application import day, settlement, voiding
from clinic_terminal.application.invoices import Noted, note_invoice
from clinic_terminal.application.payments import Offered, pay_exactly, take_payment
from clinic_terminal.domain.payment import Tender
from clinic_terminal.domain.plan import SelfPay
from clinic_terminal.domain.visit import Stage
from clinic_terminal.domain.voiding import VoidReason
from clinic_terminal.ui.pages.done import DonePage
from clinic_terminal.ui.pages.pay_panel import Asking
from clinic_terminal.ui.pages.settle_parts import Remark
from clinic_terminal.ui.views.visit_cards import Reading, visit_view
from tests.build import DENTAL, TODAY
from tests.ui.pages.bench import (
    LINES,
    Bench,
    Lines,
    nameless,
    on_stage,
    open_bench,
    press_enter,
    settled,
)
from tests.ui.pages.front import words_on
from tests.ui.pages.paying import WECHAT_NUMBER, signed_visit

NUMBER, RED = "26312000000123456789", "26312000000223456780"


@pytest.fixture
def bench(app: QApplication, tmp_path: Path) -> Iterator[Bench]:
    del app
    bench = open_bench(tmp_path)
    yield bench
    bench.close()


def _closed(bench: Bench, *offered: Offered, owed: str = "", lines: Lines = LINES) -> str:
    """Close a visit of 850 yuan for the family, paid as offered; return its id."""
    terminal, operator = bench.desk.terminal, bench.desk.operator
    visit = signed_visit(bench, lines)
    for one in offered:
        take_payment(terminal, operator, visit.id, one)
    bench.desk.take_visit(settlement.finish(terminal, operator, visit.id, owed).visit)
    return visit.id


def _opened(qtbot: QtBot, bench: Bench) -> DonePage:
    page = DonePage(bench.desk)
    on_stage(qtbot, bench, page)
    settled(qtbot, page.card.open_button.isVisible)
    return page


def _focused(page: QWidget) -> QWidget:
    inner: QWidget | None = page.window().focusWidget()
    return page if inner is None else inner


def _remarks(page: QWidget) -> str:
    return " ".join(one.accessibleName() for one in page.findChildren(Remark) if one.isVisible())


SPLIT = (Offered(Tender.WECHAT, 20_000, WECHAT_NUMBER), Offered(Tender.CASH, 65_000))


def test_the_card_says_by_which_tender_was_paid_under_which_receipt(qtbot: QtBot, bench: Bench) -> None:
    _closed(bench, *SPLIT)
    card = _opened(qtbot, bench).card
    assert card.money_word == "已收齐"
    assert card.money_text == "现金 ¥650.00 · 微信支付 ¥200.00 · 收据 260521-T1-0001, 260521-T1-0002"
    assert card.invoice_text == "还没有登记电子发票。"


def test_a_bill_of_nothing_has_no_money_to_show(qtbot: QtBot, bench: Bench) -> None:
    _closed(bench, lines=(("PV01", ()),))
    page = _opened(qtbot, bench)
    assert page.card.money_word == "不用收款"
    assert not page.card.money_button.isVisible()


def test_what_is_owed_is_collected_later(qtbot: QtBot, bench: Bench) -> None:
    _closed(bench, SPLIT[0], owed="明天转账")
    page = _opened(qtbot, bench)
    assert (page.card.money_word, page.card.money_text) == ("欠 ¥650.00", "明天转账 · 微信支付 ¥200.00")
    page.card.money_button.click()
    panel = page.sides.money.panel
    assert page.primary is panel.next_button
    assert not panel.owe_button.isVisible()
    assert "记欠款 ¥650.00 · 明天转账 · 王敏" in words_on(panel)
    press_enter(page)
    settled(qtbot, lambda: bench.stored().balance_fen == 0 and panel.asking is Asking.NOTHING)
    press_enter(page)
    assert page.primary is page.card.next_button
    assert page.card.money_word == "已收齐"


def test_after_a_void_everything_goes_back_by_its_tender(qtbot: QtBot, bench: Bench) -> None:
    visit_id = _closed(bench, *SPLIT)
    voided = voiding.void(bench.desk.terminal, bench.desk.operator, visit_id, VoidReason.ENTRY_ERROR)
    bench.desk.take_visit(voided)
    page = _opened(qtbot, bench)
    assert page.card.money_word == "要退 ¥850.00"
    page.card.money_button.click()
    panel = page.sides.money.panel
    assert "现金 ¥650.00 · 微信支付 ¥200.00" in panel.rest.text()
    press_enter(page)
    settled(qtbot, lambda: bench.stored().paid_fen == 0 and panel.asking is Asking.NOTHING)
    assert {one.tender: one.fen for one in bench.stored().refunds} == {
        Tender.CASH: 65_000, Tender.WECHAT: 20_000,
    }  # fmt: skip
    press_enter(page)
    assert page.card.money_word == "已退清"


def test_the_change_of_another_hour_is_not_shown_again(qtbot: QtBot, bench: Bench) -> None:
    _closed(bench, Offered(Tender.CASH, 100_000))
    page = _opened(qtbot, bench)
    page.card.money_button.click()
    assert page.sides.money.panel.amount.text() == "¥850.00"
    QTest.keyClick(_focused(page), Qt.Key.Key_Escape)
    assert page.primary is page.card.next_button


@pytest.mark.usefixtures("app")
def test_what_is_paid_later_is_explained(qtbot: QtBot, tmp_path: Path) -> None:
    with closing(open_bench(tmp_path, replace(DENTAL, self_pay=SelfPay.ONLINE_LATER))) as bench:
        _closed(bench, Offered(Tender.CASH, 50_000))
        page = _opened(qtbot, bench)
        assert "在手机“就诊记录”里点“支付”付 ¥350.00。" in page.card.later_note
        assert "有一笔没付，电子卡就会置灰" in page.card.later_note


def _noting(qtbot: QtBot, bench: Bench) -> DonePage:
    _closed(bench, *SPLIT)
    page = _opened(qtbot, bench)
    page.card.invoice_button.click()
    settled(qtbot, page.sides.invoices.panel.isVisible)
    return page


def test_an_invoice_is_scanned_and_written_down_with_one_press(qtbot: QtBot, bench: Bench) -> None:
    page = _noting(qtbot, bench)
    panel = page.sides.invoices.panel
    assert (panel.day.text(), panel.amount.text(), panel.buyer.text()) == ("2026-05-21", "850.00", "林悦")
    assert page.scanned(NUMBER)
    press_enter(page)
    settled(qtbot, lambda: "2631 2000 0001 2345 6789" in words_on(panel.lists))
    QTest.keyClick(_focused(page), Qt.Key.Key_Escape)
    assert page.card.invoice_text == "2631 2000 0001 2345 6789 · ¥850.00"
    with bench.store.read() as uow:
        (kept,) = uow.invoices.of_visit("V-1")
    assert (kept.number, kept.fen, kept.buyer, kept.day) == (NUMBER, 85_000, "林悦", TODAY)


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("number", "123", "数电票号码是 20 位数字。"),
        ("number", "25312000000123456789", "发票号码里的年份和开票日期不同。"),
        ("buyer", "", "还没有填购买方。"),
    ],
)
def test_what_is_no_invoice_is_said_at_its_field(
    qtbot: QtBot, bench: Bench, field: str, typed: str, said: str
) -> None:
    page = _noting(qtbot, bench)
    panel = page.sides.invoices.panel
    panel.number.setText(NUMBER)
    getattr(panel, field).setText(typed)
    press_enter(page)
    settled(qtbot, lambda: said in _remarks(page))
    assert getattr(panel, field).text() == typed


def test_a_date_that_is_none_is_said_below_the_fields(qtbot: QtBot, bench: Bench) -> None:
    page = _noting(qtbot, bench)
    panel = page.sides.invoices.panel
    panel.day.setText("2026-13-01")
    press_enter(page)
    assert panel.problem.text() == "请按年-月-日填日期，如 2026-05-21。"
    assert _focused(page) is panel.day


def test_a_number_that_is_known_is_refused_kindly_and_found(qtbot: QtBot, bench: Bench) -> None:
    page = _noting(qtbot, bench)
    panel = page.sides.invoices.panel
    note_invoice(bench.desk.terminal, bench.desk.operator, "V-1", Noted(NUMBER, TODAY, 100, "练习公司"))
    panel.number.setText(NUMBER)
    press_enter(page)
    settled(qtbot, lambda: "这个发票号码已经登记过，没有重复登记。" in _remarks(page))
    for typed in ("6789", "2026-05-21", "1"):
        panel.lists.show_found((), "")
        panel.lists.field.setText(typed)
        QTest.keyClick(panel.lists.field, Qt.Key.Key_Return)
        settled(qtbot, lambda: "练习公司" in words_on(panel.lists))
    panel.lists.field.setText("9999999")
    QTest.keyClick(panel.lists.field, Qt.Key.Key_Return)
    settled(qtbot, lambda: "没有找到。" in words_on(panel.lists))


def test_an_invoice_of_a_void_bill_is_taken_back_by_a_red_one(qtbot: QtBot, bench: Bench) -> None:
    visit_id = _closed(bench, *SPLIT)
    terminal, operator = bench.desk.terminal, bench.desk.operator
    note_invoice(terminal, operator, visit_id, Noted(NUMBER, TODAY, 85_000, "林悦"))
    bench.desk.take_visit(voiding.void(terminal, operator, visit_id, VoidReason.ENTRY_ERROR))
    page = _opened(qtbot, bench)
    settled(qtbot, lambda: "请在开票软件里冲红" in page.card.invoice_text)
    page.card.invoice_button.click()
    panel = page.sides.invoices.panel
    settled(qtbot, lambda: bool(panel.lists.red_buttons))
    panel.lists.red_buttons[0].click()
    assert panel.is_reversing
    assert not panel.buyer.isVisible()
    panel.number.setText(RED)
    press_enter(page)
    settled(qtbot, lambda: "红字 2631 2000 0002 2345 6780" in words_on(panel.lists))
    assert not panel.is_reversing


def test_every_control_has_a_name(qtbot: QtBot, bench: Bench) -> None:
    page = _noting(qtbot, bench)
    assert nameless(page) == []
    page.back()
    page.card.money_button.click()
    assert nameless(page) == []
    assert bench.stored().stage is Stage.DONE


def test_the_code_on_an_invoice_fills_number_date_and_amount(qtbot: QtBot, bench: Bench) -> None:
    page = _noting(qtbot, bench)
    panel = page.sides.invoices.panel
    assert page.scanned(f"01,32,,{NUMBER},349.50,20260520,,A1B2")
    assert (panel.number.text(), panel.day.text(), panel.amount.text()) == (
        "2631 2000 0001 2345 6789", "2026-05-20", "349.50",
    )  # fmt: skip
    assert page.scanned(f"01,32,,{RED},free,someday,,A1B2")
    assert (panel.number.text(), panel.day.text()) == ("2631 2000 0002 2345 6780", "2026-05-20")


def _on_today(bench: Bench) -> tuple[str, str]:
    """Return the quiet lines of the visit's card on the board."""
    terminal, words = bench.desk.terminal, bench.desk.words
    board = day.board(terminal, TODAY, online=True)
    card = visit_view(bench.stored(), Reading(board, {}, words))
    return card.note, card.hint


def test_today_shows_what_is_owed_and_what_goes_back(bench: Bench) -> None:
    visit_id = _closed(bench, SPLIT[0], owed="明天转账")
    assert _on_today(bench) == ("家长 ¥850.00", "欠 ¥650.00 · 明天转账")
    pay_exactly(bench.desk.terminal, bench.desk.operator, visit_id)
    assert _on_today(bench) == ("家长 ¥850.00", "")
    voiding.void(bench.desk.terminal, bench.desk.operator, visit_id, VoidReason.ENTRY_ERROR)
    assert _on_today(bench)[1] == "要退 ¥850.00"


def test_today_shows_what_was_taken_of_a_visit_that_is_not_finished(bench: Bench) -> None:
    visit = signed_visit(bench, LINES)
    take_payment(bench.desk.terminal, bench.desk.operator, visit.id, SPLIT[0])
    assert _on_today(bench)[1] == "已收 ¥200.00"
