"""The computer's own clock and ids."""

import time
from datetime import UTC, date, datetime, timedelta, timezone

import uuid_utils

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")


class SystemClock:
    """The computer's clocks."""

    def now(self) -> datetime:
        """Return the present, aware, in UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Return seconds that only grow."""
        return time.monotonic()

    def today(self) -> date:
        """Return the calendar date in Asia/Shanghai."""
        return self.now().astimezone(SHANGHAI).date()


class UuidIds:
    """UUIDv7: unique, and in the order of their making."""

    def new(self) -> str:
        """Return a new id as text."""
        return str(uuid_utils.uuid7())
