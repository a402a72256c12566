"""The way through the whole window: a finished bill, Ctrl+P, the paper, and back."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from clinic_terminal.application.paper_orders import PaperKind, PaperSize
from clinic_terminal.application.print_records import PaperWish
from clinic_terminal.application.printer_address import PDF
from clinic_terminal.ui.window import TerminalWindow
from tests.ui.pages.bench import settled
from tests.ui.pages.front import RETURNING, Front, billed, press


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
