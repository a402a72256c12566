"""Sign in: who works here now."""

from PySide6.QtCore import QRegularExpression, Qt, Signal
from PySide6.QtGui import QKeyEvent, QRegularExpressionValidator
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QLineEdit, QVBoxLayout, QWidget
from typing_extensions import override

from clinic_terminal.application import operators, people
from clinic_terminal.application.failures import SignInRefusedError
from clinic_terminal.application.first_start_failures import NotAManagerError
from clinic_terminal.application.people_failures import PinWaitError
from clinic_terminal.application.ports import Operator
from clinic_terminal.ui.desk import Desk
from clinic_terminal.ui.entries import SIGN_IN
from clinic_terminal.ui.messages import failure_notice
from clinic_terminal.ui.page import Page
from clinic_terminal.ui.pages.choosers import digits_to
from clinic_terminal.ui.widgets.buttons import ButtonSize, GhostButton, PrimaryButton
from clinic_terminal.ui.widgets.card import Card, column, empty, row
from clinic_terminal.ui.widgets.hints import Hint
from clinic_terminal.ui.widgets.icons import Icon
from clinic_terminal.ui.widgets.text import Text

_WIDTH = 440
_LONGEST_PIN = 12
_KEYED = 9


class OperatorTiles(QWidget):
    """The operators, one below the other; numbers and arrows choose."""

    chosen = Signal(str)
    """An operator's id."""

    def __init__(self) -> None:
        super().__init__()
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(8)
        self._group = QButtonGroup(self)
        self._group.idClicked.connect(self._emit)
        self._ids: list[str] = []

    def set_operators(self, people: list[Operator]) -> None:
        """Show these operators."""
        self._ids = [person.id for person in people]
        for button in self._group.buttons():
            self._group.removeButton(button)
        empty(self._box)
        for number, person in enumerate(people):
            cap = str(number + 1) if number < _KEYED else ""
            button = GhostButton(person.name, cap, size=ButtonSize.LARGE, icon_name="user", checkable=True)
            button.setAccessibleName(person.name)
            self._group.addButton(button, number)
            self._box.addWidget(button)

    @property
    def digits(self) -> str:
        """The keys that choose, such as "1–3"."""
        return digits_to(len(self._ids))

    @property
    def current(self) -> str:
        """The chosen operator's id, empty where none is chosen."""
        number = self._group.checkedId()
        return self._ids[number] if 0 <= number < len(self._ids) else ""

    def choose(self, number: int) -> None:
        """Choose the operator at ``number`` (0-based), where there is one."""
        if 0 <= number < len(self._ids):
            self._group.button(number).click()

    def move(self, step: int) -> None:  # type: ignore[override]  # a step in the list, not a place on screen
        """Choose the next or the previous operator."""
        if self._ids:
            self.choose((self._group.checkedId() + step) % len(self._ids))

    def _emit(self, number: int) -> None:
        self.chosen.emit(self._ids[number])


class SignInPage(Page):
    """Name and PIN; ``practice_hint`` is shown below where the program is played with.

    `set_up_wanted`: a manager gave the PIN for setting this terminal up again.
    """

    entry = SIGN_IN

    set_up_wanted = Signal()

    def __init__(self, desk: Desk, practice_hint: str = "") -> None:
        super().__init__()
        _ = desk.words
        self.desk = desk
        self.tiles = OperatorTiles()
        self.pin = QLineEdit()
        self.pin.setEchoMode(QLineEdit.EchoMode.Password)
        self.pin.setMaxLength(_LONGEST_PIN)
        self.pin.setAccessibleName("PIN")
        self.pin.setPlaceholderText("PIN")
        self.pin.setValidator(QRegularExpressionValidator(QRegularExpression("[0-9]*"), self))
        self._message = Text("", "small", "stop", wrap=True)
        self._message.hide()
        self._button = PrimaryButton(_("登录"))
        self.set_up_button = GhostButton(_("重新设置…"), size=ButtonSize.SMALL, icon_name="settings")
        self.set_up_button.setAccessibleName(self.set_up_button.text())
        self._setting_up = False
        self._hint = practice_hint
        self._busy = False
        self._build()
        self.tiles.chosen.connect(self._person_chosen)
        self.pin.textChanged.connect(self._typed)
        self._button.clicked.connect(self.submit)
        self.set_up_button.clicked.connect(self.ask_for_manager)
        self._refresh()

    @property
    @override
    def primary(self) -> QAbstractButton | None:
        return self._button

    @property
    def message(self) -> str:
        """What is said about the last attempt."""
        return self._message.text()

    @override
    def hints(self) -> tuple[Hint, ...]:
        _ = self.desk.words
        return (Hint(self.tiles.digits, _("选人")), Hint("↑↓", _("选人")), Hint("Enter", _("登录")))

    @override
    def enter(self) -> None:
        self._ask_for(setting_up=False)

    def ask_for_manager(self) -> None:
        """Ask for a manager's PIN instead, to set the terminal up again."""
        self._ask_for(setting_up=True)

    @override
    def back(self) -> bool:
        """Go back to signing in."""
        if not self._setting_up:
            return False
        self._ask_for(setting_up=False)
        return True

    def _ask_for(self, *, setting_up: bool) -> None:
        _ = self.desk.words
        self._setting_up = setting_up
        self._title.setText(_("重新设置本机") if setting_up else _("今天谁在前台？"))
        told = _("请管理员输入 PIN；Esc 返回登录。") if setting_up else _("每一步都会记在您的名下。")
        self._subtitle.setText(told)
        self._button.set_word(_("重新设置") if setting_up else _("登录"))
        self.set_up_button.setVisible(not setting_up and not self.desk.practice)
        self.pin.clear()
        self._say("")
        terminal = self.desk.terminal
        if setting_up:
            self.desk.ask(lambda: list(people.who_may_set_up(terminal)), self._take_operators)
        else:
            self.desk.ask(lambda: operators.operators(terminal), self._take_operators)

    def submit(self) -> None:
        """Try the PIN."""
        if self._busy or not self.tiles.current or not self.pin.text():
            return
        self._busy = True
        self._refresh()
        terminal, person, pin = self.desk.terminal, self.tiles.current, self.pin.text()
        if self._setting_up:
            self.desk.ask(lambda: people.allow_set_up(terminal, person, pin), self._allowed, self._refused)
        else:
            self.desk.ask(lambda: operators.sign_in(terminal, person, pin), self._signed_in, self._refused)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            self.tiles.move(1 if key == Qt.Key.Key_Down else -1)
        elif event.text().isdigit() and not self.pin.hasFocus():
            self.tiles.choose(int(event.text()) - 1)
        else:
            super().keyPressEvent(event)

    def _build(self) -> None:
        _ = self.desk.words
        card = Card(padding=32, spacing=16)
        card.setFixedWidth(_WIDTH)
        self._title = Text(_("今天谁在前台？"), "title")
        self._subtitle = Text(_("每一步都会记在您的名下。"), "small", "ink-3")
        card.body.addLayout(column(self._title, self._subtitle, spacing=4))
        card.body.addWidget(self.tiles)
        card.body.addWidget(self.pin)
        card.body.addWidget(self._message)
        card.body.addWidget(self._button)
        middle = column(None, spacing=16)
        middle.addWidget(card)
        middle.addLayout(row(None, self.set_up_button))
        if self._hint:
            note = row(
                Icon("practice", "ink-3", 18), Text(self._hint, "small", "ink-3", wrap=True), spacing=8
            )
            note.setStretch(1, 1)
            holder = QWidget()
            holder.setFixedWidth(_WIDTH)
            holder.setLayout(note)
            middle.addWidget(holder)
        middle.addStretch(2)
        across = row(None, spacing=0)
        across.addLayout(middle)
        across.addStretch(1)
        across.setContentsMargins(24, 24, 24, 24)
        self.setLayout(across)

    def _take_operators(self, people: list[Operator]) -> None:
        self.tiles.set_operators(people)
        self.hints_changed.emit()
        if not self.isVisibleTo(self.window()):
            # Somebody signed in meanwhile: the focus belongs to the page on show.
            return
        if len(people) == 1:
            self.tiles.choose(0)
        else:
            self.setFocus()
        if not people:
            _ = self.desk.words
            self._say(_("还没有可以登录的人，请管理员添加。"))
        self._refresh()

    def _person_chosen(self) -> None:
        self.pin.setFocus()
        self.pin.selectAll()
        self._refresh()

    def _typed(self) -> None:
        if self.pin.text():
            self._say("")
        self._refresh()

    def _signed_in(self, operator: Operator) -> None:
        self._busy = False
        self.pin.clear()
        self._refresh()
        self.desk.sign_in(operator)

    def _allowed(self, _manager: Operator) -> None:
        self._busy = False
        self.pin.clear()
        self.set_up_wanted.emit()

    def _refused(self, error: Exception) -> None:
        self._busy = False
        self.pin.clear()
        self.pin.setFocus()
        self._refresh()
        if not isinstance(error, SignInRefusedError | PinWaitError | NotAManagerError):
            self.desk.failed.emit(error)
            return
        told = failure_notice(error, self.desk.words)
        self._say(f"{told.what} {told.next_step}")

    def _say(self, text: str) -> None:
        self._message.setText(text)
        self._message.setAccessibleName(text)
        self._message.setVisible(bool(text))

    def _refresh(self) -> None:
        ready = bool(self.tiles.current) and bool(self.pin.text()) and not self._busy
        self._button.setEnabled(ready)
