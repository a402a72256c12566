"""A quote comes out of the printer that was chosen for quotes; else it is opened as before."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clinic_terminal.application import papers, printer_choices
from clinic_terminal.application.paper_orders import PaperKind, PaperSize
from clinic_terminal.application.print_records import PrintOutcome
from clinic_terminal.application.printer_choices import KindChoice
from clinic_terminal.application.printing_failures import OutOfPaperError
from tests.fakes.printers import OFFICE, FakePrinters, FilePapers
from tests.ui.pages.bench import Bench, open_bench, press_enter, settled
from tests.ui.pages.quoting import kept, shown


@pytest.fixture
def bench(app: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bench]:
    del app
    monkeypatch.setattr(QDesktopServices, "openUrl", pytest.fail)
    made = open_bench(tmp_path)
    printers, drawn = FakePrinters(), FilePapers(tmp_path)
    made.desk.terminal = replace(made.desk.terminal, printers=printers, papers=drawn)
    choice = KindChoice(OFFICE, PaperSize.A4)
    printer_choices.choose_printer(made.desk.terminal, made.desk.operator, PaperKind.QUOTE, choice)
    yield made
    made.close()


def test_enter_prints_it_there_and_says_so(qtbot: QtBot, bench: Bench) -> None:
    host = shown(qtbot, bench)
    press_enter(host)
    settled(qtbot, lambda: host.flow.panel.acts.print_button.text() == "已打印")
    (record,) = papers.prints_of(bench.desk.terminal, kept(bench)[0].id)
    assert (record.kind, record.outcome, record.printer) == (PaperKind.QUOTE, PrintOutcome.PRINTED, OFFICE)


def test_a_printer_that_fails_is_told_and_the_quote_stays(qtbot: QtBot, bench: Bench) -> None:
    printers = bench.desk.terminal.printers
    assert isinstance(printers, FakePrinters)
    printers.errors = [OutOfPaperError()]
    host = shown(qtbot, bench)
    press_enter(host)
    settled(qtbot, lambda: len(bench.failures) == 1)
    assert isinstance(bench.failures[0], OutOfPaperError)
    assert host.flow.is_open
