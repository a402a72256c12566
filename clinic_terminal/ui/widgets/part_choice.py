"""Which part of a list is wanted: a few words with counts that change while one of them stays chosen."""

from collections.abc import Hashable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QWidget

from clinic_terminal.ui.widgets.buttons import ButtonSize, GhostButton
from clinic_terminal.ui.widgets.card import row

_HEIGHT = 36

Parts = tuple[tuple[Hashable, str], ...]


class PartChoice(QWidget):
    """Shows the parts; `changed` carries the value of the chosen one."""

    changed = Signal(object)

    def __init__(self, name: str) -> None:
        super().__init__()
        self._parts: Parts = ()
        self._buttons: list[GhostButton] = []
        self._group = QButtonGroup(self)
        self._group.idClicked.connect(self._take)
        self._line = row(spacing=4)
        self.setLayout(self._line)
        self.setAccessibleName(name)

    @property
    def value(self) -> Hashable:
        """What is chosen; None before there are parts."""
        number = self._group.checkedId()
        return self._parts[number][0] if 0 <= number < len(self._parts) else None

    def set_parts(self, parts: Parts) -> None:
        """Show these parts with their words; the first is chosen where none was."""
        self._parts = parts
        for number, (_value, word) in enumerate(parts):
            if number == len(self._buttons):
                self._add(number)
            button = self._buttons[number]
            if button.text() != word:
                button.set_word(word)
                button.setAccessibleName(word)
        if self._group.checkedId() < 0 and parts:
            self._buttons[0].setChecked(True)

    def choose(self, value: Hashable) -> None:
        """Choose without saying so; an unknown value changes nothing."""
        for button, (known, _word) in zip(self._buttons, self._parts, strict=True):
            if known == value:
                button.setChecked(True)

    def _add(self, number: int) -> None:
        button = GhostButton("", size=ButtonSize.SMALL, checkable=True)
        button.setFixedHeight(_HEIGHT)
        self._group.addButton(button, number)
        self._line.addWidget(button)
        self._buttons.append(button)

    def _take(self, _number: int) -> None:
        self.changed.emit(self.value)
