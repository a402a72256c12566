"""Money on the real store: each payment and refund is its own fact, whatever happens afterwards."""

from dataclasses import replace
from pathlib import Path

import pytest

from clinic_terminal.application import settlement, treatment, voiding
from clinic_terminal.application.payments import (
    Offered,
    Returned,
    give_back,
    give_back_rest,
    pay_exactly,
    take_payment,
)
from clinic_terminal.domain.errors import SignatureMismatchError, VisitStateError
from clinic_terminal.domain.payment import Tender
from clinic_terminal.domain.payment_errors import (
    NothingPaidError,
    OverpaidError,
    OwingReasonError,
    RefundDueError,
    RefundTooLargeError,
    TransactionNumberError,
    UnpaidError,
)
from clinic_terminal.domain.visit import Stage, Visit
from clinic_terminal.domain.voiding import VoidReason
from clinic_terminal.store.store import open_store
from tests.application.people import audited, signed, to_settle
from tests.terminal import CLERK, KEY, Bench

CASH = Offered(Tender.CASH, 50_000)
WECHAT = Offered(Tender.WECHAT, 20_000, "4200 0012 3420 2605 2112 3456 7890")


def _due(bench: Bench) -> str:
    """Return a signed visit of which the family pays 350 yuan."""
    visit_id = to_settle(bench)
    signed(bench, visit_id)
    return visit_id


def _stored(bench: Bench, visit_id: str) -> Visit:
    with bench.store.read() as uow:
        return uow.visits.get(visit_id)


def _finish(bench: Bench, visit_id: str, owed: str = "") -> Visit:
    return settlement.finish(bench.terminal, CLERK, visit_id, owed).visit


def test_cash_is_kept_with_what_was_handed_over_and_gets_a_receipt_number(bench: Bench) -> None:
    visit_id = _due(bench)
    (one,) = take_payment(bench.terminal, CLERK, visit_id, CASH).payments
    assert (one.fen, one.handed_fen, one.change_fen) == (35_000, 50_000, 15_000)
    assert (one.receipt, one.operator, one.at) == ("260521-T1-0001", CLERK.name, bench.clock.now())
    assert _stored(bench, visit_id).payments == (one,)
    operator, deed, facts = audited(bench)[-1]
    assert (operator, deed) == (CLERK.id, "take_payment")
    assert facts == {
        "payment": one.id, "receipt": one.receipt, "tender": "CASH", "fen": 35_000, "left_fen": 0,
    }  # fmt: skip
    assert _finish(bench, visit_id).stage is Stage.DONE


def test_several_tenders_pay_one_bill_and_no_act_tells_of_them(bench: Bench) -> None:
    visit_id = _due(bench)
    part = take_payment(bench.terminal, CLERK, visit_id, WECHAT)
    assert (part.balance_fen, part.payments[0].reference) == (15_000, "4200001234202605211234567890")
    with pytest.raises(UnpaidError):
        _finish(bench, visit_id)
    whole = pay_exactly(bench.terminal, CLERK, visit_id)
    assert [one.tender for one in whole.payments] == [Tender.WECHAT, Tender.CASH]
    assert [one.receipt for one in whole.payments] == ["260521-T1-0001", "260521-T1-0002"]
    _finish(bench, visit_id)
    with bench.store.read() as uow:
        (row,) = uow.queue.rows()
    for word in (b"WECHAT", b"4200001234", b"260521-T1", b"payment"):
        assert word not in row.act.body


@pytest.mark.parametrize(
    ("offered", "failure"),
    [
        (Offered(Tender.CASH, 0), NothingPaidError),
        (Offered(Tender.CARD, 35_001, "123456"), OverpaidError),
        (Offered(Tender.CARD, 35_000), TransactionNumberError),
        (Offered(Tender.WECHAT, 35_000, "134567890123456789"), TransactionNumberError),
    ],
)
def test_a_refused_payment_stores_nothing(bench: Bench, offered: Offered, failure: type[Exception]) -> None:
    visit_id = _due(bench)
    before, rows = _stored(bench, visit_id), len(audited(bench))
    with pytest.raises(failure):
        take_payment(bench.terminal, CLERK, visit_id, offered)
    assert _stored(bench, visit_id) == before
    assert len(audited(bench)) == rows
    assert take_payment(bench.terminal, CLERK, visit_id, CASH).payments[0].receipt == "260521-T1-0001"


def test_nothing_is_taken_before_the_signature(bench: Bench) -> None:
    visit_id = to_settle(bench)
    settlement.freeze(bench.terminal, CLERK, visit_id, online=True)
    with pytest.raises(VisitStateError):
        take_payment(bench.terminal, CLERK, visit_id, CASH)


def test_nothing_is_taken_for_a_bill_that_is_not_the_signed_one(bench: Bench) -> None:
    visit_id = _due(bench)
    with bench.store.begin() as uow:
        visit = uow.visits.get(visit_id)
        assert visit.bill is not None
        uow.visits.put(replace(visit, bill=replace(visit.bill, discount_fen=1)))
    with pytest.raises(SignatureMismatchError):
        take_payment(bench.terminal, CLERK, visit_id, CASH)


def test_a_refund_goes_to_the_tender_of_its_payment_and_never_beyond_it(bench: Bench) -> None:
    visit_id = _due(bench)
    one = take_payment(bench.terminal, CLERK, visit_id, WECHAT).payments[0]
    part = give_back(bench.terminal, CLERK, visit_id, Returned(one.id, 5_000, "5030 1234"))
    (back,) = part.refunds
    assert (back.tender, back.fen, back.reference, back.receipt) == (
        Tender.WECHAT, 5_000, "50301234", "260521-T1-0002",
    )  # fmt: skip
    assert part.balance_fen == 20_000
    with pytest.raises(RefundTooLargeError) as refused:
        give_back(bench.terminal, CLERK, visit_id, Returned(one.id, 15_001))
    assert refused.value.fen == 15_000
    assert audited(bench)[-1][1] == "give_back"


def test_letting_a_family_owe_needs_a_reason_and_is_audited(bench: Bench) -> None:
    visit_id = _due(bench)
    take_payment(bench.terminal, CLERK, visit_id, WECHAT)
    with pytest.raises(OwingReasonError):
        _finish(bench, visit_id, "  ")
    done = _finish(bench, visit_id, " 手机没电 ")
    assert done.owing is not None
    assert (done.owing.reason, done.owing.fen, done.balance_fen) == ("手机没电", 15_000, 15_000)
    deeds = {deed: facts for _operator, deed, facts in audited(bench)}
    assert deeds["let_owe"] == {"fen": 15_000, "reason": "手机没电"}
    later = pay_exactly(bench.terminal, CLERK, visit_id)
    assert (later.stage, later.balance_fen, later.owing) == (Stage.DONE, 0, done.owing)
    with pytest.raises(OverpaidError):
        take_payment(bench.terminal, CLERK, visit_id, CASH)


def test_a_reason_to_owe_is_forgotten_where_everything_is_paid(bench: Bench) -> None:
    visit_id = _due(bench)
    pay_exactly(bench.terminal, CLERK, visit_id)
    assert _finish(bench, visit_id, "手机没电").owing is None


def test_a_bill_taken_back_and_made_cheaper_gives_the_rest_back(bench: Bench) -> None:
    visit_id = _due(bench)
    take_payment(bench.terminal, CLERK, visit_id, WECHAT)
    pay_exactly(bench.terminal, CLERK, visit_id)
    settlement.thaw(bench.terminal, CLERK, visit_id)
    treatment.change_price(bench.terminal, CLERK, visit_id, 1, 30_000)
    again = signed(bench, visit_id)
    assert (again.due_fen, again.paid_fen, again.balance_fen) == (15_000, 35_000, -20_000)
    with pytest.raises(RefundDueError) as refused:
        _finish(bench, visit_id)
    assert refused.value.fen == 20_000
    even = give_back_rest(bench.terminal, CLERK, visit_id)
    assert [(one.tender, one.fen) for one in even.refunds] == [(Tender.CASH, 15_000), (Tender.WECHAT, 5_000)]
    assert _finish(bench, visit_id).stage is Stage.DONE
    assert give_back_rest(bench.terminal, CLERK, visit_id).refunds == even.refunds


def test_a_visit_with_money_is_cancelled_after_the_refund_only(bench: Bench) -> None:
    visit_id = _due(bench)
    one = take_payment(bench.terminal, CLERK, visit_id, WECHAT).payments[0]
    settlement.thaw(bench.terminal, CLERK, visit_id)
    with pytest.raises(RefundDueError):
        treatment.cancel(bench.terminal, CLERK, visit_id)
    give_back(bench.terminal, CLERK, visit_id, Returned(one.id, one.fen))
    treatment.cancel(bench.terminal, CLERK, visit_id)
    assert _stored(bench, visit_id).stage is Stage.CANCELLED


def test_after_a_void_each_tender_gets_its_own_back(bench: Bench) -> None:
    visit_id = _due(bench)
    take_payment(bench.terminal, CLERK, visit_id, WECHAT)
    pay_exactly(bench.terminal, CLERK, visit_id)
    _finish(bench, visit_id)
    void = voiding.void(bench.terminal, CLERK, visit_id, VoidReason.ENTRY_ERROR)
    assert (void.payments, void.balance_fen) == (_stored(bench, visit_id).payments, -35_000)
    even = give_back_rest(bench.terminal, CLERK, visit_id)
    assert {one.tender: one.fen for one in even.refunds} == {Tender.CASH: 15_000, Tender.WECHAT: 20_000}
    assert (even.stage, even.balance_fen) == (Stage.VOIDED, 0)


def test_receipt_numbers_run_through_the_day_and_start_anew(bench: Bench) -> None:
    visit_id = _due(bench)
    take_payment(bench.terminal, CLERK, visit_id, Offered(Tender.CASH, 10_000))
    bench.clock.advance(24 * 3600)
    last = take_payment(bench.terminal, CLERK, visit_id, Offered(Tender.CASH, 10_000))
    assert [one.receipt for one in last.payments] == ["260521-T1-0001", "260522-T1-0001"]
    with bench.store.read() as uow:
        assert uow.receipts.visit_of("260522-T1-0001") == visit_id
        assert uow.receipts.visit_of("260522-T1-0002") is None


def test_what_was_paid_is_there_after_a_restart(bench: Bench, tmp_path: Path) -> None:
    visit_id = _due(bench)
    paid = take_payment(bench.terminal, CLERK, visit_id, WECHAT)
    bench.store.close()
    (file,) = tmp_path.rglob("clinic.db")
    again = open_store(file, KEY, bench.clock)
    with again.read() as uow:
        assert uow.visits.get(visit_id) == paid
    again.close()
