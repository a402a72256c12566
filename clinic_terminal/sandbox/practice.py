"""What every part of the practice server works with."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from clinic_terminal.domain.member import CardReading
from clinic_terminal.sandbox.database import Database
from clinic_terminal.sandbox.faults import FaultPlan
from clinic_terminal.sandbox.keys import PracticeKeys
from clinic_terminal.sandbox.world import World

Clock = Callable[[], datetime]
CardReader = Callable[[str, datetime], CardReading]
"""Judges a card token; comes from outside, since card formats are the business of the card package."""


@dataclass(frozen=True, slots=True)
class Practice:
    """The world, its memory, its keys, the clock, a reader of cards, and the faults that a trainer asked for.

    Without a reader the server believes the member number that comes with a card.
    """

    world: World
    database: Database
    keys: PracticeKeys
    clock: Clock
    read_card: CardReader | None = None
    faults: FaultPlan = field(default_factory=FaultPlan)
    _signed: dict[datetime, str] = field(default_factory=dict)

    def signed_time(self) -> str:
        """Return the present as signed text, the same for a whole second."""
        second = self.clock().replace(microsecond=0)
        text = self._signed.get(second)
        if text is None:
            self._signed.clear()
            text = self._signed[second] = self.keys.signed_time(second)
        return text


@dataclass(frozen=True, slots=True)
class Caller:
    """The terminal that asks, and its branch."""

    terminal: str
    clinic: str
