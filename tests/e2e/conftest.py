"""A practice server and the desks of several clinics on it, all real."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.practice import PracticeServer
from tests.whole_desk import WholeDesk


@pytest.fixture
def practice_server(tmp_path: Path) -> Iterator[PracticeServer]:
    server = PracticeServer(tmp_path / "practice").start()
    yield server
    server.stop()


@pytest.fixture
def open_desk(practice_server: PracticeServer, tmp_path: Path) -> Iterator[Callable[[str], WholeDesk]]:
    """Return a function that enrols a desk by its activation code."""
    with ExitStack() as desks:

        def enrolled(code: str) -> WholeDesk:
            folder = tmp_path / code
            folder.mkdir()
            desk = WholeDesk(folder, practice_server, code)
            desks.callback(desk.close)
            return desk

        yield enrolled
