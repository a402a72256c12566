"""Acts that get no answer although others do: after a while a person is told; they are tried all the same.

A server may fail at one act for ever, and a firewall may dislike one. Such an act is never given up, because
what is unknown may be booked; but it holds its own chain back, so that somebody has to know.
"""

import json
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from clinic_terminal.application.acts import ActState, QueueRow
from clinic_terminal.application.follow_up_record import Deed, Entry, FollowUpRecord, Matter
from clinic_terminal.application.store_ports import UnitOfWork

TRIES: Final = 8
"""So many times it failed while others were answered: a bad line, losing a third of all answers, does that to
one act in ten thousand, and each of them is answered at one of the next tries all the same."""

PATIENCE: Final = timedelta(hours=4)
"""Half a day of work: a server that is repaired meanwhile troubles nobody, and the family can still be
reached the same day."""

APART: Final = timedelta(minutes=10)
"""Twice the longest wait between two tries. Failures closer together count once, and others count as answered
where the last answer is no older: the first minutes of an outage are one failure at the most."""

MOST: Final = 200
"""So many acts are counted at a time; the others have their turn once these are answered or told of."""

_NAME: Final = "held_up"
ON_ITS_WAY: Final = (ActState.READY, ActState.SENDING)


@dataclass(frozen=True, slots=True)
class Count:
    """How often an act failed while others were answered: the first time, the last time, and how many."""

    first: datetime
    last: datetime
    tries: int

    def with_failure(self, at: datetime) -> "Count":
        """Return the count after one more failure; too close to the last one it counts for nothing."""
        return self if timedelta() <= at - self.last < APART else Count(self.first, at, self.tries + 1)

    @property
    def is_enough(self) -> bool:
        """Whether a person should be told."""
        return self.tries >= TRIES and self.last - self.first >= PATIENCE


def failed(uow: UnitOfWork, row: QueueRow, at: datetime) -> None:
    """Count a failed try of an act where others were answered of late; tell a person once it is enough."""
    if row.attempts <= 1:
        # It went together with others, any of which may have spoilt the request.
        return
    answered = uow.memory.freshness().last_upload
    if answered is None or abs(at - answered) > APART:
        return
    counts = _counts(uow)
    known = counts.get(row.act.id)
    if known is None:
        if is_held_up(row, uow.follow_ups.get(row.act.id)):
            return
        counts = _with_room(uow, counts)
        if len(counts) >= MOST:
            return
    count = Count(at, at, 1) if known is None else known.with_failure(at)
    if count == known:
        return
    if count.is_enough:
        _tell(uow, row, at)
    _keep(uow, {**counts, row.act.id: count})


def is_held_up(row: QueueRow, record: FollowUpRecord | None) -> bool:
    """Tell whether a person was told that an act gets no answer, and it still has none."""
    told = record is not None and record.matter is Matter.HELD_UP and record.closed_at is None
    return told and row.state in ON_ITS_WAY


def _tell(uow: UnitOfWork, row: QueueRow, at: datetime) -> None:
    record = uow.follow_ups.get(row.act.id)
    if record is None:
        opened = FollowUpRecord(row.act.id, Matter.HELD_UP, at, entries=(Entry(at, Deed.OPENED),))
        uow.follow_ups.put(opened)
    elif record.matter is not Matter.HELD_UP or record.closed_at is not None:
        again = replace(record, matter=Matter.HELD_UP, closed_at=None)
        uow.follow_ups.put(again.with_entry(Entry(at, Deed.REOPENED)))


def _with_room(uow: UnitOfWork, counts: dict[str, Count]) -> dict[str, Count]:
    """Return the counts that are still needed; of whom a person was told only while there is room."""
    waiting = _still_waiting(uow, counts)
    if len(waiting) < MOST:
        return waiting
    return {act: count for act, count in waiting.items() if not count.is_enough}


def _still_waiting(uow: UnitOfWork, counts: dict[str, Count]) -> dict[str, Count]:
    """Return the counts of the acts that have no answer yet."""
    states = uow.act_list.states(tuple(counts))
    return {act: count for act, count in counts.items() if states.get(act) in ON_ITS_WAY}


def _counts(uow: UnitOfWork) -> dict[str, Count]:
    """Return what was counted so far; what cannot be read is counted anew."""
    try:
        kept = json.loads(uow.memory.choice(_NAME) or "{}")
        return {
            act: Count(datetime.fromisoformat(first), datetime.fromisoformat(last), int(tries))
            for act, (first, last, tries) in kept.items()
        }
    except (ValueError, TypeError, AttributeError):
        return {}


def _keep(uow: UnitOfWork, counts: dict[str, Count]) -> None:
    kept = {act: (one.first.isoformat(), one.last.isoformat(), one.tries) for act, one in counts.items()}
    uow.memory.set_choice(_NAME, json.dumps(kept))
