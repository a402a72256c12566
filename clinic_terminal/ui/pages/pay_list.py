"""The money of a visit as a list: each payment, what was given back of it, and a way to give it back."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QScrollArea, QWidget

from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.views.payment import Money, MoneyRow, PayView
from clinic_terminal.ui.widgets.buttons import ButtonSize, GhostButton
from clinic_terminal.ui.widgets.card import Card, column, empty, row
from clinic_terminal.ui.widgets.money import MoneyLabel, yuan
from clinic_terminal.ui.widgets.text import Rule, Text


class PaidList(Card):
    """Lists what was taken and given back; `refund_wanted` carries the MoneyRow to give back."""

    refund_wanted = Signal(object)

    def __init__(self, words: Translate) -> None:
        super().__init__(padding=20, spacing=8)
        self._words = words
        self._rows = column(spacing=10)
        self._due = MoneyLabel(0, "text-body", name=words(N_("应收")))
        self._held = MoneyLabel(0, "text-body", name=words(N_("已收")))
        self._open = MoneyLabel(0, "text-body", name=words(N_("还差")))
        self._open_row = QWidget()
        self._open_row.setLayout(row(Text(words(N_("还差")), ink="ink-2"), None, self._open))
        self._nothing = Text(words(N_("还没有收款。")), ink="ink-3")
        self.body.addWidget(Text(words(N_("收款明细")), "strong"))
        holder = QWidget()
        inner = column(spacing=0)
        inner.addWidget(self._nothing)
        inner.addLayout(self._rows)
        inner.addStretch(1)
        holder.setLayout(inner)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(holder)
        for ground in (scroll.viewport(), holder):
            ground.setAutoFillBackground(False)
        self.body.addWidget(scroll, 1)
        self.body.addWidget(Rule())
        self.body.addLayout(row(Text(words(N_("应收")), ink="ink-2"), None, self._due))
        self.body.addLayout(row(Text(words(N_("已收")), ink="ink-2"), None, self._held))
        self.body.addWidget(self._open_row)

    def show_view(self, view: PayView) -> None:
        """Show the money."""
        empty(self._rows)
        for one in view.rows:
            self._rows.addWidget(self._line(one))
        self._nothing.setVisible(not view.rows)
        self._due.set_fen(view.due)
        self._held.set_fen(view.held)
        self._held.set_ink("ink" if view.held else "ink-2")
        self._open.set_fen(view.open_fen)
        self._open_row.setVisible(view.money is Money.DUE)

    def _line(self, one: MoneyRow) -> QWidget:
        head = row(Text(one.word, "medium", "ink-2" if one.is_refund else "ink"), None, spacing=8)
        head.addWidget(MoneyLabel(one.fen, "text-body", "ink-3" if one.is_refund else "ink", name=one.word))
        foot = row(spacing=8)
        foot.addWidget(Text(one.about, "small", "ink-3", wrap=True), 1)
        if one.left > 0:
            foot.addWidget(self._refund_button(one))
        line = QWidget()
        box = column(spacing=2)
        box.addLayout(head)
        box.addLayout(foot)
        line.setLayout(box)
        return line

    def _refund_button(self, one: MoneyRow) -> GhostButton:
        button = GhostButton(self._words(N_("退款")), size=ButtonSize.SMALL, icon_name="undo")
        told = self._words(N_("退还{tender} {amount}"))
        button.setAccessibleName(told.format(tender=one.word, amount=yuan(one.left)))
        button.clicked.connect(lambda _checked=False: self.refund_wanted.emit(one))
        return button
