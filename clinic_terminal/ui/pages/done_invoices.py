"""E-invoices on the done page: the panel, its verbs, and what the card says of them."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget

from clinic_terminal.application import invoices
from clinic_terminal.application.invoices import Found, Noted
from clinic_terminal.domain.invoice import Invoice
from clinic_terminal.domain.visit import Stage
from clinic_terminal.i18n import N_
from clinic_terminal.ui.desk import Desk
from clinic_terminal.ui.pages.invoice_panel import InvoicePanel
from clinic_terminal.ui.pages.panel_host import PanelHost
from clinic_terminal.ui.pages.runner import Runner
from clinic_terminal.ui.views.invoice import (
    InvoiceRow,
    found_row,
    invoice_fact,
    invoice_row,
    proposed_buyer,
    wanted_of,
)
from clinic_terminal.ui.widgets.hints import Hint


class DoneInvoices(PanelHost[InvoicePanel]):
    """The invoice panel in the stack of the done page, built when it is first wanted."""

    told = Signal(object, str)
    """What the card says of them: a PillView and a sentence."""
    left = Signal()

    def __init__(self, desk: Desk, stack: QStackedWidget) -> None:
        super().__init__(desk, stack)
        self.runner = Runner(desk, self._failed, self)

    def open(self) -> None:
        """Ask for an invoice of the visit in hand."""
        self._stack.setCurrentWidget(self.panel)
        self._ask()
        self.load()

    def load(self) -> None:
        """Read the visit's invoices."""
        visit, terminal = self._desk.visit, self._desk.terminal
        if visit is not None:
            self._desk.ask(lambda: invoices.invoices_of(terminal, visit.id), self._show)

    def hints(self) -> tuple[Hint, ...]:
        """Return the keys of the panel."""
        words = self._desk.words
        return (Hint("Enter", self.primary.text()), Hint("Esc", words(N_("返回"))))

    def step_back(self) -> bool:
        """Leave a red-letter invoice that was asked about; False where Esc leaves the panel."""
        if not self.panel.is_reversing:
            return False
        self._ask()
        return True

    def _ask(self) -> None:
        visit = self._desk.visit
        if visit is not None:
            self.panel.ask(self._desk.terminal.clock.today(), visit.due_fen, proposed_buyer(visit))

    def _ask_red(self, one: InvoiceRow) -> None:
        self.panel.ask_red(one, self._desk.terminal.clock.today())

    def _note(self, noted: Noted) -> None:
        desk, visit = self._desk, self._desk.visit
        if visit is not None:
            self.runner.run(
                lambda: invoices.note_invoice(desk.terminal, desk.operator, visit.id, noted), self._kept
            )

    def _reverse(self, number: str, red_number: str, day: date) -> None:
        desk = self._desk
        self.runner.run(
            lambda: invoices.reverse_invoice(desk.terminal, desk.operator, number, red_number, day),
            self._kept,
        )

    def _kept(self, _invoice: Invoice) -> None:
        self._ask()
        self.load()

    def _show(self, kept: list[Invoice]) -> None:
        if self._panel is not None:
            self._panel.show_lists([invoice_row(one, self._desk.words) for one in kept])
        visit = self._desk.visit
        voided = visit is not None and visit.stage is Stage.VOIDED
        self.told.emit(*invoice_fact(tuple(kept), self._desk.words, voided=voided))

    def _search(self, text: str) -> None:
        terminal, wanted = self._desk.terminal, wanted_of(text)
        self._desk.ask(lambda: invoices.find_invoices(terminal, wanted), self._show_found)

    def _show_found(self, found: list[Found]) -> None:
        words = self._desk.words
        said = "" if found else words(N_("没有找到。请输入号码的后几位、日期（2026-05-21）或金额。"))
        self.panel.lists.show_found([found_row(one, words) for one in found], said)

    def _set_busy(self, busy: bool) -> None:  # noqa: FBT001  a signal's only argument
        self.panel.set_busy(busy=busy)

    def _failed(self, error: Exception) -> None:
        self.panel.refuse(error)

    def _made(self) -> InvoicePanel:
        panel = InvoicePanel(self._desk.words)
        panel.noted.connect(self._note)
        panel.reversed.connect(self._reverse)
        panel.searched.connect(self._search)
        panel.lists.red_wanted.connect(self._ask_red)
        panel.left.connect(self.left)
        panel.asked.connect(self.asked)
        self.runner.busy_changed.connect(self._set_busy)
        return panel
