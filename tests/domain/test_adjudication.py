from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic_terminal.domain import plan as plans
from clinic_terminal.domain.adjudication import (
    BillInput,
    CardState,
    Counters,
    LineInput,
    PolicyPeriod,
    Reason,
    Split,
    SplitStatus,
    Standing,
    after,
    sets_lock,
    split,
)
from clinic_terminal.domain.errors import (
    DiscountTooLargeError,
    NegativeAmountError,
    PeriodError,
    RateMissingError,
    RateOutOfRangeError,
)
from clinic_terminal.domain.plan import Category, Plan
from tests.build import CLINIC, DENTAL, FILLING, FILM, GAS, LOCKED_HERE, RATES, TODAY, YEAR, bill, line

CATEGORIES = st.sampled_from(list(Category))
LINES = st.builds(
    LineInput,
    item=st.sampled_from(["A", "B", "C"]),
    category=CATEGORIES,
    unit_fen=st.integers(0, 800_000),
    qty=st.integers(1, 5),
    surgery=st.booleans(),
    exam=st.booleans(),
    approved_fen=st.none() | st.integers(0, 500_000),
)
PREAUTH = st.builds(
    plans.Preauth,
    enabled=st.booleans(),
    cumulative_fen=st.integers(0, 4_000_000),
    penalty_bp=st.integers(0, 10_000),
    penalty_position=st.sampled_from(list(plans.PenaltyPosition)),
    penalty_base=st.sampled_from(list(plans.PenaltyBase)),
)
PLANS = st.builds(
    Plan,
    code=st.just("P"),
    pool_fen=st.integers(0, 5_000_000),
    coinsurance_bp=st.fixed_dictionaries({c: st.integers(0, 10_000) for c in RATES}),
    sublimit_fen=st.dictionaries(st.sampled_from(list(RATES)), st.integers(0, 1_000_000)),
    deductible=st.builds(
        plans.Deductible, st.integers(0, 100_000), st.sampled_from(list(plans.DeductibleScope))
    ),
    frequency=st.dictionaries(st.sampled_from(["A", "B"]), st.integers(0, 4)),
    preauth=PREAUTH,
    self_pay=st.sampled_from(list(plans.SelfPay)),
    brand_lock=st.builds(plans.BrandLockRule, st.booleans(), st.just(frozenset({"EXEMPT"}))),
    booking_required=st.booleans(),
)
STANDINGS = st.builds(
    Standing,
    used=st.builds(Counters, st.integers(0, 5_000_000), st.integers(0, 4_000_000)),
    brand_lock=st.sampled_from([None, "XIAOLU", "OTHER"]),
    card=st.sampled_from([CardState.ACTIVE, CardState.ACTIVE, CardState.GREYED]),
)


@st.composite
def bills(draw: st.DrawFn) -> BillInput:
    lines = tuple(draw(st.lists(LINES, max_size=6)))
    gross = sum(one.unit_fen * one.qty for one in lines)
    return BillInput(
        date=YEAR.start + timedelta(days=draw(st.integers(-3, 370))),
        brand=draw(st.sampled_from(["XIAOLU", "EXEMPT"])),
        lines=lines,
        booking_ref=draw(st.none() | st.just("BK")),
        self_pay=draw(st.booleans()),
        discount_fen=draw(st.integers(0, gross)),
        network=draw(st.none() | st.frozensets(st.sampled_from(list(RATES)))),
    )


@settings(max_examples=400)
@given(PLANS, STANDINGS, bills())
def test_every_fen_has_exactly_one_payer(plan: Plan, standing: Standing, given_bill: BillInput) -> None:
    result = split(plan, YEAR, standing, given_bill)
    gross = sum(one.unit_fen * one.qty for one in given_bill.lines)
    assert result.totals.billed == gross - given_bill.discount_fen
    for part in result.parts:
        owed = part.not_covered + part.deductible + part.coinsurance + part.over_limit + part.penalty
        assert part.billed == part.insurer + part.guardian
        assert part.guardian == owed
        assert min(part.insurer, part.guardian, part.not_covered, part.coinsurance, part.penalty) >= 0
    assert result.totals.guardian == result.totals.on_site + result.totals.online
    assert {part.line for part in result.parts} == set(range(1, len(given_bill.lines) + 1))


@settings(max_examples=400)
@given(PLANS, STANDINGS, bills())
def test_the_pool_moves_by_what_the_insurer_pays(
    plan: Plan, standing: Standing, given_bill: BillInput
) -> None:
    result = split(plan, YEAR, standing, given_bill)
    paid = result.totals.insurer if result.status is SplitStatus.PAID else 0
    assert result.pool_before - result.pool_after == paid == result.posted.pool_fen
    assert result.pool_after >= 0


@settings(max_examples=300)
@given(PLANS, STANDINGS, bills())
def test_a_void_gives_back_exactly_what_the_bill_took(
    plan: Plan, standing: Standing, given_bill: BillInput
) -> None:
    result = split(plan, YEAR, standing, given_bill)
    taken = after(standing, result, None)
    assert taken.used.minus(result.posted) == standing.used


@settings(max_examples=300)
@given(STANDINGS, bills(), st.randoms(use_true_random=False))
def test_totals_do_not_depend_on_line_order_in_the_plain_plan(
    standing: Standing, given_bill: BillInput, shuffler: st.DataObject
) -> None:
    one = replace(given_bill, discount_fen=0)
    lines = list(one.lines)
    shuffler.shuffle(lines)  # type: ignore[attr-defined]  # hypothesis' stand-in for random.Random
    mixed = replace(one, lines=tuple(lines))
    first, second = (split(DENTAL, YEAR, standing, each) for each in (one, mixed))
    assert first.totals == second.totals
    assert first.pool_after == second.pool_after


def _only(result: Split) -> Reason:
    reasons = {reason for part in result.parts for reason in part.reasons}
    assert len(reasons) == 1
    return reasons.pop()


def test_a_returning_childs_film_and_filling_cost_the_family_350_yuan() -> None:
    result = split(DENTAL, YEAR, LOCKED_HERE, bill(line(FILM), line(FILLING)))
    assert (result.totals.insurer, result.totals.guardian) == (41_000, 35_000)
    assert (result.pool_before, result.pool_after) == (5_000_000, 4_959_000)


@pytest.mark.parametrize(
    ("standing", "change", "reason"),
    [
        (LOCKED_HERE, {"date": YEAR.start - timedelta(1)}, Reason.POLICY_NOT_STARTED),
        (LOCKED_HERE, {"date": YEAR.end + timedelta(1)}, Reason.POLICY_EXPIRED),
        (replace(LOCKED_HERE, card=CardState.GREYED), {}, Reason.CARD_GREYED),
        (replace(LOCKED_HERE, card=CardState.UNBOUND), {}, Reason.CARD_UNBOUND),
        (LOCKED_HERE, {"network": frozenset()}, Reason.NOT_IN_NETWORK),
        (replace(LOCKED_HERE, brand_lock="OTHER"), {}, Reason.BRAND_LOCKED),
        (LOCKED_HERE, {"self_pay": True}, Reason.SELF_PAY_CHOSEN),
    ],
)
def test_a_closed_gate_leaves_the_whole_bill_to_the_family(
    standing: Standing, change: dict[str, object], reason: Reason
) -> None:
    result = split(DENTAL, YEAR, standing, bill(line(FILM), line(FILLING), **change))
    assert result.status is SplitStatus.NO_DIRECT_BILLING
    assert _only(result) is reason
    assert result.totals.on_site == result.totals.billed
    assert result.posted == Counters()


def test_an_unbooked_first_visit_is_an_estimate_that_posts_nothing() -> None:
    result = split(DENTAL, YEAR, Standing(), bill(line(FILLING), booking_ref=None))
    assert result.status is SplitStatus.HOLD
    assert result.totals.insurer == 35_000
    assert result.pool_after == result.pool_before


def test_only_a_directly_billed_first_visit_sets_the_lock() -> None:
    first = Standing()
    paid = split(DENTAL, YEAR, first, bill(line(FILM)))
    held = split(DENTAL, YEAR, first, bill(line(FILM), booking_ref=None))
    assert sets_lock(DENTAL, first, CLINIC.brand, paid)
    assert not sets_lock(DENTAL, first, CLINIC.brand, held)
    assert not sets_lock(DENTAL, LOCKED_HERE, CLINIC.brand, paid)
    exempt = replace(DENTAL, brand_lock=plans.BrandLockRule(True, frozenset({CLINIC.brand})))
    assert not sets_lock(exempt, first, CLINIC.brand, paid)


def test_an_exempt_brand_may_treat_in_spite_of_a_lock() -> None:
    exempt = replace(DENTAL, brand_lock=plans.BrandLockRule(True, frozenset({CLINIC.brand})))
    result = split(exempt, YEAR, replace(LOCKED_HERE, brand_lock="OTHER"), bill(line(FILM)))
    assert result.status is SplitStatus.PAID


def test_a_category_outside_our_network_is_refused_line_by_line() -> None:
    network = frozenset({Category.PREVENTIVE})
    result = split(DENTAL, YEAR, LOCKED_HERE, bill(line(FILM), line(FILLING), network=network))
    assert [part.reasons[0] for part in result.parts] == [Reason.COVERED, Reason.NOT_IN_NETWORK]


def test_a_free_line_still_shows_once() -> None:
    result = split(DENTAL, YEAR, LOCKED_HERE, bill(line(FILM, unit_fen=0), line(GAS, unit_fen=0)))
    assert [part.reasons for part in result.parts] == [(Reason.COVERED,), (Reason.NOT_COVERED,)]


def test_figures_that_cannot_be_are_refused_by_name() -> None:
    with pytest.raises(NegativeAmountError) as price:
        line(FILM, unit_fen=-1)
    assert price.value.field == "unit_fen"
    with pytest.raises(NegativeAmountError):
        line(FILM, qty=0)
    with pytest.raises(NegativeAmountError):
        LineInput("A", Category.BASIC, 1, 1, approved_fen=-1)
    with pytest.raises(DiscountTooLargeError):
        split(DENTAL, YEAR, LOCKED_HERE, bill(line(FILM), discount_fen=6_001))
    with pytest.raises(NegativeAmountError):
        split(DENTAL, YEAR, LOCKED_HERE, bill(line(FILM), discount_fen=-1))
    with pytest.raises(PeriodError):
        PolicyPeriod(date(2026, 2, 2), date(2026, 2, 1))
    with pytest.raises(NegativeAmountError):
        split(DENTAL, YEAR, Standing(Counters(-1)), bill(line(FILM), booking_ref="BK"))


def test_a_plan_with_impossible_figures_is_refused() -> None:
    with pytest.raises(RateOutOfRangeError):
        replace(DENTAL, coinsurance_bp={Category.BASIC: 10_001})
    with pytest.raises(NegativeAmountError):
        replace(DENTAL, pool_fen=-1)
    with pytest.raises(NegativeAmountError):
        replace(DENTAL, frequency={"A": -1})
    with pytest.raises(NegativeAmountError):
        replace(DENTAL, sublimit_fen={Category.BASIC: -1})


def test_a_covered_category_without_a_rate_is_refused() -> None:
    plan = replace(DENTAL, coinsurance_bp={Category.PREVENTIVE: 0})
    with pytest.raises(RateMissingError):
        split(plan, YEAR, LOCKED_HERE, bill(line(FILLING)))


def test_an_overdrawn_pool_shows_as_empty() -> None:
    standing = replace(LOCKED_HERE, used=Counters(5_000_001))
    result = split(DENTAL, YEAR, standing, bill(line(FILM), date=TODAY))
    assert (result.pool_before, result.pool_after, result.totals.insurer) == (0, 0, 0)
