"""An act whose bytes a broken page took is parked alone, never sent, and never holds up the others."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from clinic_terminal.application.acts import BODY_DAMAGED, Act, ActKind, ActState, Answer, QueueRow
from clinic_terminal.application.failures import StoreFailedError
from clinic_terminal.application.line import LineKeeper
from clinic_terminal.application.lost_bytes import DAMAGED
from clinic_terminal.application.watched_central import WatchedCentral
from clinic_terminal.bootstrap.clocks import UuidIds
from clinic_terminal.contract.acts import seal
from clinic_terminal.store.connections import PAGE_BYTES
from clinic_terminal.store.store import SqlStore, open_store
from clinic_terminal.sync.upload import Step, Uploader
from tests.build import NOW
from tests.fakes.ports import FakeCentral, SetClock, chances
from tests.sync.conftest import Joined
from tests.terminal import KEY

ACTS = 4
LONG = 9_000
"""So many bytes lie on pages of their own, which hold nothing else."""

Spoil = Callable[[bytes], bytes]


def _flipped(page: bytes) -> bytes:
    return bytes([page[0] ^ 1]) + page[1:]


def _zeroed(page: bytes) -> bytes:
    """Return what a lost sector leaves, which SQLCipher reads as zeros without a word."""
    return bytes(len(page))


def _note(joined: Joined, number: int) -> Act:
    act_id, chain = UuidIds().new(), joined.server.world.policies(joined.server.today)[number].chain
    body, digest = seal(
        act_id=act_id,
        kind="NOTE",
        chain=chain,
        terminal=joined.enrolment.terminal,
        created_at=NOW,
        sequence=1,
        payload={"text": f"{number}" * LONG},
        evidence={},
    )
    return Act(act_id, ActKind.NOTE, chain, "V", NOW, body, digest, 100)


@dataclass
class Filled:
    """A closed database with acts in it, and the pages that hold nothing but a part of an act's body."""

    path: Path
    acts: list[Act]

    def pages_of(self, act: Act) -> list[int]:
        """Return the pages whose damage costs this act's body alone: found by trying each."""
        return [
            page for page in range(2, self.path.stat().st_size // PAGE_BYTES + 1) if self._costs(page, act)
        ]

    def _costs(self, page: int, act: Act) -> bool:
        whole = self.path.read_bytes()
        self.spoil(page, _flipped)
        store = SqlStore(self.path, KEY)
        lost = [each.id for each in self.acts if _is_lost(store, each)]
        store.close()
        self.path.write_bytes(whole)
        return lost == [act.id]

    def spoil(self, page: int, how: Spoil) -> None:
        start = (page - 1) * PAGE_BYTES
        whole = self.path.read_bytes()
        broken = how(whole[start : start + PAGE_BYTES])
        self.path.write_bytes(whole[:start] + broken + whole[start + PAGE_BYTES :])


def _is_lost(store: SqlStore, act: Act) -> bool:
    try:
        with store.read() as uow:
            row = uow.queue.get(act.id)
    except StoreFailedError:
        return True
    return row is None or row.act.body != act.body


@pytest.fixture
def filled(joined: Joined, tmp_path: Path) -> Filled:
    made = Filled(tmp_path / "clinic.db", [_note(joined, number) for number in range(ACTS)])
    store = open_store(made.path, KEY, SetClock())
    with store.begin() as uow:
        for act in made.acts:
            uow.queue.add(act)
    store.close()
    return made


@pytest.fixture
def opened(filled: Filled) -> Iterator[SqlStore]:
    """Return the store as a program has it that was running when the page broke."""
    store = SqlStore(filled.path, KEY)
    yield store
    store.close()


def _rows(store: SqlStore, acts: list[Act]) -> list[QueueRow]:
    with store.read() as uow:
        found = {row.act.id: row for row in uow.act_list.of_ids(tuple(act.id for act in acts))}
    return [found[act.id] for act in acts]


def _drained(store: SqlStore, joined: Joined, most: int = 50) -> list[Step]:
    uploader = Uploader(store, joined.central, SetClock(), chances([1.0]), "me", most=most)
    steps = [uploader.step()]
    while steps[-1] in {Step.SETTLED, Step.PARKED}:
        steps.append(uploader.step())
    return steps


@pytest.mark.parametrize("how", [_flipped, _zeroed])
def test_every_page_of_a_body_costs_this_act_alone(
    filled: Filled, opened: SqlStore, joined: Joined, how: Spoil
) -> None:
    victim = filled.acts[1]
    pages = filled.pages_of(victim)
    assert len(pages) == LONG // PAGE_BYTES
    filled.spoil(pages[-1], how)
    assert _drained(opened, joined)[-1] is Step.IDLE
    rows = _rows(opened, filled.acts)
    states = [row.state for row in rows]
    assert states == [ActState.ACCEPTED, ActState.PARKED, ActState.ACCEPTED, ActState.ACCEPTED]
    assert rows[1].last_error == BODY_DAMAGED
    assert sorted(joined.booked()) == sorted(act.id for act in filled.acts if act is not victim)
    with opened.read() as uow:
        counted = uow.queue.exposure()
    assert (counted.unsent_count, counted.parked_count) == (1, 1)


def test_a_page_that_fails_in_the_middle_of_a_body_costs_this_act_alone(
    filled: Filled, opened: SqlStore, joined: Joined
) -> None:
    filled.spoil(filled.pages_of(filled.acts[3])[0], _zeroed)
    _drained(opened, joined)
    states = [row.state for row in _rows(opened, filled.acts)]
    assert states == [ActState.ACCEPTED] * 3 + [ActState.PARKED]


def test_the_answers_to_a_batch_are_kept_though_the_next_one_cannot_be_read(
    filled: Filled, opened: SqlStore, joined: Joined
) -> None:
    filled.spoil(filled.pages_of(filled.acts[2])[0], _flipped)
    uploader = Uploader(opened, joined.central, SetClock(), chances([1.0]), "me", most=2)
    assert uploader.step() is Step.SETTLED
    states = [row.state for row in _rows(opened, filled.acts)]
    assert states == [ActState.ACCEPTED] * 2 + [ActState.READY] * 2
    assert joined.booked() == [act.id for act in filled.acts[:2]]
    assert _drained(opened, joined, most=2)[-1] is Step.IDLE
    states = [row.state for row in _rows(opened, filled.acts)]
    assert states == [ActState.ACCEPTED, ActState.ACCEPTED, ActState.PARKED, ActState.ACCEPTED]


def test_what_was_never_sent_says_nothing_of_the_line() -> None:
    class Damaged(FakeCentral):
        def put_act(self, act: Act) -> Answer:
            del act
            return DAMAGED

    keeper = LineKeeper(SetClock())
    watched = WatchedCentral(Damaged(), keeper)
    before = keeper.state
    act = Act("A-1", ActKind.NOTE, "M/P", "V", NOW, b"", "d" * 64, 0)
    assert watched.put_act(act).code == BODY_DAMAGED
    assert keeper.state == before
