"""In the place of the queue: one follow-up whole, with the calls to make, the notes, and its closing."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.pages.entry import EntryField, Problem
from clinic_terminal.ui.pages.follow_up_parts import ComparisonCard, HistoryCard, ScriptCard, StepsCard
from clinic_terminal.ui.views.follow_up import FollowUpView, Step
from clinic_terminal.ui.widgets.buttons import ButtonSize, GhostButton, PrimaryButton
from clinic_terminal.ui.widgets.card import Card, column, empty, row
from clinic_terminal.ui.widgets.downwards import Downwards
from clinic_terminal.ui.widgets.hints import Hint
from clinic_terminal.ui.widgets.icons import ToneDisc
from clinic_terminal.ui.widgets.pill import Pill, PillView
from clinic_terminal.ui.widgets.reflow import Reflow
from clinic_terminal.ui.widgets.text import Text
from clinic_terminal.ui.widgets.tone import Tone

_SIDE = 430
_LONGEST_NOTE = 500
_PRIMARY = (
    (Step.REOPEN, N_("重新打开"), "undo"),
    (Step.TAKE, N_("我来处理"), "user"),
    (Step.RETRY, N_("立即重试"), "refresh"),
    (Step.CLOSE, N_("写明结果并结束"), "check"),
)


class FollowUpPanel(QWidget):
    """Shows a FollowUpView; `wanted` carries the step and what was written for it."""

    topic = "follow-ups"
    """The guide's chapter about it."""

    wanted = Signal(object, str)
    left = Signal()

    def __init__(self, words: Translate) -> None:
        super().__init__()
        _ = words
        self._words = words
        self._step: Step | None = None
        self._disc = ToneDisc(Tone.WARN, 36, solid=True)
        self._title = Text("", "title", wrap=True)
        self._what = Text("", ink="ink-2", wrap=True)
        self._pill = Pill(PillView(""))
        self._reference = Text("", "strong", "ink-2")
        self.comparison = ComparisonCard(words)
        self.steps = StepsCard(words)
        self.history = HistoryCard(words)
        self._scripts = column(spacing=12)
        self._side = column(spacing=14)
        self.note = EntryField(_("处理结果"), _("写一句：做了什么，结果怎样"))
        self.note.setMaxLength(_LONGEST_NOTE)
        self._problem = Problem()
        self.back_button = GhostButton(_("回到队列"), "Esc", size=ButtonSize.MEDIUM)
        self.visit_button = GhostButton(_("打开这次就诊"), size=ButtonSize.MEDIUM, icon_name="done")
        self.note_button = GhostButton(_("记一笔"), "Enter", size=ButtonSize.MEDIUM)
        self.withdraw_button = GhostButton(_("永远不送…"), size=ButtonSize.MEDIUM, tone=Tone.STOP)
        self.close_button = GhostButton(_("不用处理，结束"), size=ButtonSize.MEDIUM, icon_name="check")
        self.primary = PrimaryButton("", "Ctrl Enter")
        self._ghosts = (
            self.back_button, self.visit_button, self.note_button, self.withdraw_button, self.close_button,
        )  # fmt: skip
        for button in self._ghosts:
            button.setAccessibleName(button.text())
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._build()
        self._connect()

    def show_view(self, view: FollowUpView) -> None:
        """Show another follow-up, or its newer state."""
        self._disc.set_tone(view.tone)
        self._title.setText(view.title)
        self._what.setText(view.what)
        self._pill.set_view(view.pill)
        self._reference.setText(view.reference)
        self.comparison.setVisible(view.comparison is not None)
        if view.comparison is not None:
            self.comparison.show_comparison(view.comparison, view.signed)
        self.steps.setVisible(bool(view.steps or view.who))
        self.steps.show_steps(view.who, view.steps)
        self.history.show_entries(view.entries)
        # What was done so far comes before what is still to be said.
        self._side.removeWidget(self.history)
        self._side.insertWidget(0 if view.entries else 1, self.history)
        empty(self._scripts)
        for script in view.scripts:
            self._scripts.addWidget(ScriptCard(script))
        self._show_steps(view.may)
        self.setAccessibleName(f"{view.title} {view.what} {view.reference}")

    def hints(self) -> tuple[Hint, ...]:
        """Return the keys: Enter writes the note down where there is one, Ctrl Enter takes the step."""
        words = self._words
        step = (Hint(self.primary.hint, self.primary.text()),) if self._step is not None else ()
        note = (Hint("Enter", self.note_button.text()),) if self.note_button.isVisibleTo(self) else ()
        return (*note, *step, Hint("Esc", words(N_("回到队列"))))

    def say(self, problem: str) -> None:
        """Say what is wrong with the note; it stays in the field."""
        self.note.mark(invalid=bool(problem))
        self._problem.say(problem)

    def clear_note(self) -> None:
        """Begin a new note."""
        self.note.clear()
        self.say("")

    def _show_steps(self, may: frozenset[Step]) -> None:
        chosen = next(((step, word, icon) for step, word, icon in _PRIMARY if step in may), None)
        self._step = chosen[0] if chosen else None
        self.primary.setVisible(chosen is not None)
        if chosen is not None:
            self.primary.set_word(self._words(chosen[1]), chosen[2])
            self.primary.setAccessibleName(self.primary.text())
        writes = bool(may & {Step.NOTE, Step.REOPEN})
        # Where a note can be written, Enter belongs to it.
        self.primary.set_hint("Ctrl Enter" if writes else "Enter")
        for widget in (self.note, self.note_button):
            widget.setVisible(writes and (widget is self.note or Step.NOTE in may))
        self.close_button.setVisible(Step.CLOSE in may and self._step is not Step.CLOSE)
        self.withdraw_button.setVisible(Step.WITHDRAW in may)
        self.visit_button.setVisible(Step.OPEN_VISIT in may)
        self.say("")

    def _connect(self) -> None:
        self.primary.clicked.connect(self._press)
        self.note_button.clicked.connect(self._note)
        self.note.entered.connect(self._enter)
        self.note.left.connect(self.left)
        self.note.textEdited.connect(self._calm)
        self.close_button.clicked.connect(self._close)
        self.withdraw_button.clicked.connect(self._withdraw)
        self.back_button.clicked.connect(self.left)
        self.visit_button.clicked.connect(self._open_visit)

    def _calm(self, _text: str) -> None:
        self.say("")

    def _press(self) -> None:
        if self._step is not None:
            self.wanted.emit(self._step, self.note.text())

    def _enter(self) -> None:
        """Take the note: Enter writes it down, and opens again what is closed."""
        self.wanted.emit(Step.REOPEN if self._step is Step.REOPEN else Step.NOTE, self.note.text())

    def _note(self) -> None:
        self.wanted.emit(Step.NOTE, self.note.text())

    def _close(self) -> None:
        self.wanted.emit(Step.CLOSE, self.note.text())

    def _withdraw(self) -> None:
        self.wanted.emit(Step.WITHDRAW, self.note.text())

    def _open_visit(self) -> None:
        self.wanted.emit(Step.OPEN_VISIT, "")

    def _build(self) -> None:
        head = row(self._disc, spacing=16)
        head.addLayout(column(self._title, self._what, spacing=2), 1)
        head.addWidget(self._pill)
        head.addWidget(self._reference)
        left = column(self.comparison, self.steps, None, spacing=14)
        self._side.addLayout(self._scripts)
        self._side.addWidget(self.history)
        self._side.addStretch(1)
        across = Reflow()
        across.add(_scrolling(left), 1)
        across.add(_scrolling(self._side), width=_SIDE, beside=340)
        whole = column(spacing=14)
        whole.setContentsMargins(24, 18, 24, 14)
        whole.addLayout(head)
        whole.addWidget(across, 1)
        whole.addWidget(self._foot())
        self.setLayout(whole)

    def _foot(self) -> Card:
        card = Card(padding=14, spacing=4)
        ways, acts = QWidget(), QWidget()
        ways.setLayout(row(self.back_button, self.visit_button, spacing=10))
        line = row(spacing=10)
        line.addWidget(self.note, 1)
        for button in (self.note_button, self.withdraw_button, self.close_button, self.primary):
            line.addWidget(button)
        acts.setLayout(line)
        foot = Reflow(spacing=10)
        foot.add(ways)
        foot.add(acts, 1)
        card.body.addWidget(foot)
        card.body.addWidget(self._problem)
        return card


def _scrolling(layout: QVBoxLayout) -> Downwards:
    content = QWidget()
    content.setLayout(layout)
    return Downwards(content)
