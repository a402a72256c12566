"""Paying on the settle page: the panel in the place of the bill, built when it is first wanted."""

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget
from typing_extensions import override

from clinic_terminal.application.binding import binding_of
from clinic_terminal.domain.payment import Tender
from clinic_terminal.domain.payment_errors import TransactionNumberError
from clinic_terminal.domain.transaction_number import payer_wallet, wallet_of_number
from clinic_terminal.domain.visit import Visit
from clinic_terminal.i18n import N_
from clinic_terminal.ui.desk import Desk
from clinic_terminal.ui.keys import Key
from clinic_terminal.ui.messages import failure_notice
from clinic_terminal.ui.pages.pay_flow import PayFlow
from clinic_terminal.ui.pages.pay_host import PayHost
from clinic_terminal.ui.pages.pay_panel import Asking, PayPanel
from clinic_terminal.ui.pages.settle_desk import SettleDesk
from clinic_terminal.ui.pages.settle_flow import SettleFlow
from clinic_terminal.ui.views.payment import Money, pay_view
from clinic_terminal.ui.views.settle import settle_view
from clinic_terminal.ui.widgets.hints import Hint


class SettleMoney(PayHost):
    """Opens and closes the payment panel, and keeps the bill beside it up to date."""

    closed = Signal()

    def __init__(self, desk: Desk, flow: SettleFlow, side: SettleDesk, stack: QStackedWidget) -> None:
        super().__init__(desk, stack, closing=True)
        self._flow = flow
        self._side = side

    @override
    def open(self) -> None:
        super().open()
        self.asked.emit()

    def close(self) -> None:
        """Show the bill again."""
        if self.is_open:
            self._stack.setCurrentWidget(self._side)
            self._side.focus_first()
            self.closed.emit()

    def back(self) -> None:
        """Take one step back: out of a question, or out of the panel."""
        if self.panel.step_back():
            self.asked.emit()
        else:
            self.close()

    def set_busy(self, busy: bool) -> None:  # noqa: FBT001  a signal's only argument
        """Take no press while the page's own verb runs."""
        if self._panel is not None:
            self._panel.set_busy(busy=busy)

    def choose(self, tender: Tender) -> None:
        """Choose a tender by its key; opens the panel where money is due."""
        if self._may_open():
            self.panel.choose(tender)

    def owe(self) -> None:
        """Ask why the family goes without paying."""
        if self._may_open():
            self.panel.ask_why_owed()
            self.asked.emit()

    def take_scan(self, text: str) -> bool:
        """Take a scanned text where it is about money; False leaves it to whoever reads cards.

        A payment code says so on this page, wherever it stands; a wallet's whole number opens the panel.
        """
        is_payer = payer_wallet(text) is not None
        if self.is_open or ((is_payer or wallet_of_number(text) is not None) and self._may_open()):
            return self.panel.take_scan(text)
        if is_payer and self._stack.currentWidget() is self._side:
            self._side.tell(failure_notice(TransactionNumberError("PAYER_CODE"), self._desk.words))
            return True
        return False

    def hints(self) -> tuple[Hint, ...]:
        """Return the keys of the panel."""
        words = self._desk.words
        panel = self.panel
        asked = panel.asking is Asking.TENDER
        ways = (Hint("Alt 1–4", words(N_("选付款方式"))), Hint(Key.OWE.cap, words(N_("记欠款"))))
        first, last = Hint("Enter", panel.next_button.text()), Hint("Esc", words(N_("返回")))
        return (first, *(ways if asked else ()), last)

    def _may_open(self) -> bool:
        """Return whether the panel asks for money now; open it where the bill is signed and unpaid."""
        visit = self._desk.visit
        if not self.is_open and visit is not None and visit.consent is not None:
            due = pay_view(visit, self._desk.words).money is Money.DUE
            if due and self._stack.currentWidget() is self._side:
                self.open()
        return self.is_open

    def _take(self, visit: Visit) -> None:
        """Keep the bill beside the panel up to date, so that Esc shows the same money."""
        chart = self._flow.chart
        if chart is not None:
            self._flow.chart = replace(chart, visit=visit)
            binding = binding_of(self._desk.terminal, visit)
            view = settle_view(self._flow.chart, self._desk.words, binding)
            self._side.show_view(view, offline=self._flow.offline)
        self.asked.emit()

    @override
    def _join(self, panel: PayPanel, verbs: PayFlow) -> None:
        verbs.changed.connect(self._take)
        panel.finished.connect(self._flow.finish)
        panel.owed.connect(self._flow.finish_owing)
        panel.left.connect(self.back)
