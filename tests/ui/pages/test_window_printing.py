"""The way through the whole window: a finished bill, Ctrl+P, the paper, and back."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from clinic_terminal.application import printer_choices
from clinic_terminal.application.paper_orders import PaperKind, PaperSize
from clinic_terminal.application.print_records import PaperWish
from clinic_terminal.application.printer_address import PDF
from clinic_terminal.application.printer_choices import KindChoice
from clinic_terminal.application.printing_failures import OutOfPaperError
from clinic_terminal.ui.window import TerminalWindow
from tests.fakes.printers import OFFICE, FakePrinters, FilePapers
from tests.ui.pages.bench import press_enter, settled
from tests.ui.pages.front import RETURNING, TWO_DENTAL, Front, billed, operator, press, words_on
from tests.ui.pages.printing_bench import two_pages


def _at_done(front: Front, window: TerminalWindow) -> None:
    front.desk.take_visit(billed(front, RETURNING))
    press(window, Qt.Key.Key_F6)


def test_ctrl_p_leads_from_the_finished_bill_to_its_papers_and_esc_back(
    front: Front, at_work: TerminalWindow, qtbot: QtBot
) -> None:
    _at_done(front, at_work)
    press(at_work, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    page = at_work.pages.print
    assert at_work.page is page
    settled(qtbot, lambda: page.options.wish is not None)
    press(at_work, Qt.Key.Key_Escape)
    assert at_work.page is not None
    assert at_work.page.name == "done"


def test_a_paper_that_another_page_wants_is_chosen_there(
    front: Front, at_work: TerminalWindow, qtbot: QtBot
) -> None:
    _at_done(front, at_work)
    wish = PaperWish(PaperKind.SLIP, PaperSize.MM80, "both")
    at_work.pages.done.prints.wanted.emit(wish, PDF)
    settled(qtbot, lambda: at_work.pages.print.options.wish == wish)
    assert at_work.page is at_work.pages.print


def _printing(front: Front, window: TerminalWindow, folder: Path, qtbot: QtBot) -> FakePrinters:
    """Have a bill under way to a printer that is out of paper and takes its time to say so."""
    printers = FakePrinters(errors=[OutOfPaperError()])
    papers = FilePapers(folder, two_pages(folder))
    front.desk.terminal = replace(front.terminal, printers=printers, papers=papers)
    choice = KindChoice(OFFICE, PaperSize.A4)
    printer_choices.choose_printer(front.terminal, operator(), PaperKind.BILL, choice)
    _at_done(front, window)
    press(window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    page = window.pages.print
    settled(qtbot, lambda: page.options.printer == OFFICE and page.side.print_button.isEnabled())
    printers.gate.clear()
    press_enter(page)
    return printers


def test_a_printer_that_fails_after_the_page_was_left_is_told_at_once_and_not_over_the_next_paper(
    front: Front, at_work: TerminalWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    printers = _printing(front, at_work, tmp_path, qtbot)
    press(at_work, Qt.Key.Key_F2)
    printers.gate.set()
    settled(qtbot, lambda: "打印机缺纸。" in words_on(at_work.shell.notices))
    front.desk.take_visit(billed(front, TWO_DENTAL))
    at_work.shell.show_page("print")
    settled(qtbot, lambda: not front.tasks.busy)
    assert "打印机缺纸。" not in words_on(at_work.pages.print)


def test_a_printer_that_fails_for_the_visit_before_is_told_by_the_window(
    front: Front, at_work: TerminalWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    printers = _printing(front, at_work, tmp_path, qtbot)
    front.desk.take_visit(billed(front, TWO_DENTAL))
    at_work.shell.show_page("print")
    printers.gate.set()
    settled(qtbot, lambda: "打印机缺纸。" in words_on(at_work.shell.notices))
    assert "打印机缺纸。" not in words_on(at_work.pages.print)
