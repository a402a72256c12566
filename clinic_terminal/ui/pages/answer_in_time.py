"""One child's verdict: the server's, or what is stored here while the server is not heard."""

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QObject, Signal

from clinic_terminal.application import check_in
from clinic_terminal.application.check_in import Identified, Verification
from clinic_terminal.application.failures import (
    CentralRefusedError,
    MemberUnknownError,
    NoSnapshotError,
    PlanUnknownError,
)
from clinic_terminal.application.line import CHOSEN, DOWN, SLOW, LineState
from clinic_terminal.domain.visit import Visit
from clinic_terminal.ui.desk import Desk
from clinic_terminal.ui.pages.server_questions import ServerQuestions
from clinic_terminal.ui.tasks import Job

_TAKEN_BACK = (MemberUnknownError, CentralRefusedError, PlanUnknownError)


@dataclass(frozen=True, slots=True)
class Subject:
    """Who is asked about, on which day, for which visit."""

    identified: Identified
    day: date
    visit: Visit | None


class AnswerInTime(QObject):
    """Asks the server and knows when to look into the store; a newer question takes the place of the old.

    Each question ends in one ``verified`` or one ``failed``. After a ``verified`` from the store the server
    may still speak: ``upgraded`` with its answer, or ``taken_back`` where it does not know the child.
    """

    verified = Signal(object, object)
    """A Verification, and the Visit that it was asked for or None."""
    upgraded = Signal(object)
    """The Verification by the server that replaces the one on show."""
    taken_back = Signal(object)
    """The Exception by which the server contradicts the verdict on show."""
    unknown_here = Signal()
    """Nothing is stored of this child: there is nothing to do but wait for the server."""
    failed = Signal(object)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._server = ServerQuestions(desk, self)
        self._subject: Subject | None = None
        self._look: Job | None = None
        self._missing = False
        self._shown: Verification | None = None
        desk.line_changed.connect(self._take_line)

    def begin(self, subject: Subject, *, late: bool = False) -> None:
        """Ask about a child; ``late``: the family has waited long enough already."""
        self.cancel()
        self._subject = subject
        line = self._desk.line
        if not line.chosen:
            self._ask_server(subject)
        if line.is_offline:
            self._look_here(CHOSEN if line.chosen else DOWN)
        elif late:
            self.hurry()

    def hurry(self) -> None:
        """Show what is stored, now that the server has not answered in time."""
        self._look_here(SLOW)

    def cancel(self) -> None:
        """Want no verdict any more, nor a better one."""
        self._server.drop()
        if self._look is not None:
            self._look.cancel()
        self._subject = self._look = self._shown = None
        self._missing = False

    def _ask_server(self, subject: Subject) -> None:
        terminal = self._desk.terminal
        self._server.ask(
            lambda: check_in.verify(terminal, subject.identified, subject.day),
            self._take_answer,
            self._take_refusal,
        )

    def _look_here(self, problem: str) -> None:
        """Judge from the store, once a question."""
        subject, terminal = self._subject, self._desk.terminal
        if subject is None or self._shown is not None or self._look is not None:
            return
        self._look = self._desk.ask(
            lambda: check_in.verify_stored(terminal, subject.identified, subject.day, problem),
            self._take_stored,
            self._find_nothing,
        )

    def _take_line(self, state: LineState) -> None:
        """Wait no longer for a server that is away by now, and ask it again once it is back."""
        subject = self._subject
        if subject is None or state.doubted:
            return
        if state.chosen:
            self._server.drop()
        if state.is_offline:
            self._look_here(CHOSEN if state.chosen else DOWN)
        elif self._shown is not None and not self._shown.online and not self._server.is_asking:
            self._ask_server(subject)
        if self._missing and not self._server.is_asking:
            self._end_with(NoSnapshotError(state.code))

    def _take_stored(self, found: Verification) -> None:
        if self._subject is not None and self._shown is None:
            self._shown = found
            self.verified.emit(found, self._subject.visit)

    def _find_nothing(self, error: Exception) -> None:
        if self._subject is None or self._shown is not None:
            return
        unknown = isinstance(error, NoSnapshotError)
        if not self._server.is_asking:
            self._end_with(NoSnapshotError(self._desk.line.code) if unknown else error)
        elif unknown:
            self._missing = True
            self.unknown_here.emit()

    def _take_answer(self, found: Verification) -> None:
        subject, before = self._subject, self._shown
        if subject is None:
            return
        if before is None:
            self._shown = found
            self.verified.emit(found, subject.visit)
        elif any(policy.question.online for policy in found.policies):
            self._shown = found
            self.upgraded.emit(found)

    def _take_refusal(self, error: Exception) -> None:
        if self._shown is None:
            self._end_with(error)
        elif isinstance(error, _TAKEN_BACK):
            self.cancel()
            self.taken_back.emit(error)
        else:
            self._desk.failed.emit(error)

    def _end_with(self, error: Exception) -> None:
        self.cancel()
        self.failed.emit(error)
