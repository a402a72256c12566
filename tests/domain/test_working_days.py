"""Five working days before the planned start, over weekends, holidays and make-up days."""

from datetime import date, timedelta

import pytest

from clinic_terminal.domain.hotline import CalendarDay, DayKind
from clinic_terminal.domain.working_days import WorkingDay, working_days_before
from tests.domain.test_hotline import calendar


@pytest.mark.parametrize(
    ("start", "count", "latest"),
    [
        (date(2026, 5, 22), 5, date(2026, 5, 15)),
        (date(2026, 5, 25), 5, date(2026, 5, 18)),
        (date(2026, 5, 23), 1, date(2026, 5, 22)),
        (date(2026, 5, 24), 1, date(2026, 5, 22)),
        (date(2026, 5, 22), 0, date(2026, 5, 22)),
        (date(2026, 10, 8), 1, date(2026, 9, 30)),
        (date(2026, 10, 8), 5, date(2026, 9, 24)),
        (date(2026, 9, 25), 5, date(2026, 9, 20)),
        (date(2026, 10, 12), 1, date(2026, 10, 10)),
        (date(2026, 10, 12), 5, date(2026, 9, 29)),
    ],
)
def test_the_latest_day_counts_working_days_only(start: date, count: int, latest: date) -> None:
    assert working_days_before(start, count, calendar) == WorkingDay(latest, is_certain=True)


def test_a_count_that_reaches_an_unknown_year_says_so() -> None:
    assert working_days_before(date(2026, 1, 5), 2, calendar) == WorkingDay(date(2025, 12, 31), False)
    assert working_days_before(date(2026, 1, 5), 1, calendar) == WorkingDay(date(2026, 1, 4), True)


@pytest.mark.parametrize("offset", range(0, 365, 7))
def test_between_the_latest_day_and_the_start_lie_as_many_working_days(offset: int) -> None:
    start = date(2026, 1, 1) + timedelta(days=offset)
    latest = working_days_before(start, 5, calendar).day
    days = [latest + timedelta(days=number) for number in range((start - latest).days)]
    assert sum(calendar(day).kind is DayKind.WORKDAY for day in days) == 5
    assert calendar(latest).kind is DayKind.WORKDAY


def test_the_start_itself_is_never_counted() -> None:
    def working(_day: date) -> CalendarDay:
        return CalendarDay(DayKind.WORKDAY)

    assert working_days_before(date(2026, 5, 22), 1, working).day == date(2026, 5, 21)
