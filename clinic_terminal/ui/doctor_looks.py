"""What only the window's library can see, for the doctor: cameras, screens, fonts."""

import os
import sys
from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QLoggingCategory, qVersion
from PySide6.QtGui import QGuiApplication, QScreen

from clinic_terminal.application.doctor_ports import CameraLook, FontLook, ScreenLook, Seen
from clinic_terminal.application.terminal import Terminal
from clinic_terminal.ui.fonts import load_fonts
from clinic_terminal.ui.guardian_display import CHOICE
from clinic_terminal.ui.guardian_screens import screen_of

_DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY")

WANTED = ("Inter", "Noto Sans SC", "Noto Sans SC Wide")
"""The families that ship with the program."""


def look_around(choice: str, *, has_screens: bool = True) -> Seen:
    """Look at cameras, fonts and screens; in the window's thread, with an application running.

    ``choice`` is the family's screen as it was chosen; without ``has_screens`` none is looked at.
    """
    screens = screen_look(choice, QGuiApplication.screens()) if has_screens else None
    return Seen(qVersion() or "", camera_look(), font_look(), screens)


def has_display() -> bool:
    """Say whether a command could show a window."""
    return not sys.platform.startswith("linux") or any(map(os.environ.get, _DISPLAYS))


def application_without_window() -> QCoreApplication:
    """Return the running application, or one for a command that shows nothing; keep it while looking."""
    running = QGuiApplication.instance()
    if running is not None:
        return running
    if not has_display():
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    # What the system's video libraries lack is nothing that a clinic could mend.
    QLoggingCategory.setFilterRules("qt.multimedia.*=false")
    return QGuiApplication(sys.argv[:1])


def chosen_screen(terminal: Terminal) -> str:
    """Return the stored choice of the family's screen; it reads the database."""
    with terminal.store.read() as uow:
        return uow.memory.choice(CHOICE)


def camera_look() -> CameraLook:
    """Look for cameras."""
    try:
        from PySide6.QtMultimedia import QMediaDevices
    except ImportError:
        return CameraLook((), usable=False)
    return CameraLook(tuple(one.description() for one in QMediaDevices.videoInputs()))


def font_look() -> FontLook:
    """Say which of the program's own fonts came; what another program installed does not count."""
    loaded = load_fonts()
    return FontLook(loaded, tuple(family for family in WANTED if family not in loaded))


def screen_look(choice: str, screens: Sequence[QScreen]) -> ScreenLook:
    """Look whether the family's screen is among the screens."""
    return ScreenLook(len(screens), choice, bool(choice) and screen_of(choice, screens) is not None)
