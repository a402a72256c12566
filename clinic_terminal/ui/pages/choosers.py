"""Choices that are never guessed: which child, which policy. Numbers choose."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from clinic_terminal.ui.views.check_in import ChoiceView, PolicyTile
from clinic_terminal.ui.widgets.buttons import ButtonSize, GhostButton
from clinic_terminal.ui.widgets.card import Card, column, empty, row
from clinic_terminal.ui.widgets.pill import Pill
from clinic_terminal.ui.widgets.text import Text

_WIDTH = 720
_KEYED = 9


def digits_to(count: int) -> str:
    """Return the digits that choose among so many, as they are written in the strip of keys."""
    return f"1–{min(count, _KEYED)}" if count > 1 else "1"


class TileButton(GhostButton):
    """One choice as a tall button: name, detail, state."""

    def __init__(self, tile: PolicyTile, number: int) -> None:
        super().__init__("", size=ButtonSize.LARGE)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(84)
        self.setAccessibleName(f"{number} {tile.name} {tile.detail} {tile.pill.text}")
        cap = Text(str(number), "title", "ink-3")
        words = column(None, Text(tile.name, "strong"), Text(tile.detail, "small", "ink-3"), None, spacing=4)
        line = row(cap, spacing=20)
        line.addLayout(words, 1)
        line.addWidget(Pill(tile.pill))
        line.setContentsMargins(24, 0, 20, 0)
        self.setLayout(line)
        for label in self.findChildren(QWidget):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    @override
    def _word_font(self) -> QFont:
        return self.font()


class Chooser(QWidget):
    """Asks one question with up to nine answers."""

    chosen = Signal(int)
    """The place of the answer, from 0."""

    def __init__(self) -> None:
        super().__init__()
        self.digits = ""
        """The keys that choose, such as "1–2"."""
        self._title = Text("", "title")
        self._hint = Text("", ink="ink-2", wrap=True)
        self._list = QVBoxLayout()
        self._list.setSpacing(12)
        card = Card(padding=32, spacing=8)
        card.setFixedWidth(_WIDTH)
        card.body.addWidget(self._title)
        card.body.addWidget(self._hint)
        card.body.addSpacing(8)
        card.body.addLayout(self._list)
        whole = column(None, spacing=0)
        whole.addLayout(row(None, card, None))
        whole.addStretch(2)
        self.setLayout(whole)

    def show_choice(self, view: ChoiceView) -> None:
        """Ask another question."""
        self.digits = digits_to(len(view.tiles))
        self._title.setText(view.title)
        self._hint.setText(view.hint)
        empty(self._list)
        for number, tile in enumerate(view.tiles):
            button = TileButton(tile, number + 1)
            button.clicked.connect(self._emit)
            button.setProperty("number", number)
            self._list.addWidget(button)

    def _emit(self) -> None:
        button = self.sender()
        if isinstance(button, TileButton):
            self.chosen.emit(int(button.property("number")))
