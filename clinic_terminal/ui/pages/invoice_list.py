"""The invoices of a visit, and a search over those of the whole clinic."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.pages.entry import EntryField
from clinic_terminal.ui.views.invoice import InvoiceRow
from clinic_terminal.ui.widgets.buttons import ButtonSize, GhostButton
from clinic_terminal.ui.widgets.card import Card, column, empty, row
from clinic_terminal.ui.widgets.downwards import Downwards
from clinic_terminal.ui.widgets.pill import Pill
from clinic_terminal.ui.widgets.text import ElidedText, Rule, Text


class InvoiceList(Card):
    """`red_wanted` carries the InvoiceRow that a red-letter invoice took back."""

    red_wanted = Signal(object)
    searched = Signal(str)
    left = Signal()

    def __init__(self, words: Translate) -> None:
        super().__init__(padding=20, spacing=10)
        self._words = words
        self._rows = column(spacing=10)
        self._found = column(spacing=10)
        self.red_buttons: list[GhostButton] = []
        """One for each invoice that can be taken back."""
        self._none = Text(words(N_("还没有登记电子发票。")), ink="ink-3")
        self._said = Text("", ink="ink-3", wrap=True)
        self.field = EntryField(words(N_("查发票")), words(N_("号码、日期或金额")))
        self.field.entered.connect(lambda: self.searched.emit(self.field.text()))
        self.field.left.connect(self.left)
        self.body.addWidget(Text(words(N_("这次就诊的发票")), "strong"))
        self.body.addWidget(self._none)
        self.body.addLayout(self._rows)
        self.body.addSpacing(4)
        self.body.addWidget(Rule())
        self.body.addWidget(Text(words(N_("查发票")), "strong"))
        self.body.addWidget(self.field)
        self.body.addWidget(self._said)
        self.body.addWidget(_scrolling(self._found), 1)

    def show_visit(self, rows: Sequence[InvoiceRow]) -> None:
        """Show the visit's invoices; what was found before goes."""
        self.red_buttons.clear()
        _fill(self._rows, [self._line(one, reversible=one.may_reverse) for one in rows])
        self._none.setVisible(not rows)
        self.field.clear()
        self.show_found((), "")

    def show_found(self, rows: Sequence[InvoiceRow], said: str) -> None:
        """Show what a search found; ``said`` where it found nothing."""
        _fill(self._found, [self._line(one, reversible=False) for one in rows])
        self._said.setText(said)
        self._said.setVisible(bool(said))

    def _line(self, one: InvoiceRow, *, reversible: bool) -> QWidget:
        head = row(Text(one.title, "medium"), None, Pill(one.pill), spacing=8)
        foot = row(spacing=8)
        foot.addWidget(ElidedText(one.about, "small", "ink-3"), 1)
        if reversible:
            button = GhostButton(self._words(N_("冲红…")), size=ButtonSize.SMALL)
            button.setAccessibleName(self._words(N_("冲红 {number}")).format(number=one.title))
            button.clicked.connect(lambda _checked=False: self.red_wanted.emit(one))
            foot.addWidget(button)
            self.red_buttons.append(button)
        box = column(spacing=2)
        box.addLayout(head)
        box.addLayout(foot)
        line = QWidget()
        line.setLayout(box)
        return line


def _fill(layout: QVBoxLayout, lines: list[QWidget]) -> None:
    empty(layout)
    for line in lines:
        layout.addWidget(line)


def _scrolling(layout: QVBoxLayout) -> Downwards:
    inner = QWidget()
    whole = column(spacing=0)
    whole.addLayout(layout)
    whole.addStretch(1)
    inner.setLayout(whole)
    return Downwards(inner)
