"""On the done page: the sealed paper of the bill on show, written where it is not there, and opened."""

from pathlib import Path

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices

from clinic_terminal.application import papers
from clinic_terminal.application.papers import Finished
from clinic_terminal.domain.visit import Visit
from clinic_terminal.ui.desk import Desk
from clinic_terminal.ui.pages.done_card import DoneCard
from clinic_terminal.ui.pages.runner import Runner


class DonePaper(QObject):
    """Holds the paper of one visit at a time: what comes late of another is not taken for it."""

    def __init__(self, desk: Desk, card: DoneCard, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._card = card
        self._visit: Visit | None = None
        self._known: Finished | None = None
        self._brought: Finished | None = None
        self._runner = Runner(desk, self._failed, self)
        card.open_button.clicked.connect(self._open)
        card.again_button.clicked.connect(self._write)

    @property
    def path(self) -> Path | None:
        """Where the paper of the visit on show is, None while it is not written."""
        return self._known.paper if self._known is not None else None

    def take(self, finished: Finished) -> None:
        """Keep what finishing a visit brought, until that visit is shown."""
        self._brought = finished

    def show(self, visit: Visit) -> None:
        """Show the paper of a closed visit; it is written where it is not known yet."""
        if self._visit is None or self._visit.id != visit.id:
            self.forget()
        self._visit = visit
        if self._brought is not None and self._brought.visit.id == visit.id:
            self._known, self._brought = self._brought, None
        if self._known is None:
            self._write()
        self._tell()

    def forget(self) -> None:
        """Show no visit's paper any more, nor one that is still being written."""
        self._runner.cancel()
        self._visit = self._known = None

    def _write(self) -> None:
        visit, terminal = self._visit, self._desk.terminal
        if visit is not None:
            self._runner.run(lambda: papers.print_bill(terminal, visit), self._written, outside=True)
            self._tell()

    def _written(self, finished: Finished) -> None:
        self._known = finished
        self._tell()

    def _failed(self, error: Exception) -> None:
        self._tell()
        self._desk.failed.emit(error)

    def _open(self) -> None:
        if self.path is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.path)))

    def _tell(self) -> None:
        known = self._known
        problem = known.paper_problem if known is not None else ""
        self._card.show_paper(self.path, problem, busy=self._runner.busy)
