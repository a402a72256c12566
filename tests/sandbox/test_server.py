import socket
import stat
from contextlib import suppress
from pathlib import Path

import pytest
import requests

from clinic_terminal.sandbox.app import create_app
from clinic_terminal.sandbox.database import Database
from clinic_terminal.sandbox.keys import KeyFileError, load_keys
from clinic_terminal.sandbox.server import (
    NotLoopbackError,
    PracticeThread,
    open_practice,
    serve,
    system_clock,
)
from tests.practice import TIMEOUT, PracticeProcess, the_world

ED448_PEM = (
    "-----BEGIN PRIVATE KEY-----\n"
    "MEcCAQAwBQYDK2VxBDsEOQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n"
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n"
    "-----END PRIVATE KEY-----\n"
)


def test_the_server_does_not_listen_on_a_network(tmp_path: Path) -> None:
    for host in ("0.0.0.0", "192.168.1.1", "example.org"):  # noqa: S104  what must be refused
        with pytest.raises(NotLoopbackError):
            serve(host, 0, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_the_process_tells_its_port_and_ends_calmly(tmp_path: Path) -> None:
    process = PracticeProcess(tmp_path).start()
    assert requests.get(f"{process.url}/health", timeout=TIMEOUT).json() == {"status": "ok"}
    assert process.stop() == 0
    process.start()
    assert process.stop() == 0


def test_a_taken_port_is_an_error(tmp_path: Path) -> None:
    practice = open_practice(tmp_path, the_world())
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(OSError, match="in use"):
        PracticeThread(practice, taken.getsockname()[1])
    practice.database.close()


def test_keys_are_readable_by_their_owner_alone_and_last(tmp_path: Path) -> None:
    first, again = load_keys(tmp_path), load_keys(tmp_path)
    assert first.card.private_bytes_raw() == again.card.private_bytes_raw()
    files = sorted(tmp_path.iterdir())
    assert [file.name for file in files] == ["card-issuer.pem", "root.pem", "signing.pem"]
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}


@pytest.mark.parametrize("content", ["", "no key", ED448_PEM])
def test_a_damaged_key_file_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / "signing.pem").write_text(content)
    with pytest.raises(KeyFileError, match=r"signing\.pem"):
        load_keys(tmp_path)


def test_an_application_is_made_of_a_world_a_file_and_a_clock(tmp_path: Path) -> None:
    assert callable(create_app(the_world(), tmp_path / "practice.db", system_clock))


def test_a_failed_step_leaves_nothing_behind(tmp_path: Path) -> None:
    database = Database(tmp_path / "practice.db")
    with suppress(ZeroDivisionError), database.transaction():
        database.set_meta("a", "1")
        with suppress(KeyError), database.part():
            database.set_meta("b", "1")
            raise KeyError
        assert (database.meta("a"), database.meta("b")) == ("1", None)
        raise ZeroDivisionError
    assert (database.meta("a"), database.meta("b")) == (None, None)
    database.close()
