"""The printers behind the port are made once, when the first of them is wanted."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from clinic_terminal.application.printer_address import PDF, PrinterAddress, Way
from clinic_terminal.application.printing_failures import PaperUnreadableError, PrinterGoneError
from clinic_terminal.application.printing_ports import NoPrinters, PrinterState
from clinic_terminal.bootstrap.printers import LatePrinters
from clinic_terminal.printing import printers
from clinic_terminal.printing.proof_page import draw_proof

GONE = PrinterAddress(Way.SYSTEM, "Yesterday")


def test_the_late_printers_ask_the_real_ones(qapp: QApplication, tmp_path: Path) -> None:
    del qapp
    late = LatePrinters()
    assert late.found() == ()
    assert late.state(PDF) is PrinterState.READY
    assert late.state(GONE) is PrinterState.GONE
    with pytest.raises(PaperUnreadableError):
        late.print(GONE, tmp_path / "gone.pdf")
    with pytest.raises(PrinterGoneError):
        late.test(GONE)


def test_a_computer_without_printers_refuses_calmly(tmp_path: Path) -> None:
    none = NoPrinters()
    assert (none.found(), none.state(GONE)) == ((), PrinterState.GONE)
    with pytest.raises(PrinterGoneError):
        none.print(GONE, tmp_path / "a.pdf")
    with pytest.raises(PrinterGoneError):
        none.test(GONE)


def test_where_one_practises_the_test_page_says_so(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    del qapp
    marked: list[bool] = []

    def drawn(path: Path, *, slip: bool, practice: bool) -> Path:
        assert not slip
        marked.append(practice)
        return draw_proof(path, slip=slip, practice=practice)

    monkeypatch.setattr(printers, "draw_proof", drawn)
    for practice in (False, True):
        with pytest.raises(PrinterGoneError):
            LatePrinters(practice=practice).test(GONE)
    assert marked == [False, True]
