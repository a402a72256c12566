"""People: who may sign in, who is a manager; added, renamed, stopped and started again, never deleted."""

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractButton, QWidget

from clinic_terminal.application import people, staff
from clinic_terminal.application.approval import Approval
from clinic_terminal.application.failures import SignInRefusedError
from clinic_terminal.application.first_start_failures import NameMissingError, NameTakenError, PinRefusedError
from clinic_terminal.application.people_failures import PinWaitError
from clinic_terminal.application.ports import Operator
from clinic_terminal.i18n import N_
from clinic_terminal.ui.desk import Desk
from clinic_terminal.ui.messages import failure_notice
from clinic_terminal.ui.pages.confirming import Confirming
from clinic_terminal.ui.pages.person_card import PersonCard
from clinic_terminal.ui.pages.person_form import Filled, PersonForm
from clinic_terminal.ui.pages.runner import Runner
from clinic_terminal.ui.views import people as views
from clinic_terminal.ui.views.people import Deed
from clinic_terminal.ui.widgets.buttons import ButtonSize, GhostButton
from clinic_terminal.ui.widgets.card import Card, SentenceCard, column, row
from clinic_terminal.ui.widgets.hints import Hint
from clinic_terminal.ui.widgets.line_table import LineTable
from clinic_terminal.ui.widgets.notice import NoticeArea, NoticeWords
from clinic_terminal.ui.widgets.reflow import Reflow
from clinic_terminal.ui.widgets.stack import Stack
from clinic_terminal.ui.widgets.text import Text
from clinic_terminal.ui.widgets.tone import Tone

_SIDE: Final = 400
_SIDE_LEAST: Final = 300
_OF_FORM: Final = (NameMissingError, NameTakenError, PinRefusedError, SignInRefusedError, PinWaitError)
_WITH_FORM: Final = (Deed.ADD, Deed.RENAME, Deed.RESET_PIN, Deed.OWN_PIN)

Work = Callable[[Approval | None], Operator]


class PeoplePanel(QWidget):
    """In the place of the settings; `left` goes back to them."""

    topic = "people"
    """The guide's chapter about it."""

    left = Signal()
    said = Signal(str)
    hints_changed = Signal()
    """A form came, or went."""

    def __init__(self, desk: Desk, confirming: Confirming) -> None:
        super().__init__()
        words = desk.words
        self._desk, self._confirming = desk, confirming
        self._people: tuple[Operator, ...] = ()
        self._deed: Deed | None = None
        self._runner = Runner(desk, self._failed, self)
        self.notices = NoticeArea(NoticeWords(words(N_("复制参考号")), words(N_("关闭提示"))), most=1)
        self._told = Text("", "small", "ink-3")
        self._nobody = SentenceCard(tone=Tone.WARN, padding=14)
        self.table = LineTable(views.columns(words), name=words(N_("人员")))
        self.add_button = GhostButton(words(views.WORDS[Deed.ADD]), size=ButtonSize.MEDIUM, icon_name="plus")
        self.add_button.setAccessibleName(self.add_button.text())
        self.back_button = GhostButton(words(N_("回到设置")), "Esc", size=ButtonSize.MEDIUM)
        self.back_button.setAccessibleName(self.back_button.text())
        self.card = PersonCard(words)
        self.form = PersonForm(words)
        self._side = Stack()
        self._build()
        self.setFocusProxy(self.table)
        self.table.chosen.connect(self._show_chosen)
        self.add_button.clicked.connect(partial(self.begin, Deed.ADD))
        self.back_button.clicked.connect(self.left)
        self.card.wanted.connect(self.begin)
        self.form.filled.connect(self._take_form)
        self.form.left.connect(self.back)

    @property
    def primary(self) -> QAbstractButton | None:
        """The button that Enter presses."""
        return self.form.save_button if self._deed is not None else self.card.first

    def hints(self) -> tuple[Hint, ...]:
        """Return the keys."""
        words = self._desk.words
        if self._deed is not None:
            return (Hint("Enter", words(N_("下一项"))), Hint("Esc", words(N_("取消"))))
        return (
            Hint("↑↓", words(N_("选人"))),
            Hint("Tab", words(N_("下一项"))),
            Hint("Esc", words(N_("返回"))),
        )

    def back(self) -> bool:
        """Close the form; False where there is none."""
        if self._deed is None:
            return False
        self._close_form()
        return True

    def refresh(self) -> None:
        """Read the list anew."""
        self._close_form()
        self._desk.ask(partial(people.everybody, self._desk.terminal), self._take)

    def begin(self, deed: Deed) -> None:
        """Do something with the chosen person, or add one; with a form first where it needs one."""
        self.notices.clear()
        chosen = self._chosen()
        if deed in _WITH_FORM:
            self._deed = deed
            self._side.setCurrentWidget(self.form)
            self.hints_changed.emit()
            self.form.open(deed, chosen.name if chosen is not None and deed is not Deed.ADD else "")
        elif chosen is not None:
            self._confirm(deed, chosen.name, self._simple(deed, chosen))

    def _simple(self, deed: Deed, person: Operator) -> Work:
        terminal, here = self._desk.terminal, self._desk.operator
        if deed is Deed.DEACTIVATE:
            return lambda yes: staff.deactivate(terminal, yes, person.id, here)
        if deed is Deed.REACTIVATE:
            return lambda yes: staff.reactivate(terminal, yes, person.id)
        manager = deed is Deed.MAKE_MANAGER
        return lambda yes: staff.set_manager(terminal, yes, person.id, manager=manager)

    def _take_form(self, filled: Filled) -> None:
        """Judge what was typed, then have it confirmed; one's own PIN needs the old one alone."""
        deed, chosen, terminal, here = self._deed, self._chosen(), self._desk.terminal, self._desk.operator
        if deed is Deed.OWN_PIN:
            work = partial(staff.change_pin, terminal, here, filled.old, filled.pins)
            self._runner.run(work, partial(self._done, deed))
        elif deed is Deed.ADD:
            self._judge(deed, filled, "", lambda yes: staff.take_on(terminal, yes, filled.name, filled.pins))
        elif deed is Deed.RENAME and chosen is not None:
            self._judge(
                deed, filled, chosen.id, lambda yes: staff.rename(terminal, yes, chosen.id, filled.name)
            )
        elif deed is Deed.RESET_PIN and chosen is not None:
            self._judge(
                deed, filled, chosen.id, lambda yes: staff.reset_pin(terminal, yes, chosen.id, filled.pins)
            )

    def _judge(self, deed: Deed, filled: Filled, person_id: str, work: Work) -> None:
        terminal, chosen = self._desk.terminal, self._chosen()

        def judged() -> str:
            name = "" if chosen is None else chosen.name
            if deed is not Deed.RESET_PIN:
                name = people.checked_name(terminal, filled.name, person_id)
            if deed is not Deed.RENAME:
                people.checked_pin(*filled.pins)
            return name

        self._runner.run(judged, lambda name: self._confirm(deed, name, work))

    def _confirm(self, deed: Deed, name: str, work: Work) -> None:
        chosen = self._chosen()
        wish = views.wish(deed, name, self._desk.words, old=chosen.name if chosen is not None else "")
        self._confirming.ask(wish, partial(self._run, deed, work), self._give_back, by_key=True)

    def _run(self, deed: Deed, work: Work, approval: Approval) -> None:
        self._runner.run(partial(work, approval), partial(self._done, deed))

    def _done(self, deed: Deed, person: Operator) -> None:
        self._desk.take_operator(person)
        self.said.emit(views.done_text(deed, person.name, self._desk.words))
        self.refresh()
        self.table.setFocus()

    def _give_back(self) -> None:
        """Give the keys back to what asked, after a no."""
        if self._deed is not None:
            self.form.enter()
        else:
            self.table.setFocus()

    def _failed(self, error: Exception) -> None:
        notice = failure_notice(error, self._desk.words)
        if self._deed is not None and isinstance(error, _OF_FORM):
            told = " ".join(filter(None, (notice.what, notice.next_step)))
            of_name = isinstance(error, NameMissingError | NameTakenError)
            self.form.refuse(told, name=of_name, old=isinstance(error, SignInRefusedError | PinWaitError))
            return
        self.notices.add(notice)
        self._give_back()

    def _chosen(self) -> Operator | None:
        key = self.table.current_key()
        return next((person for person in self._people if person.id == key), None)

    def _take(self, found: tuple[Operator, ...]) -> None:
        words, here = self._desk.words, self._desk.operator.id if self._desk.is_signed_in else ""
        self._people = found
        self._told.setText(views.head_text(found, words))
        managed = any(person.active and person.manager for person in found)
        self._nobody.setVisible(not managed)
        self.card.say_who_confirms(manager=managed)
        self.table.set_lines(views.lines(found, here, words))
        if found and self._chosen() is None:
            self.table.set_current(here or found[0].id)
        self._show_chosen()

    def _show_chosen(self, _key: object = None) -> None:
        chosen = self._chosen()
        if chosen is not None and self._deed is None:
            here = self._desk.operator.id if self._desk.is_signed_in else ""
            self.card.show_person(views.person_view(chosen, here, self._desk.words))

    def _close_form(self) -> None:
        self._deed = None
        self._side.setCurrentWidget(self.card)
        self._show_chosen()
        self.hints_changed.emit()
        if self.isVisible():
            self.table.setFocus()

    def _build(self) -> None:
        words = self._desk.words
        told = N_("还没有管理员：改设置、恢复备份现在谁都能确认。请选中一个人，按“设为管理员”。")
        self._nobody.body.addWidget(Text(words(told), ink="ink-2", wrap=True))
        self._nobody.hide()
        head = row(spacing=12)
        head.addLayout(column(Text(words(N_("人员")), "title"), self._told, spacing=2), 1)
        head.addWidget(self.back_button)
        head.addWidget(self.add_button)
        listed = Card(padding=0, spacing=0)
        listed.body.setContentsMargins(1, 1, 1, 1)
        listed.body.addWidget(self.table)
        for one in (self.card, self.form):
            self._side.addWidget(one)
        across = Reflow(spacing=16)
        across.add(listed, 1)
        across.add(self._side, width=_SIDE, beside=_SIDE_LEAST)
        whole = column(self.notices, spacing=12)
        whole.addLayout(head)
        whole.addWidget(self._nobody)
        whole.addWidget(across, 1)
        self.setLayout(whole)
