"""Papers of the visit in hand: looked at, printed, printed again, saved; and the printers behind them."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QAbstractButton, QWidget
from typing_extensions import override

from clinic_terminal.application import papers
from clinic_terminal.application.paper_matter import kinds_of
from clinic_terminal.application.papers import Printed
from clinic_terminal.application.print_records import PaperWish, PrintRecord
from clinic_terminal.application.printer_address import PrinterAddress
from clinic_terminal.application.printer_choices import PrinterChoices, choices_of
from clinic_terminal.application.printing_ports import FoundPrinter
from clinic_terminal.i18n import N_
from clinic_terminal.ui.desk import Desk
from clinic_terminal.ui.entries import PRINT
from clinic_terminal.ui.keys import Key
from clinic_terminal.ui.messages import failure_notice
from clinic_terminal.ui.page import Page
from clinic_terminal.ui.pages.print_flow import PrintFlow
from clinic_terminal.ui.pages.print_preview import Preview, PreviewCard
from clinic_terminal.ui.pages.print_side import SIDE_WIDTH, PrinterAsking, PrintSide
from clinic_terminal.ui.pages.printer_panel import PrinterPanel
from clinic_terminal.ui.pages.runner import Runner
from clinic_terminal.ui.widgets.card import column
from clinic_terminal.ui.widgets.hints import Hint
from clinic_terminal.ui.widgets.notice import NoticeArea, NoticeWords
from clinic_terminal.ui.widgets.reflow import Reflow
from clinic_terminal.ui.widgets.stack import Stack

_PRINTERS = 1

Known = tuple[PrinterChoices, tuple[PrintRecord, ...]]


class PrintPage(Page):
    """Shows the paper as it would come out; Enter prints it. `said`: something was done."""

    entry = PRINT

    said = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        words = desk.words
        self.desk = desk
        self._wanted: tuple[PaperWish, PrinterAddress | None] | None = None
        self._has_failed = False
        self._runner = Runner(desk, self._failed, self)
        self.notices = NoticeArea(NoticeWords(words(N_("复制参考号")), words(N_("关闭提示"))), most=1)
        self.card = PreviewCard(words)
        self.side = PrintSide(words)
        self.options = self.side.options
        self.preview = Preview(desk, self.card, self)
        self._asking = PrinterAsking(desk, self.options, self)
        self.flow = PrintFlow(desk, self._runner, self)
        self.panel = PrinterPanel(desk)
        self._stack = Stack(edges=(24, 20, 24, 20))
        self._build()
        self._connect()

    @property
    @override
    def primary(self) -> QAbstractButton | None:
        return self.panel.test.test_button if self._in_panel else self.side.print_button

    @override
    def hints(self) -> tuple[Hint, ...]:
        _ = self.desk.words
        if self._in_panel:
            return (Hint("Enter", _("打印测试页")), Hint("Esc", _("返回单据")))
        first, save = self.side.print_button.text(), _("存为 PDF")
        return (
            Hint("Enter", first),
            *((Hint(Key.SAVE_PDF.cap, save),) if first != save else ()),
            Hint("PgUp PgDn", _("翻页")),
            Hint("Ctrl + −", _("缩放")),
            Hint("Esc", _("返回")),
        )

    def show_for(self, wish: PaperWish, printer: PrinterAddress | None = None) -> None:
        """Have a paper on show that another page wants printed, when the page is entered next."""
        self._wanted = wish, printer

    @override
    def enter(self) -> None:
        visit, terminal = self.desk.visit, self.desk.terminal
        subject = visit.id if visit else ""

        def read() -> Known:
            return choices_of(terminal), papers.prints_of(terminal, subject)

        self._show_stack(0)
        self._allow()
        self.desk.ask(read, self._take_known)
        self.desk.ask_outside(terminal.printers.found, self._take_printers)
        self.side.print_button.setFocus()

    @override
    def leave(self) -> None:
        self.notices.clear()
        self._has_failed = False

    @override
    def back(self) -> bool:
        if not self._in_panel:
            return False
        self.enter()
        return True

    def print(self) -> None:
        """Print what is on show."""
        visit, wish = self.desk.visit, self.options.wish
        if visit is not None and wish is not None:
            self.notices.clear()
            self.flow.print(visit, wish, self.options.printer)

    def save(self) -> None:
        """Ask where the PDF of what is on show is to be written."""
        visit, wish = self.desk.visit, self.options.wish
        if visit is not None and wish is not None and not self._in_panel:
            self.flow.save_as(visit, wish)

    def open_printers(self) -> None:
        """Show the printers and what is printed by itself."""
        self.notices.clear()
        self._show_stack(_PRINTERS)
        self.panel.enter()

    @property
    def _in_panel(self) -> bool:
        return self._stack.currentIndex() == _PRINTERS

    def _show_stack(self, number: int) -> None:
        self._stack.setCurrentIndex(number)
        self.hints_changed.emit()

    def _take_known(self, known: Known) -> None:
        choices, records = known
        visit = self.desk.visit
        self.side.history.show_records(records)
        if visit is None:
            self.preview.clear(self.desk.words(N_("先打开一次就诊，这里就有它的单据。")))
            self._allow()
            return
        language = visit.consent.language if visit.consent else ""
        self.options.offer(kinds_of(visit), choices, language)
        if self._wanted is not None:
            self.options.choose(*self._wanted)
            self._wanted = None
        self._show_paper()
        self._asking.ask()

    def _take_printers(self, found: tuple[FoundPrinter, ...]) -> None:
        before = self.options.printer
        self.options.offer_printers(found)
        self.panel.offer_printers(found)
        if self.options.printer != before:
            self._asking.ask()
        self._allow()

    def _show_paper(self) -> None:
        visit, wish = self.desk.visit, self.options.wish
        if visit is not None and wish is not None:
            self.preview.show(visit.id, wish)
        self._allow()

    def _ended(self, printed: Printed) -> None:
        terminal, subject, visit = self.desk.terminal, printed.record.subject, self.desk.visit
        if visit is None or visit.id != subject or not self.isVisible():
            # Something else is on show by now; what became of this paper stands in its own history.
            if printed.error is not None:
                self.desk.failed.emit(printed.error)
            return
        if printed.error is not None:
            self.notices.add(failure_notice(printed.error, self.desk.words))
        self._has_failed = printed.error is not None
        self.desk.ask(lambda: papers.prints_of(terminal, subject), self.side.history.show_records)
        self._show_paper()
        self._asking.ask()

    def _failed(self, error: Exception) -> None:
        if self.isVisible():
            self.notices.add(failure_notice(error, self.desk.words))
        else:
            self.desk.failed.emit(error)

    def _allow(self) -> None:
        """Open the buttons where there is a paper and nothing is under way."""
        visit = self.desk.visit
        self.options.setEnabled(visit is not None)
        self.side.allow(
            ready=visit is not None and self.options.wish is not None,
            packable=visit is not None and bool(visit.act),
            busy=self._runner.busy,
            again=self._has_failed,
        )
        self.hints_changed.emit()

    def _build(self) -> None:
        self.notices.setContentsMargins(-24, -16, -24, 12)
        left = column(self.notices, spacing=0)
        left.addWidget(self.card, 1)
        paper = QWidget()
        paper.setLayout(left)
        both = Reflow()
        both.add(paper, 1)
        both.add(self.side, width=SIDE_WIDTH, beside=340)
        self._stack.addWidget(both)
        self._stack.addWidget(self.panel)
        self.setLayout(column(self._stack))

    def _connect(self) -> None:
        self.options.changed.connect(self._show_paper)
        self.options.printer_changed.connect(self._allow)
        self.options.printer_changed.connect(self._asking.ask)
        self.options.printers_button.clicked.connect(self.open_printers)
        self.side.print_button.clicked.connect(self.print)
        self.side.save_button.clicked.connect(self.save)
        self.side.pack_button.clicked.connect(self.flow.pack_visit)
        self.panel.left.connect(self.back)
        self.panel.failed.connect(self.desk.failed)
        self.panel.said.connect(self.said)
        self.panel.pack_button.clicked.connect(self.flow.pack_today)
        self.flow.ended.connect(self._ended)
        self.flow.said.connect(self.said)
        self._runner.busy_changed.connect(self._allow)
        for key, act in (
            (Key.SAVE_PDF, self.save),
            (Key.NEXT_SHEET, self.card.on_button.click),
            (Key.SHEET_BEFORE, self.card.back_button.click),
            (Key.LARGER, self.card.larger_button.click),
            (Key.SMALLER, self.card.smaller_button.click),
        ):
            shortcut = QShortcut(key.sequence, self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)
