"""The keeper of the line: who is told of what, what a person chose, and the watch over the central API."""

import threading
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from clinic_terminal.application.acts import Act, ActKind, Answer, AnswerClass
from clinic_terminal.application.failures import (
    CentralRefusedError,
    CentralSessionError,
    CentralUnreachableError,
    StoreFailedError,
)
from clinic_terminal.application.line import CHOSEN, Line, LineKeeper, LineState
from clinic_terminal.application.offline_choice import choose_offline, choose_online, chosen_since
from clinic_terminal.application.ports import CentralApi, EligibilityQuery
from clinic_terminal.application.watched_central import WatchedCentral
from tests.build import NOW, TODAY, snapshot
from tests.fakes.ports import FakeCentral, SetClock
from tests.terminal import CLERK, Bench, make_bench

QUERY = EligibilityQuery(TODAY, "M-1")
QUESTIONS: tuple[Callable[[CentralApi], object], ...] = (
    lambda central: central.eligibility(QUERY),
    lambda central: central.changes(""),
    lambda central: central.statement(TODAY),
)
ACT = Act("A-1", ActKind.NOTE, "M/P", "V", NOW, b"{}", "d" * 64, 0)


@dataclass
class Watch:
    """A keeper with its clock, and everything that it told."""

    clock: SetClock = field(default_factory=SetClock)
    told: list[LineState] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.keeper = LineKeeper(self.clock)
        self.keeper.listen(self.told.append)
        self.central = FakeCentral([snapshot()])
        self.watched = WatchedCentral(self.central, self.keeper)

    @property
    def lines(self) -> list[Line]:
        return [state.line for state in self.told]


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    made = make_bench(tmp_path, snapshot())
    yield made
    made.store.close()


def test_a_change_is_told_once_with_its_time_and_its_cause(watch: Watch) -> None:
    watch.keeper.answered()
    watch.keeper.answered()
    watch.clock.advance(5)
    watch.keeper.failed("TIMEOUT")
    watch.clock.advance(5)
    watch.keeper.failed("NO_CONNECTION")
    assert watch.told == [
        LineState(Line.ONLINE, "", chosen=False, since=NOW),
        LineState(Line.ONLINE, "", chosen=False, since=NOW, doubted=True),
        LineState(Line.OFFLINE, "NO_CONNECTION", chosen=False, since=NOW + timedelta(seconds=10)),
    ]
    watch.clock.advance(5)
    watch.keeper.failed("TIMEOUT")
    assert watch.told[-1] == LineState(Line.OFFLINE, "TIMEOUT", since=NOW + timedelta(seconds=10))


def test_an_answer_ends_the_doubt_that_a_lonely_failure_raised(watch: Watch) -> None:
    watch.keeper.answered()
    watch.clock.advance(5)
    watch.keeper.failed("TIMEOUT")
    watch.clock.advance(1)
    watch.keeper.answered()
    assert watch.told == [
        LineState(Line.ONLINE, since=NOW),
        LineState(Line.ONLINE, since=NOW, doubted=True),
        LineState(Line.ONLINE, since=NOW),
    ]


def test_nobody_is_told_after_it_listens_no_more(watch: Watch) -> None:
    watch.keeper.forget(watch.told.append)
    watch.keeper.answered()
    assert watch.told == []


def test_a_lonely_answer_proves_itself_by_time(watch: Watch) -> None:
    watch.keeper.failed("TIMEOUT")
    watch.keeper.answered()
    watch.keeper.wait()
    assert watch.keeper.state.is_offline
    watch.clock.advance(10)
    watch.keeper.wait()
    assert watch.lines == [Line.OFFLINE, Line.ONLINE]


def test_reports_of_many_threads_are_told_in_order_and_none_is_lost(watch: Watch) -> None:
    """Each line told differs from the one before, and the last one told is the one that stands."""
    start = threading.Barrier(8)

    def report(number: int) -> None:
        start.wait()
        for _ in range(300):
            watch.clock.advance(3)
            (watch.keeper.answered, lambda: watch.keeper.failed("TIMEOUT"))[number % 2]()

    threads = [threading.Thread(target=report, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert watch.told[-1] == watch.keeper.state
    assert all(one != other for one, other in zip(watch.told, watch.told[1:], strict=False))


def test_a_person_closes_the_line_and_nothing_that_is_heard_opens_it(watch: Watch) -> None:
    watch.keeper.answered()
    watch.keeper.close_line(NOW)
    watch.keeper.answered()
    watch.clock.advance(60)
    watch.keeper.wait()
    watch.keeper.refused("TERMINAL_REVOKED")
    assert watch.keeper.state == LineState(Line.OFFLINE, CHOSEN, chosen=True, since=NOW)
    assert not watch.keeper.is_in_doubt
    watch.keeper.open_line()
    assert watch.keeper.state.line is Line.UNKNOWN
    assert watch.lines == [Line.ONLINE, Line.OFFLINE, Line.UNKNOWN]


@pytest.mark.parametrize(
    ("failure", "line"),
    [
        (CentralUnreachableError("TIMEOUT"), Line.OFFLINE),
        (CentralSessionError("TERMINAL_REVOKED"), Line.REFUSED),
        (CentralRefusedError("CARD_REFUSED", ""), Line.ONLINE),
        (None, Line.ONLINE),
    ],
)
def test_every_question_is_reported(failure: Exception | None, line: Line) -> None:
    class Failing(FakeCentral):
        def _check(self) -> None:
            if failure is not None:
                raise failure

    for ask in QUESTIONS:
        keeper = LineKeeper(SetClock())
        watched = WatchedCentral(Failing(), keeper)
        with nullcontext() if failure is None else pytest.raises(type(failure)):
            ask(watched)
        assert keeper.state.line is line


@pytest.mark.parametrize(
    ("answer", "line"),
    [
        (Answer(AnswerClass.FINAL), Line.ONLINE),
        (Answer(AnswerClass.ITEM, None, "DIGEST_CONFLICT"), Line.ONLINE),
        (Answer(AnswerClass.TRANSIENT, None, "TIMEOUT"), Line.OFFLINE),
        (Answer(AnswerClass.SESSION, None, "TERMINAL_REVOKED"), Line.REFUSED),
    ],
)
def test_every_answer_to_an_act_is_reported(watch: Watch, answer: Answer, line: Line) -> None:
    watch.central.answers = [answer]
    assert watch.watched.put_act(ACT) == answer
    assert watch.keeper.state.line is line
    assert watch.keeper.state.code == (answer.code if line is not Line.ONLINE else "")


def test_on_a_closed_line_no_request_leaves_and_no_act_is_touched(watch: Watch) -> None:
    asked: list[str] = []

    class Listening(FakeCentral):
        def _check(self) -> None:
            asked.append("a request")

    watched = WatchedCentral(Listening(), watch.keeper)
    watch.keeper.close_line(NOW)
    for ask in QUESTIONS:
        with pytest.raises(CentralUnreachableError) as refused:
            ask(watched)
        assert refused.value.cause == CHOSEN
    assert watched.put_act(ACT).answer_class is AnswerClass.SESSION
    assert asked == []
    assert watch.central.sent == []


def test_the_choice_is_kept_audited_and_survives_a_restart(bench: Bench) -> None:
    keeper = LineKeeper(bench.clock)
    choose_offline(bench.terminal, CLERK, keeper)
    bench.clock.advance(3_600)
    choose_offline(bench.terminal, CLERK, keeper)
    with bench.store.read() as uow:
        since = chosen_since(uow)
    again = LineKeeper(bench.clock, since)
    assert again.state == keeper.state == LineState(Line.OFFLINE, CHOSEN, chosen=True, since=NOW)
    choose_online(bench.terminal, CLERK, again)
    choose_online(bench.terminal, CLERK, again)
    assert not again.state.chosen
    with bench.store.read() as uow:
        assert chosen_since(uow) is None
        assert uow.audit.verify() == 2  # each choice once, however often it is pressed


def test_a_choice_that_cannot_be_kept_is_none(bench: Bench) -> None:
    keeper = LineKeeper(bench.clock)
    bench.store.close()
    with pytest.raises(StoreFailedError):
        choose_offline(bench.terminal, CLERK, keeper)
    assert not keeper.state.chosen
