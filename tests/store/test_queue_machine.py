"""Any order of steps: the kept counters equal a recount, and a chain never has two rows under way."""

import shutil
import tempfile
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from clinic_terminal.application.acts import UNSENT, ActState, Exposure, QueueRow
from clinic_terminal.store.store import SqlStore, open_store
from tests.build import NOW
from tests.store.parts import ACCEPTED, KEY, REFUSED, REJECTED, SILENCE, StillClock, act

CHAINS = st.sampled_from(["A", "B", "C"])
OWNERS = st.sampled_from(["one", "two"])
LEASE_S = 10


class TookBackError(Exception):
    """Ends a transaction that must leave no trace."""


@dataclass
class Model:
    """What the queue should be, kept as simply as can be."""

    order: list[str] = field(default_factory=list)
    chain: dict[str, str] = field(default_factory=dict)
    amount: dict[str, int] = field(default_factory=dict)
    state: dict[str, ActState] = field(default_factory=dict)

    def unsent(self, chain: str | None = None) -> list[str]:
        return [
            each
            for each in self.order
            if self.state[each] in UNSENT and (chain is None or self.chain[each] == chain)
        ]


class QueueMachine(RuleBasedStateMachine):
    """The real store on a real file beside a model."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.store: SqlStore = open_store(self.folder / "terminal.db", KEY, StillClock())
        self.now = NOW
        self.model = Model()
        self.current: dict[str, QueueRow] = {}
        self.outdated: list[QueueRow] = []

    def teardown(self) -> None:
        self.store.close()
        shutil.rmtree(self.folder)

    @rule(chain=CHAINS, amount=st.integers(0, 500_000), kept=st.booleans())
    def add(self, chain: str, amount: int, kept: bool) -> None:
        new = act(len(self.model.order), chain, amount, self.now)
        with suppress(TookBackError), self.store.begin() as work:
            work.queue.add(new)
            if not kept:
                raise TookBackError
        if not kept:
            return
        self.model.order.append(new.id)
        self.model.chain[new.id], self.model.amount[new.id] = chain, amount
        self.model.state[new.id] = ActState.READY

    @rule(owner=OWNERS, limit=st.integers(1, 4))
    def lease(self, owner: str, limit: int) -> None:
        with self.store.begin() as work:
            rows = work.queue.lease(owner, self.now, LEASE_S, limit)
        assert len(rows) <= limit
        for row in rows:
            earlier = self.current.pop(row.act.id, None)
            if earlier is not None:
                assert earlier.lease_until is not None
                assert earlier.lease_until <= self.now, "a live lease was given again"
                self.outdated.append(earlier)
            assert self.model.unsent(row.act.chain)[0] == row.act.id, "not the oldest of its chain"
            assert self.model.state[row.act.id] is not ActState.PARKED
            self.model.state[row.act.id] = ActState.SENDING
            self.current[row.act.id] = row

    @precondition(lambda self: self.current)
    @rule(data=st.data(), fate=st.sampled_from(["accept", "reject", "later", "park", "release"]))
    def answer(self, data: st.DataObject, fate: str) -> None:
        row = self.current.pop(data.draw(st.sampled_from(sorted(self.current))))
        assert self._tell(row, fate)
        self.outdated.append(row)
        self.model.state[row.act.id] = {
            "accept": ActState.ACCEPTED,
            "reject": ActState.REJECTED,
            "park": ActState.PARKED,
        }.get(fate, ActState.READY)

    @precondition(lambda self: self.outdated)
    @rule(data=st.data(), fate=st.sampled_from(["accept", "reject", "later", "park", "release"]))
    def answer_too_late(self, data: st.DataObject, fate: str) -> None:
        assert not self._tell(data.draw(st.sampled_from(self.outdated)), fate)

    @precondition(lambda self: self.model.order)
    @rule(data=st.data())
    def retry_now(self, data: st.DataObject) -> None:
        act_id = data.draw(st.sampled_from(self.model.order))
        with self.store.begin() as work:
            done = work.queue.retry_now(act_id, self.now)
        assert done == (self.model.state[act_id] in {ActState.READY, ActState.PARKED})
        if done:
            self.model.state[act_id] = ActState.READY

    @rule(seconds=st.integers(1, 3 * LEASE_S))
    def wait(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @rule()
    def restart(self) -> None:
        self.store.close()
        self.store = open_store(self.folder / "terminal.db", KEY, StillClock())

    @invariant()
    def rows_and_counters_are_what_they_should_be(self) -> None:
        with self.store.read() as work:
            rows = list(reversed(work.queue.rows(10_000)))
            exposure = work.queue.exposure()
            due = work.queue.next_due()
        assert {row.act.id: row.state for row in rows} == self.model.state
        unsent = [row for row in rows if row.state in UNSENT]
        assert exposure == Exposure(
            len(unsent),
            sum(row.act.amount_fen for row in unsent),
            sum(row.state is ActState.PARKED for row in unsent),
            unsent[0].act.created_at if unsent else None,
        )
        under_way = {ActState.SENDING, ActState.PARKED}
        assert (
            max(Counter(row.act.chain for row in unsent if row.state in under_way).values(), default=0) <= 1
        )
        heads = [row for row in unsent if self.model.unsent(row.act.chain)[0] == row.act.id]
        assert (due is None) == all(row.state is ActState.PARKED for row in heads)

    def _tell(self, row: QueueRow, fate: str) -> bool:
        with self.store.begin() as work:
            match fate:
                case "accept":
                    return work.queue.settle(row, ACCEPTED, self.now)
                case "reject":
                    return work.queue.settle(row, REJECTED, self.now)
                case "later":
                    return work.queue.retry_later(row, SILENCE, self.now + timedelta(seconds=LEASE_S))
                case "park":
                    return work.queue.park(row, REFUSED, self.now)
                case _:
                    return work.queue.release(row)


TestQueue = QueueMachine.TestCase
TestQueue.settings = settings(max_examples=30, stateful_step_count=40)
