"""Finished visits are found by child and by day, the latest first; what is not finished is not among them."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from clinic_terminal.application import past_visits
from clinic_terminal.application.acts import ActState
from clinic_terminal.application.past_visits import ChildFinder
from clinic_terminal.domain.eligibility import Person
from clinic_terminal.domain.member import Sex
from clinic_terminal.domain.visit import Stage, Visit
from tests.build import CHILD, TODAY, snapshot
from tests.closing import FILLING_LINE, closed
from tests.terminal import CLERK, Bench, make_bench

OTHER = Person("202604C00000000105", "许念安", date(2018, 3, 14), Sex.FEMALE)


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    made = make_bench(tmp_path)
    with made.store.begin() as uow:
        uow.snapshots.put(snapshot(), "signed")
    yield made
    made.store.close()


def put(bench: Bench, name: str, days_ago: int, person: Person = CHILD, stage: Stage = Stage.DONE) -> Visit:
    day = TODAY - timedelta(days=days_ago)
    visit = Visit(id=name, stage=stage, day=day, person=person, policy="POL-1", plan="DENTAL-2021")
    with bench.store.begin() as uow:
        return uow.visits.put(visit)


def ids(found: past_visits.PastVisits) -> list[str]:
    return [visit.id for visit in found.visits]


def test_what_was_finished_of_late_is_listed_the_latest_first(bench: Bench) -> None:
    for name, days in (("old", 31), ("first", 30), ("second", 2), ("today", 0)):
        put(bench, name, days)
    put(bench, "voided", 1, stage=Stage.VOIDED)
    put(bench, "expected", 1, stage=Stage.EXPECTED)
    put(bench, "at the chair", 0, stage=Stage.IN_TREATMENT)
    found = past_visits.recent_visits(bench.terminal)
    assert ids(found) == ["today", "voided", "second", "first"]
    assert not found.more


def test_a_day_has_its_own_visits_alone(bench: Bench) -> None:
    put(bench, "before", 101)
    put(bench, "then", 100)
    assert ids(past_visits.visits_of_day(bench.terminal, TODAY - timedelta(days=100))) == ["then"]
    assert ids(past_visits.visits_of_day(bench.terminal, TODAY)) == []


def test_children_are_found_by_what_a_hand_types_and_their_visits_by_day(bench: Bench) -> None:
    finder = ChildFinder((CHILD, OTHER))
    for query in ("许念安", "xuna", "xna", OTHER.member[-5:], OTHER.member):
        assert finder.find(query) == (OTHER.member,), query
    assert finder.find("查无此人") == ()
    put(bench, "long ago", 500, OTHER)
    put(bench, "of late", 3, OTHER)
    put(bench, "another child", 3)
    assert ids(past_visits.visits_of(bench.terminal, finder.find("许"))) == ["of late", "long ago"]
    assert ids(past_visits.visits_of(bench.terminal, ())) == []


def test_the_finder_knows_the_children_of_this_terminal(bench: Bench) -> None:
    assert past_visits.child_finder(bench.terminal).find(CHILD.name) == (CHILD.member,)


def test_what_became_of_a_bill_stands_beside_its_visit(bench: Bench) -> None:
    visit = closed(bench.terminal, CLERK, snapshot(), (FILLING_LINE,))
    found = past_visits.visits_of(bench.terminal, (CHILD.member,))
    assert ids(found) == [visit.id]
    assert found.states == {visit.act: ActState.READY}


def test_a_long_list_is_cut_off_and_says_so(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(past_visits, "LISTED", 2)
    for number in range(3):
        put(bench, f"V-{number}", number)
    for found in (
        past_visits.recent_visits(bench.terminal),
        past_visits.visits_of(bench.terminal, (CHILD.member,)),
    ):
        assert (ids(found), found.more) == (["V-0", "V-1"], True)
    assert not past_visits.visits_of_day(bench.terminal, TODAY).more
