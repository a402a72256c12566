"""Sees when a window appears on an X screen, by asking the screen and not the program."""

import ctypes
import time
from typing import Final, Self

from clinic_terminal.bootstrap.clocks import SystemClock

LEAST_WIDTH: Final = 600
"""A window of the program is wider than what a toolkit maps for itself while it starts."""

_VIEWABLE: Final = 2
_LOOK_S: Final = 0.002


class NoWindowError(Exception):
    """No window came within the patience, or there is no screen to look at."""

    code = "NO_WINDOW"


class _Attributes(ctypes.Structure):
    """Xlib's XWindowAttributes."""

    _fields_ = (
        *((name, ctypes.c_int) for name in ("x", "y", "width", "height", "border_width", "depth")),
        ("visual", ctypes.c_void_p),
        ("root", ctypes.c_ulong),
        *((name, ctypes.c_int) for name in ("klass", "bit_gravity", "win_gravity", "backing_store")),
        ("backing_planes", ctypes.c_ulong),
        ("backing_pixel", ctypes.c_ulong),
        ("save_under", ctypes.c_int),
        ("colormap", ctypes.c_ulong),
        ("map_installed", ctypes.c_int),
        ("map_state", ctypes.c_int),
        *((name, ctypes.c_long) for name in ("all_event_masks", "your_event_mask", "do_not_propagate")),
        ("override_redirect", ctypes.c_int),
        ("screen", ctypes.c_void_p),
    )


class ScreenWatch:
    """Looks at the windows of one screen; ``display`` as in DISPLAY. Close it when done."""

    def __init__(self, display: str) -> None:
        self._x = ctypes.CDLL("libX11.so.6")
        self._x.XOpenDisplay.restype = ctypes.c_void_p
        self._x.XDefaultRootWindow.restype = ctypes.c_ulong
        opened = self._x.XOpenDisplay(display.encode())
        if not opened:
            raise NoWindowError
        self._display = ctypes.c_void_p(opened)
        self._root = ctypes.c_ulong(self._x.XDefaultRootWindow(self._display))
        # A window may go between being listed and being looked at; Xlib would end this program for it.
        self._ignore = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)(lambda _d, _e: 0)
        self._x.XSetErrorHandler(self._ignore)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._x.XCloseDisplay(self._display)

    def wait(self, patience_s: float, *, shown: bool) -> None:
        """Wait until a window of the program is on the screen, or none is any more; raises NoWindowError."""
        clock = SystemClock()
        end = clock.monotonic() + patience_s
        while self._shows_window() is not shown:
            if clock.monotonic() > end:
                raise NoWindowError
            time.sleep(_LOOK_S)

    def _shows_window(self) -> bool:
        root, parent, count = ctypes.c_ulong(), ctypes.c_ulong(), ctypes.c_uint()
        children = ctypes.POINTER(ctypes.c_ulong)()
        self._x.XQueryTree(
            self._display,
            self._root,
            ctypes.byref(root),
            ctypes.byref(parent),
            ctypes.byref(children),
            ctypes.byref(count),
        )
        found = any(self._is_ours(children[number]) for number in range(count.value))
        if count.value:
            self._x.XFree(children)
        return found

    def _is_ours(self, window: int) -> bool:
        seen = _Attributes()
        known = self._x.XGetWindowAttributes(self._display, ctypes.c_ulong(window), ctypes.byref(seen))
        return bool(known) and seen.map_state == _VIEWABLE and seen.width >= LEAST_WIDTH
