"""The hotline in words, by the real calendar: today, tomorrow, a day by its date, a year not published."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from clinic_terminal.i18n import translator
from clinic_terminal.ui import messages
from clinic_terminal.ui.hotline_words import hours_text, next_open_word
from tests.ui.pages.front import EDITION, GROWTH

ZH, EN = translator("zh_CN"), translator("en")


def beijing(month: int, day: int, hour: int, minute: int = 0, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC) - timedelta(hours=8)


@pytest.mark.parametrize(
    ("now", "told"),
    [
        (beijing(5, 21, 7, 59), "今天 8:00 开始服务"),
        (beijing(5, 21, 8), "今天 21:00 下班"),
        (beijing(5, 21, 20, 59), "今天 21:00 下班"),
        (beijing(5, 21, 21), "明天 8:00 开始服务"),
        (beijing(5, 22, 21), "明天 9:00 开始服务"),
        (beijing(5, 23, 17, 59), "今天 18:00 下班"),
        (beijing(9, 19, 18), "明天 8:00 开始服务"),
        (beijing(9, 20, 20), "今天 21:00 下班"),
        (beijing(9, 30, 21), "明天 9:00 开始服务"),
        (beijing(10, 7, 18), "明天 8:00 开始服务"),
        (beijing(10, 10, 20, 59), "今天 21:00 下班"),
        (beijing(12, 31, 20), "今天 21:00 下班"),
        (beijing(12, 31, 21), "明天 8:00 开始服务（这一年的节假日还未公布，按平日推算）"),
        (beijing(6, 2, 9, year=2031), "今天 21:00 下班（这一年的节假日还未公布，按平日推算）"),
    ],
)
def test_until_or_from_when_it_answers(now: datetime, told: str) -> None:
    assert next_open_word(EDITION, now, ZH) == told


def test_a_hotline_without_a_break_says_only_that() -> None:
    for now in (beijing(10, 1, 3), beijing(12, 31, 23, 59), beijing(6, 2, 3, year=2031)):
        assert next_open_word(GROWTH, now, ZH) == "24 小时服务"
        assert hours_text(GROWTH, now, ZH) == "24 小时"


def test_a_closed_holiday_week_is_told_by_its_date() -> None:
    resting = replace(EDITION, weekend_hours=(0, 0), holiday_hours=(0, 0))
    assert next_open_word(resting, beijing(9, 30, 21), ZH) == "10 月 8 日 8:00 开始服务"
    assert next_open_word(resting, beijing(10, 6, 12), ZH) == "后天 8:00 开始服务"
    assert hours_text(resting, beijing(10, 1, 12), ZH) == "今天休息"
    assert "8 October" in next_open_word(resting, beijing(9, 30, 21), EN)


def test_hours_that_end_at_midnight_end_today() -> None:
    late = replace(EDITION, weekday_hours=(8, 24))
    assert next_open_word(late, beijing(5, 21, 23, 59), ZH) == "今天 24:00 下班"
    assert next_open_word(late, beijing(5, 21, 8), ZH) == "今天 24:00 下班"


def test_without_any_hours_nothing_is_promised() -> None:
    never = replace(EDITION, weekday_hours=(0, 0), weekend_hours=(0, 0), holiday_hours=(0, 0))
    assert next_open_word(never, beijing(5, 21, 9), ZH) == "一个月内没有服务时间"


def test_the_words_of_the_screens_go_by_the_calendar_too() -> None:
    make_up, holiday = beijing(10, 10, 20), beijing(10, 1, 20)
    assert messages.is_hotline_open(EDITION, make_up)
    assert not messages.is_hotline_open(EDITION, holiday)
    assert messages.hours_text(EDITION, make_up, ZH) == "8:00–21:00"
    assert messages.hours_text(EDITION, holiday, ZH) == "9:00–18:00"
    assert messages.open_word(EDITION, holiday, ZH) == "现在不在服务时间内"
    assert messages.next_open_word(EDITION, holiday, ZH) == "明天 9:00 开始服务"
