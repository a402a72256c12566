"""The system's own printers, by Qt: CUPS on Linux and macOS, the spooler on Windows.

The pages are painted as pictures of 300 dpi at most and at their own size; Qt hands them to the spooler.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from clinic_terminal.application.printer_address import PrinterAddress, Way
from clinic_terminal.application.printing_failures import (
    PrinterGoneError,
    PrinterOfflineError,
    SpoolerRefusedError,
)
from clinic_terminal.application.printing_ports import FoundPrinter, PrinterState
from clinic_terminal.printing.pdf_pages import PdfPages, pages_of

MOST_DPI: Final = 300
_MM_PER_INCH: Final = 25.4
_TITLE: Final = "clinic-terminal"
"""What the spooler shows of a paper: never whose it is."""

Opened = Callable[[str], QPrinter | None]
"""From a printer's name to the printer, None where it is gone."""


def open_system_printer(name: str) -> QPrinter | None:
    """Return the system's printer of this name."""
    info = QPrinterInfo.printerInfo(name)
    return None if info.isNull() else QPrinter(info, QPrinter.PrinterMode.HighResolution)


def found_printers() -> tuple[FoundPrinter, ...]:
    """Return the system's printers, the usual one first."""
    usual = QPrinterInfo.defaultPrinterName()
    names = sorted(QPrinterInfo.availablePrinterNames(), key=lambda name: (name != usual, name))
    return tuple(FoundPrinter(PrinterAddress(Way.SYSTEM, name), name, name == usual) for name in names)


def system_printer_state(name: str) -> PrinterState:
    """Return what the spooler says of a printer."""
    info = QPrinterInfo.printerInfo(name)
    if info.isNull():
        return PrinterState.GONE
    stopped = info.state() in {QPrinter.PrinterState.Aborted, QPrinter.PrinterState.Error}
    return PrinterState.OFFLINE if stopped else PrinterState.READY


def print_by_system(name: str, pdf: Path, copies: int, opened: Opened = open_system_printer) -> None:
    """Hand a PDF's pages to the spooler.

    Raises PaperUnreadableError, PrinterGoneError, PrinterOfflineError, SpoolerRefusedError.
    """
    with pages_of(pdf) as pages:
        printer = opened(name)
        if printer is None or not printer.isValid():
            raise PrinterGoneError
        if printer.printerState() is QPrinter.PrinterState.Error:
            raise PrinterOfflineError
        _set_up(printer, pages.size_mm(0))
        _paint(printer, pages, _times_to_paint(printer, copies))
        if printer.printerState() in {QPrinter.PrinterState.Aborted, QPrinter.PrinterState.Error}:
            raise SpoolerRefusedError(started=True)


def _set_up(printer: QPrinter, size_mm: tuple[float, float]) -> None:
    printer.setDocName(_TITLE)
    printer.setFullPage(True)
    printer.setPageLayout(
        QPageLayout(
            QPageSize(
                QSizeF(*size_mm), QPageSize.Unit.Millimeter, matchPolicy=QPageSize.SizeMatchPolicy.FuzzyMatch
            ),
            QPageLayout.Orientation.Portrait,
            QMarginsF(0, 0, 0, 0),
        )
    )


def _times_to_paint(printer: QPrinter, copies: int) -> int:
    """Ask the driver for the copies; one that makes one copy whatever is asked gets the pages for each."""
    if copies == 1 or printer.supportsMultipleCopies():
        printer.setCopyCount(copies)
        return 1
    # The next copy must not begin on the back of this one.
    printer.setDuplex(QPrinter.DuplexMode.DuplexNone)
    return copies


def _paint(printer: QPrinter, pages: PdfPages, times: int) -> None:
    painter = QPainter()
    if not painter.begin(printer):
        raise SpoolerRefusedError
    try:
        turned = [_paint_page(painter, printer, pages, sheet) for sheet in range(pages.count * times)]
    except BaseException:
        printer.abort()
        painter.end()
        raise
    if not painter.end() or not all(turned):
        raise SpoolerRefusedError(started=True)


def _paint_page(painter: QPainter, printer: QPrinter, pages: PdfPages, sheet: int) -> bool:
    """Paint a page at its own size from the sheet's edge; False where the printer takes no more pages.

    ``sheet`` counts on through the copies.
    """
    if sheet and not printer.newPage():
        return False
    number = sheet % pages.count
    dpi = printer.resolution()
    picture: QImage = pages.picture(number, min(dpi, MOST_DPI) / _MM_PER_INCH)
    width, height = (side * dpi / _MM_PER_INCH for side in pages.size_mm(number))
    painter.drawImage(QRectF(0, 0, width, height), picture)
    return True
