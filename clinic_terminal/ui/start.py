"""The one QApplication, in the look that the clinic chose."""

import os
from typing import Final

from PySide6.QtWidgets import QApplication

from clinic_terminal.ui.garbage import GarbageHere
from clinic_terminal.ui.lighting import lighting_of
from clinic_terminal.ui.motion import reduce_motion

SCALE_VARIABLE: Final = "QT_SCALE_FACTOR"
_UNSCALED: Final = 100


def is_application_there() -> bool:
    """Say whether there is an application already, whoever made it."""
    return QApplication.instance() is not None


def end_application() -> None:
    """End the application before its screen goes: a window system that vanishes ends the program."""
    application = QApplication.instance()
    if isinstance(application, QApplication):
        application.shutdown()


def make_application(
    mode: str = "light", *, scale_percent: int = _UNSCALED, reduced_motion: bool = False
) -> QApplication:
    """Return the QApplication with theme and fonts, made where there is none yet.

    ``mode``: light, dark, or auto, which goes with the system. ``scale_percent`` holds from the making of
    the QApplication on; one that is there already keeps its size.
    """
    existing = QApplication.instance()
    if not isinstance(existing, QApplication) and scale_percent != _UNSCALED:
        os.environ[SCALE_VARIABLE] = str(scale_percent / _UNSCALED)
    application = existing if isinstance(existing, QApplication) else QApplication(["clinic-terminal"])
    application.setApplicationName("Clinic Terminal")
    if application.findChild(GarbageHere) is None:
        GarbageHere(application)
    lighting_of(application).choose(mode)
    reduce_motion(application, reduced=reduced_motion)
    return application
