"""What is done to a bill's lines: price, discount, taking off, undoing; and the note for the desk."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit
from typing_extensions import override

from clinic_terminal.application import chair_items, treatment, undoing
from clinic_terminal.application.line_groups import Added
from clinic_terminal.application.ports import Operator
from clinic_terminal.application.terminal import Terminal
from clinic_terminal.application.treatment import Chart
from clinic_terminal.domain.errors import AmountError, BillNotSplittableError
from clinic_terminal.domain.visit import VisitLine
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.pages.entry import amount_problem
from clinic_terminal.ui.pages.treatment_bill import BillCard
from clinic_terminal.ui.views.findings import Answer, Deed
from clinic_terminal.ui.views.live_bill import discount_fits

_CONTROL = Qt.KeyboardModifier.ControlModifier

Verb = Callable[[Terminal, Operator, str], Chart | Added]
"""What is done to the visit in hand; the page gives terminal, operator and the visit's id."""


class BillFlow(QObject):
    """Asks for amounts and the note, one at a time; `wanted` carries a Verb."""

    wanted = Signal(object)
    closed = Signal()
    """Nothing is asked for any more: the hand goes back to the search."""

    def __init__(self, card: BillCard, words: Translate, parent: QObject) -> None:
        super().__init__(parent)
        self._card = card
        self._words = words
        self._chart: Chart | None = None
        self._line: int | None = None
        self._take_amount: Callable[[int], None] = self._take_discount
        self.open = False
        self._connect()

    def show_chart(self, chart: Chart) -> None:
        """Work on this visit."""
        self._chart = chart
        self._card.note.show_note(chart.visit.desk_note)

    def ask_price(self, index: int) -> None:
        """Ask for the unit price of a line."""
        if self._has(index):
            title = self._words(N_("单价 · {item}")).format(item=self._card.lines.lines[index].name)
            self._ask(title, self._lines()[index].unit_fen, index, self._take_price)

    def ask_line_discount(self, index: int) -> None:
        """Ask for the discount on a line."""
        if self._has(index):
            title = self._words(N_("这一行优惠 · {item}")).format(item=self._card.lines.lines[index].name)
            self._ask(title, self._lines()[index].discount_fen, index, self._take_discount)

    def ask_discount(self) -> None:
        """Ask for the discount on the whole bill."""
        if self._chart is not None:
            title = self._words(N_("整单优惠"))
            self._ask(title, self._chart.visit.discount_fen, None, self._take_discount)

    def ask_note(self) -> None:
        """Ask for what the desk is to know."""
        if self._chart is not None:
            self._card.editor.hide()
            self._card.ask(asking=True)
            self.open = True
            self._card.note_editor.ask(self._chart.visit.desk_note)

    def close(self) -> None:
        """Ask no more."""
        if self.open:
            self.open = False
            self._card.editor.hide()
            self._card.note_editor.hide()
            self._card.ask(asking=False)
            self.closed.emit()

    def refuse(self, error: Exception) -> bool:
        """Say beside the field why an amount cannot be taken; False where that is not what went wrong."""
        mine = self._card.editor.isVisible() and isinstance(error, AmountError | BillNotSplittableError)
        if mine:
            self._card.editor.say(amount_problem(error, self._words))
        return mine

    def undo(self) -> None:
        """Take the last change back."""
        self.wanted.emit(undoing.undo)

    def redo(self) -> None:
        """Do again what was taken back last."""
        self.wanted.emit(undoing.redo)

    def _lines(self) -> tuple[VisitLine, ...]:
        return self._chart.visit.lines if self._chart is not None else ()

    def _has(self, index: int) -> bool:
        return 0 <= index < len(self._lines())

    def _ask(self, title: str, fen: int, line: int | None, take: Callable[[int], None]) -> None:
        self._card.note_editor.hide()
        self._card.ask(asking=True)
        self._line, self._take_amount, self.open = line, take, True
        self._card.editor.ask(title, fen)

    def _take(self, fen: int) -> None:
        self._take_amount(fen)

    def _take_price(self, fen: int) -> None:
        self.wanted.emit(partial(treatment.change_price, index=self._line or 0, unit_fen=fen))

    def _take_discount(self, fen: int) -> None:
        if self._chart is None:
            return
        if not discount_fits(self._chart, fen, self._line):
            self._card.editor.say(
                self._words(N_("优惠比账单金额还大，请改小优惠。"))
                if self._line is None
                else self._words(N_("优惠比这一行的金额还大，请改小优惠。"))
            )
        elif self._line is None:
            self.wanted.emit(partial(treatment.change_discount, fen=fen))
        else:
            self.wanted.emit(partial(treatment.change_line_discount, index=self._line, fen=fen))

    def _remove(self, index: int) -> None:
        if self._has(index):
            self.wanted.emit(partial(treatment.remove_item, index=index))

    def _answer(self, deed: object) -> None:
        """Answer a finding of the rules at the chair."""
        if isinstance(deed, Deed) and deed.answer is Answer.CONFIRM:
            self.wanted.emit(partial(treatment.confirm, key=deed.key))
        elif isinstance(deed, Deed):
            self.wanted.emit(partial(chair_items.put_right, index=deed.line))

    def _take_note(self, note: str) -> None:
        self.wanted.emit(partial(treatment.note_for_desk, note=note))

    def _connect(self) -> None:
        card, lines, tools = self._card, self._card.lines, self._card.tools
        lines.edit_asked.connect(self.ask_price)
        lines.discount_asked.connect(self.ask_line_discount)
        lines.remove_asked.connect(self._remove)
        lines.acted.connect(self._answer)
        card.line_tools.price.clicked.connect(lambda: self.ask_price(lines.current))
        card.line_tools.discount.clicked.connect(lambda: self.ask_line_discount(lines.current))
        card.line_tools.remove.clicked.connect(lambda: self._remove(lines.current))
        tools.discount.clicked.connect(self.ask_discount)
        tools.note.clicked.connect(self.ask_note)
        tools.undo.clicked.connect(self.undo)
        tools.redo.clicked.connect(self.redo)
        card.editor.submitted.connect(self._take)
        card.editor.cancelled.connect(self.close)
        card.note_editor.submitted.connect(self._take_note)
        card.note_editor.cancelled.connect(self.close)


class UndoKeys(QObject):
    """Lets undo and redo go past an empty field to the page; in one with words they mean the words."""

    def __init__(self, field: QLineEdit) -> None:
        super().__init__(field)
        self._field = field
        field.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.ShortcutOverride
            and not self._field.text()
            and (
                event.matches(QKeySequence.StandardKey.Undo)
                or event.matches(QKeySequence.StandardKey.Redo)
                or (event.modifiers() == _CONTROL and event.key() == Qt.Key.Key_Y)
            )
        ):
            event.ignore()
            return True
        return super().eventFilter(watched, event)
