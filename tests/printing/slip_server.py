"""A slip printer on the network, played by a real server: it prints into memory, answers, and misbehaves."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from PIL import Image

from clinic_terminal.application.printer_address import PrinterAddress, Way
from tests.printing.escpos_reader import DLE, GS, Command, CommandReader, slips_of

READY = 0b0001_0010


@dataclass
class SlipServer:
    """What the printer is like; the flags may be changed while it runs.

    ``rows_left``: dots' rows of paper, None for a full roll. ``hangs_up_after``: bytes after which it breaks
    the connection; ``cover_opens_after`` likewise. ``never_reads``: takes the connection and nothing more.
    ``deaf_to_turn``: never says when it is done. ``mute``: answers nothing.
    """

    cover_open: bool = False
    offline: bool = False
    fault: bool = False
    paper_low: bool = False
    mute: bool = False
    deaf_to_turn: bool = False
    never_reads: bool = False
    rows_left: int | None = None
    hangs_up_after: int | None = None
    cover_opens_after: int | None = None
    received: bytearray = field(default_factory=bytearray)
    connections: int = 0
    ended: threading.Event = field(default_factory=threading.Event)
    """A connection came to its end, and everything sent over it is here."""

    def __post_init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        # Small, so that what nobody reads is soon not taken any more.
        self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        self._open: list[socket.socket] = []
        self._threads: list[threading.Thread] = []
        self._closing = False

    @property
    def address(self) -> PrinterAddress:
        """Where it listens."""
        return PrinterAddress(Way.NETWORK, f"127.0.0.1:{self._listener.getsockname()[1]}")

    @property
    def slips(self) -> list[Image.Image]:
        """What was printed and cut, as pictures."""
        return slips_of(bytes(self.received))

    @property
    def out_of_paper(self) -> bool:
        return self.rows_left is not None and self.rows_left <= 0

    def start(self) -> None:
        self._run(self._accept)

    def stop(self) -> None:
        """End everything and wait for it."""
        self._closing = True
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for one in self._open:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(5)
        for one in self._open:
            one.close()

    def _run(self, work: Callable[..., None], *arguments: object) -> None:
        thread = threading.Thread(target=work, args=arguments)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while not self._closing:
            try:
                connection, _peer = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            self._open.append(connection)
            if not self.never_reads:
                self._run(self._serve, connection)

    def _serve(self, connection: socket.socket) -> None:
        reader = CommandReader()
        with connection, suppress(OSError), self._marking_the_end():
            while data := connection.recv(4_096):
                self.received += data
                if self.hangs_up_after is not None and len(self.received) > self.hangs_up_after:
                    # Gone at once, as when the power is cut: what waits is thrown away.
                    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
                    return
                opens = self.cover_opens_after is not None and len(self.received) > self.cover_opens_after
                self.cover_open = self.cover_open or opens
                for command in reader.take(data):
                    self._obey(connection, command)

    @contextmanager
    def _marking_the_end(self) -> Iterator[None]:
        try:
            yield
        finally:
            self.ended.set()

    def _obey(self, connection: socket.socket, command: Command) -> None:
        if command.is_raster and self.rows_left is not None:
            self.rows_left -= command.size[1]
        answer = self._answer(command)
        if answer is not None and not self.mute:
            connection.sendall(bytes([answer]))

    def _answer(self, command: Command) -> int | None:
        if command.name == (GS, 0x72):
            stuck = self.deaf_to_turn or self.out_of_paper
            return None if stuck else (0b0000_0011 if self.paper_low else 0)
        if command.name != (DLE, 0x04):
            return None
        stopped = self.offline or self.cover_open or self.out_of_paper or self.fault
        return READY | {
            1: 0b1000 * stopped,
            2: 0b100 * self.cover_open | 0b10_0000 * self.out_of_paper | 0b100_0000 * self.fault,
            4: 0b110_0000 * self.out_of_paper | 0b1100 * self.paper_low,
        }.get(command.arguments[0], 0)


@contextmanager
def slip_printer(server: SlipServer) -> Iterator[SlipServer]:
    """Run a slip printer."""
    server.start()
    try:
        yield server
    finally:
        server.stop()


def gone_address() -> PrinterAddress:
    """Return the address of a printer that was there a moment ago."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return PrinterAddress(Way.NETWORK, f"127.0.0.1:{listener.getsockname()[1]}")
