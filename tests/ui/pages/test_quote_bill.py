"""An earlier quote becomes a bill, by hand and by keys, and what differs is said first and afterwards."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clinic_terminal.application.quotes import make_quote
from clinic_terminal.ui.pages.treatment import TreatmentPage
from tests.ui.pages.bench import LINES, Bench, on_stage, open_bench, press_enter, settled
from tests.ui.pages.front import words_on
from tests.ui.pages.quoting import Host, later_host, may_bill, next_visit, shown


@pytest.fixture
def bench(app: QApplication, tmp_path: Path) -> Iterator[Bench]:
    del app
    bench = open_bench(tmp_path)
    yield bench
    bench.close()


def test_an_earlier_quote_shows_what_a_bill_would_change_and_becomes_one(qtbot: QtBot, bench: Bench) -> None:
    host, quote = later_host(qtbot, bench)
    shelf = host.flow.panel.shelf
    assert list(shelf.rows)[1] == quote.id
    shelf.rows[quote.id].show_button.click()
    settled(qtbot, lambda: host.flow.quote == quote)
    settled(qtbot, lambda: "现在转为账单，会有 1 处不同" in words_on(host))
    settled(qtbot, lambda: "小牙片 55：报价里没有，现在 ¥60.00。" in words_on(host))
    with bench.store.read() as uow:
        assert [line.item for line in uow.visits.get("V-2").lines] == ["PV07"]

    settled(qtbot, lambda: may_bill(shelf, quote))
    shelf.rows[quote.id].bill_button.click()
    settled(qtbot, lambda: len(host.turns) == 1)
    assert [line.item for line in host.turns[0].chart.visit.lines] == ["PV07", "PV01", "BS07", "NC01"]
    settled(qtbot, lambda: "已放进账单，有 1 处和报价不同" in words_on(host))
    assert host.flow.primary.text() == "看账单"
    press_enter(host)
    assert host.stack.currentIndex() == 0


def test_a_quote_that_stands_on_the_bill_cannot_be_billed_again(qtbot: QtBot, bench: Bench) -> None:
    host = shown(qtbot, bench)
    settled(qtbot, lambda: "正在显示" in words_on(host))
    (entry,) = host.flow.panel.shelf.rows.values()
    assert not entry.bill_button.isVisible()
    assert not entry.show_button.isVisible()


def test_while_the_bill_is_empty_the_latest_quote_is_offered(qtbot: QtBot, bench: Bench) -> None:
    desk = bench.desk
    quote = make_quote(desk.terminal, desk.operator, bench.visit(lines=LINES).id)
    visit = next_visit(bench)
    host = Host(desk)
    on_stage(qtbot, bench, host)
    host.flow.open_for(visit)
    settled(qtbot, lambda: "现在转为账单，和报价完全相同" in words_on(host))
    assert host.flow.quote == quote
    assert bench.central.quoted == []


def test_on_the_treatment_page_one_key_leads_to_the_quote_and_escape_back(qtbot: QtBot, bench: Bench) -> None:
    bench.visit(lines=LINES)
    page = TreatmentPage(bench.desk)
    on_stage(qtbot, bench, page)
    settled(qtbot, lambda: page.chart is not None and page.bill_card.quote_button.isEnabled())
    QTest.keyClick(page.item_card.search.field, Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)
    settled(qtbot, lambda: page.quotes.is_open)
    assert page.primary is page.quotes.panel.acts.print_button
    QTest.keyClick(page.quotes.panel, Qt.Key.Key_Escape)
    settled(qtbot, lambda: not page.quotes.is_open)
    assert page.primary is page.bill_card.hand_button


def test_a_quote_that_comes_when_another_visit_is_on_the_page_is_not_shown_there(
    qtbot: QtBot, bench: Bench
) -> None:
    bench.visit(lines=LINES)
    page = TreatmentPage(bench.desk)
    on_stage(qtbot, bench, page)
    settled(qtbot, lambda: page.chart is not None and page.bill_card.quote_button.isEnabled())
    page.bill_card.quote_button.click()
    bench.desk.take_visit(next_visit(bench))
    page.enter()
    settled(qtbot, lambda: page.chart is not None and page.chart.visit.id == "V-2" and not bench.tasks.busy)
    assert not page.quotes.is_open
    bench.desk.take_visit(None)
    page.enter()
    assert page.no_visit.isVisible()


def test_on_the_treatment_page_a_quote_fills_the_bill_by_keys_alone(qtbot: QtBot, bench: Bench) -> None:
    desk = bench.desk
    quote = make_quote(desk.terminal, desk.operator, bench.visit(lines=LINES).id)
    desk.take_visit(next_visit(bench))
    page = TreatmentPage(desk)
    on_stage(qtbot, bench, page)
    settled(qtbot, lambda: page.chart is not None and page.bill_card.quote_button.isEnabled())
    QTest.keyClick(page.item_card.search.field, Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)
    settled(qtbot, lambda: page.quotes.is_open and bool(page.quotes.panel.shelf.rows))
    shelf = page.quotes.panel.shelf
    settled(qtbot, lambda: may_bill(shelf, quote))
    for _ in range(20):
        if QApplication.focusWidget() is shelf.rows[quote.id].bill_button:
            break
        QTest.keyClick(page.window().focusWidget(), Qt.Key.Key_Tab)
    press_enter(page)
    settled(qtbot, lambda: page.chart is not None and len(page.chart.visit.lines) == 3)
    settled(qtbot, lambda: page.primary is page.quotes.panel.acts.return_button)
    press_enter(page)
    settled(qtbot, lambda: not page.quotes.is_open)
    assert page.primary is page.bill_card.hand_button
