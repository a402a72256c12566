"""The verdict banner: the answer to "may we?" in sign, word and colour, with its source and age."""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from clinic_terminal.ui.widgets.card import SentenceCard, column
from clinic_terminal.ui.widgets.icons import ToneDisc
from clinic_terminal.ui.widgets.text import Ink, Text
from clinic_terminal.ui.widgets.tone import Tone


@dataclass(frozen=True, slots=True)
class VerdictView:
    """What the banner says; `source` and `at` stand on the right ("联网核验", "10:31:58").

    `icon` is another drawing in the place of the tone's own sign.
    """

    tone: Tone
    headline: str
    sub: str = ""
    source: str = ""
    at: str = ""
    icon: str = ""


_INKS: dict[Tone, Ink] = {
    Tone.OK: "ok",
    Tone.WARN: "warn",
    Tone.STOP: "stop",
    Tone.OFFLINE: "offline",
    Tone.ACCENT: "accent",
    Tone.NEUTRAL: "ink",
}

_SENTENCE = 200
"""The least width in which a sentence is wrapped."""


class VerdictBanner(SentenceCard):
    """Shows a VerdictView; `compact` is the lower form used above lists, with room for one action."""

    def __init__(self, view: VerdictView, *, compact: bool = False, action: QWidget | None = None) -> None:
        super().__init__(tone=view.tone, padding=0)
        self._disc = ToneDisc(view.tone, 36 if compact else 56, solid=True)
        self._headline = Text("", "title" if compact else "headline", wrap=True)
        self._sub = Text("", ink="ink-2", wrap=True)
        self._sub.setMinimumWidth(_SENTENCE)
        self._source = Text("", "small", "ink-3")
        self._at = Text("", "strong")
        line = QHBoxLayout()
        line.setContentsMargins(*((22, 14, 20, 14) if compact else (26, 20, 26, 20)))
        line.setSpacing(20 if compact else 22)
        line.addWidget(self._disc)
        line.addLayout(column(self._headline, self._sub, spacing=4), 1)
        for label in (self._source, self._at):
            label.setAlignment(Qt.AlignmentFlag.AlignRight)
        line.addLayout(column(None, self._source, self._at, None, spacing=3))
        if action:
            line.addWidget(action)
        self.body.addLayout(line)
        self.set_view(view)

    def set_view(self, view: VerdictView) -> None:
        """Show another verdict."""
        self.set_tone(view.tone)
        self._disc.set_drawing(view.tone, view.icon)
        self._headline.setText(view.headline)
        self._headline.set_ink(_INKS[view.tone])
        for label, text in ((self._sub, view.sub), (self._source, view.source), (self._at, view.at)):
            label.setText(text)
            label.setVisible(bool(text))
        self.setAccessibleName(" ".join(filter(None, (view.headline, view.sub, view.source, view.at))))
