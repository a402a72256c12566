"""What all pages share: the verbs off the window's thread, who is signed in, which visit is in hand."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from clinic_terminal.application import day
from clinic_terminal.application.day import Board, QueueView
from clinic_terminal.application.line import Line, LineKeeper, LineState
from clinic_terminal.application.ports import Operator
from clinic_terminal.application.terminal import Terminal
from clinic_terminal.domain.visit import Visit
from clinic_terminal.i18n import Translate
from clinic_terminal.options import Value
from clinic_terminal.settings import Language
from clinic_terminal.ui.data_watch import DataWatch
from clinic_terminal.ui.gathering import Gathering
from clinic_terminal.ui.scanner_text import NO_MARKS, Marks
from clinic_terminal.ui.tasks import Failed, Job, Tasks

T = TypeVar("T")

REFRESH_MS = 15_000


@dataclass(frozen=True, slots=True)
class DeskParts:
    """What a desk is made of; ``wake_sync`` has the sync loop look at the queue now.

    ``sound``: a card that was read is heard. ``marks``: what a scanner types round a code. ``keeper``
    knows the line; a desk without one makes its own, which nobody reports to. ``outage_card`` draws the
    card for the wall as PDF; it is called beside the window's thread.
    """

    terminal: Terminal
    tasks: Tasks
    words: Translate
    wake_sync: Callable[[], None]
    practice: bool = False
    sound: bool = True
    marks: Marks = NO_MARKS
    keeper: LineKeeper | None = None
    outage_card: Callable[[Language], bytes] | None = None


class NobodySignedInError(Exception):
    """A verb that names an operator was asked for while nobody is signed in."""

    def __init__(self) -> None:
        super().__init__("Nobody is signed in.")


class Desk(QObject):
    """Pages ask the desk to run a verb and listen to what changed; no page calls another."""

    operator_changed = Signal(object)
    """The Operator who signed in, or None."""
    operator_renamed = Signal(object)
    """The same Operator, as they stand in the list of people from now on."""
    visit_changed = Signal(object)
    """The Visit in hand after a change, or None."""
    board_changed = Signal(object)
    """A fresh Board of today."""
    queue_changed = Signal(object)
    """A fresh QueueView."""
    line_changed = Signal(object)
    """A LineState."""
    scanned = Signal(str)
    """A scanned text for whoever checks in; emitted by the window."""
    failed = Signal(object)
    """An Exception that no page took; the window shows it."""

    setting_changed = Signal(str, object)
    """A setting's name and the Value that holds from now on."""

    device_scanned = Signal(str)
    """A text from a scanner that is no keyboard; emitted in any thread, it comes on the window's."""
    device_opened = Signal()
    """That scanner is connected."""
    device_lost = Signal()
    """That scanner was unplugged."""

    _line_reported = Signal(object)

    def __init__(self, parts: DeskParts, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.terminal = parts.terminal
        self.words = parts.words
        self.practice = parts.practice
        self.sound = parts.sound
        self.marks = parts.marks
        self.outage_card = parts.outage_card
        self._tasks = parts.tasks
        self._wake_sync = parts.wake_sync
        self._operator: Operator | None = None
        self._visit: Visit | None = None
        self.keeper = parts.keeper or LineKeeper(parts.terminal.clock)
        self.line: LineState = self.keeper.state
        self._tasks.error.connect(self.failed)
        # Other threads report by this signal: Qt carries it over to the window's thread.
        self._line_reported.connect(self._take_line)
        self.keeper.listen(self.report_line)
        self.stored = Gathering(self)
        self.stored.gathered.connect(self._refresh_at_work)
        self.data = DataWatch(self)
        self._timer = QTimer(self)
        self._timer.setInterval(REFRESH_MS)
        self._timer.timeout.connect(self.refresh)

    @property
    def operator(self) -> Operator:
        """The operator who is signed in; raises NobodySignedInError."""
        if self._operator is None:
            raise NobodySignedInError
        return self._operator

    @property
    def is_signed_in(self) -> bool:
        """Whether somebody works here now."""
        return self._operator is not None

    @property
    def visit(self) -> Visit | None:
        """The visit in hand."""
        return self._visit

    @property
    def is_online(self) -> bool:
        """Whether the server is reached."""
        return self.line.line is Line.ONLINE

    def sign_in(self, operator: Operator) -> None:
        """Work in the name of ``operator`` from now on."""
        self._operator = operator
        self._timer.start()
        self.operator_changed.emit(operator)
        self.refresh()

    def sign_out(self) -> None:
        """Let go of the operator and of the visit in hand."""
        self._timer.stop()
        self._operator = None
        self.take_visit(None)
        self.operator_changed.emit(None)

    def take_operator(self, operator: Operator) -> None:
        """Know of a change to somebody; where it is who works here, name and rights hold from now on."""
        if self._operator is not None and self._operator.id == operator.id:
            self._operator = operator
            self.operator_renamed.emit(operator)

    def take_visit(self, visit: Visit | None) -> None:
        """Take a visit in hand, or its newer state."""
        self._visit = visit
        self.visit_changed.emit(visit)

    def ask(self, work: Callable[[], T], done: Callable[[T], None], failed: Failed | None = None) -> Job:
        """Run a verb on the database's thread; ``done`` gets its result on the window's."""
        return self._tasks.run_db(work, done, failed)

    def ask_outside(
        self, work: Callable[[], T], done: Callable[[T], None], failed: Failed | None = None
    ) -> Job:
        """Run a verb that may wait for the network or a file, beside the database's thread."""
        return self._tasks.run(work, done, failed)

    def refresh(self) -> None:
        """Read board and queue anew."""
        terminal, online = self.terminal, self.is_online
        self.ask(lambda: day.board(terminal, terminal.clock.today(), online=online), self._take_board)
        self.ask(lambda: day.queue_view(terminal), self._take_queue)

    def wake_sync(self) -> None:
        """Have the sync loop look at the queue now."""
        self._wake_sync()

    def take_setting(self, name: str, value: Value) -> None:
        """Have everything that can go by a changed setting at once do so."""
        if name == "sound":
            self.sound = bool(value)
        self.setting_changed.emit(name, value)

    def report_line(self, state: LineState) -> None:
        """Take the line's state from any thread."""
        self._line_reported.emit(state)

    def close(self) -> None:
        """Stop the timers and listen no more; called before the tasks are shut down."""
        self.keeper.forget(self.report_line)
        self._timer.stop()
        self.stored.stop()

    def _take_board(self, board: Board) -> None:
        self.board_changed.emit(board)

    def _take_queue(self, view: QueueView) -> None:
        self.queue_changed.emit(view)

    @Slot(object)
    def _take_line(self, state: LineState) -> None:
        self.line = state
        self.line_changed.emit(state)
        self._refresh_at_work()

    def _refresh_at_work(self) -> None:
        if self._operator is not None:
            self.refresh()
