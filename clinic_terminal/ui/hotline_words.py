"""A plan's hotline in words: today's hours, whether it answers now, until or from when."""

from datetime import datetime, timedelta
from typing import Final

from clinic_terminal.application.official_calendar import day_kind
from clinic_terminal.application.ports import PlanEdition
from clinic_terminal.domain.hotline import HotlineHours, HotlineState, hotline_state
from clinic_terminal.domain.shanghai import CHINA, shanghai_date
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.views.bill_words import is_english

_ALL_DAY: Final = (0, 24)
_NEAR_DAYS: Final = (N_("今天"), N_("明天"), N_("后天"))


def hotline(edition: PlanEdition, now: datetime) -> HotlineState:
    """Return the state of the plan's hotline at ``now`` (UTC), by the calendar of the State Council."""
    hours = HotlineHours(edition.weekday_hours, edition.weekend_hours, edition.holiday_hours)
    return hotline_state(hours, now, day_kind)


def is_hotline_open(edition: PlanEdition, now: datetime) -> bool:
    """Tell whether the plan's hotline answers at ``now`` (UTC), by its hours in Beijing time."""
    return hotline(edition, now).is_open


def hours_text(edition: PlanEdition, now: datetime, words: Translate) -> str:
    """Return the hotline's hours of this day, such as 8:00–21:00."""
    first, last = hotline(edition, now).hours
    if first >= last:
        return words(N_("今天休息"))
    return words(N_("24 小时")) if (first, last) == _ALL_DAY else f"{first}:00–{last}:00"


def open_word(edition: PlanEdition, now: datetime, words: Translate) -> str:
    """Return whether the hotline answers now."""
    return words(N_("现在在服务时间内")) if is_hotline_open(edition, now) else words(N_("现在不在服务时间内"))


def next_open_word(edition: PlanEdition, now: datetime, words: Translate) -> str:
    """Return until when the hotline answers, or from when: 今天 21:00 下班, 明天 8:00 开始服务.

    A year whose holidays are not known here counts by its weekdays, and the words say so.
    """
    _ = words
    state = hotline(edition, now)
    if state.is_open and state.closes_at is None:
        return _("24 小时服务")
    if state.closes_at is not None:
        told = _("{day} {time} 下班").format(**_end(state.closes_at, now, words))
    elif state.next_opening is not None:
        told = _("{day} {time} 开始服务").format(**_start(state.next_opening, now, words))
    else:
        return _("一个月内没有服务时间")
    if state.is_certain:
        return told
    return _("{told}（这一年的节假日还未公布，按平日推算）").format(told=told)


def _start(moment: datetime, now: datetime, words: Translate) -> dict[str, str]:
    return {"day": _day_word(moment, now, words), "time": f"{(moment + CHINA).hour}:00"}


def _end(moment: datetime, now: datetime, words: Translate) -> dict[str, str]:
    """Return the day that ends: midnight is 24:00 of the day before."""
    hour = (moment + CHINA).hour or 24
    return {"day": _day_word(moment - timedelta(hours=1), now, words), "time": f"{hour}:00"}


def _day_word(moment: datetime, now: datetime, words: Translate) -> str:
    day = shanghai_date(moment)
    away = (day - shanghai_date(now)).days
    if away < len(_NEAR_DAYS):
        return words(_NEAR_DAYS[away])
    return f"{day.day} {day:%B}" if is_english(words) else f"{day.month} 月 {day.day} 日"
