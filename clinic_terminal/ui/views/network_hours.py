"""Opening hours in words: is the door open now, when next, and the week in as few lines as it takes."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from clinic_terminal.domain.network import WEEK, NetworkClinic, Opening
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.views.bill_words import is_english
from clinic_terminal.ui.widgets.pill import PillView
from clinic_terminal.ui.widgets.tone import Tone

WEEKDAYS: Final = (
    N_("周一"), N_("周二"), N_("周三"), N_("周四"), N_("周五"), N_("周六"), N_("周日"),
)  # fmt: skip
_FEW: Final = 2


def door_view(clinic: NetworkClinic, local: datetime, words: Translate) -> PillView:
    """Return whether the door is open at ``local`` (wall clock), until when, or when it opens next."""
    _ = words
    closes = clinic.closing_at(local)
    if closes is not None:
        return PillView(_("营业中 · {time} 关门").format(time=_clock(closes)), Tone.OK)
    opens = clinic.opening_after(local)
    if opens is None:
        return PillView(_("服务时间未知"), Tone.NEUTRAL)
    ahead = (opens.date() - local.date()).days
    if ahead == 0:
        return PillView(_("休息中 · {time} 开门").format(time=f"{opens:%H:%M}"), Tone.NEUTRAL)
    day = _("明天") if ahead == 1 else _(WEEKDAYS[opens.weekday()])
    return PillView(_("休息中 · {day} {time} 开门").format(day=day, time=f"{opens:%H:%M}"), Tone.NEUTRAL)


def hours_lines(
    clinic: NetworkClinic, local: datetime, words: Translate
) -> tuple[tuple[str, str, bool], ...]:
    """Return the week: days that follow each other with the same times share a line; today is marked."""
    if not any(clinic.hours):
        return ()
    lines: list[tuple[str, str, bool]] = []
    for first, last in _runs(clinic.hours):
        times = _times(clinic.hours[first], words)
        lines.append((_days(first, last, words), times, first <= local.weekday() <= last))
    return tuple(lines)


def _runs(hours: Sequence[tuple[Opening, ...]]) -> list[tuple[int, int]]:
    """Return the first and last weekday of each run of equal days."""
    runs: list[tuple[int, int]] = []
    for day, openings in enumerate(hours):
        if runs and hours[runs[-1][0]] == openings:
            runs[-1] = runs[-1][0], day
        else:
            runs.append((day, day))
    return runs


def _days(first: int, last: int, words: Translate) -> str:
    _ = words
    if (first, last) == (0, WEEK - 1):
        return _("每天")
    one, other = _(WEEKDAYS[first]), _(WEEKDAYS[last])
    if first == last:
        return one
    if last - first < _FEW:
        return f"{one}, {other}" if is_english(words) else f"{one}、{other}"
    return _("{first}至{last}").format(first=one, last=other)


def _times(openings: tuple[Opening, ...], words: Translate) -> str:
    if not openings:
        return words(N_("休息"))
    comma = ", " if is_english(words) else "，"
    return comma.join(f"{_clock(one.opens)}–{_clock(one.closes)}" for one in openings)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
