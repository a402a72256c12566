from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from clinic_terminal.application.acts import Act, ActKind, ActState, Answer, AnswerClass, QueueRow
from clinic_terminal.application.failures import CentralRefusedError
from clinic_terminal.application.ports import Changes
from clinic_terminal.domain.adjudication import Counters
from clinic_terminal.sync.download import Downloader
from clinic_terminal.sync.upload import Step, Uploader
from tests.build import NOW, snapshot
from tests.fakes.ports import chances
from tests.terminal import Bench, make_bench


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    made = make_bench(tmp_path, snapshot())
    yield made
    made.store.close()


def _act(bench: Bench, chain: str = "M/P") -> Act:
    act_id = bench.ids.new()
    act = Act(act_id, ActKind.BILL_SIGNED, chain, "V", NOW, b"{}", "d" * 64, 100, Counters(100))
    with bench.store.begin() as uow:
        uow.queue.add(act)
    return act


def _uploader(bench: Bench) -> Uploader:
    return Uploader(bench.store, bench.central, bench.clock, chances([1.0]), "me", most=1)


def _row(bench: Bench, act: Act) -> QueueRow:
    with bench.store.read() as uow:
        row = uow.queue.get(act.id)
    assert row is not None
    return row


def test_an_accepted_act_keeps_its_receipt_and_leaves_the_counters(bench: Bench) -> None:
    act = _act(bench)
    assert _uploader(bench).step() is Step.SETTLED
    row = _row(bench, act)
    assert (row.state, row.receipt, row.snapshot_version) == (ActState.ACCEPTED, b"{}", 2)
    with bench.store.read() as uow:
        assert uow.queue.exposure().unsent_count == 0
        assert uow.memory.freshness().last_upload == NOW
    assert _uploader(bench).step() is Step.IDLE


def test_no_answer_is_tried_again_later_and_not_before(bench: Bench) -> None:
    act = _act(bench)
    bench.central.reachable = False
    uploader = _uploader(bench)
    assert uploader.step() is Step.WAITING
    assert uploader.step() is Step.IDLE
    bench.clock.advance(2)
    assert uploader.step() is Step.WAITING
    row = _row(bench, act)
    assert (row.state, row.attempts, row.last_error) == (ActState.READY, 2, "NO_CONNECTION")


def test_the_servers_retry_after_is_honoured(bench: Bench) -> None:
    act = _act(bench)
    bench.central.answers = [Answer(AnswerClass.TRANSIENT, None, "HTTP_429", retry_after_s=120)]
    _uploader(bench).step()
    assert _row(bench, act).next_attempt == NOW + timedelta(seconds=120)


def test_a_session_answer_pauses_and_touches_no_item(bench: Bench) -> None:
    act = _act(bench)
    bench.central.answers = [Answer(AnswerClass.SESSION, None, "TOKEN_REFUSED")]
    assert _uploader(bench).step() is Step.PAUSED
    row = _row(bench, act)
    assert (row.state, row.attempts) == (ActState.READY, 0)


def test_a_poisoned_act_parks_alone_and_others_go_on(bench: Bench) -> None:
    poisoned, follower, other = _act(bench, "A/1"), _act(bench, "A/1"), _act(bench, "B/1")
    bench.central.answers = [Answer(AnswerClass.ITEM, None, "DIGEST_CONFLICT", "differs")]
    uploader = _uploader(bench)
    assert [uploader.step() for _ in range(3)] == [Step.PARKED, Step.SETTLED, Step.IDLE]
    assert _row(bench, poisoned).state is ActState.PARKED
    assert _row(bench, follower).state is ActState.READY
    assert _row(bench, other).state is ActState.ACCEPTED


def test_an_answer_after_the_lease_was_taken_over_does_not_count(bench: Bench) -> None:
    act = _act(bench)

    class Slow(type(bench.central)):  # type: ignore[misc]  # a central that answers after the lease lapsed
        def put_act(self, act: Act) -> Answer:
            del act
            bench.clock.advance(120)
            assert Uploader(bench.store, bench.central, bench.clock, chances([1.0]), "other").step()
            return Answer(AnswerClass.ITEM, None, "LATE")

    slow = Uploader(bench.store, Slow(), bench.clock, chances([1.0]), "me")
    assert slow.step() is Step.LATE
    assert _row(bench, act).state is ActState.ACCEPTED


def test_a_page_of_changes_moves_the_cursor_with_what_it_brought(bench: Bench) -> None:
    bench.central.pages = [Changes("c1", more=False, server_time=NOW, revoked=("aa" * 8,), card_keys="{}")]
    assert not Downloader(bench.store, bench.central, bench.clock).step()
    with bench.store.read() as uow:
        assert uow.memory.freshness().cursor == "c1"
        assert uow.memory.revoked() == {"aa" * 8}
        assert uow.memory.card_keys() == "{}"


def test_a_cursor_that_the_server_forgot_starts_anew(bench: Bench) -> None:
    with bench.store.begin() as uow:
        marks = uow.memory.freshness()
        uow.memory.set_freshness(type(marks)(cursor="old"))
    asked: list[str] = []

    class Forgetful(type(bench.central)):  # type: ignore[misc]  # a server that was restored from a backup
        def changes(self, cursor: str) -> Changes:
            asked.append(cursor)
            if cursor:
                raise CentralRefusedError("CURSOR_GONE", "")
            return Changes("new", more=False, server_time=NOW)

    Downloader(bench.store, Forgetful(), bench.clock).step()
    assert asked == ["old", ""]


def test_an_older_answer_does_not_move_the_marks_back(bench: Bench) -> None:
    later = NOW + timedelta(minutes=5)
    _act(bench)
    bench.central.answers = [
        Answer(AnswerClass.FINAL, ActState.ACCEPTED, "OK", receipt=b"{}", server_time=later)
    ]
    _uploader(bench).step()
    bench.central.pages = [
        Changes("c1", more=True, server_time=later - timedelta(minutes=1)),
        Changes("c2", more=False, server_time=NOW),
    ]
    downloader = Downloader(bench.store, bench.central, bench.clock)
    assert downloader.step()
    assert not downloader.step()
    with bench.store.read() as uow:
        marks = uow.memory.freshness()
    assert (marks.cursor, marks.server_time) == ("c2", later)
    assert marks.last_download == later - timedelta(minutes=1)
