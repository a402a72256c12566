"""The network comes with the changes, through the real practice server, and is there without it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from clinic_terminal.application.failures import CentralRefusedError
from clinic_terminal.application.ports import Changes
from clinic_terminal.domain.network import NetworkClinic
from clinic_terminal.sync.download import Downloader
from tests.build import NOW
from tests.clinics import GUSU, OURS, PUDONG, clinic
from tests.sync.conftest import Joined
from tests.terminal import Bench, make_bench


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    made = make_bench(tmp_path)
    yield made
    made.store.close()


def stored(bench: Bench) -> list[NetworkClinic]:
    with bench.store.read() as uow:
        return uow.network.all()


def page(*clinics: NetworkClinic, left: tuple[str, ...] = (), from_start: bool = False) -> Changes:
    return Changes(
        "c", more=False, server_time=NOW, clinics=clinics, clinics_left=left, from_start=from_start
    )


def download(bench: Bench, *pages: Changes) -> list[NetworkClinic]:
    bench.central.pages = list(pages)
    downloader = Downloader(bench.store, bench.central, bench.clock)
    for _ in pages:
        downloader.step()
    return stored(bench)


def test_a_download_keeps_the_network_that_the_server_tells(joined: Joined, bench: Bench) -> None:
    Downloader(bench.store, joined.central, bench.clock).step()
    expected = joined.server.world.network_clinics(joined.server.today)
    assert {one.id: one for one in stored(bench)} == expected


def test_the_first_page_knows_that_it_is_the_first(joined: Joined) -> None:
    first = joined.central.changes("")
    assert first.from_start
    assert not joined.central.changes(first.cursor).from_start


def test_changed_branches_are_replaced_and_the_others_stay(bench: Bench) -> None:
    moved = clinic(PUDONG.id, address="云帆路 1 号")
    assert {one.address for one in download(bench, page(OURS, PUDONG), page(moved))} == {
        OURS.address,
        moved.address,
    }


def test_a_branch_that_left_is_gone(bench: Bench) -> None:
    assert download(bench, page(OURS, PUDONG), page(left=(PUDONG.id,))) == [OURS]


def test_a_list_that_begins_anew_leaves_no_branch_of_the_old_one(bench: Bench) -> None:
    assert download(bench, page(OURS, PUDONG), page(GUSU, from_start=True)) == [GUSU]


def test_a_page_of_other_things_leaves_the_network_alone(bench: Bench) -> None:
    assert download(bench, page(OURS), page()) == [OURS]


def test_a_refused_download_leaves_the_network_alone(bench: Bench) -> None:
    download(bench, page(OURS))

    def refuse(cursor: str) -> Changes:
        raise CentralRefusedError(cursor, "")

    bench.central.changes = refuse  # type: ignore[method-assign]  # a server that refuses
    with pytest.raises(CentralRefusedError):
        Downloader(bench.store, bench.central, bench.clock).step()
    assert stored(bench) == [OURS]
