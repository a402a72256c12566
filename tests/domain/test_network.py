from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_terminal.domain.network import NetworkClinic, Opening, Outlook, Reach, Scope, Service, outlook
from clinic_terminal.domain.plan import Category
from tests.build import DENTAL, TODAY
from tests.clinics import BASIC, ORTHODONTIC, PREVENTIVE, SINCE, WEEK, clinic, service

DAY = timedelta(days=1)
LATER, BEFORE = TODAY + 10 * DAY, TODAY - 10 * DAY
THURSDAY, SATURDAY, SUNDAY = date(2026, 5, 21), date(2026, 5, 23), date(2026, 5, 24)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute)  # noqa: DTZ001  a wall-clock time


@pytest.mark.parametrize(
    ("day", "serves"),
    [
        (BEFORE - DAY, False),
        (BEFORE, True),
        (TODAY, True),
        (LATER, True),
        (LATER + DAY, False),
    ],
)
def test_a_service_is_in_force_from_its_first_to_its_last_day(day: date, serves: bool) -> None:
    one = clinic(services=(service(Category.BASIC, BEFORE, LATER),))
    assert one.serves(DENTAL.code, Category.BASIC, day) is serves


def test_a_service_without_an_end_goes_on() -> None:
    assert clinic().serves(DENTAL.code, Category.BASIC, date(2099, 1, 1))
    assert not clinic().serves(DENTAL.code, Category.BASIC, SINCE - DAY)


def test_a_service_holds_for_its_plan_category_and_scope_alone() -> None:
    one = clinic(services=(BASIC,))
    assert not one.serves("GROWTH", Category.BASIC, TODAY)
    assert not one.serves(DENTAL.code, Category.ORTHODONTIC, TODAY)
    assert not one.serves(DENTAL.code, Category.BASIC, TODAY, Scope.INPATIENT)


@pytest.mark.parametrize(
    ("moment", "closes"),
    [
        (at(THURSDAY, 8, 59), None),
        (at(THURSDAY, 9), 12 * 60),
        (at(THURSDAY, 11, 59), 12 * 60),
        (at(THURSDAY, 12), None),
        (at(THURSDAY, 13, 30), 18 * 60),
        (at(THURSDAY, 17, 59), 18 * 60),
        (at(THURSDAY, 18), None),
        (at(SATURDAY, 12, 30), 17 * 60),
        (at(SUNDAY, 10), None),
    ],
)
def test_the_door_is_open_within_the_days_hours(moment: datetime, closes: int | None) -> None:
    assert clinic().closing_at(moment) == closes
    assert clinic().open_at(moment) is (closes is not None)


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        (at(THURSDAY, 7), at(THURSDAY, 9)),
        (at(THURSDAY, 9), at(THURSDAY, 13, 30)),
        (at(THURSDAY, 12), at(THURSDAY, 13, 30)),
        (at(SATURDAY, 17), at(SUNDAY + DAY, 9)),
    ],
)
def test_the_next_opening_is_found_over_breaks_and_days_off(moment: datetime, opens: datetime) -> None:
    assert clinic().opening_after(moment) == opens


def test_a_door_open_once_a_week_opens_again_next_week() -> None:
    mondays = clinic(hours=((Opening(540, 600),), (), (), (), (), (), ()))
    assert mondays.opening_after(at(date(2026, 5, 18), 9)) == at(date(2026, 5, 25), 9)


@pytest.mark.parametrize("hours", [(), ((),) * 7, ((Opening(600, 540),),) * 7])
def test_hours_that_say_nothing_or_nonsense_never_open(hours: tuple[tuple[Opening, ...], ...]) -> None:
    one = clinic(hours=hours)
    assert not any(one.open_at(at(THURSDAY, hour)) for hour in range(24))
    assert one.opening_after(at(THURSDAY, 9)) is None


def test_midnight_closes_the_day() -> None:
    assert clinic(hours=((Opening(0, 1440),),) * 7).closing_at(at(THURSDAY, 23, 59)) == 1440


ALL = (Category.PREVENTIVE, Category.BASIC, Category.ORTHODONTIC)
STAYS = service(Category.BASIC, scope=Scope.INPATIENT)


@pytest.mark.parametrize(
    ("services", "category", "expected"),
    [
        ((PREVENTIVE, BASIC, ORTHODONTIC), None, Outlook(Reach.SERVES, ALL)),
        ((ORTHODONTIC, BASIC), Category.BASIC, Outlook(Reach.SERVES, ALL[1:])),
        ((PREVENTIVE,), Category.BASIC, Outlook(Reach.OTHER_CATEGORIES, ALL[:1])),
        ((service(start=LATER),), None, Outlook(Reach.STARTS_LATER, turn=LATER)),
        (
            (PREVENTIVE, service(Category.BASIC, LATER + DAY), service(Category.BASIC, LATER)),
            Category.BASIC,
            Outlook(Reach.STARTS_LATER, ALL[:1], LATER),
        ),
        (
            (service(end=BEFORE - DAY), service(Category.BASIC, end=BEFORE)),
            None,
            Outlook(Reach.ENDED, turn=BEFORE),
        ),
        ((service(Category.BASIC, end=BEFORE),), Category.PREVENTIVE, Outlook(Reach.NOT_IN_PLAN)),
        ((PREVENTIVE, STAYS), None, Outlook(Reach.SERVES, ALL[:1])),
        ((STAYS,), None, Outlook(Reach.INPATIENT_ONLY)),
        ((), None, Outlook(Reach.NOT_IN_PLAN)),
        ((service(plan="GROWTH"),), None, Outlook(Reach.NOT_IN_PLAN)),
        ((service(Category.NOT_COVERED),), None, Outlook(Reach.NOT_IN_PLAN)),
        ((service(start=LATER, end=TODAY),), None, Outlook(Reach.NOT_IN_PLAN)),
        ((service(start=BEFORE, end=BEFORE - DAY),), None, Outlook(Reach.NOT_IN_PLAN)),
    ],
)
def test_the_outlook_names_what_is_served_or_the_nearest_reason(
    services: tuple[Service, ...], category: Category | None, expected: Outlook
) -> None:
    assert outlook(clinic(services=services), DENTAL.code, category, TODAY) == expected


def test_without_a_plan_any_plans_service_counts() -> None:
    one = clinic(services=(service(plan="GROWTH"), service(Category.BASIC, plan="OTHER")))
    assert outlook(one, "", None, TODAY) == Outlook(Reach.SERVES, ALL[:2])


DATES = st.integers(-40, 40).map(lambda days: TODAY + days * DAY)
SERVICES = st.builds(
    Service,
    st.sampled_from((DENTAL.code, "GROWTH")),
    st.sampled_from(Category),
    DATES,
    st.none() | DATES,
    st.sampled_from(Scope),
)
CLINICS = st.lists(SERVICES, max_size=5).map(lambda rows: clinic(services=tuple(rows)))


@given(CLINICS, st.sampled_from(ALL), DATES)
def test_the_outlook_serves_exactly_where_a_service_does(
    one: NetworkClinic, category: Category, day: date
) -> None:
    seen = outlook(one, DENTAL.code, category, day)
    assert (seen.reach is Reach.SERVES) == one.serves(DENTAL.code, category, day)
    assert set(seen.categories) == {each for each in ALL if one.serves(DENTAL.code, each, day)}


@given(CLINICS, st.sampled_from(ALL), DATES)
def test_a_promised_start_comes_true(one: NetworkClinic, category: Category, day: date) -> None:
    seen = outlook(one, DENTAL.code, category, day)
    if seen.reach is Reach.STARTS_LATER:
        assert seen.turn is not None
        assert seen.turn > day
        assert one.serves(DENTAL.code, category, seen.turn)
        assert not one.serves(DENTAL.code, category, seen.turn - DAY) or seen.turn - DAY == day


@given(st.integers(0, 7 * 1440 - 1))
def test_the_next_opening_lies_ahead_and_is_open(minute: int) -> None:
    moment = at(date(2026, 5, 18), 0) + timedelta(minutes=minute)
    opens = clinic(hours=WEEK).opening_after(moment)
    assert opens is not None
    assert opens > moment
    assert clinic(hours=WEEK).open_at(opens)
