"""A place to show windows: the screen where there is one, else a virtual one."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

SCREEN = "1366x768x24"


class NoScreenError(Exception):
    """There is nothing to open a window on."""

    code = "NO_SCREEN"

    def __init__(self) -> None:
        super().__init__("This computer has no screen to open a window on; `make demo` uses a virtual one.")


def require_screen() -> None:
    """Refuse to start windows where Qt would end the program for want of a screen; raises NoScreenError."""
    chosen = "QT_QPA_PLATFORM" in os.environ
    if sys.platform.startswith("linux") and not chosen and not _has_screen():
        raise NoScreenError


@contextmanager
def some_display() -> Iterator[str]:
    """Make sure that windows have a display while the block runs, and say which in one word.

    ``screen``: the user's own. ``virtual``: Xvfb, started here and ended afterwards. ``offscreen``: Qt's
    own, where there is no Xvfb. A platform that the user chose is left as it is.
    """
    if "QT_QPA_PLATFORM" in os.environ:
        yield os.environ["QT_QPA_PLATFORM"]
    elif not sys.platform.startswith("linux") or _has_screen():
        yield "screen"
    elif shutil.which("Xvfb") is None:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        yield "offscreen"
    else:
        with _virtual_screen():
            yield "virtual"


def _has_screen() -> bool:
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


@contextmanager
def _virtual_screen() -> Iterator[None]:
    reader, writer = os.pipe()
    command = ["Xvfb", "-displayfd", str(writer), "-screen", "0", SCREEN, "-nolisten", "tcp"]
    server = subprocess.Popen(  # noqa: S603  a fixed command
        command, pass_fds=(writer,), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    os.close(writer)
    try:
        with os.fdopen(reader) as said:
            number = said.readline().strip()
        if number:
            os.environ["DISPLAY"] = f":{number}"
            os.environ["QT_QPA_PLATFORM"] = "xcb"
        else:
            os.environ["QT_QPA_PLATFORM"] = "offscreen"
        yield
    finally:
        for name in ("DISPLAY", "QT_QPA_PLATFORM"):
            os.environ.pop(name, None)
        server.terminate()
        server.wait()
