"""The fields about one person: a name, an old PIN, a new one twice; Enter walks through and sends them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from clinic_terminal.application.people import LONGEST_NAME
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.pages.approval_panel import PinField
from clinic_terminal.ui.pages.entry import EntryField, Problem, labelled
from clinic_terminal.ui.views.people import Deed, form_title
from clinic_terminal.ui.widgets.buttons import ButtonSize, GhostButton, PrimaryButton
from clinic_terminal.ui.widgets.card import Card, column, row
from clinic_terminal.ui.widgets.text import Text

_NAME, _OLD, _PIN, _AGAIN = range(4)
_FIELDS: Final[Mapping[Deed, tuple[int, ...]]] = {
    Deed.ADD: (_NAME, _PIN, _AGAIN),
    Deed.RENAME: (_NAME,),
    Deed.RESET_PIN: (_PIN, _AGAIN),
    Deed.OWN_PIN: (_OLD, _PIN, _AGAIN),
}


@dataclass(frozen=True, slots=True)
class Filled:
    """What was typed; fields that the deed does not ask for are empty."""

    name: str
    old: str
    pins: tuple[str, str]


class PersonForm(Card):
    """Asks for what a deed needs; `filled` carries a Filled."""

    filled = Signal(object)
    left = Signal()

    def __init__(self, words: Translate) -> None:
        super().__init__(padding=20, spacing=10)
        self._words = words
        self._shown: tuple[int, ...] = ()
        self._title = Text("", "strong", wrap=True)
        labels = (N_("姓名"), N_("现在的 PIN"), N_("新 PIN（4–12 位数字）"), N_("再输一次 PIN"))
        self.name = EntryField(words(labels[_NAME]))
        self.name.setMaxLength(LONGEST_NAME)
        self.old, self.pin, self.again = (PinField(words(label)) for label in labels[1:])
        self._fields: tuple[EntryField, ...] = (self.name, self.old, self.pin, self.again)
        self._holders: tuple[QWidget, ...] = tuple(
            labelled(words(label), field) for label, field in zip(labels, self._fields, strict=True)
        )
        self.problem = Problem()
        self.back_button = GhostButton(words(N_("取消")), "Esc", size=ButtonSize.MEDIUM)
        self.save_button = PrimaryButton(words(N_("保存")), "Enter")
        self.body.addWidget(self._title)
        self.body.addLayout(column(*self._holders, spacing=10))
        self.body.addWidget(self.problem)
        self.body.addSpacing(4)
        self.body.addLayout(row(self.back_button, None, self.save_button))
        self.body.addStretch(1)
        for field in self._fields:
            field.entered.connect(self._walk)
            field.left.connect(self.left)
            field.textEdited.connect(self._calm)
        self.back_button.clicked.connect(self.left)
        self.save_button.clicked.connect(self.submit)

    def open(self, deed: Deed, name: str) -> None:
        """Ask for what ``deed`` needs; ``name`` is who it is about."""
        self._title.setText(form_title(deed, name, self._words))
        self._shown = _FIELDS[deed]
        for number, (field, holder) in enumerate(zip(self._fields, self._holders, strict=True)):
            field.clear()
            holder.setVisible(number in self._shown)
        if deed is Deed.RENAME:
            self.name.setText(name)
            self.name.selectAll()
        self.say("")
        self.enter()

    def enter(self) -> None:
        """Put the hand into the first field that is empty, else into the first."""
        shown = [self._fields[number] for number in self._shown]
        next((field for field in shown if not field.text()), shown[0]).setFocus()

    def submit(self) -> None:
        """Give what was typed."""
        self.filled.emit(Filled(self.name.text(), self.old.text(), (self.pin.text(), self.again.text())))

    def refuse(self, problem: str, *, name: bool, old: bool) -> None:
        """Say what is wrong: with the name, with the old PIN, or else with the new one."""
        wrong = self.name if name else self.old if old else self.pin
        for field in (self.old,) if old else () if name else (self.pin, self.again):
            field.clear()
        self.say(problem)
        wrong.mark(invalid=True)
        wrong.setFocus()

    def say(self, problem: str) -> None:
        """Say what is wrong, or that all is well."""
        for field in self._fields:
            field.mark(invalid=False)
        self.problem.say(problem)

    def _walk(self) -> None:
        """Go to the next field that is empty; give it all where none is."""
        empty = [self._fields[number] for number in self._shown if not self._fields[number].text()]
        if empty:
            empty[0].setFocus()
        else:
            self.submit()

    def _calm(self, _text: str) -> None:
        self.say("")
