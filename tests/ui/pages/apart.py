"""A family's screen for tests of the window: the one screen there is, counted twice."""

from PySide6.QtGui import QGuiApplication

from clinic_terminal.ui.desk import Desk
from clinic_terminal.ui.guardian_display import CHOICE, GuardianDisplay
from clinic_terminal.ui.guardian_screens import keys_of


def family_screen(desk: Desk) -> GuardianDisplay:
    """Give the desk a chosen screen for the family; asked for before any page or window is built."""
    both = [QGuiApplication.primaryScreen()] * 2
    with desk.terminal.store.begin() as uow:
        uow.memory.set_choice(CHOICE, keys_of(both)[0])
    return GuardianDisplay(desk, lambda: both)
