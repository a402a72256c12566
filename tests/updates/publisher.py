"""A publisher with real keys, whose site a real server on this computer gives out."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from typing_extensions import override

from clinic_terminal.domain.edition import Edition, EditionPackage
from tools.publishing import Keys, Lives, Site

NOW = datetime.now(UTC).replace(microsecond=0)
PACKAGE = EditionPackage("clinic-terminal_0.2.0_amd64.deb", 104_857_600, "ab" * 32)
USUAL = Lives()
LATER = Edition(
    "0.2.0", date(2026, 11, 20), "排队更快。", "The queue is faster.", "0003", packages=(PACKAGE,)
)


@dataclass
class Publisher:
    """Keys and a site, begun; ``asked`` are the paths that were asked for."""

    home: Path
    now: datetime = NOW
    asked: list[str] = field(default_factory=list)
    keys: Keys = field(init=False)
    root: Path = field(init=False)

    def __post_init__(self) -> None:
        self.keys = Keys(self.home / "keys")
        self.keys.make()
        self.root = self.home / "shipped-root.json"
        self.root.write_bytes(self.site().begin(self.keys).read_bytes())

    @property
    def folder(self) -> Path:
        """What the server gives out."""
        return self.home / "site"

    def site(self, *, days_ago: int = 0, lives: Lives = USUAL) -> Site:
        """Return the site as it is signed at a time."""
        return Site(self.folder, self.now - timedelta(days=days_ago), lives)

    def tell(self, version: str = LATER.version) -> None:
        """Tell of an edition."""
        self.site().publish(self.keys, replace(LATER, version=version))

    def metadata(self, name: str) -> Path:
        """Return a file of metadata."""
        return self.folder / "metadata" / name

    def target(self) -> Path:
        """Return the file that tells of editions."""
        (found,) = (self.folder / "targets").iterdir()
        return found


class _Quiet(ThreadingHTTPServer):
    daemon_threads = False

    @override
    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of callers that hang up."""


class _Files(SimpleHTTPRequestHandler):
    def __init__(self, asked: list[str], *args: object, directory: str) -> None:
        self._asked = asked
        super().__init__(*args, directory=directory)  # type: ignore[arg-type]

    @override
    def do_GET(self) -> None:
        self._asked.append(self.path)
        super().do_GET()

    @override
    def log_message(self, format: str, *args: object) -> None:
        """Stay quiet."""


@contextmanager
def given_out(publisher: Publisher) -> Iterator[str]:
    """Serve the publisher's site and give its address."""
    publisher.folder.mkdir(exist_ok=True)
    handler = partial(_Files, publisher.asked, directory=str(publisher.folder))
    with serving(handler) as address:
        yield address


@contextmanager
def serving(handler: object) -> Iterator[str]:
    """Serve with any handler and give the address."""
    server = _Quiet(("127.0.0.1", 0), handler)  # type: ignore[arg-type]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
