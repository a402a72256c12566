"""How long ago something was said, as roughly as a desk needs it."""

from datetime import datetime, timedelta
from typing import Final

from clinic_terminal.i18n import Translate

_HOUR: Final = timedelta(hours=1)
_MINUTE: Final = timedelta(minutes=1)
_DAY: Final = timedelta(days=1)
_DAYS_FROM: Final = 2 * _DAY


def ago_text(moment: datetime, now: datetime, words: Translate) -> str:
    """Return how long before ``now`` a moment was: minutes, hours up to two days, then days."""
    _ = words
    age = max(timedelta(), now - moment)
    if age < _MINUTE:
        return _("刚刚")
    if age < _HOUR:
        return _("{minutes} 分钟前").format(minutes=age // _MINUTE)
    if age < _DAYS_FROM:
        return _("{hours} 小时前").format(hours=age // _HOUR)
    return _("{days} 天前").format(days=age // _DAY)
