"""The printers, joined when the first of them is wanted: the print library need not be loaded before."""

import threading
from pathlib import Path
from typing import TYPE_CHECKING

from clinic_terminal.application.printer_address import PrinterAddress
from clinic_terminal.application.printing_ports import FoundPrinter, PrinterState

if TYPE_CHECKING:
    from clinic_terminal.printing.printers import TerminalPrinters


class LatePrinters:
    """Stands at the port ``Printers`` and makes the real thing at its first use."""

    def __init__(self, *, practice: bool = False) -> None:
        self._practice = practice
        self._lock = threading.Lock()
        self._made: TerminalPrinters | None = None

    def found(self) -> tuple[FoundPrinter, ...]:
        """Ask the real one."""
        return self._real().found()

    def state(self, address: PrinterAddress) -> PrinterState:
        """Ask the real one."""
        return self._real().state(address)

    def print(self, address: PrinterAddress, pdf: Path, copies: int = 1) -> bool:
        """Print by the real one."""
        return self._real().print(address, pdf, copies)

    def test(self, address: PrinterAddress) -> bool:
        """Test by the real one."""
        return self._real().test(address)

    def _real(self) -> "TerminalPrinters":
        from clinic_terminal.printing.printers import TerminalPrinters

        with self._lock:
            if self._made is None:
                self._made = TerminalPrinters(practice=self._practice)
            return self._made
