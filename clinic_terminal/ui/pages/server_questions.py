"""Questions to the server that may stay unanswered: they never take all of the threads."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from PySide6.QtCore import QObject

from clinic_terminal.ui.desk import Desk
from clinic_terminal.ui.tasks import Failed

T = TypeVar("T")

MOST_AT_ONCE: Final = 2
"""One thread of the pool of three stays free for reading the next card."""


@dataclass(frozen=True, slots=True)
class _Question:
    work: Callable[[], Any]
    done: Callable[[Any], None]
    failed: Failed


class ServerQuestions(QObject):
    """Asks the newest question; what older ones bring is dropped.

    A request cannot be called back: it ends by its own time limit. Where ``MOST_AT_ONCE`` are still out
    the newest question waits for the first of them to end, and a newer one takes its place.
    """

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._out = 0
        self._wanted: _Question | None = None
        self._waiting: _Question | None = None

    @property
    def is_asking(self) -> bool:
        """Whether an answer is wanted and still out."""
        return self._wanted is not None

    def ask(self, work: Callable[[], T], done: Callable[[T], None], failed: Failed) -> None:
        """Ask this now, instead of everything before."""
        self._wanted = self._waiting = _Question(work, done, failed)
        self._go_on()

    def drop(self) -> None:
        """Want no answer any more."""
        self._wanted = self._waiting = None

    def _go_on(self) -> None:
        question = self._waiting
        if question is None or self._out >= MOST_AT_ONCE:
            return
        self._waiting = None
        self._out += 1

        def done(answer: object) -> None:
            if self._is_wanted_still(question):
                question.done(answer)

        def failed(error: Exception) -> None:
            if self._is_wanted_still(question):
                question.failed(error)

        self._desk.ask_outside(question.work, done, failed)

    def _is_wanted_still(self, question: _Question) -> bool:
        """Count a question as answered, let the next one out, and tell whether this one still counts."""
        self._out -= 1
        self._go_on()
        if question is not self._wanted:
            return False
        self._wanted = None
        return True
