"""The computer's own clock and ids."""

import time
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import uuid_utils

from clinic_terminal.domain.shanghai import SHANGHAI

SERVER_TIME_STEP_S = 2.0


@dataclass(frozen=True, slots=True)
class _Heard:
    """The server's time, and both of our clocks when we heard it."""

    server_time: datetime
    monotonic: float
    wall: datetime


class SystemClock:
    """The computer's clocks, corrected by what the server's signed time showed.

    Once the server was heard, setting the wall clock back moves nothing: the monotonic clock carries the
    time on. Where the wall clock ran further it is believed, since the monotonic one stops in sleep.
    """

    def __init__(self) -> None:
        self._heard: _Heard | None = None

    def now(self) -> datetime:
        """Return the present, aware, in UTC."""
        wall, heard = datetime.now(UTC), self._heard
        if heard is None:
            return wall
        awake = timedelta(seconds=self.monotonic() - heard.monotonic)
        return heard.server_time + max(awake, wall - heard.wall)

    def monotonic(self) -> float:
        """Return seconds that only grow."""
        return time.monotonic()

    def today(self) -> date:
        """Return the calendar date in Asia/Shanghai."""
        return self.now().astimezone(SHANGHAI).date()

    def heard(self, server_time: datetime) -> None:
        """Go by the server's signed time from now on; it has whole seconds, so a small step is none."""
        if abs((server_time - self.now()).total_seconds()) > SERVER_TIME_STEP_S:
            self._heard = _Heard(server_time, self.monotonic(), datetime.now(UTC))

    def not_before(self, known: datetime) -> None:
        """Refuse a wall clock that stands before a time that the server has signed already."""
        if self.now() < known:
            self._heard = _Heard(known, self.monotonic(), datetime.now(UTC))


class UuidIds:
    """UUIDv7: unique, and in the order of their making."""

    def new(self) -> str:
        """Return a new id as text."""
        return str(uuid_utils.uuid7())
