"""A slip printer at work: ask how it is, send the picture in bands, cut, ask whether all came out."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from PIL import Image

from clinic_terminal.application.printer_address import PrinterAddress
from clinic_terminal.application.printing_failures import (
    CoverOpenError,
    OutOfPaperError,
    PrinterFaultError,
    PrinterLostError,
    PrinterOfflineError,
    PrinterTimeoutError,
    PrintFailedError,
)
from clinic_terminal.application.printing_ports import PrinterState
from clinic_terminal.printing.escpos_links import Link, is_late, opened
from clinic_terminal.printing.escpos_raster import length_mm
from clinic_terminal.printing.escpos_status import (
    PAPER_AFTER_PRINT,
    QUERIES,
    has_paper_after,
    is_after_print,
    is_real_time,
    state_of,
)

BAND: Final = 128
"""Rows sent at once: nine kilobytes, which every printer has room for."""

_MOMENT_S: Final = 0.02
_HINDRANCES: Final = {
    PrinterState.COVER_OPEN: CoverOpenError,
    PrinterState.OUT_OF_PAPER: OutOfPaperError,
    PrinterState.FAULT: PrinterFaultError,
    PrinterState.OFFLINE: PrinterOfflineError,
}


@dataclass(frozen=True, slots=True)
class Patience:
    """How many seconds each step may take: to connect, to answer a question, to print one slip.

    ``slowest_mm_s``: how fast the slowest printer is, which decides where a slip is long.
    """

    connect: float = 3.0
    answer: float = 1.0
    slip: float = 9.0
    slowest_mm_s: float = 60.0

    def for_slip(self, picture: Image.Image) -> float:
        """Return how long a slip may take: a long one as long as the slowest printer needs for it."""
        return max(self.slip, length_mm(picture) / self.slowest_mm_s)


PATIENCE: Final = Patience()


def ask_slip_printer(address: PrinterAddress, patience: Patience = PATIENCE) -> PrinterState:
    """Return how a slip printer is; raises PrinterGoneError, PrinterDeniedError, PrinterLostError."""
    with opened(address, patience.connect) as link:
        return PrinterState.UNKNOWN if address.quiet else _Talk(link, patience).state()


def print_slip(
    address: PrinterAddress, picture: Image.Image, copies: int = 1, patience: Patience = PATIENCE
) -> bool:
    """Print a picture of 1 bit and cut; True where the printer confirmed that all of it came out.

    Raises PrintFailedError; after ``started`` some paper may have come out.
    """
    with opened(address, patience.connect) as link:
        talk = _Talk(link, patience)
        if not address.quiet:
            talk.refuse_hindrance(started=False)
        link.device.hw("INIT")
        confirmed = [talk.print(picture, quiet=address.quiet) for _copy in range(copies)]
        return all(confirmed)


class _Talk:
    """One conversation with a printer over an open wire."""

    def __init__(self, link: Link, patience: Patience) -> None:
        self._link = link
        self._patience = patience
        self._clock: Callable[[], float] = time.monotonic
        self._last_word: int | None = None
        """What it said of its paper after printing, heard while something else was asked."""

    def state(self) -> PrinterState:
        """Ask; SILENT where it does not answer."""
        self._drain()
        answers = []
        for query in QUERIES:
            answer = self._ask(query.command, is_real_time, self._patience.answer)
            if answer is None:
                return PrinterState.SILENT
            answers.append(answer)
        return state_of(answers)

    def refuse_hindrance(self, *, started: bool) -> None:
        """Raise what keeps the printer from printing."""
        try:
            state = self.state()
        except OSError as error:
            if not is_late(error):
                raise PrinterLostError(started=started) from error
            state = PrinterState.SILENT
        if state is PrinterState.SILENT:
            raise PrinterTimeoutError(started=started)
        if state in _HINDRANCES:
            raise _HINDRANCES[state](started=started)

    def print(self, picture: Image.Image, *, quiet: bool) -> bool:
        """Send one slip; what breaks on the way is explained by the printer itself where it can."""
        end = self._clock() + self._patience.for_slip(picture)
        try:
            for band in _bands(picture):
                self._link.limit(end - self._clock())
                self._link.device.image(band, impl="bitImageRaster", fragment_height=BAND)
            self._link.device.cut(mode="PART")
        except OSError as error:
            if not is_late(error):
                raise
            raise self._why_stuck() from None
        return False if quiet else self._came_out(end)

    def _came_out(self, end: float) -> bool:
        """Wait for the printer to say that everything before was printed."""
        self._link.limit(self._patience.answer)
        self._send(PAPER_AFTER_PRINT)
        while True:
            answer = self._ask(b"", is_after_print, min(self._patience.answer, end - self._clock()))
            answer = self._last_word if answer is None else answer
            if answer is not None:
                if has_paper_after(answer):
                    return True
                raise OutOfPaperError(started=True)
            self.refuse_hindrance(started=True)
            if self._clock() >= end:
                # It answers and has no trouble; some printers only never say when they are done.
                return False

    def _why_stuck(self) -> PrintFailedError:
        """Return why the printer takes nothing any more: questions overtake what waits."""
        try:
            self.refuse_hindrance(started=True)
        except PrintFailedError as found:
            return found
        return PrinterTimeoutError(started=True)

    def _drain(self) -> None:
        """Let no late answer pass for a new one: dots of a picture can look like questions to a printer."""
        self._link.limit(_MOMENT_S)
        while said := self._link.read():
            self._listen(said)

    def _listen(self, said: bytes) -> None:
        self._last_word = next((byte for byte in said if is_after_print(byte)), self._last_word)

    def _send(self, command: bytes) -> None:
        if command:
            self._link.device._raw(command)  # noqa: SLF001  the library has no words for questions

    def _ask(self, command: bytes, fits: Callable[[int], bool], seconds: float) -> int | None:
        """Send a question and return the first byte that answers it, None where none comes in time."""
        end = self._clock() + seconds
        self._link.limit(self._patience.answer)
        self._send(command)
        while (left := end - self._clock()) > 0:
            self._link.limit(left)
            said = self._link.read()
            if not said:
                return None
            self._listen(said)
            answer = next((byte for byte in said if fits(byte)), None)
            if answer is not None:
                return answer
        return None


def _bands(picture: Image.Image) -> Iterator[Image.Image]:
    for top in range(0, picture.height, BAND):
        yield picture.crop((0, top, picture.width, min(top + BAND, picture.height)))
