"""One round of the doctor beside the window's thread: a line at a time, so that each shows as it comes."""

from functools import partial

from PySide6.QtCore import QObject, Signal

from clinic_terminal.application.doctor import Check, Examination
from clinic_terminal.application.doctor_lines import Line
from clinic_terminal.ui.desk import Desk
from clinic_terminal.ui.doctor_looks import chosen_screen, look_around
from clinic_terminal.ui.tasks import Job


class DoctorRound(QObject):
    """`found` carries each Line, `ended` comes after the last one or after `cancel`."""

    found = Signal(object)
    ended = Signal()

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._job: Job | None = None
        self._waiting: list[Check] = []
        self.total = 0
        self.done = 0

    @property
    def busy(self) -> bool:
        """Whether a round is under way."""
        return self._job is not None

    def start(self) -> None:
        """Begin a round, unless one is under way."""
        if self._job is None:
            self.total, self.done = 0, 0
            self._job = self._desk.ask(partial(chosen_screen, self._desk.terminal), self._look, self._blind)

    def cancel(self) -> None:
        """Stop after the line in hand, whose finding is not wanted any more."""
        if self._job is not None:
            self._job.cancel()
            self._end()

    def _blind(self, _failure: Exception) -> None:
        """Go on without the stored choice of a screen: that the store fails is a line of its own."""
        self._look("")

    def _look(self, choice: str) -> None:
        terminal = self._desk.terminal
        # Cameras and screens belong to the window's library, which wants to be asked in this thread.
        examination = Examination(terminal.probes, terminal, look_around(choice))
        self._waiting = list(examination.checks())
        self.total = len(self._waiting)
        self._next()

    def _next(self) -> None:
        if self._waiting:
            check = self._waiting.pop(0)
            self._job = self._desk.ask_outside(check.look, self._take)
        else:
            self._end()

    def _take(self, line: Line) -> None:
        self.done += 1
        self.found.emit(line)
        # Whoever took the line may have cancelled the round.
        if self._job is not None:
            self._next()

    def _end(self) -> None:
        self._job = None
        self._waiting = []
        self.ended.emit()
