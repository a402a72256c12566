"""The left half of the guardian's panel: what was done, who pays, and the one figure."""

from typing import Final

from PySide6.QtCore import QMargins, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.views.bill_words import day_text
from clinic_terminal.ui.views.guardian import GuardianRow, GuardianView, guardian_rows
from clinic_terminal.ui.widgets.card import column, empty, row
from clinic_terminal.ui.widgets.money import MoneyLabel, money_font, yuan
from clinic_terminal.ui.widgets.pill import Pill, PillView
from clinic_terminal.ui.widgets.reflow import Reflow
from clinic_terminal.ui.widgets.text import Rule, Text
from clinic_terminal.ui.widgets.tone import Tone

_EDGES: Final = (56, 40, 56, 32)
_NARROW: Final = 20
_WIDE: Final = 560
"""The margins on a screen for the family, and where the bill is narrower than so many pixels."""


class GuardianBill(QWidget):
    """Shows the amounts of a GuardianView."""

    def __init__(self, view: GuardianView) -> None:
        super().__init__()
        self._view = view
        self._head = Text("", "guide", "ink-2", wrap=True)
        self._ask = Text("", "title", "ink-2")
        self.pending = Pill(PillView("", Tone.OFFLINE))
        self.pay_now = MoneyLabel(view.pay_now, "money-guardian")
        self._insurer_word = Text("", "guide", "ink-2")
        self._insurer = MoneyLabel(view.insurer, "text-body", "ok")
        self._insurer.setFont(money_font("text-body"))
        self._no_advance = Text("", "guide", "ink-2")
        self._refused = Text("", "guide", "warn", wrap=True)
        self._later = Text("", "guide", "ink-2", wrap=True)
        self._rows = column(spacing=0)
        self._pool = Text("", ink="ink-3", wrap=True)
        self._build()

    @override
    def minimumSizeHint(self) -> QSize:
        """Ask for the room of the narrow form."""
        least, edges = super().minimumSizeHint(), self._box.contentsMargins()
        return least.grownBy(QMargins(_NARROW - edges.left(), 0, _NARROW - edges.right(), 0))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        edges = _EDGES if event.size().width() >= _WIDE else (_NARROW, _NARROW, _NARROW, _NARROW)
        self._box.setContentsMargins(*edges)

    def set_words(self, words: Translate) -> None:
        """Say everything in another language."""
        view = self._view
        whole = words(N_("费用合计 {amount}")).format(amount=yuan(view.billed))
        self._head.setText(f"{view.child} · {day_text(view.day, words)} · {whole}")
        self._ask.setText(words(N_("您现在需要支付")))
        self.pay_now.setAccessibleName(f"{self._ask.text()} {yuan(view.pay_now)}")
        self.pending.set_view(PillView(words(N_("金额待确认")), Tone.OFFLINE))
        self._insurer_word.setText(words(N_("保险公司直接支付")))
        self._no_advance.setText(words(N_("您不用垫付。")))
        self._refused.setText(words(N_("本单不由保险公司支付，付款后也不能向保险公司报销。")))
        later = words(N_("另有 {amount} 结案后在线支付，服务管理商会通知您。"))
        self._later.setText(later.format(amount=yuan(view.pay_later)))
        self._pool.setText(self._foot(words))
        empty(self._rows)
        self._rows.addWidget(Rule())
        for one in guardian_rows(view, words):
            self._rows.addWidget(_row(one))
            self._rows.addWidget(Rule(soft=True))

    def _foot(self, words: Translate) -> str:
        told = [
            words(N_("这次看完之后，今年的共享额度还剩 {amount}。")).format(
                amount=yuan(self._view.pool_after)
            )
        ]
        if self._view.offline:
            told.append(words(N_("现在没有联网，金额在联网后由服务管理商确认。")))
        return " ".join(told)

    def _build(self) -> None:
        view = self._view
        box = QVBoxLayout(self)
        box.setContentsMargins(*_EDGES)
        self._box = box
        box.setSpacing(4)
        box.addWidget(self._head)
        box.addSpacing(20)
        asked = QWidget()
        asked.setLayout(row(self._ask, self.pending, None, spacing=12))
        box.addWidget(asked)
        box.addWidget(self.pay_now)
        told = QWidget()
        told.setLayout(row(self._insurer_word, self._insurer, None))
        insurer = Reflow(spacing=8)
        insurer.add(told)
        insurer.add(self._no_advance, 1)
        for widget in (insurer, self._refused, self._later):
            box.addWidget(widget)
        # Shown only now: without a parent they would open as windows of their own.
        insurer.setVisible(view.is_direct)
        self.pending.setVisible(view.offline)
        self._refused.setVisible(not view.is_direct)
        self._later.setVisible(bool(view.pay_later))
        box.addSpacing(16)
        box.addLayout(self._rows)
        box.addStretch(1)
        box.addSpacing(16)
        box.addWidget(self._pool)


def _row(one: GuardianRow) -> QWidget:
    amount = MoneyLabel(one.fen, "text-body")
    words = column(Text(one.what, "guide", wrap=True), Text(one.why, ink="ink-3", wrap=True), spacing=2)
    holder = QWidget()
    line = row(spacing=16)
    line.addLayout(words, 1)
    line.addWidget(amount, 0, Qt.AlignmentFlag.AlignVCenter)
    line.setContentsMargins(0, 10, 0, 10)
    holder.setLayout(line)
    holder.setAccessibleName(f"{one.what} {one.why} {amount.text()}")
    return holder
