"""The one QApplication."""

from PySide6.QtWidgets import QApplication

from clinic_terminal.ui.garbage import GarbageHere
from clinic_terminal.ui.theme import Mode, apply_theme


def make_application(mode: Mode = "light") -> QApplication:
    """Return the QApplication with theme and fonts, made where there is none yet."""
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication(["clinic-terminal"])
    application.setApplicationName("Clinic Terminal")
    if application.findChild(GarbageHere) is None:
        GarbageHere(application)
    apply_theme(application, mode)
    return application
