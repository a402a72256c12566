"""Beside the board: the selected child, what to do before it comes, and the few acts on its appointment."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFormLayout, QWidget

from clinic_terminal.i18n import Translate
from clinic_terminal.ui.keys import Key
from clinic_terminal.ui.pages.entry import EntryField, Problem
from clinic_terminal.ui.views.visit_detail import DetailView
from clinic_terminal.ui.widgets.buttons import ButtonSize, GhostButton
from clinic_terminal.ui.widgets.card import Card, column, empty, row
from clinic_terminal.ui.widgets.pill import Pill, PillView
from clinic_terminal.ui.widgets.text import Rule, Text


class DetailCard(Card):
    """Shows a DetailView; its signals say which act is wanted, for the child on show."""

    opened = Signal()
    missed = Signal()
    returned = Signal()
    taken_off = Signal()
    booked = Signal(str)
    left = Signal()
    """Esc in the field: back to the board."""

    def __init__(self, words: Translate) -> None:
        super().__init__(spacing=8)
        _ = words
        self._name = Text("", "title", wrap=True)
        self._age = Text("", "small", "ink-3")
        self._pill = Pill(PillView(""))
        self._why = Text("", ink="ink-2", wrap=True)
        self._remedy = Text("", "medium", "ink", wrap=True)
        self._facts = column(spacing=0)
        self.booking = EntryField(_("预约编号"), _("热线给的编号"))
        self.problem = Problem()
        self.book_button = GhostButton(_("登记"), size=ButtonSize.MEDIUM)
        self.open_button = GhostButton(_("核验"), "Enter", size=ButtonSize.MEDIUM, icon_name="check-in")
        self.miss_button = GhostButton(_("记为未到"), Key.NO_SHOW.cap, size=ButtonSize.MEDIUM)
        self.return_button = GhostButton(_("恢复预约"), Key.UNDO.cap, size=ButtonSize.MEDIUM)
        self.off_button = GhostButton(_("取消预约"), Key.TAKE_OFF.cap, size=ButtonSize.MEDIUM)
        self._booking_part = self._made_booking_part()
        self._build()
        self._connect()

    def show_view(self, view: DetailView) -> None:
        """Show a child; what is being typed for the same child stays."""
        self._name.setText(view.name)
        self._age.setText(" · ".join(filter(None, (view.time, view.age))))
        self._pill.set_view(view.pill)
        self._why.setText(view.why)
        self._remedy.setText(view.remedy)
        self._remedy.setVisible(bool(view.remedy))
        self._show_facts(view.facts)
        self._booking_part.setVisible(view.asks_booking)
        self.open_button.setVisible(view.may_open)
        self.miss_button.setVisible(view.may_miss)
        self.return_button.setVisible(view.may_return)
        self.off_button.setVisible(view.may_take_off)
        self.setAccessibleName(" ".join(filter(None, (view.name, view.pill.text, view.why, view.remedy))))

    def forget(self) -> None:
        """Let go of what was typed: another child is to be shown."""
        self.booking.clear()
        self.say("")

    def say(self, problem: str) -> None:
        """Say what is wrong with the typed reference; it stays in the field."""
        self.booking.mark(invalid=bool(problem))
        self.problem.say(problem)

    def _made_booking_part(self) -> QWidget:
        part = QWidget()
        line = row(spacing=8)
        line.addWidget(self.booking, 1)
        line.addWidget(self.book_button)
        caption = Text(f"{self.booking.accessibleName()}  {Key.ENTER_BOOKING.cap}", "small", "ink-3")
        inner = column(caption, spacing=4)
        inner.addLayout(line)
        inner.addWidget(self.problem)
        part.setLayout(inner)
        return part

    def _build(self) -> None:
        for widget in (self._name, self._why, self._remedy, self._booking_part):
            self.body.addWidget(widget)
        self.body.insertLayout(1, row(self._pill, self._age, None, spacing=10))
        self.body.addWidget(Rule(soft=True))
        self.body.addLayout(self._facts)
        self.body.addSpacing(4)
        for button in (self.open_button, self.miss_button, self.return_button, self.off_button):
            self.body.addWidget(button)

    def _connect(self) -> None:
        self.open_button.clicked.connect(self.opened)
        self.miss_button.clicked.connect(self.missed)
        self.return_button.clicked.connect(self.returned)
        self.off_button.clicked.connect(self.taken_off)
        self.book_button.clicked.connect(self._book)
        self.booking.entered.connect(self._book)
        self.booking.left.connect(self.left)
        self.booking.textEdited.connect(self._edited)

    def _show_facts(self, facts: tuple[tuple[str, str], ...]) -> None:
        # Not row by row: what QFormLayout.removeRow deletes at once is still held by its Python side, and
        # the program ends where Tab goes quickly from child to child.
        empty(self._facts)
        form = QFormLayout()
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(4)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        for label, value in facts:
            form.addRow(Text(label, "small", "ink-3"), Text(value, "small", "ink-2", wrap=True))
        held = QWidget()
        held.setLayout(form)
        self._facts.addWidget(held)

    def _edited(self, _text: str) -> None:
        self.say("")

    def _book(self) -> None:
        self.booked.emit(self.booking.text())
