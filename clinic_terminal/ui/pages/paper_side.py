"""The verbs behind the panel for signing by hand: write the sheet, read the picture of it."""

from pathlib import Path

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices

from clinic_terminal.application.paper_orders import PaperLanguage
from clinic_terminal.application.sheet_ports import SheetFile
from clinic_terminal.application.sheets import sign_sheet
from clinic_terminal.domain.visit import Visit
from clinic_terminal.i18n import N_
from clinic_terminal.settings import Language
from clinic_terminal.ui.desk import Desk
from clinic_terminal.ui.messages import failure_notice
from clinic_terminal.ui.pages.paper_signing import PaperSigning
from clinic_terminal.ui.sheet_file import read_sheet


class PaperSide(QObject):
    """Joins one panel with the desk; it goes with the panel, and what is still under way is not told then."""

    def __init__(self, desk: Desk, panel: PaperSigning, visit: Visit) -> None:
        super().__init__(panel)
        self._desk, self._panel, self._visit = desk, panel, visit
        self._gone = False
        panel.print_wanted.connect(self._print)
        panel.file_chosen.connect(self._read)

    def let_go(self) -> None:
        """Tell the panel nothing any more: it is being closed."""
        self._gone = True

    def _print(self) -> None:
        terminal, visit = self._desk.terminal, self._visit
        language: PaperLanguage = "zh" if self._panel.language is Language.ZH else "both"
        self._panel.say_printed(self._desk.words(N_("正在生成签字单…")))
        self._desk.ask_outside(
            lambda: sign_sheet(terminal, visit, language), self._printed, self._not_printed
        )

    def _printed(self, sheet: Path) -> None:
        if not self._gone:
            self._panel.say_printed(self._desk.words(N_("签字单已打开，请打印。")))
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(sheet)))

    def _not_printed(self, error: Exception) -> None:
        if not self._gone:
            self._panel.say_printed(failure_notice(error, self._desk.words).what)

    def _read(self, path: Path) -> None:
        self._desk.ask_outside(lambda: read_sheet(path), self._took, self._did_not_take)

    def _took(self, sheet: SheetFile) -> None:
        if not self._gone:
            self._panel.take_sheet(sheet)

    def _did_not_take(self, error: Exception) -> None:
        if not self._gone:
            self._panel.say_attached(failure_notice(error, self._desk.words).what)
