"""The hand's choice between the network and working offline, off the window's thread."""

from PySide6.QtCore import QObject

from clinic_terminal.application.offline_choice import choose_offline, choose_online
from clinic_terminal.ui.desk import Desk


class LineChoice(QObject):
    """Carries the choice out in the operator's name; the pill shows what came of it."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk

    def work_offline(self) -> None:
        """Ask and send nothing until `go_online`."""
        desk = self._desk
        terminal, operator, keeper = desk.terminal, desk.operator, desk.keeper
        desk.ask(lambda: choose_offline(terminal, operator, keeper), self._done)

    def go_online(self) -> None:
        """Use the network again, and send at once what waits."""
        desk = self._desk
        terminal, operator, keeper = desk.terminal, desk.operator, desk.keeper
        desk.ask(lambda: choose_online(terminal, operator, keeper), self._wake)

    def turn(self) -> None:
        """Do whichever of the two is not so."""
        if self._desk.line.chosen:
            self.go_online()
        else:
            self.work_offline()

    def _done(self, _nothing: None) -> None:
        """Leave it to the keeper to tell everybody."""

    def _wake(self, _nothing: None) -> None:
        self._desk.wake_sync()
