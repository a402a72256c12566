"""What a step says about how it went: a sign, a sentence, and what to do."""

from PySide6.QtWidgets import QWidget

from clinic_terminal.ui.widgets.card import Card, column, row
from clinic_terminal.ui.widgets.icons import ToneDisc
from clinic_terminal.ui.widgets.spinner import Spinner
from clinic_terminal.ui.widgets.text import Text
from clinic_terminal.ui.widgets.tone import Tone

_DISC = 24


class Said(Card):
    """Hidden until there is something to say."""

    def __init__(self) -> None:
        super().__init__(padding=16, spacing=0)
        self._disc = ToneDisc(Tone.OK, _DISC, solid=True)
        self._spinner = Spinner()
        self._what = Text("", "strong", wrap=True)
        self._next = Text("", "body", "ink-2", wrap=True)
        self.tone: Tone | None = None
        texts = QWidget()
        lines = column(self._what, self._next, spacing=4)
        texts.setLayout(lines)
        line = row(self._disc, self._spinner, texts, spacing=14)
        line.setStretch(2, 1)
        self.body.addLayout(line)
        self.hide()

    @property
    def text(self) -> str:
        """All that is said."""
        return " ".join(filter(None, (self._what.text(), self._next.text())))

    def say(self, what: str, tone: Tone, next_step: str = "") -> None:
        """Say a sentence in a tone."""
        self.tone = tone
        self.set_tone(tone if tone is not Tone.NEUTRAL else None)
        self._disc.set_tone(tone)
        self._show(what, next_step, waiting=False)

    def add(self, sentence: str) -> None:
        """Say one sentence more."""
        self._next.setText(" ".join(filter(None, (self._next.text(), sentence))))
        self._next.show()
        self.setAccessibleName(self.text)

    def wait(self, what: str) -> None:
        """Say what is going on."""
        self.tone = None
        self.set_tone(None)
        self._show(what, "", waiting=True)

    def clear(self) -> None:
        """Say nothing."""
        self.tone = None
        self._what.setText("")
        self._next.setText("")
        self.hide()

    def _show(self, what: str, next_step: str, *, waiting: bool) -> None:
        self._what.setText(what)
        self._next.setText(next_step)
        self._next.setVisible(bool(next_step))
        self._disc.setVisible(not waiting)
        self._spinner.setVisible(waiting)
        self.setAccessibleName(self.text)
        self.show()
