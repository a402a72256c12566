"""The member's benefits over the whole width: limit, categories, records, letters, the phone's figure."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from clinic_terminal.application.judging import PolicyVerdict
from clinic_terminal.i18n import Translate
from clinic_terminal.ui.keys import Key
from clinic_terminal.ui.views.benefits import BenefitsView, Record, benefits_view, compare, too_old
from clinic_terminal.ui.widgets.buttons import ButtonSize, GhostButton
from clinic_terminal.ui.widgets.card import Card, Gap, column, empty, row
from clinic_terminal.ui.widgets.downwards import Downwards
from clinic_terminal.ui.widgets.icons import ToneDisc
from clinic_terminal.ui.widgets.money import MoneyLabel
from clinic_terminal.ui.widgets.pill import Pill, PillView
from clinic_terminal.ui.widgets.pool import Bar
from clinic_terminal.ui.widgets.reflow import Reflow
from clinic_terminal.ui.widgets.text import ElidedText, Rule, Text
from clinic_terminal.ui.widgets.tone import Tone

_RIGHT = Qt.AlignmentFlag.AlignRight
_LONGEST_AMOUNT = 16


class BenefitPanel(QWidget):
    """Shows one policy's benefits; the amount that is typed stays while the figures are asked for anew."""

    again_wanted = Signal()
    """The server is to be asked once more."""
    closed = Signal()

    def __init__(self, words: Translate, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._words, self._now = words, now
        self.limit = LimitCard(words)
        self.records = RecordsCard(words)
        self.phone = PhoneCard(words, now)
        right = column(self.records, spacing=12)
        left = column(self.limit, self.phone, spacing=12)
        left.addStretch(1)
        whole = Reflow(spacing=12)
        for parts, share in ((left, 5), (right, 4)):
            half = QWidget()
            half.setLayout(parts)
            whole.add(half, share)
        self.setLayout(column(whole))
        self.phone.again_wanted.connect(self.again_wanted)
        self.records.shut.clicked.connect(self.closed)

    def show_policy(self, policy: PolicyVerdict) -> None:
        """Show another policy, or newer figures of the same."""
        view = benefits_view(policy, self._words, too_old(policy, self._now(), self._words))
        self.limit.show_view(view)
        self.records.show_view(view)
        self.phone.show_policy(policy)


class LimitCard(Card):
    """The shared limit, and each category with its own use and the one figure that is left for all."""

    def __init__(self, words: Translate) -> None:
        super().__init__(padding=18, spacing=4)
        _ = words
        self._words = words
        self._left = MoneyLabel(name=_("共享额度剩余"))
        self._note = Text("", "small", "ink-3")
        self._unsent = Text("", "small", "offline")
        self._bar = Bar(10)
        self._table = QGridLayout()
        self._table.setHorizontalSpacing(16)
        self._table.setVerticalSpacing(6)
        self._table.setColumnStretch(0, 1)
        self.body.addWidget(Text(_("共享额度"), "strong"))
        self.body.addLayout(row(self._left, self._unsent, None, spacing=14))
        self.body.addWidget(self._note)
        self.body.addSpacing(4)
        self.body.addWidget(self._bar)
        self.body.addSpacing(4)
        self.body.addLayout(self._table)

    def show_view(self, view: BenefitsView) -> None:
        """Show other figures."""
        self._left.set_fen(view.pool.left)
        self._note.setText(view.note)
        self._unsent.setText(view.unsent)
        self._unsent.setVisible(bool(view.unsent))
        self._bar.set_parts((view.pool.used / max(1, view.pool.limit), "ink-faint"))
        self._show_uses(view)

    def _show_uses(self, view: BenefitsView) -> None:
        _ = self._words
        while item := self._table.takeAt(0):
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        heads = (_("类别"), _("家长自付"), _("本类已用"), _("剩余（各类共用）"))
        for place, head in enumerate(heads):
            self._table.addWidget(Text(head, "small", "ink-3"), 0, place, _RIGHT if place > 1 else _LEFT)
        for line, use in enumerate(view.uses, 1):
            cells = (Text(use.word, "medium"), Text(use.share, ink="ink-2"), Text(use.used), Text(use.left))
            for place, cell in enumerate(cells):
                self._table.addWidget(cell, line, place, _RIGHT if place > 1 else _LEFT)


class RecordsCard(Card):
    """The visit records, one a visit and category, and the letters that are not used up."""

    def __init__(self, words: Translate) -> None:
        super().__init__(padding=18, spacing=6)
        _ = words
        self._words = words
        self.shut = GhostButton(_("收起"), Key.BENEFITS.cap, size=ButtonSize.SMALL)
        self.body.addLayout(row(Text(_("就诊记录"), "strong"), None, self.shut))
        self._list = column(spacing=0)
        self._paid = Text(_("保险支付"), "small", "ink-3")
        self.body.addLayout(row(None, self._paid))
        holder = QWidget()
        holder.setLayout(self._list)
        area = Downwards(holder)
        self.body.addWidget(area, 1)

    def show_view(self, view: BenefitsView) -> None:
        """Show other records."""
        _ = self._words
        empty(self._list)
        self._paid.setVisible(bool(view.records))
        if not view.records:
            self._list.addWidget(Text(_("还没有记录。"), "small", "ink-3"))
        for record in view.records:
            self._list.addLayout(_record_line(record))
            self._list.addWidget(Rule(soft=True))
        if view.letters:
            self._list.addWidget(Gap(12))
            self._list.addWidget(Text(_("已授权未使用"), "strong"))
        for letter in view.letters:
            head = row(Text(letter.number), None, Text(letter.until, "small", "ink-3"), spacing=10)
            words = column(spacing=2)
            words.addLayout(head)
            words.addWidget(ElidedText(letter.left, "small", "ink-2"))
            words.setContentsMargins(0, 7, 0, 7)
            self._list.addLayout(words)
            self._list.addWidget(Rule(soft=True))
        self._list.addStretch(1)


class PhoneCard(Card):
    """Holds the figure on the guardian's phone beside ours, and says why the two may differ."""

    again_wanted = Signal()

    def __init__(self, words: Translate, now: Callable[[], datetime]) -> None:
        super().__init__(padding=18, spacing=6)
        _ = words
        self._words = words
        self._now = now
        self._policy: PolicyVerdict | None = None
        self.figure = QLineEdit()
        self.figure.setMaxLength(_LONGEST_AMOUNT)
        self.figure.setPlaceholderText(_("手机“保险福利”上的剩余额度"))
        self.figure.setAccessibleName(_("手机上的剩余额度"))
        self._disc = ToneDisc(Tone.OK, 20)
        self._word = Text("", "medium")
        self._why: QVBoxLayout = column(spacing=2)
        self.again = GhostButton(_("重新查询"), size=ButtonSize.SMALL, icon_name="refresh")
        self.body.addWidget(Text(_("与手机核对"), "strong"))
        line = row(self.figure, self._disc, self._word, spacing=10)
        line.setStretch(0, 1)
        self.body.addLayout(line)
        self.body.addLayout(self._why)
        self.body.addLayout(row(self.again, None))
        self.figure.textChanged.connect(self._refresh)
        self.again.clicked.connect(self.again_wanted)

    @property
    def word(self) -> str:
        """What came of the comparison, empty while nothing is typed."""
        return self._word.text()

    def show_policy(self, policy: PolicyVerdict) -> None:
        """Compare with another policy, or with newer figures of the same."""
        if self._policy is not None and self._policy.snapshot.chain != policy.snapshot.chain:
            self.figure.clear()
        self._policy = policy
        self._refresh()

    def _refresh(self) -> None:
        found = None
        if self._policy is not None:
            found = compare(self._policy, self.figure.text(), self._now(), self._words)
        self._disc.setVisible(found is not None)
        self._word.setText(found.word if found else "")
        empty(self._why)
        if found is not None:
            self._disc.set_tone(found.tone)
            self._word.set_ink("ok" if found.tone is Tone.OK else "warn")
        for reason in found.reasons if found else ():
            self._why.addWidget(Text(f"· {reason}", "small", "ink-2", wrap=True))
        self.again.setVisible(bool(found and found.differs))


_LEFT = Qt.AlignmentFlag.AlignLeft


def _record_line(record: Record) -> QVBoxLayout:
    """Return day and amount above, category and clinic below, marked where it is of another period."""
    head = row(Text(record.day), spacing=10)
    if record.earlier:
        head.addWidget(Pill(PillView(record.earlier)))
    head.addStretch(1)
    head.addWidget(Text(record.amount))
    whole = column(spacing=2)
    whole.addLayout(head)
    whole.addWidget(ElidedText(record.detail, "small", "ink-3"))
    whole.setContentsMargins(0, 7, 0, 7)
    return whole
