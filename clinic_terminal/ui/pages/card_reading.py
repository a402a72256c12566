"""From a scan, a typed number or a picture to a verification, off the window's thread and in time."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from clinic_terminal.application import check_in
from clinic_terminal.application.card_ports import GreyPicture
from clinic_terminal.application.check_in import Identified, Verification
from clinic_terminal.domain.visit import CardSource, Visit
from clinic_terminal.ui.desk import Desk
from clinic_terminal.ui.pages.answer_in_time import AnswerInTime, Subject
from clinic_terminal.ui.tasks import Job

Found = tuple[Identified, ...]

LONGEST_WAIT_MS: Final = 3_000
"""From the scan to a verdict, however dead the network is, where anything of the child is stored."""

SHOWING_MS: Final = 400
"""What judging and painting may take of it on a slow computer that has other things to do."""


Ask = Callable[[Callable[[], Found], Callable[[Found], None], Callable[[Exception], None]], Job]


class Reading(QObject):
    """Verifies one member at a time; a newer reading takes the place of one that is under way.

    `verified` comes within ``LONGEST_WAIT_MS``: from the server, or from what is stored here and then,
    when the server answers, improved by `upgraded`. `cancel` ends that too.
    """

    started = Signal()
    identified = Signal(object)
    """The Identified that is verified now."""
    undecided = Signal(object)
    """A tuple of different Identified, to be asked about; `take` goes on with one of them."""
    verified = Signal(object, object)
    """A Verification, and the Visit that it was asked for or None."""
    upgraded = Signal(object)
    """The server's Verification of the child on show, to be put in the place of what was stored."""
    unknown_here = Signal()
    """Nothing is stored of the child and the server has not answered yet: there is more waiting to do."""
    failed = Signal(object)
    """An Exception: there is no verdict, or none any more (then `started` came again before)."""

    def __init__(self, desk: Desk, parent: QObject, *, longest_wait_ms: int = LONGEST_WAIT_MS) -> None:
        super().__init__(parent)
        self._desk = desk
        self._job: Job | None = None
        self.subject: Subject | None = None
        """Who was asked about last."""
        self._answer = AnswerInTime(desk, self)
        self._answer.verified.connect(self._take)
        self._answer.upgraded.connect(self.upgraded)
        self._answer.unknown_here.connect(self.unknown_here)
        self._answer.taken_back.connect(self._take_back)
        self._answer.failed.connect(self._fail)
        self._late = False
        self._patience = QTimer(self, singleShot=True, interval=longest_wait_ms - SHOWING_MS)
        self._patience.setTimerType(Qt.TimerType.PreciseTimer)
        self._patience.timeout.connect(self._hurry)

    def text(self, text: str) -> None:
        """Read a scanned or typed text."""
        terminal = self._desk.terminal
        self._identify(lambda: (check_in.identify(terminal, text),), self._desk.ask)

    def picture(self, path: Path) -> None:
        """Read the card in a picture file."""
        terminal = self._desk.terminal
        self._identify(lambda: check_in.identify_picture(terminal, path), self._desk.ask_outside)

    def grey(self, picture: GreyPicture) -> None:
        """Read the card in a picture from the clipboard or the screen."""
        terminal = self._desk.terminal
        self._identify(lambda: check_in.identify_grey(terminal, picture), self._desk.ask_outside)

    def person(self, name: str, birth_date: date, last_four: str) -> None:
        """Look for a child by name, birth date and the last four of the policy number."""
        terminal = self._desk.terminal
        self._identify(
            lambda: check_in.identify_person(terminal, name, birth_date, last_four), self._desk.ask
        )

    def several(self, found: tuple[Identified, ...]) -> None:
        """Go on with what a camera saw: one child, or several to be asked about."""
        self._start()
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
        """Want no answer any more, nor a better one."""
        self._patience.stop()
        self._answer.cancel()
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def _start(self) -> None:
        self.cancel()
        self._late = False
        self._patience.start()
        self.started.emit()

    def _identify(self, identify: Callable[[], tuple[Identified, ...]], ask: Ask) -> None:
        """Identify in the thread that fits: reading a text needs the store, a picture needs its time."""
        self._start()
        self._job = ask(identify, self._recognise, self._fail)

    def _recognise(self, found: tuple[Identified, ...]) -> None:
        self._job = None
        if len(found) == 1:
            self.identified.emit(found[0])
            self._ask(found[0], None)
        else:
            self._patience.stop()
            self.undecided.emit(found)

    def _verify(self, identified: Identified, visit: Visit | None) -> None:
        self._start()
        self._ask(identified, visit)

    def _ask(self, identified: Identified, visit: Visit | None) -> None:
        self.subject = Subject(identified, self._desk.terminal.clock.today(), visit)
        self._answer.begin(self.subject, late=self._late)

    def _hurry(self) -> None:
        self._late = True
        self._answer.hurry()

    def _take(self, found: Verification, visit: Visit | None) -> None:
        self._patience.stop()
        self.verified.emit(found, visit)

    def _take_back(self, error: Exception) -> None:
        """Let the verdict on show count no more, as when another card is read."""
        self.started.emit()
        self.failed.emit(error)

    def _fail(self, error: Exception) -> None:
        self._job = None
        self._patience.stop()
        self.failed.emit(error)
