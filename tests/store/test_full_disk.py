"""A disk that fills up: a step is refused whole, reading goes on, the reserve saves the finish in hand."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from clinic_terminal.application.failures import StoreFailedError, StoreUnopenableError
from clinic_terminal.store import reserve as module
from clinic_terminal.store.causes import Cause
from clinic_terminal.store.reserve import RESERVED, Reserve
from clinic_terminal.store.store import SqlStore, open_store
from tests.store.parts import KEY, StillClock, act, audit_row, done, signed
from torture.vfs import watched

FULL = 13


class Disk:
    """A disk that is full from a moment on, until something on it is deleted."""

    def __init__(self, reserve: Reserve) -> None:
        self._reserve = reserve
        self.is_full = False
        self.refused = 0

    def __call__(self, call: str, file: str, offset: int, data: bytes) -> int:
        del file, offset, data
        if call != "write" or not self.is_full:
            return 0
        self.refused += 1
        return FULL

    def give_up_reserve(self) -> bool:
        freed = self._reserve.give_up()
        self.is_full = self.is_full and not freed
        return freed


@pytest.fixture
def reserve(tmp_path: Path) -> Reserve:
    return Reserve(tmp_path / "clinic.reserve")


@pytest.fixture
def disk(reserve: Reserve) -> Disk:
    return Disk(reserve)


@pytest.fixture
def desk(path: Path, disk: Disk) -> Iterator[SqlStore]:
    with watched(path.parent, disk):
        store = open_store(path, KEY, StillClock(), disk.give_up_reserve)
        yield store
        disk.is_full = False
        store.close()


def finish(store: SqlStore, number: int) -> None:
    with store.begin() as work:
        work.visits.put(done(signed(number)))
        work.queue.add(act(number))
        work.audit.add(audit_row(number))


def stored(store: SqlStore) -> tuple[int, int, int]:
    with store.read() as work:
        return work.queue.exposure().unsent_count, work.audit.verify(), len(work.queue.rows())


def test_a_full_disk_refuses_the_step_whole_and_reading_goes_on(desk: SqlStore, disk: Disk) -> None:
    finish(desk, 1)
    disk.is_full = True
    for number in (2, 3):
        with pytest.raises(StoreFailedError) as caught:
            finish(desk, number)
        assert caught.value.cause == Cause.DISK_FULL
    assert stored(desk) == (1, 1, 1)
    disk.is_full = False
    finish(desk, 2)
    assert stored(desk) == (2, 2, 2)


def test_the_reserve_saves_the_finish_in_hand(desk: SqlStore, disk: Disk, reserve: Reserve) -> None:
    assert reserve.take()
    finish(desk, 1)
    disk.is_full = True
    with pytest.raises(StoreFailedError) as caught:
        finish(desk, 2)
    assert caught.value.cause == Cause.RESERVE_FREED
    assert stored(desk) == (1, 1, 1)
    finish(desk, 2)
    assert stored(desk) == (2, 2, 2)
    assert not reserve.path.exists()


def test_the_reserve_is_given_up_once(desk: SqlStore, disk: Disk, reserve: Reserve) -> None:
    reserve.take()
    causes = []
    for _ in range(3):
        disk.is_full = True
        with pytest.raises(StoreFailedError) as caught:
            finish(desk, 1)
        causes.append(caught.value.cause)
    assert causes == [Cause.RESERVE_FREED, Cause.DISK_FULL, Cause.DISK_FULL]
    assert stored(desk) == (0, 0, 0)


def test_a_full_disk_is_named_at_the_start(path: Path, disk: Disk) -> None:
    disk.is_full = True
    with watched(path.parent, disk), pytest.raises(StoreUnopenableError) as caught:
        open_store(path, KEY, StillClock())
    assert caught.value.cause == Cause.DISK_FULL


def test_the_reserve_is_real_room_and_taken_again(reserve: Reserve) -> None:
    assert reserve.take()
    assert reserve.take()
    assert reserve.path.stat().st_size == RESERVED
    assert len(set(reserve.path.read_bytes()[:4_096])) > 200
    assert reserve.give_up()
    assert not reserve.give_up()


def test_the_last_room_of_a_disk_is_not_taken(reserve: Reserve, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "ENOUGH", 2**62)
    assert not reserve.take()
    assert not reserve.path.exists()


def test_a_reserve_that_cannot_be_written_is_no_trouble(tmp_path: Path) -> None:
    assert not Reserve(tmp_path / "missing" / "clinic.reserve").take()


def test_a_reserve_that_was_cut_short_is_made_anew(reserve: Reserve) -> None:
    reserve.path.write_bytes(b"short")
    assert reserve.take()
    assert reserve.path.stat().st_size == RESERVED
