from dataclasses import replace
from datetime import date, timedelta

import pytest

from clinic_terminal.domain.adjudication import CardState, Counters, Reason
from clinic_terminal.domain.eligibility import Authorisation, Lock, NetworkRow, Snapshot
from clinic_terminal.domain.gates import CheckCode, CheckState, Decision, Verdict, decide
from clinic_terminal.domain.plan import BrandLockRule, Category
from tests.build import CLINIC, DENTAL, TODAY, YEAR, question, snapshot

OTHER = Lock("QINGKONG", "晴空儿童齿科", date(2026, 3, 3), "V-9")


def _decide(facts: Snapshot, day: date = TODAY, booking: str | None = None) -> Decision:
    return decide(question(facts, day=day, booking_ref=booking))


def test_a_returning_child_may_be_billed() -> None:
    decision = _decide(snapshot())
    assert decision.verdict is Verdict.BILLABLE
    assert decision.cause is None
    assert all(check.state in {CheckState.PASS, CheckState.OPEN} for check in decision.checks)


@pytest.mark.parametrize(
    ("facts", "day", "reason"),
    [
        (snapshot(), YEAR.start - timedelta(1), Reason.POLICY_NOT_STARTED),
        (snapshot(), YEAR.end + timedelta(1), Reason.POLICY_EXPIRED),
        (snapshot(card=CardState.GREYED), TODAY, Reason.CARD_GREYED),
        (snapshot(card=CardState.UNBOUND), TODAY, Reason.CARD_UNBOUND),
        (snapshot(network=()), TODAY, Reason.NOT_IN_NETWORK),
        (snapshot(lock=OTHER), TODAY, Reason.BRAND_LOCKED),
    ],
)
def test_the_first_failed_gate_decides(facts: Snapshot, day: date, reason: Reason) -> None:
    decision = _decide(facts, day)
    assert (decision.verdict, decision.cause) == (Verdict.REFUSED, reason)


@pytest.mark.parametrize("day", [YEAR.start, YEAR.end])
def test_both_ends_of_the_policy_are_included(day: date) -> None:
    assert _decide(snapshot(), day).verdict is Verdict.BILLABLE


def test_gates_are_tried_in_their_order() -> None:
    everything = snapshot(card=CardState.GREYED, network=(), lock=OTHER)
    assert _decide(everything, YEAR.end + timedelta(1)).cause is Reason.POLICY_EXPIRED
    assert _decide(everything).cause is Reason.CARD_GREYED


def test_an_unbooked_first_visit_is_held_until_the_reference_is_entered() -> None:
    first = snapshot(lock=None)
    assert _decide(first).verdict is Verdict.CALL
    assert _decide(first, booking="WS-0001").verdict is Verdict.BILLABLE
    assert _decide(snapshot(lock=None, booking_ref="WS-0001")).verdict is Verdict.BILLABLE


def _brand_kind(facts: Snapshot, exempt: frozenset[str] = frozenset(), *, enabled: bool = True) -> str:
    plan = replace(DENTAL, brand_lock=BrandLockRule(enabled, exempt))
    decision = decide(question(facts, plan=plan, booking_ref="BK"))
    return next(check.facts["kind"] for check in decision.checks if check.code is CheckCode.BRAND)


def test_the_brand_check_says_what_binds_the_family() -> None:
    assert _brand_kind(snapshot()) == "OURS"
    assert _brand_kind(snapshot(lock=None)) == "NONE_YET"
    assert _brand_kind(snapshot(lock=OTHER)) == "OTHER"
    assert _brand_kind(snapshot(lock=OTHER), frozenset({CLINIC.brand})) == "EXEMPT"
    assert _brand_kind(snapshot(), enabled=False) == "OFF"


def test_a_nearly_empty_pool_is_told_before_the_treatment() -> None:
    decision = _decide(snapshot(used=Counters(4_950_000)))
    pool = next(check for check in decision.checks if check.code is CheckCode.POOL)
    assert (pool.state, pool.facts["left_fen"]) == (CheckState.NOTE, "50000")
    assert decision.verdict is Verdict.BILLABLE


def test_a_guarantee_letter_counts_by_item_day_and_what_is_left() -> None:
    letter = Authorisation("L-1", ("BS04",), 400_000, 100_000, TODAY, TODAY + timedelta(30))
    facts = snapshot(authorisations=(letter,))
    assert facts.approved_for("BS04", TODAY) == 300_000
    assert facts.approved_for("BS07", TODAY) is None
    assert facts.approved_for("BS04", TODAY - timedelta(1)) is None
    assert any(check.code is CheckCode.LETTER for check in _decide(facts).checks)


def test_the_network_counts_by_its_own_dates() -> None:
    row = NetworkRow(Category.BASIC, TODAY + timedelta(1), TODAY + timedelta(9))
    facts = snapshot(network=(row,))
    assert facts.categories_on(TODAY) == frozenset()
    assert facts.categories_on(TODAY + timedelta(9)) == {Category.BASIC}
    assert facts.categories_on(TODAY + timedelta(10)) == frozenset()
