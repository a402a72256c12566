"""The strip of keys at the bottom: what each key does on this page."""

from dataclasses import dataclass

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel
from typing_extensions import override

from clinic_terminal.ui.theme import theme
from clinic_terminal.ui.widgets.card import empty, row
from clinic_terminal.ui.widgets.text import Text


@dataclass(frozen=True, slots=True)
class Hint:
    """A key as it is written on the keyboard, and what it does here."""

    key: str
    word: str


class KeyCap(QLabel):
    """A key."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.setFixedHeight(20)


class HintBar(QFrame):
    """Shows hints."""

    def __init__(self, hints: tuple[Hint, ...] = (), *, name: str = "") -> None:
        super().__init__()
        self.setFixedHeight(theme().px("hints-height"))
        self._name = name
        self._hints: tuple[Hint, ...] = ()
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(24, 0, 24, 0)
        self._line.setSpacing(20)
        self.set_hints(hints)

    @override
    def minimumSizeHint(self) -> QSize:
        # Many keys with long words are cut at the edge; the window never gets wider for them.
        return QSize(0, super().minimumSizeHint().height())

    def set_hints(self, hints: tuple[Hint, ...]) -> None:
        """Show other hints."""
        if hints and hints == self._hints:
            return
        self._hints = hints
        empty(self._line)
        for hint in hints:
            self._line.addLayout(row(KeyCap(hint.key), Text(hint.word, "small", "ink-3"), spacing=7))
        self._line.addStretch(1)
        spoken = " · ".join(f"{hint.key} {hint.word}" for hint in hints)
        self.setAccessibleName(f"{self._name} {spoken}".strip())
