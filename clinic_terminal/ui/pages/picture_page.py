"""A page that takes pictures: by the system's file chooser, dropped, or pasted."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog
from typing_extensions import override

from clinic_terminal.i18n import N_
from clinic_terminal.ui.desk import Desk
from clinic_terminal.ui.page import Page
from clinic_terminal.ui.pictures import copied, picture_in
from clinic_terminal.ui.widgets.finder import Look

_PICTURES = N_("图片 (*.png *.jpg *.jpeg *.webp *.bmp *.gif)")


class PicturePage(Page):
    """Says by its signals what was given to it."""

    picture_given = Signal(object)
    """A Picture."""
    text_given = Signal(str)
    look_changed = Signal(object)
    """A Look for the finder: inviting while a picture is held over the page."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.setAcceptDrops(True)

    def choose_picture(self) -> None:
        """Open the system's file chooser beside the page."""
        words = self.desk.words
        chooser = QFileDialog(self, "", "", words(_PICTURES))
        chooser.setFileMode(QFileDialog.FileMode.ExistingFile)
        chooser.fileSelected.connect(self._take_file)
        chooser.finished.connect(chooser.deleteLater)
        chooser.open()

    def paste(self) -> None:
        """Take what was copied: a picture, a picture file, or a text."""
        data = copied()
        picture = picture_in(data)
        if picture is not None:
            self.picture_given.emit(picture)
        elif text := data.text().strip():
            self.text_given.emit(text)

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasImage() or event.mimeData().hasUrls():
            event.acceptProposedAction()
            self.look_changed.emit(Look.INVITING)

    @override
    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.look_changed.emit(Look.WAITING)

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        self.look_changed.emit(Look.WAITING)
        picture = picture_in(event.mimeData())
        if picture is not None:
            event.acceptProposedAction()
            self.picture_given.emit(picture)

    def _take_file(self, name: str) -> None:
        self.picture_given.emit(Path(name))
