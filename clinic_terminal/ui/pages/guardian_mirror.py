"""The desk's mirror of the family's screen: what is done there is seen here, and names go both ways."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from clinic_terminal.ui.guardian_display import GuardianDisplay, Showing
from clinic_terminal.ui.guardian_screens import choices_of
from clinic_terminal.ui.pages.guardian import GuardianPanel
from clinic_terminal.ui.pages.sign_card import SignCard
from clinic_terminal.ui.views.signing import Progress


class GuardianMirror(QObject):
    """Keeps the card true while a panel is on show anywhere."""

    progressed = Signal(object)
    """The Progress of the family, after every change of it."""

    def __init__(self, card: SignCard, display: GuardianDisplay, parent: QObject) -> None:
        super().__init__(parent)
        self._card, self._display = card, display
        self._panel: GuardianPanel | None = None
        card.show_again.clicked.connect(display.show_again)
        card.take_back.clicked.connect(display.cover)
        card.screen_chosen.connect(display.choose)
        card.fields.changed.connect(self._hand_over)
        display.changed.connect(self.refresh)

    def follow(self, panel: GuardianPanel | None) -> None:
        """Mirror another panel, or none."""
        self._panel = panel
        if panel is not None:
            panel.progressed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Say on the card how far the family is, and write there what it wrote."""
        progress = self.progress
        self._card.show_progress(progress)
        if self._panel is not None:
            self._card.fields.take(self._panel.fields)
        own = self._card.window().screen()
        self._card.offer_screens(choices_of(QGuiApplication.screens(), own), self._display.choice)
        self.progressed.emit(progress)

    @property
    def progress(self) -> Progress:
        """How far the family is."""
        showing = self._display.showing
        if self._panel is None or showing is Showing.NOWHERE:
            return Progress.NOT_SHOWN
        if showing is Showing.COVERED:
            return Progress.COVERED
        pad = self._panel.pad
        return Progress.READING if pad.is_empty() and not pad.is_writing else Progress.WRITING

    def _hand_over(self) -> None:
        """Write on the family's screen what the desk wrote."""
        if self._panel is not None:
            self._panel.fields.take(self._card.fields)
            self._panel.refresh()
