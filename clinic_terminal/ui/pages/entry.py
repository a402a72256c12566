"""Fields for one thing at a time: Enter takes it, Esc leaves it, and a problem is said right below."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget
from typing_extensions import override

from clinic_terminal.domain.errors import AmountError
from clinic_terminal.domain.money import fen_from_yuan, yuan
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.enter_key import ENTER_KEY
from clinic_terminal.ui.theme import restyle
from clinic_terminal.ui.widgets.buttons import ButtonSize, GhostButton
from clinic_terminal.ui.widgets.card import Card, column, row
from clinic_terminal.ui.widgets.text import Text

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class EntryField(QLineEdit):
    """A field that keeps plain Enter and Esc, so that neither reaches the page's primary button."""

    entered = Signal()
    left = Signal()

    def __init__(self, name: str, placeholder: str = "") -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)

    def mark(self, *, invalid: bool) -> None:
        """Draw the border of a field whose content cannot be taken."""
        self.setProperty("invalid", "true" if invalid else "false")
        restyle(self)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and event.key() in _ENTER:
            if ENTER_KEY.is_decision(event):
                self.entered.emit()
        elif plain and event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class Problem(Text):
    """What is wrong with the field above; takes no room while nothing is."""

    def __init__(self) -> None:
        super().__init__("", "small", "stop", wrap=True)
        self.hide()

    def say(self, text: str) -> None:
        """Say what is wrong, or with an empty text that all is well."""
        self.setText(text)
        self.setAccessibleName(text)
        self.setVisible(bool(text))


class AmountEditor(Card):
    """Asks for one amount in yuan; `submitted` carries it in fen."""

    submitted = Signal(int)
    cancelled = Signal()

    def __init__(self, words: Translate) -> None:
        super().__init__(padding=12, spacing=6)
        self._words = words
        self._title = Text("", "small-strong", "ink-2", wrap=True)
        self.field = EntryField(words(N_("金额（元）")))
        self.field.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.problem = Problem()
        save = GhostButton(words(N_("保存")), "Enter", size=ButtonSize.MEDIUM)
        self.body.addWidget(self._title)
        self.body.addLayout(row(self.field, save))
        self.body.addWidget(self.problem)
        save.clicked.connect(self._submit)
        self.field.entered.connect(self._submit)
        self.field.left.connect(self.cancelled)
        self.field.textEdited.connect(lambda _text: self.say(""))
        self.hide()

    def ask(self, title: str, fen: int) -> None:
        """Open for an amount with its present value, ready to be typed over."""
        self._title.setText(title)
        self.field.setAccessibleName(title)
        self.field.setText(yuan(fen))
        self.say("")
        self.show()
        self.field.setFocus()
        self.field.selectAll()

    def say(self, problem: str) -> None:
        """Say what is wrong with the typed amount; it stays in the field."""
        self.field.mark(invalid=bool(problem))
        self.problem.say(problem)

    def _submit(self) -> None:
        try:
            fen = fen_from_yuan(self.field.text())
        except AmountError as error:
            self.say(amount_problem(error, self._words))
            return
        self.submitted.emit(fen)


def amount_problem(error: Exception, words: Translate) -> str:
    """Return in words why an amount cannot be taken."""
    if getattr(error, "code", "") == "AMOUNT_TOO_LARGE":
        return words(N_("金额超过 100 万元，请检查是否多打了零。"))
    return words(N_("请填写金额，最多两位小数，如 350 或 350.50。"))


def labelled(label: str, field: QWidget) -> QWidget:
    """Return a field with its small caption above."""
    holder = QWidget()
    holder.setLayout(column(Text(label, "small", "ink-3"), field, spacing=4))
    return holder
