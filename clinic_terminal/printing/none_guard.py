"""Keeps ``None`` alive under Qt's bindings.

PySide6 6.12 is built so that a call without a result hands out ``None`` without counting it. From Python
3.12 on that is right, since ``None`` is immortal there; Python 3.11 counts, and after some thousand calls
the count reaches zero and the interpreter stops with "deallocating None". A count too high harms nothing.
"""

import ctypes
import platform
import sys

_IMMORTAL_SINCE = (3, 12)
_SPARE = 1 << 40
"""References given to None at once: enough for a century of calls at 300 a second."""

_TOLERANCE = 64


def keep_none_alive() -> bool:
    """Make sure that ``None`` cannot be counted down to nothing; return whether it was done now.

    Does nothing where ``None`` is immortal, was guarded before, or the count is not found where CPython
    keeps it.
    """
    if sys.version_info >= _IMMORTAL_SINCE or platform.python_implementation() != "CPython":
        return False
    count = ctypes.c_ssize_t.from_address(id(None))
    known = sys.getrefcount(None)
    if known >= _SPARE // 2 or abs(count.value - known) > _TOLERANCE:
        return False
    count.value += _SPARE
    return True
