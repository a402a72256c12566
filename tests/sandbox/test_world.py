import re
from datetime import UTC, date, datetime, timedelta

import pytest

from clinic_terminal.domain.adjudication import CardState
from clinic_terminal.domain.member import CardMode, is_member_number
from clinic_terminal.domain.network import Reach, Scope, outlook
from clinic_terminal.domain.plan import Category
from clinic_terminal.domain.shanghai import SHANGHAI
from clinic_terminal.sandbox.world import load_world, shanghai_day, world_of
from clinic_terminal.sandbox.world_file import WorldFileError, read_plan
from clinic_terminal.sandbox.world_network import first_of_month
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


def test_appointments_of_today_and_tomorrow_lie_in_the_clinics_hours() -> None:
    rows = the_world().appointments(DAY)
    clinics = the_world().network_clinics(DAY)
    assert all(clinics[row.clinic].open_at(row.at.astimezone(SHANGHAI)) for row in rows)
    assert {shanghai_day(row.at) for row in rows} == {DAY, DAY + timedelta(days=1)}


def test_an_appointment_has_its_id_of_its_own_day() -> None:
    today, tomorrow = (the_world().appointments(DAY + timedelta(days=ahead)) for ahead in (0, 1))
    ids = [row.id for row in (*today, *tomorrow)]
    assert len(ids) == len(set(ids))
    assert all(f"{shanghai_day(row.at):%Y%m%d}" in row.id for row in (*today, *tomorrow))


def test_nobody_is_expected_twice_at_the_practice_clinic() -> None:
    rows = [row for row in the_world().appointments(DAY) if row.clinic == "XL-SH-XUHUI"]
    assert len({row.policy for row in rows}) == len(rows) == 11


def test_two_of_the_children_are_siblings_on_one_day() -> None:
    families = {person.member: person.family for person in the_world().people.values() if person.family}
    assert families.keys() == {
        the_world().member_of("RETURNING"),
        the_world().member_of("FIRST_VISIT_BOOKED"),
    }
    assert len(set(families.values())) == 1
    days = {shanghai_day(row.at) for row in the_world().appointments(DAY) if row.member in families}
    assert days == {DAY}


def test_the_network_has_clinics_of_every_brand_in_several_cities() -> None:
    clinics = the_world().network_clinics(DAY).values()
    assert len(clinics) >= 12
    assert {clinic.brand for clinic in clinics} == {brand.code for brand in the_world().entries.brand}
    assert {"上海", "杭州", "苏州", "北京"} <= {clinic.city for clinic in clinics}
    assert (
        len({clinic.phone for clinic in clinics})
        == len({clinic.address for clinic in clinics})
        == len(clinics)
    )
    assert all("-5555-01" in clinic.phone for clinic in clinics)
    assert all(clinic.items and clinic.departments and any(clinic.hours) for clinic in clinics)
    assert all(opening.opens < opening.closes for one in clinics for day in one.hours for opening in day)


def test_one_branch_joins_next_month_one_adds_a_category_and_one_left_last_month() -> None:
    clinics = the_world().network_clinics(DAY)
    views = {
        name: outlook(clinics[name], "DENTAL-2021", category, DAY)
        for name, category in (
            ("XL-BJ-CHAOYANG", None),
            ("XL-SH-MINHANG", Category.ORTHODONTIC),
            ("QK-SH-CHANGNING", None),
            ("TM-SZ-WUZHONG", Category.BASIC),
            ("YY-CQ-YUZHONG", None),
        )
    }
    assert {name: (view.reach, view.turn) for name, view in views.items()} == {
        "XL-BJ-CHAOYANG": (Reach.STARTS_LATER, date(2026, 12, 1)),
        "XL-SH-MINHANG": (Reach.STARTS_LATER, date(2026, 12, 1)),
        "QK-SH-CHANGNING": (Reach.ENDED, date(2026, 10, 31)),
        "TM-SZ-WUZHONG": (Reach.OTHER_CATEGORIES, None),
        "YY-CQ-YUZHONG": (Reach.NOT_IN_PLAN, None),
    }
    assert outlook(clinics["XH-BJ-FENGTAI"], "GROWTH", None, DAY).reach is Reach.INPATIENT_ONLY


@pytest.mark.parametrize(
    ("day", "ahead", "first"),
    [
        (date(2026, 12, 31), 1, date(2027, 1, 1)),
        (date(2026, 1, 31), -1, date(2025, 12, 1)),
        (date(2026, 1, 1), 0, date(2026, 1, 1)),
        (date(2026, 11, 22), 14, date(2028, 1, 1)),
    ],
)
def test_months_are_counted_over_the_year(day: date, ahead: int, first: date) -> None:
    assert first_of_month(day, ahead) == first


def test_the_snapshots_rows_are_those_of_the_list() -> None:
    for clinic in the_world().network_clinics(DAY).values():
        for plan in the_world().editions:
            listed = {
                (row.category, row.start, row.end)
                for row in clinic.services
                if row.plan == plan and row.scope is Scope.OUTPATIENT
            }
            rows = the_world().network(clinic.id, plan, DAY)
            assert {(row.category, row.start, row.end) for row in rows} == listed


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
        ('number = "GRO-000902"\nplan = "GROWTH"', 'number = "G"\nplan = "NONE"', "a name that is not there"),
        ('[[clinic.service]]\nplan = "DENTAL-2021"', '[[clinic.service]]\nplan = "NO"', "a name that is not"),
        ('items = ["general"]', 'items = ["none"]', "a name that is not there"),
        ('usual = ["09:00-18:00"]', 'usual = ["09:00-25:00"]', "clinic.0.hours.usual.0"),
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
