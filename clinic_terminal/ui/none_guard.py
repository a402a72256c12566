"""Keeps Python 3.11 alive under PySide6 6.12.0, whose every call without a result drops a reference to None.

Measured on 2026-11-22: `sys.getrefcount(None)` falls by one for each Qt call that returns nothing, and after
some thousand calls the interpreter stops with "deallocating None". 6.11.3 and older do not do it, and from
Python 3.12 on None cannot be deallocated. Remove this module with the move to either.
"""

import ctypes
import sys
from functools import cache
from typing import Final

import PySide6

_IMMORTAL_SINCE: Final = (3, 12)
_LEAKING: Final = "6.12."
_ENOUGH: Final = 1 << 40
"""Calls for centuries."""


@cache
def keep_none_alive() -> bool:
    """Give None more references than any day of work can drop, where it is needed; say whether it was."""
    if sys.version_info >= _IMMORTAL_SINCE or not PySide6.__version__.startswith(_LEAKING):
        return False
    # CPython's objects begin with their reference count.
    count = ctypes.c_ssize_t.from_address(id(None))
    count.value += _ENOUGH
    return True
