"""One thing that is asked of the desk: open while it is its turn, one line before and after."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from clinic_terminal.ui.theme import restyle
from clinic_terminal.ui.widgets.buttons import ButtonSize, GhostButton
from clinic_terminal.ui.widgets.card import Card, row
from clinic_terminal.ui.widgets.icons import ToneDisc
from clinic_terminal.ui.widgets.text import ElidedText, Text
from clinic_terminal.ui.widgets.tone import Tone

_HEAD_HEIGHT = 36
_SIDE = 16


class StepCard(Card):
    """A head line with sign, title and summary; `content` is the layout below it while it is open."""

    reopened = Signal()
    """The small button on a finished step was pressed."""

    def __init__(self, title: str, again: str) -> None:
        super().__init__(padding=0, spacing=0)
        self._disc = ToneDisc(Tone.NEUTRAL, 18)
        self._title = Text(title, "strong")
        self._summary = ElidedText("", ink="ink-2")
        self._again = GhostButton(again, size=ButtonSize.SMALL)
        self._again.setAccessibleName(f"{again} {title}")
        self._again.clicked.connect(self.reopened)
        head = QWidget()
        head.setFixedHeight(_HEAD_HEIGHT)
        line = row(self._disc, self._title, spacing=10)
        line.setContentsMargins(_SIDE, 0, 6, 0)
        line.addSpacing(6)
        line.addWidget(self._summary, 1)
        line.addWidget(self._again)
        head.setLayout(line)
        self._holder = Card(padding=0, spacing=8)
        self._holder.setStyleSheet("Card { border: none; background: transparent; }")
        self.content = self._holder.body
        self.content.setContentsMargins(_SIDE, 0, _SIDE, 14)
        self.body.addWidget(head)
        self.body.addWidget(self._holder)

    @property
    def is_open(self) -> bool:
        """Whether it is this step's turn."""
        return bool(self.property("opened"))

    def set_title(self, title: str) -> None:
        """Name the step anew."""
        self._title.setText(title)

    def show_state(self, tone: Tone, summary: str, *, opened: bool, again: bool = False) -> None:
        """Say how far the step is; ``again`` offers to go back to it."""
        self._disc.set_tone(tone)
        self._summary.setText(summary)
        self._holder.setVisible(opened)
        self._again.setVisible(again and not opened)
        self.setAccessibleName(f"{self._title.text()} {summary}".strip())
        if self.property("opened") != opened:
            self.setProperty("opened", opened)
            restyle(self)
