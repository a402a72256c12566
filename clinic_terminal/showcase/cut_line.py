"""A line that really drops: a relay before the server, whose port is closed and whose connections are broken.

While it is cut, whoever calls is refused, and what was under way ends without an answer.
"""

import socket
import struct
import threading
from contextlib import suppress
from typing import Final
from urllib.parse import urlsplit

_HOST: Final = "127.0.0.1"
_CHUNK: Final = 65_536
_CALL_S: Final = 5.0
_AT_ONCE: Final = struct.pack("ii", 1, 0)
"""SO_LINGER of a close that tells the other side at once, whatever was still to be sent."""


class CutLine:
    """Relays what comes to its own port to the server at ``url``; `cut` and `mend` are for one thread."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._target = (parts.hostname or _HOST, parts.port or 0)
        self._lock = threading.Lock()
        self._open: set[socket.socket] = set()
        self._port = 0
        self._listener: socket.socket | None = None
        self._door: threading.Thread | None = None
        self.mend()

    @property
    def url(self) -> str:
        """The address that the terminal calls; the same after every cut."""
        return f"http://{_HOST}:{self._port}"

    @property
    def is_cut(self) -> bool:
        """Whether nobody gets through."""
        return self._listener is None

    def mend(self) -> None:
        """Let calls in again, on the same port."""
        if self._listener is not None:
            return
        self._listener = socket.create_server((_HOST, self._port), backlog=64)
        self._port = self._listener.getsockname()[1]
        self._door = threading.Thread(target=self._let_in, args=(self._listener,), name="line", daemon=True)
        self._door.start()

    def cut(self) -> int:
        """Refuse calls from now on and break what is under way; return how many connections that were."""
        if self._listener is None or self._door is None:
            return 0
        with suppress(OSError):
            # Closing alone would leave the port open for as long as the other thread waits at it.
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._door.join()
        self._listener = self._door = None
        with self._lock:
            broken, self._open = self._open, set()
        for connection in broken:
            _broken_off(connection)
        return len(broken) // 2

    def _let_in(self, listener: socket.socket) -> None:
        while True:
            try:
                caller, _ = listener.accept()
            except OSError:
                return
            self._join(caller)

    def _join(self, caller: socket.socket) -> None:
        """Connect a caller with the server, in both directions; refuse it where the server is away."""
        try:
            server = socket.create_connection(self._target, timeout=_CALL_S)
        except OSError:
            _broken_off(caller)
            return
        server.settimeout(None)
        for one in (caller, server):
            # Small messages go at once, as they do without a relay.
            one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with self._lock:
            self._open |= {caller, server}
        for source, sink in ((caller, server), (server, caller)):
            threading.Thread(target=self._relay, args=(source, sink), name="line", daemon=True).start()

    def _relay(self, source: socket.socket, sink: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(_CHUNK):
                sink.sendall(data)
        with self._lock:
            self._open -= {source, sink}
        for one in (source, sink):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()


def _broken_off(connection: socket.socket) -> None:
    """End a connection without a farewell, as a line does that is gone."""
    with suppress(OSError):
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
        # Wakes the thread that reads from it; the reset goes out with the close.
        connection.shutdown(socket.SHUT_RD)
    connection.close()
