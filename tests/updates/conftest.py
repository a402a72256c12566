from collections.abc import Iterator
from pathlib import Path

import pytest

from clinic_terminal.bootstrap.editions import PublishedEditions
from clinic_terminal.settings import Settings
from tests.updates.publisher import Publisher, given_out


@pytest.fixture
def publisher(tmp_path: Path) -> Publisher:
    return Publisher(tmp_path / "publisher")


@pytest.fixture
def address(publisher: Publisher) -> Iterator[str]:
    with given_out(publisher) as found:
        yield found


@pytest.fixture
def editions(publisher: Publisher, tmp_path: Path) -> PublishedEditions:
    """Return a clinic's side that trusts the publisher's root, and has seen nothing yet."""
    return PublishedEditions(tmp_path / "clinic", Settings(), publisher.root, running="0.1.0")
