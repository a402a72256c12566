"""How long something is ago, and when it was, as a desk says it."""

from datetime import datetime, timedelta

from clinic_terminal.domain.shanghai import CHINA, shanghai_date
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.terms import clock_text

_HOUR = 60
_DAY_HOURS = 24


def span_text(span: timedelta, words: Translate) -> str:
    """Return how long something is ago, in the largest fitting units."""
    _ = words
    minutes = max(0, int(span.total_seconds()) // 60)
    hours, rest = divmod(minutes, _HOUR)
    if hours >= 2 * _DAY_HOURS:
        return _("{days} 天").format(days=hours // _DAY_HOURS)
    if hours:
        return _("{hours} 小时 {minutes} 分").format(hours=hours, minutes=rest)
    return _("{minutes} 分钟").format(minutes=minutes)


def when_text(moment: datetime, now: datetime, words: Translate) -> str:
    """Return when an act happened: the time today, else the day too."""
    days = (shanghai_date(now) - shanghai_date(moment)).days
    if days == 0:
        return clock_text(moment)
    if days == 1:
        return words(N_("昨天 {time}")).format(time=clock_text(moment))
    return f"{moment + CHINA:%m-%d %H:%M}"
