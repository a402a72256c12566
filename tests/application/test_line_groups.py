"""Packages and the last visit: one key, today's prices, and a word on what was left out."""

from dataclasses import replace
from datetime import timedelta

import pytest

from clinic_terminal.application.chairside import sit_down, turn_of
from clinic_terminal.application.failures import NoLastVisitError
from clinic_terminal.application.habits import habits_of
from clinic_terminal.application.line_groups import add_package, copy_last, last_visit
from clinic_terminal.application.store_ports import MemberRecord
from clinic_terminal.application.tariff import apply_tariff, plan_tariff_import
from clinic_terminal.domain.catalogue import Package
from clinic_terminal.domain.dentition import Finding, Presence
from clinic_terminal.domain.line_groups import LeftOutCause
from clinic_terminal.domain.tariff_plan import DraftRow, TariffDraft
from clinic_terminal.domain.visit import Stage, Visit, VisitLine
from tests.application.people import audited, let_in
from tests.build import CATALOGUE, CHILD, DENTAL, TODAY
from tests.terminal import CLERK, Bench


def earlier(
    bench: Bench, days: int, *lines: VisitLine, stage: Stage = Stage.DONE, member: str = CHILD.member
) -> None:
    """Put a visit of an earlier day into the store."""
    visit = Visit(
        bench.terminal.ids.new(),
        stage,
        TODAY - timedelta(days=days),
        replace(CHILD, member=member),
        "POL-OLD",
        DENTAL.code,
        lines=lines,
    )
    with bench.store.begin() as uow:
        uow.visits.put(visit)


def at_chair(bench: Bench) -> str:
    return let_in(bench, to_chair=True).id


CHECK = VisitLine("PV01", (), 12_300, 1)
FILLED = VisitLine("BS07", ("54", "84"), 45_600, 2)


def test_a_package_is_added_in_one_step_and_its_items_are_counted(bench: Bench) -> None:
    added = add_package(bench.terminal, CLERK, at_chair(bench), "P1")
    assert [line.item for line in added.chart.visit.lines] == ["PV01", "PV07"]
    assert (added.count, added.left_out) == (2, ())
    assert {item: use.count for item, use in habits_of(bench.terminal, CLERK).own.items()} == {
        "PV01": 1,
        "PV07": 1,
    }
    assert audited(bench)[-1] == (CLERK.id, "add_package", {"lines": 2})


def test_an_unknown_package_adds_nothing_and_writes_nothing(bench: Bench) -> None:
    visit = at_chair(bench)
    before = audited(bench)
    added = add_package(bench.terminal, CLERK, visit, "NOPE")
    assert (added.count, added.chart.visit.lines) == (0, ())
    assert audited(bench) == before


def test_a_package_pressed_twice_is_on_the_bill_once(bench: Bench) -> None:
    visit = at_chair(bench)
    add_package(bench.terminal, CLERK, visit, "P1")
    again = add_package(bench.terminal, CLERK, visit, "P1")
    assert (again.count, len(again.chart.visit.lines)) == (0, 2)
    assert {one.cause for one in again.left_out} == {LeftOutCause.ALREADY_THERE}


def test_the_last_visit_is_copied_at_the_prices_of_today(bench: Bench) -> None:
    earlier(bench, 200, VisitLine("NC01", (), 1, 1))
    earlier(bench, 30, CHECK, FILLED)
    plan = plan_tariff_import(bench.terminal, TariffDraft((DraftRow(2, "PV01", 31_000),)), TODAY)
    apply_tariff(bench.terminal, CLERK, plan)
    added = copy_last(bench.terminal, CLERK, at_chair(bench))
    assert [(line.item, line.teeth, line.unit_fen) for line in added.chart.visit.lines] == [
        ("PV01", (), 31_000),
        ("BS07", ("54", "84"), 70_000),
    ]
    assert (added.count, added.left_out) == (2, ())


def test_a_tooth_that_is_there_no_more_is_left_out_with_its_name(bench: Bench) -> None:
    earlier(bench, 30, CHECK, VisitLine("BS07", ("81",), 45_600, 1))
    shed = Finding("81", Presence.SHED, TODAY)
    with bench.store.begin() as uow:
        uow.members.put(MemberRecord(CHILD.member, teeth=(shed,)))
    added = copy_last(bench.terminal, CLERK, at_chair(bench))
    assert [line.item for line in added.chart.visit.lines] == ["PV01"]
    assert [(one.cause, one.teeth) for one in added.left_out] == [(LeftOutCause.TOOTH_GONE, ("81",))]


def test_of_several_teeth_those_that_are_there_are_copied_with_their_surfaces(bench: Bench) -> None:
    two = VisitLine("BS07", ("54", "84"), 45_600, 2, (("54", "O"), ("84", "OD")))
    earlier(bench, 30, two, VisitLine("BS01", ("54",), 18_000, 1))
    added = copy_last(bench.terminal, CLERK, at_chair(bench))
    assert [(line.teeth, line.surfaces) for line in added.chart.visit.lines] == [(("84",), (("84", "OD"),))]
    assert [one.teeth for one in added.left_out if one.cause is LeftOutCause.TOOTH_GONE] == [("54",)]


def test_only_closed_visits_of_this_child_are_copied(bench: Bench) -> None:
    earlier(bench, 1, CHECK, stage=Stage.VOIDED)
    earlier(bench, 1, CHECK, stage=Stage.CANCELLED)
    earlier(bench, 1, CHECK, member=CHILD.member[:-1])
    visit = at_chair(bench)
    assert last_visit(bench.terminal, visit) is None
    with pytest.raises(NoLastVisitError):
        copy_last(bench.terminal, CLERK, visit)


def test_the_chair_begins_with_the_last_visit_at_hand_and_the_habits_of_now(bench: Bench) -> None:
    earlier(bench, 30, CHECK, FILLED)
    seat = sit_down(bench.terminal, CLERK, let_in(bench))
    assert seat.turn.chart.visit.stage is Stage.IN_TREATMENT
    assert seat.last is not None
    assert (seat.last.day, seat.last.items) == (TODAY - timedelta(days=30), ("PV01", "BS07"))
    turn = turn_of(bench.terminal, CLERK, copy_last(bench.terminal, CLERK, seat.turn.chart.visit.id))
    assert turn.count == 2
    assert turn.search.habits.own.keys() == {"PV01", "BS07"}


def test_a_child_that_sits_there_already_is_not_seated_again(bench: Bench) -> None:
    visit = let_in(bench, to_chair=True)
    before = audited(bench)
    assert sit_down(bench.terminal, CLERK, visit).turn.chart.visit == visit
    assert audited(bench) == before


def test_an_item_of_a_package_that_the_clinic_does_not_do_is_left_out(bench: Bench) -> None:
    package = Package("P2", "套餐", "Set", ("PV01", "NC01"))
    terminal = replace(bench.terminal, catalogue=replace(CATALOGUE, packages=(package,)))
    off = TariffDraft((DraftRow(2, "NC01", None, offered=False),))
    apply_tariff(terminal, CLERK, plan_tariff_import(terminal, off, TODAY))
    added = add_package(terminal, CLERK, at_chair(bench), "P2")
    assert [line.item for line in added.chart.visit.lines] == ["PV01"]
    assert [(one.item, one.cause) for one in added.left_out] == [("NC01", LeftOutCause.ITEM_OFF)]
