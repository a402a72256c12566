"""Waiting for something that another process does."""

import time
from collections.abc import Callable
from typing import Final

from clinic_terminal.bootstrap.clocks import SystemClock

PATIENCE_S: Final = 60.0
_LOOK_S: Final = 0.1


def until(true: Callable[[], bool], patience_s: float = PATIENCE_S) -> bool:
    """Wait until ``true`` says so, and tell whether it did within the patience."""
    clock = SystemClock()
    end = clock.monotonic() + patience_s
    while clock.monotonic() < end:
        if true():
            return True
        time.sleep(_LOOK_S)
    return False
