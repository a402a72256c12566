"""What was found out, as short lines: a sign, a label, what is so."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from clinic_terminal.ui.widgets.card import Card, column, empty, row
from clinic_terminal.ui.widgets.icons import ToneDisc
from clinic_terminal.ui.widgets.text import Text
from clinic_terminal.ui.widgets.tone import Tone

_LABEL = 132
_DISC = 20


@dataclass(frozen=True, slots=True)
class Fact:
    """One line; ``why`` explains it where that is not plain."""

    tone: Tone
    label: str
    value: str
    why: str = ""


class FactsCard(Card):
    """Shows facts, and nothing where there are none."""

    def __init__(self) -> None:
        super().__init__(padding=20, spacing=0)
        self._lines = column(spacing=14)
        self.body.addLayout(self._lines)
        self.facts: tuple[Fact, ...] = ()
        self.hide()

    def show_facts(self, facts: Sequence[Fact]) -> None:
        """Show other facts."""
        self.facts = tuple(facts)
        empty(self._lines)
        for fact in self.facts:
            self._lines.addWidget(_line(fact))
        self.setAccessibleName(" ".join(f"{fact.label} {fact.value}" for fact in self.facts))
        self.setVisible(bool(self.facts))


def _line(fact: Fact) -> QWidget:
    label = Text(fact.label, "body", "ink-3")
    label.setFixedWidth(_LABEL)
    said = column(Text(fact.value, "medium", wrap=True), spacing=2)
    if fact.why:
        said.addWidget(Text(fact.why, "small", "ink-3", wrap=True))
    texts = QWidget()
    texts.setLayout(said)
    line = row(ToneDisc(fact.tone, _DISC), label, texts, spacing=12)
    line.setStretch(2, 1)
    holder = QWidget()
    holder.setLayout(line)
    return holder
