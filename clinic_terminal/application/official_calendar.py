"""The calendar of the State Council: holidays, and the weekend days that make up for them."""

from datetime import date
from typing import Final

from clinic_terminal.domain.hotline import CalendarDay, DayKind

_SATURDAY: Final = 5


def day_kind(day: date) -> CalendarDay:
    """Return what kind of day ``day`` is.

    Years whose calendar is not published yet, and years long past, fall back to the weekday and say so.
    """
    import chinese_calendar  # loaded when it is first asked, not when the window opens

    try:
        if chinese_calendar.is_workday(day):
            return CalendarDay(DayKind.WORKDAY)
        _rests, holiday = chinese_calendar.get_holiday_detail(day)
    except NotImplementedError:
        return CalendarDay(
            DayKind.WEEKEND if day.weekday() >= _SATURDAY else DayKind.WORKDAY, is_certain=False
        )
    return CalendarDay(DayKind.WEEKEND if holiday is None else DayKind.HOLIDAY)
