"""The five limits of working without the server (reliability.md, rule 9)."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from clinic_terminal.application.acts import Exposure, ExposureLimits, Freshness
from clinic_terminal.application.failures import ExposureLimitError, NotBillableError
from clinic_terminal.application.store_ports import UnitOfWork
from clinic_terminal.application.terminal import Terminal
from clinic_terminal.domain.bill import FrozenBill
from clinic_terminal.domain.decision import Doubt
from clinic_terminal.domain.evidence import ages, begun_hours, is_clock_behind
from clinic_terminal.domain.identity import PhoneAuthorisation
from clinic_terminal.domain.visit import Visit


@dataclass(frozen=True, slots=True)
class Room:
    """One limit: what is used, where it warns and where it stops; fen, acts or hours by its name."""

    name: str
    used: int
    soft: int
    hard: int

    @property
    def left(self) -> int:
        """What may still come."""
        return max(0, self.hard - self.used)

    @property
    def is_warning(self) -> bool:
        """Whether the soft limit is passed."""
        return self.used > self.soft

    @property
    def is_passed(self) -> bool:
        """Whether the hard limit is passed."""
        return self.used > self.hard


def rooms(
    exposure: Exposure, freshness: Freshness, limits: ExposureLimits, now: datetime
) -> tuple[Room, ...]:
    """Return the room under the limits that stand for the terminal as a whole."""
    heard = freshness.server_time
    silence = max(timedelta(), now - heard) if heard else timedelta()
    return (*_unsent(exposure, limits), Room("silence_hours", begun_hours(silence), *limits.silence_hours))


def _unsent(exposure: Exposure, limits: ExposureLimits) -> tuple[Room, Room]:
    return (
        Room("unsent_fen", exposure.unsent_fen, *limits.unsent_fen),
        Room("unsent_count", exposure.unsent_count, *limits.unsent_count),
    )


def check_amounts(terminal: Terminal, uow: UnitOfWork, bill: FrozenBill) -> None:
    """Refuse a directly billed amount that would pass a hard limit, before a guardian signs for it.

    It is asked again at the finish, in the transaction that stores the act, since other bills may be
    finished in between; ages are asked there alone. Raises ExposureLimitError.
    """
    _refuse_passed(_amounts(terminal, uow, bill, bill.result.totals.insurer))


def visit_room(limits: ExposureLimits, fen: int) -> Room:
    """Return the room under the limit of a single bill of ``fen`` for the insurer, split offline."""
    return Room("visit_fen", fen, *limits.visit_fen)


def check_limits(terminal: Terminal, uow: UnitOfWork, visit: Visit) -> tuple[Room, ...]:
    """Refuse a directly billed visit that would pass a hard limit, in the transaction that stores its act.

    Returns the limits that it was held against, as they stand with it. Bills that the family pays in full
    risk nothing of the insurer and pass always, against none. What the hotline authorised for the visit
    makes up for age, never for amounts. Raises ExposureLimitError, NotBillableError with CLOCK_BEHIND where
    the ages cannot be told.
    """
    bill = visit.bill
    if bill is None or bill.result.totals.insurer <= 0:
        return ()
    amounts = _amounts(terminal, uow, bill, bill.result.totals.insurer)
    held_against = (*amounts, *_of_age(terminal, uow, bill, visit.phone))
    _refuse_passed(held_against)
    return held_against


def _amounts(terminal: Terminal, uow: UnitOfWork, bill: FrozenBill, fen: int) -> tuple[Room, ...]:
    """Return the limits that count amounts and acts, as they would stand with this bill."""
    if fen <= 0:
        return ()
    exposure, limits = uow.queue.exposure(), terminal.limits
    grown = replace(
        exposure,
        unsent_count=exposure.unsent_count + 1,
        unsent_fen=max(0, exposure.unsent_fen) + fen,
    )
    return (*_unsent(grown, limits), *((visit_room(limits, fen),) if bill.offline else ()))


def _refuse_passed(rooms: tuple[Room, ...]) -> None:
    passed = next((room for room in rooms if room.is_passed), None)
    if passed is not None:
        raise ExposureLimitError(passed.name)


def _of_age(
    terminal: Terminal, uow: UnitOfWork, bill: FrozenBill, phone: PhoneAuthorisation | None
) -> tuple[Room, ...]:
    """Return how old the bill's evidence is, as the gates count it; only silence is over with an answer."""
    now, heard, limits = terminal.clock.now(), uow.memory.freshness().server_time, terminal.limits
    if bill.offline and is_clock_behind(now, bill.as_of, heard):
        raise NotBillableError(Doubt.CLOCK_BEHIND.value)
    found = ages(bill.as_of, heard, phone, now)
    facts = Room("snapshot_hours", begun_hours(found.snapshot), *limits.snapshot_hours)
    silence = Room("silence_hours", begun_hours(found.silence), *limits.silence_hours)
    return (facts, silence) if bill.offline else (facts,)
