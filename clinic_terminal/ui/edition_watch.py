"""After somebody signed in: is there a later edition? A dot at the doctor, a word in passing, no more."""

import logging
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, QTimer

from clinic_terminal.application import editions
from clinic_terminal.application.edition_ports import EditionLook
from clinic_terminal.application.ports import Operator
from clinic_terminal.ui.desk import Desk
from clinic_terminal.ui.entries import DOCTOR
from clinic_terminal.ui.shell import Shell
from clinic_terminal.ui.views.edition_words import passing_word, waiting_word

FIRST_MS: Final = 60_000
"""The first minute after signing in belongs to the desk."""

EVERY_MS: Final = 3_600_000


_log = logging.getLogger(__name__)


class EditionWatch(QObject):
    """Has the publisher asked once a day while somebody is signed in, where the clinic set it so."""

    def __init__(self, desk: Desk, shell: Shell, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._shell = shell
        self._known = ""
        self._timer = QTimer(self, interval=FIRST_MS)
        self._timer.timeout.connect(self.look)
        desk.operator_changed.connect(self._take_operator)
        desk.setting_changed.connect(self._take_setting)

    @property
    def is_waiting(self) -> bool:
        """Whether it will look by itself."""
        return self._timer.isActive()

    def use(self, shell: Shell) -> None:
        """Mark another shell from now on, as after a change of language."""
        self._shell = shell
        self._mark()

    def look(self) -> None:
        """Look now, beside the window's thread; nobody is asked where the settings do not say so."""
        self._timer.setInterval(EVERY_MS)
        terminal = self._desk.terminal
        if editions.may_ask(terminal):
            self._desk.ask_outside(partial(editions.look_if_due, terminal), self._take, self._let_go)

    def _take_operator(self, operator: Operator | None) -> None:
        if operator is None:
            self._timer.stop()
        else:
            self._timer.start(FIRST_MS)

    def _take_setting(self, name: str, _value: object) -> None:
        """Forget what was found once it is not to be looked for, or somewhere else."""
        if name in {editions.CHECK, editions.ADDRESS}:
            self._known = ""
            self._mark()
            if self._desk.is_signed_in:
                self._timer.start(FIRST_MS)

    def _take(self, look: EditionLook) -> None:
        later = look.later
        before, self._known = self._known, later.version if later is not None else ""
        self._mark()
        # Said once for each edition, and to somebody: the dot stays.
        if self._known != before and self._desk.is_signed_in:
            self._shell.say(passing_word(look, self._desk.words))

    def _let_go(self, error: Exception) -> None:
        """Show nobody that news could not be had: it must not stand in the way of work."""
        _log.warning("the look for later editions failed: %s", type(error).__name__)

    def _mark(self) -> None:
        told = waiting_word(self._known, self._desk.words) if self._known else ""
        self._shell.rail.set_attention(DOCTOR.name, told)
