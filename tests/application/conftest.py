from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.build import snapshot
from tests.terminal import Bench, make_bench


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    made = make_bench(tmp_path, snapshot())
    yield made
    made.store.close()
