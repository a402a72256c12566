"""Beside the board: a new appointment by hand, wrong fields said in place."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from clinic_terminal.application import appointments, check_in
from clinic_terminal.application.appointment_list import Wanted
from clinic_terminal.application.children import Children, known_children
from clinic_terminal.domain.visit import Visit
from clinic_terminal.ui.desk import Desk
from clinic_terminal.ui.pages.entry import EntryField, Problem
from clinic_terminal.ui.pages.runner import Runner
from clinic_terminal.ui.theme import restyle
from clinic_terminal.ui.views.new_appointment import Part, Typed, refusal, results, wanted_of
from clinic_terminal.ui.widgets.buttons import ButtonSize, GhostButton, PrimaryButton
from clinic_terminal.ui.widgets.card import Card, column, row
from clinic_terminal.ui.widgets.search import SearchBox
from clinic_terminal.ui.widgets.text import Text

_NOBODY = Children([])


class AddCard(Card):
    """Enter goes from field to field and then adds; Esc leaves."""

    added = Signal(object)
    """The Visit that was noted."""
    left = Signal()
    filled = Signal()
    """`is_filled` may be another now."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(spacing=8)
        _ = desk.words
        self._desk = desk
        self._children = _NOBODY
        self._member = ""
        self._runner = Runner(desk, self._failed, self)
        self.child = SearchBox(_("姓名、拼音或会员号"), name=_("孩子"), popup=True)
        self.day = EntryField(_("日期"), "2026-05-22")
        self.time = EntryField(_("时间"), "09:30")
        self.booking = EntryField(_("预约编号（可不填）"), _("热线给的编号"))
        self.note = EntryField(_("备注（可不填）"))
        self.note.setMaxLength(200)
        self.button = PrimaryButton(_("添加"))
        self._leave = GhostButton(_("不添加"), "Esc", size=ButtonSize.LARGE)
        self.problems = {part: Problem() for part in Part}
        self._build()
        self._connect()

    @property
    def is_filled(self) -> bool:
        """Whether every field has something that must: Enter adds now, and else goes to the next one."""
        return self._first_empty() is None

    def begin(self, day: date) -> None:
        """Get ready for a new appointment on ``day``."""
        for field in (self.child.field, self.time, self.booking, self.note):
            field.clear()
        self._member = ""
        self.child.set_results(())
        self.day.setText(day.isoformat())
        self._say({})
        terminal = self._desk.terminal
        self._desk.ask(lambda: known_children(terminal), self._take_children)
        self.child.field.setFocus()

    def take_scan(self, text: str) -> None:
        """Take the child of a scanned card, or of a scanned number."""
        terminal = self._desk.terminal
        self._runner.run(lambda: check_in.identify(terminal, text).member, self._choose)

    def _build(self) -> None:
        _ = self._desk.words
        self.body.addWidget(Text(_("添加预约"), "title"))
        days = row(spacing=10)
        days.addLayout(self._part(self.day, Part.DAY), 3)
        days.addLayout(self._part(self.time, Part.TIME), 2)
        self.body.addLayout(self._part(self.child, Part.CHILD))
        self.body.addLayout(days)
        self.body.addLayout(self._part(self.booking, Part.BOOKING))
        self.body.addLayout(self._part(self.note))
        self.body.addSpacing(4)
        self.body.addWidget(self.button)
        self.body.addWidget(self._leave)

    def _part(self, field: QWidget, part: Part | None = None) -> QVBoxLayout:
        """Return a field with its caption above and, below, the place for what is wrong with it."""
        named = self.child.field if field is self.child else field
        inner = column(Text(named.accessibleName(), "small", "ink-3"), field, spacing=4)
        if part is not None:
            inner.addWidget(self.problems[part])
        inner.addStretch(1)
        return inner

    def _connect(self) -> None:
        self.child.query_changed.connect(self._search)
        self.child.chosen.connect(self._choose)
        self.child.left.connect(self.left)
        for field in (self.day, self.time, self.booking, self.note):
            field.entered.connect(self._go_on)
            field.left.connect(self.left)
        self.button.clicked.connect(self._add)
        self._leave.clicked.connect(self.left)
        for typed in (self.child.field, self.day, self.time):
            typed.textChanged.connect(self._show_enter)

    def _take_children(self, children: Children) -> None:
        self._children = children
        if self.child.text() and not self._member:
            self._search(self.child.text())

    def _search(self, text: str) -> None:
        self._member = ""
        self._say({})
        self.child.set_results(results(self._children, text, self._desk.words))

    def _choose(self, member: object) -> None:
        self._member = str(member)
        person = self._children.get(self._member)
        self.child.set_results(())
        self.child.field.setText(person.name if person is not None else self._member)
        self._go_on()

    def _typed(self) -> Typed:
        member = self._member or self._number()
        return Typed(member, self.day.text(), self.time.text(), self.booking.text(), self.note.text())

    def _number(self) -> str:
        """Return the member number that was typed whole, without choosing; empty where it is none."""
        text = self.child.text().strip()
        known = self._children.get(text)
        if known is not None:
            return known.member
        shown = results(self._children, text, self._desk.words)
        return str(shown[0].key) if len(shown) == 1 and shown[0].key == text.upper() else ""

    def _go_on(self) -> None:
        """Go to the next empty field that must be filled, or add."""
        self._say({})
        empty = self._first_empty()
        if empty is not None:
            empty.setFocus()
        else:
            self._add()

    def _first_empty(self) -> QLineEdit | None:
        must = (
            (self.child.field, self._typed().member),
            (self.day, self.day.text()),
            (self.time, self.time.text()),
        )
        return next((field for field, text in must if not text.strip()), None)

    def _show_enter(self) -> None:
        """Name Enter on the button only while it adds; Ctrl Enter always does."""
        self.button.set_hint("Enter" if self.is_filled else "Ctrl Enter")
        self.filled.emit()

    def _add(self) -> None:
        found = wanted_of(self._typed(), self._desk.words)
        if isinstance(found, Wanted):
            self._say({})
            terminal, operator = self._desk.terminal, self._desk.operator
            self._runner.run(lambda: appointments.add_by_hand(terminal, operator, found), self._done)
        else:
            self._say(found)

    def _done(self, visit: Visit) -> None:
        self.added.emit(visit)

    def _failed(self, error: Exception) -> None:
        told = refusal(error, self._desk.words)
        if told is None:
            self._desk.failed.emit(error)
        else:
            self._say(dict((told,)))

    def _say(self, wrong: dict[Part, str]) -> None:
        """Say what is wrong with which fields, and go to the first of them."""
        fields: dict[Part, QLineEdit] = {
            Part.CHILD: self.child.field,
            Part.DAY: self.day,
            Part.TIME: self.time,
            Part.BOOKING: self.booking,
        }
        for part, field in fields.items():
            field.setProperty("invalid", "true" if part in wrong else "false")
            restyle(field)
            self.problems[part].say(wrong.get(part, ""))
        first = next((part for part in Part if part in wrong), None)
        if first is not None:
            fields[first].setFocus()
