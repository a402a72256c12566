"""What is read out of a damaged file: everything but the rows on the broken pages."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from clinic_terminal.application.acts import Act, ActKind
from clinic_terminal.contract.acts import seal
from clinic_terminal.store.connections import PAGE_BYTES
from clinic_terminal.store.raw_pages import RawPages
from clinic_terminal.store.salvage import SalvageReader
from clinic_terminal.store.store import SqlStore
from tests.build import NOW
from tests.store.parts import KEY, act, queued

ACTS = 300


@pytest.fixture
def closed(store: SqlStore, path: Path) -> Path:
    queued(store, *(act(number, chain=f"A{number}/P") for number in range(1, ACTS + 1)))
    store.close()
    return path


def spoiled(path: Path, pages: list[int]) -> None:
    whole = bytearray(path.read_bytes())
    for page in pages:
        whole[(page - 1) * PAGE_BYTES + 70] ^= 1
    path.write_bytes(whole)


@pytest.fixture
def reader(closed: Path) -> Iterator[SalvageReader]:
    opened = SalvageReader(closed, KEY)
    yield opened
    opened.close()


def test_a_whole_file_gives_every_act_to_the_byte(reader: SalvageReader) -> None:
    acts = [row.act for row in reader.acts()]
    assert acts == [act(number, chain=f"A{number}/P") for number in range(1, ACTS + 1)]
    assert reader.unreadable == 0


@pytest.mark.parametrize("seed", range(12))
def test_damage_costs_what_stood_on_it_and_nothing_false_comes_out(closed: Path, seed: int) -> None:
    count = closed.stat().st_size // PAGE_BYTES
    chance = random.Random(seed)  # noqa: S311  a test's chance comes from its seed
    spoiled(closed, chance.sample(range(2, count + 1), 1 + seed % 4))
    reader = SalvageReader(closed, KEY)
    acts = [row.act for row in reader.acts()]
    reader.close()
    written = {f"act-{number:04d}": act(number, chain=f"A{number}/P") for number in range(1, ACTS + 1)}
    assert [each for each in acts if each != written[each.id]] == []
    assert len(acts) + reader.unreadable >= ACTS or not acts


def lost_by_page(path: Path) -> dict[int, tuple[int, int]]:
    """Return for each page but the first how many acts its damage costs, and how many are said to be lost."""
    whole, lost = path.read_bytes(), {}
    for page in range(2, len(whole) // PAGE_BYTES + 1):
        spoiled(path, [page])
        reader = SalvageReader(path, KEY)
        lost[page] = ACTS - len(list(reader.acts())), reader.unreadable
        reader.close()
        path.write_bytes(whole)
    return lost


def test_one_broken_page_costs_its_own_rows_and_says_how_many_at_most(closed: Path) -> None:
    lost = lost_by_page(closed)
    # An inner page or one of the schema takes its table with it; a page of an index costs nothing.
    leaves = {page: gone for page, (gone, _said) in lost.items() if 0 < gone < 60}
    assert len([page for page, (gone, _said) in lost.items() if gone == 0]) > len(lost) // 2
    assert len(leaves) > 15
    assert len([page for page, (gone, _said) in lost.items() if gone >= 60]) < 10
    assert all(gone <= said for gone, said in lost.values())


def enveloped(number: int) -> Act:
    """Return an act with a real envelope of any length, up to several pages."""
    act_id, chain = f"00000000-0000-7000-8000-{number:012d}", f"M{number}/P"
    body, digest = seal(
        act_id=act_id, kind="NOTE", chain=chain, terminal="T-1", created_at=NOW, sequence=1,
        payload={"note": "牙" * (60 * number)}, evidence={},
    )  # fmt: skip
    return Act(act_id, ActKind.NOTE, chain, f"V{number}", NOW, body, digest, 100)


@pytest.fixture
def real(store: SqlStore) -> dict[str, bytes]:
    acts = [enveloped(number) for number in range(60)]
    queued(store, *acts)
    return {each.id: each.body for each in acts}


def raw_bodies(path: Path) -> dict[str, bytes]:
    with RawPages(path, KEY) as pages:
        return {each.id: each.body for each in pages.acts()}


def test_single_pages_give_every_act_from_the_log_and_from_the_file(
    real: dict[str, bytes], store: SqlStore, path: Path
) -> None:
    assert raw_bodies(path) == real
    store.close()
    assert raw_bodies(path) == real


def test_a_file_that_does_not_open_any_more_still_gives_its_acts(
    real: dict[str, bytes], store: SqlStore, path: Path
) -> None:
    store.close()
    path.write_bytes(bytes(PAGE_BYTES) + path.read_bytes()[PAGE_BYTES:])
    reader = SalvageReader(path, KEY)
    assert list(reader.acts()) == []
    assert {each.id: each.body for each in reader.lost_acts(())} == real
    reader.close()


def test_no_page_is_so_important_that_all_acts_go_with_it(
    real: dict[str, bytes], store: SqlStore, path: Path
) -> None:
    store.close()
    whole, worst = path.read_bytes(), len(real)
    # The schema and the roots of all tables stand in front.
    count = len(whole) // PAGE_BYTES
    for page in (*range(1, min(60, count)), *range(60, count, 7)):
        spoiled(path, [page])
        reader = SalvageReader(path, KEY)
        found = {row.act.id: row.act.body for row in reader.acts()}
        found |= {each.id: each.body for each in reader.lost_acts(found)}
        reader.close()
        path.write_bytes(whole)
        assert found.items() <= real.items()
        worst = min(worst, len(found))
    assert worst >= len(real) - 8


def test_another_key_reads_nothing_out_of_single_pages(real: dict[str, bytes], path: Path) -> None:
    with RawPages(path, bytes(32)) as pages:
        assert list(pages.acts()) == []
    assert real


def test_a_whole_file_needs_no_look_at_single_pages(reader: SalvageReader) -> None:
    assert len(list(reader.acts())) == ACTS
    assert list(reader.lost_acts(())) == []


def test_a_file_without_its_first_page_gives_nothing_and_raises_nothing(closed: Path) -> None:
    closed.write_bytes(bytes(PAGE_BYTES) + closed.read_bytes()[PAGE_BYTES:])
    reader = SalvageReader(closed, KEY)
    assert list(reader.acts()) == []
    assert reader.value("SELECT count(*) FROM sqlite_master") is None
    reader.close()
