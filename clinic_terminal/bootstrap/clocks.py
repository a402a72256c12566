"""The computer's own clock and ids."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import uuid_utils

from clinic_terminal.domain.shanghai import SHANGHAI

SERVER_TIME_STEP_S = 2.0


def _wall() -> datetime:
    return datetime.now(UTC)


def _seconds() -> float:
    return time.monotonic()


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

    def __init__(
        self, wall: Callable[[], datetime] = _wall, monotonic: Callable[[], float] = _seconds
    ) -> None:
        self._wall = wall
        self._monotonic = monotonic
        self._heard: _Heard | None = None

    def now(self) -> datetime:
        """Return the present, aware, in UTC."""
        wall, heard = self._wall(), self._heard
        if heard is None:
            return wall
        awake = timedelta(seconds=self.monotonic() - heard.monotonic)
        return heard.server_time + max(awake, wall - heard.wall)

    def machine(self) -> datetime:
        """Return what the computer's own clock shows, aware, in UTC, corrected by nothing."""
        return self._wall()

    def monotonic(self) -> float:
        """Return seconds that only grow."""
        return self._monotonic()

    def today(self) -> date:
        """Return the calendar date in Asia/Shanghai."""
        return self.now().astimezone(SHANGHAI).date()

    def heard(self, server_time: datetime) -> None:
        """Go by the server's signed time from now on; it has whole seconds, so a small step is none."""
        if abs((server_time - self.now()).total_seconds()) > SERVER_TIME_STEP_S:
            self._heard = _Heard(server_time, self.monotonic(), self._wall())

    def not_before(self, known: datetime) -> None:
        """Refuse a wall clock that stands before a time that the server has signed already."""
        if self.now() < known:
            self._heard = _Heard(known, self.monotonic(), self._wall())


class UuidIds:
    """UUIDv7: unique, and in the order of their making."""

    def new(self) -> str:
        """Return a new id as text."""
        return str(uuid_utils.uuid7())
