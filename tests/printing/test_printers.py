"""The printers of the terminal: each way out, one paper at a time, never for long."""

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import ImageChops
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage
from PySide6.QtPrintSupport import QPrinter

from clinic_terminal.application import printing_failures as failures
from clinic_terminal.application.printer_address import PDF, PrinterAddress, Way
from clinic_terminal.application.printing_ports import FoundPrinter, PrinterState
from clinic_terminal.printing import printers as module
from clinic_terminal.printing.deadline import within
from clinic_terminal.printing.escpos_printer import Patience
from clinic_terminal.printing.escpos_raster import slip_picture
from clinic_terminal.printing.pdf_pages import PdfPages, pages_of
from clinic_terminal.printing.printers import TerminalPrinters, Waits
from clinic_terminal.printing.proof_page import draw_proof
from clinic_terminal.printing.system_printers import print_by_system
from tests.printing.slip_server import SlipServer, gone_address, slip_printer
from tests.printing.test_escpos_raster import drawn

SHORT = Patience(connect=2.0, answer=0.2, slip=0.4, slowest_mm_s=6_000)
OFFICE = PrinterAddress(Way.SYSTEM, "Office")


class Spooler:
    """The system's printer Office: its output is a PDF that can be looked at."""

    def __init__(self, output: Path) -> None:
        self.output = output
        self.asked: list[str] = []

    def __call__(self, name: str) -> QPrinter | None:
        self.asked.append(name)
        if name != OFFICE.where:
            return None
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(self.output))
        return printer


@pytest.fixture
def spooler(tmp_path: Path) -> Spooler:
    return Spooler(tmp_path / "out.pdf")


@pytest.fixture
def printers(spooler: Spooler) -> TerminalPrinters:
    return TerminalPrinters(spooler, SHORT, Waits(turn=0.1))


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    return draw_proof(tmp_path / "sheet.pdf", slip=False)


@pytest.fixture
def slip(tmp_path: Path) -> Path:
    return draw_proof(tmp_path / "slip.pdf", slip=True)


def test_a_sheet_comes_out_at_its_own_size(printers: TerminalPrinters, spooler: Spooler, sheet: Path) -> None:
    assert not printers.print(OFFICE, sheet)
    with pages_of(sheet) as wanted, pages_of(spooler.output) as found:
        assert found.count == wanted.count
        assert found.size_mm(0) == pytest.approx(wanted.size_mm(0), abs=1)
        one, other = (pages.picture(0, 2.0) for pages in (wanted, found))
    differing = sum(
        abs(a - b) > 96 for a, b in zip(bytes(one.constBits()), bytes(other.constBits()), strict=False)
    )
    assert differing < one.width() * one.height() * 0.01


def test_every_page_comes_out(printers: TerminalPrinters, spooler: Spooler, tmp_path: Path) -> None:
    sheet = drawn(tmp_path / "two.pdf", (148, 210), QRectF(20, 20, 30, 30), pages=2)
    printers.print(OFFICE, sheet)
    with pages_of(spooler.output) as found:
        assert found.count == 2
        assert found.size_mm(1) == pytest.approx((148, 210), abs=1)
        grey = found.picture(1, 1.0)
    assert grey.pixelColor(35, 35).lightness() < 60
    assert grey.pixelColor(100, 100).lightness() > 200


def test_a_driver_that_makes_one_copy_gets_the_pages_for_each(spooler: Spooler, tmp_path: Path) -> None:
    sheet = drawn(tmp_path / "two.pdf", (148, 210), QRectF(20, 20, 30, 30), pages=2)
    print_by_system(OFFICE.where, sheet, 2, spooler)
    with pages_of(spooler.output) as found:
        assert found.count == 4
        assert found.size_mm(3) == pytest.approx((148, 210), abs=1)


def test_a_driver_that_copies_is_asked_for_copies(tmp_path: Path, sheet: Path) -> None:
    class Copier(QPrinter):
        """Makes copies by itself."""

        def supportsMultipleCopies(self) -> bool:  # noqa: N802  Qt's name
            return True

    printer = Copier(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    print_by_system(OFFICE.where, sheet, 3, lambda _name: printer)
    assert printer.copyCount() == 3
    with pages_of(tmp_path / "out.pdf") as found:
        assert found.count == 1


def test_a_page_that_cannot_be_drawn_gives_the_whole_paper_up(
    printers: TerminalPrinters, sheet: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(self: PdfPages, page: int, dots_per_mm: float) -> QImage:
        del self, page, dots_per_mm
        raise failures.PaperUnreadableError

    monkeypatch.setattr(PdfPages, "picture", broken)
    with pytest.raises(failures.PaperUnreadableError):
        printers.print(OFFICE, sheet)


def test_a_printer_that_was_taken_away_is_named(printers: TerminalPrinters, sheet: Path) -> None:
    with pytest.raises(failures.PrinterGoneError):
        printers.print(replace(OFFICE, where="Yesterday"), sheet)
    assert printers.state(replace(OFFICE, where="Yesterday")) is PrinterState.GONE


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_a_spooler_that_takes_nothing_is_named(tmp_path: Path, sheet: Path) -> None:
    locked = tmp_path / "no-such-folder" / "out.pdf"
    with pytest.raises(failures.SpoolerRefusedError):
        TerminalPrinters(Spooler(locked), SHORT).print(OFFICE, sheet)


def test_a_driver_that_hangs_is_not_waited_for(sheet: Path) -> None:
    release = threading.Event()
    ended = threading.Event()

    def hanging(name: str) -> QPrinter | None:
        del name
        release.wait(10)
        ended.set()
        return None

    printers = TerminalPrinters(hanging, SHORT, Waits(spooler=0.05, turn=0.05))
    # The watch waits a second more than the spooler may take.
    with pytest.raises(failures.PrinterTimeoutError):
        printers.print(OFFICE, sheet)
    with pytest.raises(failures.PrinterBusyError):
        printers.print(OFFICE, sheet)
    release.set()
    assert ended.wait(5)


def test_a_slip_comes_out_of_the_slip_printer(printers: TerminalPrinters, slip: Path) -> None:
    with slip_printer(SlipServer()) as server:
        assert printers.print(server.address, slip)
        (printed,) = server.slips
    difference = ImageChops.difference(printed.convert("L"), slip_picture(slip).convert("L"))
    assert difference.getbbox() is None


def test_the_test_page_comes_out_of_either(printers: TerminalPrinters, spooler: Spooler) -> None:
    with slip_printer(SlipServer()) as server:
        assert printers.test(server.address)
        assert len(server.slips) == 1
    assert not printers.test(OFFICE)
    assert spooler.output.exists()


def test_a_sheet_is_not_burnt_on_the_roll(printers: TerminalPrinters, sheet: Path) -> None:
    with slip_printer(SlipServer()) as server:
        with pytest.raises(failures.WrongPrinterError):
            printers.print(server.address, sheet)
        assert server.connections == 0


def test_a_pdf_is_no_printer(printers: TerminalPrinters, sheet: Path) -> None:
    with pytest.raises(failures.WrongPrinterError):
        printers.print(PDF, sheet)
    assert printers.state(PDF) is PrinterState.READY


def test_two_papers_at_once_come_out_one_after_the_other(slip: Path) -> None:
    printers = TerminalPrinters(Spooler(Path()), SHORT)
    outcomes: list[bool] = []
    with slip_printer(SlipServer()) as server:
        address = server.address
        threads = [
            threading.Thread(target=lambda: outcomes.append(printers.print(address, slip))) for _ in range(3)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert outcomes == [True] * 3
        assert len(server.slips) == 3


@pytest.mark.parametrize(
    ("make", "state"),
    [
        (SlipServer, PrinterState.READY),
        (lambda: SlipServer(cover_open=True), PrinterState.COVER_OPEN),
        (lambda: SlipServer(mute=True), PrinterState.SILENT),
    ],
)
def test_a_printer_is_asked_how_it_is(
    printers: TerminalPrinters, make: Callable[[], SlipServer], state: PrinterState
) -> None:
    with slip_printer(make()) as server:
        assert printers.state(server.address) is state


def test_a_printer_that_cannot_be_asked_is_gone_and_nothing_is_raised(printers: TerminalPrinters) -> None:
    assert printers.state(gone_address()) is PrinterState.GONE
    assert printers.state(PrinterAddress(Way.USB, "1234:5678")) is PrinterState.GONE


def test_a_printer_on_usb_that_is_not_there_is_named(printers: TerminalPrinters, slip: Path) -> None:
    with pytest.raises(failures.PrinterGoneError):
        printers.print(PrinterAddress(Way.USB, "1234:5678"), slip)


def test_a_computer_without_printers_lists_none(printers: TerminalPrinters) -> None:
    assert printers.found() == ()


def test_a_list_that_does_not_come_is_left_out(
    printers: TerminalPrinters, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stuck() -> tuple[FoundPrinter, ...]:
        raise failures.PrinterTimeoutError

    one = FoundPrinter(PrinterAddress(Way.USB, "04b8:0e15"), "Slip")
    monkeypatch.setattr(module, "found_printers", stuck)
    monkeypatch.setattr(module, "usb_printers", lambda: (one,))
    assert printers.found() == (one,)


def test_work_in_time_is_returned_and_its_error_carried_over() -> None:
    assert within(5, lambda: 7) == 7
    with pytest.raises(ZeroDivisionError):
        within(5, lambda: 1 // 0)
