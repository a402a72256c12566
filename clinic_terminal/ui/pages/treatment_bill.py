"""The column of the bill on the treatment page: the lines, their tools, the live split, and the way on."""

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinic_terminal.application.bill_history import Steps
from clinic_terminal.domain.visit import LONGEST_NOTE
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.keys import Key
from clinic_terminal.ui.pages.bill_list import BillList
from clinic_terminal.ui.pages.entry import AmountEditor, EntryField
from clinic_terminal.ui.views.live_bill import LiveBill, LiveSplit, pool_texts
from clinic_terminal.ui.widgets.buttons import ButtonSize, GhostButton, PrimaryButton
from clinic_terminal.ui.widgets.card import Card, column, row
from clinic_terminal.ui.widgets.money import MoneyLabel
from clinic_terminal.ui.widgets.pill import Pill, PillView
from clinic_terminal.ui.widgets.pool import Pool, PoolBar, PoolWords
from clinic_terminal.ui.widgets.text import ElidedText, Rule, Text
from clinic_terminal.ui.widgets.tone import Tone

BILL_WIDTH = 404
LIVE: Final = N_("实时试算")


class BillCard(Card):
    """The bill with its live split and the way on."""

    def __init__(self, words: Translate) -> None:
        super().__init__(padding=0, spacing=0)
        self._words = words
        self._status = Pill(PillView(words(LIVE)))
        self.lines = BillList(words(N_("本次账单")))
        self.line_tools = LineTools(words)
        self.tools = BillTools(words)
        self.editor = AmountEditor(words)
        self.note_editor = NoteEditor(words)
        self.note = NoteLine(words)
        self.hand_button = PrimaryButton(words(N_("交给前台结算")))
        self.figures = SplitFigures(words)
        self._count = Text("", "small", "ink-3")
        self._problem = Text("", "small", "stop", wrap=True)
        self._empty = Text(words(N_("账单还是空的。查到项目后按 Enter 加入。")), ink="ink-3", wrap=True)
        self._build()
        self.lines.stood.connect(self._show_tools)

    @property
    def quote_button(self) -> GhostButton:
        """The button that makes a quote of the bill."""
        return self.tools.quote

    @property
    def discount_button(self) -> GhostButton:
        """The button that asks for the discount on the whole bill."""
        return self.tools.discount

    def show_bill(self, live: LiveBill, steps: Steps) -> None:
        """Show the lines, what is noticed of each, the live split, and what can be undone."""
        self.lines.set_lines(live.lines)
        self.lines.setVisible(bool(live.lines))
        self._empty.setVisible(not live.lines)
        self.tools.show_steps(steps)
        count = len(live.lines)
        self._count.setText(self._words(N_("共 {count} 项")).format(count=count) if count else "")
        self.figures.set_split(live.split)
        self._problem.setText(live.split.problem)
        self._problem.setVisible(bool(live.split.problem))
        warned = any(notice.tone in {Tone.WARN, Tone.STOP} for notice in live.notices)
        self._status.set_view(PillView(self._words(LIVE), Tone.WARN if warned else Tone.NEUTRAL))

    def ask(self, *, asking: bool) -> None:
        """Give the room of the tools to what is asked for, or give it back."""
        self.tools.setVisible(not asking)
        self._show_tools(-1 if asking else self.lines.current)

    def _show_tools(self, index: int) -> None:
        """Show what may be done about the line at ``index``, and keep that line in sight."""
        self.line_tools.setVisible(index >= 0 and self.tools.isVisibleTo(self))
        self.lines.scheduleDelayedItemsLayout()

    def _build(self) -> None:
        head = row(Text(self._words(N_("本次账单")), "strong"), self._count, None, self._status)
        head.setContentsMargins(16, 12, 16, 12)
        self.body.addLayout(head)
        self.body.addWidget(Rule())
        self._empty.setContentsMargins(16, 16, 16, 16)
        self.body.addWidget(self._empty)
        self.body.addWidget(self.lines, 1)
        self.body.addStretch(0)
        middle = column(self.line_tools, self.editor, self.note_editor, self._problem, spacing=8)
        middle.addWidget(self.note)
        middle.addWidget(self.tools)
        middle.setContentsMargins(12, 8, 12, 8)
        self.line_tools.hide()
        self.body.addLayout(middle)
        self.body.addWidget(Rule())
        foot = column(self.figures, self.hand_button, spacing=10)
        foot.setContentsMargins(16, 12, 16, 14)
        self.body.addLayout(foot)


class LineTools(QWidget):
    """What may be done about the current line; the keys say the same."""

    def __init__(self, words: Translate) -> None:
        super().__init__()
        small = ButtonSize.SMALL
        self.price = GhostButton(words(N_("改价")), size=small)
        self.discount = GhostButton(words(N_("行优惠")), size=small)
        self.remove = GhostButton(words(N_("删除行")), size=small)
        for button, key in ((self.price, "Enter"), (self.discount, "−"), (self.remove, "Del")):
            button.setToolTip(f"{button.text()}  {key}")
        line = row(self.price, self.discount, None, self.remove, spacing=8)
        self.setLayout(line)


class BillTools(QWidget):
    """Undo, redo, the discount on the whole bill, and the note for the desk."""

    def __init__(self, words: Translate) -> None:
        super().__init__()
        small = ButtonSize.SMALL
        self.undo = GhostButton(words(Key.UNDO.value.word), size=small)
        self.redo = GhostButton(words(Key.REDO.value.word), size=small)
        self.discount = GhostButton(words(N_("优惠")), size=small)
        self.note = GhostButton(words(N_("留言")), size=small)
        self.quote = GhostButton(words(N_("报价")), size=small)
        keyed = (
            (self.undo, Key.UNDO),
            (self.redo, Key.REDO),
            (self.discount, Key.DISCOUNT),
            (self.note, Key.DESK_NOTE),
            (self.quote, Key.QUOTE),
        )
        for button, key in keyed:
            button.setAccessibleName(words(key.value.word))
            button.setToolTip(f"{words(key.value.word)}  {key.cap}")
        self.setLayout(row(self.undo, self.redo, None, self.discount, self.note, self.quote, spacing=6))
        self.show_steps(Steps())

    def show_steps(self, steps: Steps) -> None:
        """Open what can be undone or done again."""
        self.undo.setEnabled(steps.undo > 0)
        self.redo.setEnabled(steps.redo > 0)


class NoteEditor(Card):
    """Asks for what the desk is to know; `submitted` carries the text."""

    submitted = Signal(str)
    cancelled = Signal()

    def __init__(self, words: Translate) -> None:
        super().__init__(padding=12, spacing=6)
        self.field = EntryField(words(Key.DESK_NOTE.value.word), words(N_("如：家长要分两次付，发票抬头写…")))
        self.field.setMaxLength(LONGEST_NOTE)
        save = GhostButton(words(N_("保存")), "Enter", size=ButtonSize.MEDIUM)
        self.body.addWidget(Text(words(Key.DESK_NOTE.value.word), "small-strong", "ink-2"))
        self.body.addLayout(row(self.field, save))
        save.clicked.connect(self._submit)
        self.field.entered.connect(self._submit)
        self.field.left.connect(self.cancelled)
        self.hide()

    def ask(self, note: str) -> None:
        """Open with the present note, ready to be typed over."""
        self.field.setText(note)
        self.show()
        self.field.setFocus()
        self.field.selectAll()

    def _submit(self) -> None:
        self.submitted.emit(self.field.text())


class NoteLine(QWidget):
    """The note for the desk, in one line; takes no room while there is none."""

    def __init__(self, words: Translate) -> None:
        super().__init__()
        self._text = ElidedText("", "small", "ink-2")
        line = row(Text(words(N_("给前台：")), "small-strong", "ink-2"), spacing=4)
        line.setContentsMargins(4, 0, 4, 0)
        line.addWidget(self._text, 1)
        self.setLayout(line)
        self.hide()

    def show_note(self, note: str) -> None:
        """Show another note."""
        self._text.setText(note)
        self.setVisible(bool(note))


class SplitFigures(QWidget):
    """The sum, what is taken off, insurer, guardian now and later, and the pool."""

    def __init__(self, words: Translate) -> None:
        super().__init__()
        self._words = words
        self._gross = MoneyLabel(0, "text-body", "ink-2")
        self._discount = MoneyLabel(0, "text-body", "warn")
        self._insurer = MoneyLabel(0, "text-body", "ok")
        self._later = MoneyLabel(0, "text-body", "ink-2")
        self.now = MoneyLabel(0, name=words(N_("家长现在支付")))
        self._pool = PoolBar(Pool(1, 0), PoolWords(""), below=True)
        self._discount_row = _figure(words(N_("优惠")), self._discount)
        self._later_row = _figure(words(N_("结案后在线支付")), self._later)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        box.addWidget(_figure(words(N_("合计")), self._gross))
        for widget in (self._discount_row, _figure(words(N_("保险直付")), self._insurer), self._later_row):
            box.addWidget(widget)
        box.addLayout(row(Text(words(N_("家长现在支付")), "strong"), None, self.now))
        box.addWidget(self._pool)

    def set_split(self, live: LiveSplit) -> None:
        """Show other amounts."""
        for label, fen in (
            (self._gross, live.gross),
            (self._discount, -live.discount),
            (self._insurer, live.insurer),
            (self._later, live.later),
            (self.now, live.now),
        ):
            label.set_fen(fen)
        if live.problem:
            self.now.setText("—")
        self._discount_row.setVisible(bool(live.discount))
        self._later_row.setVisible(bool(live.later))
        self._pool.setVisible(not live.problem)
        self._pool.set_pool(
            Pool(live.pool_limit, live.pool_used, live.pool_this),
            PoolWords(*pool_texts(live, self._words)),
        )


def _figure(word: str, amount: MoneyLabel) -> QWidget:
    holder = QWidget()
    holder.setLayout(row(Text(word, ink="ink-2"), None, amount))
    return holder
