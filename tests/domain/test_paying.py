"""Money in the life of a visit: when it is taken, what it stands against, when a visit may be left."""

from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_terminal.domain import visit as visits
from clinic_terminal.domain.adjudication import Split
from clinic_terminal.domain.errors import DomainError, VisitStateError
from clinic_terminal.domain.paying import pay, refund
from clinic_terminal.domain.payment import Owing, Payment, Refund, Tender, taken
from clinic_terminal.domain.payment_errors import RefundDueError, RefundTooLargeError, UnpaidError
from clinic_terminal.domain.visit import OPEN_STAGES, Stage, Visit
from clinic_terminal.domain.voiding import Voided, VoidReason
from tests.build import NOW
from tests.paying import CONSENT, SIGNED, TREATED, bill_of, payment

OWING = Owing("手机没电", 5_000, "王敏", NOW)
VOIDED = Voided(VoidReason.ENTRY_ERROR, "", "王敏", NOW, "A-2")


def back(visit: Visit, fen: int, number: int = 0) -> Visit:
    """Give part of a payment back."""
    one = visit.payments[number]
    new = Refund(f"R-{len(visit.refunds)}", "r", one.id, one.tender, fen, NOW, "王敏")
    return refund(visit, new)


def test_money_is_taken_once_the_bill_is_signed_and_after_the_visit_is_done() -> None:
    frozen = visits.freeze(TREATED, bill_of(TREATED), "d" * 64)
    for visit in (TREATED, frozen):
        with pytest.raises(VisitStateError):
            pay(visit, payment(1))
    done = visits.close(SIGNED, "A-1", NOW, OWING)
    assert (done.stage, done.balance_fen, done.owing) == (Stage.DONE, 35_000, OWING)
    late = pay(done, payment(35_000))
    assert (late.balance_fen, late.owing) == (0, OWING)


def test_a_visit_is_finished_paid_or_with_a_reason() -> None:
    part = pay(SIGNED, payment(30_000))
    with pytest.raises(UnpaidError) as refused:
        visits.close(part, "A-1", NOW)
    assert refused.value.fen == 5_000
    assert visits.close(part, "A-1", NOW, OWING).balance_fen == 5_000
    whole = visits.close(pay(part, payment(5_000)), "A-1", NOW, OWING)
    assert (whole.balance_fen, whole.owing) == (0, None)


def test_a_bill_of_nothing_needs_no_payment() -> None:
    bill = bill_of(TREATED)
    free = replace(bill.result, totals=replace(bill.result.totals, on_site=0))
    visit = replace(SIGNED, bill=replace(bill, result=free))
    assert visits.close(visit, "A-1", NOW).stage is Stage.DONE


def test_what_was_paid_for_a_bill_counts_for_the_next_one() -> None:
    paid = pay(SIGNED, payment(35_000))
    thawed = visits.thaw(paid)
    assert (thawed.paid_fen, thawed.balance_fen) == (35_000, 0)
    cheaper = replace(bill_of(TREATED), result=_cheaper(20_000))
    again = visits.sign(visits.freeze(thawed, cheaper, "d" * 64), CONSENT)
    assert again.balance_fen == -15_000
    with pytest.raises(RefundDueError):
        visits.close(again, "A-1", NOW)
    assert visits.close(back(again, 15_000), "A-1", NOW).stage is Stage.DONE


def test_a_visit_with_money_is_not_cancelled_before_it_is_given_back() -> None:
    thawed = visits.thaw(pay(SIGNED, payment(35_000)))
    with pytest.raises(RefundDueError) as refused:
        visits.cancel(thawed, NOW)
    assert refused.value.fen == 35_000
    part = back(thawed, 30_000)
    with pytest.raises(RefundDueError):
        visits.cancel(part, NOW)
    assert visits.cancel(back(part, 5_000), NOW).stage is Stage.CANCELLED


def test_after_a_void_everything_goes_back() -> None:
    done = visits.close(pay(pay(SIGNED, payment(10_000)), payment(25_000)), "A-1", NOW)
    void = visits.void(done, VOIDED)
    assert (void.due_fen, void.balance_fen) == (0, -35_000)
    with pytest.raises(RefundTooLargeError):
        back(void, 10_001)
    assert back(back(void, 10_000), 25_000, 1).balance_fen == 0


STEPS = st.lists(
    st.tuples(st.sampled_from(["pay", "refund", "thaw", "freeze", "close", "owe", "cancel", "void"]),
              st.integers(0, 40_000), st.sampled_from(Tender)),
    max_size=25,
)  # fmt: skip


@given(STEPS)
def test_no_order_of_steps_loses_or_invents_money(steps: list[tuple[str, int, Tender]]) -> None:
    visit, taken_in, given_back = SIGNED, 0, 0
    for number, (step, fen, tender) in enumerate(steps):
        before = visit
        with suppress(DomainError):
            visit = _stepped(visit, step, fen, tender, number)
        taken_in += sum(one.fen for one in visit.payments[len(before.payments) :])
        given_back += sum(one.fen for one in visit.refunds[len(before.refunds) :])
        assert visit.paid_fen == taken_in - given_back >= 0
        assert visit.payments[: len(before.payments)] == before.payments
        if visit.stage is Stage.CANCELLED:
            assert visit.paid_fen == 0
        if visit.stage is Stage.DONE and before.stage is not Stage.DONE:
            assert visit.balance_fen == 0 or (visit.owing is not None and visit.balance_fen > 0)
        if visit.bill is not None and visit.stage in {Stage.FROZEN, Stage.DONE}:
            assert visit.due_fen == visit.paid_fen + visit.balance_fen
        assert visit.balance_fen == 0 or visit.bill is not None or visit.stage not in OPEN_STAGES


def _stepped(visit: Visit, step: str, fen: int, tender: Tender, number: int) -> Visit:
    if step == "pay":
        what = taken(tender, fen, max(0, visit.balance_fen), visit.payments, f"{number:06d}")
        made = Payment(
            f"P-{number}", "r", what.tender, what.fen, NOW, "王敏", what.reference, what.handed_fen
        )
        return pay(visit, made)
    if step == "refund" and visit.payments:
        return back(visit, fen, fen % len(visit.payments))
    if step == "freeze":
        bill = replace(bill_of(TREATED), result=_cheaper(fen))
        return visits.sign(visits.freeze(visit, bill, "d" * 64), CONSENT)
    owing = OWING if step == "owe" else None
    return {
        "thaw": lambda: visits.thaw(visit),
        "close": lambda: visits.close(visit, "A-1", NOW),
        "owe": lambda: visits.close(visit, "A-1", NOW, owing),
        "cancel": lambda: visits.cancel(visit, NOW),
        "void": lambda: visits.void(visit, VOIDED),
    }.get(step, lambda: visit)()


def _cheaper(fen: int) -> Split:
    result = bill_of(TREATED).result
    return replace(result, totals=replace(result.totals, on_site=fen))
