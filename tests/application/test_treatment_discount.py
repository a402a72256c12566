"""Discounts on a line and on the bill, to the fen: split, frozen bill, the insurer's check of its sums."""

import pytest

from clinic_terminal.application import settlement, treatment
from clinic_terminal.contract.bills import read_bill
from clinic_terminal.domain.adjudication import split
from clinic_terminal.domain.bill import content
from clinic_terminal.domain.errors import (
    AmountTooLargeError,
    DiscountTooLargeError,
    NegativeAmountError,
    NoteTooLongError,
    VisitStateError,
)
from clinic_terminal.domain.pipeline import LineInput
from clinic_terminal.domain.plan import Category
from tests.application.people import audited, let_in
from tests.build import DENTAL, LOCKED_HERE, YEAR, bill
from tests.terminal import CLERK, Bench


def filling(discount_fen: int, qty: int = 3, unit_fen: int = 10_000) -> LineInput:
    return LineInput("BS07", Category.BASIC, unit_fen, qty, discount_fen=discount_fen)


def film(discount_fen: int = 0) -> LineInput:
    return LineInput("PV07", Category.PREVENTIVE, 6_000, 1, discount_fen=discount_fen)


def test_a_line_discount_that_no_unit_price_could_say_is_exact() -> None:
    result = split(DENTAL, YEAR, LOCKED_HERE, bill(filling(1_001)))
    assert [(part.billed, part.insurer, part.guardian) for part in result.parts] == [(28_999, 14_500, 14_499)]


def test_the_bill_discount_is_shared_over_what_the_line_discounts_leave() -> None:
    result = split(DENTAL, YEAR, LOCKED_HERE, bill(filling(18_000), film(), discount_fen=1_801))
    # 12,000 and 6,000 are left: 1,801 are shared as 1,200.67 and 600.33
    assert [part.billed for part in result.parts] == [10_799, 5_400]
    assert result.totals.billed == 18_000 - 1_801


def test_a_line_given_away_whole_keeps_its_line() -> None:
    result = split(DENTAL, YEAR, LOCKED_HERE, bill(filling(30_000), film()))
    assert [part.billed for part in result.parts] == [0, 6_000]


def test_a_line_discount_below_nought_or_over_the_line_is_refused() -> None:
    with pytest.raises(NegativeAmountError):
        filling(-1)
    with pytest.raises(DiscountTooLargeError) as refused:
        split(DENTAL, YEAR, LOCKED_HERE, bill(filling(30_001), film()))
    assert refused.value.field == "lines.discount_fen"


def test_a_bill_discount_over_what_the_line_discounts_leave_is_refused() -> None:
    with pytest.raises(DiscountTooLargeError):
        split(DENTAL, YEAR, LOCKED_HERE, bill(filling(29_000), discount_fen=1_001))


def test_the_frozen_bill_shows_price_discount_and_amount_and_adds_up(bench: Bench) -> None:
    visit, terminal = let_in(bench, to_chair=True).id, bench.terminal
    treatment.add_item(terminal, CLERK, visit, "BS07", ("54", "84"))
    treatment.add_item(terminal, CLERK, visit, "PV07", ("84",))
    treatment.change_line_discount(terminal, CLERK, visit, 0, 3_333)
    treatment.change_discount(terminal, CLERK, visit, 777)
    treatment.hand_to_desk(terminal, CLERK, visit)
    frozen = settlement.freeze(terminal, CLERK, visit, online=True).bill
    assert frozen is not None
    line = frozen.lines[0]
    assert (line.unit_fen, line.qty, line.discount_fen, line.amount_fen) == (70_000, 2, 3_333, 136_667)
    plain = content(frozen)
    assert [row.get("discount_fen") for row in plain["lines"]] == [3_333, None]
    assert read_bill(plain).is_consistent()
    plain["lines"][0]["discount_fen"] = 3_332
    assert not read_bill(plain).is_consistent()
    assert "change_line_discount" in [deed for _, deed, _ in audited(bench)]


def test_a_discount_is_changed_by_whoever_itemises_only(bench: Bench) -> None:
    visit, terminal = let_in(bench, to_chair=True).id, bench.terminal
    treatment.add_item(terminal, CLERK, visit, "PV01")
    with pytest.raises(NegativeAmountError):
        treatment.change_line_discount(terminal, CLERK, visit, 0, -1)
    with pytest.raises(AmountTooLargeError):
        treatment.change_line_discount(terminal, CLERK, visit, 0, 100_000_001)
    treatment.hand_to_desk(terminal, CLERK, visit)
    settlement.freeze(terminal, CLERK, visit, online=True)
    with pytest.raises(VisitStateError):
        treatment.change_line_discount(terminal, CLERK, visit, 0, 1)


def test_a_note_for_the_desk_is_one_line_and_not_in_the_audit_log(bench: Bench) -> None:
    visit, terminal = let_in(bench, to_chair=True).id, bench.terminal
    chart = treatment.note_for_desk(terminal, CLERK, visit, "  分两次付\n发票写公司 ")
    assert chart.visit.desk_note == "分两次付 发票写公司"
    assert audited(bench)[-1] == (CLERK.id, "note_for_desk", {})
    assert treatment.note_for_desk(terminal, CLERK, visit, " ").visit.desk_note == ""
    with pytest.raises(NoteTooLongError):
        treatment.note_for_desk(terminal, CLERK, visit, "长" * 201)
