"""The watchdog: a loop that hangs or died is found out from the database, and started anew."""

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from clinic_terminal.application.acts import Act, ActKind, ActState, Answer, AnswerClass, QueueRow
from clinic_terminal.application.line import LineKeeper, LineState
from clinic_terminal.application.watchdog import ENDED, STUCK, STUCK_AFTER, stuck_since
from clinic_terminal.domain.adjudication import Counters
from clinic_terminal.sync import watchdog
from clinic_terminal.sync.download import Downloader
from clinic_terminal.sync.loop import Pace, Steps, SyncLoop
from clinic_terminal.sync.prefetch import Prefetcher
from clinic_terminal.sync.upload import LEASE_S, Uploader
from clinic_terminal.sync.watchdog import LOOK_EVERY_S, Watchdog
from tests.build import NOW, snapshot
from tests.fakes.ports import FakeCentral, chances
from tests.terminal import Bench, make_bench

SECONDS = 10  # for a thread to get somewhere; reached only where a test fails


@dataclass
class Hanging(FakeCentral):
    """Its first request never comes back until the test lets it go."""

    hangs: bool = False
    hung: threading.Event = field(default_factory=threading.Event)
    let_go: threading.Event = field(default_factory=threading.Event)
    ended: threading.Event = field(default_factory=threading.Event)

    def put_act(self, act: Act) -> Answer:
        if not self.hangs:
            return super().put_act(act)
        self.hangs = False
        self.hung.set()
        assert self.let_go.wait(SECONDS)
        self.ended.set()
        return Answer(AnswerClass.ITEM, None, "LATE", "said by the old thread")

    def put_batch(self, acts: Sequence[Act]) -> list[Answer]:
        return [self.put_act(act) for act in acts]


@dataclass
class Guarded:
    """A loop on a real store; its watchdog looks when the test says so."""

    bench: Bench
    central: Hanging
    keeper: LineKeeper
    loop: SyncLoop
    told: list[LineState]
    stored: threading.Event

    def act(self, chain: str = "M/P") -> Act:
        now, kind = self.bench.clock.now(), ActKind.BILL_SIGNED
        act = Act(self.bench.ids.new(), kind, chain, "V", now, b"{}", "d" * 64, 100, Counters(100))
        with self.bench.store.begin() as uow:
            uow.queue.add(act)
        return act

    def row(self, act: Act) -> QueueRow:
        with self.bench.store.read() as uow:
            row = uow.queue.get(act.id)
        assert row is not None
        return row

    def until(self, true: Callable[[], bool]) -> None:
        """Wait until what the loop stored makes it true."""
        while not true():
            assert self.stored.wait(SECONDS)
            self.stored.clear()

    def alarms(self) -> list[str]:
        return [state.alarm for state in self.told]


@pytest.fixture
def guarded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Guarded]:
    monkeypatch.setattr(watchdog, "LOOK_EVERY_S", 3_600.0)
    bench = make_bench(tmp_path, snapshot())
    central, keeper, stored = Hanging([snapshot()]), LineKeeper(bench.clock), threading.Event()
    steps = Steps(
        Uploader(bench.store, central, bench.clock, chances([1.0]), "me"),
        Downloader(bench.store, central, bench.clock),
        Prefetcher(bench.terminal),
    )
    loop = SyncLoop(steps, keeper, bench.clock, stored.set, Pace(0.0, 0.01))
    made = Guarded(bench, central, keeper, loop, [], stored)
    keeper.listen(made.told.append)
    yield made
    central.let_go.set()
    loop.stop()
    bench.store.close()


def _pass(guarded: Guarded, by: timedelta = STUCK_AFTER) -> None:
    guarded.bench.clock.advance(by.total_seconds() + 1)


def test_a_loop_that_hangs_is_replaced_and_what_the_old_thread_says_later_does_not_count(
    guarded: Guarded,
) -> None:
    act = guarded.act()
    guarded.central.hangs = True
    guarded.loop.start()
    assert guarded.central.hung.wait(SECONDS)
    _pass(guarded)
    guarded.loop.watchdog.look()
    assert guarded.alarms() == []  # suspected, not yet certain
    guarded.loop.watchdog.look()
    assert guarded.alarms() == [STUCK]
    guarded.until(lambda: guarded.row(act).state is ActState.ACCEPTED)
    guarded.central.let_go.set()
    assert guarded.central.ended.wait(SECONDS)
    late = guarded.act("N/Q")
    guarded.loop.wake()
    guarded.until(lambda: guarded.row(late).state is ActState.ACCEPTED)
    assert (guarded.row(act).state, guarded.row(act).last_error) == (ActState.ACCEPTED, "")
    guarded.loop.watchdog.look()
    assert guarded.alarms()[-1] == ""
    assert len(guarded.central.sent) == 2


def test_a_loop_whose_thread_died_is_started_anew_at_the_first_look(guarded: Guarded) -> None:
    act = guarded.act()
    guarded.loop._thread = threading.Thread(target=lambda: None)  # it ends before it has done anything
    guarded.loop.start()
    guarded.loop._thread.join(SECONDS)
    assert not guarded.loop.is_alive
    guarded.loop.watchdog.look()
    assert guarded.alarms() == [ENDED]
    guarded.until(lambda: guarded.row(act).state is ActState.ACCEPTED)
    guarded.loop.watchdog.look()
    assert guarded.keeper.state.alarm == ""


class Loop:
    """Counts how often it was started anew."""

    is_alive = True
    restarts = 0

    def restart(self) -> None:
        self.restarts += 1


def _dog(guarded: Guarded) -> tuple[Watchdog, Loop]:
    loop = Loop()
    return Watchdog(guarded.bench.store, guarded.bench.clock, guarded.keeper, loop), loop


def test_a_new_thread_gets_time_before_it_is_taken_for_stuck_as_well(guarded: Guarded) -> None:
    dog, loop = _dog(guarded)
    guarded.act()
    _pass(guarded)
    for _ in range(6):
        dog.look()
        guarded.bench.clock.advance(1)
    assert loop.restarts == 1
    for _ in range(10):
        guarded.bench.clock.advance(LOOK_EVERY_S)
        dog.look()
    assert loop.restarts == 3
    assert guarded.keeper.state.alarm == STUCK


def test_an_attempt_ends_the_alarm_whatever_came_of_it(guarded: Guarded) -> None:
    dog, loop = _dog(guarded)
    guarded.act()
    _pass(guarded)
    dog.look()
    dog.look()
    assert guarded.keeper.state.alarm == STUCK
    guarded.central.reachable = False
    guarded.loop.turn()
    dog.look()
    assert (guarded.keeper.state.alarm, loop.restarts) == ("", 1)


def test_nothing_is_stuck_that_waits_for_its_time_or_for_a_person(guarded: Guarded) -> None:
    dog, loop = _dog(guarded)
    waiting, parked = guarded.act(), guarded.act("N/Q")
    guarded.central.answers = [
        Answer(AnswerClass.TRANSIENT, None, "HTTP_503", retry_after_s=3_000),
        Answer(AnswerClass.ITEM, None, "DIGEST_CONFLICT"),
    ]
    guarded.loop.turn()
    assert {guarded.row(waiting).state, guarded.row(parked).state} == {ActState.READY, ActState.PARKED}
    for _ in range(5):
        guarded.bench.clock.advance(500)
        dog.look()
    assert loop.restarts == 0


def test_by_hand_nothing_is_stuck(guarded: Guarded) -> None:
    dog, loop = _dog(guarded)
    guarded.act()
    guarded.keeper.close_line(NOW)
    for _ in range(5):
        _pass(guarded)
        dog.look()
    assert loop.restarts == 0


def test_a_clock_set_forward_between_two_looks_is_no_alarm(guarded: Guarded) -> None:
    dog, loop = _dog(guarded)
    guarded.act()
    guarded.bench.clock.at += timedelta(days=2)
    dog.look()
    guarded.loop.turn()
    dog.look()
    assert (loop.restarts, guarded.alarms()) == (0, [])


def test_what_is_due_counts_from_when_it_became_due_or_was_tried(guarded: Guarded) -> None:
    def asked() -> object:
        with guarded.bench.store.read() as uow:
            return stuck_since(uow, guarded.bench.clock.now())

    assert asked() is None
    guarded.act()
    assert asked() is None
    _pass(guarded)
    assert asked() == NOW
    guarded.central.answers = [Answer(AnswerClass.SESSION, None, "TOKEN_REFUSED")]
    guarded.loop.turn()
    assert asked() is None
    _pass(guarded)
    tried = guarded.bench.clock.now() - STUCK_AFTER - timedelta(seconds=1)
    assert asked() == tried


def test_a_lease_that_nobody_ends_counts_once_it_has_lapsed(guarded: Guarded) -> None:
    act = guarded.act()
    with guarded.bench.store.begin() as uow:
        uow.queue.lease("gone", guarded.bench.clock.now(), LEASE_S)
    _pass(guarded)
    with guarded.bench.store.read() as uow:
        assert stuck_since(uow, guarded.bench.clock.now()) == NOW
    guarded.loop.turn()
    assert guarded.row(act).state is ActState.ACCEPTED


def test_a_watchdog_that_cannot_look_goes_on(guarded: Guarded, error_log: list[str]) -> None:
    dog, _ = _dog(guarded)
    looked = threading.Event()

    def broken() -> None:
        looked.set()
        raise ZeroDivisionError

    dog.look = broken  # type: ignore[method-assign]
    dog._run_once()
    assert looked.is_set()
    assert error_log == ["clinic_terminal.sync.watchdog: the watchdog could not look"]
    error_log.clear()
