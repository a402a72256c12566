"""An act whose visit is not in this database, or cannot be read: shown, tried again, withdrawn, closed."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from clinic_terminal.application import follow_up as verbs
from clinic_terminal.application.act_case import act_case, follow_up_case
from clinic_terminal.application.acts import Act, ActKind, ActState, Answer, AnswerClass, Exposure
from clinic_terminal.application.failures import StoreFailedError
from clinic_terminal.application.follow_up import Stand
from clinic_terminal.application.follow_up_record import Matter
from clinic_terminal.application.ports import Operator
from clinic_terminal.application.queueing import retry_now
from clinic_terminal.application.withdrawing import withdraw
from clinic_terminal.store.connections import connect
from tests.build import NOW, snapshot
from tests.closing import FILLING_LINE, closed
from tests.terminal import CLERK, KEY, Bench, make_bench

MANAGER = Operator("O-9", "练习店长", "", manager=True)
REASON = "热线已经改用纸质单。"
PARKED = Answer(AnswerClass.ITEM, None, "DIGEST_CONFLICT", "differs")
REJECTED = Answer(AnswerClass.FINAL, ActState.REJECTED, "BRAND_LOCKED", receipt=b"{}")
CHILD = snapshot()


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    made = make_bench(tmp_path)
    yield made
    made.store.close()


def imported(bench: Bench, said: Answer, kind: ActKind = ActKind.BILL_SIGNED) -> str:
    """Put an act into the queue as an import does, without its visit, and have it answered."""
    fen = -35_000 if kind is ActKind.BILL_VOIDED else 35_000
    act = Act(bench.ids.new(), kind, CHILD.chain, "V-elsewhere", NOW, b"{}", "d" * 64, fen)
    with bench.store.begin() as uow:
        uow.queue.add(act)
    answered(bench, said)
    return act.id


def answered(bench: Bench, said: Answer) -> None:
    now = bench.clock.now()
    with bench.store.begin() as uow:
        (row,) = uow.queue.lease("test", now, 60)
        assert uow.queue.settle(row, said, now) if said.state else uow.queue.park(row, said, now)


@pytest.mark.parametrize("kind", [ActKind.BILL_SIGNED, ActKind.BILL_VOIDED, ActKind.NOTE])
def test_its_case_is_shown_without_the_visit(bench: Bench, kind: ActKind) -> None:
    act = imported(bench, PARKED, kind)
    found = follow_up_case(bench.terminal, act)
    assert found.case is not None
    assert (found.case.visit, found.case.row.act.id, found.case.row.last_error) == (
        None,
        act,
        "DIGEST_CONFLICT",
    )
    assert found.edition is not None
    assert act_case(bench.terminal, act).visit is None


def test_it_is_tried_again(bench: Bench) -> None:
    act = imported(bench, PARKED)
    assert retry_now(bench.terminal, CLERK, (act,)) == 1
    answered(bench, REJECTED)
    assert follow_up_case(bench.terminal, act).follow_up.matter is Matter.REJECTED


@pytest.mark.parametrize("kind", [ActKind.BILL_SIGNED, ActKind.BILL_VOIDED])
def test_it_is_withdrawn(bench: Bench, kind: ActKind) -> None:
    act = imported(bench, PARKED, kind)
    assert withdraw(bench.terminal, MANAGER, act, REASON) == (act,)
    found = follow_up_case(bench.terminal, act)
    assert (found.follow_up.stand, found.case is None) == (Stand.CLOSED, False)
    with bench.store.read() as uow:
        assert uow.queue.exposure() == Exposure(0, 0, 0, None)
        assert verbs.count_open(uow) == 0


def test_it_is_taken_over_and_closed(bench: Bench) -> None:
    act = imported(bench, REJECTED)
    verbs.take_over(bench.terminal, CLERK, act)
    assert verbs.close(bench.terminal, CLERK, act, "家长同意自付。").stand is Stand.CLOSED
    assert follow_up_case(bench.terminal, act).follow_up.stand is Stand.CLOSED


def test_a_visit_that_cannot_be_read_counts_as_not_here(bench: Bench, tmp_path: Path) -> None:
    with bench.store.begin() as uow:
        uow.snapshots.put(CHILD, "signed")
    visit = closed(bench.terminal, CLERK, CHILD, (FILLING_LINE,))
    answered(bench, PARKED)
    with closing(connect(tmp_path / "clinic.db", KEY)) as connection:
        connection.execute("UPDATE visits SET document = x'00' WHERE id = :id", {"id": visit.id})
    found = follow_up_case(bench.terminal, visit.act)
    assert found.case is not None
    assert found.case.visit is None
    assert withdraw(bench.terminal, MANAGER, visit.act, REASON) == (visit.act,)


def test_a_database_that_is_busy_is_no_lost_visit(bench: Bench) -> None:
    act = imported(bench, REJECTED)
    bench.store.close()
    with pytest.raises(StoreFailedError):
        follow_up_case(bench.terminal, act)
