"""When to try again: capped exponential waits with full jitter."""

from collections.abc import Callable

FIRST_WAIT_S = 1.0
LONGEST_WAIT_S = 300.0
LONGEST_RETRY_AFTER_S = 3600

Chance = Callable[[], float]
"""A source of numbers from 0 (included) to 1 (not included)."""


def wait_seconds(attempts: int, retry_after_s: int | None, chance: Chance) -> float:
    """Return the seconds to wait after ``attempts`` failed tries (1 or more).

    Full jitter spreads the clinics out after an outage; a server's Retry-After is never undercut,
    but is cut at an hour so that a nonsensical one cannot silence the terminal.
    """
    ceiling = min(LONGEST_WAIT_S, FIRST_WAIT_S * (1 << min(max(attempts - 1, 0), 16)))
    jittered = ceiling * chance()
    asked = min(retry_after_s or 0, LONGEST_RETRY_AFTER_S)
    return max(jittered, float(asked), FIRST_WAIT_S / 10)
