"""A hand scanner on a serial port: each line that it sends is one scanned text."""

import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

import serial

MOST_BYTES: Final = 4096
"""Longer lines are no card's and are dropped whole, so that a broken device cannot fill the memory."""
READ_SECONDS: Final = 0.2
RETRY_SECONDS: Final = 2.0

_LINE_ENDS: Final = b"\r\n"
_FRAME_MARKS: Final = "\x02\x03\x00"  # start and end of text, which some scanners put round a line


class LineBuffer:
    """Cuts what comes in at carriage returns and line feeds; too long lines are dropped."""

    __slots__ = ("_bytes", "_most", "_overrun")

    def __init__(self, most: int = MOST_BYTES) -> None:
        self._bytes = bytearray()
        self._most = most
        self._overrun = False

    def take(self, data: bytes) -> list[str]:
        """Return the texts that ``data`` completes."""
        texts = []
        for byte in data:
            if byte in _LINE_ENDS:
                text = self._text()
                if text:
                    texts.append(text)
            elif len(self._bytes) < self._most:
                self._bytes.append(byte)
            else:
                self._overrun = True
        return texts

    def clear(self) -> None:
        """Forget the line that has begun."""
        self._bytes.clear()
        self._overrun = False

    def _text(self) -> str:
        text = "" if self._overrun else self._bytes.decode("utf-8", "replace").strip(_FRAME_MARKS + " \t")
        self.clear()
        return text


@dataclass(frozen=True, slots=True)
class Listener:
    """Who is told, in the scanner's thread: of each text, that the port is open, that it was lost."""

    text: Callable[[str], None]
    opened: Callable[[], None]
    lost: Callable[[], None]


class SerialScanner:
    """Reads one port in a thread of its own, and opens it again whenever the scanner was unplugged.

    ``port``: such as COM3, /dev/ttyACM0 or a pyserial address.
    """

    def __init__(
        self, port: str, listener: Listener, *, baud: int = 9600, retry_seconds: float = RETRY_SECONDS
    ) -> None:
        self._port = port
        self._listener = listener
        self._baud = baud
        self._retry_seconds = retry_seconds
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="serial scanner", daemon=True)

    def start(self) -> None:
        """Begin to listen; a port that is not there yet is waited for."""
        self._thread.start()

    def stop(self) -> None:
        """End, and wait until the port is free; stopping what never began is harmless."""
        self._stopping.set()
        if self._thread.ident is not None:
            self._thread.join()

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._listen()
            self._stopping.wait(self._retry_seconds)

    def _listen(self) -> None:
        """Read until the scanner is unplugged or the program ends."""
        # pyserial lets errors of the system through where a device goes away in the middle of a call.
        with suppress(serial.SerialException, OSError, TypeError):
            port = serial.serial_for_url(self._port, baudrate=self._baud, timeout=READ_SECONDS)
            with port:
                self._listener.opened()
                try:
                    self._read(port)
                finally:
                    if not self._stopping.is_set():
                        self._listener.lost()

    def _read(self, port: serial.Serial) -> None:
        buffer = LineBuffer()
        while not self._stopping.is_set():
            # What is there, or the first byte that comes: a scan is not kept waiting for a full buffer.
            for text in buffer.take(port.read(max(1, min(port.in_waiting, MOST_BYTES)))):
                self._listener.text(text)
