"""What a missing guarantee letter costs is the difference of two splits, and nothing but it."""

from dataclasses import replace
from typing import Any

import pytest

from clinic_terminal.domain.adjudication import BillInput, CardState, Counters, LineInput, Standing, split
from clinic_terminal.domain.letter_cost import LetterCost, LineLetter, letter_cost
from clinic_terminal.domain.plan import Category, Deductible, DeductibleScope, PenaltyBase, Plan, Preauth
from tests.build import CLINIC, DENTAL, LOCKED_HERE, YEAR, bill

LETTERS = replace(DENTAL, preauth=Preauth(enabled=True))
IMPACTED = LineInput("BS04", Category.BASIC, 320_000, 1, surgery=True)
FILLING = LineInput("BS07", Category.BASIC, 70_000, 1)


def cost(
    plan: Plan,
    *lines: LineInput,
    standing: Standing = LOCKED_HERE,
    **more: Any,  # noqa: ANN401  fields of a bill
) -> LetterCost | None:
    asked: BillInput = bill(*lines, **more)
    return letter_cost(plan, YEAR, standing, asked, split(plan, YEAR, standing, asked))


def test_a_surgery_without_a_letter_costs_forty_percent_of_the_benefit() -> None:
    assert cost(LETTERS, FILLING, IMPACTED) == LetterCost((LineLetter(1, "BS04"),), 64_000)


@pytest.mark.parametrize(
    "lines",
    [(FILLING,), (replace(IMPACTED, approved_fen=320_000),), ()],
    ids=["none needed", "there", "empty"],
)
def test_where_no_letter_lacks_nothing_is_told(lines: tuple[LineInput, ...]) -> None:
    assert cost(LETTERS, *lines) is None


def test_a_plan_that_asks_for_no_letters_tells_nothing() -> None:
    assert cost(DENTAL, IMPACTED) is None


def test_a_letter_that_is_too_small_costs_for_the_rest_only() -> None:
    small = replace(IMPACTED, approved_fen=220_000)
    assert cost(LETTERS, small) == LetterCost((LineLetter(0, "BS04", too_small=True),), 20_000)


def test_the_lines_from_the_one_that_crosses_the_cumulative_amount_need_a_letter() -> None:
    used = replace(LOCKED_HERE, used=Counters(covered_fen=2_950_000))
    assert cost(LETTERS, FILLING, FILLING, standing=used) == LetterCost(
        (LineLetter(0, "BS07"), LineLetter(1, "BS07")), 28_000
    )
    before = replace(LOCKED_HERE, used=Counters(covered_fen=2_900_000))
    assert cost(LETTERS, FILLING, FILLING, standing=before) == LetterCost((LineLetter(1, "BS07"),), 14_000)


def test_a_large_examination_needs_one_at_its_unit_price() -> None:
    scan = LineInput("PV06", Category.PREVENTIVE, 500_000, 1, exam=True)
    assert cost(LETTERS, scan) == LetterCost((LineLetter(0, "PV06"),), 200_000)
    assert cost(LETTERS, replace(scan, unit_fen=499_999)) is None


def test_at_the_limit_a_letter_lacks_and_costs_nothing() -> None:
    used = replace(LOCKED_HERE, used=Counters(pool_fen=DENTAL.pool_fen))
    assert cost(LETTERS, IMPACTED, standing=used) == LetterCost((LineLetter(0, "BS04"),), 0)


def test_what_the_deductible_takes_is_not_lost_for_the_letter() -> None:
    plan = replace(LETTERS, deductible=Deductible(320_000, DeductibleScope.PER_VISIT))
    assert cost(plan, IMPACTED) == LetterCost((LineLetter(0, "BS04"),), 0)


def test_a_share_of_the_cost_rather_than_of_the_benefit_is_counted_as_the_plan_says() -> None:
    plan = replace(LETTERS, preauth=replace(LETTERS.preauth, penalty_base=PenaltyBase.COVERED_COST))
    assert cost(plan, IMPACTED) == LetterCost((LineLetter(0, "BS04"),), 128_000)


@pytest.mark.parametrize(
    "more",
    [{"self_pay": True}, {"network": frozenset[str]()}],
    ids=["the family pays", "not in the network"],
)
def test_where_the_insurer_pays_nothing_no_letter_lacks(more: dict[str, Any]) -> None:
    assert cost(LETTERS, IMPACTED, **more) is None


def test_a_greyed_card_lacks_no_letter() -> None:
    assert cost(LETTERS, IMPACTED, standing=Standing(Counters(), CLINIC.brand, CardState.GREYED)) is None


def test_a_discount_on_the_bill_is_shared_before_the_letter() -> None:
    assert cost(LETTERS, IMPACTED, discount_fen=120_000) == LetterCost((LineLetter(0, "BS04"),), 40_000)
