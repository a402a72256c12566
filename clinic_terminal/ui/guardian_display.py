"""The family's screen as the desk uses it: which one it is, what stands on it, and when it goes blank."""

from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QScreen

from clinic_terminal.application.ports import Operator
from clinic_terminal.application.terminal import Terminal
from clinic_terminal.i18n import translator
from clinic_terminal.ui.desk import Desk
from clinic_terminal.ui.guardian_screens import HERE, screen_of
from clinic_terminal.ui.widgets.top_strip import PRACTICE

if TYPE_CHECKING:
    from clinic_terminal.ui.guardian_window import GuardianWindow
    from clinic_terminal.ui.pages.guardian import GuardianPanel

CHOICE = "guardian_screen"
"""Under this name the chosen screen's key is stored."""

BLANK_MS = 120_000
"""After so long without a touch a bill is covered; the desk can show it again."""

THANKS_MS = 6_000


class GuardianScreenLostError(Exception):
    """The family's screen was unplugged while a bill stood on it; nothing of it is lost."""

    code = "GUARDIAN_SCREEN_LOST"

    def __init__(self) -> None:
        super().__init__("The family's screen is gone; the bill stands in the desk's window.")


class Showing(StrEnum):
    """What the family's screen shows. NOWHERE: there is none, the guardian signs at the desk's window."""

    NOWHERE = "NOWHERE"
    BLANK = "BLANK"
    BILL = "BILL"
    COVERED = "COVERED"


class GuardianDisplay(QObject):
    """One for each desk; it outlives the pages, which are built anew where the language changes."""

    changed = Signal()
    """`showing` or `choice` has changed."""
    lost = Signal()
    """The screen is gone in the middle of a bill: `take_back` gives the panel, with its ink."""

    def __init__(self, desk: Desk, screens: Callable[[], list[QScreen]] = QGuiApplication.screens) -> None:
        super().__init__(desk)
        self._desk = desk
        self._screens = screens
        self._choice = HERE
        self._window: GuardianWindow | None = None
        self._clinic = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._end_patience)
        self._thanks = QTimer(self)
        self._thanks.setSingleShot(True)
        self._thanks.setInterval(THANKS_MS)
        self._thanks.timeout.connect(self._end_thanks)
        self._timer.setInterval(BLANK_MS)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.screenAdded.connect(self._look)
            application.screenRemoved.connect(self._lose)
        desk.operator_changed.connect(self._take_operator)

    @property
    def choice(self) -> str:
        """The chosen screen's key; HERE for the desk's own window."""
        return self._choice

    @property
    def window(self) -> "GuardianWindow | None":
        """The window on the family's screen, None before there was one."""
        return self._window

    @property
    def showing(self) -> Showing:
        """What the family's screen shows."""
        window = self._window
        if window is None or not window.isVisible():
            return Showing.NOWHERE
        if window.panel is None:
            return Showing.BLANK
        return Showing.COVERED if window.is_blank else Showing.BILL

    def set_patience(self, milliseconds: int) -> None:
        """Cover a bill after another time without a touch."""
        self._timer.setInterval(milliseconds)

    def choose(self, key: str) -> None:
        """Use another screen from now on, and remember it; a bill that is on show comes back to the desk."""
        self._take_choice(key)
        terminal = self._desk.terminal
        self._desk.ask(lambda: _store(terminal, key), lambda _nothing: None)

    def present(self, panel: "GuardianPanel") -> bool:
        """Show a bill on the family's screen; False where there is none."""
        window = self._window
        if window is None or not window.isVisible():
            return False
        self._thanks.stop()
        window.show_panel(panel)
        panel.touched.connect(self._timer.start)
        self._timer.start()
        self.changed.emit()
        return True

    def show_again(self) -> None:
        """Uncover the bill."""
        window = self._window
        if window is not None and window.panel is not None:
            window.show_panel(window.panel)
            self._timer.start()
            self.changed.emit()

    def cover(self) -> None:
        """Show nothing of the bill; the panel stays behind it with its ink, for `show_again`."""
        window = self._window
        if window is not None and window.panel is not None:
            window.blank()
            # Hiding the pad ended the stroke under way, which counts as a touch.
            self._timer.stop()
            self.changed.emit()

    def take_back(self, *, thanks_in: str = "") -> "GuardianPanel | None":
        """Give the panel back and go blank; ``thanks_in``: say for a while that it was signed."""
        self._timer.stop()
        window = self._window
        panel = window.take_panel() if window is not None else None
        if panel is not None:
            panel.touched.disconnect(self._timer.start)
        if window is not None and thanks_in and window.isVisible():
            window.thank(translator(thanks_in))
            self._thanks.start()
        self.changed.emit()
        return panel

    def close(self) -> None:
        """Leave the screen for good."""
        self._timer.stop()
        self._thanks.stop()
        window, self._window = self._window, None
        if window is not None:
            window.take_panel()
            window.close()
            window.deleteLater()

    def _take_operator(self, operator: Operator | None) -> None:
        if operator is None:
            self.take_back()
        else:
            self.load()

    def load(self) -> None:
        """Ask the store which screen was chosen."""
        terminal = self._desk.terminal
        self._desk.ask(lambda: _known(terminal), self._take_known)

    def _take_known(self, known: tuple[str, str]) -> None:
        choice, self._clinic = known
        if self._window is not None:
            self._window.name_clinic(self._clinic)
        self._take_choice(choice)

    def _take_choice(self, key: str) -> None:
        self._choice = key
        self._settle(self._screens())

    def _look(self, _screen: QScreen) -> None:
        self._settle(self._screens())

    def _lose(self, gone: QScreen) -> None:
        self._settle([screen for screen in self._screens() if screen is not gone])

    def _settle(self, screens: list[QScreen]) -> None:
        """Stand on the chosen screen where it is there, else nowhere."""
        screen = screen_of(self._choice, screens) if len(screens) > 1 else None
        if screen is not None:
            if self._window is None:
                self._window = _window_of(self._desk, self._clinic)
            self._window.stand_on(screen)
        elif self._window is not None and self._window.isVisible():
            self._window.leave_screen()
            if self._window.panel is not None:
                self.lost.emit()
        self.changed.emit()

    def _end_patience(self) -> None:
        """Cover a bill that nobody touched for long; a hand that rests on the pad is in the middle of it."""
        panel = self._window.panel if self._window is not None else None
        if panel is not None and panel.pad.is_writing:
            self._timer.start()
        else:
            self.cover()

    def _end_thanks(self) -> None:
        if self._window is not None and self._window.panel is None:
            self._window.blank()


def display_of(desk: Desk) -> GuardianDisplay:
    """Return the desk's display, made where there is none yet."""
    found = desk.findChild(GuardianDisplay)
    if isinstance(found, GuardianDisplay):
        return found
    display = GuardianDisplay(desk)
    if desk.is_signed_in:
        display.load()
    return display


def _window_of(desk: Desk, clinic: str) -> "GuardianWindow":
    # Most desks have one screen: they need not load it at the start.
    from clinic_terminal.ui.guardian_window import GuardianWindow

    window = GuardianWindow(desk.words(PRACTICE) if desk.practice else "")
    window.name_clinic(clinic)
    return window


def _known(terminal: Terminal) -> tuple[str, str]:
    """Return the chosen screen's key and the clinic's name."""
    with terminal.store.read() as uow:
        enrolment = uow.memory.enrolment()
        return uow.memory.choice(CHOICE), enrolment.clinic.name if enrolment else ""


def _store(terminal: Terminal, key: str) -> None:
    with terminal.store.begin() as uow:
        uow.memory.set_choice(CHOICE, key)
