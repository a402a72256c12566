"""The published calendar of 2026, and years that are not published."""

from collections import Counter
from datetime import date, timedelta

import pytest

from clinic_terminal.application.official_calendar import day_kind
from clinic_terminal.domain.hotline import CalendarDay, DayKind
from clinic_terminal.domain.working_days import working_days_before


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (date(2026, 9, 30), DayKind.WORKDAY),
        *((date(2026, 10, day), DayKind.HOLIDAY) for day in range(1, 8)),
        (date(2026, 10, 8), DayKind.WORKDAY),
        (date(2026, 10, 10), DayKind.WORKDAY),
        (date(2026, 10, 11), DayKind.WEEKEND),
        (date(2026, 9, 20), DayKind.WORKDAY),
        (date(2026, 2, 14), DayKind.WORKDAY),
        (date(2026, 2, 28), DayKind.WORKDAY),
        (date(2026, 5, 9), DayKind.WORKDAY),
        (date(2026, 1, 4), DayKind.WORKDAY),
        (date(2026, 12, 31), DayKind.WORKDAY),
        (date(2026, 5, 23), DayKind.WEEKEND),
    ],
)
def test_the_days_of_2026_are_as_published(day: date, kind: DayKind) -> None:
    assert day_kind(day) == CalendarDay(kind)


def test_a_published_year_has_no_guessed_day() -> None:
    days = [date(2026, 1, 1) + timedelta(days=number) for number in range(365)]
    found = [day_kind(day) for day in days]
    assert all(one.is_certain for one in found)
    assert Counter(one.kind for one in found)[DayKind.HOLIDAY] == 33


@pytest.mark.parametrize("year", [2031, 1999])
def test_a_year_that_is_not_known_falls_back_to_the_weekday(year: int) -> None:
    for number in range(365):
        day = date(year, 1, 1) + timedelta(days=number)
        kind = DayKind.WEEKEND if day.weekday() >= 5 else DayKind.WORKDAY
        assert day_kind(day) == CalendarDay(kind, is_certain=False)


def test_the_latest_submission_before_the_national_holiday_by_the_real_calendar() -> None:
    assert working_days_before(date(2026, 10, 8), 5, day_kind).day == date(2026, 9, 23)
