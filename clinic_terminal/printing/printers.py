"""The port ``Printers``: whichever way a printer is reached, one paper at a time, never for long."""

import tempfile
import threading
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

from clinic_terminal.application.printer_address import PrinterAddress, Way
from clinic_terminal.application.printing_failures import (
    PrinterBusyError,
    PrinterDeniedError,
    PrinterTimeoutError,
    PrintFailedError,
    WrongPrinterError,
)
from clinic_terminal.application.printing_ports import FoundPrinter, PrinterState
from clinic_terminal.printing.deadline import within
from clinic_terminal.printing.escpos_printer import PATIENCE, Patience, ask_slip_printer, print_slip
from clinic_terminal.printing.escpos_raster import slip_picture
from clinic_terminal.printing.proof_page import draw_proof
from clinic_terminal.printing.system_printers import (
    Opened,
    found_printers,
    open_system_printer,
    print_by_system,
    system_printer_state,
)
from clinic_terminal.printing.usb_printers import usb_printers

T = TypeVar("T")
_SPARE_S: Final = 1.0
"""What the watch over a printer waits longer than the printer's own patience."""


@dataclass(frozen=True, slots=True)
class Waits:
    """Seconds: for the spooler to take a paper or to list its printers, and for another paper's turn."""

    spooler: float = 10.0
    turn: float = 5.0


class TerminalPrinters:
    """All printers of this terminal, usable from any thread."""

    def __init__(
        self,
        opened: Opened = open_system_printer,
        patience: Patience = PATIENCE,
        waits: Waits | None = None,
        *,
        practice: bool = False,
    ) -> None:
        """Know how to reach printers; ``practice``: the test page is marked as every paper is."""
        self._practice = practice
        self._opened = opened
        self._patience = patience
        self._waits = waits or Waits()
        self._turns: defaultdict[PrinterAddress, threading.Lock] = defaultdict(threading.Lock)

    def found(self) -> tuple[FoundPrinter, ...]:
        """Return the system's printers and slip printers on USB, as far as they can be listed in time."""
        found: list[FoundPrinter] = []
        for look in (found_printers, usb_printers):
            with suppress(PrintFailedError):
                found += within(self._waits.spooler, look)
        return tuple(found)

    def state(self, address: PrinterAddress) -> PrinterState:
        """Ask a printer how it is; never raises."""
        if address.way is Way.PDF:
            return PrinterState.READY
        try:
            return within(self._waits.spooler, lambda: self._state(address))
        except PrinterTimeoutError:
            return PrinterState.SILENT
        except PrinterDeniedError:
            return PrinterState.DENIED
        except PrintFailedError:
            return PrinterState.GONE

    def print(self, address: PrinterAddress, pdf: Path, copies: int = 1) -> bool:
        """Print a drawn PDF; True where the printer confirmed that all of it came out.

        Raises the failures of ``printing_failures``: PrinterBusyError while another paper is on its way.
        """
        if address.is_slip:
            picture = slip_picture(pdf)
            seconds = self._patience.for_slip(picture) * copies + self._patience.connect
            return self._in_turn(
                address, seconds, lambda: print_slip(address, picture, copies, self._patience)
            )
        if address.way is not Way.SYSTEM:
            raise WrongPrinterError
        self._in_turn(
            address,
            # A driver that makes one copy at a time gets the pages for each.
            self._waits.spooler * copies,
            lambda: print_by_system(address.where, pdf, copies, self._opened),
        )
        return False

    def test(self, address: PrinterAddress) -> bool:
        """Print the test page; returns and raises as ``print``."""
        with tempfile.TemporaryDirectory(prefix="clinic-proof-") as folder:
            proof = draw_proof(Path(folder) / "proof.pdf", slip=address.is_slip, practice=self._practice)
            return self.print(address, proof)

    def _state(self, address: PrinterAddress) -> PrinterState:
        if address.is_slip:
            return ask_slip_printer(address, self._patience)
        return system_printer_state(address.where)

    def _in_turn(self, address: PrinterAddress, seconds: float, work: Callable[[], T]) -> T:
        """Do one thing at a time on a printer. Work that is given up keeps the printer until it ends."""
        turn = self._turns[address]
        if not turn.acquire(timeout=self._waits.turn):
            raise PrinterBusyError

        def alone() -> T:
            try:
                return work()
            finally:
                turn.release()

        return within(seconds + _SPARE_S, alone)
