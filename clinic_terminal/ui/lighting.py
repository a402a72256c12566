"""Light or dark: as the clinic chose, or as the system is at the moment."""

from typing import Final

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from clinic_terminal.ui.theme import apply_theme

AUTO: Final = "auto"
DARK: Final = "dark"


class Lighting(QObject):
    """Dresses the application; with the choice ``auto`` it changes whenever the system does."""

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._application = application
        self._choice = ""
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._take_scheme)

    @property
    def choice(self) -> str:
        """What was chosen last: auto, light or dark."""
        return self._choice

    def choose(self, choice: str) -> None:
        """Dress the application as chosen: auto, light or dark."""
        self._choice = choice
        dark = _is_dark_outside() if choice == AUTO else choice == DARK
        apply_theme(self._application, "dark" if dark else "light")

    def _take_scheme(self, _scheme: Qt.ColorScheme) -> None:
        if self._choice == AUTO:
            self.choose(AUTO)


def lighting_of(application: QApplication) -> Lighting:
    """Return what dresses an application, the same at every call."""
    found = application.findChild(Lighting)
    return found if isinstance(found, Lighting) else Lighting(application)


def _is_dark_outside() -> bool:
    return QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
