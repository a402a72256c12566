"""Slip printers on USB: found by their class, named as far as allowed, written where they listen."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
import usb.core
from PIL import Image

from clinic_terminal.application import printing_failures as failures
from clinic_terminal.application.printer_address import PrinterAddress, Way
from clinic_terminal.application.printing_ports import PrinterState
from clinic_terminal.printing.escpos_printer import Patience, ask_slip_printer, print_slip
from clinic_terminal.printing.escpos_raster import DOTS
from clinic_terminal.printing.usb_printers import bulk_ends, usb_printers
from tests.printing.escpos_reader import DLE, GS, CommandReader, slips_of

ADDRESS = PrinterAddress(Way.USB, "04b8:0e15")
SHORT = Patience(connect=1.0, answer=0.2, slip=0.4, slowest_mm_s=6_000)


@dataclass
class End:
    bEndpointAddress: int  # noqa: N815  the names of USB
    bmAttributes: int = 2  # noqa: N815  bulk


@dataclass
class Interface:
    bInterfaceClass: int  # noqa: N815  as above
    ends: tuple[End, ...] = (End(0x81), End(0x03))

    def __iter__(self) -> Iterator[End]:
        return iter(self.ends)


@dataclass
class _Backend:
    __module__ = "practice"


@dataclass
class Device:
    """A printer on USB as pyusb shows it: it prints into memory and answers."""

    interfaces: tuple[Interface, ...] = (Interface(7),)
    idVendor: int = 0x04B8  # noqa: N815  as above
    idProduct: int = 0x0E15  # noqa: N815  as above
    bDeviceClass: int = 0  # noqa: N815  as above
    maker: str | None = "Practice"
    unplugged: bool = False
    full: bool = False
    stuck: bool = False
    paper: bool = True
    received: bytearray = field(default_factory=bytearray)
    written_to: set[int] = field(default_factory=set)
    backend: object = field(default_factory=_Backend)

    def __post_init__(self) -> None:
        self._reader = CommandReader()
        self._answers: list[int] = []

    @property
    def manufacturer(self) -> str | None:
        if self.maker is None:
            raise ValueError
        return self.maker

    @property
    def product(self) -> str:
        return "Slip"

    def __iter__(self) -> Iterator[tuple[Interface, ...]]:
        yield self.interfaces

    def set_configuration(self) -> None:
        """Nothing to set."""

    def reset(self) -> None:
        """Nothing to forget."""

    def write(self, end: int, data: bytes, timeout: int) -> None:
        del timeout
        if self.full and len(data) > 100:
            self.stuck = True
            raise usb.core.USBTimeoutError("takes nothing", errno=110)
        if self.unplugged:
            raise usb.core.USBError("no such device", errno=19)
        self.written_to.add(end)
        self.received += data
        for command in self._reader.take(data):
            if command.name == (DLE, 0x04):
                stuck = self.stuck and not self.paper and command.arguments == b"\x04"
                self._answers.append(0b0111_0010 if stuck else 0b0001_0010)
            elif command.name == (GS, 0x72):
                self._answers.append(0)

    def read(self, end: int, size: int) -> bytes:
        del end, size
        if not self._answers:
            raise usb.core.USBTimeoutError("nothing said", errno=110)
        return bytes([self._answers.pop(0)])


@pytest.fixture
def device(monkeypatch: pytest.MonkeyPatch) -> Device:
    made = Device()
    monkeypatch.setattr(usb.core, "find", lambda **_wanted: [made] if _wanted.get("find_all") else made)
    monkeypatch.setattr(usb.util, "dispose_resources", lambda _device: None)
    return made


@pytest.fixture
def page() -> Image.Image:
    picture = Image.new("1", (DOTS, 300), 1)
    picture.paste(0, (10, 10, 200, 290))
    return picture


def test_printers_are_found_by_their_class(device: Device) -> None:
    (found,) = usb_printers()
    assert (found.address, found.name) == (ADDRESS, "Practice Slip")
    device.interfaces = (Interface(3),)
    assert usb_printers() == ()


def test_a_name_that_may_not_be_read_is_its_number(device: Device) -> None:
    device.maker = None
    assert usb_printers()[0].name == "04b8:0e15"


def test_without_a_library_for_usb_there_are_none(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(**_wanted: object) -> None:
        raise usb.core.NoBackendError("No backend available")

    monkeypatch.setattr(usb.core, "find", nothing)
    assert usb_printers() == ()


def test_it_is_written_where_it_listens(device: Device, page: Image.Image) -> None:
    assert bulk_ends(0x04B8, 0x0E15) == (0x81, 0x03)
    assert print_slip(ADDRESS, page, patience=SHORT)
    assert device.written_to == {0x03}
    (slip,) = slips_of(bytes(device.received))
    assert slip.tobytes() == page.tobytes()


def test_it_says_how_it_is(device: Device) -> None:
    del device
    assert ask_slip_printer(ADDRESS, SHORT) is PrinterState.READY


def test_a_printer_pulled_out_in_mid_print_is_named(device: Device, page: Image.Image) -> None:
    device.unplugged = True
    with pytest.raises(failures.PrinterLostError):
        print_slip(ADDRESS, page, patience=SHORT)


@pytest.mark.parametrize(
    ("paper", "error"), [(True, failures.PrinterTimeoutError), (False, failures.OutOfPaperError)]
)
def test_a_printer_that_takes_nothing_more_is_asked_why(
    device: Device, page: Image.Image, error: type[failures.PrintFailedError], *, paper: bool
) -> None:
    device.full, device.paper = True, paper
    with pytest.raises(error) as caught:
        print_slip(ADDRESS, page, patience=SHORT)
    assert caught.value.started


def test_a_printer_that_was_pulled_out_before_is_gone(
    monkeypatch: pytest.MonkeyPatch, page: Image.Image
) -> None:
    monkeypatch.setattr(usb.core, "find", lambda **_wanted: None)
    with pytest.raises(failures.PrinterGoneError):
        print_slip(ADDRESS, page, patience=SHORT)
