"""The checks behind a verdict: what failed stands large with its remedy, the rest on one line each."""

from dataclasses import dataclass
from itertools import groupby

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from clinic_terminal.ui.widgets.card import Card, Gap, column, empty, row
from clinic_terminal.ui.widgets.icons import ToneDisc
from clinic_terminal.ui.widgets.pill import Pill, PillView
from clinic_terminal.ui.widgets.text import ElidedText, Ink, Rule, Text
from clinic_terminal.ui.widgets.tone import Tone

_LABEL_WIDTH = 104
_ROW_HEIGHT = 44
_QUIET_HEIGHT = 26
_CAPTION_HEIGHT = 25
_SIDE = 18


@dataclass(frozen=True, slots=True)
class CheckView:
    """One check: what was looked at, what was found, what to do about it, and who says so.

    `code` is shown as a pill for the phone. A `quiet` check takes one line, below the `evidence` that it
    shares with its neighbours; of a check that is not quiet the evidence stands with it.
    """

    key: str
    tone: Tone
    label: str
    detail: str
    remedy: str = ""
    code: str = ""
    evidence: str = ""
    quiet: bool = False

    @property
    def sentence(self) -> str:
        """Everything that is said of the check, for a tool tip."""
        lines = (f"{self.label} · {self.detail}", self.remedy, self.code, self.evidence)
        return "\n".join(filter(None, lines))


class CheckRow(QWidget):
    """Shows one CheckView in full; evidence that is ``shared`` with the lines right below is said there."""

    def __init__(self, view: CheckView, *, shared: bool = False) -> None:
        super().__init__()
        self.setMinimumHeight(_ROW_HEIGHT)
        line = QHBoxLayout(self)
        line.setContentsMargins(20, 8, _SIDE, 8)
        line.setSpacing(14)
        line.addLayout(column(Gap(4), ToneDisc(view.tone), None, spacing=0))
        head = row(Text(view.label, "strong"), None)
        if view.code:
            head.addWidget(Pill(PillView(view.code, view.tone, sign=False)))
        words = column(Gap(1), spacing=2)
        words.addLayout(head)
        words.addWidget(Text(view.detail, ink="ink-2", wrap=True))
        if view.remedy:
            words.addWidget(Text(view.remedy, "small", _ink(view.tone, "ink-3"), wrap=True))
        if view.evidence and not shared:
            words.addWidget(ElidedText(view.evidence, "small", "ink-3"))
        words.addStretch(1)
        line.addLayout(words, 1)
        _name(self, view)


class QuietRow(QWidget):
    """Shows one CheckView on one line; the rest is its tool tip."""

    def __init__(self, view: CheckView) -> None:
        super().__init__()
        self.setFixedHeight(_QUIET_HEIGHT)
        line = QHBoxLayout(self)
        line.setContentsMargins(20, 0, _SIDE, 0)
        line.setSpacing(10)
        label = ElidedText(view.label, ink="ink-2")
        label.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        label.setFixedWidth(_LABEL_WIDTH)
        line.addWidget(ToneDisc(view.tone, 16))
        line.addWidget(label)
        loud = view.tone in {Tone.WARN, Tone.STOP}
        line.addWidget(ElidedText(view.detail, "medium" if loud else "body", _ink(view.tone, "ink")), 1)
        _name(self, view)


class CheckList(Card):
    """A card of checks."""

    def __init__(self, checks: tuple[CheckView, ...] = (), *, name: str = "") -> None:
        super().__init__(padding=0, spacing=0)
        self.setAccessibleName(name)
        self.body.setContentsMargins(1, 6, 1, 6)
        self._rows: tuple[CheckView, ...] = ()
        self.set_checks(checks)

    @property
    def checks(self) -> tuple[CheckView, ...]:
        """The checks on show."""
        return self._rows

    def set_checks(self, checks: tuple[CheckView, ...]) -> None:
        """Show other checks; the same ones again leave the list untouched."""
        if checks == self._rows:
            return
        self._rows = checks
        empty(self.body)
        quiet = tuple(one for one in checks if one.quiet)
        below = quiet[0].evidence if quiet else ""
        for number, view in enumerate(one for one in checks if not one.quiet):
            if number:
                self.body.addWidget(Rule(soft=True))
            self.body.addWidget(CheckRow(view, shared=view.evidence == below))
        if quiet and len(quiet) < len(checks):
            self.body.addWidget(Rule(soft=True))
        for evidence, group in groupby(quiet, lambda one: one.evidence):
            self.body.addWidget(_caption(evidence))
            for view in group:
                self.body.addWidget(QuietRow(view))
        self.body.addStretch(1)


def _caption(evidence: str) -> QWidget:
    """Return the line above checks that rest on the same evidence."""
    holder = QWidget()
    holder.setFixedHeight(_CAPTION_HEIGHT)
    box = column(None, ElidedText(evidence, "small", "ink-3"), spacing=0)
    box.setContentsMargins(20, 0, _SIDE, 3)
    holder.setLayout(box)
    return holder


def _name(line: QWidget, view: CheckView) -> None:
    line.setAccessibleName(" ".join(filter(None, (view.label, view.detail, view.remedy, view.code))))
    line.setAccessibleDescription(view.evidence)
    line.setToolTip(view.sentence)


def _ink(tone: Tone, other: Ink) -> Ink:
    return "stop" if tone is Tone.STOP else "warn" if tone is Tone.WARN else other
