"""A page that takes a file, by the system's chooser or dropped on it, and asks where one is to be written."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog
from typing_extensions import override

from clinic_terminal.ui.page import Page


class FilePage(Page):
    """Says by its signals which file was given; choosers stand beside the page and never block it.

    ``filters``: what may be read and what may be written, as Qt's chooser wants them.
    """

    file_given = Signal(object)
    """A Path to be read."""
    target_given = Signal(object)
    """A Path to be written."""

    def __init__(self, filters: tuple[str, str]) -> None:
        super().__init__()
        self._to_read, self._to_write = filters
        self.setAcceptDrops(True)

    def choose_file(self) -> None:
        """Ask for a file to be read."""
        chooser = QFileDialog(self, "", "", self._to_read)
        chooser.setFileMode(QFileDialog.FileMode.ExistingFile)
        chooser.fileSelected.connect(self._give_file)
        chooser.finished.connect(chooser.deleteLater)
        chooser.open()

    def choose_target(self, name: str) -> None:
        """Ask where a file is to be written; ``name`` is proposed, its ending is the usual one."""
        chooser = QFileDialog(self, "", name, self._to_write)
        chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        chooser.setDefaultSuffix(Path(name).suffix.removeprefix("."))
        chooser.fileSelected.connect(self._give_target)
        chooser.finished.connect(chooser.deleteLater)
        chooser.open()

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            event.acceptProposedAction()
            self._give_file(files[0])

    def _give_file(self, name: str) -> None:
        self.file_given.emit(Path(name))

    def _give_target(self, name: str) -> None:
        self.target_given.emit(Path(name))
