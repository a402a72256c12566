"""Looks for a card in a camera's frames, one frame at a time and never on the window's thread."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from clinic_terminal.application import check_in
from clinic_terminal.application.check_in import Identified
from clinic_terminal.ui.desk import Desk
from clinic_terminal.ui.tasks import Job

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QVideoFrame


class FrameWork(QObject):
    """Takes the newest frame whenever the last one was read; frames in between are let go."""

    found = Signal(object)
    """A tuple of Identified: one child, or several to be asked about."""
    refused = Signal(object)
    """An Exception: the code that was seen cannot be used. Frames are read on."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._job: Job | None = None

    def look(self, frame: "QVideoFrame") -> None:
        """Look at a frame, unless one is being looked at."""
        from clinic_terminal.ui.video_frames import grey_of

        if self._job is not None:
            return
        picture = grey_of(frame)
        if picture is not None:
            terminal = self._desk.terminal
            self._job = self._desk.ask_outside(
                lambda: check_in.identify_frame(terminal, picture), self._take, self._refuse
            )

    def stop(self) -> None:
        """Want nothing of the frame that is being looked at."""
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def _take(self, found: tuple[Identified, ...]) -> None:
        self._job = None
        if found:
            self.found.emit(found)

    def _refuse(self, error: Exception) -> None:
        self._job = None
        self.refused.emit(error)
