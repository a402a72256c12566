"""Shows a child of whom nothing is known here as what it is: a call to make, and no refusal."""

from PySide6.QtCore import QObject

from clinic_terminal.application.failures import NoSnapshotError
from clinic_terminal.application.here import Here, here
from clinic_terminal.ui.desk import Desk
from clinic_terminal.ui.pages.answer_in_time import Subject
from clinic_terminal.ui.pages.card_reading import Reading
from clinic_terminal.ui.pages.check_in_body import CheckInBody
from clinic_terminal.ui.views.unknown import Unknown


class UnknownChild(QObject):
    """Takes the one failure that is none: the server is away, and the child was never here."""

    def __init__(self, desk: Desk, body: CheckInBody, reading: Reading, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._body = body
        self._reading = reading
        self._subject: Subject | None = None
        body.unknown.again_wanted.connect(self._ask_again)

    def take(self, error: Exception) -> bool:
        """Show the child that was asked about; False where the failure is another one."""
        subject = self._reading.subject
        if not isinstance(error, NoSnapshotError) or subject is None or not self._body.is_busy:
            return False
        self._subject = subject
        terminal = self._desk.terminal
        self._body.show_unknown()
        self._desk.ask(lambda: here(terminal), self._show)
        return True

    def _show(self, found: Here) -> None:
        subject = self._subject
        if subject is not None and self._body.is_unknown:
            now = self._desk.terminal.clock.now()
            self._body.unknown.show_unknown(Unknown(subject.identified, subject.day, now, found))

    def _ask_again(self) -> None:
        if self._subject is not None:
            self._reading.again(self._subject.identified, self._subject.visit)
