"""What a server that was set back is offered again: no bad act keeps the others from it, or stays unseen."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest

from clinic_terminal.application.acts import Act, ActKind, ActState, Answer, AnswerClass
from clinic_terminal.application.day_comparison import DayComparison, NextStep
from clinic_terminal.application.failures import CentralUnreachableError
from clinic_terminal.application.follow_up_record import Matter
from clinic_terminal.application.ports import Statement
from clinic_terminal.application.reconciliation import compare_day, days, reconcile
from clinic_terminal.store.store import SqlStore
from clinic_terminal.store.values import Document
from clinic_terminal.sync.reconcile import REST_S
from tests.build import NOW
from tests.sync.daily import Daily, back, make_daily
from tests.sync.test_lost_bodies import LONG, Filled
from tests.sync.test_lost_bodies import _flipped as flipped
from tests.terminal import CLERK, KEY

(YESTERDAY,) = back(1)
NOTHING = Answer(AnswerClass.TRANSIENT, None, "HTTP_500")


@pytest.fixture
def daily(tmp_path: Path) -> Iterator[Daily]:
    made = make_daily(tmp_path)
    yield made
    made.bench.store.close()


@dataclass
class Server:
    """Books what it is offered and lists it; for some acts it fails."""

    daily: Daily
    bad: set[str] = field(default_factory=set)
    booked: dict[str, Act] = field(default_factory=dict)
    tried: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._answered = self.daily.central.put_act
        self.daily.central.put_act = self.put_act  # type: ignore[method-assign]  # a server with books

    def put_act(self, act: Act) -> Answer:
        self.tried.append(act.id)
        if act.id in self.bad:
            return NOTHING
        self.booked[act.id] = act
        self.daily.listed(YESTERDAY, *self.booked.values())
        return self._answered(act)

    def rounds(self, count: int) -> list[list[str]]:
        """Compare so often; return what was tried each time."""
        seen = []
        for _ in range(count):
            self.tried.clear()
            self.daily.run()
            seen.append(list(self.tried))
            self.daily.bench.clock.advance(REST_S)
        return seen


def _yesterday(daily: Daily) -> DayComparison:
    return next(one for one in days(daily.bench.terminal) if one.day == YESTERDAY)


def _told(daily: Daily) -> list[str]:
    with daily.bench.store.read() as uow:
        return [one.facts["act"] for one in uow.follow_ups.waiting() if one.matter is Matter.STATEMENT]


def test_acts_without_an_answer_come_last_the_next_time(daily: Daily) -> None:
    bad, good = [daily.act(YESTERDAY) for _ in range(5)], [daily.act(YESTERDAY) for _ in range(2)]
    server = Server(daily, {one.id for one in bad})
    a, b, c, d, e = (one.id for one in bad)
    assert server.rounds(4) == [[a, b, c], [d, e, *(one.id for one in good), a, b, c], [d, e, a], [b, c, d]]
    assert set(server.booked) == {one.id for one in good}
    assert set(_yesterday(daily).missing_there) == server.bad
    assert _told(daily) == []


def test_what_stands_behind_an_act_without_an_answer_never_overtakes_it(daily: Daily) -> None:
    first = daily.act(YESTERDAY)
    others = [daily.act(YESTERDAY) for _ in range(3)]
    behind = _behind(daily, first)
    server = Server(daily, {first.id, *(one.id for one in others)})
    assert server.rounds(1) == [[first.id, others[0].id, others[1].id]]
    server.bad.clear()
    assert server.rounds(1) == [[others[2].id, first.id, behind.id, others[0].id, others[1].id]]
    assert _yesterday(daily).equal


def _behind(daily: Daily, first: Act) -> Act:
    """Let another settled act of the same chain be here."""
    return _settled(daily, replace(first, id=daily.bench.ids.new(), kind=ActKind.NOTE, amount_fen=0))


def _settled(daily: Daily, act: Act) -> Act:
    with daily.bench.store.begin() as uow:
        uow.queue.add(act)
        (row,) = uow.queue.lease("tests", NOW, 60)
        uow.queue.settle(row, Answer(AnswerClass.FINAL, ActState.ACCEPTED, "", receipt=b"{}"), NOW)
    return act


def test_an_act_that_gets_no_answer_on_a_second_day_is_for_a_person_with_what_stands_behind_it(
    daily: Daily,
) -> None:
    first = daily.act(YESTERDAY)
    behind = _behind(daily, first)
    server = Server(daily, {first.id})
    server.rounds(3)
    assert _told(daily) == []
    daily.bench.clock.advance(86_400)
    daily.restart()
    assert server.rounds(3) == [[first.id], [], []]
    assert sorted(_told(daily)) == sorted([first.id, behind.id])
    assert {one.step for one in _yesterday(daily).differences} == {NextStep.CALL}
    server.bad.clear()
    daily.bench.clock.advance(86_400)
    assert server.rounds(1) == [[first.id, behind.id]]
    assert _yesterday(daily).equal
    assert _yesterday(daily).unanswered == ()


def test_an_act_on_its_second_day_is_offered_at_once_where_a_person_asks(daily: Daily) -> None:
    act = daily.act(YESTERDAY)
    server = Server(daily, {act.id})
    server.rounds(1)
    daily.bench.clock.advance(86_400)
    server.rounds(1)
    server.tried.clear()
    comparison = reconcile(replace(daily.bench.terminal, central=daily.central), CLERK, YESTERDAY)
    assert (server.tried, list(comparison.offered_in_vain)) == ([act.id], [act.id])
    server.bad.clear()
    assert reconcile(replace(daily.bench.terminal, central=daily.central), CLERK, YESTERDAY).equal


def test_an_act_that_was_not_reached_is_not_for_a_person(daily: Daily) -> None:
    """On the second morning the line is down after three acts: nothing is known of the others."""
    acts = [daily.act(YESTERDAY) for _ in range(5)]
    server = Server(daily, {one.id for one in acts})
    server.rounds(2)
    daily.bench.clock.advance(86_400)
    (tried,) = server.rounds(1)
    assert len(tried) == len(set(tried)) == len(_told(daily)) == 3
    server.rounds(1)
    assert sorted(_told(daily)) == sorted(server.bad)


def test_what_got_no_answer_is_remembered_though_the_day_could_not_be_listed_again(daily: Daily) -> None:
    act = daily.act(YESTERDAY)
    server = Server(daily, {act.id})
    listed, down = daily.central.statement, True

    def once(day: object) -> Statement:
        if down and server.tried:
            raise CentralUnreachableError("TIMEOUT")
        return listed(day)  # type: ignore[arg-type]  # a date

    daily.central.statement = once  # type: ignore[method-assign]  # fails after the offer
    with pytest.raises(CentralUnreachableError):
        daily.run()
    assert (server.tried, _told(daily)) == ([act.id], [])
    down = False
    daily.bench.clock.advance(86_400)
    daily.restart()
    server.rounds(1)
    assert _told(daily) == [act.id]


def test_an_act_whose_bytes_cannot_be_read_is_for_a_person_and_the_others_are_offered(
    daily: Daily, tmp_path: Path
) -> None:
    lost, other = (_long(daily, number) for number in range(2))
    daily.bench.store.close()
    file = Filled(tmp_path / "clinic.db", [lost, other])
    file.spoil(file.pages_of(lost)[0], flipped)
    store = SqlStore(file.path, KEY)
    terminal = replace(daily.bench.terminal, store=store, central=daily.central)
    comparison = compare_day(terminal, YESTERDAY)
    with store.read() as uow:
        told = {one.facts["act"] for one in uow.follow_ups.waiting()}
    store.close()
    assert [one.id for one in daily.central.sent] == [other.id]
    assert lost.id in told
    assert comparison.offered == (other.id,)


def _long(daily: Daily, number: int) -> Act:
    """Let a settled act of yesterday be here whose bytes lie on pages of their own."""
    act_id, at, body = daily.bench.ids.new(), NOW - timedelta(days=1), f"{number}".encode() * LONG
    act = Act(act_id, ActKind.NOTE, f"M{number}/P", "V", at, body, "d" * 64, 0)
    return _settled(daily, act)


def test_a_comparison_that_an_older_program_kept_is_read_and_gone_on_with(daily: Daily) -> None:
    act = daily.act(YESTERDAY)
    Server(daily, {act.id}).rounds(1)
    kept = Document(DayComparison)
    whole = json.loads(kept.dump(_yesterday(daily)))
    del whole["unanswered"]
    with daily.bench.store.begin() as uow:
        uow.statements.put(kept.load(json.dumps(whole).encode()))
    assert _yesterday(daily).unanswered == ()
    daily.run()
    assert [one.act for one in _yesterday(daily).unanswered] == [act.id]
