"""The printers behind the port are made once, when the first of them is wanted."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from clinic_terminal.application.printer_address import PDF, PrinterAddress, Way
from clinic_terminal.application.printing_failures import PaperUnreadableError, PrinterGoneError
from clinic_terminal.application.printing_ports import NoPrinters, PrinterState
from clinic_terminal.bootstrap.printers import LatePrinters

GONE = PrinterAddress(Way.SYSTEM, "Yesterday")


def test_the_late_printers_ask_the_real_ones(qapp: QApplication, tmp_path: Path) -> None:
    del qapp
    printers = LatePrinters()
    assert printers.found() == ()
    assert printers.state(PDF) is PrinterState.READY
    assert printers.state(GONE) is PrinterState.GONE
    with pytest.raises(PaperUnreadableError):
        printers.print(GONE, tmp_path / "gone.pdf")
    with pytest.raises(PrinterGoneError):
        printers.test(GONE)


def test_a_computer_without_printers_refuses_calmly(tmp_path: Path) -> None:
    printers = NoPrinters()
    assert (printers.found(), printers.state(GONE)) == ((), PrinterState.GONE)
    with pytest.raises(PrinterGoneError):
        printers.print(GONE, tmp_path / "a.pdf")
    with pytest.raises(PrinterGoneError):
        printers.test(GONE)
