from datetime import UTC, date, datetime, timedelta

import pytest

from clinic_terminal.domain.tariff import Tariff, TariffEdition, TariffRow
from clinic_terminal.domain.tariff_plan import (
    Change,
    ChangeKind,
    Column,
    DraftRow,
    Finding,
    Slip,
    TariffDraft,
    TariffPlan,
    plan_tariff,
)
from tests.build import CATALOGUE, CONSULT, FILLING, TODAY

TOMORROW, LATER = TODAY + timedelta(days=1), TODAY + timedelta(days=30)


def known(*rows: TariffRow) -> Tariff:
    return Tariff((TariffEdition("E-1", datetime(2026, 5, 1, tzinfo=UTC), "王敏", "test/1", rows),))


def plan(*rows: DraftRow, over: Tariff | None = None, since: date = TODAY) -> TariffPlan:
    return plan_tariff(TariffDraft(rows), (CATALOGUE,), over or Tariff(), since, TODAY)


def only(made: TariffPlan) -> Change:
    assert made.findings == ()
    (change,) = made.changes
    return change


def test_a_first_price_of_ones_own_is_new_and_later_ones_change_it() -> None:
    row = DraftRow(2, "BS07", 77_000)
    assert only(plan(row)).kind is ChangeKind.NEW
    own = known(TariffRow("BS07", 70_000, date(2026, 1, 1)))
    change = only(plan(row, over=own))
    assert (change.kind, change.before.price_fen, change.after.price_fen) == (
        ChangeKind.PRICE,
        70_000,
        77_000,
    )
    assert change.percent_bp == 1_000


@pytest.mark.parametrize(
    ("old", "new", "percent"),
    [(70_000, 35_000, -5_000), (30_000, 40_000, 3_333), (3, 2, -3_333), (0, 5, None)],
)
def test_the_percentage_is_of_the_old_price(old: int, new: int, percent: int | None) -> None:
    own = known(TariffRow("BS07", old, date(2026, 1, 1)))
    made = plan(DraftRow(2, "BS07", new), over=own)
    assert made.changes[0].percent_bp == percent


def test_the_same_price_changes_nothing_and_is_not_stored() -> None:
    made = plan(DraftRow(2, "BS07", FILLING.price_fen, offered=True, name=FILLING.name_zh))
    assert only(made).kind is ChangeKind.SAME
    assert (made.rows, made.is_adoptable) == ((), False)


def test_an_item_can_be_switched_off_without_a_price_and_on_again() -> None:
    off = only(plan(DraftRow(2, "BS07", None, offered=False)))
    assert (off.kind, off.after.price_fen, off.after.offered) == (ChangeKind.OFF, 70_000, False)
    own = known(TariffRow("BS07", 60_000, date(2026, 1, 1), offered=False))
    on = only(plan(DraftRow(2, "BS07", 60_000, offered=True), over=own))
    assert on.kind is ChangeKind.ON


def test_without_a_word_on_it_an_item_stays_off() -> None:
    own = known(TariffRow("BS07", 60_000, date(2026, 1, 1), offered=False))
    change = only(plan(DraftRow(2, "BS07", 61_000), over=own))
    assert (change.kind, change.after.offered) == (ChangeKind.PRICE, False)


def test_an_own_name_stays_until_another_or_the_catalogues_is_written() -> None:
    own = known(TariffRow("BS07", 70_000, date(2026, 1, 1), name="补牙"))
    assert only(plan(DraftRow(2, "BS07", 70_000), over=own)).kind is ChangeKind.SAME
    other = only(plan(DraftRow(2, "BS07", 70_000, name="补一颗牙"), over=own))
    assert (other.kind, other.after.name) == (ChangeKind.NAME, "补一颗牙")
    plain = only(plan(DraftRow(2, "BS07", 70_000, name=FILLING.name_zh), over=own))
    assert (plain.kind, plain.after.name) == (ChangeKind.NAME, "")


@pytest.mark.parametrize(
    ("rows", "finding"),
    [
        ([DraftRow(2, "ZZ99", 1)], Finding(2, Slip.CODE_UNKNOWN, Column.CODE, "ZZ99")),
        ([DraftRow(2, "BS07", None)], Finding(2, Slip.PRICE_EMPTY, Column.PRICE)),
        (
            [DraftRow(2, "BS07", 70_000), DraftRow(9, "BS07", 70_000)],
            Finding(9, Slip.CODE_TWICE, Column.CODE, "BS07", "2"),
        ),
        (
            [DraftRow(2, "BS07", 71_000, since=date(2026, 5, 20))],
            Finding(2, Slip.DATE_PAST, Column.SINCE, "2026-05-20"),
        ),
    ],
)
def test_a_faulty_row_is_named_and_nothing_can_be_adopted(rows: list[DraftRow], finding: Finding) -> None:
    made = plan(*rows, DraftRow(99, "PV01", 20_000))
    assert made.faults == (finding,)
    assert [change.row for change in made.changes if change.kind is not ChangeKind.SAME] == [99]
    assert not made.is_adoptable


def test_slips_of_the_reading_stand_among_the_others_in_the_files_order() -> None:
    draft = TariffDraft(
        (DraftRow(2, "ZZ99", 1),), (Finding(1, Slip.COLUMN_UNKNOWN), Finding(3, Slip.CODE_EMPTY))
    )
    made = plan_tariff(draft, (CATALOGUE,), Tariff(), TODAY, TODAY)
    assert [finding.row for finding in made.findings] == [1, 2, 3]
    assert [finding.row for finding in made.warnings] == [1]


def test_a_past_date_of_an_unchanged_row_is_no_fault() -> None:
    row = DraftRow(2, "BS07", FILLING.price_fen, since=date(2026, 1, 1))
    assert only(plan(row)).kind is ChangeKind.SAME


@pytest.mark.parametrize(
    ("fen", "warned"), [(29_999, True), (30_000, False), (80_000, False), (80_001, True)]
)
def test_a_price_outside_the_reference_range_is_a_warning_only(fen: int, warned: bool) -> None:
    made = plan(DraftRow(2, "BS07", fen))
    expected = Finding(2, Slip.PRICE_OUTSIDE_RANGE, Column.PRICE, str(fen), "30000-80000")
    assert made.warnings == ((expected,) if warned else ())
    assert made.is_adoptable


def test_a_price_that_another_will_replace_later_is_pointed_out() -> None:
    coming = known(TariffRow("BS07", 75_000, LATER))
    made = plan(DraftRow(2, "BS07", 71_000), over=coming, since=TOMORROW)
    assert made.warnings == (Finding(2, Slip.LATER_PRICE, Column.SINCE, "BS07", LATER.isoformat()),)


def test_a_row_with_a_day_of_its_own_is_compared_with_that_day() -> None:
    coming = known(TariffRow("BS07", 75_000, LATER))
    made = plan(
        DraftRow(2, "BS07", 75_000, since=LATER), DraftRow(3, "PV01", 20_000), over=coming, since=TOMORROW
    )
    assert [change.kind for change in made.changes] == [ChangeKind.SAME, ChangeKind.NEW]
    assert [row.since for row in made.rows] == [TOMORROW]


def test_the_plan_counts_what_it_does_and_what_the_file_leaves_out() -> None:
    made = plan(DraftRow(2, "BS07", 71_000), DraftRow(3, "PV01", CONSULT.price_fen))
    assert [made.count(kind) for kind in (ChangeKind.NEW, ChangeKind.SAME, ChangeKind.OFF)] == [1, 1, 0]
    assert made.untouched == len(CATALOGUE.items) - 2
    assert made.rows == (TariffRow("BS07", 71_000, TODAY),)


def test_ten_thousand_rows_with_a_fault_each_are_all_named() -> None:
    rows = [DraftRow(number, f"ZZ{number}", 1) for number in range(2, 10_002)]
    assert len(plan(*rows).faults) == 10_000
