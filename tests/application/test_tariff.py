"""Adopting prices: what was shown is what happens, whole or not at all, and old bills stay as they are."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from clinic_terminal.application import settlement, treatment
from clinic_terminal.application.failures import TariffMovedError, TariffRefusedError
from clinic_terminal.application.shelf import Shelf
from clinic_terminal.application.tariff import (
    apply_tariff,
    export_tariff,
    plan_tariff_import,
    tariff_state,
)
from clinic_terminal.domain.catalogue import Catalogue
from clinic_terminal.domain.errors import ItemOffError
from clinic_terminal.domain.tariff import TariffEdition
from clinic_terminal.domain.tariff_plan import ChangeKind, DraftRow, TariffDraft, TariffPlan
from clinic_terminal.domain.visit import Stage
from tests.application.people import audited, let_in
from tests.build import CATALOGUE, TODAY
from tests.terminal import CLERK, Bench

TOMORROW = TODAY + timedelta(days=1)


def planned(bench: Bench, *rows: DraftRow, since: date = TODAY) -> TariffPlan:
    return plan_tariff_import(bench.terminal, TariffDraft(rows), since)


def adopt(bench: Bench, *rows: DraftRow, since: date = TODAY) -> TariffEdition:
    return apply_tariff(bench.terminal, CLERK, planned(bench, *rows, since=since))


def price(bench: Bench, code: str, day: date = TODAY) -> int:
    return catalogue(bench, day).item(code).price_fen


def catalogue(bench: Bench, day: date = TODAY) -> Catalogue:
    with bench.store.read() as uow:
        return bench.terminal.catalogue_on(uow, day)


def admitted(bench: Bench) -> str:
    return let_in(bench, to_chair=True).id


def test_an_adopted_price_holds_from_its_day(bench: Bench) -> None:
    adopt(bench, DraftRow(2, "BS07", 65_000), since=TOMORROW)
    assert (price(bench, "BS07"), price(bench, "BS07", TOMORROW)) == (70_000, 65_000)


def test_the_catalogue_of_a_day_is_made_once_until_the_tariff_moves(bench: Bench) -> None:
    assert catalogue(bench) is CATALOGUE
    adopt(bench, DraftRow(2, "BS07", 65_000))
    first = catalogue(bench)
    assert catalogue(bench) is first
    adopt(bench, DraftRow(2, "BS07", 66_000))
    assert catalogue(bench) is not first
    assert price(bench, "BS07") == 66_000


def test_more_days_than_are_kept_ready_still_have_their_own_prices(bench: Bench) -> None:
    adopt(bench, DraftRow(2, "BS07", 65_000), since=TOMORROW)
    days = [TODAY + timedelta(days=number) for number in range(12)]
    assert [price(bench, "BS07", day) for day in (*days, TODAY)] == [70_000, *[65_000] * 11, 70_000]


def test_a_visit_has_the_catalogue_edition_of_its_day(bench: Bench) -> None:
    old = replace(CATALOGUE, edition="test/0", since=date(2020, 1, 1))
    new = replace(CATALOGUE, edition="test/2", since=TOMORROW)
    terminal = replace(bench.terminal, catalogue=new, shelf=Shelf((old,)))
    with bench.store.read() as uow:
        days = [terminal.catalogue_on(uow, day).edition for day in (TODAY, TOMORROW)]
    assert days == ["test/0", "test/2"]


def test_the_deed_is_written_down_with_its_count_and_its_digest(bench: Bench) -> None:
    rows = (DraftRow(2, "BS07", 65_000), DraftRow(3, "PV01", None, offered=False), DraftRow(4, "PV07", 6_000))
    adopt(bench, *rows)
    ((operator, _deed, facts),) = deeds(bench)
    assert operator == CLERK.id
    assert (facts["rows"], facts["since"], facts["warnings"]) == (2, TODAY.isoformat(), 0)
    assert facts["kinds"] == {"NEW": 1, "OFF": 1, "SAME": 1}
    assert len(facts["digest"]) == 64


def deeds(bench: Bench) -> list[tuple[str, str, dict[str, Any]]]:
    return [row for row in audited(bench) if row[1] == "apply_tariff"]


def test_a_list_with_a_fault_is_not_adopted_at_all(bench: Bench) -> None:
    plan = planned(bench, DraftRow(2, "BS07", 65_000), DraftRow(3, "ZZ99", 1))
    with pytest.raises(TariffRefusedError):
        apply_tariff(bench.terminal, CLERK, plan)
    assert price(bench, "BS07") == 70_000
    assert deeds(bench) == []


def test_a_list_that_changes_nothing_is_not_adopted(bench: Bench) -> None:
    with pytest.raises(TariffRefusedError):
        adopt(bench, DraftRow(2, "BS07", 70_000))


def test_prices_that_moved_since_the_list_was_shown_stop_it(bench: Bench) -> None:
    plan = planned(bench, DraftRow(2, "BS07", 65_000))
    adopt(bench, DraftRow(2, "BS07", 60_000))
    with pytest.raises(TariffMovedError):
        apply_tariff(bench.terminal, CLERK, plan)
    assert price(bench, "BS07") == 60_000


def test_a_list_that_was_looked_at_before_midnight_is_not_adopted_for_yesterday(bench: Bench) -> None:
    plan = planned(bench, DraftRow(2, "BS07", 65_000))
    bench.clock.advance(24 * 3600)
    with pytest.raises(TariffMovedError):
        apply_tariff(bench.terminal, CLERK, plan)


def test_adopting_the_same_list_twice_is_stopped(bench: Bench) -> None:
    plan = planned(bench, DraftRow(2, "BS07", 65_000))
    apply_tariff(bench.terminal, CLERK, plan)
    with pytest.raises(TariffMovedError):
        apply_tariff(bench.terminal, CLERK, plan)


def test_lines_that_stand_on_an_open_bill_keep_their_price_and_new_ones_take_the_new(bench: Bench) -> None:
    visit = admitted(bench)
    treatment.add_item(bench.terminal, CLERK, visit, "BS07", ("84",))
    adopt(bench, DraftRow(2, "BS07", 65_000))
    chart = treatment.add_item(bench.terminal, CLERK, visit, "BS07", ("85",))
    assert [line.unit_fen for line in chart.visit.lines] == [70_000, 65_000]
    assert chart.estimate().totals.billed == 135_000


def test_an_item_that_is_switched_off_stays_on_an_open_bill_and_cannot_be_added(bench: Bench) -> None:
    visit = admitted(bench)
    treatment.add_item(bench.terminal, CLERK, visit, "BS07", ("84",))
    adopt(bench, DraftRow(2, "BS07", None, offered=False))
    with pytest.raises(ItemOffError):
        treatment.add_item(bench.terminal, CLERK, visit, "BS07", ("85",))
    treatment.hand_to_desk(bench.terminal, CLERK, visit)
    frozen = settlement.freeze(bench.terminal, CLERK, visit, online=True)
    assert frozen.bill is not None
    assert [(line.item, line.unit_fen) for line in frozen.bill.lines] == [("BS07", 70_000)]


def test_a_frozen_bill_does_not_move_with_the_prices(bench: Bench) -> None:
    visit = admitted(bench)
    treatment.add_item(bench.terminal, CLERK, visit, "BS07", ("84",))
    treatment.hand_to_desk(bench.terminal, CLERK, visit)
    frozen = settlement.freeze(bench.terminal, CLERK, visit, online=True)
    adopt(bench, DraftRow(2, "BS07", 65_000, name="补牙"))
    with bench.store.read() as uow:
        stored = uow.visits.get(visit)
    assert (stored.stage, stored.bill, stored.digest) == (Stage.FROZEN, frozen.bill, frozen.digest)


def test_the_clinics_own_name_stands_on_the_bill(bench: Bench) -> None:
    adopt(bench, DraftRow(2, "BS07", 70_000, name="补牙"))
    visit = admitted(bench)
    treatment.add_item(bench.terminal, CLERK, visit, "BS07", ("84",))
    treatment.hand_to_desk(bench.terminal, CLERK, visit)
    frozen = settlement.freeze(bench.terminal, CLERK, visit, online=True)
    assert frozen.bill is not None
    assert frozen.bill.lines[0].name_zh == "补牙"


def test_the_list_that_is_given_out_is_what_holds_that_day(bench: Bench) -> None:
    adopt(bench, DraftRow(2, "BS07", 65_000), since=TOMORROW)
    given = {
        line.item.code: (line.item.price_fen, line.own_since)
        for line in export_tariff(bench.terminal, TOMORROW)
    }
    assert given["BS07"] == (65_000, TOMORROW)
    assert given["PV07"] == (6_000, None)
    assert export_tariff(bench.terminal, TODAY)[1].item.price_fen == 70_000


def test_the_state_tells_what_is_own_who_adopted_and_what_is_to_come(bench: Bench) -> None:
    before = tariff_state(bench.terminal)
    assert (before.items, before.own, before.last, before.coming) == (5, 0, None, ())
    adopt(bench, DraftRow(2, "BS07", 65_000), DraftRow(3, "PV01", 20_000))
    last = adopt(bench, DraftRow(2, "BS07", 66_000), since=TOMORROW)
    after = tariff_state(bench.terminal)
    assert (after.own, after.last, after.coming) == (2, last, ((TOMORROW, 1),))
    assert last.operator == CLERK.name


def test_the_plan_names_the_kinds(bench: Bench) -> None:
    adopt(bench, DraftRow(2, "BS07", 65_000))
    plan = planned(bench, DraftRow(2, "BS07", 66_000), DraftRow(3, "PV01", 20_000))
    assert [change.kind for change in plan.changes] == [ChangeKind.PRICE, ChangeKind.NEW]
