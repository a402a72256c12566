"""What an option is edited with: choices, a switch, a field, or lines; each gives what may be kept."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QCheckBox, QPlainTextEdit, QWidget
from typing_extensions import override

from clinic_terminal.i18n import N_, Translate
from clinic_terminal.options import Kind, Option, OptionError, Value
from clinic_terminal.ui.pages.entry import EntryField
from clinic_terminal.ui.theme import restyle
from clinic_terminal.ui.views import settings as views
from clinic_terminal.ui.widgets.buttons import ButtonSize, GhostButton
from clinic_terminal.ui.widgets.card import column, row
from clinic_terminal.ui.widgets.segments import Segments

_LINES_HEIGHT = 84
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Editor(QWidget):
    """Edits one option."""

    given = Signal(object)
    """A Value of the option's form, other than the one that is shown as kept."""
    told = Signal(str)
    """What is wrong with what was typed; empty where nothing is."""
    left = Signal()
    """Esc was pressed, and nothing unsaved was there to be dropped."""

    @property
    def first(self) -> QWidget:
        """Where the keys go."""
        raise NotImplementedError

    def show_value(self, value: Value) -> None:
        """Show what is kept."""
        raise NotImplementedError

    def mark(self, *, invalid: bool) -> None:
        """Draw the border of what cannot be kept."""


class ChoiceEditor(Editor):
    """A few choices side by side; choosing gives."""

    def __init__(self, option: Option, words: Translate) -> None:
        super().__init__()
        self._segments = Segments(words(option.word))
        self._segments.set_choices(views.choices_of(option, words))
        self.setLayout(row(self._segments, None))
        self._segments.changed.connect(self.given)

    @property
    @override
    def first(self) -> QWidget:
        buttons = self._segments.findChildren(GhostButton)
        return next((button for button in buttons if button.isChecked()), self._segments)

    @override
    def show_value(self, value: Value) -> None:
        self._segments.choose(value)


class SwitchEditor(Editor):
    """A tick; setting it gives."""

    def __init__(self, option: Option, words: Translate) -> None:
        super().__init__()
        self._words = words
        self._box = QCheckBox()
        self._box.setAccessibleName(words(option.word))
        self.setLayout(row(self._box, None))
        self._box.clicked.connect(self._give)
        self._box.toggled.connect(self._say)
        self._say(on=False)

    @property
    @override
    def first(self) -> QWidget:
        return self._box

    @override
    def show_value(self, value: Value) -> None:
        self._box.setChecked(bool(value))

    def _give(self) -> None:
        self.given.emit(self._box.isChecked())

    def _say(self, on: bool) -> None:  # noqa: FBT001  Qt's signal gives it so
        self._box.setText(self._words(N_("开") if on else N_("关")))


class TypedEditor(Editor):
    """What is typed is judged at each key; Enter gives it, and so does leaving the field; Esc drops it."""

    def __init__(self, option: Option, words: Translate) -> None:
        super().__init__()
        self._option = option
        self._words = words
        self._kept = ""
        self.save_button = GhostButton(words(N_("保存")), "Enter", size=ButtonSize.SMALL)
        self.save_button.setAccessibleName(f"{self.save_button.text()} {words(option.word)}")
        self.save_button.clicked.connect(self.give)

    @property
    def text(self) -> str:
        """What stands in the field."""
        raise NotImplementedError

    def put(self, text: str) -> None:
        """Put a text into the field."""
        raise NotImplementedError

    @override
    def show_value(self, value: Value) -> None:
        self._kept = views.as_typed(value)
        if self.text != self._kept:
            self.put(self._kept)
        self._judge()

    def give(self) -> None:
        """Give what was typed, where it may be kept."""
        if self.text == self._kept:
            return
        try:
            value = views.typed_value(self._option, self.text)
        except OptionError:
            self._judge()
            return
        if views.as_typed(value) == self._kept:
            self.put(self._kept)
            self._judge()
        else:
            self.given.emit(value)

    def drop(self) -> None:
        """Put back what is kept; where nothing was typed, the hand leaves the field."""
        if self.text == self._kept:
            self.left.emit()
            return
        self.put(self._kept)
        self._judge()

    def _judge(self) -> None:
        wrong = views.problem(self._option, self.text, self._words) if self.text != self._kept else ""
        self.mark(invalid=bool(wrong))
        self.save_button.setVisible(self.text != self._kept and not wrong)
        self.told.emit(wrong)


class FieldEditor(TypedEditor):
    """One line."""

    def __init__(self, option: Option, words: Translate) -> None:
        super().__init__(option, words)
        self.field = EntryField(words(option.word))
        line = row(spacing=8)
        line.addWidget(self.field, 1)
        line.addWidget(self.save_button)
        self.setLayout(line)
        self.save_button.hide()
        self.field.textEdited.connect(self._judge)
        self.field.entered.connect(self.give)
        self.field.editingFinished.connect(self.give)
        self.field.left.connect(self.drop)

    @property
    @override
    def first(self) -> QWidget:
        return self.field

    @property
    @override
    def text(self) -> str:
        return self.field.text()

    @override
    def put(self, text: str) -> None:
        self.field.setText(text)

    @override
    def mark(self, *, invalid: bool) -> None:
        self.field.mark(invalid=invalid)


class Lines(QPlainTextEdit):
    """Several lines: Enter begins another, Ctrl+S and leaving take them, Esc drops them; Tab walks on."""

    left = Signal()
    finished = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        self.setFixedHeight(_LINES_HEIGHT)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        with_control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif with_control and event.key() == Qt.Key.Key_S:
            self.finished.emit()
        else:
            super().keyPressEvent(event)
            if event.key() in _ENTER:
                event.accept()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.finished.emit()


class LinesEditor(TypedEditor):
    """One value a line."""

    def __init__(self, option: Option, words: Translate) -> None:
        super().__init__(option, words)
        self.lines = Lines(words(option.word))
        self.save_button.set_hint("Ctrl S")
        whole = column(self.lines, spacing=6)
        whole.addLayout(row(None, self.save_button))
        self.setLayout(whole)
        self.save_button.hide()
        self.lines.textChanged.connect(self._judge)
        self.lines.finished.connect(self.give)
        self.lines.left.connect(self.drop)

    @property
    @override
    def first(self) -> QWidget:
        return self.lines

    @property
    @override
    def text(self) -> str:
        return self.lines.toPlainText()

    @override
    def put(self, text: str) -> None:
        self.lines.setPlainText(text)

    @override
    def mark(self, *, invalid: bool) -> None:
        if self.lines.property("invalid") != ("true" if invalid else "false"):
            self.lines.setProperty("invalid", "true" if invalid else "false")
            restyle(self.lines)


def editor_for(option: Option, words: Translate) -> Editor:
    """Return what an option is edited with."""
    makers = {
        Kind.CHOICE: ChoiceEditor,
        Kind.SWITCH: SwitchEditor,
        Kind.TEXT: FieldEditor,
        Kind.PATTERNS: LinesEditor,
    }
    return makers[option.kind](option, words)
