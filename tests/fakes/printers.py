"""Fakes at the ports of paper: printers that are told what to say, papers that are really files."""

import threading
from dataclasses import dataclass, field
from pathlib import Path

from clinic_terminal.application.failures import PaperFailedError
from clinic_terminal.application.paper_orders import PaperOrder
from clinic_terminal.application.printer_address import PrinterAddress, Way
from clinic_terminal.application.printing_failures import PrintFailedError
from clinic_terminal.application.printing_ports import FoundPrinter, PrinterState
from clinic_terminal.domain.bill import FrozenBill
from clinic_terminal.domain.consent import Consent
from tests.fakes.ports import FakePapers

OFFICE = PrinterAddress(Way.SYSTEM, "Office")
SLIP = PrinterAddress(Way.NETWORK, "10.0.0.5:9100")


@dataclass
class FakePrinters:
    """``errors``: what the next printings end with, in turn; ``confirms``: whether it says it is done.

    ``gate``: cleared, every printing waits for it.
    """

    there: tuple[FoundPrinter, ...] = (FoundPrinter(OFFICE, "Office", is_usual=True),)
    states: dict[PrinterAddress, PrinterState] = field(default_factory=dict)
    errors: list[PrintFailedError | None] = field(default_factory=list)
    confirms: bool = True
    printed: list[tuple[PrinterAddress, Path, int]] = field(default_factory=list)
    tested: list[PrinterAddress] = field(default_factory=list)
    gate: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.gate.set()

    def found(self) -> tuple[FoundPrinter, ...]:
        return self.there

    def state(self, address: PrinterAddress) -> PrinterState:
        return self.states.get(address, PrinterState.READY)

    def print(self, address: PrinterAddress, pdf: Path, copies: int = 1) -> bool:
        self.gate.wait(10)
        error = self.errors.pop(0) if self.errors else None
        if error is not None:
            raise error
        self.printed.append((address, pdf, copies))
        return self.confirms

    def test(self, address: PrinterAddress) -> bool:
        self.tested.append(address)
        error = self.errors.pop(0) if self.errors else None
        if error is not None:
            raise error
        return self.confirms


class FilePapers(FakePapers):
    """Writes each paper into a folder; ``pattern`` is what every drawn one holds, else its order in words."""

    def __init__(self, folder: Path, pattern: bytes = b"") -> None:
        super().__init__()
        self.folder = folder
        self.pattern = pattern

    def produce(self, bill: FrozenBill, digest: str, consent: Consent) -> Path:
        name = super().produce(bill, digest, consent)
        return self._written(name, f"%PDF sealed {digest}".encode())

    def draw(self, order: PaperOrder) -> Path:
        return self._written(super().draw(order), self.pattern or _told(order))

    def _written(self, name: Path, content: bytes) -> Path:
        path = self.folder / name.name
        try:
            path.write_bytes(content)
        except OSError:
            raise PaperFailedError("READ_ONLY") from None
        return path


def _told(order: PaperOrder) -> bytes:
    return f"%PDF {order.kind} {order.copy} {order.size} {order.language} {order.reprint}".encode()
