import re
from datetime import UTC, date, datetime, time

import pytest

from clinic_terminal.domain.adjudication import CardState
from clinic_terminal.domain.member import CardMode, is_member_number
from clinic_terminal.sandbox.world import SHANGHAI, load_world, shanghai_day, world_of
from clinic_terminal.sandbox.world_file import WorldFileError, read_plan
from clinic_terminal.settings import resource
from tests.practice import the_world

DAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)


def world_text() -> str:
    return resource("practice", "world.toml").read_text(encoding="utf-8")


def test_twelve_invented_children_each_stand_for_another_case() -> None:
    children = the_world().entries.child
    assert len({child.case for child in children}) == len({child.member for child in children}) == 12
    assert all(is_member_number(child.member) for child in children)


def test_names_test_the_fonts_and_the_comparison() -> None:
    names = "".join(child.name for child in the_world().entries.child)
    assert {"䶮", "𬱟", "·"} <= set(names)


def test_periods_are_counted_from_the_day() -> None:
    policies = {policy.person.member: policy.period for policy in the_world().policies(DAY)}
    assert policies[the_world().member_of("EXPIRED")].end == date(2026, 11, 21)
    assert policies[the_world().member_of("LAST_DAY")].end == DAY


def test_the_counters_of_every_policy_add_up() -> None:
    for policy in the_world().policies(DAY):
        used = policy.used
        inside = [visit for visit in policy.history if policy.period.start <= visit.day <= policy.period.end]
        assert sum(used.category_fen.values()) == used.pool_fen <= used.covered_fen
        assert sum(visit.insurer_fen for visit in inside) == used.pool_fen


def test_todays_appointments_lie_in_the_clinics_hours() -> None:
    rows = the_world().appointments(DAY)
    times = [row.at.astimezone(SHANGHAI).time() for row in rows]
    assert all(time(9) <= moment <= time(17) for moment in times)
    assert {shanghai_day(row.at) for row in rows} == {DAY}
    assert len(rows) == len({row.id for row in rows})


def test_activation_codes_are_unique() -> None:
    codes = [code for row in the_world().entries.clinic for code in row.activation_codes]
    assert len(codes) == len(set(codes)) == len(the_world().activation_codes)


def test_practice_operators_have_a_number_to_sign_in_with() -> None:
    assert all(re.fullmatch(r"\d{4}", operator.pin) for operator in the_world().operators)
    assert [operator.role for operator in the_world().operators] == ["RECEPTIONIST", "DENTIST", "MANAGER"]


def test_every_bound_child_has_a_card_that_is_in_force() -> None:
    world = the_world()
    claims = {claim.member: claim for claim in world.card_claims(NOW)}
    bound = {policy.person.member for policy in world.policies(DAY) if policy.card is not CardState.UNBOUND}
    assert claims.keys() == bound
    for claim in claims.values():
        assert claim.issued == claim.not_before < NOW < claim.expires
        assert claim.mode is CardMode.STATIC
        assert len(bytes.fromhex(claim.serial)) == 8
    assert len({claim.serial for claim in claims.values()}) == len(claims)


def test_cards_are_the_same_each_time() -> None:
    assert the_world().card_claims(NOW) == load_world().card_claims(NOW)


def test_the_plans_say_what_the_handbooks_say() -> None:
    dental = the_world().editions["DENTAL-2021"]
    assert (dental.plan.pool_fen, dental.weekday_hours, dental.weekend_hours) == (5_000_000, [8, 21], [9, 18])
    assert dental.plan.first_visit.booking_required
    assert dental.plan.brand_lock.enabled
    assert not dental.plan.preauth.enabled
    for code in ("GROWTH", "GROWTH_PLUS"):
        growth = the_world().editions[code]
        assert growth.weekday_hours == growth.weekend_hours == [0, 24]
        assert growth.plan.preauth.enabled
        assert not growth.plan.first_visit.booking_required
        assert growth.plan.collect.self_pay == "ONLINE_LATER"


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ('name = "沈星禾"', "nick = 1", "child.0.name"),
        ('plan = "GROWTH"', 'plan = "NONE"', "a name that is not there"),
        ('policy = "DEN-000601"', 'policy = "NONE"', "a name that is not there"),
        ('practice_clinic = "XL-SH-XUHUI"', 'practice_clinic = "NONE"', "a name that is not there"),
        ("[[brand]]", "[[brand", "Expected"),
    ],
)
def test_a_world_with_a_slip_is_refused_by_its_place(old: str, new: str, place: str) -> None:
    world = the_world()
    with pytest.raises(WorldFileError) as caught:
        world_of(world_text().replace(old, new, 1), list(world.editions.values()), world.catalogue)
    assert place in caught.value.place


def test_a_plan_with_a_slip_is_refused() -> None:
    with pytest.raises(WorldFileError) as caught:
        read_plan("plan.toml", "name_zh = 1")
    assert caught.value.file == "plan.toml"
