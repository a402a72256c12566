"""Runs the practice server: in the foreground, or on a thread of its own."""

import logging
import signal
import socket
import threading
from datetime import UTC, datetime
from pathlib import Path

import uvicorn

from clinic_terminal.sandbox.app import app_of
from clinic_terminal.sandbox.database import Database
from clinic_terminal.sandbox.keys import load_keys
from clinic_terminal.sandbox.practice import CardReader, Clock, Practice
from clinic_terminal.sandbox.sessions import LOOPBACK_NAMES
from clinic_terminal.sandbox.world import World, load_world

DATABASE_NAME = "practice.db"
_STOP_SECONDS = 30.0


class NotLoopbackError(Exception):
    """The practice server was asked to listen on a network."""

    def __init__(self) -> None:
        super().__init__("The practice server listens only on this computer itself (127.0.0.1).")


def system_clock() -> datetime:
    """Return the present in UTC."""
    return datetime.now(UTC)


def open_practice(
    data_dir: Path,
    world: World | None = None,
    clock: Clock = system_clock,
    read_card: CardReader | None = None,
) -> Practice:
    """Open the practice folder, making what is missing."""
    database = Database(data_dir / DATABASE_NAME)
    return Practice(world or load_world(), database, load_keys(data_dir), clock, read_card)


def serve(
    host: str,
    port: int,
    data_dir: Path,
    port_file: Path | None = None,
    read_card: CardReader | None = None,
) -> None:
    """Serve until SIGTERM or SIGINT; port 0 takes a free one, ``port_file`` is told which.

    ``read_card`` judges card tokens; without it the server believes the member number beside a card.

    Raises NotLoopbackError, OSError where the port is taken or the folder cannot be used.
    """
    listener = _listen(host, port)
    practice = open_practice(data_dir, read_card=read_card)
    server = _server(practice)
    # A signal may come before the library listens for it; and the library raises it once more when it has
    # shut down, where a calm end is wanted.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: setattr(server, "should_exit", True))
    if port_file is not None:
        _tell_port(port_file, listener.getsockname()[1])
    server.run(sockets=[listener])
    practice.database.close()


class PracticeThread:
    """The practice server on a thread of its own, for the demo, for `run --practice`, and for tests."""

    def __init__(self, practice: Practice, port: int = 0) -> None:
        self.practice = practice
        self._listener = _listen("127.0.0.1", port)
        self.port: int = self._listener.getsockname()[1]
        self._server = _server(practice)
        self._thread = threading.Thread(target=self._run, name="practice-server", daemon=True)

    @property
    def url(self) -> str:
        """The address of the server, without a trailing slash."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start serving; requests that come before the thread is ready wait in line."""
        self._thread.start()

    def stop(self) -> None:
        """Stop serving, wait for the thread, close the database."""
        self._server.should_exit = True
        self._thread.join(_STOP_SECONDS)
        self.practice.database.close()

    def _run(self) -> None:
        self._server.run(sockets=[self._listener])


def _listen(host: str, port: int) -> socket.socket:
    if host not in LOOPBACK_NAMES:
        raise NotLoopbackError
    family = socket.AF_INET6 if host == "::1" else socket.AF_INET
    # Named as TCP, so that asyncio sends small answers at once instead of waiting 40 ms for the other side.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(128)
    except OSError:
        listener.close()
        raise
    return listener


def _server(practice: Practice) -> uvicorn.Server:
    logging.getLogger("uvicorn").setLevel(logging.ERROR)
    config = uvicorn.Config(
        app_of(practice),
        log_config=None,
        access_log=False,
        lifespan="off",
        server_header=False,
        timeout_graceful_shutdown=3,
    )
    return uvicorn.Server(config)


def _tell_port(file: Path, port: int) -> None:
    whole = file.with_suffix(".tmp")
    whole.write_text(str(port), encoding="ascii")
    whole.replace(file)
