"""The wire to a slip printer: network, USB or device file, each opened by python-escpos.

What the library and the system raise becomes the failures of ``printing_failures`` here and nowhere else.
"""

import errno
import os
import shutil
import socket
import stat
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path, PureWindowsPath
from typing import Any, Final, Protocol

from clinic_terminal.application.printer_address import DUMP_ENDING, PrinterAddress, Way
from clinic_terminal.application.printing_failures import (
    PrinterDeniedError,
    PrinterGoneError,
    PrinterLostError,
    PrinterTimeoutError,
    PrintFailedError,
    SpoolFullError,
    WrongPrinterError,
)
from clinic_terminal.printing.usb_printers import bulk_ends

_DENIED: Final = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_LATE: Final = frozenset({errno.ETIMEDOUT, errno.EAGAIN})
_MS: Final = 1_000
_PROFILE: Final = "TM-T20II"
"""The library's entry for a common printer of 576 dots with a cutter; the others understand the same."""
_WAITING_BYTES: Final = 16_384


class Link(Protocol):
    """An open wire."""

    device: Any
    """The library's printer, without types."""

    def open(self) -> None:
        """Open it; raises what the library and the system raise."""
        ...

    def limit(self, seconds: float) -> None:
        """Let no single reading or writing from now on take longer."""
        ...

    def read(self) -> bytes:
        """Return what the printer said, empty where it says nothing in time."""
        ...


class _NetworkLink:
    def __init__(self, where: str, connect_s: float) -> None:
        from escpos.printer import Network

        host, _colon, port = where.rpartition(":")
        self._place, self._connect_s = (host, int(port)), connect_s
        self.device = Network(host, int(port), connect_s, profile=_PROFILE)

    def open(self) -> None:
        """Connect. Little is let wait on this side, else a slip that nobody reads would count as sent."""
        # The library would leave the socket of a failed attempt open.
        wire = socket.create_connection(self._place, self._connect_s)
        wire.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _WAITING_BYTES)
        self.device.device = wire

    def limit(self, seconds: float) -> None:
        """Set it on the socket."""
        self.device.device.settimeout(max(seconds, 0.01))

    def read(self) -> bytes:
        """Read from the socket; an end of the stream is a lost printer."""
        try:
            said: bytes = self.device._read()  # noqa: SLF001  the library has no other way to read
        except TimeoutError:
            return b""
        if not said:
            raise ConnectionResetError
        return said


class _UsbLink:
    def __init__(self, where: str, connect_s: float) -> None:
        from escpos.printer import Usb

        vendor, product = (int(half, 16) for half in where.split(":"))
        ends = bulk_ends(vendor, product)
        timeout = round(connect_s * _MS)
        self.device = Usb(vendor, product, timeout=timeout, in_ep=ends[0], out_ep=ends[1], profile=_PROFILE)

    def open(self) -> None:
        """Find the device."""
        self.device.open()

    def limit(self, seconds: float) -> None:
        """Set it for the next writing; the library reads for a second at most."""
        self.device.timeout = max(round(seconds * _MS), 1)

    def read(self) -> bytes:
        """Read from the device."""
        import usb.core

        try:
            return bytes(self.device._read())  # noqa: SLF001  the library has no other way to read
        except usb.core.USBTimeoutError:
            return b""


class _FileLink:
    def __init__(self, where: str, connect_s: float) -> None:
        from escpos.printer import File

        del connect_s
        _refuse_documents(where)
        self.device = File(where, profile=_PROFILE)

    def open(self) -> None:
        """Open the device file."""
        self.device.open()

    def limit(self, seconds: float) -> None:
        """Nothing can be set on a file; whoever prints watches the time."""

    def read(self) -> bytes:
        """Return nothing: a device file is opened for writing."""
        return b""


_LINKS: Final[Mapping[Way, Callable[[str, float], Link]]] = {
    Way.NETWORK: _NetworkLink,
    Way.USB: _UsbLink,
    Way.FILE: _FileLink,
}


@contextmanager
def opened(address: PrinterAddress, connect_s: float) -> Iterator[Link]:
    """Open the wire and close it again.

    Raises PrinterGoneError or PrinterDeniedError where it cannot be opened, and for what breaks inside the
    block PrinterLostError, PrinterTimeoutError or SpoolFullError with ``started``.
    """
    from escpos.exceptions import DeviceNotFoundError

    _tidy()
    make = _LINKS.get(address.way)
    if make is None:
        raise WrongPrinterError
    try:
        link = make(address.where, connect_s)
        link.open()
    except DeviceNotFoundError as error:
        raise _not_opened(error.__context__) from error
    except (OSError, ValueError) as error:
        # Without a USB library on this computer pyusb raises a ValueError.
        raise _not_opened(error) from error
    try:
        yield link
    except OSError as error:
        raise _broken(error) from error
    finally:
        _close(link)


@cache
def _tidy() -> None:
    """Remove the folder that the library makes for itself at each start and never uses again."""
    from escpos import capabilities

    if "ESCPOS_CAPABILITIES_PICKLE_DIR" not in os.environ:
        shutil.rmtree(capabilities.pickle_dir, ignore_errors=True)


def _close(link: Link) -> None:
    """Let go, quietly: what the printer has it has, and a broken wire cannot be closed politely."""
    try:
        link.device.close()
    except (OSError, ValueError):
        link.device._device = False  # noqa: SLF001  else the library closes it again when it is forgotten


def _not_opened(cause: BaseException | None) -> PrintFailedError:
    denied = isinstance(cause, OSError) and cause.errno in _DENIED
    return PrinterDeniedError() if denied else PrinterGoneError()


def is_late(error: OSError) -> bool:
    """Tell whether a wire took or gave nothing in time; the library for USB has an error of its own."""
    return isinstance(error, TimeoutError) or error.errno in _LATE


def _broken(error: OSError) -> PrintFailedError:
    if is_late(error):
        return PrinterTimeoutError(started=True)
    if error.errno in _FULL:
        return SpoolFullError(started=True)
    return PrinterLostError(started=True)


def is_windows_device(where: str) -> bool:
    """Tell whether a name is a device's on Windows, which shows nothing more of it, such as LPT1."""
    return where.startswith("\\\\.\\") or not PureWindowsPath(where).drive


def _refuse_documents(where: str) -> None:
    """Refuse a person's file: opening it as a printer would empty it."""
    if os.name == "nt" and is_windows_device(where):
        return
    path = Path(where)
    try:
        is_document = stat.S_ISREG(path.stat().st_mode)
    except FileNotFoundError:
        is_document = True
    if is_document and path.suffix != DUMP_ENDING:
        raise FileNotFoundError(errno.ENOENT, "no device")
