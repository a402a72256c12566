"""Turns of the sync thread: acts first, then changes, then children to come; by hand nothing at all."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest

from clinic_terminal.application.acts import Act, ActKind, ActState, Answer, AnswerClass, QueueRow
from clinic_terminal.application.line import CHOSEN, Line, LineKeeper, LineState
from clinic_terminal.application.offline_choice import choose_offline, choose_online
from clinic_terminal.application.ports import Changes, EligibilityQuery, SignedSnapshot
from clinic_terminal.application.watched_central import WatchedCentral
from clinic_terminal.domain.adjudication import Counters
from clinic_terminal.domain.visit import Stage, Visit
from clinic_terminal.sync.download import Downloader
from clinic_terminal.sync.loop import PREFETCHES_A_TURN, Pace, Steps, SyncLoop
from clinic_terminal.sync.prefetch import Prefetcher
from clinic_terminal.sync.upload import Uploader
from tests.build import CHILD, NOW, TODAY, snapshot
from tests.fakes.ports import FakeCentral, chances
from tests.terminal import CLERK, Bench, make_bench


class Diary(FakeCentral):
    """Writes down in which order it was asked for what."""

    def __init__(self) -> None:
        super().__init__([snapshot()])
        self.asked: list[str] = []

    def put_act(self, act: Act) -> Answer:
        self.asked.append("act")
        return super().put_act(act)

    def changes(self, cursor: str) -> Changes:
        self.asked.append("changes")
        return super().changes(cursor)

    def eligibility(self, query: EligibilityQuery) -> list[SignedSnapshot]:
        self.asked.append("child")
        return super().eligibility(query)


@dataclass
class Running:
    """A loop on a real store whose turns the test takes, and what it told."""

    bench: Bench
    central: Diary
    keeper: LineKeeper
    loop: SyncLoop
    told: list[LineState] = field(default_factory=list)
    stored: list[int] = field(default_factory=list)

    def act(self, chain: str = "M/P") -> Act:
        act_id = self.bench.ids.new()
        act = Act(act_id, ActKind.BILL_SIGNED, chain, "V", NOW, b"{}", "d" * 64, 100, Counters(100))
        with self.bench.store.begin() as uow:
            uow.queue.add(act)
        return act

    def row(self, act: Act) -> QueueRow:
        with self.bench.store.read() as uow:
            row = uow.queue.get(act.id)
        assert row is not None
        return row

    def expect(self, count: int) -> None:
        with self.bench.store.begin() as uow:
            for number in range(count):
                person = replace(CHILD, member=f"202604C0000099{number:03d}")
                visit = Visit(f"V-{number}", Stage.EXPECTED, TODAY, person, "", "", expected_at=NOW)
                uow.visits.put(visit)
                self.central.snapshots.append(snapshot(person=person, policy=f"POL-{number}"))


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    bench = make_bench(tmp_path, snapshot())
    central, keeper = Diary(), LineKeeper(bench.clock)
    watched = WatchedCentral(central, keeper)
    terminal = replace(bench.terminal, central=watched)
    steps = Steps(
        Uploader(bench.store, watched, bench.clock, chances([1.0]), "me", most=1),
        Downloader(bench.store, watched, bench.clock),
        Prefetcher(terminal),
    )
    stored: list[int] = []
    loop = SyncLoop(steps, keeper, bench.clock, lambda: stored.append(1), Pace(0.0, 0.01))
    made = Running(bench, central, keeper, loop, stored=stored)
    keeper.listen(made.told.append)
    yield made
    loop.stop()
    bench.store.close()


def test_a_turn_drains_the_queue_and_says_that_the_line_is_up(running: Running) -> None:
    acts = [running.act(f"M{number}/P") for number in range(5)]
    running.loop.turn()
    assert {running.row(act).state for act in acts} == {ActState.ACCEPTED}
    assert [state.line for state in running.told] == [Line.ONLINE]
    assert len(running.stored) >= 2


def test_an_outage_is_told_and_survived(running: Running) -> None:
    act = running.act()
    running.central.reachable = False
    running.loop.turn()
    assert [(state.line, state.code) for state in running.told] == [(Line.OFFLINE, "NO_CONNECTION")]
    running.central.reachable = True
    running.bench.clock.advance(400)
    running.loop.turn()
    running.bench.clock.advance(5)
    running.loop.turn()
    assert running.told[-1].line is Line.ONLINE
    assert running.row(act).state is ActState.ACCEPTED


def test_a_refused_session_is_told_as_such(running: Running) -> None:
    running.act()
    running.central.answers = [Answer(AnswerClass.SESSION, None, "TERMINAL_REVOKED")] * 9
    running.loop.turn()
    assert running.told[0].line is Line.REFUSED


def test_changes_are_fetched_every_half_minute_and_at_every_turn_while_the_line_is_in_doubt(
    running: Running,
) -> None:
    asked = running.central.asked
    running.loop.turn()
    running.loop.turn()
    assert asked == ["changes"]
    running.bench.clock.advance(31)
    running.central.reachable = False
    running.loop.turn()
    seen = [(state.line, state.doubted) for state in running.told]
    assert seen == [(Line.ONLINE, False), (Line.ONLINE, True)]  # one failure is no outage
    for _ in range(3):
        running.bench.clock.advance(5)
        running.loop.turn()
    assert asked == ["changes"] * 5
    running.central.reachable = True
    for _ in range(3):
        running.bench.clock.advance(5)
        running.loop.turn()
    assert [state.line for state in running.told[2:]] == [Line.OFFLINE, Line.ONLINE]
    assert len(asked) == 7  # two proved the return, and the third turn had no reason to ask


def test_children_are_prefetched_a_few_a_turn_and_an_act_waits_for_one_question_at_most(
    running: Running,
) -> None:
    running.expect(8)
    late: list[Act] = []

    def finish(query: EligibilityQuery) -> list[SignedSnapshot]:
        if len(late) < 2:
            late.append(running.act(f"M{len(late)}/P"))
        return Diary.eligibility(running.central, query)

    running.central.eligibility = finish  # type: ignore[method-assign]
    running.loop.turn()
    assert running.central.asked == [
        "changes", "child", "act", "child", "act", *["child"] * (PREFETCHES_A_TURN - 2)
    ]  # fmt: skip
    assert {running.row(act).state for act in late} == {ActState.ACCEPTED}


def test_nothing_is_prefetched_while_the_line_is_down_or_refused(running: Running) -> None:
    running.expect(3)
    running.central.reachable = False
    running.loop.turn()
    running.keeper.refused("TERMINAL_REVOKED")
    running.loop.turn()
    assert "child" not in running.central.asked


def test_a_failed_prefetch_reaches_the_keeper_ends_the_turn_and_does_not_spin(running: Running) -> None:
    running.expect(8)

    def fail(query: EligibilityQuery) -> list[SignedSnapshot]:
        del query
        running.central.asked.append("child")
        running.central.reachable = False
        raise_if_away(running.central)
        return []

    running.central.eligibility = fail  # type: ignore[method-assign]
    running.loop.turn()
    assert running.central.asked == ["changes", "child"]
    assert running.keeper.is_in_doubt
    running.central.reachable = True
    for _ in range(11):
        running.bench.clock.advance(5)
        running.loop.turn()
    assert running.central.asked.count("child") == 1  # a minute's rest, and the line stayed up
    assert running.keeper.state.line is Line.ONLINE


def raise_if_away(central: FakeCentral) -> None:
    central._check()


def test_by_hand_nothing_is_asked_and_nothing_is_sent(running: Running) -> None:
    act = running.act()
    running.expect(2)
    choose_offline(running.bench.terminal, CLERK, running.keeper)
    for _ in range(20):
        running.bench.clock.advance(600)
        running.loop.wake()
        running.loop.turn()
    assert running.central.asked == []
    row = running.row(act)
    assert (row.state, row.attempts, row.fence) == (ActState.READY, 0, 0)
    choose_online(running.bench.terminal, CLERK, running.keeper)
    running.loop.wake()
    running.loop.turn()
    assert running.row(act).state is ActState.ACCEPTED
    assert [(state.line, state.chosen) for state in running.told] == [
        (Line.OFFLINE, True),
        (Line.UNKNOWN, False),
        (Line.ONLINE, False),
    ]


def test_an_act_that_was_taken_up_when_the_hand_chose_goes_back_untouched(running: Running) -> None:
    taken = running.act()
    other = running.act("N/Q")
    put_act = running.central.put_act

    def choosing(act: Act) -> Answer:
        running.keeper.close_line(NOW)
        return put_act(act)

    running.central.put_act = choosing  # type: ignore[method-assign]
    running.loop.turn()
    assert running.row(taken).state is ActState.ACCEPTED  # it was under way
    assert (running.row(other).state, running.row(other).attempts) == (ActState.READY, 0)
    watched = running.loop._steps.upload.central
    assert watched.put_act(other) == Answer(AnswerClass.SESSION, None, CHOSEN)


def test_the_thread_starts_wakes_and_stops(running: Running) -> None:
    act = running.act()
    running.loop.start()
    running.loop.wake()
    running.loop.stop()
    assert running.row(act).state in (ActState.ACCEPTED, ActState.READY)


def test_a_fault_of_our_own_is_logged_and_the_next_turn_goes_on(
    running: Running, error_log: list[str]
) -> None:
    sent = running.act()
    put_act = running.central.put_act

    def broken(act: Act) -> Answer:
        del act
        raise ZeroDivisionError

    running.central.put_act = broken  # type: ignore[method-assign]
    running.loop.turn()
    assert error_log == ["clinic_terminal.sync.loop: sync turn failed"]
    error_log.clear()
    running.central.put_act = put_act  # type: ignore[method-assign]
    running.bench.clock.at += timedelta(minutes=5)
    running.loop.turn()
    assert running.row(sent).state is ActState.ACCEPTED
