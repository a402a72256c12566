"""What was printed of a visit: when, by whom, on what, the how-manieth time, and whether it came out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from clinic_terminal.application.paper_orders import Copy, PaperKind, PaperLanguage, PaperSize
from clinic_terminal.application.printer_address import PrinterAddress


class PrintOutcome(StrEnum):
    """STARTED: on its way (or the program ended then). SENT: handed over, and nobody confirms.

    MAYBE: it failed after data had flowed, so that paper may lie there. SAVED: as a PDF instead.
    """

    STARTED = "STARTED"
    PRINTED = "PRINTED"
    SENT = "SENT"
    MAYBE = "MAYBE"
    SAVED = "SAVED"
    FAILED = "FAILED"


@dataclass(frozen=True, slots=True)
class PrintRecord:
    """One printing. ``subject``: id of the visit; ``number``: 1 for the first paper of its kind and keeper.

    ``code``: why it failed, empty where it did not. ``digest``: SHA-256 (hex) of the PDF that was printed.
    """

    id: str
    subject: str
    kind: PaperKind
    size: PaperSize
    language: PaperLanguage
    copy: Copy
    number: int
    copies: int
    at: datetime
    operator: str
    printer: PrinterAddress
    outcome: PrintOutcome = PrintOutcome.STARTED
    code: str = ""
    digest: str = ""

    @property
    def came_out(self) -> bool:
        """Whether paper lies there, or may: what says so makes the next one a copy."""
        return self.outcome is not PrintOutcome.FAILED

    @property
    def is_copy(self) -> bool:
        """Whether it says COPY."""
        return self.number > 1


_MOST_COPIES: Final = 9


@dataclass(frozen=True, slots=True)
class PaperWish:
    """A paper that a person wants: kind, sheet, language, who keeps it, and how many."""

    kind: PaperKind
    size: PaperSize
    language: PaperLanguage = "zh"
    copy: Copy = Copy.FAMILY
    copies: int = 1

    @property
    def copies_to_print(self) -> int:
        """The copies, within reason."""
        return min(max(self.copies, 1), _MOST_COPIES)


def earlier(records: Iterable[PrintRecord], wish: PaperWish) -> int:
    """Return how often this paper came out before, or may have; that many prints make the next one a copy."""
    return sum(record.came_out for record in records if record.kind is wish.kind and record.copy is wish.copy)
