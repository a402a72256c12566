"""That a server was set back is kept with the new place in its changes: both, or neither."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from clinic_terminal.application.acts import Freshness
from clinic_terminal.application.failures import (
    CentralRefusedError,
    CentralUnreachableError,
    StoreFailedError,
)
from clinic_terminal.application.ports import Changes
from clinic_terminal.application.reconciliation_days import noted
from clinic_terminal.sync.download import Downloader
from tests.build import NOW, snapshot
from tests.fakes.ports import FakeCentral
from tests.sync.daily import back
from tests.terminal import Bench, make_bench


@dataclass
class SetBack(FakeCentral):
    """Knows no place but the beginning; ``quiet``: then it does not answer either."""

    quiet: bool = False

    def changes(self, cursor: str) -> Changes:
        if cursor:
            raise CentralRefusedError("CURSOR_GONE", "read from the start")
        if self.quiet:
            raise CentralUnreachableError("NO_CONNECTION")
        return Changes("new.1", more=False, server_time=NOW, from_start=True)


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    made = make_bench(tmp_path, snapshot())
    with made.store.begin() as uow:
        uow.memory.set_freshness(Freshness(cursor="old.7"))
    yield made
    made.store.close()


def _kept(bench: Bench) -> tuple[str, int]:
    with bench.store.read() as uow:
        return uow.memory.freshness().cursor, len(noted(uow))


def test_the_last_days_are_noted_with_the_new_place(bench: Bench) -> None:
    Downloader(bench.store, SetBack(), bench.clock).step()
    assert _kept(bench) == ("new.1", 8)
    with bench.store.read() as uow:
        assert noted(uow) == frozenset(back(*range(8)))


def test_a_line_that_goes_in_between_leaves_the_old_place_so_that_it_is_found_out_again(
    bench: Bench,
) -> None:
    with pytest.raises(CentralUnreachableError):
        Downloader(bench.store, SetBack(quiet=True), bench.clock).step()
    assert _kept(bench) == ("old.7", 0)


def test_a_note_that_could_not_be_kept_leaves_the_old_place(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise StoreFailedError("DISK_FULL")

    monkeypatch.setattr("clinic_terminal.sync.download.note_last_days", full)
    with pytest.raises(StoreFailedError):
        Downloader(bench.store, SetBack(), bench.clock).step()
    assert _kept(bench) == ("old.7", 0)


def test_a_terminal_that_begins_from_the_start_notes_nothing(bench: Bench) -> None:
    with bench.store.begin() as uow:
        uow.memory.set_freshness(Freshness())
    Downloader(bench.store, SetBack(), bench.clock).step()
    assert _kept(bench) == ("new.1", 0)
