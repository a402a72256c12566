"""Beside the board: what the day brought so far, and whether an outage would matter."""

from PySide6.QtWidgets import QWidget

from clinic_terminal.application.day import DaySums
from clinic_terminal.i18n import Translate
from clinic_terminal.ui.views.today import SafetyView, sums_note
from clinic_terminal.ui.widgets.card import Card, row
from clinic_terminal.ui.widgets.icons import ToneDisc
from clinic_terminal.ui.widgets.money import MoneyLabel
from clinic_terminal.ui.widgets.text import Text
from clinic_terminal.ui.widgets.tiles import Figure
from clinic_terminal.ui.widgets.tone import Tone


class SumsCard(Card):
    """What the day brought so far."""

    def __init__(self, words: Translate) -> None:
        super().__init__(spacing=4)
        _ = words
        insurer, on_site = _("保险直付"), _("现场已收")
        self.insurer = MoneyLabel(name=insurer)
        self.on_site = MoneyLabel(name=on_site)
        self.follow = Figure("0")
        self._words = words
        self._follow_word = _("待跟进")
        self.note = Text("", "small", "ink-3", wrap=True)
        _stacked(self, ((insurer, self.insurer), (on_site, self.on_site), (self._follow_word, self.follow)))
        self.body.addWidget(self.note)
        self.note.hide()

    def show_sums(self, sums: DaySums, follow: int, unsent: int = 0) -> None:
        """Show other figures, and say what of them is left out or not delivered; ``unsent`` in fen."""
        self.insurer.set_fen(sums.insurer_fen)
        self.on_site.set_fen(sums.on_site_fen)
        self.note.setText(sums_note(sums, self._words, unsent))
        self.note.setVisible(bool(self.note.text()))
        self.follow.setText(str(follow))
        self.follow.set_ink("warn" if follow else "ink")
        self.follow.setAccessibleName(f"{self._follow_word} {follow}")


class AheadCard(Card):
    """How well a day to come is prepared."""

    def __init__(self, words: Translate) -> None:
        super().__init__(spacing=4)
        _ = words
        self._words = (_("预约"), _("先处理"), _("资料已备好"))
        self.expected, self.first, self.prepared = Figure("0"), Figure("0"), Figure("0")
        _stacked(self, tuple(zip(self._words, (self.expected, self.first, self.prepared), strict=True)))

    def show_counts(self, expected: int, first: int, prepared: int) -> None:
        """Show how many are expected, want something done first, and are known here."""
        said = (str(expected), str(first), f"{prepared} / {expected}")
        figures = (self.expected, self.first, self.prepared)
        for figure, word, count in zip(figures, self._words, said, strict=True):
            figure.setText(count)
            figure.setAccessibleName(f"{word} {count}")
        self.first.set_ink("warn" if first else "ink")
        self.prepared.set_ink("ink" if prepared == expected else "warn")


def _stacked(card: Card, figures: tuple[tuple[str, QWidget], ...]) -> None:
    for number, (word, figure) in enumerate(figures):
        if number:
            card.body.addSpacing(12)
        card.body.addWidget(Text(word, "small", "ink-3"))
        card.body.addWidget(figure)


class SafetyCard(Card):
    """Whether an outage would matter."""

    def __init__(self) -> None:
        super().__init__(spacing=6)
        self._disc = ToneDisc(Tone.NEUTRAL, solid=True)
        self._headline = Text("", "strong", wrap=True)
        head = row(self._disc, self._headline, spacing=8)
        head.setStretch(1, 1)
        self.body.addLayout(head)
        self._lines = [Text("", "small", "ink-3", wrap=True) for _ in range(3)]
        for line in self._lines:
            self.body.addWidget(line)

    def show_view(self, view: SafetyView) -> None:
        """Show another state of the line."""
        self.set_tone(None if view.tone is Tone.NEUTRAL else view.tone)
        self._disc.setVisible(view.tone is not Tone.NEUTRAL)
        self._disc.set_tone(view.tone)
        self._headline.setText(view.headline)
        for label, text in zip(self._lines, view.lines, strict=True):
            label.setText(text)
        self.setAccessibleName(" ".join((view.headline, *view.lines)))
