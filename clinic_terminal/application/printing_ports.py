"""What the verbs need of printers; `clinic_terminal.printing` implements it."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from clinic_terminal.application.printer_address import PrinterAddress
from clinic_terminal.application.printing_failures import PrinterGoneError


class PrinterState(StrEnum):
    """What a printer says of itself; UNKNOWN where it does not answer questions."""

    READY = "READY"
    PAPER_LOW = "PAPER_LOW"
    UNKNOWN = "UNKNOWN"
    SILENT = "SILENT"
    OFFLINE = "OFFLINE"
    OUT_OF_PAPER = "OUT_OF_PAPER"
    COVER_OPEN = "COVER_OPEN"
    FAULT = "FAULT"
    DENIED = "DENIED"
    GONE = "GONE"


@dataclass(frozen=True, slots=True)
class FoundPrinter:
    """A printer that this computer sees: its address, the name to show, whether it is the usual one."""

    address: PrinterAddress
    name: str
    is_usual: bool = False


class Printers(Protocol):
    """The printers of this computer and the slip printers beside it. Usable from any thread.

    No method takes longer than some ten seconds, whatever a printer does.
    """

    def found(self) -> tuple[FoundPrinter, ...]:
        """Return the system's printers and slip printers on USB; those on the network are typed by hand."""
        ...

    def state(self, address: PrinterAddress) -> PrinterState:
        """Ask a printer how it is; never raises."""
        ...

    def print(self, address: PrinterAddress, pdf: Path, copies: int = 1) -> bool:
        """Print a drawn PDF; True where the printer confirmed that all of it came out.

        Raises the failures of ``printing_failures``; one with ``started`` may have left paper behind.
        """
        ...

    def test(self, address: PrinterAddress) -> bool:
        """Print the test page; returns and raises as ``print``."""
        ...


class NoPrinters:
    """A computer without printers: everything is a PDF."""

    def found(self) -> tuple[FoundPrinter, ...]:
        """Return nothing."""
        return ()

    def state(self, address: PrinterAddress) -> PrinterState:
        """Say that it is gone."""
        del address
        return PrinterState.GONE

    def print(self, address: PrinterAddress, pdf: Path, copies: int = 1) -> bool:
        """Refuse; raises PrinterGoneError."""
        del address, pdf, copies
        raise PrinterGoneError

    def test(self, address: PrinterAddress) -> bool:
        """Refuse; raises PrinterGoneError."""
        del address
        raise PrinterGoneError
