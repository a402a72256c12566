"""In the place of the bill: the family does not sign. Why, and how the visit goes on."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup
from typing_extensions import override

from clinic_terminal.domain.declined import DeclineReason, DeclineWay
from clinic_terminal.domain.declining import checked_decline_note
from clinic_terminal.domain.signing_errors import DeclineNoteMissingError
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.pages.entry import EntryField, Problem
from clinic_terminal.ui.theme import restyle
from clinic_terminal.ui.views.guardian import GuardianView
from clinic_terminal.ui.views.signing import DECLINE_REASONS
from clinic_terminal.ui.widgets.buttons import ButtonSize, GhostButton, PrimaryButton
from clinic_terminal.ui.widgets.card import Card, column, row
from clinic_terminal.ui.widgets.icons import ToneDisc
from clinic_terminal.ui.widgets.money import yuan
from clinic_terminal.ui.widgets.text import Rule, Text
from clinic_terminal.ui.widgets.tone import Tone

_WIDTH = 720
_LONGEST_NOTE = 200


class DeclinePanel(Card):
    """Asks why; numbers choose. `chosen` carries reason, way and note, `left` goes back to the bill."""

    chosen = Signal(object, object, str)
    left = Signal()

    def __init__(self, words: Translate) -> None:
        super().__init__(padding=32, spacing=12)
        self._words = words
        self._about = Text("", ink="ink-2", wrap=True)
        self._group = QButtonGroup(self)
        self.reasons = {
            reason: self._reason(number, reason) for number, reason in enumerate(DeclineReason, 1)
        }
        self.note = EntryField(words(N_("说明")), words(N_("写一句说明；选“其他原因”时必填")))
        self.note.setMaxLength(_LONGEST_NOTE)
        self._problem = Problem()
        self.back_button = GhostButton(words(N_("返回账单")), "Esc")
        self.cancel_button = GhostButton(words(N_("取消就诊")), tone=Tone.STOP)
        self.self_pay_button = PrimaryButton(words(N_("改为自费")))
        self.setFixedWidth(_WIDTH)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._build()
        self._group.idClicked.connect(lambda _number: self._chose())
        self.note.textEdited.connect(lambda _text: self._say(""))
        self.note.entered.connect(self.self_pay_button.click)
        self.note.left.connect(self.left)
        self.back_button.clicked.connect(self.left)
        self.self_pay_button.clicked.connect(lambda: self._choose(DeclineWay.SELF_PAY))
        self.cancel_button.clicked.connect(lambda: self._choose(DeclineWay.CANCEL))

    @property
    def reason(self) -> DeclineReason | None:
        """The chosen reason."""
        return next((one for one, button in self.reasons.items() if button.isChecked()), None)

    def ask(self, view: GuardianView) -> None:
        """Ask anew about a bill; one that the family pays anyway can only be cancelled."""
        words = self._words
        told = words(N_("直付时家长现在支付 {now}。改为自费后全部 {whole} 由家长支付，以后不能再报销。"))
        if not view.is_direct:
            told = words(N_("这张账单已经是自费 {whole}，家长仍不签字时只能取消就诊。"))
        self._about.setText(told.format(now=yuan(view.pay_now), whole=yuan(view.billed)))
        self.self_pay_button.setVisible(view.is_direct)
        self._group.setExclusive(False)
        for button in self.reasons.values():
            button.setChecked(False)
        self._group.setExclusive(True)
        self.note.clear()
        self._say("")
        self._chose()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        number = event.key() - Qt.Key.Key_1
        buttons = list(self.reasons.values())
        if 0 <= number < len(buttons) and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            buttons[number].click()
            return
        super().keyPressEvent(event)

    def _chose(self) -> None:
        ready = self.reason is not None
        self.self_pay_button.setEnabled(ready)
        self.cancel_button.setEnabled(ready)
        self.cancel_button.setProperty("tone", str(Tone.STOP if ready else Tone.NEUTRAL))
        restyle(self.cancel_button)
        self._say("")
        if self.reason is DeclineReason.OTHER:
            self.note.setFocus()

    def _choose(self, way: DeclineWay) -> None:
        reason = self.reason
        if reason is None:
            return
        try:
            written = checked_decline_note(reason, self.note.text())
        except DeclineNoteMissingError:
            self._say(self._words(N_("请写一句说明是什么原因。")))
            self.note.setFocus()
            return
        self.chosen.emit(reason, way, written)

    def _say(self, problem: str) -> None:
        self.note.mark(invalid=bool(problem))
        self._problem.say(problem)

    def _reason(self, number: int, reason: DeclineReason) -> GhostButton:
        word = self._words(DECLINE_REASONS[reason])
        button = GhostButton(word, str(number), size=ButtonSize.MEDIUM, checkable=True)
        self._group.addButton(button, number)
        return button

    def _build(self) -> None:
        words = self._words
        head = row(ToneDisc(Tone.WARN, 36), spacing=14)
        head.addLayout(column(Text(words(N_("家长不同意这张账单")), "title"), self._about, spacing=2), 1)
        self.body.addLayout(head)
        self.body.addWidget(Rule())
        self.body.addWidget(Text(words(N_("家长为什么不同意？")), "strong"))
        first, second, third, fourth = self.reasons.values()
        for pair in ((first, second), (third, fourth)):
            line = row(*pair, spacing=10)
            line.setStretch(0, 1)
            line.setStretch(1, 1)
            self.body.addLayout(line)
        self.body.addWidget(self.note)
        self.body.addWidget(self._problem)
        kept = words(N_("冻结的账单随之撤回，原因记入审计记录。改为自费后要重新签字。"))
        self.body.addWidget(Text(kept, "small", "ink-3", wrap=True))
        foot = row(self.back_button, None, self.cancel_button, self.self_pay_button, spacing=12)
        self.body.addSpacing(4)
        self.body.addLayout(foot)
