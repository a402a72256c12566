"""From the first window to the working one: it is there at once, data and pages are opened behind it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from clinic_terminal.application.failures import NotEnrolledError, StoreUnopenableError
from clinic_terminal.i18n import translator
from clinic_terminal.settings import Language, Paths
from clinic_terminal.ui.doorway import Doorway
from clinic_terminal.ui.tasks import Tasks

if TYPE_CHECKING:
    from clinic_terminal.bootstrap.program import Program
    from clinic_terminal.showcase.first_start import FirstStart
    from clinic_terminal.showcase.opened import OpenProgram
    from clinic_terminal.ui.first_window import FirstWindow


_OF_A_LATER_PROGRAM: Final = "NEWER"


@dataclass(frozen=True, slots=True)
class House:
    """An opened program and what closes it, with whatever was opened around it."""

    program: "Program"
    close: Callable[[], None]
    hint: str = ""


@dataclass(frozen=True, slots=True)
class PracticeWay:
    """How the practice world is opened instead, and where it keeps its own data."""

    open_house: Callable[[], House]
    paths: Paths


class Entrance:
    """Shows the doorway, opens the house on another thread, and puts the real window in its place."""

    def __init__(
        self,
        open_house: Callable[[], House],
        *,
        practice: bool,
        paths: Paths | None = None,
        language: Language = Language.ZH,
        practice_way: PracticeWay | None = None,
    ) -> None:
        """Know how to open; ``paths``: the data that a later start would ask for, and a rescue would mend.

        ``practice_way``: what the first start opens where somebody chooses to practise.
        """
        self._language = language
        self._practice_way = practice_way
        self.setting_up: FirstStart | None = None
        self._open_house = open_house
        self._practice = practice
        self._paths = paths
        self._first: FirstWindow | None = None
        self._tasks = Tasks()
        self._house: House | None = None
        self.opened: OpenProgram | None = None
        self.doorway = self._made_doorway()

    def start(self) -> None:
        """Show the doorway and begin to open; a failure is shown there and can be tried again."""
        self.doorway.show_opening()
        self.doorway.show()
        self._tasks.run(self._opening, self._show_program, self._show_failure)

    def _show_failure(self, error: Exception) -> None:
        """Say what stands in the way; a database that does not open can be mended from here.

        A terminal that belongs nowhere yet is set up instead.
        """
        if isinstance(error, NotEnrolledError) and self._paths is not None and not self._practice:
            self._show_first_start(again=False)
            return
        # A file of a later program is whole: mending it by an older backup would only take acts away.
        is_broken = isinstance(error, StoreUnopenableError) and error.cause != _OF_A_LATER_PROGRAM
        if self._paths is None or not is_broken:
            self.doorway.show_failure(error)
            return
        from clinic_terminal.bootstrap.rescue import Rescue

        self.doorway.show_failure(error, self._tasks, Rescue(self._paths, locked=True))

    def tell(self, error: Exception) -> None:
        """Say of an error that nobody took that a step was not done; an opening that broke off is over."""
        if self.opened is not None:
            self.opened.desk.failed.emit(error)
        elif self.setting_up is None:
            self._close_house()
            self.doorway.show_failure(error)

    def come_to_front(self) -> None:
        """Show the window that somebody tried to open a second time."""
        from clinic_terminal.ui.first_window import bring_to_front

        if self.setting_up is not None:
            bring_to_front(self.setting_up.window)
        else:
            bring_to_front(self.doorway if self.opened is None else self.opened.window)

    def close(self) -> None:
        """Close what was opened, in order."""
        self._stop_listening()
        if self.setting_up is not None:
            self.setting_up.close()
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
        self.opened = OpenProgram(house.program, self._language, practice=self._practice, hint=house.hint)
        self.opened.window.setGeometry(self.doorway.geometry())
        self.opened.window.set_up_wanted.connect(self._set_up_again)
        self.opened.start()
        self.doorway.hide()
        self._listen()

    def _made_doorway(self) -> Doorway:
        doorway = Doorway(translator(self._language), practice=self._practice)
        doorway.retry.connect(self.start)
        return doorway

    def _show_first_start(self, *, again: bool) -> None:
        """Put the wizard in the place of whatever is on show; its window is there before that one goes."""
        if self._paths is None:
            return
        from clinic_terminal.showcase.first_start import FirstStart

        self.setting_up = FirstStart(self._paths, self._open_set_up, self._practise, again=again)
        place = self.doorway if self.opened is None else self.opened.window
        self.setting_up.window.setGeometry(place.geometry())
        self.setting_up.window.show()
        self.doorway.hide()
        self._close_house()
        self.setting_up.start()
        self._listen()

    def _set_up_again(self) -> None:
        # Not within the signal: the window that sends it is closed here.
        self._tasks.run(lambda: None, lambda _none: self._show_first_start(again=True))

    def _close_house(self) -> None:
        """Close the program that was open, so that one alone has the data."""
        opened, self.opened = self.opened, None
        house, self._house = self._house, None
        if opened is not None:
            opened.close()
            opened.window.deleteLater()
        if house is not None:
            house.close()

    def _open_set_up(self) -> None:
        self._tasks.run(lambda: None, lambda _none: self._leave_first_start())

    def _practise(self) -> None:
        if self._practice_way is not None:
            self._practice = True
            self._open_house, self._paths = self._practice_way.open_house, self._practice_way.paths
            self._open_set_up()

    def _leave_first_start(self) -> None:
        """Close the wizard, behind a fresh doorway in the language that was chosen, and open."""
        first, self.setting_up = self.setting_up, None
        if first is None:
            return
        before = self.doorway
        self._language = first.window.guide.language
        self.doorway = self._made_doorway()
        self.doorway.setGeometry(first.window.geometry())
        self.doorway.show()
        first.close()
        before.deleteLater()
        self.start()

    def _stop_listening(self) -> None:
        first, self._first = self._first, None
        if first is not None:
            first.close()

    def _listen(self) -> None:
        """Hear of later starts on the same data from now on."""
        from clinic_terminal.ui.first_window import FirstWindow, place_of

        self._stop_listening()
        if self._paths is not None:
            self._first = FirstWindow(place_of(self._paths.data), self.come_to_front)
