from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from clinic_terminal.application.network import (
    Filters,
    Network,
    NetworkView,
    brand_of,
    local_time,
    look_up,
    read_network,
)
from clinic_terminal.domain.network import NetworkClinic, Reach
from clinic_terminal.domain.plan import COVERED_CATEGORIES, Category
from tests.build import DENTAL, NOW, TODAY
from tests.clinics import CHANGNING, CLINICS, GUSU, OURS, PUDONG, YUZHONG, clinic, service
from tests.terminal import EDITION, Bench, make_bench

GROWTH = replace(EDITION, plan=replace(DENTAL, code="GROWTH"), name_zh="成长计划")


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    made = make_bench(tmp_path)
    with made.store.begin() as uow:
        for one in CLINICS:
            uow.network.put(one)
        uow.memory.put_plan(GROWTH)
        uow.memory.set_freshness(replace(uow.memory.freshness(), last_download=NOW - timedelta(hours=2)))
    yield made
    made.store.close()


@pytest.fixture
def network(bench: Bench) -> Network:
    return read_network(bench.terminal)


def found(view: NetworkView) -> tuple[list[str], list[str]]:
    return [one.clinic.id for one in view.serving], [one.clinic.id for one in view.others]


def test_without_filters_everything_stands_there_our_city_first(network: Network) -> None:
    serving, others = found(look_up(network, Filters(plan=DENTAL.code), TODAY))
    assert serving == [OURS.id, PUDONG.id, GUSU.id]
    assert others == [CHANGNING.id, YUZHONG.id]


def test_this_clinic_is_marked(network: Network) -> None:
    view = look_up(network, Filters(), TODAY)
    assert [one.clinic.id for one in view.serving if one.is_own] == [OURS.id]


@pytest.mark.parametrize(
    ("filters", "serving", "others"),
    [
        (Filters(DENTAL.code, Category.BASIC), [OURS, PUDONG], [CHANGNING, GUSU, YUZHONG]),
        (Filters(DENTAL.code, city="苏州"), [GUSU], []),
        (Filters(DENTAL.code, brand="QINGKONG"), [PUDONG, GUSU], [CHANGNING]),
        (Filters(DENTAL.code, department="正畸科"), [OURS, PUDONG], [CHANGNING, YUZHONG]),
        (Filters(DENTAL.code, item="BS07"), [OURS, PUDONG], [CHANGNING, YUZHONG]),
        (Filters("GROWTH"), [], [OURS, PUDONG, CHANGNING, GUSU, YUZHONG]),
        (Filters(DENTAL.code, city="成都"), [], []),
        (Filters(DENTAL.code, text="gusu"), [GUSU], []),
        (Filters(DENTAL.code, text="cq"), [], [YUZHONG]),
        (Filters(DENTAL.code, text="zhongqing"), [], [YUZHONG]),
        (Filters(DENTAL.code, text="0110"), [GUSU], []),
        (Filters(DENTAL.code, text="桂枝巷"), [GUSU], []),
        (Filters(DENTAL.code, text="zjk 浦东"), [PUDONG], []),
        (Filters(DENTAL.code, text="qk sz"), [GUSU], []),
        (Filters(DENTAL.code, text="nothing"), [], []),
        (Filters(DENTAL.code, text="   "), [OURS, PUDONG, GUSU], [CHANGNING, YUZHONG]),
    ],
)
def test_filters_narrow_what_is_found(
    network: Network, filters: Filters, serving: list[NetworkClinic], others: list[NetworkClinic]
) -> None:
    expected = [one.id for one in serving], [one.id for one in others]
    assert found(look_up(network, filters, TODAY)) == expected


def test_what_does_not_serve_says_why(network: Network) -> None:
    view = look_up(network, Filters(DENTAL.code, Category.BASIC), TODAY)
    reasons = {one.clinic.id: (one.outlook.reach, one.outlook.turn) for one in view.others}
    assert reasons == {
        GUSU.id: (Reach.OTHER_CATEGORIES, None),
        YUZHONG.id: (Reach.NOT_IN_PLAN, None),
        CHANGNING.id: (Reach.NOT_IN_PLAN, None),
    }
    later = look_up(network, Filters(DENTAL.code), TODAY)
    assert {one.clinic.id: (one.outlook.reach, one.outlook.turn) for one in later.others} == {
        YUZHONG.id: (Reach.STARTS_LATER, date(2026, 6, 1)),
        CHANGNING.id: (Reach.ENDED, date(2026, 4, 30)),
    }


def test_another_day_has_another_answer(network: Network) -> None:
    serving, _ = found(look_up(network, Filters(DENTAL.code), date(2026, 6, 1)))
    assert YUZHONG.id in serving


def test_a_treatment_finds_the_clinics_that_do_it_and_is_named(network: Network) -> None:
    for text in ("BS07", "ryszct", "乳牙树脂", "primary fill"):
        view = look_up(network, Filters(DENTAL.code, text=text), TODAY)
        assert found(view) == ([OURS.id, PUDONG.id], [CHANGNING.id, YUZHONG.id])
        assert view.serving[0].items == ("BS07",) * len(text.split())
    by_place = look_up(network, Filters(DENTAL.code, text="苏州"), TODAY)
    assert by_place.serving[0].items == ()


def test_two_letters_name_no_treatment_as_they_stand_in_nearly_all(network: Network) -> None:
    assert found(look_up(network, Filters(DENTAL.code, text="ct"), TODAY)) == ([], [])
    serving, _ = found(look_up(network, Filters(DENTAL.code, text="乳牙"), TODAY))
    assert serving == [OURS.id, PUDONG.id]


def test_a_place_and_a_treatment_together_need_both(network: Network) -> None:
    view = look_up(network, Filters(DENTAL.code, text="浦东 BS07"), TODAY)
    assert found(view) == ([PUDONG.id], [])


def test_the_clinic_that_is_named_comes_before_one_that_only_does_what_is_named(bench: Bench) -> None:
    namesake = clinic("C-1a", name="小牙片诊所", city="苏州", items=())
    with bench.store.begin() as uow:
        uow.network.put(namesake)
    view = look_up(read_network(bench.terminal), Filters(text="xyp"), TODAY)
    assert view.serving[0].clinic == namesake


def test_choices_come_from_what_is_known(network: Network) -> None:
    choices = network.choices
    assert [edition.plan.code for edition in choices.plans] == [DENTAL.code, "GROWTH"]
    assert choices.categories == COVERED_CATEGORIES
    assert choices.cities == ("上海", "苏州", "重庆")
    assert choices.departments == ("儿童齿科", "正畸科")
    assert [item.code for item in choices.items] == ["BS07", "PV01", "PV07"]
    assert dict(choices.brands)["QINGKONG"] == "晴空儿童齿科"
    assert set(network.item_names()) == {"BS07", "PV01", "PV07"}


def test_items_that_this_terminal_does_not_know_are_no_choice(bench: Bench) -> None:
    with bench.store.begin() as uow:
        uow.network.put(clinic("C-7", items=("XX99",), services=(service(plan="UNKNOWN"),)))
    choices = read_network(bench.terminal).choices
    assert "XX99" not in {item.code for item in choices.items}
    assert "UNKNOWN" not in {edition.plan.code for edition in choices.plans}


def test_a_brand_is_known_by_code_and_by_name(network: Network) -> None:
    assert brand_of(network, "QINGKONG") == brand_of(network, "晴空儿童齿科") == "QINGKONG"
    assert brand_of(network, "nobody") == brand_of(network, "") == ""


def test_the_age_of_the_list_is_that_of_the_last_download(bench: Bench) -> None:
    assert read_network(bench.terminal).as_of == NOW - timedelta(hours=2)
    assert not read_network(bench.terminal).old
    soft, _ = bench.terminal.limits.silence_hours
    bench.clock.advance((soft - 2) * 3600)
    assert not read_network(bench.terminal).old
    bench.clock.advance(1)
    assert read_network(bench.terminal).old


def test_before_the_first_download_there_is_nothing_and_no_age(tmp_path: Path) -> None:
    bench = make_bench(tmp_path)
    network = read_network(bench.terminal)
    assert (network.clinics, network.as_of, network.old) == ((), None, False)
    assert found(look_up(network, Filters(text="a"), TODAY)) == ([], [])
    bench.store.close()


def test_opening_hours_are_compared_with_the_clock_on_the_wall() -> None:
    assert local_time(NOW).isoformat().startswith("2026-05-21T10:30")
    assert OURS.open_at(local_time(NOW))
