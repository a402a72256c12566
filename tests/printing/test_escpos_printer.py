"""The 80 mm printer over a real connection: what is burnt is the page, and every trouble has its name."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from clinic_terminal.application import printing_failures as failures
from clinic_terminal.application.printer_address import PrinterAddress, Way
from clinic_terminal.application.printing_ports import PrinterState
from clinic_terminal.printing.escpos_links import is_windows_device
from clinic_terminal.printing.escpos_printer import BAND, Patience, ask_slip_printer, print_slip
from clinic_terminal.printing.escpos_raster import DOTS, slip_picture
from clinic_terminal.printing.proof_page import draw_proof
from tests.printing.slip_server import SlipServer, gone_address, slip_printer

SHORT = Patience(connect=2.0, answer=0.2, slip=0.4, slowest_mm_s=6_000)
"""Long enough for a printer that works, and short where it does not."""


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory, qapp: object) -> Image.Image:
    del qapp
    return slip_picture(draw_proof(tmp_path_factory.mktemp("proof") / "proof.pdf", slip=True))


@pytest.fixture
def server() -> Iterator[SlipServer]:
    with slip_printer(SlipServer()) as running:
        yield running


def is_same(one: Image.Image, other: Image.Image) -> bool:
    return (
        one.size == other.size
        and ImageChops.difference(one.convert("L"), other.convert("L")).getbbox() is None
    )


def test_what_comes_out_is_the_page_dot_for_dot(server: SlipServer, page: Image.Image) -> None:
    assert print_slip(server.address, page)
    (slip,) = server.slips
    assert slip.size == page.size
    assert slip.width == DOTS
    assert is_same(slip, page)


def test_a_single_dot_is_not_lost(server: SlipServer) -> None:
    picture = Image.new("1", (DOTS, 3 * BAND + 5), 1)
    picture.putpixel((DOTS - 1, 3 * BAND + 4), 0)
    print_slip(server.address, picture)
    assert is_same(server.slips[0], picture)
    picture.putpixel((0, 0), 0)
    assert not is_same(server.slips[0], picture)


def test_each_copy_is_cut_off(server: SlipServer, page: Image.Image) -> None:
    assert print_slip(server.address, page, copies=3)
    assert len(server.slips) == 3
    assert all(is_same(slip, page) for slip in server.slips)


@pytest.mark.parametrize(
    ("trouble", "state", "error"),
    [
        (lambda: SlipServer(cover_open=True), PrinterState.COVER_OPEN, failures.CoverOpenError),
        (lambda: SlipServer(rows_left=0), PrinterState.OUT_OF_PAPER, failures.OutOfPaperError),
        (lambda: SlipServer(fault=True), PrinterState.FAULT, failures.PrinterFaultError),
        (lambda: SlipServer(offline=True), PrinterState.OFFLINE, failures.PrinterOfflineError),
        (lambda: SlipServer(mute=True), PrinterState.SILENT, failures.PrinterTimeoutError),
    ],
)
def test_a_trouble_is_named_before_anything_is_burnt(
    page: Image.Image,
    trouble: Callable[[], SlipServer],
    state: PrinterState,
    error: type[failures.PrintFailedError],
) -> None:
    with slip_printer(trouble()) as server:
        assert ask_slip_printer(server.address, SHORT) is state
        with pytest.raises(error) as caught:
            print_slip(server.address, page, patience=SHORT)
        assert not caught.value.started
        assert server.slips == []


def test_little_paper_is_said_and_still_printed_on(page: Image.Image) -> None:
    with slip_printer(SlipServer(paper_low=True)) as server:
        assert ask_slip_printer(server.address, SHORT) is PrinterState.PAPER_LOW
        assert print_slip(server.address, page, patience=SHORT)


def test_a_printer_that_works_is_ready(server: SlipServer) -> None:
    assert ask_slip_printer(server.address, SHORT) is PrinterState.READY


def test_paper_that_ends_in_mid_print_is_named(page: Image.Image) -> None:
    with slip_printer(SlipServer(rows_left=BAND)) as server:
        with pytest.raises(failures.OutOfPaperError) as caught:
            print_slip(server.address, page, patience=SHORT)
        assert caught.value.started


def test_a_cover_opened_in_mid_print_is_named(page: Image.Image) -> None:
    with slip_printer(SlipServer(cover_opens_after=20_000, deaf_to_turn=True)) as server:
        with pytest.raises(failures.CoverOpenError) as caught:
            print_slip(server.address, page, patience=SHORT)
        assert caught.value.started


def test_a_connection_that_breaks_in_mid_print_is_named(page: Image.Image) -> None:
    with slip_printer(SlipServer(hangs_up_after=20_000)) as server:
        with pytest.raises(failures.PrinterLostError) as caught:
            print_slip(server.address, page, patience=SHORT)
        assert caught.value.started


def test_a_black_hole_is_given_up_before_anything_is_sent(page: Image.Image) -> None:
    with slip_printer(SlipServer(never_reads=True)) as server:
        with pytest.raises(failures.PrinterTimeoutError) as caught:
            print_slip(server.address, page, patience=SHORT)
        assert not caught.value.started


def test_a_quiet_printer_that_reads_nothing_is_given_up() -> None:
    tall = Image.new("1", (DOTS, 10 * BAND), 0)
    with slip_printer(SlipServer(never_reads=True)) as server:
        with pytest.raises(failures.PrinterTimeoutError) as caught:
            print_slip(replace(server.address, quiet=True), tall, patience=SHORT)
        assert caught.value.started


def test_a_printer_that_never_says_it_is_done_is_not_believed_to_be(page: Image.Image) -> None:
    with slip_printer(SlipServer(deaf_to_turn=True)) as server:
        assert not print_slip(server.address, page, patience=SHORT)
        assert len(server.slips) == 1


def test_a_quiet_printer_is_not_asked_and_nothing_is_promised(page: Image.Image) -> None:
    with slip_printer(SlipServer(mute=True)) as server:
        quiet = replace(server.address, quiet=True)
        assert ask_slip_printer(quiet, SHORT) is PrinterState.UNKNOWN
        assert server.ended.wait(5)
        server.ended.clear()
        assert not print_slip(quiet, page, patience=SHORT)
        assert server.ended.wait(5)
        assert is_same(server.slips[0], page)


def test_a_printer_that_is_gone_is_named(page: Image.Image) -> None:
    with pytest.raises(failures.PrinterGoneError):
        print_slip(gone_address(), page, patience=SHORT)


def test_a_device_file_gets_the_same_bytes(tmp_path: Path, server: SlipServer, page: Image.Image) -> None:
    dump = tmp_path / "slip.escpos"
    assert not print_slip(PrinterAddress(Way.FILE, str(dump), quiet=True), page)
    print_slip(replace(server.address, quiet=True), page)
    assert server.ended.wait(5)
    assert dump.read_bytes() == bytes(server.received)


def test_a_persons_file_is_never_written_over(tmp_path: Path, page: Image.Image) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("dear", encoding="utf-8")
    with pytest.raises(failures.PrinterGoneError):
        print_slip(PrinterAddress(Way.FILE, str(letter), quiet=True), page)
    assert letter.read_text(encoding="utf-8") == "dear"


def test_a_full_disk_is_named(page: Image.Image) -> None:
    with pytest.raises(failures.SpoolFullError):
        print_slip(PrinterAddress(Way.FILE, "/dev/full", quiet=True), page)


@pytest.mark.parametrize(
    ("where", "is_device"),
    [("LPT1", True), (r"\\.\USB001", True), (r"C:\letter.txt", False), (r"C:\slip.escpos", False)],
)
def test_devices_have_names_of_their_own_on_windows(where: str, *, is_device: bool) -> None:
    assert is_windows_device(where) == is_device


def test_a_name_that_is_no_device_here_makes_no_file(
    tmp_path: Path, page: Image.Image, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(failures.PrinterGoneError):
        print_slip(PrinterAddress(Way.FILE, "LPT1", quiet=True), page)
    assert list(tmp_path.iterdir()) == []
