"""The half minute of paying: one very large amount, four tenders, and the one button that comes next."""

from dataclasses import replace
from enum import IntEnum
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from clinic_terminal.application.payments import Returned
from clinic_terminal.domain.payment import Tender
from clinic_terminal.domain.payment_errors import TransactionNumberError
from clinic_terminal.domain.transaction_number import payer_wallet
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.messages import failure_notice
from clinic_terminal.ui.pages.pay_entry import PayEntry
from clinic_terminal.ui.pages.pay_list import PaidList
from clinic_terminal.ui.pages.pay_ways import OweEntry, RefundEntry
from clinic_terminal.ui.pages.settle_parts import Remark
from clinic_terminal.ui.scanner_text import is_card_text
from clinic_terminal.ui.views.payment import Money, MoneyRow, PayView
from clinic_terminal.ui.widgets.buttons import ButtonSize, GhostButton, PrimaryButton
from clinic_terminal.ui.widgets.card import Card, column, empty, row
from clinic_terminal.ui.widgets.icons import ToneDisc
from clinic_terminal.ui.widgets.money import MoneyLabel, yuan
from clinic_terminal.ui.widgets.notice import NoticeView
from clinic_terminal.ui.widgets.reflow import Reflow
from clinic_terminal.ui.widgets.stack import Stack
from clinic_terminal.ui.widgets.text import Text
from clinic_terminal.ui.widgets.tone import Tone

_SIDE_WIDTH: Final = 340
_SIDE_LEAST: Final = 280
_SECRET: Final = frozenset({"PAYER_CODE", "CARD_NUMBER"})
"""What must not stand on the screen for longer than it takes to refuse it."""


class Asking(IntEnum):
    """What the left side asks; the numbers are the places in its stack."""

    TENDER = 0
    NOTHING = 1
    REST = 2
    REFUND = 3
    OWE = 4


class PayPanel(QWidget):
    """Shows the money of one visit. ``closing``: what is paid is finished from here."""

    offered = Signal(object)
    """An Offered."""
    rest_wanted = Signal()
    """Everything that is too much was given back."""
    refunded = Signal(object)
    """A Returned."""
    owed = Signal(str)
    """Why the family goes without having paid everything."""
    finished = Signal()
    asked = Signal()
    """Something else is asked now."""
    left = Signal()

    def __init__(self, words: Translate, *, closing: bool) -> None:
        super().__init__()
        self._words = words
        self._closing = closing
        self._view: PayView | None = None
        self._asking = Asking.TENDER
        self._busy = False
        self._title = Text("", "title")
        self._disc = ToneDisc(Tone.OK, 44, solid=True)
        self._caption = Text("", "title-light", "ink-2")
        self.amount = MoneyLabel(0, "money-guardian", name=words(N_("家长现在支付")))
        self._below = Text("", "title-light", "ink-2", wrap=True)
        self._remarks = column(spacing=8)
        self.entry = PayEntry(words)
        self.refund = RefundEntry(words)
        self.owe = OweEntry(words)
        self.rest = Text("", "title-light", wrap=True)
        self.paid = PaidList(words)
        self.owe_button = GhostButton(words(N_("记欠款…")), "Alt 5", size=ButtonSize.MEDIUM)
        self.back_button = GhostButton(words(N_("返回")), "Esc", size=ButtonSize.MEDIUM)
        self.next_button = PrimaryButton("")
        self._stack = Stack()
        self._build()
        self._connect()

    @property
    def asking(self) -> Asking:
        """What is asked now."""
        return self._asking

    def show_view(self, view: PayView) -> None:
        """Show the money as it stands, and ask for what comes next."""
        self._view = view
        self._title.setText(view.title)
        self.entry.show_view(view)
        self.paid.show_view(view)
        self.tell()
        self._ask(_next(view.money))

    def tell(self, *news: NoticeView) -> None:
        """Say what happened, in place of what was said before."""
        empty(self._remarks)
        for view in news:
            # Whoever reads this is the one who can fix it.
            self._remarks.addWidget(Remark(replace(view, who="")))

    def refuse(self, error: Exception) -> None:
        """Say why the last press did nothing, and point at the field that must be filled anew."""
        if isinstance(error, TransactionNumberError):
            self.entry.point_at_number(forget=error.code in _SECRET)
        self.tell(failure_notice(error, self._words))

    def set_busy(self, *, busy: bool) -> None:
        """Take no second press while a verb runs."""
        self._busy = busy
        self._refresh_buttons()

    def choose(self, tender: Tender) -> None:
        """Choose a tender, where money is being taken."""
        if self._asking is Asking.TENDER:
            self.entry.choose(tender)

    def ask_why_owed(self) -> None:
        """Ask why the family goes without paying."""
        if self._closing and self._asking is Asking.TENDER:
            self._ask(Asking.OWE)

    def take_scan(self, text: str) -> bool:
        """Take a scanned text as a transaction number, where one is asked for; an e-card is none."""
        if self._asking is not Asking.TENDER or is_card_text(text):
            return False
        if payer_wallet(text) is not None:
            # Whoever reads a payment code can take money with it: it is not even shown.
            self.tell(failure_notice(TransactionNumberError("PAYER_CODE"), self._words))
        else:
            self.entry.take_scan(text)
        return True

    def step_back(self) -> bool:
        """Leave a question for what is asked first; False where that is shown already."""
        view = self._view
        if view is None or self._asking is _next(view.money):
            return False
        self.tell()
        self._ask(_next(view.money))
        return True

    def focus_first(self) -> None:
        """Put the focus where the hand begins."""
        if self._asking is Asking.TENDER:
            self.entry.focus_first()
        else:
            self.setFocus()

    def press(self) -> None:
        """Do what the primary button says."""
        asking = self._asking
        if self._busy:
            return
        if asking is Asking.TENDER:
            offer = self.entry.offer()
            if offer is not None:
                self.offered.emit(offer)
        elif asking is Asking.REST:
            self.rest_wanted.emit()
        elif asking is Asking.REFUND:
            self._give_back()
        elif asking is Asking.OWE:
            if reason := self.owe.text():
                self.owed.emit(reason)
        elif self._closing and self._view is not None and self._view.may_finish:
            self.finished.emit()
        else:
            self.left.emit()

    def _give_back(self) -> None:
        fen = self.refund.fen()
        if fen is not None:
            self.refunded.emit(Returned(self.refund.payment, fen, self.refund.number.text()))

    def _ask(self, asking: Asking) -> None:
        self._asking = asking
        self._stack.setCurrentIndex(asking)
        self._show_amount()
        self._refresh_buttons()
        if asking is Asking.OWE:
            self.owe.ask()
        elif asking is not Asking.REFUND:
            self.focus_first()
        self.asked.emit()

    def _ask_refund(self, one: MoneyRow) -> None:
        view = self._view
        if view is None or self._busy:
            return
        self.tell()
        self._ask(Asking.REFUND)
        self._caption.setText(self._words(N_("最多可退")))
        self.amount.set_fen(one.left)
        self.amount.set_ink("ink")
        self._disc.hide()
        self._below.hide()
        self.refund.ask(one, view.open_fen if view.money is Money.OVER else 0)

    def _show_amount(self) -> None:
        """Show the one figure of this moment: what is due, what goes back, or the change."""
        view, words = self._view, self._words
        if view is None:
            return
        even = view.money is Money.EVEN
        has_change = even and view.change > 0
        self._caption.setText(words(N_("找零")) if has_change else view.caption)
        self.amount.set_fen(view.change if has_change else view.held if even else view.open_fen)
        self.amount.set_ink("accent" if has_change else "ok" if even else "ink")
        self._disc.setVisible(even and not has_change)
        told = words(N_("已收齐 {amount}。")).format(amount=yuan(view.held)) if has_change else view.owing
        self._below.setText(told)
        self._below.setVisible(bool(told))
        self.rest.setText(_rest_text(view, words))

    def _refresh_buttons(self) -> None:
        view, words = self._view, self._words
        if view is None:
            return
        finishes = self._closing and view.may_finish
        self.next_button.set_word(words((_NEXT if finishes else _NEXT_LATER)[self._asking]))
        self.next_button.setEnabled(not self._busy)
        self.owe_button.setVisible(self._closing and self._asking is Asking.TENDER)
        self.back_button.setVisible(self._asking is not Asking.NOTHING or self._closing)

    def _connect(self) -> None:
        for part in (self.entry, self.refund, self.owe):
            part.entered.connect(self.next_button.click)
            part.left.connect(self.left)
        self.entry.changed.connect(self.tell)
        self.paid.refund_wanted.connect(self._ask_refund)
        self.owe_button.clicked.connect(self.ask_why_owed)
        self.back_button.clicked.connect(self.left)
        self.next_button.clicked.connect(self.press)

    def _build(self) -> None:
        main = Card(padding=26, spacing=8)
        main.body.addWidget(self._title)
        main.body.addSpacing(12)
        main.body.addLayout(row(self._disc, self._caption, None, spacing=12))
        main.body.addWidget(self.amount)
        main.body.addWidget(self._below)
        main.body.addSpacing(16)
        for part in (self.entry, QWidget(), self.rest, self.refund, self.owe):
            holder = QWidget()
            holder.setLayout(column(part, None, spacing=0))
            self._stack.addWidget(holder)
        main.body.addWidget(self._stack, 1)
        main.body.addLayout(self._remarks)
        side = QWidget()
        beside = row(self.back_button, self.owe_button, None, spacing=8)
        box = column(spacing=14)
        box.addWidget(self.paid, 1)
        box.addLayout(beside)
        box.addWidget(self.next_button)
        side.setLayout(box)
        across = Reflow(spacing=20, edges=(24, 20, 24, 20) if self._closing else (0, 0, 0, 0))
        across.add(main, 1)
        across.add(side, width=_SIDE_WIDTH, beside=_SIDE_LEAST)
        self.setLayout(column(across))


_NEXT: Final = {
    Asking.TENDER: N_("收款"),
    Asking.NOTHING: N_("完成并打印"),
    Asking.REST: N_("已退还，登记退款"),
    Asking.REFUND: N_("登记退款"),
    Asking.OWE: N_("记欠款并完成"),
}
_NEXT_LATER: Final = {**_NEXT, Asking.NOTHING: N_("返回")}


def _next(money: Money) -> Asking:
    return {Money.DUE: Asking.TENDER, Money.OVER: Asking.REST, Money.EVEN: Asking.NOTHING}[money]


def _rest_text(view: PayView, words: Translate) -> str:
    """Return by which tender what is too much goes back."""
    parts = [f"{word} {yuan(fen)}" for word, fen in view.back]
    told = words(N_("按原来的付款方式退还：{parts}。退好后登记；要分开退，请在右边选一笔。"))
    return told.format(parts=" · ".join(parts)) if parts else ""
