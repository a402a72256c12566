"""From the first window to the working one: it is there at once, data and pages are opened behind it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from clinic_terminal.i18n import translator
from clinic_terminal.settings import Language
from clinic_terminal.ui.doorway import Doorway
from clinic_terminal.ui.tasks import Tasks

if TYPE_CHECKING:
    from clinic_terminal.bootstrap.program import Program
    from clinic_terminal.showcase.opened import OpenProgram


@dataclass(frozen=True, slots=True)
class House:
    """An opened program and what closes it, with whatever was opened around it."""

    program: "Program"
    close: Callable[[], None]
    hint: str = ""


class Entrance:
    """Shows the doorway, opens the house on another thread, and puts the real window in its place."""

    def __init__(self, open_house: Callable[[], House], *, practice: bool) -> None:
        self._open_house = open_house
        self._practice = practice
        self._tasks = Tasks()
        self._house: House | None = None
        self.opened: OpenProgram | None = None
        self.doorway = Doorway(translator(Language.ZH), practice=practice)
        self.doorway.retry.connect(self.start)

    def start(self) -> None:
        """Show the doorway and begin to open; a failure is shown there and can be tried again."""
        self.doorway.show_opening()
        self.doorway.show()
        self._tasks.run(self._opening, self._show_program, self.doorway.show_failure)

    def close(self) -> None:
        """Close what was opened, in order."""
        if self.opened is not None:
            self.opened.close()
        self._tasks.shutdown()
        if self._house is not None:
            self._house.close()

    def _opening(self) -> House:
        """Open the house, and load the pages meanwhile on this thread rather than on the window's."""
        import clinic_terminal.showcase.opened  # noqa: F401  loaded here, used in the window's thread

        return self._open_house()

    def _show_program(self, house: House) -> None:
        from clinic_terminal.showcase.opened import OpenProgram

        self._house = house
        self.opened = OpenProgram(house.program, practice=self._practice, hint=house.hint)
        self.opened.window.setGeometry(self.doorway.geometry())
        self.opened.start()
        self.doorway.hide()
