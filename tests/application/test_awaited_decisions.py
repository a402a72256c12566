"""A decision that the server made and that never comes is for a person from the second day on."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from clinic_terminal.application.acts import Act, ActState, Answer, AnswerClass
from clinic_terminal.application.day_comparison import NextStep
from clinic_terminal.application.follow_up import close
from clinic_terminal.application.follow_up_record import FollowUpRecord, Matter, statement_subject
from clinic_terminal.application.ports import Decision
from clinic_terminal.application.reconciliation import compare_day, reconcile
from tests.application.test_reconciliation import _act, _lists, _only, _row
from tests.build import TODAY, snapshot
from tests.terminal import CLERK, Bench, make_bench

HOURS, DAY = 3_600, 86_400


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    made = make_bench(tmp_path, snapshot())
    yield made
    made.store.close()


def _decided_there(bench: Bench) -> Act:
    act = _act(bench, "PENDING")
    _lists(bench, _row(act))
    return act


def _step(bench: Bench) -> NextStep:
    return _only(compare_day(bench.terminal, TODAY)).step


def _open(bench: Bench) -> list[FollowUpRecord]:
    with bench.store.read() as uow:
        return uow.follow_ups.waiting()


def test_on_the_first_day_it_is_waited_for_however_often_it_is_compared(bench: Bench) -> None:
    _decided_there(bench)
    for _ in range(3):
        assert _step(bench) is NextStep.WAIT
        bench.clock.advance(HOURS)
    assert _open(bench) == []


def test_from_the_next_day_on_it_is_for_a_person_who_is_told_both_states(bench: Bench) -> None:
    act = _decided_there(bench)
    _step(bench)
    bench.clock.advance(DAY)
    assert [_step(bench), _step(bench)] == [NextStep.CALL] * 2
    (record,) = _open(bench)
    assert (record.subject, record.matter) == (statement_subject(TODAY, act.id), Matter.STATEMENT)
    assert (record.facts["ours_state"], record.facts["theirs_state"]) == ("PENDING", "ACCEPTED")
    bench.clock.advance(DAY)
    assert _step(bench) is NextStep.CALL
    assert _only(reconcile(bench.terminal, CLERK, TODAY)).step is NextStep.CALL


def test_once_closed_it_stays_closed_and_counts_no_second_time(bench: Bench) -> None:
    act = _decided_there(bench)
    for _ in range(2):
        _step(bench)
        bench.clock.advance(DAY)
    close(bench.terminal, CLERK, statement_subject(TODAY, act.id), "已致电")
    _step(bench)
    assert _open(bench) == []


def test_a_decision_that_comes_after_all_ends_the_difference(bench: Bench) -> None:
    act = _decided_there(bench)
    for _ in range(2):
        _step(bench)
        bench.clock.advance(DAY)
    said = Answer(AnswerClass.FINAL, ActState.ACCEPTED, "", receipt=b"{}")
    with bench.store.begin() as uow:
        uow.decisions.put(Decision(act.id, act.digest, said), bench.clock.now())
    assert compare_day(bench.terminal, TODAY).equal


def test_a_difference_of_another_kind_before_does_not_hurry_a_decision(bench: Bench) -> None:
    act = _act(bench, "PENDING")
    _lists(bench, _row(act, digest="e" * 64))
    compare_day(bench.terminal, TODAY)
    bench.clock.advance(timedelta(days=1).total_seconds())
    _lists(bench, _row(act))
    assert _step(bench) is NextStep.WAIT
