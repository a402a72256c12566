"""Working days by the calendar of the State Council, make-up days included."""

from dataclasses import dataclass
from datetime import date, timedelta

from clinic_terminal.domain.hotline import Calendar, DayKind


@dataclass(frozen=True, slots=True)
class WorkingDay:
    """A day found by counting; ``is_certain`` False where the calendar of a year on the way is not known."""

    day: date
    is_certain: bool


def working_days_before(day: date, count: int, calendar: Calendar) -> WorkingDay:
    """Return the ``count``-th working day before ``day``, which itself is not counted; 0 gives ``day``.

    Five working days before the planned start is the last day to ask for pre-authorisation (facts.md, 120).
    """
    found, certain = day, True
    left = count
    while left > 0:
        found -= timedelta(days=1)
        here = calendar(found)
        certain = certain and here.is_certain
        left -= here.kind is DayKind.WORKDAY
    return WorkingDay(found, certain)
