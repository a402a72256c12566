"""How a paper gets out: printed, or written as PDF where a person chose; and the claim packages."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from clinic_terminal.application import claim_package, papers
from clinic_terminal.application.claim_package import Package
from clinic_terminal.application.papers import Printed
from clinic_terminal.application.print_records import PaperWish, PrintOutcome
from clinic_terminal.application.printer_address import PrinterAddress, Way
from clinic_terminal.application.printer_choices import KindChoice, choices_of, choose_printer
from clinic_terminal.application.terminal import Terminal
from clinic_terminal.domain.visit import Visit
from clinic_terminal.i18n import N_
from clinic_terminal.ui.desk import Desk
from clinic_terminal.ui.pages.runner import Runner
from clinic_terminal.ui.saved_file import write_whole
from clinic_terminal.ui.views.printing import paper_name

_PDF = "PDF (*.pdf)"
_ZIP = "ZIP (*.zip)"


class PrintFlow(QObject):
    """Runs one printing at a time. `ended` carries the Printed; `said` a word for the window."""

    ended = Signal(object)
    said = Signal(str)

    def __init__(self, desk: Desk, runner: Runner, window: QWidget) -> None:
        super().__init__(window)
        self._desk = desk
        self._runner = runner
        self._window = window

    def print(self, visit: Visit, wish: PaperWish, printer: PrinterAddress) -> None:
        """Print a paper of a visit, or ask where its PDF is to be written; the printer is remembered."""
        if printer.way is Way.PDF:
            self.save_as(visit, wish)
            return
        terminal, operator = self._desk.terminal, self._desk.operator

        def work() -> Printed:
            _remember(terminal, self._desk, wish, printer)
            return papers.print_paper(terminal, operator, visit.id, wish, printer)

        self._runner.run(work, self._ended, outside=True)

    def save_as(self, visit: Visit, wish: PaperWish) -> None:
        """Ask where the PDF of a paper is to be written."""
        number = (visit.bill.id if visit.bill else visit.id).replace("-", "")[-12:]
        name = f"{wish.kind.value.lower().replace('_', '-')}-{visit.day.isoformat()}-{number}.pdf"
        self._ask(name, _PDF, lambda target: self.save(visit, wish, target))

    def save(self, visit: Visit, wish: PaperWish, target: Path) -> None:
        """Write the PDF of a paper to ``target``, whole or not at all."""
        terminal, operator = self._desk.terminal, self._desk.operator

        def work() -> Printed:
            return papers.save_paper(
                terminal, operator, visit.id, wish, lambda content: write_whole(target, content)
            )

        self._runner.run(work, self._ended, outside=True)

    def pack_visit(self) -> None:
        """Put the claim package of the visit in hand together, then ask where it goes."""
        visit, terminal, operator = self._desk.visit, self._desk.terminal, self._desk.operator
        if visit is not None:
            subject = visit.id
            self._runner.run(
                lambda: claim_package.pack_visit(terminal, operator, subject), self._packed, outside=True
            )

    def pack_today(self) -> None:
        """Put today's claim package together, then ask where it goes."""
        terminal, operator = self._desk.terminal, self._desk.operator
        day = terminal.clock.today()
        self._runner.run(lambda: claim_package.pack_day(terminal, operator, day), self._packed, outside=True)

    def write_package(self, package: Package, target: Path) -> None:
        """Write a package to ``target``, whole or not at all."""
        told = self._desk.words(N_("已存好 {count} 张账单的理赔资料：{file}"))
        done = told.format(count=package.bills, file=target.name)
        self._runner.run(
            lambda: write_whole(target, package.content), lambda _path: self.said.emit(done), outside=True
        )

    def _packed(self, package: Package) -> None:
        self._ask(package.name, _ZIP, lambda target: self.write_package(package, target))

    def _ask(self, name: str, kinds: str, then: Callable[[Path], None]) -> None:
        chooser = QFileDialog(self._window, "", name, kinds)
        chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        chooser.setDefaultSuffix(Path(name).suffix.removeprefix("."))
        chooser.fileSelected.connect(lambda chosen: then(Path(chosen)))
        chooser.finished.connect(chooser.deleteLater)
        chooser.open()

    def _ended(self, printed: Printed) -> None:
        words, record = self._desk.words, printed.record
        told = {
            PrintOutcome.PRINTED: N_("已打印：{paper}"),
            PrintOutcome.SENT: N_("已送到打印机：{paper}。请看一下打出来没有。"),
            PrintOutcome.SAVED: N_("已存为 PDF：{paper}"),
        }.get(record.outcome)
        if told:
            self.said.emit(words(told).format(paper=paper_name(record, words)))
        self.ended.emit(printed)


def _remember(terminal: Terminal, desk: Desk, wish: PaperWish, printer: PrinterAddress) -> None:
    """Keep where this kind of paper goes, where that is new; raises WrongPrinterError."""
    choice = KindChoice(printer, wish.size)
    if choices_of(terminal).of(wish.kind) != choice:
        choose_printer(terminal, desk.operator, wish.kind, choice)
