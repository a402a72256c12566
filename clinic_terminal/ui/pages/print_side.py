"""Beside the preview: what is printed and where, the button that does it, and what came out before."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from clinic_terminal.application.printer_address import Way
from clinic_terminal.application.printing_ports import PrinterState
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.desk import Desk
from clinic_terminal.ui.keys import Key
from clinic_terminal.ui.pages.print_history import PrintHistory
from clinic_terminal.ui.pages.print_options import PrintOptions
from clinic_terminal.ui.tasks import Job
from clinic_terminal.ui.widgets.buttons import ButtonSize, GhostButton, PrimaryButton
from clinic_terminal.ui.widgets.card import row

SIDE_WIDTH = 384


class PrintSide(QWidget):
    """Options, buttons, history."""

    def __init__(self, words: Translate) -> None:
        super().__init__()
        self._words = words
        self.options = PrintOptions(words)
        self.print_button = PrimaryButton(words(N_("打印")), icon_name="printer")
        self.save_button = GhostButton(words(N_("存为 PDF")), Key.SAVE_PDF.cap, size=ButtonSize.MEDIUM)
        self.pack_button = GhostButton(words(N_("理赔资料包")), size=ButtonSize.MEDIUM, icon_name="export")
        self.history = PrintHistory(words)
        lines = QVBoxLayout(self)
        lines.setSpacing(12)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.addWidget(self.options)
        lines.addWidget(self.print_button)
        lines.addLayout(row(self.save_button, self.pack_button, spacing=10))
        lines.addWidget(self.history, 1)
        self.options.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def allow(self, *, ready: bool, packable: bool, busy: bool, again: bool) -> None:
        """Open the buttons and word the first; ``again``: the last printing failed."""
        words = self._words
        if busy:
            self.print_button.set_word(words(N_("正在打印…")), "printer")
        elif self.options.printer.way is Way.PDF:
            self.print_button.set_word(words(N_("存为 PDF")), "export")
        elif again:
            self.print_button.set_word(words(N_("再打一次")), "refresh")
        else:
            self.print_button.set_word(words(N_("打印")), "printer")
        for button in (self.print_button, self.save_button):
            button.setEnabled(ready and not busy)
        self.pack_button.setEnabled(packable and not busy)
        self.save_button.setVisible(self.options.printer.way is not Way.PDF)


class PrinterAsking(QObject):
    """Has the chosen printer say how it is; only the latest answer counts."""

    def __init__(self, desk: Desk, options: PrintOptions, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._options = options
        self._job: Job | None = None

    def ask(self) -> None:
        """Ask anew."""
        if self._job is not None:
            self._job.cancel()
        self._options.show_state(None)
        address, printers = self._options.printer, self._desk.terminal.printers
        if address.way is not Way.PDF:
            self._job = self._desk.ask_outside(lambda: printers.state(address), self._take)

    def _take(self, state: PrinterState) -> None:
        self._options.show_state(state)
