"""The five limits of working without the server (reliability.md, rule 9)."""

from dataclasses import dataclass
from datetime import datetime

from clinic_terminal.application.acts import Act, Exposure, ExposureLimits, Freshness
from clinic_terminal.application.failures import ExposureLimitError
from clinic_terminal.application.store_ports import UnitOfWork
from clinic_terminal.application.terminal import Terminal
from clinic_terminal.domain.bill import FrozenBill

_HOUR_S = 3600


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
    silence = int((now - heard).total_seconds()) // _HOUR_S if heard else 0
    return (
        Room("unsent_fen", exposure.unsent_fen, *limits.unsent_fen),
        Room("unsent_count", exposure.unsent_count, *limits.unsent_count),
        Room("silence_hours", max(0, silence), *limits.silence_hours),
    )


def check_limits(terminal: Terminal, uow: UnitOfWork, bill: FrozenBill, act: Act) -> None:
    """Refuse a directly billed act that would pass a hard limit; raises ExposureLimitError.

    Bills that the family pays in full risk nothing of the insurer and pass always.
    """
    if not act.amount_fen:
        return
    now = terminal.clock.now()
    exposure = uow.queue.exposure()
    grown = Exposure(
        exposure.unsent_count + 1,
        exposure.unsent_fen + act.amount_fen,
        exposure.parked_count,
        exposure.oldest_unsent,
    )
    every = list(rooms(grown, uow.memory.freshness(), terminal.limits, now))
    if bill.offline:
        age = int((now - bill.as_of).total_seconds()) // _HOUR_S
        every.append(Room("visit_fen", act.amount_fen, *terminal.limits.visit_fen))
        every.append(Room("snapshot_hours", max(0, age), *terminal.limits.snapshot_hours))
    else:
        every = [room for room in every if room.name != "silence_hours"]
    passed = next((room for room in every if room.is_passed), None)
    if passed is not None:
        raise ExposureLimitError(passed.name)
