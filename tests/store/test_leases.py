"""Two programs on one file, several threads each: no act is ever in two hands."""

import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from clinic_terminal.application.acts import Exposure
from clinic_terminal.application.failures import StoreFailedError
from clinic_terminal.store.store import SqlStore, open_store
from tests.build import NOW
from tests.store.parts import ACCEPTED, KEY, StillClock, act, queued

ACTS = 120
CHAINS = 17


@pytest.fixture
def two_programs(path: Path, store: SqlStore) -> Iterator[tuple[SqlStore, SqlStore]]:
    other = open_store(path, KEY, StillClock())
    yield store, other
    other.close()


class Sender:
    """Leases, notes what it holds, and settles, until nothing is left."""

    def __init__(self, store: SqlStore, name: str) -> None:
        self.held: list[tuple[str, int]] = []
        self.failures: list[StoreFailedError] = []
        self._store = store
        self._name = name
        self.thread = threading.Thread(target=self._run, name=name)

    def _run(self) -> None:
        try:
            while self._send():
                pass
        except StoreFailedError as failure:
            self.failures.append(failure)

    def _send(self) -> bool:
        with self._store.begin() as work:
            rows = work.queue.lease(self._name, NOW, 60, 3)
        for row in rows:
            self.held.append((row.act.id, row.fence))
            with self._store.begin() as work:
                assert work.queue.settle(row, ACCEPTED, NOW)
        with self._store.read() as work:
            return work.queue.exposure().unsent_count > 0


def test_concurrent_senders_never_lease_the_same_row(two_programs: tuple[SqlStore, SqlStore]) -> None:
    queued(two_programs[0], *(act(number, f"chain-{number % CHAINS}") for number in range(ACTS)))
    senders = [Sender(two_programs[index % 2], f"sender-{index}") for index in range(4)]
    for sender in senders:
        sender.thread.start()
    for sender in senders:
        sender.thread.join()
    held = Counter(lease for sender in senders for lease in sender.held)
    assert [failure for sender in senders for failure in sender.failures] == []
    assert held == Counter({(f"act-{number:04d}", 1): 1 for number in range(ACTS)})
    with two_programs[0].read() as work:
        assert work.queue.exposure() == Exposure(0, 0, 0, None)


def test_what_one_program_stores_the_other_sees(two_programs: tuple[SqlStore, SqlStore]) -> None:
    one, other = two_programs
    queued(one, act(1))
    with other.begin() as work:
        (row,) = work.queue.lease("other", NOW, 60)
    with one.begin() as work:
        assert work.queue.lease("one", NOW, 60) == []
        assert work.queue.get(row.act.id) == row


def test_who_has_the_file_alone_takes_back_what_a_killed_program_had_leased(
    two_programs: tuple[SqlStore, SqlStore],
) -> None:
    queued(two_programs[0], *(act(number, chain=f"chain-{number}") for number in range(3)))
    with two_programs[0].begin() as work:
        late, _other = work.queue.lease("killed", NOW, 60, 2)
    with two_programs[1].begin() as work:
        assert work.queue.release_all() == 2
        again = work.queue.lease("new", NOW, 60, 9)
        assert len(again) == 3
        assert not work.queue.settle(late, ACCEPTED, NOW)
        assert {row.attempts for row in again} == {1, 2}
