"""Stopping in the middle: the program ends, or a person works offline, while a request is under way."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
import requests
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from clinic_terminal.application.acts import Act, ActKind, ActState, QueueRow
from clinic_terminal.application.line import Line, LineKeeper
from clinic_terminal.application.watched_central import WatchedCentral
from clinic_terminal.bootstrap.clocks import UuidIds
from clinic_terminal.contract.acts import seal
from clinic_terminal.store.store import SqlStore
from clinic_terminal.sync.download import Downloader
from clinic_terminal.sync.enrol import enrol
from clinic_terminal.sync.gateway import HttpCentral
from clinic_terminal.sync.http import Patience, Wire
from clinic_terminal.sync.loop import Pace, Steps, SyncLoop
from clinic_terminal.sync.prefetch import Prefetcher
from clinic_terminal.sync.signin import Identity, SignIn
from clinic_terminal.sync.upload import LEASE_S, Step, Uploader
from tests.fakes.ports import SetClock
from tests.held_line import HeldLine
from tests.practice import TIMEOUT, Client, PracticeServer
from tests.terminal import Bench, make_bench


@dataclass
class Cancelled:
    """A loop on the real wire whose line can be held; its clock is moved by the test."""

    server: PracticeServer
    line: HeldLine
    bench: Bench
    keeper: LineKeeper
    central: WatchedCentral
    clock: SetClock
    terminal: str

    def acts(self, count: int) -> list[Act]:
        made = [self._note(number) for number in range(count)]
        with self.store.begin() as uow:
            for act in made:
                uow.queue.add(act)
        return made

    @property
    def store(self) -> SqlStore:
        return self.bench.store

    def uploader(self) -> Uploader:
        return Uploader(self.store, self.central, self.clock, lambda: 0.0, UuidIds().new())

    def loop(self) -> SyncLoop:
        steps = Steps(
            self.uploader(),
            Downloader(self.store, self.central, self.clock),
            Prefetcher(self.bench.terminal),
        )
        return SyncLoop(steps, self.keeper, self.clock, lambda: None, Pace(0.0, 3_600.0, 3_600.0))

    def rows(self, acts: list[Act]) -> list[QueueRow]:
        with self.store.read() as uow:
            rows = [uow.queue.get(act.id) for act in acts]
        return [row for row in rows if row is not None]

    def booked(self) -> list[str]:
        client = Client(self.server.url, "XLXH-2468-1358")
        rows = client.booked()["acts"]
        client.close()
        return [row["id"] for row in rows]

    def _note(self, number: int) -> Act:
        act_id, now, chain = UuidIds().new(), datetime.now(UTC), f"M{number}/P"
        body, digest = seal(
            act_id=act_id,
            kind="NOTE",
            chain=chain,
            terminal=self.terminal,
            created_at=now,
            sequence=1,
            payload={"text": "hello"},
            evidence={},
        )
        return Act(act_id, ActKind.NOTE, chain, "V", now, body, digest, 0)


@pytest.fixture
def cancelled(tmp_path: Path) -> Iterator[Cancelled]:
    server = PracticeServer(tmp_path / "server").start()
    line = HeldLine(server.url)
    bench = make_bench(tmp_path)
    bench.clock.at = datetime.now(UTC)
    key = Ed25519PrivateKey.generate()
    enrolment = enrol(Wire(server.url), server.world.activation_code, key)
    sign_in = SignIn(Identity(enrolment.terminal, key), bench.clock, UuidIds())
    patience = Patience(connect_s=TIMEOUT, answer_s=TIMEOUT, desk_s=TIMEOUT)
    keeper = LineKeeper(bench.clock)
    central = WatchedCentral(HttpCentral(Wire(line.url, patience), sign_in, enrolment.root_key), keeper)
    central.changes("")
    yield Cancelled(server, line, bench, keeper, central, bench.clock, enrolment.terminal)
    line.hang_up()
    bench.store.close()
    server.stop()


def test_a_program_that_ends_in_mid_request_loses_nothing_and_books_nothing_twice(
    cancelled: Cancelled,
) -> None:
    acts = cancelled.acts(3)
    cancelled.line.hold()
    loop = cancelled.loop()
    loop.start()
    assert cancelled.line.asked.wait(TIMEOUT)
    loop.stop(wait_s=0.0)  # the window is closed and does not wait for the request
    assert {row.state for row in cancelled.rows(acts)} == {ActState.SENDING}
    cancelled.clock.advance(LEASE_S)
    cancelled.line.release()
    again = cancelled.uploader()
    assert again.step() in {Step.SETTLED, Step.IDLE}  # IDLE where the old thread was quicker
    loop._thread.join(TIMEOUT)
    assert {row.state for row in cancelled.rows(acts)} == {ActState.ACCEPTED}
    assert sorted(cancelled.booked()) == sorted(act.id for act in acts)


def test_who_works_offline_in_mid_drain_has_what_is_under_way_answered_and_the_rest_untouched(
    cancelled: Cancelled,
) -> None:
    under_way = cancelled.acts(50)
    cancelled.line.hold()
    loop = cancelled.loop()
    loop.start()
    assert cancelled.line.asked.wait(TIMEOUT)
    rest = cancelled.acts(5)
    cancelled.keeper.close_line(cancelled.clock.now())
    cancelled.line.release()
    loop.stop(wait_s=TIMEOUT)
    assert {row.state for row in cancelled.rows(under_way)} == {ActState.ACCEPTED}
    assert {(row.state, row.attempts) for row in cancelled.rows(rest)} == {(ActState.READY, 0)}
    assert cancelled.uploader().step() is Step.PAUSED
    assert {(row.state, row.attempts) for row in cancelled.rows(rest)} == {(ActState.READY, 0)}
    cancelled.keeper.open_line()
    assert cancelled.uploader().step() is Step.SETTLED
    assert sorted(cancelled.booked()) == sorted(act.id for act in (*under_way, *rest))


def test_a_terminal_that_was_shut_out_pauses_with_everything_untouched_and_goes_on_when_let_in(
    cancelled: Cancelled,
) -> None:
    acts = cancelled.acts(3)
    client = Client(cancelled.server.url, "XLXH-2468-1359")
    client.plan_faults(*[{"kind": "STATUS", "status": 403, "path": "/v1/", "times": 4}])
    uploader = cancelled.uploader()
    for _ in range(2):
        assert uploader.step() is Step.PAUSED
        assert {(row.state, row.attempts) for row in cancelled.rows(acts)} == {(ActState.READY, 0)}
    client.plan_faults()
    assert uploader.step() is Step.SETTLED
    assert sorted(cancelled.booked()) == sorted(act.id for act in acts)
    client.close()


def test_a_revoked_terminal_says_so_keeps_everything_and_does_not_hammer_the_server(
    cancelled: Cancelled,
) -> None:
    acts = cancelled.acts(2)
    answer = requests.post(
        f"{cancelled.server.url}/sandbox/revocations", json={"terminal": cancelled.terminal}, timeout=TIMEOUT
    )
    assert answer.status_code == 200
    loop = cancelled.loop()
    loop.turn()
    assert (cancelled.keeper.state.line, cancelled.keeper.state.code) == (Line.REFUSED, "TERMINAL_REVOKED")
    assert {(row.state, row.attempts) for row in cancelled.rows(acts)} == {(ActState.READY, 0)}
    assert loop._pause_s() == Pace().refused_s
