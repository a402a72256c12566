from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from clinic_terminal.domain.adjudication import Counters
from clinic_terminal.domain.coherence import contradictions
from clinic_terminal.domain.eligibility import Authorisation, Lock, PastVisit, Person
from clinic_terminal.domain.plan import Category, Deductible, DeductibleScope
from tests.build import DENTAL, TODAY, YEAR, snapshot
from tests.practice import the_world

TOMORROW = TODAY + timedelta(1)


def _letter(**more: Any) -> tuple[Authorisation, ...]:  # noqa: ANN401  fields of a letter
    fields: dict[str, Any] = {"approved_fen": 100, "used_fen": 0, "start": TODAY, "end": TODAY, **more}
    return (Authorisation("L-1", (), **fields),)


@pytest.mark.parametrize(
    ("facts", "name"),
    [
        ({"plan": "OTHER"}, "OTHER_PLAN"),
        ({"used": Counters(-1)}, "NEGATIVE_USE"),
        ({"used": Counters(units={"PV01": -1})}, "NEGATIVE_USE"),
        ({"used": Counters(0, 0, {Category.BASIC: 5, Category.PREVENTIVE: -5})}, "NEGATIVE_USE"),
        ({"used": Counters(5_000_001)}, "POOL_OVERDRAWN"),
        ({"used": Counters(9, 9, {Category.BASIC: 8})}, "CATEGORIES_DO_NOT_ADD_UP"),
        ({"used": Counters(9, 8)}, "PAID_OVER_COVERED"),
        ({"lock": Lock("XIAOLU", "小鹿口腔", TOMORROW)}, "LOCK_IN_THE_FUTURE"),
        ({"history": (PastVisit(TOMORROW, "某诊所", Category.BASIC, 1),)}, "RECORD_IN_THE_FUTURE"),
        ({"person": Person("M", "名", TOMORROW)}, "BORN_IN_THE_FUTURE"),
        ({"authorisations": _letter(used_fen=101)}, "LETTER_OVERDRAWN"),
        ({"authorisations": _letter(approved_fen=-1, used_fen=-1)}, "LETTER_NEGATIVE"),
        ({"authorisations": _letter(end=TODAY - timedelta(1))}, "LETTER_TURNED_AROUND"),
    ],
)
def test_what_cannot_be_true_is_named(facts: dict[str, Any], name: str) -> None:
    assert contradictions(snapshot(**facts), DENTAL) == (name,)


@pytest.mark.parametrize(
    "facts",
    [
        {"used": Counters(5_000_000, 9_000_000, {Category.BASIC: 5_000_000})},
        {"used": Counters(41_000)},
        {"used": Counters(0, 70_000, {Category.BASIC: 0}, 70_000)},
        {"lock": Lock("XIAOLU", "小鹿口腔", YEAR.start - timedelta(30))},
        {"history": (PastVisit(date(2025, 6, 1), "某诊所", Category.BASIC, 4_000_000),)},
        {"authorisations": _letter(used_fen=100)},
        {"period": replace(YEAR, start=TODAY + timedelta(7))},
    ],
    ids=["used up", "no categories", "all deductible", "renewed", "earlier period", "letter used", "to come"],
)
def test_what_can_be_true_is_left_alone(facts: dict[str, Any]) -> None:
    assert contradictions(snapshot(**facts), DENTAL) == ()


def test_a_lock_of_this_morning_is_not_in_the_future() -> None:
    """At half past seven in Shanghai it is still yesterday in UTC."""
    early = datetime(2026, 5, 20, 23, 30, tzinfo=UTC)
    facts = snapshot(as_of=early, lock=Lock("XIAOLU", "小鹿口腔", date(2026, 5, 21)))
    assert contradictions(facts, DENTAL) == ()


def test_limits_of_a_category_and_of_a_deductible_are_compared_where_the_plan_has_them() -> None:
    used = Counters(60, 200, {Category.BASIC: 60}, 90)
    narrow = replace(DENTAL, sublimit_fen={Category.BASIC: 59})
    assert contradictions(snapshot(used=used), narrow) == ("CATEGORY_OVERDRAWN",)
    yearly = replace(DENTAL, deductible=Deductible(80, DeductibleScope.PER_POLICY_YEAR))
    assert contradictions(snapshot(used=used), yearly) == ("DEDUCTIBLE_OVERDRAWN",)
    by_visit = replace(DENTAL, deductible=Deductible(80, DeductibleScope.PER_VISIT))
    assert contradictions(snapshot(used=used), by_visit) == ()


def test_nobody_in_the_practice_world_contradicts_itself() -> None:
    world = the_world()
    for policy in world.policies(TODAY):
        facts = snapshot(
            person=policy.person,
            policy=policy.number,
            plan=policy.plan,
            period=policy.period,
            card=policy.card,
            lock=policy.lock,
            used=policy.used,
            authorisations=policy.letters,
            history=policy.history,
        )
        assert contradictions(facts, world.plans[policy.plan]) == ()
