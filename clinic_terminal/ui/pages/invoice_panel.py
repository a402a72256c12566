"""E-invoices of a closed visit: write one down, take one back, look for one."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from clinic_terminal.application.invoices import Noted
from clinic_terminal.domain.errors import AmountError, DomainError
from clinic_terminal.domain.money import fen_from_yuan, yuan
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.messages import failure_notice
from clinic_terminal.ui.pages.entry import EntryField, Problem, amount_problem, labelled
from clinic_terminal.ui.pages.invoice_list import InvoiceList
from clinic_terminal.ui.pages.settle_parts import Remark
from clinic_terminal.ui.scanner_text import is_card_text
from clinic_terminal.ui.views.invoice import InvoiceRow, day_of, grouped, scanned_invoice
from clinic_terminal.ui.widgets.buttons import ButtonSize, GhostButton, PrimaryButton
from clinic_terminal.ui.widgets.card import Card, column, empty, row
from clinic_terminal.ui.widgets.reflow import Reflow
from clinic_terminal.ui.widgets.text import Text

_SIDE_WIDTH: Final = 440
_FIELD_HEIGHT: Final = 44


class InvoicePanel(QWidget):
    """Asks for an invoice, or for the red-letter invoice of one; the lists stand beside it."""

    noted = Signal(object)
    """A Noted."""
    reversed = Signal(str, str, object)
    """The invoice's number, the red number, its date."""
    searched = Signal(str)
    left = Signal()
    asked = Signal()

    def __init__(self, words: Translate) -> None:
        super().__init__()
        self._words = words
        self._reversing: InvoiceRow | None = None
        self._title = Text("", "title")
        self._about = Text("", ink="ink-2", wrap=True)
        self.number = EntryField(words(N_("发票号码")), words(N_("扫描或输入 20 位号码")))
        self.day = EntryField(words(N_("开票日期")), "2026-05-21")
        self.amount = EntryField(words(N_("发票金额（元）")))
        self.buyer = EntryField(words(N_("购买方")))
        self.problem = Problem()
        self._remarks = column(spacing=8)
        self.lists = InvoiceList(words)
        self.back_button = GhostButton(words(N_("返回")), "Esc", size=ButtonSize.MEDIUM)
        self.next_button = PrimaryButton(words(N_("登记发票")))
        self._build()
        self._connect()

    @property
    def is_reversing(self) -> bool:
        """Whether a red-letter invoice is asked for."""
        return self._reversing is not None

    def ask(self, today: date, fen: int, buyer: str) -> None:
        """Ask for an invoice; what is likely stands in the fields."""
        self._reversing = None
        self._title.setText(self._words(N_("登记电子发票（数电票）")))
        self._about.setText(self._words(N_("发票在开票软件里开；这里只登记号码，方便查找和打印。")))
        self.number.clear()
        self.day.setText(today.isoformat())
        self.amount.setText(yuan(fen))
        self.buyer.setText(buyer)
        self._show_fields()

    def ask_red(self, one: InvoiceRow, today: date) -> None:
        """Ask for the red-letter invoice that took ``one`` back."""
        self._reversing = one
        self._title.setText(self._words(N_("登记红字发票")))
        told = self._words(N_("冲红的是 {number}。红字发票有自己的 20 位号码。"))
        self._about.setText(told.format(number=one.title))
        self.number.clear()
        self.day.setText(today.isoformat())
        self._show_fields()

    def show_lists(self, rows: Sequence[InvoiceRow]) -> None:
        """Show the visit's invoices."""
        self.lists.show_visit(rows)

    def take_scan(self, text: str) -> bool:
        """Take the number, or all that the code of an invoice says; False for an e-card."""
        if is_card_text(text):
            return False
        read = scanned_invoice(text)
        self.number.setText(grouped(read.number))
        if read.day is not None:
            self.day.setText(read.day.isoformat())
        if read.fen is not None and not self.is_reversing:
            self.amount.setText(yuan(read.fen))
        self.number.setFocus()
        return True

    def refuse(self, error: Exception) -> None:
        """Say why nothing was written down, and go to the field."""
        fields = {"day": self.day, "red_day": self.day, "fen": self.amount, "buyer": self.buyer}
        field = fields.get(error.field if isinstance(error, DomainError) else "", self.number)
        field.mark(invalid=True)
        field.setFocus()
        empty(self._remarks)
        self._remarks.addWidget(Remark(failure_notice(error, self._words)))

    def set_busy(self, *, busy: bool) -> None:
        """Take no second press while a verb runs."""
        self.next_button.setEnabled(not busy)

    def press(self) -> None:
        """Give away what was typed; a date or an amount that is none is said below the fields."""
        day = day_of(self.day.text())
        if day is None:
            self._point(self.day, self._words(N_("请按年-月-日填日期，如 2026-05-21。")))
        elif self._reversing is not None:
            self.reversed.emit(self._reversing.number, self.number.text(), day)
        else:
            self._note(day)

    def _note(self, day: date) -> None:
        try:
            fen = fen_from_yuan(self.amount.text())
        except AmountError as error:
            self._point(self.amount, amount_problem(error, self._words))
            return
        self.noted.emit(Noted(self.number.text(), day, fen, self.buyer.text()))

    def _point(self, field: EntryField, problem: str) -> None:
        field.mark(invalid=True)
        field.setFocus()
        self.problem.say(problem)

    def _show_fields(self) -> None:
        for part in (self._amount, self._buyer):
            part.setVisible(not self.is_reversing)
        word = self._words(N_("登记红字发票") if self.is_reversing else N_("登记发票"))
        self.next_button.set_word(word)
        self._forget_problems()
        self.number.setFocus()
        self.asked.emit()

    def _forget_problems(self) -> None:
        empty(self._remarks)
        self.problem.say("")
        for field in (self.number, self.day, self.amount, self.buyer):
            field.mark(invalid=False)

    def _connect(self) -> None:
        for field in (self.number, self.day, self.amount, self.buyer):
            field.setFixedHeight(_FIELD_HEIGHT)
            field.entered.connect(self.next_button.click)
            field.left.connect(self.left)
            field.textEdited.connect(self._forget_problems)
        self.lists.searched.connect(self.searched)
        self.lists.left.connect(self.left)
        self.next_button.clicked.connect(self.press)
        self.back_button.clicked.connect(self.left)

    def _build(self) -> None:
        words = self._words
        form = Card(padding=36, spacing=12)
        self._amount = labelled(words(N_("发票金额（元）")), self.amount)
        self._buyer = labelled(words(N_("购买方")), self.buyer)
        form.body.addWidget(self._title)
        form.body.addWidget(self._about)
        form.body.addSpacing(8)
        form.body.addWidget(labelled(words(N_("发票号码")), self.number))
        form.body.addLayout(row(labelled(words(N_("开票日期")), self.day), self._amount, spacing=16))
        form.body.addWidget(self._buyer)
        form.body.addWidget(self.problem)
        form.body.addLayout(self._remarks)
        form.body.addStretch(1)
        side = QWidget()
        box = column(spacing=14)
        box.addWidget(self.lists, 1)
        box.addLayout(row(self.back_button, None))
        box.addWidget(self.next_button)
        side.setLayout(box)
        across = Reflow(spacing=20)
        across.add(form, 1)
        across.add(side, width=_SIDE_WIDTH, beside=280)
        self.setLayout(column(across))
