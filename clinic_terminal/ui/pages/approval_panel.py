"""A manager's yes on the screen: what is about to happen, who says yes, and the PIN."""

from functools import partial
from typing import Final

from PySide6.QtCore import QRegularExpression, Qt, Signal
from PySide6.QtGui import QKeyEvent, QRegularExpressionValidator
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget
from typing_extensions import override

from clinic_terminal.application.approval import Approval, Approvers, approve, approve_by_key, approvers
from clinic_terminal.application.people import PIN_LENGTHS
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.desk import Desk
from clinic_terminal.ui.messages import failure_notice
from clinic_terminal.ui.pages.entry import EntryField, Problem, labelled
from clinic_terminal.ui.pages.runner import Runner
from clinic_terminal.ui.views.wish import Wish
from clinic_terminal.ui.widgets.buttons import ButtonSize, GhostButton, PrimaryButton
from clinic_terminal.ui.widgets.card import Card, column, empty, row
from clinic_terminal.ui.widgets.choice_box import Choice, ChoiceBox
from clinic_terminal.ui.widgets.downwards import Downwards
from clinic_terminal.ui.widgets.hints import Hint
from clinic_terminal.ui.widgets.icons import ToneDisc
from clinic_terminal.ui.widgets.text import Rule, Text
from clinic_terminal.ui.widgets.tone import Tone

_WIDTH: Final = 640
_LONGEST_KEY: Final = 120
_ARROWS: Final = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class PinField(EntryField):
    """Digits, unseen; the arrows `moved` to the person above or below."""

    moved = Signal(int)

    def __init__(self, name: str, placeholder: str = "") -> None:
        super().__init__(name, placeholder)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setMaxLength(max(PIN_LENGTHS))
        self.setValidator(QRegularExpressionValidator(QRegularExpression("[0-9]*"), self))
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _ARROWS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.moved.emit(step)


class ApprovalCard(Card):
    """The question with its points, the people, the PIN, and yes or no."""

    def __init__(self, words: Translate) -> None:
        super().__init__(padding=32, spacing=10)
        _ = self._words = words
        self._disc = ToneDisc(Tone.ACCENT, 36)
        self._title = Text("", "title", wrap=True)
        self._who = Text("", "small", "ink-3", wrap=True)
        self._points = column(spacing=6)
        self.people = ChoiceBox(_("谁来确认"))
        self.pin = PinField("PIN", "PIN")
        self.key = EntryField(_("恢复密钥"), _("纸上的十七组，一组四位"))
        self.key.setMaxLength(_LONGEST_KEY)
        self.key_button = GhostButton(_("管理员都忘了 PIN：用恢复密钥…"), size=ButtonSize.SMALL)
        self.key_button.setAccessibleName(self.key_button.text())
        self.problem = Problem()
        self.no_button = GhostButton(_("不做"), "Esc", size=ButtonSize.LARGE)
        self.no_button.setAccessibleName(self.no_button.text())
        self.yes_button = PrimaryButton(_("确认"), "Enter")
        self.grave_button = GhostButton("", "Enter", tone=Tone.STOP)
        self.setFixedWidth(_WIDTH)
        head = row(self._disc, spacing=14)
        head.addLayout(column(self._title, self._who, spacing=2), 1)
        self.body.addLayout(head)
        self.body.addWidget(Rule())
        self.body.addLayout(self._points)
        self.body.addSpacing(4)
        fields = row(spacing=12)
        fields.addWidget(labelled(_("谁来确认"), self.people), 1)
        fields.addWidget(labelled("PIN", self.pin), 1)
        self._by_pin = QWidget()
        self._by_pin.setLayout(fields)
        self._by_key = labelled(_("恢复密钥"), self.key)
        for widget in (self._by_pin, self._by_key, self.problem):
            self.body.addWidget(widget)
        self.body.addLayout(row(self.key_button, None))
        self.body.addSpacing(6)
        self.body.addLayout(row(self.no_button, None, self.yes_button, self.grave_button, spacing=12))

    def show_wish(self, wish: Wish) -> None:
        """Ask another question, with an empty PIN."""
        self._disc.set_tone(Tone.STOP if wish.grave else Tone.ACCENT)
        self._title.setText(wish.title)
        empty(self._points)
        for point in wish.points:
            line = row(spacing=8)
            line.addWidget(Text("•", ink="ink-3"), 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(Text(point, ink="ink-2", wrap=True), 1)
            self._points.addLayout(line)
        for button in (self.yes_button, self.grave_button):
            button.set_word(wish.word or self._words(N_("确认")))
            button.setAccessibleName(button.text())
        self.yes_button.setVisible(not wish.grave)
        self.grave_button.setVisible(wish.grave)
        self.pin.clear()
        self.use_key(on=False)

    @property
    def with_key(self) -> bool:
        """Whether the recovery key is asked for instead of a PIN."""
        return not self._by_key.isHidden()

    def use_key(self, *, on: bool) -> None:
        """Ask for the recovery key instead, or for the PIN again."""
        self.key.clear()
        self._by_pin.setVisible(not on)
        self._by_key.setVisible(on)
        self.key_button.setVisible(False)
        self.say("")

    def show_people(self, who: Approvers, here: str, *, by_key: bool) -> None:
        """Offer who may say yes; whoever is signed in, ``here``, is chosen where that person may."""
        # Without a manager everybody may, but each for themselves alone.
        people = who.people if who.managed else tuple(one for one in who.people if one.id == here)
        self.people.set_choices(tuple(Choice(one.name, one.id) for one in people))
        self.people.choose(here)
        managed = self._words(N_("要管理员的 PIN；记入审计，写明是谁确认的。"))
        nobody = N_("本诊所还没有管理员：现在用您自己的 PIN 确认。请在“设置”的“人员”里指定一位。")
        self._who.setText(managed if who.managed else self._words(nobody))
        self._who.set_ink("ink-3" if who.managed else "warn")
        self.key_button.setVisible(by_key and who.managed and not self.with_key)

    def say(self, problem: str) -> None:
        """Say why it was not done."""
        for field in (self.pin, self.key):
            field.mark(invalid=bool(problem))
        self.problem.say(problem)


class ApprovalPanel(QWidget):
    """In the place of a page's work while a PIN is wanted; `approved` carries the Approval."""

    approved = Signal(object)
    left = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._matter = ""
        self._may_use_key = False
        self._runner = Runner(desk, self._failed, self)
        self.card = ApprovalCard(desk.words)
        middle = column(None, spacing=0)
        middle.addLayout(row(None, self.card, None))
        middle.addStretch(2)
        middle.setContentsMargins(24, 24, 24, 24)
        inner = QWidget()
        inner.setLayout(middle)
        self.setLayout(column(Downwards(inner), spacing=0))
        self.setFocusProxy(self.card.pin)
        card = self.card
        card.pin.entered.connect(self.submit)
        card.pin.left.connect(self.left)
        card.pin.moved.connect(self._move)
        card.pin.textEdited.connect(self._calm)
        card.key.entered.connect(self.submit)
        card.key.left.connect(self.left)
        card.key.textEdited.connect(self._calm)
        card.key_button.clicked.connect(self._use_key)
        card.no_button.clicked.connect(self.left)
        card.yes_button.clicked.connect(self.submit)
        card.grave_button.clicked.connect(self.submit)

    @property
    def primary(self) -> QAbstractButton:
        """The button that Enter presses."""
        card = self.card
        return card.yes_button if card.grave_button.isHidden() else card.grave_button

    def hints(self) -> tuple[Hint, ...]:
        """Return the keys."""
        _ = self._desk.words
        return (Hint("↑↓", _("换一个人")), Hint("Enter", self.primary.text()), Hint("Esc", _("不做")))

    def ask(self, wish: Wish, *, by_key: bool = False) -> None:
        """Ask for a yes; ``by_key``: the recovery key will do, where nobody knows a manager's PIN."""
        self._runner.cancel()
        self._matter = wish.matter
        self._may_use_key = by_key and not self._desk.practice
        self.card.show_wish(wish)
        self._desk.ask(partial(approvers, self._desk.terminal), self._take_people)

    def submit(self) -> None:
        """Try the PIN, or the key."""
        card, desk = self.card, self._desk
        person, typed = card.people.value(), (card.key if card.with_key else card.pin).text()
        if not typed.strip():
            empty_key, empty_pin = desk.words(N_("请输入恢复密钥。")), desk.words(N_("请输入 PIN。"))
            card.say(empty_key if card.with_key else empty_pin)
            self._field.setFocus()
        elif card.with_key:
            work = partial(approve_by_key, desk.terminal, desk.operator, typed, self._matter)
            self._runner.run(work, self._approved)
        elif isinstance(person, str):
            work = partial(approve, desk.terminal, person, typed, self._matter)
            self._runner.run(work, self._approved)

    @property
    def _field(self) -> EntryField:
        return self.card.key if self.card.with_key else self.card.pin

    def _use_key(self) -> None:
        self.card.use_key(on=True)
        self.card.key.setFocus()

    def _take_people(self, who: Approvers) -> None:
        here = self._desk.operator.id if self._desk.is_signed_in else ""
        self.card.show_people(who, here, by_key=self._may_use_key)

    def _move(self, step: int) -> None:
        box = self.card.people
        box.setCurrentIndex(max(0, min(box.currentIndex() + step, box.count() - 1)))

    def _approved(self, approval: Approval) -> None:
        self.card.pin.clear()
        self.card.key.clear()
        self.approved.emit(approval)

    def _failed(self, error: Exception) -> None:
        notice = failure_notice(error, self._desk.words)
        self.card.say(" ".join(filter(None, (notice.what, notice.next_step))))
        self.card.pin.clear()
        self._field.setFocus()

    def _calm(self, _text: str) -> None:
        self.card.say("")
