"""Which acts go together, which alone, and what becomes of them when a request fails as a whole."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest

from clinic_terminal.application.acts import Act, ActKind, ActState, Answer, AnswerClass, QueueRow
from clinic_terminal.application.store_ports import UnitOfWork
from clinic_terminal.domain.adjudication import Counters
from clinic_terminal.sync.upload import LEASE_S, MOST_TOGETHER, STEP_S, Step, Uploader
from tests.build import NOW, snapshot
from tests.fakes.ports import FakeCentral, chances
from tests.terminal import Bench, make_bench

ACCEPTED = Answer(AnswerClass.FINAL, ActState.ACCEPTED, "OK", receipt=b"{}", server_time=NOW)
LOST = Answer(AnswerClass.TRANSIENT, None, "NO_CONNECTION")
REFUSED = Answer(AnswerClass.ITEM, None, "DIGEST_CONFLICT", "differs")


@dataclass
class Requests(FakeCentral):
    """Notes what came in which request; ``spoils`` breaks every request that holds such an act."""

    requests: list[list[str]] = field(default_factory=list)
    spoils: Callable[[Act], bool] = lambda _act: False
    shorter: int = 0
    during: Callable[[], object] = lambda: None

    def put_act(self, act: Act) -> Answer:
        self.requests.append([act.id])
        self.during()
        return LOST if self.spoils(act) else super().put_act(act)

    def put_batch(self, acts: Sequence[Act]) -> list[Answer]:
        self.requests.append([act.id for act in acts])
        self.during()
        if any(self.spoils(act) for act in acts):
            return [LOST] * len(acts)
        return [super(Requests, self).put_act(act) for act in acts[: len(acts) - self.shorter]]


@dataclass
class Sending:
    bench: Bench
    central: Requests
    uploader: Uploader

    def acts(self, count: int, first: int = 0) -> list[Act]:
        made = [
            Act(
                self.bench.ids.new(), ActKind.BILL_SIGNED, f"M{first + number}/P", "V", NOW, b"{}", "d" * 64,
                100, Counters(100),
            )
            for number in range(count)
        ]  # fmt: skip
        with self.bench.store.begin() as uow:
            for act in made:
                uow.queue.add(act)
        return made

    def row(self, act: Act) -> QueueRow:
        with self.bench.store.read() as uow:
            row = uow.queue.get(act.id)
        assert row is not None
        return row

    def states(self, acts: list[Act]) -> list[ActState]:
        return [self.row(act).state for act in acts]

    def drained(self, most_turns: int = 200) -> int:
        """Take turns until nothing is unsent, as the loop does; return how many."""
        for turn in range(most_turns):
            while self.uploader.step() in {Step.SETTLED, Step.PARKED, Step.LATE}:
                pass
            with self.bench.store.read() as uow:
                exposure = uow.queue.exposure()
            if exposure.unsent_count == exposure.parked_count:
                return turn
            self.bench.clock.advance(5)
        raise AssertionError


@pytest.fixture
def sending(tmp_path: Path) -> Iterator[Sending]:
    bench = make_bench(tmp_path, snapshot())
    central = Requests()
    yield Sending(bench, central, Uploader(bench.store, central, bench.clock, chances([0.5]), "me"))
    bench.store.close()


def test_one_act_goes_alone_and_many_go_together(sending: Sending) -> None:
    (one,) = sending.acts(1)
    assert sending.uploader.step() is Step.SETTLED
    many = sending.acts(MOST_TOGETHER + 5, first=10)
    assert [sending.uploader.step() for _ in range(2)] == [Step.SETTLED, Step.IDLE]
    assert [len(request) for request in sending.central.requests] == [1, MOST_TOGETHER, 5]
    assert set(sending.states([one, *many])) == {ActState.ACCEPTED}


def test_the_next_batch_is_taken_up_in_the_commit_that_keeps_the_last_ones_answers(
    sending: Sending, monkeypatch: pytest.MonkeyPatch
) -> None:
    sending.acts(3 * MOST_TOGETHER)
    begin, commits = sending.bench.store.begin, 0

    def counted() -> AbstractContextManager[UnitOfWork]:
        nonlocal commits
        commits += 1
        return begin()

    monkeypatch.setattr(sending.bench.store, "begin", counted)
    assert sending.uploader.step() is Step.SETTLED
    assert [len(request) for request in sending.central.requests] == [MOST_TOGETHER] * 3
    assert commits == 1 + 3


def test_a_step_takes_up_no_more_once_it_has_gone_on_for_long(sending: Sending) -> None:
    acts = sending.acts(2 * MOST_TOGETHER)
    sending.central.during = lambda: sending.bench.clock.advance(STEP_S)
    assert sending.uploader.step() is Step.SETTLED
    assert sending.states(acts) == [ActState.ACCEPTED] * MOST_TOGETHER + [ActState.READY] * MOST_TOGETHER


def test_a_person_who_stops_it_between_two_batches_finds_nothing_leased(sending: Sending) -> None:
    acts = sending.acts(2 * MOST_TOGETHER)
    asked: list[bool] = []

    def goes_on() -> bool:
        asked.append(not asked)
        return asked[-1]

    assert sending.uploader.step(goes_on) is Step.SETTLED
    assert [len(request) for request in sending.central.requests] == [MOST_TOGETHER]
    assert sending.states(acts) == [ActState.ACCEPTED] * MOST_TOGETHER + [ActState.READY] * MOST_TOGETHER
    assert {sending.row(act).attempts for act in acts[MOST_TOGETHER:]} == {0}


def test_a_server_that_asks_for_rest_gets_no_further_batch(sending: Sending) -> None:
    acts = sending.acts(MOST_TOGETHER + 2)
    slow = replace(ACCEPTED, retry_after_s=30)
    sending.central.answers = [slow] * MOST_TOGETHER
    assert sending.uploader.step() is Step.SETTLED
    assert sending.states(acts[-2:]) == [ActState.READY] * 2


def test_of_a_chain_only_the_oldest_act_is_in_a_batch(sending: Sending) -> None:
    first, other = sending.acts(2)
    with sending.bench.store.begin() as uow:
        follower = Act(
            sending.bench.ids.new(), ActKind.NOTE, first.chain, "V", NOW, b"{}", "d" * 64, 0, Counters()
        )
        uow.queue.add(follower)
    sending.drained()
    assert sending.central.requests == [[first.id, other.id], [follower.id]]


def test_items_of_a_batch_end_each_in_its_own_state(sending: Sending) -> None:
    acts = sending.acts(4)
    sending.central.answers = [
        REFUSED,
        LOST,
        Answer(AnswerClass.FINAL, ActState.REJECTED, "POLICY_EXPIRED", server_time=NOW),
    ]
    assert sending.uploader.step() is Step.PARKED
    assert sending.states(acts) == [ActState.PARKED, ActState.READY, ActState.REJECTED, ActState.ACCEPTED]
    assert (sending.row(acts[1]).attempts, sending.row(acts[1]).last_error) == (1, "NO_CONNECTION")


def test_a_batch_that_is_lost_is_tried_again_one_by_one(sending: Sending) -> None:
    acts = sending.acts(3)
    sending.central.spoils = lambda _act: True
    assert sending.uploader.step() is Step.WAITING
    assert {sending.row(act).attempts for act in acts} == {1}
    sending.central.spoils = lambda _act: False
    sending.bench.clock.advance(5)
    assert sending.uploader.step() is Step.SETTLED
    assert [len(request) for request in sending.central.requests] == [3, 1, 1, 1]
    assert set(sending.states(acts)) == {ActState.ACCEPTED}


def test_an_act_that_spoils_every_batch_it_is_in_delays_the_others_by_one_attempt(sending: Sending) -> None:
    """Invariant I7, with a poison that the server never judges."""
    acts = sending.acts(120)
    poison = acts[30]
    sending.central.spoils = lambda act: act.id == poison.id
    for _ in range(60):
        sending.uploader.step()
        sending.bench.clock.advance(5)
    others = [act for act in acts if act is not poison]
    assert set(sending.states(others)) == {ActState.ACCEPTED}
    assert max(sending.row(act).attempts for act in others) == 2
    assert [request for request in sending.central.requests if poison.id in request][1:] == [[poison.id]] * (
        sending.row(poison).attempts - 1
    )


def test_a_session_answer_gives_the_whole_batch_back_untouched(sending: Sending) -> None:
    acts = sending.acts(3)
    sending.central.answers = [Answer(AnswerClass.SESSION, None, "TERMINAL_REVOKED")] * 3
    assert sending.uploader.step() is Step.PAUSED
    assert {(sending.row(act).state, sending.row(act).attempts) for act in acts} == {(ActState.READY, 0)}
    assert sending.drained() == 0


def test_what_was_not_sent_goes_back_untouched(sending: Sending) -> None:
    acts = sending.acts(4)
    sending.central.shorter = 3
    assert sending.uploader.step() is Step.SETTLED
    assert sending.states(acts) == [ActState.ACCEPTED, *[ActState.READY] * 3]
    assert {sending.row(act).attempts for act in acts[1:]} == {0}


def test_batches_shrink_while_requests_fail_and_grow_again(sending: Sending) -> None:
    sending.acts(300)
    sending.central.spoils = lambda _act: True
    for _ in range(3):
        sending.uploader.step()
    sizes = [len(request) for request in sending.central.requests]
    assert sizes == [50, 25, 12]
    sending.central.spoils = lambda _act: False
    sending.drained()
    fresh = [len(request) for request in sending.central.requests[3:] if len(request) > 1]
    assert fresh[:4] == [6, 12, 24, 48]


def test_a_server_that_asks_for_rest_gets_it_for_acts_it_did_not_speak_of(sending: Sending) -> None:
    first = sending.acts(1)[0]
    sending.central.answers = [Answer(AnswerClass.TRANSIENT, None, "HTTP_429", retry_after_s=30)]
    assert sending.uploader.step() is Step.WAITING
    assert sending.row(first).next_attempt == NOW + timedelta(seconds=30)
    other = sending.acts(1, first=5)[0]
    sending.bench.clock.advance(29)
    assert sending.uploader.step() is Step.IDLE
    assert sending.row(other).attempts == 0
    sending.bench.clock.advance(1)
    sending.drained()
    assert sending.states([first, other]) == [ActState.ACCEPTED] * 2


def test_a_server_that_asks_for_an_absurd_rest_silences_others_for_a_minute_only(
    sending: Sending,
) -> None:
    first = sending.acts(1)[0]
    sending.central.answers = [Answer(AnswerClass.TRANSIENT, None, "HTTP_503", retry_after_s=10**8)]
    sending.uploader.step()
    assert sending.row(first).next_attempt == NOW + timedelta(hours=1)
    other = sending.acts(1, first=5)[0]
    sending.bench.clock.advance(60)
    assert sending.uploader.step() is Step.SETTLED
    assert sending.states([other]) == [ActState.ACCEPTED]


def test_nothing_more_is_sent_when_an_answer_took_so_long_that_the_lease_may_lapse(
    sending: Sending,
) -> None:
    acts = sending.acts(3)
    sending.central.spoils = lambda _act: True
    sending.uploader.step()
    sending.bench.clock.advance(5)
    sending.central.spoils = lambda _act: False
    sending.central.during = lambda: sending.bench.clock.advance(16)
    assert sending.uploader.step() is Step.SETTLED
    assert sending.states(acts) == [ActState.ACCEPTED, ActState.READY, ActState.READY]
    assert [sending.row(act).attempts for act in acts] == [2, 1, 1]


def test_when_the_program_stops_between_two_requests_the_rest_goes_back(sending: Sending) -> None:
    acts = sending.acts(3)
    sending.central.spoils = lambda _act: True
    sending.uploader.step()
    sending.bench.clock.advance(5)
    sending.central.spoils = lambda _act: False
    assert sending.uploader.step(lambda: False) is Step.SETTLED  # the request under way is ended well
    assert sending.states(acts) == [ActState.ACCEPTED, ActState.READY, ActState.READY]
    assert sending.drained() == 0


def test_answers_to_a_batch_that_come_after_another_worker_took_over_do_not_count(sending: Sending) -> None:
    acts = sending.acts(3)
    other = Uploader(sending.bench.store, FakeCentral(), sending.bench.clock, chances([0.5]), "other")

    def taken_over() -> None:
        sending.bench.clock.advance(LEASE_S + 1)
        assert other.step() is Step.SETTLED

    sending.central.during = taken_over
    sending.central.answers = [REFUSED] * 3
    assert sending.uploader.step() is Step.LATE
    assert sending.states(acts) == [ActState.ACCEPTED] * 3


def test_a_program_that_dies_in_mid_batch_has_its_acts_sent_again_under_their_ids(sending: Sending) -> None:
    acts = sending.acts(3)

    def die() -> None:
        raise KeyboardInterrupt

    sending.central.during = die
    with pytest.raises(KeyboardInterrupt):
        sending.uploader.step()
    assert sending.states(acts) == [ActState.SENDING] * 3
    sending.central.during = lambda: None
    again = Uploader(sending.bench.store, sending.central, sending.bench.clock, chances([0.5]), "again")
    assert again.step() is Step.IDLE
    sending.bench.clock.advance(LEASE_S)
    assert again.step() is Step.SETTLED
    assert sending.states(acts) == [ActState.ACCEPTED] * 3
    assert {act for request in sending.central.requests for act in request} == {act.id for act in acts}
