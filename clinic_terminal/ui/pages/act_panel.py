"""Beside the queue: one act that came back, what it means for the family, and what to do now."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.views.act_case import CaseView, Figure
from clinic_terminal.ui.views.reasons import Pairs
from clinic_terminal.ui.widgets.buttons import ButtonSize, GhostButton
from clinic_terminal.ui.widgets.card import Card, Gap, column, empty, row
from clinic_terminal.ui.widgets.downwards import Downwards
from clinic_terminal.ui.widgets.icons import ToneDisc
from clinic_terminal.ui.widgets.text import Rule, Text
from clinic_terminal.ui.widgets.tone import Tone

PANEL_WIDTH = 480
_BUTTON_HEIGHT = 36


class ActPanel(Card):
    """Shows a CaseView; nobody's name is on it, the visit opens by a button."""

    opened = Signal()
    """The visit is wanted."""
    wanted = Signal()
    """Everything about the matter is wanted."""

    def __init__(self, words: Translate) -> None:
        super().__init__(padding=0, spacing=0)
        _ = words
        self._words = words
        self._disc = ToneDisc(Tone.STOP, 28, solid=True)
        self._title = Text("", "title", wrap=True)
        self._reference = Text("", "small-strong", "ink-2")
        self._what = Text("", "medium", wrap=True)
        self._tries = Text("", "small", "ink-3")
        for text in (self._reference, self._tries):
            text.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._reasons = QGridLayout()
        self._figures = QGridLayout()
        self._who = Text("", ink="ink-2", wrap=True)
        self._steps = column(spacing=6)
        self._say_to = Text("", "small-strong", "ink-2")
        self._say = Text("", ink="ink-2", wrap=True)
        self._say_card = Card(tone=Tone.NEUTRAL, padding=12, spacing=2)
        self.open_button = GhostButton(_("打开这次就诊"), size=ButtonSize.SMALL, icon_name="done")
        self.open_button.setFixedHeight(_BUTTON_HEIGHT)
        self.open_button.setAccessibleName(_("打开这次就诊"))
        self.open_button.clicked.connect(self.opened)
        self.more_button = GhostButton(_("处理这一件"), size=ButtonSize.SMALL, icon_name="list")
        self.more_button.setFixedHeight(_BUTTON_HEIGHT)
        self.more_button.setAccessibleName(_("处理这一件"))
        self.more_button.clicked.connect(self.wanted)
        self._owner = Text("", "small-strong", "accent")
        self._build()

    def show_view(self, view: CaseView, owner: str = "") -> None:
        """Show another matter; ``owner``: who deals with it."""
        _ = self._words
        told = _("{operator} 在处理").format(operator=owner) if owner else ""
        self._owner.setText(told)
        self._owner.setVisible(bool(told))
        self._disc.set_tone(view.tone)
        self._title.setText(view.title)
        self._reference.setText(view.reference)
        self._what.setText(view.what)
        self._who.setText(view.who)
        self._who.setVisible(bool(view.who))
        self._say.setText(view.say)
        said = _("对服务热线这样说") if view.to_hotline else _("对家长这样说")
        self._say_to.setText(said)
        self._say_card.setVisible(bool(view.say))
        self.open_button.setVisible(view.has_visit)
        self._tries.setText(view.tries)
        self._tries.setVisible(bool(view.tries))
        self._show_reasons(view.reasons)
        self._show_figures(view.figures)
        self._show_steps(view.steps)
        why = (part for pair in view.reasons for part in pair)
        spoken = (view.title, view.what, view.tries, *why, view.who, *view.steps, view.say)
        self.setAccessibleName(" ".join(filter(None, spoken)))

    def _show_reasons(self, reasons: Pairs) -> None:
        _clear(self._reasons)
        for line, (label, value) in enumerate(reasons):
            self._reasons.addWidget(Text(label, "small", "ink-3"), line, 0, Qt.AlignmentFlag.AlignTop)
            self._reasons.addWidget(Text(value, "small", "ink-2", wrap=True), line, 1)

    def _show_figures(self, figures: tuple[Figure, ...]) -> None:
        _clear(self._figures)
        for line, figure in enumerate(figures):
            self._figures.addWidget(Text(figure.label, ink="ink-2"), line, 0)
            before = self._words(N_("签字时 {amount}")).format(amount=figure.before) if figure.before else ""
            self._figures.addWidget(Text(before, "small", "ink-3"), line, 1)
            amount = Text(figure.amount, "strong", "stop" if before else "ink")
            self._figures.addWidget(amount, line, 2, Qt.AlignmentFlag.AlignRight)

    def _show_steps(self, steps: tuple[str, ...]) -> None:
        empty(self._steps)
        for number, step in enumerate(steps, 1):
            line = row(spacing=10)
            if len(steps) > 1:
                line.addLayout(column(Gap(2), Text(str(number), "small-strong", "ink-3"), None, spacing=0))
            line.addWidget(Text(step, ink="ink-2", wrap=True), 1)
            self._steps.addLayout(line)

    def _build(self) -> None:
        _ = self._words
        head = row(self._disc, spacing=12)
        head.addWidget(self._title, 1)
        head.addLayout(column(self._reference, self._tries, spacing=0))
        for grid in (self._reasons, self._figures):
            grid.setColumnStretch(1, 1)
            grid.setHorizontalSpacing(12)
            grid.setVerticalSpacing(4)
        self._say_card.body.addWidget(self._say_to)
        self._say_card.body.addWidget(self._say)
        inner = column(spacing=8)
        inner.setContentsMargins(20, 16, 20, 8)
        inner.addLayout(head)
        inner.addWidget(self._owner)
        inner.addWidget(self._what)
        inner.addLayout(self._reasons)
        inner.addLayout(self._figures)
        inner.addWidget(Rule(soft=True))
        inner.addWidget(self._who)
        inner.addLayout(self._steps)
        inner.addWidget(self._say_card)
        inner.addStretch(1)
        self.body.addWidget(_scrolling(inner), 1)
        foot = row(self.more_button, self.open_button, None)
        foot.setContentsMargins(20, 4, 20, 12)
        self.body.addLayout(foot)


def _clear(grid: QGridLayout) -> None:
    while item := grid.takeAt(0):
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()


def _scrolling(layout: QVBoxLayout) -> Downwards:
    content = QWidget()
    content.setLayout(layout)
    return Downwards(content)
