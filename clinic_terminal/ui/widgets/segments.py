"""A few choices side by side, one of them chosen; arrows walk, Space chooses."""

from collections.abc import Hashable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QWidget

from clinic_terminal.ui.widgets.buttons import ButtonSize, GhostButton
from clinic_terminal.ui.widgets.card import row
from clinic_terminal.ui.widgets.choice_box import Choice


class Segments(QWidget):
    """Shows two to four choices; `changed` carries the chosen value."""

    changed = Signal(object)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        self._choices: tuple[Choice, ...] = ()
        self._line = row(spacing=6)
        self.setLayout(self._line)
        self._group.idClicked.connect(self._take)

    def set_choices(self, choices: tuple[Choice, ...]) -> None:
        """Offer other choices; the chosen one stays where it is offered still, else the first is chosen."""
        if choices == self._choices:
            return
        before = self.value()
        for button in self._group.buttons():
            self._group.removeButton(button)
            self._line.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._choices = choices
        for number, choice in enumerate(choices):
            button = GhostButton(choice.label, size=ButtonSize.SMALL, checkable=True)
            button.setParent(self)
            button.setAccessibleName(f"{self.accessibleName()} {choice.label}")
            self._group.addButton(button, number)
            self._line.addWidget(button)
            button.show()
        self.choose(before)

    def value(self) -> Hashable:
        """Return what is chosen; None before there are choices."""
        at = self._group.checkedId()
        return self._choices[at].value if 0 <= at < len(self._choices) else None

    def choose(self, value: Hashable) -> None:
        """Make a choice without saying so; what is not offered chooses the first."""
        at = next((number for number, choice in enumerate(self._choices) if choice.value == value), 0)
        button = self._group.button(at)
        if self._choices:
            button.setChecked(True)

    def _take(self) -> None:
        self.changed.emit(self.value())
