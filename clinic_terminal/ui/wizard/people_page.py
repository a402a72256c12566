"""Step 6: who works here; each with a PIN, at least one a manager."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLineEdit, QWidget
from typing_extensions import override

from clinic_terminal.application import people
from clinic_terminal.application.first_start import Step
from clinic_terminal.application.first_start_failures import NameMissingError, NameTakenError
from clinic_terminal.application.operators import operators
from clinic_terminal.application.ports import Operator
from clinic_terminal.i18n import N_
from clinic_terminal.ui.widgets.card import Card, column, empty, row
from clinic_terminal.ui.widgets.icons import Icon
from clinic_terminal.ui.widgets.pill import Pill, PillView
from clinic_terminal.ui.widgets.text import ElidedText, Text
from clinic_terminal.ui.widgets.tone import Tone
from clinic_terminal.ui.wizard.guide import Guide
from clinic_terminal.ui.wizard.step_page import StepPage

_SHOWN = 6


class PeoplePage(StepPage):
    """Enter adds while something is typed, and goes on when the form is empty."""

    step = Step.PEOPLE

    def __init__(self, guide: Guide) -> None:
        super().__init__(guide)
        words = guide.words
        self.people: tuple[Operator, ...] = ()
        self.name = _field(words(N_("姓名")), people.LONGEST_NAME)
        self.pin = _pin(words(N_("PIN（4–12 位数字）")))
        self.again = _pin(words(N_("再输一次 PIN")))
        self.manager = QCheckBox(words(N_("管理员：可以重新设置本机、更改设置")))
        self.manager.setAccessibleName(self.manager.text())
        self._list = column(spacing=8)
        self._build()
        for field in (self.name, self.pin, self.again):
            field.textEdited.connect(self._typed)

    @property
    def is_typing(self) -> bool:
        """Whether somebody is being added."""
        return any(field.text() for field in (self.name, self.pin, self.again))

    @property
    @override
    def word(self) -> str:
        return N_("添加") if self.is_typing or not self.people else N_("继续")

    @override
    def enter(self) -> None:
        self.name.setFocus()
        self._read()

    @override
    def submit(self) -> None:
        house = self.guide.house
        if house is None:
            return
        terminal = house.terminal
        if not self.is_typing and self.people:
            self.run(lambda: people.require_manager(terminal), self._go_on, database=True)
            return
        name, pin, again, manager = (
            self.name.text(), self.pin.text(), self.again.text(), self.manager.isChecked(),
        )  # fmt: skip
        self.run(
            lambda: people.add_person(terminal, name, pin, again, manager=manager), self._added, database=True
        )

    @override
    def back(self) -> bool:
        """Empty the form first."""
        if not self.is_typing:
            return False
        self._clear()
        return True

    @override
    def after_failure(self, error: Exception) -> None:
        if isinstance(error, NameMissingError | NameTakenError):
            self.name.setFocus()
            return
        self.pin.clear()
        self.again.clear()
        self.pin.setFocus()

    def _build(self) -> None:
        words = self.guide.words
        form = Card(padding=20, spacing=10)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        labels = (N_("姓名"), N_("PIN（4–12 位数字）"), N_("再输一次 PIN"))
        for at, (label, field) in enumerate(zip(labels, (self.name, self.pin, self.again), strict=True)):
            grid.addWidget(Text(words(label), "small", "ink-2"), 0, at)
            grid.addWidget(field, 1, at)
            grid.setColumnStretch(at, 1)
        form.body.addLayout(grid)
        form.body.addWidget(self.manager)
        self.body.addLayout(self._list)
        self.body.addWidget(form)

    def _read(self) -> None:
        house = self.guide.house
        if house is not None:
            terminal = house.terminal
            self.run(lambda: tuple(operators(terminal)), self._show, database=True)

    def _added(self, person: Operator) -> None:
        self._clear()
        self.guide.tried[self.step] = person.name
        self._read()

    def _clear(self) -> None:
        for field in (self.name, self.pin, self.again):
            field.clear()
        self.said.clear()
        self.name.setFocus()
        self.changed.emit()

    def _show(self, found: tuple[Operator, ...]) -> None:
        self.people = found
        self.manager.setChecked(not any(person.manager for person in found))
        empty(self._list)
        for person in found[:_SHOWN]:
            self._list.addWidget(self._line(person))
        if len(found) > _SHOWN:
            more = self.guide.words(N_("还有 {count} 位。")).format(count=len(found) - _SHOWN)
            self._list.addWidget(Text(more, "small", "ink-3"))
        self.changed.emit()

    def _line(self, person: Operator) -> QWidget:
        line = row(Icon("user", "ink-3", 20), ElidedText(person.name, "medium"), spacing=10)
        line.setStretch(1, 1)
        if person.manager:
            line.addWidget(Pill(PillView(self.guide.words(N_("管理员")), Tone.ACCENT)))
        holder = QWidget()
        holder.setLayout(line)
        holder.setAccessibleName(person.name)
        return holder

    def _go_on(self, managers: tuple[Operator, ...]) -> None:
        self.guide.manager = self.guide.manager or managers[0]
        self.done.emit()

    def _typed(self) -> None:
        self.said.clear()
        self.changed.emit()


def _field(name: str, longest: int) -> QLineEdit:
    field = QLineEdit()
    field.setAccessibleName(name)
    field.setMaxLength(longest)
    return field


def _pin(name: str) -> QLineEdit:
    field = _field(name, max(people.PIN_LENGTHS))
    field.setEchoMode(QLineEdit.EchoMode.Password)
    field.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
    return field
