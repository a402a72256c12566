"""The checks behind a verdict: what failed stands large with its remedy, the rest on one line each."""

from dataclasses import dataclass
from itertools import groupby

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from clinic_terminal.ui.widgets.card import Gap, column, empty, row
from clinic_terminal.ui.widgets.icons import ToneDisc
from clinic_terminal.ui.widgets.one_line import line_width
from clinic_terminal.ui.widgets.pill import Pill, PillView
from clinic_terminal.ui.widgets.text import ElidedText, Ink, Role, Rule, Text
from clinic_terminal.ui.widgets.tone import Tone

_ROW_HEIGHT = 44
_QUIET_HEIGHT = 24
_CAPTION_HEIGHT = 24
_DISC = 16
_SIDE = 18


@dataclass(frozen=True, slots=True)
class CheckView:
    """One check: what was looked at, what was found, what to do about it, and who says so.

    `code` is shown as a pill for the phone, `version` in the tool tip alone. A `quiet` check takes one line,
    below the `evidence` that it shares with its neighbours; of one that is not quiet it stands with it.
    """

    key: str
    tone: Tone
    label: str
    detail: str
    remedy: str = ""
    code: str = ""
    evidence: str = ""
    version: str = ""
    quiet: bool = False

    @property
    def sentence(self) -> str:
        """Everything that is said of the check, for a tool tip."""
        lines = (f"{self.label} · {self.detail}", self.remedy, self.code, self.evidence, self.version)
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


class Finding(Text):
    """What was found: on the line of its label where it fits, else on as many lines as it needs."""

    def __init__(self, text: str, role: Role, ink: Ink) -> None:
        super().__init__(text, role, ink, wrap=True)

    @override
    def heightForWidth(self, width: int) -> int:
        return _QUIET_HEIGHT if self._fits(width) else super().heightForWidth(width)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._fits(self.width()):
            super().paintEvent(event)
            return
        painter = QPainter(self)
        self.paint_text(painter)
        painter.end()

    def _fits(self, width: int) -> bool:
        self.ensurePolished()
        return line_width(self.font(), self.text()) <= width


class QuietRow(QWidget):
    """Shows one CheckView in few words; the rest is its tool tip. ``labels``: the width of all labels."""

    def __init__(self, view: CheckView, labels: int) -> None:
        super().__init__()
        line = QHBoxLayout(self)
        line.setContentsMargins(20, 0, _SIDE, 0)
        line.setSpacing(10)
        label = Text(view.label, ink="ink-2")
        label.setFixedSize(labels, _QUIET_HEIGHT)
        loud = view.tone in {Tone.WARN, Tone.STOP}
        found = Finding(view.detail, "medium" if loud else "body", _ink(view.tone, "ink"))
        line.addLayout(column(Gap((_QUIET_HEIGHT - _DISC) // 2), ToneDisc(view.tone, _DISC), None, spacing=0))
        line.addWidget(label, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(found, 1)
        _name(self, view)


class CheckList(QWidget):
    """The checks from top to bottom."""

    def __init__(self, checks: tuple[CheckView, ...] = (), *, name: str = "") -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.body = column(spacing=0)
        self.body.setContentsMargins(0, 5, 0, 5)
        self.setLayout(self.body)
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
        labels = max((Text(view.label).sizeHint().width() for view in quiet), default=0)
        for number, view in enumerate(one for one in checks if not one.quiet):
            if number:
                self.body.addWidget(Rule(soft=True))
            self.body.addWidget(CheckRow(view, shared=view.evidence == below))
        if quiet and len(quiet) < len(checks):
            self.body.addWidget(Rule(soft=True))
        for evidence, group in groupby(quiet, lambda one: one.evidence):
            self.body.addWidget(_caption(evidence))
            for view in group:
                self.body.addWidget(QuietRow(view, labels))
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
    line.setAccessibleDescription(" · ".join(filter(None, (view.evidence, view.version))))
    line.setToolTip(view.sentence)


def _ink(tone: Tone, other: Ink) -> Ink:
    return "stop" if tone is Tone.STOP else "warn" if tone is Tone.WARN else other
