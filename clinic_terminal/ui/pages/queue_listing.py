"""Which lines of the queue are on show: read and put into words off the window's thread, however many."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal

from clinic_terminal.application.act_case import FollowUpCase, follow_up_case
from clinic_terminal.application.follow_up import FollowUp
from clinic_terminal.application.follow_up_failures import FollowUpUnknownError
from clinic_terminal.application.queue_view import LISTED, Part, QueueView, done_list, queue_view
from clinic_terminal.i18n import Translate
from clinic_terminal.ui.desk import Desk
from clinic_terminal.ui.views import queue as views
from clinic_terminal.ui.widgets.line_model import Line

MORE = 500


@dataclass(frozen=True, slots=True)
class Listing:
    """A view of the queue with the lines of one part; ``more``: there are lines that are not listed."""

    view: QueueView
    part: Part
    lines: tuple[Line, ...]
    more: bool


class QueueListing(QObject):
    """Keeps the latest view, lists a part of it, and looks up what is known of a chosen matter."""

    listed = Signal(object)
    """A Listing."""
    found = Signal(object)
    """The FollowUpCase of the chosen matter, None where there is no more to say of it."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._limit = LISTED
        self._part = Part.ALL
        self._chosen: object = None
        self.view: QueueView | None = None

    def take(self, view: QueueView, *, listed: bool) -> None:
        """Take a fresh view; it is listed only where somebody looks."""
        self.view = view
        if listed:
            self.list(self._part)

    def list(self, part: Part) -> None:
        """List a part of the queue."""
        if self.view is None:
            return
        if part is not self._part:
            self._part, self._limit = part, LISTED
        terminal, words, limit = self._desk.terminal, self._desk.words, self._limit
        work: Callable[[], Listing] = partial(_listing, self.view, part, words, limit)
        if part is Part.DONE:
            work = partial(_done_listing, self.view, words, limit, partial(done_list, terminal, limit))
        elif limit > LISTED:
            work = partial(_read_listing, partial(queue_view, terminal, limit), part, words, limit)
        self._desk.ask(work, self.listed.emit)

    def choose(self, part: object) -> None:
        """List the part that was chosen."""
        if isinstance(part, Part):
            self.list(part)

    def list_more(self) -> None:
        """List more of the same part."""
        self._limit += MORE
        self.list(self._part)

    def look_up(self, subject: object) -> None:
        """Ask for everything about a matter that came back; of any other there is no more to say."""
        self._chosen = subject
        terminal = self._desk.terminal
        if isinstance(subject, str) and self.view is not None and views.has_panel(self.view, subject):
            self._desk.ask(partial(follow_up_case, terminal, subject), self._take_case, self._lose_case)
        else:
            self.found.emit(None)

    def _take_case(self, case: FollowUpCase) -> None:
        if case.follow_up.subject == self._chosen:
            self.found.emit(case)

    def _lose_case(self, error: Exception) -> None:
        """Say nothing of a matter that was dealt with a moment ago; what else went wrong is told."""
        self.found.emit(None)
        if not isinstance(error, FollowUpUnknownError):
            self._desk.failed.emit(error)


def _listing(view: QueueView, part: Part, words: Translate, limit: int) -> Listing:
    return Listing(view, part, views.lines(view, words, part), views.is_cut_off(view, part, limit))


def _read_listing(read: Callable[[], QueueView], part: Part, words: Translate, limit: int) -> Listing:
    return _listing(read(), part, words, limit)


def _done_listing(
    view: QueueView, words: Translate, limit: int, read: Callable[[], tuple[FollowUp, ...]]
) -> Listing:
    lines = views.done_lines(read(), view, words)
    return Listing(view, Part.DONE, lines, len(lines) >= limit)
