"""The line of the busy hour really drops: calls are refused, what is under way breaks, and it comes back."""

import socket
import threading
from collections.abc import Iterator
from contextlib import suppress

import pytest

from clinic_terminal.application.failures import CentralUnreachableError
from clinic_terminal.showcase.cut_line import CutLine
from clinic_terminal.sync.http import Wire
from tests.practice import PracticeServer


@pytest.fixture
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PracticeServer]:
    server = PracticeServer(tmp_path_factory.mktemp("server")).start()
    yield server
    server.stop()


@pytest.fixture
def line(server: PracticeServer) -> Iterator[CutLine]:
    line = CutLine(server.url)
    yield line
    line.cut()


def _asks(url: str) -> int:
    return Wire(url).send("GET", "/sandbox/acts").status


def test_a_cut_line_refuses_and_a_mended_one_carries_on_the_same_port(line: CutLine) -> None:
    url = line.url
    assert _asks(url) == 200
    line.cut()
    assert line.is_cut
    with pytest.raises(CentralUnreachableError):
        _asks(url)
    line.mend()
    line.mend()
    assert (line.url, line.is_cut, _asks(url)) == (url, False, 200)
    assert line.cut() >= 0
    assert line.cut() == 0


def test_what_is_under_way_ends_without_an_answer() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        line = CutLine(f"http://127.0.0.1:{silent.getsockname()[1]}")
        with socket.create_connection(("127.0.0.1", int(line.url.rpartition(":")[2]))) as caller:
            there, _ = silent.accept()
            caller.sendall(b"PUT /v1/acts/1 HTTP/1.1\r\n")
            assert there.recv(3) == b"PUT"
            assert line.cut() == 1
            with suppress(ConnectionResetError):
                assert caller.recv(1) == b""
            there.close()
        for thread in threading.enumerate():
            if thread.name == "line":
                thread.join(5)


def test_a_server_that_is_away_ends_the_call(server: PracticeServer, line: CutLine) -> None:
    server.stop()
    with pytest.raises(CentralUnreachableError):
        _asks(line.url)
    server.start()
    assert _asks(line.url) == 200
