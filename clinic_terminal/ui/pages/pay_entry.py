"""Taking money: four tenders, an amount, and what each tender asks beyond it."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QWidget

from clinic_terminal.application.payments import Offered
from clinic_terminal.domain.errors import AmountError
from clinic_terminal.domain.money import fen_from_yuan, yuan
from clinic_terminal.domain.payment import Tender
from clinic_terminal.domain.transaction_number import wallet_of_number
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.keys import Key
from clinic_terminal.ui.pages.entry import EntryField, Problem, amount_problem, labelled
from clinic_terminal.ui.views.payment import NUMBER_HINTS, TENDER_WORDS, PayView
from clinic_terminal.ui.widgets.buttons import ButtonSize, GhostButton
from clinic_terminal.ui.widgets.card import column, empty, row
from clinic_terminal.ui.widgets.money import MoneyLabel
from clinic_terminal.ui.widgets.money import yuan as shown
from clinic_terminal.ui.widgets.reflow import Reflow
from clinic_terminal.ui.widgets.text import Text

TENDER_KEYS: Final = {
    Tender.CASH: Key.PAY_CASH,
    Tender.CARD: Key.PAY_CARD,
    Tender.WECHAT: Key.PAY_WECHAT,
    Tender.ALIPAY: Key.PAY_ALIPAY,
}
_FIELD_WIDTH = 220
_FIELD_HEIGHT = 44
_TENDER_HEIGHT = 52


class PayEntry(QWidget):
    """Asks by which tender and how much; `offer` gives what was typed."""

    entered = Signal()
    """Enter was pressed in a field."""
    left = Signal()
    changed = Signal()
    """Another tender, amount or number: what is said of the last one no longer holds."""

    def __init__(self, words: Translate) -> None:
        super().__init__()
        self._words = words
        self._due = 0
        self._group = QButtonGroup(self)
        self.tenders = {tender: self._tender_button(tender) for tender in Tender}
        self.amount = EntryField(words(N_("收到金额（元）")))
        self.amount.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.number = EntryField(words(N_("交易单号")))
        self.problem = Problem()
        self.change = MoneyLabel(0, "money-page", "accent", name=words(N_("找零")))
        self._quick = row(spacing=8)
        self._build()
        self.tenders[Tender.CASH].setChecked(True)
        self._group.buttonClicked.connect(self._tender_chosen)
        for field in (self.amount, self.number):
            field.setFixedHeight(_FIELD_HEIGHT)
            field.entered.connect(self.entered)
            field.left.connect(self.left)
            field.textChanged.connect(self._typed)

    @property
    def tender(self) -> Tender:
        """The chosen tender."""
        return next(tender for tender, button in self.tenders.items() if button.isChecked())

    def show_view(self, view: PayView) -> None:
        """Ask for what is still due, all of it in the amount, ready to be typed over."""
        self._due = view.open_fen
        empty(self._quick)
        for fen in view.quick:
            button = GhostButton(shown(fen), size=ButtonSize.MEDIUM)
            button.clicked.connect(lambda _checked=False, fen=fen: self._take_quick(fen))
            self._quick.addWidget(button)
        self._quick.addStretch(1)
        self.number.clear()
        self._fill(view.open_fen)
        self._show_tender()

    def choose(self, tender: Tender) -> None:
        """Choose a tender; a typed amount stays where it is no more than is due."""
        self.tenders[tender].setChecked(True)
        typed = self._typed_fen()
        self._fill(typed if 0 < typed <= self._due else self._due)
        self._show_tender()
        self.focus_first()
        self.changed.emit()

    def take_scan(self, text: str) -> None:
        """Take what a scanner read as the transaction number; a wallet's whole number names its tender."""
        wallet = wallet_of_number(text)
        if wallet is not None:
            self.choose(Tender(wallet.value))
        elif self.tender is Tender.CASH:
            self.choose(Tender.CARD)
        self.number.setText(text.strip())
        self.number.setFocus()

    def focus_first(self) -> None:
        """Put the focus where the hand begins."""
        if self.tender is Tender.CASH:
            self.amount.setFocus()
            self.amount.selectAll()
        else:
            self.number.setFocus()

    def offer(self) -> Offered | None:
        """Return what was typed; None, and said below, where the amount is none."""
        try:
            fen = fen_from_yuan(self.amount.text())
        except AmountError as error:
            self.amount.mark(invalid=True)
            self.problem.say(amount_problem(error, self._words))
            self.amount.setFocus()
            return None
        number = "" if self.tender is Tender.CASH else self.number.text()
        return Offered(self.tender, fen, number)

    def point_at_number(self, *, forget: bool) -> None:
        """Show that the transaction number is what cannot be taken; ``forget`` it where it is a secret."""
        if forget:
            self.number.clear()
        self.number.mark(invalid=True)
        self.number.setFocus()
        self.number.selectAll()

    def _take_quick(self, fen: int) -> None:
        self._fill(fen)
        self.amount.setFocus()

    def _fill(self, fen: int) -> None:
        self.amount.setText(yuan(fen))
        self.amount.selectAll()

    def _tender_chosen(self) -> None:
        self.choose(self.tender)

    def _typed(self, _text: str) -> None:
        self.problem.say("")
        self.amount.mark(invalid=False)
        self.number.mark(invalid=False)
        self._show_change()
        self.changed.emit()

    def _show_change(self) -> None:
        """Show what is given back of the cash on the counter, as it is typed."""
        self.change.set_fen(max(0, self._typed_fen() - self._due))

    def _typed_fen(self) -> int:
        """Return the amount in the field, 0 where it is none."""
        try:
            return fen_from_yuan(self.amount.text())
        except AmountError:
            return 0

    def _show_tender(self) -> None:
        is_cash = self.tender is Tender.CASH
        self._cash.setVisible(is_cash)
        self._quick_holder.setVisible(is_cash)
        self._transaction.setVisible(not is_cash)
        if not is_cash:
            self.number.setPlaceholderText(self._words(NUMBER_HINTS[self.tender]))
        self._show_change()

    def _tender_button(self, tender: Tender) -> GhostButton:
        word, cap = self._words(TENDER_WORDS[tender]), TENDER_KEYS[tender].cap
        button = GhostButton(word, cap, size=ButtonSize.MEDIUM, checkable=True)
        button.setFixedHeight(_TENDER_HEIGHT)
        self._group.addButton(button)
        return button

    def _build(self) -> None:
        words = self._words
        buttons = list(self.tenders.values())
        choice = Reflow(spacing=8)
        for at in range(0, len(buttons), 2):
            pair, both = QWidget(), row(*buttons[at : at + 2], spacing=8)
            both.setStretch(0, 1)
            both.setStretch(1, 1)
            pair.setLayout(both)
            choice.add(pair, 1)
        amount = labelled(words(N_("收到金额（元）")), self.amount)
        amount.setFixedWidth(_FIELD_WIDTH)
        self._cash = QWidget()
        caption = Text(words(N_("找零")), "small", "ink-3")
        self._cash.setLayout(column(caption, self.change, spacing=0))
        self._transaction = labelled(words(N_("交易单号")), self.number)
        line = row(amount, spacing=24)
        line.addWidget(self._cash, 1)
        line.addWidget(self._transaction, 1)
        line.setAlignment(amount, Qt.AlignmentFlag.AlignTop)
        line.setAlignment(self._transaction, Qt.AlignmentFlag.AlignTop)
        box = column(spacing=18)
        box.addWidget(choice)
        box.addLayout(line)
        self._quick_holder = QWidget()
        self._quick_holder.setLayout(self._quick)
        box.addWidget(self._quick_holder)
        box.addWidget(self.problem)
        self.setLayout(box)
