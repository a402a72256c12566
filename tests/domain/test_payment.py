"""Money at the desk: sums of tenders, change, refunds that never exceed, receipt numbers."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_terminal.domain.errors import DomainError
from clinic_terminal.domain.payment import (
    Payment,
    Refund,
    Tender,
    check_refund,
    checked_reason,
    held_by_tender,
    paid,
    payment_of,
    quick_amounts,
    receipt_number,
    refund_plan,
    refundable,
    taken,
)
from clinic_terminal.domain.payment_errors import (
    NothingPaidError,
    OverpaidError,
    OwingReasonError,
    PaymentUnknownError,
    RefundTooLargeError,
    TransactionNumberError,
)
from tests.build import NOW

WECHAT_NUMBER = "4200001234202605211234567890"


def payment(number: int, tender: Tender = Tender.CASH, fen: int = 10_000) -> Payment:
    """Return an exact payment."""
    return Payment(f"P-{number}", f"260521-T01-{number:04d}", tender, fen, NOW, "王敏")


def refund(number: int, of: Payment, fen: int) -> Refund:
    """Return a refund of a payment."""
    return Refund(f"R-{number}", f"260521-T01-9{number:03d}", of.id, of.tender, fen, NOW, "王敏")


TENDERS = st.lists(st.tuples(st.sampled_from(Tender), st.integers(1, 500_000)), max_size=6)


@st.composite
def money(draw: st.DrawFn) -> tuple[tuple[Payment, ...], tuple[Refund, ...]]:
    """Return payments, and refunds as the check lets them through, one after another."""
    payments = tuple(payment(n, tender, fen) for n, (tender, fen) in enumerate(draw(TENDERS)))
    refunds: list[Refund] = []
    for number in range(draw(st.integers(0, 6)) if payments else 0):
        one, fen = draw(st.sampled_from(payments)), draw(st.integers(-5, 600_000))
        try:
            check_refund(one, refunds, fen)
        except (NothingPaidError, RefundTooLargeError):
            continue
        refunds.append(refund(number, one, fen))
    return payments, tuple(refunds)


@given(money())
def test_what_is_held_is_the_sum_of_the_tenders_and_never_less_than_nothing(
    made: tuple[tuple[Payment, ...], tuple[Refund, ...]],
) -> None:
    payments, refunds = made
    held = held_by_tender(payments, refunds)
    assert sum(held.values()) == paid(payments, refunds)
    assert all(fen > 0 for fen in held.values())


@given(money())
def test_refunds_never_exceed_their_payment(made: tuple[tuple[Payment, ...], tuple[Refund, ...]]) -> None:
    payments, refunds = made
    for one in payments:
        left = refundable(one, refunds)
        assert 0 <= left <= one.fen
        with pytest.raises(RefundTooLargeError) as refused:
            check_refund(one, refunds, left + 1)
        assert refused.value.fen == left


@given(money(), st.integers(0, 3_000_000))
def test_a_refund_plan_gives_back_all_that_is_there_and_by_the_tender_it_came_with(
    made: tuple[tuple[Payment, ...], tuple[Refund, ...]], fen: int
) -> None:
    payments, refunds = made
    plan = refund_plan(payments, refunds, fen)
    assert sum(part.fen for part in plan) == min(fen, paid(payments, refunds))
    for part in plan:
        one = payment_of(payments, part.reference)
        assert part.tender is one.tender
        check_refund(one, refunds, part.fen)


@given(st.integers(1, 1_000_000), st.integers(1, 1_000_000))
def test_cash_is_taken_up_to_what_is_due_and_the_rest_is_change(due: int, handed: int) -> None:
    what = taken(Tender.CASH, handed, due, ())
    kept = Payment("P", "R", what.tender, what.fen, NOW, "王敏", handed_fen=what.handed_fen)
    assert kept.fen + kept.change_fen == handed
    assert kept.fen <= due
    assert (kept.change_fen > 0) == (handed > due)


@pytest.mark.parametrize("tender", [Tender.CARD, Tender.WECHAT, Tender.ALIPAY])
def test_only_cash_is_overpaid(tender: Tender) -> None:
    with pytest.raises(OverpaidError) as refused:
        taken(tender, 10_001, 10_000, (), "1234")
    assert refused.value.fen == 10_000
    assert taken(tender, 10_000, 10_000, (), "1234").fen == 10_000


def test_nothing_is_taken_where_nothing_is_due_and_nothing_is_no_payment() -> None:
    with pytest.raises(OverpaidError):
        taken(Tender.CASH, 100, 0, ())
    for fen in (0, -1):
        with pytest.raises(NothingPaidError):
            taken(Tender.CASH, fen, 100, ())
        with pytest.raises(NothingPaidError):
            check_refund(payment(1), (), fen)


def test_a_transaction_counts_once_for_its_tender() -> None:
    first = replace(payment(1, Tender.WECHAT), reference=WECHAT_NUMBER)
    with pytest.raises(TransactionNumberError) as refused:
        taken(Tender.WECHAT, 100, 100, (first,), WECHAT_NUMBER)
    assert refused.value.code == "NUMBER_TWICE"
    assert taken(Tender.CARD, 100, 100, (first,), "123456").reference == "123456"


def test_cash_keeps_no_number_even_where_one_was_typed() -> None:
    assert taken(Tender.CASH, 100, 100, (), "134567890123456789").reference == ""


def test_a_payment_that_is_not_there_is_not_given_back() -> None:
    with pytest.raises(PaymentUnknownError):
        payment_of((payment(1),), "P-2")


@pytest.mark.parametrize(
    ("terminal", "number", "said"),
    [
        ("XLXH-T01", 7, "260521-T01-0007"),
        ("T-1", 12, "260521-T1-0012"),
        ("诊所", 1, "260521-0-0001"),
        ("abc-de9", 12_345, "260521-DE9-12345"),
    ],
)
def test_a_receipt_number_is_short_and_names_day_and_terminal(terminal: str, number: int, said: str) -> None:
    assert receipt_number(date(2026, 5, 21), terminal, number) == said


@pytest.mark.parametrize(
    ("due", "offered"),
    [
        (35_000, (35_000, 36_000, 40_000, 50_000)),
        (85_000, (85_000, 86_000, 90_000, 100_000)),
        (50_000, (50_000,)),
        (12_345, (12_345, 12_400, 12_500, 13_000)),
        (0, ()),
    ],
)
def test_the_amounts_that_families_hand_over(due: int, offered: tuple[int, ...]) -> None:
    assert quick_amounts(due) == offered


@given(st.integers(1, 10_000_000))
def test_every_quick_amount_pays_the_bill(due: int) -> None:
    first, *more = quick_amounts(due)
    assert first == due
    assert more == sorted(more)
    assert all(fen > due for fen in more)


def test_whoever_lets_a_family_owe_says_why() -> None:
    assert checked_reason("  手机 没电  ") == "手机 没电"
    for text, code in ((" ", "OWING_REASON_MISSING"), ("长" * 81, "OWING_REASON_LONG")):
        with pytest.raises(OwingReasonError) as refused:
            checked_reason(text)
        assert refused.value.code == code


def test_every_failure_with_money_has_a_code_and_a_sentence() -> None:
    for error in (NothingPaidError(), OverpaidError(1), RefundTooLargeError(1), PaymentUnknownError()):
        assert isinstance(error, DomainError)
        assert error.code != DomainError.code
        assert str(error)
