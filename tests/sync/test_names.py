"""A name server that hangs: the request ends by its own limit, and no second look-up is begun meanwhile."""

import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from clinic_terminal.application.failures import CentralUnreachableError
from clinic_terminal.sandbox.refusals import HostRefusedError
from clinic_terminal.sync import names
from clinic_terminal.sync.http import Patience, Wire
from clinic_terminal.sync.names import looked_up
from tests.practice import TIMEOUT, PracticeServer

SHORT = Patience(connect_s=0.2, answer_s=0.3)


class Resolver:
    """Stands for the system's look-up; hangs until it is let go."""

    def __init__(self) -> None:
        self.let_go = threading.Event()
        self.asked: list[object] = []

    def __call__(self, host: object, *_more: object) -> list[object]:
        self.asked.append(host)
        assert self.let_go.wait(TIMEOUT)
        raise socket.gaierror(socket.EAI_NONAME, "unknown")


@pytest.fixture
def resolver(monkeypatch: pytest.MonkeyPatch) -> Iterator[Resolver]:
    made = Resolver()
    monkeypatch.setattr("socket.getaddrinfo", made)
    yield made
    made.let_go.set()


def test_a_look_up_that_hangs_ends_by_the_requests_own_limit(resolver: Resolver) -> None:
    wire = Wire("http://central.example", SHORT)
    for _ in range(3):
        with pytest.raises(CentralUnreachableError) as given_up:
            wire.send("GET", "/v1/health")
        assert given_up.value.cause == "TIMEOUT"
    assert resolver.asked == ["central.example"]


def test_a_name_that_nobody_knows_is_no_connection_and_is_asked_for_again(resolver: Resolver) -> None:
    resolver.let_go.set()
    for _ in range(2):
        with pytest.raises(CentralUnreachableError) as unknown:
            Wire("http://central.example", Patience()).send("GET", "/v1/health")
        assert unknown.value.cause == "NO_CONNECTION"
    assert resolver.asked == ["central.example"] * 2


def test_what_is_no_name_is_no_connection() -> None:
    with pytest.raises(CentralUnreachableError) as unusable:
        Wire(f"http://{'a' * 70}.example", SHORT).send("GET", "/v1/health")
    assert unusable.value.cause == "NO_CONNECTION"


@pytest.mark.parametrize(
    ("host", "address"),
    [("127.0.0.1", ("127.0.0.1", 7)), ("::1", ("::1", 7, 0, 0)), ("[::1]", ("::1", 7, 0, 0))],
)
def test_an_address_is_no_name_and_needs_no_look_up(
    host: str, address: tuple[object, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(names, "_LookUp", None)
    assert [found[4] for found in looked_up(host, 7, 0.0)] == [address]


def test_a_server_is_reached_by_its_name(tmp_path: Path) -> None:
    server = PracticeServer(tmp_path).start()
    port = urlsplit(server.url).port
    assert Wire(f"http://localhost:{port}").send("GET", "/health").status == 200
    server.stop()


def test_of_several_addresses_the_first_that_answers_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = PracticeServer(tmp_path).start()
    port = urlsplit(server.url).port
    with socket.create_server(("127.0.0.1", 0)) as unused:
        dead = unused.getsockname()[1]
    found = [(socket.AF_INET, socket.SOCK_STREAM, 0, "", ("127.0.0.1", one)) for one in (dead, port)]
    monkeypatch.setattr("socket.getaddrinfo", lambda *_: found)
    # The practice server answers only to names of this computer, and says so: it was reached.
    assert Wire("http://central.example").send("GET", "/health").code == HostRefusedError.code
    server.stop()
