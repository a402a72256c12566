"""The call to the hotline: a number to dial, words to say, and a place for the answer."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QWidget

from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.fonts import BOLD, text_font
from clinic_terminal.ui.views.hotline import Answer, HotlineView
from clinic_terminal.ui.widgets.buttons import ButtonSize, GhostButton
from clinic_terminal.ui.widgets.card import Card, column, empty, row
from clinic_terminal.ui.widgets.icons import ToneDisc
from clinic_terminal.ui.widgets.one_line import OneLine
from clinic_terminal.ui.widgets.pill import Pill, PillView
from clinic_terminal.ui.widgets.text import ElidedText, Text
from clinic_terminal.ui.widgets.tone import Tone

_LONGEST_REFERENCE = 40
_BUTTON_HEIGHT = 36
_NUMBER_SCALE = 1.35

_WORDS: Final = {
    Answer.BOOKING: (N_("预约编号"), N_("热线给的预约编号"), N_("登记预约编号")),
    Answer.PHONE: (N_("电话授权"), N_("热线给的授权编号"), N_("登记电话授权")),
}
"""What it is called, what the field asks for, and the word on the button."""


class HotlineNumber(OneLine):
    """The number as large as a hand that dials wants it."""

    def __init__(self) -> None:
        super().__init__()
        font = text_font("money-row", BOLD)
        font.setPointSizeF(font.pointSizeF() * _NUMBER_SCALE)
        self.setFont(font)
        self.setTextFormat(Qt.TextFormat.PlainText)


class HotlineCard(Card):
    """Shows a call; while something is held it takes the hotline's answer."""

    entered = Signal(object, str)
    """An Answer and its reference."""
    changed = Signal()
    """What can be done next has changed."""

    def __init__(self, words: Translate) -> None:
        super().__init__(padding=16, spacing=6)
        self._words = words
        self._title = Text("", "strong")
        self._opened = Pill(PillView(""))
        self._until = ElidedText("", "small", "ink-3")
        self._number = HotlineNumber()
        self._facts = column(spacing=2)
        self._say = Text("", ink="ink-2", wrap=True)
        self._answers: tuple[Answer, ...] = ()
        self._group = QButtonGroup(self)
        self._kinds = {one: self._kind_button(one) for one in Answer}
        self.reference = QLineEdit()
        self.reference.setMaxLength(_LONGEST_REFERENCE)
        self._entry = QWidget()
        self._build()
        self._group.idClicked.connect(self._choose)
        self.reference.textChanged.connect(self.changed)

    @property
    def kind(self) -> Answer:
        """What is being written down."""
        return next((one for one, button in self._kinds.items() if button.isChecked()), Answer.PHONE)

    def start_anew(self, reference: str = "") -> None:
        """Forget what was typed; ``reference`` came with the appointment."""
        self._kinds[Answer.BOOKING].setChecked(True)
        self.reference.setText(reference)

    def show_view(self, view: HotlineView) -> None:
        """Show another call; what is being typed stays."""
        self._title.setText(view.title)
        self._opened.set_view(view.opened)
        self._until.setText(view.until)
        self._number.setText(view.number)
        self._say.setText(view.say)
        self._say.setVisible(bool(view.say))
        self._show_facts(view.facts)
        self._answers = view.answers
        self._entry.setVisible(bool(view.answers))
        for one, button in self._kinds.items():
            button.setVisible(len(view.answers) > 1 and one in view.answers)
        if view.answers and self.kind not in view.answers:
            self._kinds[view.answers[0]].setChecked(True)
        self._label()
        facts = " ".join(f"{label} {value}" for label, value in view.facts)
        self.setAccessibleName(f"{view.title} {view.number} {view.opened.text} {view.until} {facts}")

    def act(self) -> tuple[str, bool]:
        """Return the word of what Enter does now, and whether there is something to write down."""
        return self._words(_WORDS[self.kind][2]), bool(self.reference.text().strip())

    def press(self) -> None:
        """Do what `act` says."""
        if self._answers and self.reference.text().strip():
            self.entered.emit(self.kind, self.reference.text().strip())

    def _choose(self, _number: int) -> None:
        self._label()
        self.reference.setFocus()
        self.changed.emit()

    def _label(self) -> None:
        name, example, _act = _WORDS[self.kind]
        self.reference.setPlaceholderText(self._words(example))
        self.reference.setAccessibleName(self._words(name))

    def _kind_button(self, kind: Answer) -> GhostButton:
        button = GhostButton(self._words(_WORDS[kind][0]), size=ButtonSize.SMALL, checkable=True)
        button.setFixedHeight(_BUTTON_HEIGHT)
        button.setParent(self)
        self._group.addButton(button, list(Answer).index(kind))
        return button

    def _show_facts(self, facts: tuple[tuple[str, str], ...]) -> None:
        empty(self._facts)
        for line, (label, value) in enumerate(facts):
            # The first is the member number: it is read out, so it is never cut.
            shown = ElidedText(value, "small", "ink-2") if line else Text(value, "small-strong")
            shown.setAccessibleName(f"{label} {value}")
            self._facts.addWidget(shown)

    def _build(self) -> None:
        disc = ToneDisc(Tone.WARN, 18)
        disc.set_drawing(Tone.ACCENT, "phone")
        head = row(disc, self._title, self._opened, spacing=10)
        head.addWidget(self._until, 1)
        self.body.addLayout(head)
        line = row(self._number, spacing=16)
        line.addLayout(self._facts, 1)
        self.body.addLayout(line)
        self.body.addWidget(self._say)
        entry = row(*self._kinds.values(), self.reference)
        entry.setStretch(len(self._kinds), 1)
        entry.setContentsMargins(0, 4, 0, 0)
        self._entry.setLayout(entry)
        self.body.addWidget(self._entry)
