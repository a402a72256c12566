"""The time of the clinics: all of China lives by one, and has known no summer time since 1991."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Final

CHINA: Final = timedelta(hours=8)
"""What the clocks on the wall are ahead of UTC."""

SHANGHAI: Final = timezone(CHINA, "Asia/Shanghai")


def shanghai_date(moment: datetime) -> date:
    """Return the calendar date of the aware ``moment`` in China."""
    return (moment.astimezone(UTC) + CHINA).date()
