"""A field for a number that nobody beside the desk should read: hidden as soon as the hand has left it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QLineEdit
from typing_extensions import override

from clinic_terminal.domain.identity import masked_document

_LONGEST = 40


class MaskedField(QLineEdit):
    """Keeps the number; shows it while it is typed, and its ends only after that."""

    typed = Signal()
    """The hand changed the number."""

    def __init__(self, name: str, example: str) -> None:
        super().__init__()
        self._number = ""
        self.setMaxLength(_LONGEST)
        self.setAccessibleName(name)
        self.setPlaceholderText(example)
        # Numbers are Latin: an input method would only eat keys here.
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        self.textEdited.connect(self._take)

    @property
    def number(self) -> str:
        """The whole number, without spaces round it."""
        return self._number.strip()

    def set_number(self, number: str) -> None:
        """Hold another number."""
        self._number = number
        self._show()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.setText(self._number)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._show()

    def _take(self, text: str) -> None:
        self._number = text
        self.typed.emit()

    def _show(self) -> None:
        self.setText(self._number if self.hasFocus() else masked_document(self.number))
