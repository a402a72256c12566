"""One step of the upload loop: lease, send, store what came of it.

One act that is due goes by itself, many go together. An act that failed before goes alone from then on, so
that one which spoils every batch it is in delays the others by a single attempt.
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from enum import StrEnum
from typing import Final

from clinic_terminal.application import held_up
from clinic_terminal.application.acts import Answer, AnswerClass, QueueRow
from clinic_terminal.application.failures import StoreFailedError
from clinic_terminal.application.lost_bytes import DAMAGED, is_unreadable, whole_row
from clinic_terminal.application.ports import CentralApi, Clock
from clinic_terminal.application.store_ports import Store, UnitOfWork
from clinic_terminal.sync.backoff import Chance, wait_seconds
from clinic_terminal.sync.decisions import note_refused_void

LEASE_S: Final = 60

SEND_WITHIN_S: Final = 15.0
"""What was leased this long ago is not sent any more: the longest exchange must end before the lease does."""

STEP_S: Final = 0.4
"""A step takes up no more after this long: between two steps the screens are told."""

LONGEST_REST_S: Final = 60.0
"""A server that asks to be left alone is heard, but no longer than this for acts that it did not speak of."""

MOST_TOGETHER: Final = 50

_log = logging.getLogger(__name__)


class Step(StrEnum):
    """What one step did; the loop goes on at once after SETTLED, PARKED and LATE only."""

    IDLE = "IDLE"
    SETTLED = "SETTLED"
    PARKED = "PARKED"
    WAITING = "WAITING"
    PAUSED = "PAUSED"
    LATE = "LATE"


@dataclass(slots=True)
class Pacing:
    """How many acts go together now, and until when (monotonic) the server asked to be left alone."""

    together: int
    rest_until: float = 0.0

    def went(self, *, well: bool, most: int) -> None:
        """Halve after a failure as a whole, double after a success, up to ``most``."""
        self.together = min(most, self.together * 2) if well else max(1, self.together // 2)


def _always() -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Uploader:
    """The parts that a step needs; ``owner`` names this process in leases, ``most`` acts go together.

    ``lease_s``: for how long acts are taken up, longer than any exchange may take.
    """

    store: Store
    central: CentralApi
    clock: Clock
    chance: Chance
    owner: str
    most: int = MOST_TOGETHER
    lease_s: int = LEASE_S
    _pacing: Pacing = field(default_factory=lambda: Pacing(MOST_TOGETHER))

    def step(self, goes_on: Callable[[], bool] = _always) -> Step:
        """Send what is due and store the answers; a long queue for about half a second, a batch at a time.

        ``goes_on`` says between two requests whether more may be sent. An answer that comes after the lease
        was taken over by another worker does not count (LATE): the server remembers the act's id, so the
        other worker gets the same answer.
        """
        started = self.clock.monotonic()
        if started < self._pacing.rest_until:
            return Step.IDLE
        leased, step = self._leased(self._count())
        while leased:
            leased, step = self._worked_off(leased, step, goes_on, started)
        return step

    def _count(self) -> int:
        return min(self.most, self._pacing.together)

    def _worked_off(
        self, leased: Sequence[QueueRow], step: Step, goes_on: Callable[[], bool], started: float
    ) -> tuple[list[QueueRow], Step]:
        """Send what was taken up; return what was taken up after it, and what came of the last request."""
        taken, ahead = self.clock.monotonic(), list[QueueRow]()
        is_full = 1 < len(leased) == self._count()
        groups = list(_groups(leased, self.most))
        while groups and (step is Step.IDLE or (_goes_on_after(step) and self._may_send(taken, goes_on))):
            rows = groups.pop(0)
            step, ahead = self._sent(
                rows, lambda: not groups and is_full and self._has_time(started, goes_on)
            )
        if groups:
            self._give_back([row for group in groups for row in group])
        return ahead, step

    def _has_time(self, started: float, goes_on: Callable[[], bool]) -> bool:
        """Tell whether this step may take up more."""
        now = self.clock.monotonic()
        return now >= self._pacing.rest_until and now - started < STEP_S and goes_on()

    def _leased(self, count: int) -> tuple[list[QueueRow], Step]:
        """Take up what is due; IDLE beside it, or PARKED where an act's body could not be read any more."""
        try:
            with self.store.begin() as uow:
                return uow.queue.lease(self.owner, self.clock.now(), self.lease_s, count), Step.IDLE
        except StoreFailedError as failure:
            # What stands on a page that cannot be opened must not hold up what does not.
            if not is_unreadable(failure):
                raise
        with self.store.begin() as uow:
            rows = uow.queue.lease(self.owner, self.clock.now(), self.lease_s, count, bodies=False)
        whole = [self._with_body(row) for row in rows]
        readable = [row for row in whole if row is not None]
        return readable, Step.IDLE if len(readable) == len(rows) else Step.PARKED

    def _with_body(self, row: QueueRow) -> QueueRow | None:
        """Return a leased row with its body; where that is lost, park the row and return None."""
        found = whole_row(self.store, row.act.id)
        if found is None:
            with self.store.begin() as uow:
                uow.queue.park(row, DAMAGED, self.clock.now())
            return None
        return replace(row, act=found.act)

    def _may_send(self, started: float, goes_on: Callable[[], bool]) -> bool:
        return goes_on() and self.clock.monotonic() - started < SEND_WITHIN_S

    def _sent(self, rows: Sequence[QueueRow], more: Callable[[], bool]) -> tuple[Step, list[QueueRow]]:
        """Send acts and store the answers; where there may be more, take up the next in the same commit."""
        if len(rows) == 1:
            answers = [self.central.put_act(rows[0].act)]
        else:
            answers = self.central.put_batch([row.act for row in rows])
        failed = all(answer.answer_class is AnswerClass.TRANSIENT for answer in answers)
        if not failed or len(rows) > 1:
            self._pacing.went(well=not failed, most=max(1, self.most))
        self._rest(answers)
        # What the server said is not lost because one of the next cannot be read, nor because what would be
        # read to tell a person of it cannot.
        for count, tells in dict.fromkeys(((self._count() if more() else 0, True), (0, True))):
            try:
                return self._kept(rows, answers, count, tells=tells)
            except StoreFailedError as failure:
                if not is_unreadable(failure):
                    raise
        _log.error("answers are kept without a follow-up: a page cannot be read")
        return self._kept(rows, answers, 0, tells=False)

    def _kept(
        self, rows: Sequence[QueueRow], answers: Sequence[Answer], more: int, *, tells: bool
    ) -> tuple[Step, list[QueueRow]]:
        """Store the answers and lease up to ``more`` rows, in one transaction.

        ``tells``: open and count what a person has to know beside the answers.
        """
        with self.store.begin() as uow:
            self._mark(uow, answers)
            steps = [self._stored(uow, row, answer) for row, answer in zip(rows, answers, strict=False)]
            if tells:
                self._tell(uow, zip(rows, answers, steps, strict=False))
            for row in rows[len(answers) :]:
                uow.queue.release(row)
            step = _as_one(steps)
            if not more or not _goes_on_after(step):
                return step, []
            return step, uow.queue.lease(self.owner, self.clock.now(), self.lease_s, more)

    def _give_back(self, rows: Sequence[QueueRow]) -> None:
        with self.store.begin() as uow:
            for row in rows:
                uow.queue.release(row)

    def _rest(self, answers: Sequence[Answer]) -> None:
        asked = max((answer.retry_after_s or 0 for answer in answers), default=0)
        if asked:
            self._pacing.rest_until = self.clock.monotonic() + min(float(asked), LONGEST_REST_S)

    def _stored(self, uow: UnitOfWork, row: QueueRow, answer: Answer) -> Step:
        handlers: dict[AnswerClass, Callable[[UnitOfWork, QueueRow, Answer], Step]] = {
            AnswerClass.FINAL: self._settle,
            AnswerClass.TRANSIENT: self._retry_later,
            AnswerClass.SESSION: self._pause,
            AnswerClass.ITEM: self._park,
        }
        return handlers[answer.answer_class](uow, row, answer)

    def _settle(self, uow: UnitOfWork, row: QueueRow, answer: Answer) -> Step:
        return Step.SETTLED if uow.queue.settle(row, answer, self.clock.now()) else Step.LATE

    def _retry_later(self, uow: UnitOfWork, row: QueueRow, answer: Answer) -> Step:
        wait = wait_seconds(row.attempts, answer.retry_after_s, self.chance)
        due = self.clock.now() + timedelta(seconds=wait)
        return Step.WAITING if uow.queue.retry_later(row, answer, due) else Step.LATE

    def _pause(self, uow: UnitOfWork, row: QueueRow, _answer: Answer) -> Step:
        return Step.PAUSED if uow.queue.release(row) else Step.LATE

    def _park(self, uow: UnitOfWork, row: QueueRow, answer: Answer) -> Step:
        return Step.PARKED if uow.queue.park(row, answer, self.clock.now()) else Step.LATE

    def _tell(self, uow: UnitOfWork, kept: Iterable[tuple[QueueRow, Answer, Step]]) -> None:
        """Open a matter, or count towards one, where an answer that was just stored asks for a person."""
        now = self.clock.now()
        for row, answer, step in kept:
            if step is Step.SETTLED:
                note_refused_void(uow, row, answer, now)
            elif step is Step.WAITING:
                held_up.failed(uow, row, now)

    def _mark(self, uow: UnitOfWork, answers: Sequence[Answer]) -> None:
        """Move the freshness marks: an upload counts only with the server's answer in hand."""
        marks = replace(uow.memory.freshness(), last_attempt=self.clock.now())
        times = [answer.server_time for answer in answers if answer.server_time is not None]
        if times:
            # A repeated answer carries its first time: the marks only move forward.
            heard = max(*times, marks.server_time or times[0])
            uploaded = max(*times, marks.last_upload or times[0])
            marks = replace(marks, last_upload=uploaded, server_time=heard)
        uow.memory.set_freshness(marks)


def _groups(leased: Sequence[QueueRow], most: int) -> Iterator[list[QueueRow]]:
    """Yield what goes together: the acts that are sent for the first time, then each of the others alone."""
    fresh = [row for row in leased if row.attempts == 1]
    tried = [row for row in leased if row.attempts > 1]
    if fresh and most > 1:
        yield fresh
        fresh = []
    for row in fresh + tried:
        yield [row]


def _as_one(steps: Sequence[Step]) -> Step:
    """Return what a request did: a pause stops everything, and waiting only where all of it waits."""
    if Step.PAUSED in steps:
        return Step.PAUSED
    if all(step is Step.WAITING for step in steps):
        return Step.WAITING
    return next(step for step in (Step.PARKED, Step.SETTLED, Step.LATE) if step in steps)


def _goes_on_after(step: Step) -> bool:
    return step in {Step.SETTLED, Step.PARKED, Step.LATE}
