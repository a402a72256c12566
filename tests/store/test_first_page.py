"""A power cut while the log is copied home may spoil the first page, and with it the salt of the key."""

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from clinic_terminal.application.failures import StoreUnopenableError
from clinic_terminal.store.connections import PAGE_BYTES
from clinic_terminal.store.store import SqlStore, open_store
from tests.store.parts import KEY, StillClock, act, queued


@pytest.fixture
def cut(store: SqlStore, path: Path, tmp_path: Path) -> Path:
    """Return a file as a power cut left it: its log not copied home yet, the first page in it."""
    queued(store, *(act(number, chain=f"A{number}/P") for number in range(40)))
    after = tmp_path / "after"
    after.mkdir()
    for end in ("", "-wal"):
        shutil.copy(path.with_name(path.name + end), after)
    return after / path.name


def noise(size: int) -> bytes:
    return hashlib.shake_128(b"noise").digest(size)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda whole: noise(16) + whole[16:],
        lambda whole: noise(512) + whole[512:],
        lambda whole: noise(PAGE_BYTES) + whole[PAGE_BYTES:],
        lambda whole: bytes(PAGE_BYTES) + whole[PAGE_BYTES:],
    ],
    ids=["salt", "sector", "page", "zeros"],
)
def test_a_spoilt_first_page_comes_back_from_the_log(cut: Path, spoil: Callable[[bytes], bytes]) -> None:
    cut.write_bytes(spoil(cut.read_bytes()))
    store = open_store(cut, KEY, StillClock())
    with store.read() as work:
        assert work.queue.exposure().unsent_count == 40
    store.close()
    open_store(cut, KEY, StillClock()).close()


def test_another_key_does_not_touch_a_spoilt_file(cut: Path) -> None:
    cut.write_bytes(noise(512) + cut.read_bytes()[512:])
    files = [cut, cut.with_name(f"{cut.name}-wal")]
    before = [file.read_bytes() for file in files]
    with pytest.raises(StoreUnopenableError) as caught:
        open_store(cut, bytes(32), StillClock())
    assert caught.value.cause == "WRONG_KEY"
    assert [file.read_bytes() for file in files] == before


def test_without_the_log_nothing_is_guessed(cut: Path) -> None:
    cut.with_name(f"{cut.name}-wal").unlink()
    cut.write_bytes(noise(512) + cut.read_bytes()[512:])
    before = cut.read_bytes()
    with pytest.raises(StoreUnopenableError):
        open_store(cut, KEY, StillClock())
    assert cut.read_bytes() == before
