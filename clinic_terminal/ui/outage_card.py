"""The outage card as a file: asked for in the guide, written where a person chooses."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from clinic_terminal.i18n import N_
from clinic_terminal.settings import Language
from clinic_terminal.ui.desk import Desk
from clinic_terminal.ui.saved_file import write_whole
from clinic_terminal.ui.views.bill_words import is_english

WANTED: Final = N_("断网卡存为 PDF…")
"""What the guide's link says."""

_FILTER: Final = "PDF (*.pdf)"


class OutageCard(QObject):
    """Asks where, draws beside the window's thread, and says that it is there."""

    said = Signal(str)

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__(window)
        self._desk = desk
        self._window = window

    def choose_target(self) -> None:
        """Ask where the file is to be written."""
        name = self._desk.words(N_("断网卡.pdf"))
        chooser = QFileDialog(self._window, "", name, _FILTER)
        chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        chooser.setDefaultSuffix("pdf")
        chooser.fileSelected.connect(self._take_target)
        chooser.finished.connect(chooser.deleteLater)
        chooser.open()

    def write(self, path: Path) -> None:
        """Write the card in the window's language, whole or not at all."""
        desk, draw = self._desk, self._desk.outage_card
        if draw is not None:
            language = Language.EN if is_english(desk.words) else Language.ZH
            desk.ask_outside(lambda: write_whole(path, draw(language)), self._told)

    def _take_target(self, name: str) -> None:
        self.write(Path(name))

    def _told(self, path: Path) -> None:
        _ = self._desk.words
        self.said.emit(_("断网卡已存好：{file}。打印出来贴在前台。").format(file=path.name))
