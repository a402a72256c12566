"""What the desk does with an appointment on the board, and how the last of it is taken back."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from clinic_terminal.application import appointments, calls
from clinic_terminal.domain.visit import Visit
from clinic_terminal.ui.desk import Desk
from clinic_terminal.ui.pages.runner import Runner
from clinic_terminal.ui.views.new_appointment import Part, refusal
from clinic_terminal.ui.views.visit_cards import name_of


class AppointmentActs(QObject):
    """Carries one act out at a time, in the operator's name."""

    done = Signal(str, bool)
    """What was done, in a sentence, and whether it can be taken back."""
    refused = Signal(str)
    """What is wrong with a booking reference."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._runner = Runner(desk, self._failed, self)
        self._last = ""

    @property
    def may_undo(self) -> bool:
        """Whether there is an act to take back."""
        return bool(self._last)

    def miss(self, visit: Visit) -> None:
        """Note that the child did not come."""
        _ = self._desk.words
        terminal, operator = self._desk.terminal, self._desk.operator
        told = _("{name} 已记为未到。")
        self._run(lambda: appointments.mark_no_show(terminal, operator, visit.id), told, undoable=True)

    def take_off(self, visit: Visit) -> None:
        """Take the appointment off the board."""
        _ = self._desk.words
        terminal, operator = self._desk.terminal, self._desk.operator
        told = _("{name} 的预约已取消。")
        self._run(lambda: appointments.take_off(terminal, operator, visit.id), told, undoable=True)

    def expect_again(self, visit_id: str) -> None:
        """Put an appointment back."""
        _ = self._desk.words
        terminal, operator = self._desk.terminal, self._desk.operator
        told = _("{name} 的预约已恢复。")
        self._run(lambda: appointments.expect_again(terminal, operator, visit_id), told)

    def book(self, visit: Visit, reference: str) -> None:
        """Write down the hotline's booking reference."""
        _ = self._desk.words
        terminal, operator = self._desk.terminal, self._desk.operator
        told = _("{name} 的预约编号已登记。")
        self._run(lambda: calls.enter_booking(terminal, operator, visit.id, reference), told)

    def undo(self) -> None:
        """Take the last act back, where it can be."""
        if self._last:
            self.expect_again(self._last)

    def forget(self) -> None:
        """Have nothing to take back any more."""
        self._last = ""

    def _run(self, work: Callable[[], Visit], told: str, *, undoable: bool = False) -> None:
        def done(visit: Visit) -> None:
            self._last = visit.id if undoable else ""
            self._desk.refresh()
            self.done.emit(told.format(name=name_of(visit)), undoable)

        self._runner.run(work, done)

    def _failed(self, error: Exception) -> None:
        told = refusal(error, self._desk.words)
        if told is not None and told[0] is Part.BOOKING:
            self.refused.emit(told[1])
        else:
            self._desk.failed.emit(error)
            self._desk.refresh()
