"""From a scan, a typed number or a picture to a verification, off the window's thread."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from clinic_terminal.application import check_in
from clinic_terminal.application.card_ports import GreyPicture
from clinic_terminal.application.check_in import Identified, Verification
from clinic_terminal.domain.visit import CardSource, Visit
from clinic_terminal.ui.desk import Desk
from clinic_terminal.ui.tasks import Job


class Reading(QObject):
    """Verifies one member at a time; a newer reading takes the place of one that is under way."""

    started = Signal()
    identified = Signal(object)
    """The Identified that is verified now."""
    undecided = Signal(object)
    """A tuple of different Identified, to be asked about; `take` goes on with one of them."""
    verified = Signal(object, object)
    """A Verification, and the Visit that it was asked for or None."""
    failed = Signal(object)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._job: Job | None = None

    def text(self, text: str) -> None:
        """Read a scanned or typed text."""
        terminal = self._desk.terminal
        self._identify(lambda: (check_in.identify(terminal, text),))

    def picture(self, path: Path) -> None:
        """Read the card in a picture file."""
        terminal = self._desk.terminal
        self._identify(lambda: check_in.identify_picture(terminal, path))

    def grey(self, picture: GreyPicture) -> None:
        """Read the card in a picture from the clipboard or the screen."""
        terminal = self._desk.terminal
        self._identify(lambda: check_in.identify_grey(terminal, picture))

    def person(self, name: str, birth_date: date, last_four: str) -> None:
        """Look for a child by name, birth date and the last four of the policy number."""
        terminal = self._desk.terminal
        self._identify(lambda: check_in.identify_person(terminal, name, birth_date, last_four))

    def several(self, found: tuple[Identified, ...]) -> None:
        """Go on with what a camera saw: one child, or several to be asked about."""
        self.cancel()
        self.started.emit()
        self._recognise(found)

    def take(self, identified: Identified) -> None:
        """Go on with the child that was chosen."""
        self._verify(identified, None)

    def visit(self, visit: Visit) -> None:
        """Verify the member of a visit that is expected or was let in."""
        evidence = visit.evidence
        identified = Identified(visit.person.member, CardSource.NUMBER)
        if evidence is not None:
            identified = Identified(visit.person.member, evidence.source, evidence.token, evidence.kid)
        self._verify(identified, visit)

    def again(self, identified: Identified, visit: Visit | None) -> None:
        """Verify the same member once more, as after a payment."""
        self._verify(identified, visit)

    def cancel(self) -> None:
        """Want no answer any more."""
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def _identify(self, identify: Callable[[], tuple[Identified, ...]]) -> None:
        self.cancel()
        self.started.emit()
        self._job = self._desk.ask_outside(identify, self._recognise, self._fail)

    def _recognise(self, found: tuple[Identified, ...]) -> None:
        self._job = None
        if len(found) == 1:
            self.identified.emit(found[0])
            self._ask(found[0], None)
        else:
            self.undecided.emit(found)

    def _verify(self, identified: Identified, visit: Visit | None) -> None:
        self.cancel()
        self.started.emit()
        self._ask(identified, visit)

    def _ask(self, identified: Identified, visit: Visit | None) -> None:
        terminal = self._desk.terminal
        day = terminal.clock.today()

        def work() -> Verification:
            return check_in.verify(terminal, identified, day)

        def done(found: Verification) -> None:
            self._job = None
            self.verified.emit(found, visit)

        self._job = self._desk.ask_outside(work, done, self._fail)

    def _fail(self, error: Exception) -> None:
        self._job = None
        self.failed.emit(error)
