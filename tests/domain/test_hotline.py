"""The hotline's hours at every boundary minute, through the holidays of the year."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from clinic_terminal.domain.hotline import CalendarDay, DayKind, HotlineHours, HotlineState, hotline_state

DENTAL = HotlineHours((8, 21), (9, 18), (9, 18))
ALWAYS = HotlineHours((0, 24), (0, 24), (0, 24))
SHORT_HOLIDAYS = HotlineHours((8, 21), (9, 18), (10, 16))
OFF_AT_REST = HotlineHours((8, 21), (0, 0), (0, 0))
NIGHTS = HotlineHours((0, 24), (9, 18), (9, 18))

HOLIDAYS = {date(2026, 10, day) for day in range(1, 8)} | {date(2026, 1, day) for day in (1, 2, 3)}
MAKE_UP = {date(2026, 9, 20), date(2026, 10, 10), date(2026, 1, 4)}


def calendar(day: date) -> CalendarDay:
    """Know 2026 as the State Council published it, and no other year."""
    if day in HOLIDAYS:
        return CalendarDay(DayKind.HOLIDAY)
    weekend = day.weekday() >= 5 and day not in MAKE_UP
    return CalendarDay(DayKind.WEEKEND if weekend else DayKind.WORKDAY, is_certain=day.year == 2026)


def beijing(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC) - timedelta(hours=8)


def at(hours: HotlineHours, *moment: int) -> HotlineState:
    return hotline_state(hours, beijing(*moment), calendar)


@pytest.mark.parametrize(
    ("day", "opens", "closes"),
    [
        ((2026, 5, 21), 8, 21),
        ((2026, 5, 23), 9, 18),
        ((2026, 5, 24), 9, 18),
        ((2026, 10, 1), 9, 18),
        ((2026, 10, 7), 9, 18),
        ((2026, 10, 8), 8, 21),
        ((2026, 9, 20), 8, 21),
        ((2026, 10, 10), 8, 21),
    ],
)
def test_every_minute_of_a_day_is_open_or_closed_by_the_hours_of_its_kind(
    day: tuple[int, int, int], opens: int, closes: int
) -> None:
    start = beijing(*day)
    for minute in range(24 * 60):
        moment = start + timedelta(minutes=minute)
        state = hotline_state(DENTAL, moment, calendar)
        assert state.hours == (opens, closes)
        assert state.is_open is (opens * 60 <= minute < closes * 60), minute
        assert (state.closes_at is None, state.next_opening is None) == (not state.is_open, state.is_open)


@pytest.mark.parametrize(
    ("moment", "closes", "reopens"),
    [
        ((2026, 5, 21, 7, 59), None, (2026, 5, 21, 8)),
        ((2026, 5, 21, 8, 0), (2026, 5, 21, 21), None),
        ((2026, 5, 21, 20, 59), (2026, 5, 21, 21), None),
        ((2026, 5, 21, 21, 0), None, (2026, 5, 22, 8)),
        ((2026, 5, 22, 21, 0), None, (2026, 5, 23, 9)),
        ((2026, 5, 24, 18, 0), None, (2026, 5, 25, 8)),
        ((2026, 9, 19, 18, 0), None, (2026, 9, 20, 8)),
        ((2026, 9, 30, 21, 0), None, (2026, 10, 1, 9)),
        ((2026, 10, 7, 18, 0), None, (2026, 10, 8, 8)),
        ((2026, 10, 9, 21, 0), None, (2026, 10, 10, 8)),
        ((2026, 10, 10, 21, 0), None, (2026, 10, 11, 9)),
    ],
)
def test_it_says_until_or_from_when(
    moment: tuple[int, ...], closes: tuple[int, ...] | None, reopens: tuple[int, ...] | None
) -> None:
    state = at(DENTAL, *moment)
    assert state.closes_at == (beijing(*closes) if closes else None)
    assert state.next_opening == (beijing(*reopens) if reopens else None)
    assert state.is_certain


def test_a_holiday_on_a_weekday_has_the_hours_of_holidays_and_not_of_weekends() -> None:
    assert at(SHORT_HOLIDAYS, 2026, 10, 3, 9).hours == (10, 16)
    assert at(SHORT_HOLIDAYS, 2026, 10, 1, 9).hours == (10, 16)
    assert at(SHORT_HOLIDAYS, 2026, 10, 11, 9).hours == (9, 18)


def test_a_closed_holiday_week_leads_to_the_first_working_day() -> None:
    state = at(OFF_AT_REST, 2026, 9, 30, 21)
    assert state.next_opening == beijing(2026, 10, 8, 8)
    assert at(OFF_AT_REST, 2026, 10, 4, 12).hours == (0, 0)


def test_a_hotline_that_never_closes_says_so_and_needs_no_calendar() -> None:
    for moment in (beijing(2026, 10, 1), beijing(2026, 12, 31, 23, 59), beijing(2031, 2, 3, 4)):
        assert hotline_state(ALWAYS, moment, calendar) == HotlineState(
            is_open=True, hours=(0, 24), closes_at=None, next_opening=None, is_certain=True
        )


def test_what_meets_at_midnight_is_one_stretch() -> None:
    assert at(NIGHTS, 2026, 5, 20, 23).closes_at == beijing(2026, 5, 23)
    assert at(NIGHTS, 2026, 5, 24, 18).next_opening == beijing(2026, 5, 25)


def test_new_years_eve_leads_into_a_year_that_is_not_known() -> None:
    eve = at(DENTAL, 2026, 12, 31, 12)
    assert (eve.is_open, eve.closes_at, eve.is_certain) == (True, beijing(2026, 12, 31, 21), True)
    night = at(DENTAL, 2026, 12, 31, 21)
    assert (night.next_opening, night.is_certain) == (beijing(2027, 1, 1, 8), False)


def test_an_unknown_year_counts_by_weekdays_and_says_so() -> None:
    friday, saturday = at(DENTAL, 2031, 10, 3, 8), at(DENTAL, 2031, 10, 4, 8)
    assert (friday.is_open, friday.hours, friday.is_certain) == (True, (8, 21), False)
    assert (saturday.is_open, saturday.hours, saturday.is_certain) == (False, (9, 18), False)


def test_a_certain_weekend_before_an_unknown_day_is_not_certain_about_the_opening() -> None:
    state = hotline_state(
        OFF_AT_REST,
        beijing(2026, 5, 23, 12),
        lambda day: CalendarDay(calendar(day).kind, is_certain=day != date(2026, 5, 24)),
    )
    assert (state.next_opening, state.is_certain) == (beijing(2026, 5, 25, 8), False)


@pytest.mark.parametrize(
    ("moment", "hours"),
    [
        (datetime(2026, 5, 22, 15, 59, tzinfo=UTC), (8, 21)),
        (datetime(2026, 5, 22, 16, 0, tzinfo=UTC), (9, 18)),
        (datetime(2026, 9, 30, 16, 0, tzinfo=UTC), (9, 18)),
        (datetime(2026, 10, 7, 16, 0, tzinfo=UTC), (8, 21)),
    ],
)
def test_the_day_changes_at_midnight_in_shanghai_and_not_in_utc(
    moment: datetime, hours: tuple[int, int]
) -> None:
    assert hotline_state(DENTAL, moment, calendar).hours == hours


def test_a_time_in_another_zone_is_the_same_moment() -> None:
    moment = beijing(2026, 5, 21, 20, 59)
    elsewhere = moment.astimezone(timezone(timedelta(hours=-5)))
    assert hotline_state(DENTAL, elsewhere, calendar) == hotline_state(DENTAL, moment, calendar)


def test_without_any_hours_no_opening_is_promised() -> None:
    never = HotlineHours((0, 0), (0, 0), (0, 0))
    assert hotline_state(never, beijing(2026, 5, 21), calendar) == HotlineState(
        is_open=False, hours=(0, 0), closes_at=None, next_opening=None, is_certain=True
    )
