"""In the place of the result: take a signed bill back, with a reason, in two steps and no dialog."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup
from typing_extensions import override

from clinic_terminal.domain.errors import VoidNoteMissingError
from clinic_terminal.domain.visit import Visit
from clinic_terminal.domain.voiding import VoidReason, check_void
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.pages.entry import EntryField, Problem
from clinic_terminal.ui.terms import void_reason_word
from clinic_terminal.ui.theme import restyle
from clinic_terminal.ui.views.voiding import VoidView, lock_effect
from clinic_terminal.ui.widgets.buttons import ButtonSize, GhostButton
from clinic_terminal.ui.widgets.card import Card, column, empty, row
from clinic_terminal.ui.widgets.icons import ToneDisc
from clinic_terminal.ui.widgets.text import Rule, Text
from clinic_terminal.ui.widgets.tone import Tone

_WIDTH = 720
_LONGEST_NOTE = 200
_REASON_HEIGHT = 44


class VoidPanel(Card):
    """Asks why; numbers choose. `confirmed` carries the reason and the note, `left` goes back."""

    confirmed = Signal(object, str)
    left = Signal()

    def __init__(self, words: Translate) -> None:
        super().__init__(padding=32, spacing=10)
        _ = words
        self._words = words
        self._visit: Visit | None = None
        self._title = Text("", "title")
        self._about = Text("", ink="ink-2")
        self._effects = column(spacing=4)
        self._lock = Text("", "medium", wrap=True)
        self._lock_card = Card(tone=Tone.ACCENT, padding=12)
        self._lock_card.body.addWidget(self._lock)
        self._group = QButtonGroup(self)
        self.reasons = {
            reason: self._reason_button(number, reason) for number, reason in enumerate(VoidReason, 1)
        }
        self.note = EntryField(_("说明"), _("写一句说明；选“其他原因”时必填"))
        self.note.setMaxLength(_LONGEST_NOTE)
        self._problem = Problem()
        self._by = Text("", "small", "ink-3")
        self.back_button = GhostButton(_("不作废"), "Esc")
        self.confirm_button = GhostButton(_("确认作废"), "Enter", tone=Tone.STOP)
        self.setFixedWidth(_WIDTH)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._build()
        self._lock_card.hide()
        self._group.idClicked.connect(lambda _number: self._chosen())
        self.note.textEdited.connect(lambda _text: self._say(""))
        self.note.entered.connect(self.confirm_button.click)
        self.note.left.connect(self.left)
        self.back_button.clicked.connect(self.left)
        self.confirm_button.clicked.connect(self._confirm)

    @property
    def reason(self) -> VoidReason | None:
        """The chosen reason."""
        return next((one for one, button in self.reasons.items() if button.isChecked()), None)

    def ask(self, visit: Visit, view: VoidView) -> None:
        """Ask anew about a bill."""
        self._visit = visit if view.chose_brand else None
        self._title.setText(view.title)
        self._about.setText(view.about)
        self._by.setText(view.by)
        empty(self._effects)
        for effect in view.effects:
            dot = Text("•", ink="ink-3")
            line = row(dot, spacing=8)
            line.addWidget(Text(effect, ink="ink-2", wrap=True), 1)
            line.setAlignment(dot, Qt.AlignmentFlag.AlignTop)
            self._effects.addLayout(line)
        self._group.setExclusive(False)
        for button in self.reasons.values():
            button.setChecked(False)
        self._group.setExclusive(True)
        self.note.clear()
        self.set_busy(busy=False)
        self._chosen()
        self.setFocus()

    def set_busy(self, *, busy: bool) -> None:
        """Take no second press while the void is being stored."""
        self._say("")
        self._arm(ready=self.reason is not None and not busy)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        number = event.key() - Qt.Key.Key_1
        buttons = list(self.reasons.values())
        if 0 <= number < len(buttons) and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            buttons[number].click()
            return
        super().keyPressEvent(event)

    def _chosen(self) -> None:
        reason = self.reason
        self._arm(ready=reason is not None)
        effect = lock_effect(self._visit, reason, self._words) if self._visit else ""
        self._lock.setText(effect)
        self._lock_card.setVisible(bool(effect))
        self._say("")
        if reason is VoidReason.OTHER:
            self.note.setFocus()

    def _confirm(self) -> None:
        reason = self.reason
        if reason is None:
            return
        try:
            written = check_void(reason, self.note.text())
        except VoidNoteMissingError:
            self._say(self._words(N_("请写一句说明是什么原因。")))
            self.note.setFocus()
            return
        self.confirmed.emit(reason, written)

    def _arm(self, *, ready: bool) -> None:
        """Let the bill be voided, in the colour of what cannot be taken back, or not yet."""
        self.confirm_button.setEnabled(ready)
        self.confirm_button.setProperty("tone", str(Tone.STOP if ready else Tone.NEUTRAL))
        restyle(self.confirm_button)

    def _say(self, problem: str) -> None:
        self.note.mark(invalid=bool(problem))
        self._problem.say(problem)

    def _reason_button(self, number: int, reason: VoidReason) -> GhostButton:
        word = void_reason_word(reason, self._words)
        button = GhostButton(word, str(number), size=ButtonSize.MEDIUM, checkable=True)
        button.setFixedHeight(_REASON_HEIGHT)
        self._group.addButton(button, number)
        return button

    def _build(self) -> None:
        _ = self._words
        disc = ToneDisc(Tone.STOP, 36)
        disc.set_drawing(Tone.STOP, "undo")
        head = row(disc, spacing=14)
        head.addLayout(column(self._title, self._about, spacing=2), 1)
        first, second, third, fourth = self.reasons.values()
        self.body.addLayout(head)
        self.body.addWidget(Rule())
        self.body.addLayout(self._effects)
        self.body.addSpacing(4)
        self.body.addWidget(Text(_("为什么作废？"), "strong"))
        for pair in ((first, second), (third, fourth)):
            line = row(*pair, spacing=10)
            line.setStretch(0, 1)
            line.setStretch(1, 1)
            self.body.addLayout(line)
        self.body.addWidget(self.note)
        self.body.addWidget(self._problem)
        self.body.addWidget(self._lock_card)
        self.body.addWidget(self._by)
        foot = row(self.back_button, None, self.confirm_button, spacing=12)
        self.body.addSpacing(4)
        self.body.addLayout(foot)
