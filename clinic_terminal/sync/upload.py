"""One step of the upload loop: lease, send, store what came of it.

One act that is due goes by itself, many go together. An act that failed before goes alone from then on, so
that one which spoils every batch it is in delays the others by a single attempt.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from enum import StrEnum
from typing import Final

from clinic_terminal.application.acts import Answer, AnswerClass, QueueRow
from clinic_terminal.application.ports import CentralApi, Clock
from clinic_terminal.application.store_ports import Store, UnitOfWork
from clinic_terminal.sync.backoff import Chance, wait_seconds

LEASE_S: Final = 60

SEND_WITHIN_S: Final = 15.0
"""What was leased this long ago is not sent any more: the longest exchange must end before the lease does."""

LONGEST_REST_S: Final = 60.0
"""A server that asks to be left alone is heard, but no longer than this for acts that it did not speak of."""

MOST_TOGETHER: Final = 50


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
        """Send what is due, at most one batch and what has to go alone, and store the answers.

        ``goes_on`` says between two requests whether more may be sent. An answer that comes after the lease
        was taken over by another worker does not count (LATE): the server remembers the act's id, so the
        other worker gets the same answer.
        """
        started = self.clock.monotonic()
        if started < self._pacing.rest_until:
            return Step.IDLE
        with self.store.begin() as uow:
            count = min(self.most, self._pacing.together)
            leased = uow.queue.lease(self.owner, self.clock.now(), self.lease_s, count)
        step = Step.IDLE
        groups = list(_groups(leased, self.most))
        while groups and (step is Step.IDLE or (_goes_on_after(step) and self._may_send(started, goes_on))):
            step = self._sent(groups.pop(0))
        if groups:
            self._give_back([row for group in groups for row in group])
        return step

    def _may_send(self, started: float, goes_on: Callable[[], bool]) -> bool:
        return goes_on() and self.clock.monotonic() - started < SEND_WITHIN_S

    def _sent(self, rows: Sequence[QueueRow]) -> Step:
        if len(rows) == 1:
            answers = [self.central.put_act(rows[0].act)]
        else:
            answers = self.central.put_batch([row.act for row in rows])
        failed = all(answer.answer_class is AnswerClass.TRANSIENT for answer in answers)
        if not failed or len(rows) > 1:
            self._pacing.went(well=not failed, most=max(1, self.most))
        self._rest(answers)
        with self.store.begin() as uow:
            self._mark(uow, answers)
            steps = [self._stored(uow, row, answer) for row, answer in zip(rows, answers, strict=False)]
            for row in rows[len(answers) :]:
                uow.queue.release(row)
        return _as_one(steps)

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
        again = self.clock.now() + timedelta(seconds=wait)
        return Step.WAITING if uow.queue.retry_later(row, answer, again) else Step.LATE

    def _pause(self, uow: UnitOfWork, row: QueueRow, _answer: Answer) -> Step:
        return Step.PAUSED if uow.queue.release(row) else Step.LATE

    def _park(self, uow: UnitOfWork, row: QueueRow, answer: Answer) -> Step:
        return Step.PARKED if uow.queue.park(row, answer, self.clock.now()) else Step.LATE

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
