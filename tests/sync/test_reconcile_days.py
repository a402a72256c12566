"""Every day with acts is compared sooner or later: late acts, closed days, restarts, troublesome days."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from clinic_terminal.application.acts import ActState, Answer, AnswerClass
from clinic_terminal.application.day_comparison import DayComparison, NextStep
from clinic_terminal.application.failures import CentralUnreachableError
from clinic_terminal.application.ports import Statement
from clinic_terminal.application.reconciliation import DAYS_BACK, days, reconcile
from clinic_terminal.sync.reconcile import LOOK_EVERY_S, REST_S
from tests.build import NOW, TODAY
from tests.sync.daily import Daily, back, make_daily
from tests.terminal import CLERK

(YESTERDAY,) = back(1)


@pytest.fixture
def daily(tmp_path: Path) -> Iterator[Daily]:
    made = make_daily(tmp_path)
    yield made
    made.bench.store.close()


def _compared(daily: Daily, day_back: int) -> DayComparison:
    (day,) = back(day_back)
    return next(one for one in days(daily.bench.terminal) if one.day == day)


def _settled(daily: Daily) -> None:
    """Let the act that waits get its answer now."""
    with daily.bench.store.begin() as uow:
        (row,) = uow.queue.lease("tests", daily.bench.clock.now(), 60)
        said = Answer(AnswerClass.FINAL, ActState.ACCEPTED, "OK", receipt=b"{}")
        uow.queue.settle(row, said, daily.bench.clock.now())


def test_after_closed_days_the_last_day_of_work_is_compared_and_what_lies_between(daily: Daily) -> None:
    daily.equal(*back(4))
    assert daily.run() == back(1, 2, 3, 4)


def test_what_the_server_lost_before_the_closed_days_is_offered_to_it_again(daily: Daily) -> None:
    act = daily.act(back(3)[0])
    daily.run()
    assert daily.central.sent == [act]


def test_each_morning_yesterday_and_the_last_day_of_work_are_compared_and_no_more(daily: Daily) -> None:
    for day in back(4, 5):
        daily.equal(day)
    daily.run()
    assert daily.tomorrow() == [TODAY, *back(4)]
    daily.equal(TODAY + timedelta(days=1))
    assert daily.tomorrow() == [TODAY + timedelta(days=1)]


def test_days_before_the_first_act_are_not_asked_for(daily: Daily) -> None:
    daily.equal(YESTERDAY)
    assert daily.run() == [YESTERDAY]


def test_a_day_longer_ago_than_a_month_is_left_alone(daily: Daily) -> None:
    daily.equal(*back(DAYS_BACK + 1))
    assert daily.run() == [YESTERDAY]
    daily.equal(*back(DAYS_BACK))
    daily.restart()
    assert daily.run()[-1:] == back(DAYS_BACK)


def test_a_day_with_acts_on_their_way_is_compared_again_once_they_have_their_answer(daily: Daily) -> None:
    act = daily.act(YESTERDAY, "READY")
    daily.run()
    assert _compared(daily, 1).waiting == 1
    _settled(daily)
    daily.listed(YESTERDAY, act)
    daily.equal(TODAY)
    assert daily.tomorrow() == [TODAY, YESTERDAY]
    assert (_compared(daily, 1).waiting, _compared(daily, 1).equal) == (0, True)
    daily.equal(TODAY + timedelta(days=1))
    assert daily.tomorrow() == [TODAY + timedelta(days=1)]


def test_an_act_that_came_into_an_equal_day_later_has_it_compared_again(daily: Daily) -> None:
    """A file of acts was taken in, or an act that was set aside was withdrawn."""
    early = daily.act(YESTERDAY)
    daily.listed(YESTERDAY, early)
    daily.run()
    late = daily.act(YESTERDAY, "READY")
    daily.bench.clock.advance(60)
    _settled(daily)
    daily.listed(YESTERDAY, early, late)
    daily.equal(TODAY)
    assert daily.tomorrow() == [TODAY, YESTERDAY]
    daily.equal(TODAY + timedelta(days=1))
    assert daily.tomorrow() == [TODAY + timedelta(days=1)]


def test_a_day_that_differs_is_compared_again_once_a_day(daily: Daily) -> None:
    daily.equal(YESTERDAY)
    daily.lost(YESTERDAY)
    assert daily.run() == back(*range(1, DAYS_BACK + 1))
    daily.bench.clock.advance(REST_S)
    daily.restart()
    assert daily.run() == []
    daily.equal(TODAY)
    assert daily.tomorrow() == [TODAY, YESTERDAY]


def test_the_way_back_goes_on_after_a_restart(daily: Daily) -> None:
    daily.lost(YESTERDAY)
    daily.lost(*back(2))
    daily.equal(*back(3))
    daily.reconciler.step()
    daily.restart()
    daily.reconciler.step()
    daily.restart()
    assert daily.run() == back(3)
    daily.restart()
    assert daily.run() == []


def test_days_that_were_noted_are_compared_after_a_restart_whatever_was_compared_before(daily: Daily) -> None:
    for day in back(0, *range(1, 8)):
        daily.equal(day)
    daily.run()
    daily.set_back()
    daily.restart()
    daily.reconciler.step()
    daily.restart()
    assert daily.run() == back(*range(1, 8))
    daily.restart()
    assert daily.run() == []


def test_a_day_that_the_server_refuses_to_list_does_not_stop_the_others(daily: Daily) -> None:
    for day in back(2, 3):
        daily.equal(day)
    daily.central.refused.add(YESTERDAY)
    assert daily.run() == [YESTERDAY]
    daily.bench.clock.advance(REST_S)
    assert daily.run() == back(2, 3)
    daily.bench.clock.advance(REST_S)
    assert daily.run() == []
    daily.equal(TODAY)
    assert daily.tomorrow() == [TODAY, YESTERDAY]


def test_a_day_without_an_answer_waits_behind_the_others(
    daily: Daily, monkeypatch: pytest.MonkeyPatch
) -> None:
    daily.equal(*back(2))
    listed = daily.central.statement

    def statement(day: object) -> Statement:
        if day == YESTERDAY:
            raise CentralUnreachableError("BAD_STATEMENT")
        return listed(day)  # type: ignore[arg-type]  # a date

    monkeypatch.setattr(daily.central, "statement", statement)
    with pytest.raises(CentralUnreachableError):
        daily.reconciler.step()
    daily.bench.clock.advance(REST_S)
    daily.central.days.clear()
    assert daily.reconciler.step()
    assert daily.central.days == back(2)
    with pytest.raises(CentralUnreachableError):
        daily.reconciler.step()


def test_an_act_that_the_server_answers_and_never_lists_is_for_a_person_and_offered_once_a_day(
    daily: Daily,
) -> None:
    act = daily.act(YESTERDAY)
    daily.equal(*back(2))
    assert daily.run() == back(1, 2)
    (difference,) = _compared(daily, 1).differences
    assert difference.step is NextStep.CALL
    with daily.bench.store.read() as uow:
        assert len(uow.follow_ups.waiting()) == 1
    for _ in range(3):
        daily.bench.clock.advance(REST_S)
        daily.set_back()
        daily.restart()
        daily.run()
    assert (daily.central.sent, daily.offered()) == ([act], 1)
    daily.tomorrow()
    assert (daily.central.sent, daily.offered()) == ([act] * 2, 2)


def test_where_a_person_asks_it_is_offered_again_at_once(daily: Daily) -> None:
    act = daily.act(YESTERDAY)
    daily.run()
    reconcile(replace(daily.bench.terminal, central=daily.central), CLERK, YESTERDAY)
    assert daily.central.sent == [act] * 2


def test_an_act_without_an_answer_holds_up_neither_the_other_acts_nor_the_other_days(daily: Daily) -> None:
    poisoned, other = (daily.act(YESTERDAY) for _ in range(2))
    daily.equal(*back(2))
    answered = daily.central.put_act
    transient = Answer(AnswerClass.TRANSIENT, None, "HTTP_500")
    daily.central.put_act = lambda act: transient if act == poisoned else answered(act)  # type: ignore[method-assign]
    assert daily.run() == [YESTERDAY]
    assert daily.central.sent == [other]
    daily.listed(YESTERDAY, other)
    daily.bench.clock.advance(REST_S)
    assert daily.run() == [*back(2), YESTERDAY]
    for _ in range(5):
        daily.bench.clock.advance(REST_S)
        assert daily.run() == [YESTERDAY]
    assert (daily.offered(), _compared(daily, 1).missing_there) == (1, (poisoned.id,))


def test_a_line_that_is_down_takes_three_acts_and_no_more(daily: Daily) -> None:
    acts = [daily.act(YESTERDAY) for _ in range(5)]
    daily.central.answers = [Answer(AnswerClass.TRANSIENT, None, "NO_CONNECTION")] * 5
    daily.run()
    assert daily.central.sent == acts[:3]


def test_a_day_that_was_compared_by_a_clock_ahead_counts_by_the_servers_time(daily: Daily) -> None:
    """For one turn the clock stood days ahead; the acts of today were done after it."""
    clock, truth = daily.bench.clock, NOW
    clock.advance(2 * 86_400)
    daily.central.statements[TODAY] = Statement(TODAY, (), "", truth)
    reconcile(replace(daily.bench.terminal, central=daily.central), CLERK, TODAY)
    assert _compared(daily, 0).compared_at == truth
    daily.central.statements.clear()
    daily.equal(TODAY)
    clock.advance(86_400)
    assert TODAY in daily.run()


def test_a_comparison_that_lies_ahead_says_nothing(daily: Daily) -> None:
    daily.equal(YESTERDAY)
    daily.run()
    with daily.bench.store.begin() as uow:
        uow.statements.put(replace(_compared(daily, 1), compared_at=NOW + timedelta(days=9)))
    daily.restart()
    assert daily.run() == [YESTERDAY]
    daily.bench.clock.advance(LOOK_EVERY_S)
    assert daily.run() == []
