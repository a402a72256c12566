"""The print page: the paper as it would come out, printed by Enter, saved instead, and every trouble calm."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from clinic_terminal.application import papers, printer_choices
from clinic_terminal.application.claim_package import check_package
from clinic_terminal.application.paper_orders import Copy, PaperKind, PaperSize
from clinic_terminal.application.print_records import PaperWish, PrintOutcome
from clinic_terminal.application.printer_address import PDF
from clinic_terminal.application.printer_choices import KindChoice
from clinic_terminal.application.printing_failures import OutOfPaperError, PrinterGoneError
from clinic_terminal.application.printing_ports import PrinterState
from clinic_terminal.ui.pages.print_page import PrintPage
from tests.fakes.printers import OFFICE, SLIP
from tests.ui.pages.bench import nameless, on_stage, open_bench, press_enter, settled
from tests.ui.pages.front import words_on
from tests.ui.pages.printing_bench import Room, another, print_page, print_room

BILL = PaperWish(PaperKind.BILL, PaperSize.A4)


@pytest.fixture
def room(app: QApplication, tmp_path: Path) -> Iterator[Room]:
    del app
    bench = open_bench(tmp_path)
    yield print_room(bench, tmp_path)
    bench.close()


def choose_office(room: Room, kind: PaperKind = PaperKind.BILL, size: PaperSize = PaperSize.A4) -> None:
    desk = room.bench.desk
    printer_choices.choose_printer(desk.terminal, desk.operator, kind, KindChoice(OFFICE, size))


def records(room: Room) -> list[PrintOutcome]:
    return [one.outcome for one in papers.prints_of(room.bench.desk.terminal, room.visit.id)]


def test_enter_prints_what_is_on_show_and_the_history_tells_of_it(qtbot: QtBot, room: Room) -> None:
    choose_office(room)
    page = print_page(qtbot, room)
    settled(qtbot, lambda: page.options.printer == OFFICE)
    with qtbot.waitSignal(page.said) as said:
        press_enter(page)
    assert said.args == ["已打印：费用清单 · 家长联"]
    settled(qtbot, lambda: "Office" in words_on(page.side.history))
    assert records(room) == [PrintOutcome.PRINTED]
    assert [address for address, _pdf, _copies in room.printers.printed] == [OFFICE]


def test_the_next_one_is_shown_as_a_copy_before_it_is_printed(qtbot: QtBot, room: Room) -> None:
    choose_office(room)
    page = print_page(qtbot, room)
    settled(qtbot, lambda: page.options.printer == OFFICE)
    with qtbot.waitSignal(page.flow.ended):
        page.side.print_button.click()
    settled(qtbot, lambda: bool(room.papers.orders) and room.papers.orders[-1].reprint == 1)


def test_a_failure_is_said_calmly_and_enter_tries_again(qtbot: QtBot, room: Room) -> None:
    choose_office(room)
    page = print_page(qtbot, room)
    settled(qtbot, lambda: page.options.printer == OFFICE)
    room.printers.errors = [OutOfPaperError()]
    press_enter(page)
    settled(qtbot, lambda: "打印机缺纸。" in words_on(page))
    settled(qtbot, page.side.print_button.isEnabled)
    assert page.side.print_button.text() == "再打一次"
    assert room.bench.failures == []
    press_enter(page)
    settled(qtbot, lambda: records(room) == [PrintOutcome.PRINTED, PrintOutcome.FAILED])
    settled(qtbot, lambda: page.side.print_button.text() == "打印")
    assert room.bench.stored() == room.visit


def test_the_printer_that_was_taken_away_is_offered_still_and_said(qtbot: QtBot, room: Room) -> None:
    choose_office(room)
    room.printers.there = ()
    room.printers.states[OFFICE] = PrinterState.GONE
    room.printers.errors = [PrinterGoneError()]
    page = print_page(qtbot, room)
    settled(qtbot, lambda: page.options.printer == OFFICE)
    press_enter(page)
    settled(qtbot, lambda: "找不到这台打印机。" in words_on(page))


def test_two_presses_print_once(qtbot: QtBot, room: Room) -> None:
    choose_office(room)
    page = print_page(qtbot, room)
    settled(qtbot, lambda: page.options.printer == OFFICE)
    room.printers.gate.clear()
    press_enter(page)
    assert not page.side.print_button.isEnabled()
    press_enter(page)
    page.print()
    room.printers.gate.set()
    settled(qtbot, lambda: records(room) == [PrintOutcome.PRINTED])


def test_the_window_lives_while_a_printer_does_not_answer(qtbot: QtBot, room: Room) -> None:
    choose_office(room)
    page = print_page(qtbot, room)
    settled(qtbot, lambda: page.options.printer == OFFICE)
    room.printers.gate.clear()
    press_enter(page)
    page.card.on_button.click()
    settled(qtbot, lambda: page.card.page_text == "第 2 页，共 2 页")
    settled(qtbot, lambda: records(room) == [PrintOutcome.STARTED])
    room.printers.gate.set()
    settled(qtbot, lambda: records(room) == [PrintOutcome.PRINTED])


def test_pages_are_leafed_through_and_made_larger(qtbot: QtBot, room: Room) -> None:
    page = print_page(qtbot, room)
    assert page.card.page_text == "第 1 页，共 2 页"
    assert not page.card.back_button.isEnabled()
    QTest.keyClick(page, Qt.Key.Key_PageDown)
    settled(qtbot, lambda: page.card.page_text == "第 2 页，共 2 页")
    assert not page.card.on_button.isEnabled()
    before = page.card.view.picture.width()
    QTest.keyClick(page, Qt.Key.Key_Equal, Qt.KeyboardModifier.ControlModifier)
    settled(qtbot, lambda: page.card.view.picture.width() > before)
    page.card.fit_button.click()
    settled(qtbot, lambda: page.card.view.picture.width() == before)


def test_another_choice_draws_another_paper(qtbot: QtBot, room: Room) -> None:
    page = print_page(qtbot, room)
    page.options.sizes.choose(PaperSize.A5)
    page.options.languages.choose("both")
    page.options.copies.choose(Copy.CLINIC)
    page.options.changed.emit()
    settled(qtbot, lambda: room.papers.orders[-1].copy is Copy.CLINIC)
    order = room.papers.orders[-1]
    assert (order.size, order.language, order.reprint) == (PaperSize.A5, "both", 0)


def test_the_number_of_copies_goes_to_the_printer(qtbot: QtBot, room: Room) -> None:
    choose_office(room)
    page = print_page(qtbot, room)
    settled(qtbot, lambda: page.options.printer == OFFICE)
    page.options.fewer_button.click()
    for _time in range(2):
        page.options.more_button.click()
    press_enter(page)
    settled(qtbot, lambda: [copies for _address, _pdf, copies in room.printers.printed] == [3])


def test_the_next_visit_begins_with_one_copy(qtbot: QtBot, room: Room) -> None:
    choose_office(room)
    page = print_page(qtbot, room)
    settled(qtbot, lambda: page.options.printer == OFFICE)
    for _time in range(4):
        page.options.more_button.click()
    assert "\n5\n" in words_on(page.options)
    room.bench.desk.take_visit(another(room))
    page.enter()
    settled(qtbot, lambda: page.options.wish == BILL)
    assert "\n1\n" in words_on(page.options)
    press_enter(page)
    settled(qtbot, lambda: [copies for _address, _pdf, copies in room.printers.printed] == [1])


def test_where_it_was_printed_is_remembered(qtbot: QtBot, room: Room) -> None:
    page = print_page(qtbot, room)
    settled(qtbot, lambda: page.options.printer_box.count() == 2)
    page.options.printer_box.choose(OFFICE)
    page.options.printer_box.changed.emit(OFFICE)
    page.options.sizes.choose(PaperSize.A5)
    page.print()
    settled(qtbot, lambda: records(room) == [PrintOutcome.PRINTED])
    kept = printer_choices.choices_of(room.bench.desk.terminal).of(PaperKind.BILL)
    assert kept == KindChoice(OFFICE, PaperSize.A5)


def test_the_printer_says_how_it_is_before_it_is_used(qtbot: QtBot, room: Room) -> None:
    choose_office(room)
    room.printers.states[OFFICE] = PrinterState.OUT_OF_PAPER
    page = print_page(qtbot, room)
    settled(qtbot, lambda: page.options.state_word == "缺纸")


def test_without_a_printer_enter_asks_where_the_pdf_goes(qtbot: QtBot, room: Room) -> None:
    page = print_page(qtbot, room)
    assert page.options.printer == PDF
    assert page.side.print_button.text() == "存为 PDF"
    press_enter(page)
    (chooser,) = page.findChildren(QFileDialog)
    (proposed,) = chooser.selectedFiles()
    assert proposed.endswith(".pdf")
    assert room.visit.person.name not in proposed
    assert room.visit.person.member not in proposed
    chooser.close()


def test_a_pdf_is_written_where_the_person_chose(qtbot: QtBot, room: Room, tmp_path: Path) -> None:
    page = print_page(qtbot, room)
    target = tmp_path / "bill.pdf"
    with qtbot.waitSignal(page.said) as said:
        page.flow.save(room.visit, BILL, target)
    assert said.args == ["已存为 PDF：费用清单 · 家长联"]
    assert target.read_bytes().startswith(b"%PDF")


def test_a_folder_that_cannot_be_written_is_said_and_nothing_is_left(
    qtbot: QtBot, room: Room, tmp_path: Path
) -> None:
    page = print_page(qtbot, room)
    page.flow.save(room.visit, BILL, tmp_path / "not-there" / "bill.pdf")
    settled(qtbot, lambda: "这个文件夹不存在了。" in words_on(page))
    settled(qtbot, lambda: records(room) == [PrintOutcome.FAILED])
    assert not (tmp_path / "not-there").exists()


def test_a_paper_that_cannot_be_drawn_is_said_in_its_place(qtbot: QtBot, room: Room) -> None:
    room.papers.cause = "READ_ONLY"
    page = PrintPage(room.bench.desk)
    on_stage(qtbot, room.bench, page)
    settled(qtbot, lambda: page.card.page_text == "" and "。" in words_on(page.card))
    assert page.card.view.picture.isNull()


def test_the_claim_package_is_written_whole(qtbot: QtBot, room: Room, tmp_path: Path) -> None:
    page = print_page(qtbot, room)
    page.side.pack_button.click()
    settled(qtbot, lambda: bool(page.findChildren(QFileDialog)))
    (chooser,) = page.findChildren(QFileDialog)
    target = tmp_path / "claim.zip"
    with qtbot.waitSignal(page.said):
        chooser.fileSelected.emit(str(target))
    assert check_package(target.read_bytes()).wrong == ()
    chooser.close()


def test_a_package_that_cannot_be_written_is_said_and_nothing_is_left(
    qtbot: QtBot, room: Room, tmp_path: Path
) -> None:
    page = print_page(qtbot, room)
    page.panel.pack_button.click()
    settled(qtbot, lambda: bool(page.findChildren(QFileDialog)))
    (chooser,) = page.findChildren(QFileDialog)
    chooser.fileSelected.emit(str(tmp_path / "gone" / "claims.zip"))
    settled(qtbot, lambda: "这个文件夹不存在了。" in words_on(page))
    assert list(tmp_path.glob("**/*.zip")) == []
    chooser.close()


def test_without_a_visit_nothing_can_be_printed(qtbot: QtBot, room: Room) -> None:
    room.bench.desk.take_visit(None)
    page = PrintPage(room.bench.desk)
    on_stage(qtbot, room.bench, page)
    settled(qtbot, lambda: "先打开一次就诊，这里就有它的单据。" in words_on(page))
    assert not page.side.print_button.isEnabled()
    page.print()
    assert room.printers.printed == []


def test_another_page_s_wish_is_on_show(qtbot: QtBot, room: Room) -> None:
    page = PrintPage(room.bench.desk)
    page.show_for(PaperWish(PaperKind.SLIP, PaperSize.MM80, "both"), PDF)
    on_stage(qtbot, room.bench, page)
    settled(qtbot, lambda: page.options.wish == PaperWish(PaperKind.SLIP, PaperSize.MM80, "both"))


def test_a_pdf_that_was_asked_for_stays_one_whatever_printers_come(qtbot: QtBot, room: Room) -> None:
    choose_office(room)
    page = PrintPage(room.bench.desk)
    page.show_for(BILL, PDF)
    on_stage(qtbot, room.bench, page)
    settled(qtbot, lambda: page.options.printer_box.count() == 2 and not page.card.view.picture.isNull())
    page.options.offer_printers(room.printers.there)
    assert page.options.printer == PDF
    page.options.take_kind()
    assert page.options.printer == OFFICE


def test_a_result_of_another_visit_does_not_disturb(qtbot: QtBot, room: Room) -> None:
    choose_office(room)
    page = print_page(qtbot, room)
    settled(qtbot, lambda: page.options.printer == OFFICE)
    room.printers.gate.clear()
    press_enter(page)
    room.bench.desk.take_visit(replace(room.visit, id="V-2"))
    with qtbot.waitSignal(page.flow.ended):
        room.printers.gate.set()
    assert records(room) == [PrintOutcome.PRINTED]
    assert room.bench.failures == []


def test_every_control_has_a_name(qtbot: QtBot, room: Room) -> None:
    page = print_page(qtbot, room)
    assert nameless(page) == []
    page.open_printers()
    settled(qtbot, lambda: page.panel.test.box.count() == 1)
    assert nameless(page) == []


def _panel(qtbot: QtBot, room: Room) -> PrintPage:
    page = print_page(qtbot, room)
    page.options.printers_button.click()
    settled(qtbot, lambda: page.panel.kinds.boxes[PaperKind.BILL].count() >= 2)
    return page


def test_a_printer_is_chosen_for_each_kind(qtbot: QtBot, room: Room) -> None:
    page, terminal = _panel(qtbot, room), room.bench.desk.terminal
    box = page.panel.kinds.boxes[PaperKind.BILL]
    box.choose(OFFICE)
    box.changed.emit(OFFICE)
    settled(qtbot, lambda: printer_choices.choices_of(terminal).of(PaperKind.BILL).printer == OFFICE)
    page.panel.auto.ticks[printer_choices.AUTO_PAPERS[0]].click()
    settled(qtbot, lambda: printer_choices.choices_of(terminal).auto == (printer_choices.AUTO_PAPERS[0],))


def test_a_slip_printer_is_typed_and_offered_for_the_roll(qtbot: QtBot, room: Room) -> None:
    page, terminal = _panel(qtbot, room), room.bench.desk.terminal
    page.panel.slip.field.setText("10.0.0.5")
    page.panel.slip.add_button.click()
    settled(qtbot, lambda: printer_choices.choices_of(terminal).slips == (SLIP,))
    box = page.panel.kinds.boxes[PaperKind.PAY_LATER]
    settled(qtbot, lambda: box.count() == 3)
    box.choose(SLIP)
    box.changed.emit(SLIP)
    wanted = KindChoice(SLIP, PaperSize.MM80)
    settled(qtbot, lambda: printer_choices.choices_of(terminal).of(PaperKind.PAY_LATER) == wanted)


def test_the_roll_is_refused_for_a_sheet(qtbot: QtBot, room: Room) -> None:
    page, terminal = _panel(qtbot, room), room.bench.desk.terminal
    page.panel.kinds.chosen.emit(PaperKind.BILL, KindChoice(SLIP, PaperSize.A4))
    settled(qtbot, lambda: len(room.bench.failures) == 1)
    assert printer_choices.choices_of(terminal).of(PaperKind.BILL).printer == PDF


def test_a_wrong_address_is_said_at_its_field(qtbot: QtBot, room: Room) -> None:
    page = _panel(qtbot, room)
    page.panel.slip.field.setText("10.0.0")
    QTest.keyClick(page.panel.slip.field, Qt.Key.Key_Return)
    assert "请写成 192.168.1.50" in page.panel.slip.problem.text()
    page.panel.link.field.setText("card.example")
    page.panel.link.save_button.click()
    settled(qtbot, lambda: "https://" in page.panel.link.problem.text())


@pytest.mark.parametrize(
    ("confirms", "told"), [(True, "测试页已打印。"), (False, "测试页已送出，请看一下打出来没有。")]
)
def test_enter_prints_the_test_page(qtbot: QtBot, room: Room, told: str, *, confirms: bool) -> None:
    page = _panel(qtbot, room)
    room.printers.confirms = confirms
    settled(qtbot, page.panel.test.test_button.isEnabled)
    assert page.primary is page.panel.test.test_button
    page.panel.test.test_button.click()
    settled(qtbot, lambda: page.panel.test.told.text() == told)
    assert room.printers.tested == [OFFICE]


def test_a_test_page_that_fails_says_why(qtbot: QtBot, room: Room) -> None:
    page = _panel(qtbot, room)
    settled(qtbot, page.panel.test.test_button.isEnabled)
    room.printers.errors = [OutOfPaperError()]
    page.panel.test.test_button.click()
    settled(qtbot, lambda: "打印机缺纸。" in page.panel.test.told.text())


def test_esc_leads_from_the_printers_back_to_the_paper(qtbot: QtBot, room: Room) -> None:
    page = _panel(qtbot, room)
    QTest.keyClick(page.panel.slip.field, Qt.Key.Key_Escape)
    assert page.primary is page.side.print_button
    page.open_printers()
    assert page.back()
    assert not page.back()
