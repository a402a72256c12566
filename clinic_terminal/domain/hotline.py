"""When a hotline answers: hours per kind of day, by the calendar of the State Council."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from clinic_terminal.domain.shanghai import CHINA, shanghai_date

_DAY_HOURS: Final = 24
_LOOK_AHEAD_DAYS: Final = 31
"""A hotline without hours for a month opens never; one without a break for a month never closes."""


class DayKind(StrEnum):
    """What kind of day it is; a weekend day that makes up for a holiday is a WORKDAY."""

    WORKDAY = "WORKDAY"
    WEEKEND = "WEEKEND"
    HOLIDAY = "HOLIDAY"


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A day's kind; ``is_certain`` False where the calendar of its year is not known here."""

    kind: DayKind
    is_certain: bool = True


Calendar = Callable[[date], CalendarDay]
"""Says what kind of day a calendar date in Asia/Shanghai is."""


@dataclass(frozen=True, slots=True)
class HotlineHours:
    """Whole hours (first, last) per kind of day, 0 to 24; equal hours mean closed all day."""

    workday: tuple[int, int]
    weekend: tuple[int, int]
    holiday: tuple[int, int]

    def on(self, kind: DayKind) -> tuple[int, int]:
        """Return the hours of a kind of day."""
        hours = {DayKind.WORKDAY: self.workday, DayKind.WEEKEND: self.weekend, DayKind.HOLIDAY: self.holiday}
        return hours[kind]


@dataclass(frozen=True, slots=True)
class HotlineState:
    """Whether the hotline answers, and until or from when.

    ``hours`` are today's. ``closes_at`` and ``next_opening`` are UTC: the first is set while the hotline is
    open unless it never closes, the second while it is closed unless no opening is known. ``is_certain`` is
    False where a day was counted by its weekday because the calendar of its year is not known here.
    """

    is_open: bool
    hours: tuple[int, int]
    closes_at: datetime | None
    next_opening: datetime | None
    is_certain: bool


def hotline_state(hours: HotlineHours, now: datetime, calendar: Calendar) -> HotlineState:
    """Return the hotline's state at ``now`` (aware, any zone) by its hours in Beijing time."""
    today = shanghai_date(now)
    of_today = hours.on(calendar(today).kind)
    stretch = next((one for one in _stretches(hours, today, calendar) if now < one[1]), None)
    if stretch is None:
        certain = _is_certain(hours, today, today, calendar)
        return HotlineState(
            is_open=False, hours=of_today, closes_at=None, next_opening=None, is_certain=certain
        )
    start, end = stretch
    if start > now:
        certain = _is_certain(hours, today, shanghai_date(start), calendar)
        return HotlineState(
            is_open=False, hours=of_today, closes_at=None, next_opening=start, is_certain=certain
        )
    endless = end >= _moment(today, _DAY_HOURS * _LOOK_AHEAD_DAYS)
    certain = _is_certain(hours, today, today if endless else shanghai_date(end), calendar)
    return HotlineState(
        is_open=True,
        hours=of_today,
        closes_at=None if endless else end,
        next_opening=None,
        is_certain=certain,
    )


def _is_certain(hours: HotlineHours, first: date, last: date, calendar: Calendar) -> bool:
    """Tell whether the calendar is known from ``first`` to ``last``, or does not matter to these hours."""
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return hours.workday == hours.weekend == hours.holiday or all(calendar(day).is_certain for day in days)


def _stretches(hours: HotlineHours, first: date, calendar: Calendar) -> list[tuple[datetime, datetime]]:
    """Return the stretches of service from ``first`` on, in UTC; what meets at midnight is one stretch."""
    found: list[tuple[datetime, datetime]] = []
    for number in range(_LOOK_AHEAD_DAYS):
        day = first + timedelta(days=number)
        opens, closes = hours.on(calendar(day).kind)
        if opens >= closes:
            continue
        start, end = _moment(day, opens), _moment(day, closes)
        if found and found[-1][1] == start:
            start, _end = found.pop()
        found.append((start, end))
    return found


def _moment(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(), UTC) + timedelta(hours=hour) - CHINA
