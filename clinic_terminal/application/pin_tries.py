"""Wrong PINs, one after another: each beyond a few costs a longer wait, so that nobody can try them all.

What is known of somebody's wrong tries is a short text, such as "5 2026-11-22T01:02:03+00:00": how many in a
row, and when the last was. Ten thousand PINs of four digits would take more than a hundred days.
"""

from datetime import datetime, timedelta
from typing import Final

FREE: Final = 4
"""So many wrong PINs in a row cost no wait."""
FIRST_WAIT: Final = timedelta(seconds=30)
LONGEST_WAIT: Final = timedelta(minutes=15)
_DOUBLINGS: Final = 8
NONE: Final = ""


def tries_name(operator_id: str) -> str:
    """Return the name under which somebody's wrong tries are kept."""
    return f"pin-tries/{operator_id}"


def one_more(noted: str, now: datetime) -> str:
    """Return what is to be noted after another wrong PIN."""
    return f"{_read(noted)[0] + 1} {now.isoformat()}"


def wait_left(noted: str, now: datetime) -> timedelta:
    """Return how long the next PIN has to wait; nothing: it may be tried.

    A clock that was set back does not make the wait longer than it was.
    """
    count, last = _read(noted)
    if count <= FREE or last is None:
        return timedelta(0)
    wait = min(FIRST_WAIT * (1 << min(count - FREE - 1, _DOUBLINGS)), LONGEST_WAIT)
    return max(min(last + wait - now, wait), timedelta(0))


def _read(noted: str) -> tuple[int, datetime | None]:
    count, _space, last = noted.partition(" ")
    try:
        return int(count), datetime.fromisoformat(last)
    except ValueError:
        return 0, None
