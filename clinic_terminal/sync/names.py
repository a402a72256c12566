"""Names looked up within a time limit: the system's own look-up has none and cannot be broken off."""

import socket
import threading
from typing import Any

Addresses = list[tuple[int, int, int, str, tuple[Any, ...]]]


class _LookUp:
    """One look-up on a thread of its own; whoever asks for the same name meanwhile waits for the same one."""

    def __init__(self, host: str, port: int) -> None:
        self._place = (host, port)
        self._done = threading.Event()
        self._found: Addresses = []
        self._problem: OSError | None = None
        threading.Thread(target=self._run, name="name-look-up", daemon=True).start()

    def result(self, seconds: float) -> Addresses:
        """Return the addresses; raises TimeoutError, OSError."""
        if not self._done.wait(max(0.0, seconds)):
            raise TimeoutError
        if self._problem is not None:
            raise self._problem
        return self._found

    def _run(self) -> None:
        try:
            self._found = list(socket.getaddrinfo(*self._place, 0, socket.SOCK_STREAM))
        except OSError as error:
            self._problem = error
        except UnicodeError:
            self._problem = socket.gaierror(socket.EAI_NONAME, "not a name")
        finally:
            with _lock:
                _running.pop(self._place, None)
            self._done.set()


_lock = threading.Lock()
_running: dict[tuple[str, int], _LookUp] = {}


def looked_up(host: str, port: int, seconds: float) -> Addresses:
    """Return the addresses of ``host`` as `socket.getaddrinfo` does, within ``seconds``.

    A hanging look-up is left to itself, and not begun a second time while it hangs. Raises TimeoutError,
    socket.gaierror.
    """
    plain = host.strip("[]")
    for family in (socket.AF_INET, socket.AF_INET6):
        try:
            socket.inet_pton(family, plain)
        except OSError:
            continue
        return list(socket.getaddrinfo(plain, port, family, socket.SOCK_STREAM, 0, socket.AI_NUMERICHOST))
    with _lock:
        running = _running.get((plain, port)) or _running.setdefault((plain, port), _LookUp(plain, port))
    return running.result(seconds)
