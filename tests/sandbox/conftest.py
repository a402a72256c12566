"""The practice server: fresh for each test, or shared by the tests of a module that change nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.practice import Client, PracticeServer


@pytest.fixture
def practice_server(tmp_path: Path) -> Iterator[PracticeServer]:
    server = PracticeServer(tmp_path / "practice").start()
    yield server
    server.stop()


@pytest.fixture
def terminal(practice_server: PracticeServer) -> Iterator[Client]:
    """Enrol and sign in the first terminal of the practice clinic."""
    client = Client(practice_server.url, practice_server.world.activation_code)
    yield client
    client.close()


@pytest.fixture
def other_brand(practice_server: PracticeServer) -> Iterator[Client]:
    """Enrol and sign in a terminal of the other brand."""
    client = Client(practice_server.url, "QKPD-5566-7788")
    yield client
    client.close()


@pytest.fixture(scope="module")
def shared_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PracticeServer]:
    server = PracticeServer(tmp_path_factory.mktemp("practice")).start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def shared_terminal(shared_server: PracticeServer) -> Iterator[Client]:
    client = Client(shared_server.url, shared_server.world.activation_code)
    yield client
    client.close()
