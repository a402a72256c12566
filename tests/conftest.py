"""What holds for every test: no home of a real clinic, no silent error log, no thread left behind."""

import gc
import itertools
import logging
import os
import threading
from collections.abc import Iterator
from pathlib import Path

# Whole and first: Qt's import hook looks into whatever is imported after it, and stumbles over a
# pydantic that was loaded by half.
import pydantic.fields  # noqa: F401  see above
import pytest
from hypothesis import settings

# Here and not beside the tests that note counts: the process that deals out the tests reads no other.
from tests.fault_counts import note_count, pytest_terminal_summary  # noqa: F401  pytest finds them by name

# As in the program (ui/garbage.py): never on a worker's thread, which would destroy windows there.
gc.disable()
FULL_COLLECTION_EVERY = 50  # tests; the younger generations after each test

THREADS_MAY_TAKE = 5.0  # seconds to end after a test that stopped them

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"

# The same examples in every run. HYPOTHESIS_PROFILE=search looks for new ones.
settings.register_profile("house", derandomize=True, deadline=None, print_blob=True)
settings.register_profile("search", max_examples=2000, deadline=None, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "house"))


_tests_run = itertools.count(1)


@pytest.fixture(autouse=True)
def garbage() -> Iterator[None]:
    """Collect garbage between tests, on the thread that the windows live on."""
    yield
    gc.collect(1 if next(_tests_run) % FULL_COLLECTION_EVERY else 2)


@pytest.fixture(autouse=True)
def clinic_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep every test, and every process it starts, out of a real clinic's data folder."""
    home = tmp_path / "clinic-home"
    monkeypatch.setenv("CLINIC_TERMINAL_HOME", str(home))
    return home


class _ErrorLog(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.name}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def error_log() -> Iterator[list[str]]:
    """Collect the lines logged as errors. A test that expects some checks the list and clears it."""
    handler = _ErrorLog()
    logging.getLogger().addHandler(handler)
    yield handler.lines
    logging.getLogger().removeHandler(handler)
    assert handler.lines == [], "errors were logged that no test asked for"


@pytest.fixture(autouse=True)
def no_thread_left() -> Iterator[None]:
    """Fail a test that leaves a thread running. Threads of wider fixtures started before it and may stay."""
    before = set(threading.enumerate())
    yield
    left = [thread for thread in threading.enumerate() if thread not in before and _is_ours(thread)]
    for thread in left:
        thread.join(THREADS_MAY_TAKE)
    assert [thread.name for thread in left if thread.is_alive()] == [], "threads were left running"


def _is_ours(thread: threading.Thread) -> bool:
    """Say whether Python started the thread; Qt's pool threads only look in and cannot be joined."""
    return not isinstance(thread, threading._DummyThread)
