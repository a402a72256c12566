"""The ways beside taking money: giving some of it back, and letting the family owe the rest."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from clinic_terminal.domain.errors import AmountError
from clinic_terminal.domain.money import fen_from_yuan, yuan
from clinic_terminal.domain.payment import LONGEST_REASON, Tender
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.pages.entry import EntryField, Problem, amount_problem, labelled
from clinic_terminal.ui.views.payment import MoneyRow, give_back_sentence
from clinic_terminal.ui.widgets.card import column, row
from clinic_terminal.ui.widgets.text import Text

_FIELD_WIDTH = 220
_FIELD_HEIGHT = 44


class RefundEntry(QWidget):
    """Asks how much of one payment goes back; `entered` by Enter, `left` by Esc."""

    entered = Signal()
    left = Signal()

    def __init__(self, words: Translate) -> None:
        super().__init__()
        self._words = words
        self._row: MoneyRow | None = None
        self._about = Text("", "strong", wrap=True)
        self._how = Text("", ink="ink-2", wrap=True)
        self.amount = EntryField(words(N_("退款金额（元）")))
        self.amount.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.number = EntryField(words(N_("退款单号")), words(N_("可以不填")))
        self.problem = Problem()
        for field in (self.amount, self.number):
            field.setFixedHeight(_FIELD_HEIGHT)
            field.entered.connect(self.entered)
            field.left.connect(self.left)
            field.textEdited.connect(lambda _text: self.say(""))
        amount = labelled(words(N_("退款金额（元）")), self.amount)
        amount.setFixedWidth(_FIELD_WIDTH)
        self._number = labelled(words(N_("退款单号")), self.number)
        line = row(amount, spacing=24)
        line.addWidget(self._number, 1)
        line.addStretch(0)
        line.setAlignment(amount, Qt.AlignmentFlag.AlignLeft)
        box = column(self._about, self._how, spacing=12)
        box.addLayout(line)
        box.addWidget(self.problem)
        self.setLayout(box)

    @property
    def payment(self) -> str:
        """The payment that is asked about."""
        return self._row.payment if self._row else ""

    def ask(self, one: MoneyRow, at_most: int) -> None:
        """Ask about a payment; ``at_most`` is proposed where less than the payment is too much."""
        self._row = one
        told = self._words(N_("退还{tender}，最多 {amount}。"))
        self._about.setText(told.format(tender=one.word, amount=f"¥{yuan(one.left)}"))
        self._how.setText(give_back_sentence(one.tender, self._words))
        self.amount.setText(yuan(min(one.left, at_most) if at_most > 0 else one.left))
        self.number.clear()
        self._number.setVisible(one.tender is not Tender.CASH)
        self.say("")
        self.amount.setFocus()
        self.amount.selectAll()

    def say(self, problem: str) -> None:
        """Say what is wrong with the amount."""
        self.amount.mark(invalid=bool(problem))
        self.problem.say(problem)

    def fen(self) -> int | None:
        """Return the typed amount; None, and said below, where it is none."""
        try:
            return fen_from_yuan(self.amount.text())
        except AmountError as error:
            self.say(amount_problem(error, self._words))
            self.amount.setFocus()
            return None


class OweEntry(QWidget):
    """Asks why the family goes without having paid everything."""

    entered = Signal()
    left = Signal()

    def __init__(self, words: Translate) -> None:
        super().__init__()
        self._words = words
        self.reason = EntryField(words(N_("记欠款的原因")), words(N_("如：家长手机没电，明天转账")))
        self.reason.setMaxLength(LONGEST_REASON)
        self.reason.setFixedHeight(_FIELD_HEIGHT)
        self.problem = Problem()
        self.reason.entered.connect(self.entered)
        self.reason.left.connect(self.left)
        self.reason.textEdited.connect(lambda _text: self.problem.say(""))
        told = Text(
            words(N_("先不收这笔钱：就诊照样完成，欠款和原因会记在账单和今日页上，以后可以补收。")),
            ink="ink-2",
            wrap=True,
        )
        self.setLayout(
            column(told, labelled(words(N_("记欠款的原因")), self.reason), self.problem, spacing=14)
        )

    def ask(self) -> None:
        """Ask anew."""
        self.reason.clear()
        self.problem.say("")
        self.reason.setFocus()

    def text(self) -> str:
        """Return the reason; empty, and said below, where none was written."""
        written = " ".join(self.reason.text().split())
        if not written:
            self.problem.say(self._words(N_("请写一句原因，以后查得到。")))
            self.reason.setFocus()
        return written
