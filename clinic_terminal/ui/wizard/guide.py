"""What the wizard's pages share: the hands, the threads, the words, and the house once it is open."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication, QScreen

from clinic_terminal.application.first_start import Progress, Standing
from clinic_terminal.application.first_start_ports import OpenHouse, ServerFacts, SetUp
from clinic_terminal.application.ports import Enrolment, Operator
from clinic_terminal.i18n import Translate
from clinic_terminal.settings import Language
from clinic_terminal.ui.desk import Desk
from clinic_terminal.ui.pages.camera_view import system_cameras
from clinic_terminal.ui.tasks import Tasks

if TYPE_CHECKING:
    from clinic_terminal.ui.camera import Cameras


@dataclass(slots=True)
class Guide:
    """Lives on the window's thread; pages read and change it, and have the hands note what must last.

    ``kept``: the place that is kept already; another one offered is to be confirmed first.
    ``manager``: in whose name devices are chosen. ``server``: what was seen of it this time. ``cameras`` and
    ``screens``: where those of this computer are asked for.
    """

    set_up: SetUp
    tasks: Tasks
    words: Translate
    language: Language = Language.ZH
    progress: Progress = field(default_factory=Progress)
    standing: Standing = field(default_factory=Standing)
    kept: Enrolment | None = None
    house: OpenHouse | None = None
    desk: Desk | None = None
    manager: Operator | None = None
    server: ServerFacts | None = None
    tried: dict[str, str] = field(default_factory=dict)
    unproven: set[str] = field(default_factory=set)
    """The steps of ``tried`` whose choice was never seen to work."""
    cameras: "Callable[[], Cameras]" = system_cameras
    screens: Callable[[], list[QScreen]] = QGuiApplication.screens
    """What was tried in the tests, by the step's name: a sentence for the last page."""

    def note(self, **changes: object) -> None:
        """Change how far it is, in memory; the window has it written."""
        self.progress = replace(self.progress, **changes)  # type: ignore[arg-type]  # names of its fields
