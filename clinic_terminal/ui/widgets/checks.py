"""The list of checks behind a verdict: each with its reason and, where it failed, its remedy."""

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from clinic_terminal.ui.widgets.buttons import ButtonSize, GhostButton
from clinic_terminal.ui.widgets.card import Card, Gap, column, empty
from clinic_terminal.ui.widgets.icons import ToneDisc
from clinic_terminal.ui.widgets.pill import Pill, PillView
from clinic_terminal.ui.widgets.text import Ink, Rule, Text
from clinic_terminal.ui.widgets.tone import Tone

_LABEL_WIDTH = 90
_ROW_HEIGHT = 44


@dataclass(frozen=True, slots=True)
class CheckView:
    """One check: what was looked at, what was found, what to do about it.

    `action` is the word on a small button that presses `key`; `code` is shown as a pill for the phone.
    """

    key: str
    tone: Tone
    label: str
    detail: str
    remedy: str = ""
    action: str = ""
    code: str = ""


class CheckRow(QWidget):
    """Shows one CheckView."""

    pressed = Signal(str)

    def __init__(self, view: CheckView) -> None:
        super().__init__()
        self._key = view.key
        self.setMinimumHeight(_ROW_HEIGHT)
        line = QHBoxLayout(self)
        line.setContentsMargins(20, 8, 18, 8)
        line.setSpacing(14)
        label = Text(view.label, "strong", wrap=True)
        label.setFixedWidth(_LABEL_WIDTH)
        words = column(Gap(1), Text(view.detail, ink="ink-2", wrap=True), spacing=2)
        if view.remedy:
            words.addWidget(Text(view.remedy, "small", _remedy_ink(view.tone), wrap=True))
        disc = ToneDisc(view.tone)
        line.addLayout(column(Gap(4), disc, None, spacing=0))
        line.addLayout(column(Gap(3), label, None, spacing=0))
        line.addLayout(words, 1)
        words.addWidget(Gap(1))
        words.addStretch(1)
        if view.code:
            line.addWidget(Pill(PillView(view.code, view.tone, sign=False)))
        if view.action:
            button = GhostButton(view.action, size=ButtonSize.SMALL, tone=view.tone)
            button.clicked.connect(self._press)
            line.addWidget(button)
        parts = (view.label, view.detail, view.remedy, view.code)
        self.setAccessibleName(" ".join(filter(None, parts)))

    def _press(self) -> None:
        self.pressed.emit(self._key)


class CheckList(Card):
    """A card of checks; `pressed` carries the key of the check whose action was asked for."""

    pressed = Signal(str)

    def __init__(self, checks: tuple[CheckView, ...] = (), *, name: str = "") -> None:
        super().__init__(padding=0, spacing=0)
        self.setAccessibleName(name)
        self.body.setContentsMargins(1, 6, 1, 6)
        self._rows: tuple[CheckView, ...] = ()
        self.set_checks(checks)

    def set_checks(self, checks: tuple[CheckView, ...]) -> None:
        """Show other checks; the same ones again leave the list untouched."""
        if checks == self._rows:
            return
        self._rows = checks
        empty(self.body)
        for number, view in enumerate(checks):
            if number:
                self.body.addWidget(Rule(soft=True))
            line = CheckRow(view)
            line.pressed.connect(self.pressed)
            self.body.addWidget(line)
        self.body.addStretch(1)


def _remedy_ink(tone: Tone) -> Ink:
    return "stop" if tone is Tone.STOP else "warn" if tone is Tone.WARN else "ink-3"
