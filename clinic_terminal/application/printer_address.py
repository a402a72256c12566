"""Which printer is meant: a printer of the system, a slip printer by its connection, or a PDF instead."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from clinic_terminal.application.printing_failures import PrinterAddressError

SLIP_PORT: Final = 9100
"""Where slip printers on a network listen unless told otherwise."""

DUMP_ENDING: Final = ".escpos"
"""An ordinary file that may be written as if it were a slip printer ends so; no other is ever touched."""

_HOST: Final = re.compile(r"(?=.{1,253}$)[0-9A-Za-z]([0-9A-Za-z-]{0,62})(\.[0-9A-Za-z][0-9A-Za-z-]{0,62})*")
_NUMBERS: Final = re.compile(r"[0-9.]+")
_USB: Final = re.compile(r"(?:0x)?([0-9a-f]{4})\s*[:/ ]\s*(?:0x)?([0-9a-f]{4})")
_FILE: Final = re.compile(r"/[^\0]{1,250}|\\\\\.\\[^\0]{1,60}|[A-Za-z]:\\[^\0]{1,250}|(?:LPT|COM)[1-9]")
_LONGEST_NAME: Final = 200
_PORTS: Final = range(1, 65_536)
_MARK: Final = "quiet"


class Way(StrEnum):
    """How a paper gets out."""

    PDF = "PDF"
    SYSTEM = "SYSTEM"
    NETWORK = "NETWORK"
    USB = "USB"
    FILE = "FILE"


SLIP_WAYS: Final = frozenset({Way.NETWORK, Way.USB, Way.FILE})
"""The ways to a printer that speaks ESC/POS and has the 80 mm roll."""


@dataclass(frozen=True, slots=True)
class PrinterAddress:
    """One way out. ``where``: the system's name, host:port, vendor:product in hex, or a device file.

    ``quiet``: a slip printer that never answers; it is printed on without asking whether it can.
    """

    way: Way = Way.PDF
    where: str = ""
    quiet: bool = False

    @property
    def is_slip(self) -> bool:
        """Whether it prints the 80 mm roll by ESC/POS."""
        return self.way in SLIP_WAYS

    @property
    def text(self) -> str:
        """The address in one line, as it is kept; `kept_address` reads it."""
        return "|".join((self.way, _MARK if self.quiet else "", self.where))


PDF: Final = PrinterAddress()


def checked_address(way: Way, typed: str, *, quiet: bool = False) -> PrinterAddress:
    """Return the address that a person typed, in its one form; raises PrinterAddressError."""
    where = typed.strip()
    if way is Way.PDF:
        return PDF
    if way is Way.NETWORK:
        where = _network(where)
    elif way is Way.USB:
        where = _usb(where)
    elif not _names_something(way, where):
        raise PrinterAddressError(way)
    return PrinterAddress(way, where, quiet=quiet and way in SLIP_WAYS)


def kept_address(text: str) -> PrinterAddress:
    """Return the address that was kept; what cannot be read stands for a PDF."""
    way, _bar, rest = text.partition("|")
    mark, _bar, where = rest.partition("|")
    try:
        return checked_address(Way(way), where, quiet=mark == _MARK)
    except (ValueError, PrinterAddressError):
        return PDF


def _names_something(way: Way, typed: str) -> bool:
    if way is Way.FILE:
        return _FILE.fullmatch(typed) is not None
    return typed.isprintable() and 0 < len(typed) <= _LONGEST_NAME


def _network(typed: str) -> str:
    host, colon, port = typed.partition(":")
    number = int(port) if port.isascii() and port.isdigit() else 0 if colon else SLIP_PORT
    if number not in _PORTS or not _HOST.fullmatch(host):
        raise PrinterAddressError(Way.NETWORK)
    if _NUMBERS.fullmatch(host) and not _is_ip(host):
        raise PrinterAddressError(Way.NETWORK)
    return f"{host.lower()}:{number}"


def _is_ip(host: str) -> bool:
    parts = host.split(".")
    return len(parts) == 4 and all(part and len(part) <= 3 and int(part) < 256 for part in parts)  # noqa: PLR2004  IPv4


def _usb(typed: str) -> str:
    found = _USB.fullmatch(typed.lower())
    if found is None:
        raise PrinterAddressError(Way.USB)
    return ":".join(found.groups())
