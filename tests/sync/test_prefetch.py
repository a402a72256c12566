"""Who is asked about before anybody asks: whom, when again, and what becomes of answers and failures."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from clinic_terminal.application.expected import expect
from clinic_terminal.application.failures import (
    CentralRefusedError,
    CentralSessionError,
    CentralUnreachableError,
)
from clinic_terminal.application.ports import Appointment, EligibilityQuery, SignedSnapshot
from clinic_terminal.application.store_ports import MemberRecord
from clinic_terminal.domain.eligibility import Person, Snapshot
from clinic_terminal.domain.visit import Stage, Visit
from clinic_terminal.sync.prefetch import MOST_A_PLAN, PASS_OVER_S, REST_S, Prefetcher
from tests.build import CHILD, NOW, TODAY, snapshot
from tests.fakes.ports import FakeCentral
from tests.sync.conftest import Joined
from tests.terminal import Bench, make_bench

TOMORROW = TODAY + timedelta(days=1)


class Central(FakeCentral):
    """Stamps its answers with the clock, as the real one does, and remembers who was asked about."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[EligibilityQuery] = []
        self.failure: Callable[[EligibilityQuery], Exception | None] = lambda _query: None
        self.now: Callable[[], datetime] = lambda: NOW

    def eligibility(self, query: EligibilityQuery) -> list[SignedSnapshot]:
        self.asked.append(query)
        failure = self.failure(query)
        if failure is not None:
            raise failure
        answers = super().eligibility(query)
        return [SignedSnapshot(replace(one.snapshot, as_of=self.now()), one.signed) for one in answers]


@dataclass
class Ahead:
    """A prefetcher on a real store."""

    bench: Bench
    central: Central
    prefetcher: Prefetcher
    visits: int = field(default=0)

    @property
    def asked(self) -> list[str]:
        return [query.member[-3:] for query in self.central.asked]

    def child(self, number: int, born: date = CHILD.birth_date) -> Snapshot:
        person = Person(f"202604C0000099{number:03d}", f"练习{number}", born, CHILD.sex)
        one = snapshot(person=person, policy=f"POL-{number}")
        self.central.snapshots.append(one)
        return one

    def known(self, one: Snapshot, hours: float) -> None:
        """Have facts of the child here that are ``hours`` old."""
        with self.bench.store.begin() as uow:
            uow.snapshots.put(replace(one, as_of=self.bench.clock.now() - timedelta(hours=hours)), "signed")

    def expected(self, one: Snapshot, day: date = TODAY, stage: Stage = Stage.EXPECTED) -> None:
        self.visits += 1
        visit = Visit(
            f"V-{self.visits}", stage, day, one.person, one.policy, one.plan,
            expected_at=NOW + timedelta(minutes=self.visits),
        )  # fmt: skip
        with self.bench.store.begin() as uow:
            uow.visits.put(visit)

    def seen(self, one: Snapshot, days_ago: int) -> None:
        with self.bench.store.begin() as uow:
            day = TODAY - timedelta(days=days_ago)
            uow.members.put(MemberRecord(one.person.member, last_seen=day))

    def run(self) -> list[str]:
        """Take steps until nobody is due; return who was asked about."""
        before = len(self.central.asked)
        while self.prefetcher.step():
            assert len(self.central.asked) < before + 500, "it does not end"
        return self.asked[before:]

    def later(self, seconds: float) -> list[str]:
        self.bench.clock.advance(seconds)
        return self.run()


@pytest.fixture
def ahead(tmp_path: Path) -> Iterator[Ahead]:
    bench = make_bench(tmp_path)
    central = Central()
    central.now = bench.clock.now
    yield Ahead(bench, central, Prefetcher(replace(bench.terminal, central=central)))
    bench.store.close()


def test_todays_children_come_first_then_tomorrows_then_those_of_the_last_month(ahead: Ahead) -> None:
    recent, tomorrow, today = ahead.child(1), ahead.child(2), ahead.child(3)
    for one in (recent, tomorrow, today):
        ahead.known(one, 24)
    ahead.seen(recent, 30)
    ahead.expected(tomorrow, TOMORROW)
    ahead.expected(today)
    assert ahead.run() == ["003", "002", "001"]
    assert [query.day for query in ahead.central.asked] == [TODAY, TOMORROW, TODAY]
    with ahead.bench.store.read() as uow:
        assert {one.as_of for one in uow.snapshots.of_member(today.person.member)} == {NOW}


@pytest.mark.parametrize(
    ("hours", "is_today", "is_asked"),
    [(0.5, True, False), (0.51, True, True), (0.51, False, False), (12, False, False), (12.01, False, True)],
)
def test_facts_are_kept_as_fresh_as_their_day_needs(
    ahead: Ahead, hours: float, is_today: bool, is_asked: bool
) -> None:
    one = ahead.child(1)
    ahead.known(one, hours)
    ahead.expected(one, TODAY if is_today else TOMORROW)
    assert ahead.run() == (["001"] if is_asked else [])


@pytest.mark.parametrize(("days", "is_asked"), [(0, True), (30, True), (31, False)])
def test_recent_visitors_are_those_of_thirty_days(ahead: Ahead, days: int, is_asked: bool) -> None:
    one = ahead.child(1)
    ahead.known(one, 13)
    ahead.seen(one, days)
    assert ahead.run() == (["001"] if is_asked else [])


def test_through_the_day_todays_children_are_asked_about_every_half_hour(ahead: Ahead) -> None:
    ahead.expected(ahead.child(1))
    asked = [len(ahead.later(60)) for _ in range(4 * 60)]  # four hours, a step a minute
    assert sum(asked) == 4 * 60 // 31 + 1
    assert max(asked) == 1


def test_whoever_came_or_is_gone_is_not_expected(ahead: Ahead) -> None:
    for stage in (Stage.ARRIVED, Stage.CANCELLED, Stage.DONE):
        ahead.expected(ahead.child(ahead.visits + 1), stage=stage)
    ahead.expected(ahead.child(9), TODAY + timedelta(days=2))
    assert ahead.run() == []


def test_the_birth_date_goes_along_as_the_second_factor_where_it_is_known(ahead: Ahead) -> None:
    booked, seen = ahead.child(1, date(2019, 2, 3)), ahead.child(2, date(2018, 1, 1))
    ahead.expected(booked)
    ahead.known(seen, 13)
    ahead.seen(seen, 1)
    ahead.run()
    assert [query.birth_date for query in ahead.central.asked] == [date(2019, 2, 3), date(2018, 1, 1)]
    assert {query.card for query in ahead.central.asked} == {""}


def test_an_appointment_of_an_unknown_child_brings_its_facts(ahead: Ahead) -> None:
    one = ahead.child(1)
    with ahead.bench.store.begin() as uow:
        expect(uow, Appointment("A-1", one.person.member, one.policy, NOW, None), TODAY, NOW)
    assert ahead.run() == ["001"]
    assert ahead.central.asked[0].birth_date is None
    with ahead.bench.store.read() as uow:
        assert uow.snapshots.get(one.person.member, one.policy) is not None


def test_a_child_with_two_reasons_is_asked_about_once(ahead: Ahead) -> None:
    one = ahead.child(1)
    ahead.known(one, 24)
    ahead.expected(one)
    ahead.expected(one, TOMORROW)
    ahead.seen(one, 3)
    assert ahead.run() == ["001"]


def test_a_server_that_always_answers_with_old_facts_is_not_asked_in_a_circle(ahead: Ahead) -> None:
    one = ahead.child(1)
    ahead.expected(one)
    old = NOW - timedelta(hours=3)
    ahead.central.now = lambda: old
    asked = sum(len(ahead.later(5)) for _ in range(720))  # an hour at the loop's pace
    assert asked == 3_600 // PASS_OVER_S


@pytest.mark.parametrize("failure", [CentralRefusedError("UNKNOWN", ""), None])
def test_a_child_that_the_server_does_not_know_is_passed_over_and_the_next_is_asked_about(
    ahead: Ahead, failure: Exception | None
) -> None:
    stranger, known = ahead.child(1), ahead.child(2)
    ahead.central.snapshots.remove(stranger)
    ahead.central.failure = lambda query: failure if query.member == stranger.person.member else None
    ahead.expected(stranger)
    ahead.expected(known)
    assert ahead.run() == ["001", "002"]
    assert ahead.later(60) == []
    assert ahead.later(PASS_OVER_S) == ["001"]


@pytest.mark.parametrize("failure", [CentralUnreachableError("TIMEOUT"), CentralSessionError("REVOKED")])
def test_after_a_failure_it_rests_and_passes_the_child_over(ahead: Ahead, failure: Exception) -> None:
    first, second = ahead.child(1), ahead.child(2)
    ahead.expected(first)
    ahead.expected(second)
    ahead.central.failure = lambda query: failure if query.member == first.person.member else None
    with pytest.raises(type(failure)):
        ahead.prefetcher.step()
    assert ahead.run() == []
    assert ahead.later(REST_S - 1) == []
    assert ahead.later(1) == ["002"]
    assert ahead.asked.count("001") == 1


def test_an_answer_about_another_child_is_left_out(ahead: Ahead) -> None:
    one, other = ahead.child(1), ahead.child(2)
    ahead.expected(one)

    def mixed(query: EligibilityQuery) -> list[SignedSnapshot]:
        ahead.central.asked.append(query)
        return [SignedSnapshot(other, "signed")]

    ahead.central.eligibility = mixed  # type: ignore[method-assign]
    assert ahead.run() == ["001"]
    with ahead.bench.store.read() as uow:
        assert uow.snapshots.of_member(other.person.member) == []
        assert uow.snapshots.of_member(one.person.member) == []


def test_a_long_tail_does_not_keep_a_new_appointment_waiting(ahead: Ahead) -> None:
    for number in range(100, 100 + 3 * MOST_A_PLAN):
        one = ahead.child(number)
        ahead.known(one, 13)
        ahead.seen(one, 5)
    first = [ahead.prefetcher.step() for _ in range(MOST_A_PLAN)]
    assert all(first)
    ahead.expected(ahead.child(1))
    assert ahead.later(60)[0] == "001"


def test_the_real_server_is_asked_with_what_it_wants(joined: Joined, tmp_path: Path) -> None:
    world, today = joined.server.world, joined.server.today
    bench = make_bench(tmp_path)
    bench.clock.at = joined.server.now
    (known,) = joined.central.eligibility(EligibilityQuery(today, world.member_of("RETURNING")))
    visit = Visit("V-1", Stage.EXPECTED, today, known.snapshot.person, known.snapshot.policy, "")
    with bench.store.begin() as uow:
        uow.visits.put(visit)
    prefetcher = Prefetcher(replace(bench.terminal, central=joined.central))
    assert prefetcher.step()
    with bench.store.read() as uow:
        stored = uow.snapshots.get(visit.person.member, visit.policy)
    assert stored is not None
    assert stored.person == known.snapshot.person
    assert not prefetcher.step()
    bench.store.close()
