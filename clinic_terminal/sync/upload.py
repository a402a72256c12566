"""One step of the upload loop: lease, send, store what came of it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum

from clinic_terminal.application.acts import Answer, AnswerClass, QueueRow
from clinic_terminal.application.ports import CentralApi, Clock
from clinic_terminal.application.store_ports import Store, UnitOfWork
from clinic_terminal.sync.backoff import Chance, wait_seconds

LEASE_S = 60


class Step(StrEnum):
    """What one step did; the loop goes on at once after SETTLED and PARKED only."""

    IDLE = "IDLE"
    SETTLED = "SETTLED"
    PARKED = "PARKED"
    WAITING = "WAITING"
    PAUSED = "PAUSED"
    LATE = "LATE"


@dataclass(frozen=True, slots=True)
class Uploader:
    """The parts that a step needs; ``owner`` names this process in leases."""

    store: Store
    central: CentralApi
    clock: Clock
    chance: Chance
    owner: str

    def step(self) -> Step:
        """Send the next due act, if any, and store its answer.

        An answer that comes after the lease was taken over by another worker does not count (LATE):
        the server remembers the act's id, so the other worker gets the same answer.
        """
        with self.store.begin() as uow:
            leased = uow.queue.lease(self.owner, self.clock.now(), LEASE_S)
        if not leased:
            return Step.IDLE
        row = leased[0]
        answer = self.central.put_act(row.act)
        with self.store.begin() as uow:
            return self._stored(uow, row, answer)

    def _stored(self, uow: UnitOfWork, row: QueueRow, answer: Answer) -> Step:
        handlers: dict[AnswerClass, Callable[[UnitOfWork, QueueRow, Answer], Step]] = {
            AnswerClass.FINAL: self._settle,
            AnswerClass.TRANSIENT: self._retry_later,
            AnswerClass.SESSION: self._pause,
            AnswerClass.ITEM: self._park,
        }
        self._mark(uow, answer)
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

    def _mark(self, uow: UnitOfWork, answer: Answer) -> None:
        """Move the freshness marks: an upload counts only with the server's answer in hand."""
        marks = replace(uow.memory.freshness(), last_attempt=self.clock.now())
        if answer.server_time is not None:
            # A repeated answer carries its first time: the marks only move forward.
            heard = max(answer.server_time, marks.server_time or answer.server_time)
            uploaded = max(answer.server_time, marks.last_upload or answer.server_time)
            marks = replace(marks, last_upload=uploaded, server_time=heard)
        uow.memory.set_freshness(marks)
