"""A time limit for a whole exchange: an answer that comes a byte at a time does not count as coming.

The libraries' own limits start anew with every byte. Here every wait for the socket gets only what is
left of the exchange, over HTTP, over TLS and through a proxy alike.
"""

import io
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from http.client import HTTPResponse
from typing import TYPE_CHECKING, Any, Final

from requests.adapters import HTTPAdapter
from typing_extensions import override
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError

from clinic_terminal.sync.names import looked_up

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_CONNECT_MOST_S: Final = 15.0
_LEAST_S: Final = 0.001
"""A socket with a limit of zero would not wait at all, but fail with another error."""

_until: ContextVar[float | None] = ContextVar("until", default=None)


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Give everything that this thread exchanges in the block ``seconds`` altogether.

    A block inside another can only shorten what the outer one has left.
    """
    end = time.monotonic() + seconds
    outer = _until.get()
    token = _until.set(end if outer is None else min(end, outer))
    try:
        yield
    finally:
        _until.reset(token)


def seconds_left(most: float) -> float:
    """Return how long to wait for the next thing: ``most``, or what the block has left; 0 or more."""
    end = _until.get()
    return most if end is None else max(0.0, min(most, end - time.monotonic()))


class DeadlineAdapter(HTTPAdapter):
    """Has requests read its answers under the limit of `within`."""

    @override
    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = _POOLS

    @override
    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:
        manager = super().proxy_manager_for(proxy, **kwargs)
        manager.pool_classes_by_scheme = _POOLS
        return manager


class _LimitedFile(io.RawIOBase):
    """The file of a socket, whose every read waits only for what is left."""

    def __init__(self, connected: socket.socket, file: io.RawIOBase) -> None:
        super().__init__()
        self._socket = connected
        self._file = file
        self._most = connected.gettimeout() or 0.0

    @override
    def readable(self) -> bool:
        return True

    @override
    def readinto(self, buffer: "WriteableBuffer") -> int | None:
        left = seconds_left(self._most)
        if not left:
            raise TimeoutError
        self._socket.settimeout(left)
        return self._file.readinto(buffer)

    @override
    def close(self) -> None:
        self._file.close()
        super().close()


class _LimitedResponse(HTTPResponse):
    """An answer that is read under the limit, its first line and headers too."""

    def __init__(
        self, sock: socket.socket, debuglevel: int = 0, method: str | None = None, url: str | None = None
    ) -> None:
        super().__init__(sock, debuglevel, method, url)
        self.fp = io.BufferedReader(_LimitedFile(sock, self.fp.detach()))


class _Connection(HTTPConnection):
    response_class = _LimitedResponse

    @override
    def _new_conn(self) -> socket.socket:
        return _connected(self)


class _SecureConnection(HTTPSConnection):
    response_class = _LimitedResponse

    @override
    def _new_conn(self) -> socket.socket:
        return _connected(self)


def _connected(connection: HTTPConnection) -> socket.socket:
    """Return a new socket to where ``connection`` leads: name, addresses and all within its time limit.

    The libraries' own way looks a name up without any limit; a dead resolver would hold the thread for as
    long as the system pleases.
    """
    most = connection.timeout if isinstance(connection.timeout, int | float) else _CONNECT_MOST_S
    end = time.monotonic() + seconds_left(most)
    problem: OSError = TimeoutError()
    try:
        addresses = looked_up(connection.host, connection.port, end - time.monotonic())
        for family, kind, protocol, _, address in addresses:
            try:
                return _connected_to(connection, (family, kind, protocol), address, end)
            except OSError as error:
                problem = error
        raise problem
    except socket.gaierror as error:
        raise NameResolutionError(connection.host, connection, error) from error
    except TimeoutError as error:
        raise ConnectTimeoutError(connection, "the time to connect ran out") from error
    except OSError as error:
        raise NewConnectionError(connection, "no connection") from error


def _connected_to(
    connection: HTTPConnection, kind: tuple[int, int, int], address: tuple[object, ...], end: float
) -> socket.socket:
    made = socket.socket(*kind)
    try:
        for option in connection.socket_options or ():
            made.setsockopt(*option)
        made.settimeout(max(end - time.monotonic(), _LEAST_S))
        if connection.source_address:
            made.bind(connection.source_address)
        made.connect(address)
        made.settimeout(connection.timeout if isinstance(connection.timeout, int | float) else None)
    except BaseException:
        made.close()
        raise
    return made


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _SecureConnection


_POOLS = {"http": _Pool, "https": _SecurePool}
