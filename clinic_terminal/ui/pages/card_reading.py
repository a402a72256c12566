"""From a scan, a typed number or a picture to a verification, off the window's thread."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog
from typing_extensions import override

from clinic_terminal.application import check_in
from clinic_terminal.application.check_in import Identified, Verification
from clinic_terminal.domain.visit import CardSource, Visit
from clinic_terminal.i18n import N_
from clinic_terminal.ui.desk import Desk
from clinic_terminal.ui.page import Page
from clinic_terminal.ui.tasks import Job

_PICTURES = N_("图片 (*.png *.jpg *.jpeg *.webp *.bmp *.gif)")


class Reading(QObject):
    """Verifies one member at a time; a newer reading takes the place of one that is under way."""

    started = Signal()
    verified = Signal(object, object)
    """A Verification, and the Visit that it was asked for or None."""
    failed = Signal(object)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._job: Job | None = None

    def text(self, text: str) -> None:
        """Read a scanned or typed text."""
        terminal = self._desk.terminal
        self._run(lambda: check_in.identify(terminal, text), None)

    def picture(self, path: Path) -> None:
        """Read the card in a picture file."""
        terminal = self._desk.terminal
        self._run(lambda: check_in.identify_picture(terminal, path), None)

    def visit(self, visit: Visit) -> None:
        """Verify the member of a visit that is expected or was let in."""
        evidence = visit.evidence
        identified = Identified(visit.person.member, CardSource.NUMBER)
        if evidence is not None:
            identified = Identified(visit.person.member, evidence.source, evidence.token, evidence.kid)
        self._run(lambda: identified, visit)

    def again(self, identified: Identified, visit: Visit | None) -> None:
        """Verify the same member once more, as after a payment."""
        self._run(lambda: identified, visit)

    def cancel(self) -> None:
        """Want no answer any more."""
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def _run(self, identify: Callable[[], Identified], visit: Visit | None) -> None:
        self.cancel()
        terminal = self._desk.terminal
        day = terminal.clock.today()

        def work() -> Verification:
            return check_in.verify(terminal, identify(), day)

        def done(found: Verification) -> None:
            self._job = None
            self.verified.emit(found, visit)

        self.started.emit()
        self._job = self._desk.ask_outside(work, done, self._fail)

    def _fail(self, error: Exception) -> None:
        self._job = None
        self.failed.emit(error)


class PicturePage(Page):
    """A page on which a picture file may be dropped or chosen."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.setAcceptDrops(True)

    def read_picture(self, path: Path) -> None:
        """Take a picture file."""
        raise NotImplementedError

    def choose_picture(self) -> None:
        """Open the system's file chooser beside the page."""
        words = self.desk.words
        chooser = QFileDialog(self, "", "", words(_PICTURES))
        chooser.setFileMode(QFileDialog.FileMode.ExistingFile)
        chooser.fileSelected.connect(self._take_file)
        chooser.finished.connect(chooser.deleteLater)
        chooser.open()

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _dropped(event):
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        if path := _dropped(event):
            event.acceptProposedAction()
            self.read_picture(path)

    def _take_file(self, name: str) -> None:
        self.read_picture(Path(name))


def _dropped(event: QDropEvent) -> Path | None:
    """Return the first local file of a drop."""
    files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
    return Path(files[0]) if files else None
