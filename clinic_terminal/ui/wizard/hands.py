"""The hands at the first start: what a manager presses and types, by real keys in the real window."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from clinic_terminal.application.first_start import Step
from clinic_terminal.ui.theatre import Theatre
from clinic_terminal.ui.wizard.step_page import StepPage
from clinic_terminal.ui.wizard.window import WizardWindow


class WizardHands:
    """Small verbs; each waits until the window shows that it is done."""

    def __init__(self, theatre: Theatre, window: WizardWindow) -> None:
        self._theatre = theatre
        self._window = window

    def at(self, step: Step) -> StepPage:
        """Wait until a step is on show and ready."""
        self._theatre.until(f"the step {step}", lambda: self._is_at(step))
        page = self._window.page
        if page is None:
            raise AssertionError
        return page

    def enter(self) -> None:
        """Press Enter."""
        self._theatre.press(self._window, Qt.Key.Key_Return)

    def choose(self, number: int) -> None:
        """Press a number from 1 to 9."""
        self._theatre.press(self._window, Qt.Key(Qt.Key.Key_0 + number))

    def fill(self, field: QLineEdit, text: str) -> None:
        """Type a text in the place of whatever a field holds."""
        field.setFocus()
        field.selectAll()
        self._theatre.type(field, text)
        # No hand types as fast: what looks like a scanner's keys is given on at once, as after a pause.
        self._window.wedge.release()

    def _is_at(self, step: Step) -> bool:
        page = self._window.page
        return page is not None and page.step is step and page.ready
