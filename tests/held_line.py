"""A bad line before a real server: a TCP relay that holds answers back, lets them trickle, or hangs up.

What is held is decided by events, never by a clock: a test says when an answer may come.
"""

import socket
import threading
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from enum import Enum, auto
from urllib.parse import urlsplit

_CHUNK = 65_536
_END = 10.0  # seconds for the relay's threads to see that their sockets are closed


class Way(Enum):
    """What becomes of the answers."""

    THROUGH = auto()
    HELD = auto()
    """The request goes through, its answer waits; without a server it is a black hole."""
    TRICKLE = auto()
    """A byte now and then, as long as anybody reads."""


class HeldLine:
    """Listens on a port of its own; ``target`` is the real server's address, or empty for none."""

    def __init__(self, target: str = "", way: Way = Way.THROUGH) -> None:
        self._target = target
        self._flowing = threading.Condition()
        self._way = way
        self._stopped = threading.Event()
        self._clients: list[socket.socket] = []
        self._unanswered: Counter[socket.socket] = Counter()
        self._threads: list[threading.Thread] = []
        self.requests = 0
        self.asked = threading.Event()
        """A request has come in since `hold`."""
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self._spawn(self._accept)

    def hold(self, way: Way = Way.HELD) -> None:
        """Let no answer come from now on, or let it trickle."""
        with self._flowing:
            self._way = way
            self.asked.clear()

    def release(self) -> None:
        """Let everything through, what was held too."""
        with self._flowing:
            self._way = Way.THROUGH
            self._flowing.notify_all()

    def hang_up(self) -> None:
        """Listen no more and hang up on everybody: connections are refused from now on. Twice is harmless.

        The server is let finish what it has begun: what it makes of a lost client is not asked here.
        """
        self._stopped.set()
        _break(self._listener)
        with self._flowing:
            self._flowing.notify_all()
            for one in self._clients:
                _break(one)
        for thread in self._threads:
            thread.join(_END)

    def _spawn(self, work: Callable[..., None], *given: socket.socket) -> None:
        thread = threading.Thread(target=work, args=given, name="held-line", daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while not self._stopped.is_set():
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            with self._flowing:
                self._clients.append(client)
                if self._stopped.is_set():
                    _break(client)
            self._spawn(self._serve, client)

    def _serve(self, client: socket.socket) -> None:
        if not self._target:
            self._swallow(client)
            return
        parts = urlsplit(self._target)
        try:
            server = socket.create_connection((parts.hostname or "", parts.port or 0))
        except OSError:
            _break(client)
            return
        self._spawn(self._answer, server, client)
        self._forward(client, server)

    def _swallow(self, client: socket.socket) -> None:
        """Be nobody: take the request, and give nothing or next to nothing."""
        while data := _received(client):
            self._note(data)
            if self._way is Way.TRICKLE:
                self._drip(client, b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nX: " + b"x" * 9_999)

    def _forward(self, client: socket.socket, server: socket.socket) -> None:
        while data := _received(client):
            if self._note(data):
                with self._flowing:
                    self._unanswered[server] += 1
            if not _sent(server, data):
                break
        with self._flowing:
            self._flowing.wait_for(lambda: not self._unanswered[server], _END)
        _break(server)

    def _note(self, data: bytes) -> bool:
        """Tell whether a request begins here, and count it."""
        if b" /v1/" not in data[:200]:
            return False
        self.requests += 1
        self.asked.set()
        return True

    def _answer(self, server: socket.socket, client: socket.socket) -> None:
        while data := _received(server):
            with self._flowing:
                if data.startswith(b"HTTP/1."):
                    self._unanswered[server] -= 1
                    self._flowing.notify_all()
                self._flowing.wait_for(lambda: self._way is not Way.HELD or self._stopped.is_set())
            whole = self._drip(client, data) if self._way is Way.TRICKLE else _sent(client, data)
            if not whole:
                break
        _break(client)

    def _drip(self, client: socket.socket, data: bytes) -> bool:
        """Send byte by byte for as long as the line trickles and somebody listens; the rest at once."""
        for place in range(len(data)):
            with self._flowing:
                self._flowing.wait_for(
                    lambda: self._way is not Way.TRICKLE or self._stopped.is_set(), timeout=0.02
                )
            if self._way is not Way.TRICKLE:
                return _sent(client, data[place:])
            if not _sent(client, data[place : place + 1]):
                return False
        return True


def refusing_url() -> str:
    """Return an address of this computer at which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return f"http://127.0.0.1:{listener.getsockname()[1]}"


def _received(one: socket.socket) -> bytes:
    try:
        return one.recv(_CHUNK)
    except OSError:
        return b""


def _sent(one: socket.socket, data: bytes) -> bool:
    try:
        one.sendall(data)
    except OSError:
        return False
    return True


def _break(one: socket.socket) -> None:
    with suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
    one.close()
