"""Everything the queue page and the status pill show, read in one transaction."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from clinic_terminal.application.acts import Exposure, ExposureLimits, Freshness, QueueRow
from clinic_terminal.application.exposure import Room, rooms
from clinic_terminal.application.follow_up import FollowUp, count_open, done_follow_ups, open_follow_ups
from clinic_terminal.application.store_ports import UnitOfWork
from clinic_terminal.application.terminal import Terminal
from clinic_terminal.application.watchdog import stuck_since
from clinic_terminal.domain.evidence import begun_hours

LISTED: Final = 200
"""How many rows of each kind are listed before more are asked for."""

_COUNTED: Final = 2_000
"""Above so many unsent acts the largest of them is not looked for: its limit was checked when it was made."""


class Part(StrEnum):
    """Which acts are wanted."""

    ALL = "ALL"
    WAITING = "WAITING"
    PERSON = "PERSON"
    DONE = "DONE"


@dataclass(frozen=True, slots=True)
class QueueView:
    """The queue with its counters and marks; every list holds ``LISTED`` rows at most.

    ``rows``: first what waits for a person, then what goes out by itself (oldest first), then what is settled
    (latest first). ``follow_ups`` wait for a person or for the answer to a retry; ``open_count`` is how many
    wait for a person, listed here or not. ``alarm``: since when acts are due and nobody tried, or None.
    ``oldest_facts``: of when the oldest facts are that an unfinished visit of today rests on.
    """

    rows: tuple[QueueRow, ...]
    exposure: Exposure
    freshness: Freshness
    rooms: tuple[Room, ...]
    at: datetime
    follow_ups: tuple[FollowUp, ...] = ()
    open_count: int = 0
    alarm: datetime | None = None
    oldest_facts: datetime | None = None

    @property
    def open_acts(self) -> frozenset[str]:
        """The subjects that wait for a person."""
        return frozenset(one.subject for one in self.follow_ups if one.is_open)

    @property
    def urgent_count(self) -> int:
        """How many matters wait for a person and nobody has taken over, and all that are not sent."""
        taken = sum(one.is_open and bool(one.owner_name) and not one.is_unsent for one in self.follow_ups)
        return max(0, self.open_count - taken)

    @property
    def passed_limits(self) -> tuple[str, ...]:
        """The names of the hard limits that are passed."""
        return tuple(room.name for room in self.rooms if room.is_passed)


def queue_view(terminal: Terminal, limit: int = LISTED) -> QueueView:
    """Return the queue with its counters, marks and the room that is left."""
    now = terminal.clock.now()
    with terminal.store.read() as uow:
        exposure, freshness = uow.queue.exposure(), uow.memory.freshness()
        follow_ups = open_follow_ups(uow)
        oldest = uow.act_list.oldest_facts(terminal.clock.today())
        of_bills = _of_bills(uow, exposure, terminal.limits, max(timedelta(), now - (oldest or now)))
        return QueueView(
            rows=_rows(uow, follow_ups, limit),
            exposure=exposure,
            freshness=freshness,
            rooms=(*rooms(exposure, freshness, terminal.limits, now), *of_bills),
            at=now,
            follow_ups=follow_ups,
            open_count=count_open(uow),
            alarm=stuck_since(uow, now),
            oldest_facts=oldest,
        )


def done_list(terminal: Terminal, limit: int = LISTED) -> tuple[FollowUp, ...]:
    """Return the follow-ups that need nobody any more, the latest first."""
    with terminal.store.read() as uow:
        return done_follow_ups(uow, limit)


def _rows(uow: UnitOfWork, follow_ups: tuple[FollowUp, ...], limit: int) -> tuple[QueueRow, ...]:
    first = {one.row.act.id: one.row for one in follow_ups if one.row is not None and one.is_open}
    rest = (*uow.act_list.unsent(limit), *uow.act_list.settled(limit))
    return (*first.values(), *(row for row in rest if row.act.id not in first))


def _of_bills(
    uow: UnitOfWork, exposure: Exposure, limits: ExposureLimits, age: timedelta
) -> tuple[Room, Room]:
    """Return the room under the two limits of single bills, at their worst now."""
    counted = 0 < exposure.unsent_count <= _COUNTED
    largest = max(0, uow.act_list.largest_unsent_fen()) if counted else 0
    return (
        Room("snapshot_hours", begun_hours(age), *limits.snapshot_hours),
        Room("visit_fen", largest, *limits.visit_fen),
    )
