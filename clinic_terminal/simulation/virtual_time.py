"""Time that passes when it is told to: one true time, and computers whose clocks stand differently."""

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Final

from clinic_terminal.bootstrap.clocks import SystemClock

BEGIN: Final = datetime(2026, 5, 18, 1, 0, tzinfo=UTC)
"""A Monday morning in China."""


class TrueTime:
    """The time by which the server goes; it only grows."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def now(self) -> datetime:
        """Return the present, aware, in UTC."""
        return BEGIN + timedelta(seconds=self.seconds)

    def pass_by(self, seconds: float) -> None:
        """Let time pass."""
        self.seconds += seconds


class Computer:
    """One machine's clocks: the monotonic one is right, the wall clock may be set by anybody."""

    def __init__(self, time: TrueTime) -> None:
        self._time = time
        self.off_by = timedelta()

    def wall(self) -> datetime:
        """Return what the wall clock shows."""
        return self._time.now() + self.off_by

    def monotonic(self) -> float:
        """Return seconds that only grow."""
        return self._time.seconds

    def clock(self) -> SystemClock:
        """Return the program's own clock on these two, as it is at a start of the program."""
        return SystemClock(self.wall, self.monotonic)


class SeededIds:
    """Ids in the form of UUIDv7, in the order of their making, the same for the same seed."""

    def __init__(self, time: TrueTime, chance: Random) -> None:
        self._time = time
        self._chance = chance
        self._count = 0

    def new(self) -> str:
        """Return a new id as text."""
        self._count += 1
        millis = int(self._time.now().timestamp() * 1000)
        high = (millis << 16) | 0x7000 | (self._count & 0xFFF)
        low = (0b10 << 62) | ((self._count >> 12) << 48) & ((1 << 62) - 1) | self._chance.getrandbits(48)
        return _dashed(f"{high:016x}{low:016x}")


def _dashed(digits: str) -> str:
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))
