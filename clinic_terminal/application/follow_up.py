"""What came back and waits for a person: listed from the queue's own rows, worked off, never lost."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from clinic_terminal.application.acts import ActKind, ActState, QueueRow
from clinic_terminal.application.follow_up_failures import (
    FollowUpClosedError,
    FollowUpNoteMissingError,
    FollowUpOpenError,
    FollowUpUnknownError,
    FollowUpUnsentError,
)
from clinic_terminal.application.follow_up_record import (
    OUTCOMES,
    Deed,
    Entry,
    FollowUpRecord,
    Matter,
    limit_subject,
    matter_of,
    open_record,
)
from clinic_terminal.application.held_up import ON_ITS_WAY, is_held_up
from clinic_terminal.application.ports import Operator
from clinic_terminal.application.store_ports import UnitOfWork
from clinic_terminal.application.terminal import Terminal

LONGEST_NOTE: Final = 500


class Stand(StrEnum):
    """Where a follow-up stands; OPEN alone waits for a person."""

    OPEN = "OPEN"
    SENT_AGAIN = "SENT_AGAIN"
    """A person had it tried again, and the answer is on its way."""
    ACCEPTED = "ACCEPTED"
    """It was tried again and the server's receipt is stored."""
    VOIDED = "VOIDED"
    """The bill was taken back as a whole since."""
    HARMLESS = "HARMLESS"
    """The refusal asks nothing of anybody."""
    CLOSED = "CLOSED"
    """A person closed it with a note."""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """One matter: its act's row where it has one, and what people did so far."""

    subject: str
    matter: Matter
    stand: Stand
    opened_at: datetime
    row: QueueRow | None = None
    record: FollowUpRecord | None = None

    @property
    def is_open(self) -> bool:
        """Whether it waits for a person."""
        return self.stand is Stand.OPEN

    @property
    def is_unsent(self) -> bool:
        """Whether its act was set aside or gets no answer, so that the server may not have it."""
        return self.row is not None and (self.row.state is ActState.PARKED or self.is_held_up)

    @property
    def is_held_up(self) -> bool:
        """Whether its act gets no answer although others do; it is tried again all the same."""
        return self.row is not None and is_held_up(self.row, self.record)

    @property
    def owner_name(self) -> str:
        """Who took it over, or nothing."""
        return self.record.owner_name if self.record else ""

    @property
    def amount_fen(self) -> int:
        """The insurer's amount that is at stake."""
        return abs(self.row.act.amount_fen) if self.row else 0


def open_follow_ups(uow: UnitOfWork, most: int = 500) -> tuple[FollowUp, ...]:
    """Return everything that waits for a person or for the answer to a retry, the oldest first.

    ``most`` of each kind: neither retries nor what was delivered since take the place of what waits.
    """
    rows = uow.act_list.for_a_person(most)
    waiting = [_of_row(row, _open_record_of(uow, row), Stand.OPEN) for row in rows]
    records = (*uow.follow_ups.waiting(most), *uow.follow_ups.tried_again(most))
    others = [_of_record(uow, record) for record in records]
    return tuple(sorted((*waiting, *others), key=lambda one: (one.opened_at, one.subject)))


def count_open(uow: UnitOfWork) -> int:
    """Return how many matters wait for a person, however many there are."""
    return uow.act_list.count_for_a_person() + uow.follow_ups.count_waiting()


def done_follow_ups(uow: UnitOfWork, most: int = 200) -> tuple[FollowUp, ...]:
    """Return what needs nobody any more, the latest first: closed, voided, accepted or harmless."""
    records = {record.subject: record for record in uow.follow_ups.closed(most)}
    of_rows = [
        _of_row(row, records.pop(row.act.id, None) or uow.follow_ups.get(row.act.id), _stand_of(row))
        for row in uow.act_list.dealt_with(most)
    ]
    others = [_of_record(uow, record) for record in (*records.values(), *uow.follow_ups.over(most))]
    listed = {one.subject for one in of_rows}
    gone = [
        one for one in others if one.subject not in listed and one.stand not in {Stand.OPEN, Stand.SENT_AGAIN}
    ]
    return tuple(sorted((*of_rows, *gone), key=_last_moved, reverse=True))


def follow_up(terminal: Terminal, subject: str) -> FollowUp:
    """Return one matter as it stands now; raises FollowUpUnknownError."""
    with terminal.store.read() as uow:
        return found(uow, subject)


def found(uow: UnitOfWork, subject: str) -> FollowUp:
    """Return one matter within a transaction; raises FollowUpUnknownError."""
    record = uow.follow_ups.get(subject)
    if record is not None:
        return _of_record(uow, record)
    row = next(iter(uow.act_list.of_ids((subject,))), None)
    if row is None or row.state not in OUTCOMES:
        raise FollowUpUnknownError
    return _of_row(row, None, Stand.OPEN if uow.act_list.waits(row.act.id) else _stand_of(row))


def take_over(terminal: Terminal, operator: Operator, subject: str) -> FollowUp:
    """Make the operator its owner; raises FollowUpUnknownError, FollowUpClosedError."""

    def taken(record: FollowUpRecord, at: datetime) -> FollowUpRecord:
        owned = replace(record, owner=operator.id, owner_name=operator.name)
        return owned.with_entry(Entry(at, Deed.TAKEN, operator.name))

    return _changed(terminal, operator, subject, "follow_up_take", taken)


def note(terminal: Terminal, operator: Operator, subject: str, text: str) -> FollowUp:
    """Write down what was done; raises FollowUpNoteMissingError and as `take_over`."""
    written = _written(text)

    def noted(record: FollowUpRecord, at: datetime) -> FollowUpRecord:
        return record.with_entry(Entry(at, Deed.NOTED, operator.name, written))

    return _changed(terminal, operator, subject, "follow_up_note", noted)


def close(terminal: Terminal, operator: Operator, subject: str, text: str) -> FollowUp:
    """Close it with a note that says how it ended; raises FollowUpUnsentError and as `note`.

    What was set aside, or gets no answer, may not be with the server: it is tried again, never closed away.
    """
    written = _written(text)

    def closed(record: FollowUpRecord, at: datetime) -> FollowUpRecord:
        if record.matter in {Matter.PARKED, Matter.HELD_UP}:
            raise FollowUpUnsentError
        owner = record.owner or operator.id
        name = record.owner_name or operator.name
        ended = replace(record, owner=owner, owner_name=name, closed_at=at)
        return ended.with_entry(Entry(at, Deed.CLOSED, operator.name, written))

    return _changed(terminal, operator, subject, "follow_up_close", closed)


def reopen(terminal: Terminal, operator: Operator, subject: str, text: str) -> FollowUp:
    """Open a closed one again, saying why; raises FollowUpOpenError and as `note`."""
    written = _written(text)
    now = terminal.clock.now()
    with terminal.store.begin() as uow:
        record = uow.follow_ups.get(subject)
        if record is None or record.closed_at is None:
            raise FollowUpOpenError
        entry = Entry(now, Deed.REOPENED, operator.name, written)
        uow.follow_ups.put(replace(record, closed_at=None).with_entry(entry))
        terminal.audit(uow, operator, "follow_up_reopen", subject)
        return found(uow, subject)


def remember_retry(uow: UnitOfWork, operator: Operator, rows: Sequence[QueueRow], at: datetime) -> None:
    """Keep on record that acts which were set aside are tried again, so that they stay in sight."""
    for row in rows:
        if row.state is ActState.PARKED:
            record = uow.follow_ups.get(row.act.id) or _fresh(row, at)
            again = replace(record, matter=Matter.PARKED, closed_at=None)
            uow.follow_ups.put(again.with_entry(Entry(at, Deed.RETRIED, operator.name)))


def note_passed_limits(terminal: Terminal, passed: Sequence[str]) -> int:
    """Open a follow-up for each hard limit that is passed, once a day; return how many were new."""
    now, today = terminal.clock.now(), terminal.clock.today()
    with terminal.store.begin() as uow:
        return sum(
            open_record(uow, limit_subject(name, today), Matter.LIMIT, now, {"limit": name})
            for name in passed
        )


def _changed(
    terminal: Terminal,
    operator: Operator,
    subject: str,
    deed: str,
    change: Callable[[FollowUpRecord, datetime], FollowUpRecord],
) -> FollowUp:
    now = terminal.clock.now()
    with terminal.store.begin() as uow:
        known = found(uow, subject)
        if known.stand is Stand.CLOSED:
            raise FollowUpClosedError
        record = replace(known.record or _fresh(known.row, now), matter=known.matter)
        uow.follow_ups.put(change(record, now))
        terminal.audit(uow, operator, deed, subject, matter=record.matter.value)
        return found(uow, subject)


def _fresh(row: QueueRow | None, at: datetime) -> FollowUpRecord:
    if row is None:
        raise FollowUpUnknownError
    opened = _opened_at(row)
    return FollowUpRecord(row.act.id, matter_of(row), min(opened, at))


def _written(text: str) -> str:
    written = " ".join(text.split())[:LONGEST_NOTE]
    if not written:
        raise FollowUpNoteMissingError
    return written


def _of_row(row: QueueRow, record: FollowUpRecord | None, stand: Stand) -> FollowUp:
    if record is not None and record.closed_at is not None:
        stand = Stand.CLOSED
    opened = record.opened_at if record else _opened_at(row)
    return FollowUp(row.act.id, matter_of(row), stand, opened, row, record)


def _of_record(uow: UnitOfWork, record: FollowUpRecord) -> FollowUp:
    row = next(iter(uow.act_list.of_ids((record.subject,))), None)
    matter = matter_of(row) if row is not None and _has_come_back(row) else record.matter
    return FollowUp(record.subject, matter, _stand_of_record(uow, record, row), record.opened_at, row, record)


def _stand_of_record(uow: UnitOfWork, record: FollowUpRecord, row: QueueRow | None) -> Stand:
    parked = row is not None and row.state is ActState.PARKED
    if (record.closed_at is not None and not parked) or (row is not None and row.state is ActState.WITHDRAWN):
        return Stand.CLOSED
    if row is None:
        return Stand.OPEN
    if row.state in ON_ITS_WAY:
        return Stand.OPEN if is_held_up(row, record) else Stand.SENT_AGAIN
    if row.state in OUTCOMES:
        return Stand.OPEN if uow.act_list.waits(row.act.id) else _stand_of(row)
    return Stand.ACCEPTED


def _stand_of(row: QueueRow) -> Stand:
    """Return why a row that came back needs nobody."""
    refused_void = row.state is ActState.REJECTED and row.act.kind is ActKind.BILL_VOIDED
    return Stand.HARMLESS if refused_void else Stand.VOIDED


def _has_come_back(row: QueueRow | None) -> bool:
    return row is not None and row.state in OUTCOMES


def _open_record_of(uow: UnitOfWork, row: QueueRow) -> FollowUpRecord | None:
    record = uow.follow_ups.get(row.act.id)
    return record if record is not None and record.closed_at is None else None


def _opened_at(row: QueueRow) -> datetime:
    return row.settled_at or row.act.created_at


def _last_moved(one: FollowUp) -> datetime:
    if one.record is not None and one.record.entries:
        return one.record.entries[-1].at
    return _opened_at(one.row) if one.row is not None else one.opened_at
