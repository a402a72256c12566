"""A store on a real encrypted file, closed after the test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from clinic_terminal.store.store import SqlStore, open_store
from tests.store.parts import KEY, StillClock


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where the test's database is."""
    return tmp_path / "terminal.db"


@pytest.fixture
def store(path: Path) -> Iterator[SqlStore]:
    """Return a new store."""
    opened = open_store(path, KEY, StillClock())
    yield opened
    opened.close()
