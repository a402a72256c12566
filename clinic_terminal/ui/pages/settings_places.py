"""What stands behind the settings' last group: panels of their own here, and what the window opens."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from clinic_terminal.application.approval import Approval, show_key
from clinic_terminal.i18n import N_
from clinic_terminal.ui.desk import Desk
from clinic_terminal.ui.pages.confirming import Confirming
from clinic_terminal.ui.views.wish import Wish
from clinic_terminal.ui.widgets.stack import Stack

if TYPE_CHECKING:
    from clinic_terminal.ui.pages.people_panel import PeoplePanel
    from clinic_terminal.ui.pages.recovery_panel import RecoveryPanel

SET_UP: Final = "set-up"


class SettingsPlaces(QObject):
    """Opens them; a panel is built when it is first wanted."""

    moved = Signal()
    """Another panel is on show, or none."""
    window_wanted = Signal(str)
    """A page or a panel of the window, by its name in `views.settings.ELSEWHERE`."""
    said = Signal(str)
    hints_changed = Signal()

    def __init__(self, desk: Desk, stack: Stack, home: QWidget, confirming: Confirming) -> None:
        super().__init__(stack)
        self._desk = desk
        self._stack = stack
        self._confirming = confirming
        self._people: PeoplePanel | None = None
        self._key: RecoveryPanel | None = None
        self._home = home

    @property
    def panel(self) -> "PeoplePanel | RecoveryPanel | None":
        """The panel on show."""
        shown = self._stack.currentWidget()
        return next((one for one in (self._people, self._key) if one is not None and one is shown), None)

    def open(self, place: str) -> None:
        """Open what is set elsewhere."""
        if place == "people":
            self._open_people()
        elif place == "recovery-key":
            self._ask(N_("显示恢复密钥？"), "recovery_key", (
                N_("有了它和一份备份，谁都能读出本诊所的全部数据。"),
                N_("请当场抄在纸上，锁起来；不要拍照，不要发微信。"),
            ), N_("显示"))  # fmt: skip
        elif place == SET_UP:
            self._ask(N_("重新设置本机？"), "set_up_again", (
                N_("会关闭现在的窗口，再走一遍设置；数据、队列和登记都留着。"),
                N_("在第一步按 Esc 就回来。"),
            ), N_("重新设置"))  # fmt: skip
        else:
            self.window_wanted.emit(place)

    def close(self) -> None:
        """Go back to the settings themselves."""
        if self._key is not None:
            self._key.forget()
        self._stack.setCurrentWidget(self._home)
        self.moved.emit()

    def _ask(self, title: str, matter: str, points: tuple[str, ...], word: str) -> None:
        words = self._desk.words
        wish = Wish(words(title), matter, tuple(map(words, points)), words(word))
        then = self._set_up if matter == "set_up_again" else self._show_key
        self._confirming.ask(wish, then, anew=True)

    def _set_up(self, _approval: Approval) -> None:
        self.window_wanted.emit(SET_UP)

    def _show_key(self, approval: Approval) -> None:
        terminal, here = self._desk.terminal, self._desk.operator
        self._desk.ask(lambda: show_key(terminal, here, approval), self._open_key)

    def _open_key(self, written: str) -> None:
        from clinic_terminal.ui.pages.recovery_panel import RecoveryPanel

        if self._key is None:
            self._key = RecoveryPanel(self._desk.words)
            self._take_in(self._key)
            self._key.left.connect(self.close)
        self._key.show_key(written)
        self._show(self._key)

    def _open_people(self) -> None:
        from clinic_terminal.ui.pages.people_panel import PeoplePanel

        if self._people is None:
            self._people = PeoplePanel(self._desk, self._confirming)
            self._take_in(self._people)
            self._people.left.connect(self.close)
            self._people.said.connect(self.said)
            self._people.hints_changed.connect(self.hints_changed)
        self._people.refresh()
        self._show(self._people)

    def _take_in(self, panel: QWidget) -> None:
        self._stack.addWidget(panel)

    def _show(self, panel: QWidget) -> None:
        self._stack.setCurrentWidget(panel)
        panel.setFocus()
        self.moved.emit()
