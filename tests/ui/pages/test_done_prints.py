"""The done page prints by itself what was chosen, says calmly what failed, and prints it again."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clinic_terminal.application import papers, printer_choices
from clinic_terminal.application.paper_orders import PaperKind, PaperSize
from clinic_terminal.application.papers import Finished
from clinic_terminal.application.print_records import PrintOutcome
from clinic_terminal.application.printer_address import PDF
from clinic_terminal.application.printer_choices import AutoPaper, KindChoice
from clinic_terminal.application.printing_failures import CoverOpenError, OutOfPaperError
from clinic_terminal.ui.pages.done import DonePage
from tests.fakes.printers import OFFICE
from tests.ui.pages.bench import nameless, on_stage, open_bench, press_enter, settled
from tests.ui.pages.printing_bench import Room, print_room


@pytest.fixture
def room(app: QApplication, tmp_path: Path) -> Iterator[Room]:
    del app
    bench = open_bench(tmp_path)
    made = print_room(bench, tmp_path)
    desk = bench.desk
    printer_choices.choose_printer(
        desk.terminal, desk.operator, PaperKind.BILL, KindChoice(OFFICE, PaperSize.A4)
    )
    printer_choices.choose_auto(desk.terminal, desk.operator, (AutoPaper(PaperKind.BILL),))
    yield made
    bench.close()


def opened(qtbot: QtBot, room: Room, *, fresh: bool = True) -> DonePage:
    page = DonePage(room.bench.desk)
    if fresh:
        page.take(Finished(room.visit, room.papers.folder / "bill.pdf"))
    on_stage(qtbot, room.bench, page)
    return page


def outcomes(room: Room) -> list[PrintOutcome]:
    return [one.outcome for one in papers.prints_of(room.bench.desk.terminal, room.visit.id)]


def test_what_was_chosen_is_printed_without_a_press(qtbot: QtBot, room: Room) -> None:
    page = opened(qtbot, room)
    settled(qtbot, lambda: "已打印" in page.card.prints.told)
    assert outcomes(room) == [PrintOutcome.PRINTED]
    assert not page.card.prints.again_button.isVisible()
    page.enter()
    settled(qtbot, lambda: "已打印" in page.card.prints.told)
    assert outcomes(room) == [PrintOutcome.PRINTED]


def test_a_visit_that_was_finished_before_is_not_printed_by_itself(qtbot: QtBot, room: Room) -> None:
    page = opened(qtbot, room, fresh=False)
    settled(qtbot, lambda: "还没有打印" in page.card.prints.told)
    assert outcomes(room) == []


def test_the_next_child_need_not_wait_for_a_printer(qtbot: QtBot, room: Room) -> None:
    room.printers.gate.clear()
    page = opened(qtbot, room)
    settled(qtbot, lambda: "正在打印" in page.card.prints.told)
    with qtbot.waitSignal(page.go) as asked:
        press_enter(page)
    assert asked.args == ["today"]
    room.printers.gate.set()
    settled(qtbot, lambda: outcomes(room) == [PrintOutcome.PRINTED])


def test_a_failure_is_said_and_printed_again_by_a_press(qtbot: QtBot, room: Room) -> None:
    room.printers.errors = [OutOfPaperError(), CoverOpenError()]
    page = opened(qtbot, room)
    line = page.card.prints
    settled(qtbot, lambda: "费用清单：打印机缺纸。" in line.told)
    assert line.again_button.isVisible()
    assert line.save_button.isVisible()
    assert nameless(page) == []
    line.again_button.click()
    settled(qtbot, lambda: "盖子没有合上" in line.told)
    line.again_button.click()
    settled(qtbot, lambda: "已打印" in line.told)
    assert not line.again_button.isVisible()
    assert outcomes(room) == [PrintOutcome.PRINTED, PrintOutcome.FAILED, PrintOutcome.FAILED]
    assert room.bench.stored() == room.visit
    assert room.bench.failures == []


def test_after_half_a_paper_the_next_one_says_copy(qtbot: QtBot, room: Room) -> None:
    room.printers.errors = [OutOfPaperError(started=True)]
    page = opened(qtbot, room)
    settled(qtbot, page.card.prints.again_button.isVisible)
    page.card.prints.again_button.click()
    settled(qtbot, lambda: "补打 1" in page.card.prints.told)
    assert [order.reprint for order in room.papers.orders] == [0, 1]


def test_a_pdf_instead_leads_to_the_print_page_with_the_same_paper(qtbot: QtBot, room: Room) -> None:
    room.printers.errors = [OutOfPaperError()]
    page = opened(qtbot, room)
    settled(qtbot, page.card.prints.save_button.isVisible)
    with qtbot.waitSignal(page.prints.wanted) as wanted:
        page.card.prints.save_button.click()
    wish, printer = wanted.args
    assert (wish.kind, wish.size, printer) == (PaperKind.BILL, PaperSize.A4, PDF)


def test_the_other_papers_are_one_press_away(qtbot: QtBot, room: Room) -> None:
    page = opened(qtbot, room)
    with qtbot.waitSignal(page.prints.wanted) as wanted:
        page.card.prints.print_button.click()
    assert wanted.args == [None, None]


def test_another_visit_does_not_inherit_the_failure(qtbot: QtBot, room: Room) -> None:
    room.printers.errors = [OutOfPaperError()]
    page = opened(qtbot, room)
    settled(qtbot, page.card.prints.again_button.isVisible)
    page.prints.show(replace(room.visit, id="V-2"))
    settled(qtbot, lambda: "还没有打印" in page.card.prints.told)
