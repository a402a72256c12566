"""One verb at a time for the case on show: a second press while one runs does nothing."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from clinic_terminal.ui.desk import Desk
from clinic_terminal.ui.pages.verdict_panel import VerdictPanel
from clinic_terminal.ui.views.case import Case

T = TypeVar("T")


class CaseWork(QObject):
    """Runs verbs on the database's thread and closes the panel's buttons meanwhile."""

    failed = Signal(object)
    """An Exception; the case stays on show."""

    def __init__(self, desk: Desk, panel: VerdictPanel) -> None:
        super().__init__(panel)
        self.desk = desk
        self.panel = panel
        self._busy = False

    def run(self, work: Callable[[Case], T], done: Callable[[T], None]) -> None:
        """Run ``work`` for the case on show, if there is one and nothing runs."""
        case = self.panel.case
        if self._busy or case is None:
            return
        self._set_busy(busy=True)

        def finish(found: T) -> None:
            self._set_busy(busy=False)
            done(found)

        self.desk.ask(lambda: work(case), finish, self._fail)

    def show(self, case: Case) -> None:
        """Show the case as it is now, and put the hand where the next key belongs."""
        self.panel.show_case(case)
        self.panel.tasks.take_hands()

    def _fail(self, error: Exception) -> None:
        self._set_busy(busy=False)
        self.failed.emit(error)

    def _set_busy(self, *, busy: bool) -> None:
        self._busy = busy
        self.panel.set_busy(busy=busy)
