"""Two bills of one child under way at once: the second one's figures are known to be wrong, and refused."""

from pathlib import Path

import pytest

from clinic_terminal.application import payments, settlement, signing
from clinic_terminal.application.overtaken import BillOvertakenError
from clinic_terminal.application.signing import Signing
from clinic_terminal.domain.adjudication import Counters
from clinic_terminal.domain.consent import Relationship
from clinic_terminal.domain.visit import Stage, Visit
from tests.build import ink, snapshot
from tests.closing import to_settle
from tests.terminal import CLERK, Bench, make_bench

NEARLY_USED = snapshot(used=Counters(4_970_000, 4_970_000))
"""300 yuan of the shared limit are left; the bill of the tests takes more."""


def frozen(bench: Bench) -> Visit:
    with bench.store.begin() as uow:
        uow.snapshots.put(NEARLY_USED, "signed")
    visit = to_settle(bench.terminal, NEARLY_USED)
    return settlement.freeze(bench.terminal, CLERK, visit.id, online=True)


def sign(bench: Bench, visit: Visit) -> Visit:
    given = Signing("测试家长", Relationship.MOTHER, ink(), 3_000, "zh")
    return signing.sign(bench.terminal, CLERK, visit.id, visit.digest, given)


def close(bench: Bench, visit: Visit) -> Visit:
    payments.pay_exactly(bench.terminal, CLERK, visit.id)
    return settlement.finish(bench.terminal, CLERK, visit.id).visit


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return make_bench(tmp_path)


def test_a_bill_whose_limit_another_bill_took_is_not_signed(bench: Bench) -> None:
    first, second = frozen(bench), frozen(bench)
    close(bench, sign(bench, first))
    with pytest.raises(BillOvertakenError):
        sign(bench, second)


def test_one_that_was_signed_before_is_not_finished_and_comes_out_right_anew(bench: Bench) -> None:
    first, second = frozen(bench), frozen(bench)
    sign(bench, first)
    sign(bench, second)
    assert close(bench, first).stage is Stage.DONE
    payments.pay_exactly(bench.terminal, CLERK, second.id)
    with pytest.raises(BillOvertakenError):
        settlement.finish(bench.terminal, CLERK, second.id)
    with bench.store.read() as uow:
        assert uow.visits.get(second.id).stage is Stage.FROZEN
        assert len(uow.queue.rows()) == 1
    settlement.thaw(bench.terminal, CLERK, second.id)
    anew = settlement.freeze(bench.terminal, CLERK, second.id, online=True)
    assert anew.bill is not None
    assert anew.bill.result.totals.insurer == 0
    done = close(bench, sign(bench, anew))
    assert done.balance_fen == 0
    assert done.paid_fen == anew.bill.pay_now_fen
