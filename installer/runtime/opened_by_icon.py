"""What a program that was opened by an icon lacks, made good before anything else runs; never imported by it.

Windows and macOS start it without a command and without a console, and Windows' installer has to be able to
see that it is open. Neither system was at hand where this was written.
"""

import os
import sys
from pathlib import Path

OPEN_MARKS = ("ClinicTerminalIsOpen", "Global\\ClinicTerminalIsOpen")
"""Names that installer/windows/clinic-terminal.iss looks for: of this session, and of the whole computer."""

EVERYBODY = "D:(A;;GA;;;WD)"
"""Who may see the marks, in Windows' own letters. Left to itself it shows them to the program's user alone,
and an administrator who installs for all users would exchange the files under an open window."""


def _is_opened_by_icon() -> bool:
    bundle = sys.platform == "darwin" and ".app/Contents/" in Path(sys.executable).as_posix()
    return len(sys.argv) == 1 and (bundle or (sys.platform == "win32" and sys.stdout is None))


def _give_somewhere_to_write() -> None:
    """Give a program without a console a place for what it says; without one, each word would be a fault."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115  for its whole life


def _show_that_it_is_open() -> None:
    if sys.platform == "win32":
        import ctypes

        class Rights(ctypes.Structure):
            _fields_ = (("size", ctypes.c_uint32), ("said", ctypes.c_void_p), ("inherited", ctypes.c_int))

        # Where the letters are not understood, `said` stays empty and the marks are this user's alone.
        rights = Rights(ctypes.sizeof(Rights))
        ctypes.windll.advapi32.ConvertStringSecurityDescriptorToSecurityDescriptorW(
            EVERYBODY, 1, ctypes.byref(rights, Rights.said.offset), None
        )
        for mark in OPEN_MARKS:
            # The system takes the mark back when the process ends, however it ends.
            ctypes.windll.kernel32.CreateMutexW(ctypes.byref(rights), 0, mark)


if _is_opened_by_icon():
    sys.argv.append("run")
_give_somewhere_to_write()
_show_that_it_is_open()
