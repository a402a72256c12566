"""A faulty network in front of a real server: twelve ways in which an exchange goes wrong, one at a time."""

import socket
import struct
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from enum import StrEnum
from typing import Final
from urllib.parse import urlsplit

BYTE_EVERY_S: Final = 0.02
"""How slowly a slow line drips; the terminal under test waits a few tenths of a second altogether."""

_CHUNK = 65_536
_PORTAL = b"<!doctype html><html><body><h1>Wi-Fi</h1><form><button>OK</button></form></body></html>"


class Trouble(StrEnum):
    """What goes wrong. TLS and names go wrong before the proxy is reached, or as it is spoken to."""

    REFUSED = "REFUSED"
    BLACK_HOLE = "BLACK_HOLE"
    """The request is swallowed and never reaches the server."""
    HALF_OPEN = "HALF_OPEN"
    """The server carries the request out, and its answer never comes."""
    TRICKLE = "TRICKLE"
    """The answer comes a byte at a time."""
    RESET_AFTER_REQUEST = "RESET_AFTER_REQUEST"
    RESET_AFTER_FIRST_BYTE = "RESET_AFTER_FIRST_BYTE"
    TLS_FAILURE = "TLS_FAILURE"
    DNS_FAILURE = "DNS_FAILURE"
    CAPTIVE_PORTAL = "CAPTIVE_PORTAL"
    CUT_BODY = "CUT_BODY"
    """The answer ends before the length that it states."""
    WRONG_LENGTH = "WRONG_LENGTH"
    """The answer states less than it holds; the rest stays in the line for whoever reads next."""
    SLOW_HEADERS = "SLOW_HEADERS"


class FaultyProxy:
    """Relays HTTP requests one by one; ``fail`` spoils the next ones."""

    def __init__(self, target: str) -> None:
        parts = urlsplit(target)
        self._target = (parts.hostname or "", parts.port or 0)
        self._lock = threading.Lock()
        self._trouble: Trouble | None = None
        self._times = 0
        self._stopped = threading.Event()
        self._open: set[socket.socket] = set()
        self.struck = 0
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port: int = self._listener.getsockname()[1]
        self._spawn(self._accept)

    @property
    def url(self) -> str:
        """The address of the proxy."""
        return f"http://127.0.0.1:{self.port}"

    def fail(self, trouble: Trouble, times: int) -> None:
        """Spoil the next ``times`` requests; a refusal closes the port until `heal`."""
        with self._lock:
            self._trouble, self._times = trouble, times
        if trouble is Trouble.REFUSED:
            self._break_all()
            self._listener.close()

    def heal(self) -> None:
        """Relay everything from now on; what hangs is let go."""
        with self._lock:
            refused = self._trouble is Trouble.REFUSED
            self._trouble, self._times = None, 0
        self._break_all()
        if refused:
            self._listener = socket.create_server(("127.0.0.1", self.port), backlog=64)
            self._spawn(self._accept)

    def close(self) -> None:
        """End."""
        self._stopped.set()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._break_all()

    def _break_all(self) -> None:
        with self._lock:
            broken, self._open = self._open, set()
        for one in broken:
            _reset(one)

    def _spawn(self, work: Callable[..., None], *given: socket.socket) -> None:
        threading.Thread(target=work, args=given, name="faulty-proxy", daemon=True).start()

    def _accept(self) -> None:
        listener = self._listener
        while not self._stopped.is_set():
            try:
                client, _ = listener.accept()
            except OSError:
                return
            with self._lock:
                self._open.add(client)
            self._spawn(self._serve, client)

    def _serve(self, client: socket.socket) -> None:
        try:
            while request := _message(client):
                trouble = self._taken()
                if trouble is None:
                    client.sendall(self._exchanged(request))
                elif not self._spoilt(trouble, client, request):
                    return
        except OSError:
            pass
        finally:
            with self._lock:
                self._open.discard(client)
            _reset(client)

    def _taken(self) -> Trouble | None:
        with self._lock:
            if self._trouble is None or not self._times:
                return None
            self._times -= 1
            self.struck += 1
            return self._trouble

    def _exchanged(self, request: bytes) -> bytes:
        with socket.create_connection(self._target, timeout=20) as server:
            server.sendall(request)
            return _message(server)

    def _spoilt(self, trouble: Trouble, client: socket.socket, request: bytes) -> bool:
        """Answer in the way of the trouble; False where the connection is over."""
        if trouble in {Trouble.BLACK_HOLE, Trouble.TLS_FAILURE}:
            return _wait_for_end(client)
        if trouble is Trouble.CAPTIVE_PORTAL:
            head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % len(_PORTAL)
            client.sendall(head + _PORTAL)
            return True
        answer = self._exchanged(request)
        if trouble is Trouble.HALF_OPEN:
            return _wait_for_end(client)
        if trouble in {Trouble.TRICKLE, Trouble.SLOW_HEADERS}:
            return _dripped(client, answer, self._stopped)
        if trouble is Trouble.RESET_AFTER_FIRST_BYTE:
            client.sendall(answer[:1])
        elif trouble is Trouble.CUT_BODY:
            client.sendall(answer[: -max(1, len(answer) // 3)])
        elif trouble is Trouble.WRONG_LENGTH:
            client.sendall(_with_length(answer, -7))
            return True
        return False


def _message(source: socket.socket) -> bytes:
    """Return one whole message by its length; empty where the other side is gone."""
    data = b""
    while b"\r\n\r\n" not in data:
        more = source.recv(_CHUNK)
        if not more:
            return b""
        data += more
    head, _, body = data.partition(b"\r\n\r\n")
    missing = _length_of(head) - len(body)
    while missing > 0:
        more = source.recv(_CHUNK)
        if not more:
            return b""
        data += more
        missing -= len(more)
    return data


def _length_of(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length":
            return int(value)
    return 0


def _with_length(answer: bytes, by: int) -> bytes:
    head, _, body = answer.partition(b"\r\n\r\n")
    length = _length_of(head)
    lines = [
        b"content-length: %d" % (length + by) if line.lower().startswith(b"content-length:") else line
        for line in head.split(b"\r\n")
    ]
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


def _dripped(client: socket.socket, answer: bytes, stopped: threading.Event) -> bool:
    for place in range(len(answer)):
        client.sendall(answer[place : place + 1])
        if stopped.wait(BYTE_EVERY_S):
            return False
    return True


def _wait_for_end(client: socket.socket) -> bool:
    with suppress(OSError):
        while client.recv(_CHUNK):
            time.sleep(0)
    return False


def _reset(client: socket.socket) -> None:
    """Close without a goodbye, as a line does that is cut."""
    with suppress(OSError):
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    with suppress(OSError):
        client.shutdown(socket.SHUT_RDWR)
    client.close()
