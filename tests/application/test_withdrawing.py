"""A parked act is withdrawn for ever: by a manager, with a reason, and never what the server has."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from clinic_terminal.application import follow_up
from clinic_terminal.application.acts import ActState, Answer, AnswerClass, Exposure, QueueRow
from clinic_terminal.application.day import board
from clinic_terminal.application.day_comparison import DifferenceKind, NextStep
from clinic_terminal.application.failures import ApplicationError, CentralSessionError
from clinic_terminal.application.follow_up import Stand
from clinic_terminal.application.ports import Operator, Statement, StatementRow
from clinic_terminal.application.queueing import retry_all, retry_now
from clinic_terminal.application.reconciliation import compare_day
from clinic_terminal.application.standing import effective_standing
from clinic_terminal.application.terminal import Terminal
from clinic_terminal.application.voiding import void
from clinic_terminal.application.withdrawing import may_withdraw, withdraw
from clinic_terminal.application.withdrawing_failures import (
    WithdrawActKnownError,
    WithdrawNotManagerError,
    WithdrawNotParkedError,
    WithdrawReasonMissingError,
    WithdrawUnaskedError,
)
from clinic_terminal.domain.visit import Stage, Visit
from clinic_terminal.domain.voiding import VoidReason
from tests.build import TODAY, snapshot
from tests.closing import FILLING_LINE, FILM_LINE, closed
from tests.terminal import CLERK, Bench, make_bench

MANAGER = Operator("O-9", "练习店长", "", manager=True)
CHILD = snapshot()
REASON = "号码用过了，热线已经改用纸质单。"
PARKED = Answer(AnswerClass.ITEM, None, "DIGEST_CONFLICT", "differs")
ACCEPTED = Answer(AnswerClass.FINAL, ActState.ACCEPTED, "OK", snapshot_version=2, receipt=b"{}")
NO_ANSWER = Answer(AnswerClass.TRANSIENT, None, "NO_CONNECTION")


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    made = make_bench(tmp_path)
    with made.store.begin() as uow:
        uow.snapshots.put(CHILD, "signed")
    yield made
    made.store.close()


def billed(bench: Bench) -> Visit:
    return closed(bench.terminal, CLERK, CHILD, (FILLING_LINE,))


def answer(bench: Bench, said: Answer) -> QueueRow:
    """Lease the act that is due and answer it."""
    now = bench.clock.now()
    with bench.store.begin() as uow:
        (row,) = uow.queue.lease("test", now, 60)
        if said.answer_class is AnswerClass.ITEM:
            assert uow.queue.park(row, said, now)
        elif said.answer_class is AnswerClass.FINAL:
            assert uow.queue.settle(row, said, now)
        else:
            assert uow.queue.retry_later(row, said, now)
        return row


def parked_bill(bench: Bench) -> Visit:
    visit = billed(bench)
    answer(bench, PARKED)
    return visit


def row_of(bench: Bench, act: str) -> QueueRow:
    with bench.store.read() as uow:
        row = uow.queue.get(act)
    assert row is not None
    return row


def exposure(bench: Bench) -> Exposure:
    with bench.store.read() as uow:
        return uow.queue.exposure()


def visit_of(bench: Bench, visit: Visit) -> Visit:
    with bench.store.read() as uow:
        return uow.visits.get(visit.id)


def pool_used(bench: Bench) -> int:
    with bench.store.read() as uow:
        return effective_standing(CHILD, uow.queue.of_chain(CHILD.chain)).used.pool_fen


def last_audit(bench: Bench) -> tuple[str, str, str, object]:
    with bench.store.read() as uow:
        assert uow.audit.verify()
        row = uow.audit.rows()[-1]
    return (row.operator, row.act, row.subject, row.facts.get("behind"))


def test_a_parked_bill_leaves_the_queue_and_every_counter_with_it(bench: Bench) -> None:
    before = pool_used(bench)
    visit = parked_bill(bench)
    assert pool_used(bench) > before
    assert may_withdraw(row_of(bench, visit.act))
    assert withdraw(bench.terminal, MANAGER, visit.act, f"  {REASON}\n") == (visit.act,)
    row = row_of(bench, visit.act)
    assert (row.state, row.first_error, row.settled_at) == (
        ActState.WITHDRAWN,
        "DIGEST_CONFLICT",
        bench.clock.now(),
    )
    assert exposure(bench) == Exposure(0, 0, 0, None)
    assert pool_used(bench) == before
    assert last_audit(bench) == (MANAGER.id, "withdraw_act", visit.act, [])
    assert not may_withdraw(row)


def test_the_follow_up_closes_with_the_reason_and_stays_closed(bench: Bench) -> None:
    visit = parked_bill(bench)
    follow_up.take_over(bench.terminal, CLERK, visit.act)
    withdraw(bench.terminal, MANAGER, visit.act, REASON)
    with bench.store.read() as uow:
        assert follow_up.open_follow_ups(uow) == ()
        assert follow_up.count_open(uow) == 0
        (done,) = follow_up.done_follow_ups(uow)
    assert done.record is not None
    closing = done.record.closing
    assert closing is not None
    assert (done.stand, closing.operator, closing.text) == (Stand.CLOSED, MANAGER.name, REASON)
    assert done.owner_name == CLERK.name
    reopened = follow_up.reopen(bench.terminal, CLERK, visit.act, "再看一次")
    assert reopened.stand is Stand.CLOSED


def test_the_next_act_of_the_chain_goes_on(bench: Bench) -> None:
    first = parked_bill(bench)
    second = closed(bench.terminal, CLERK, CHILD, (FILM_LINE,))
    with bench.store.begin() as uow:
        assert uow.queue.lease("test", bench.clock.now(), 60) == []
    withdraw(bench.terminal, MANAGER, first.act, REASON)
    assert answer(bench, ACCEPTED).act.id == second.act


def test_a_void_that_waits_behind_its_bill_is_withdrawn_with_it(bench: Bench) -> None:
    first = parked_bill(bench)
    other = closed(bench.terminal, CLERK, CHILD, (FILM_LINE,))
    voided = void(bench.terminal, CLERK, first.id, VoidReason.ENTRY_ERROR)
    assert voided.voided is not None
    assert withdraw(bench.terminal, MANAGER, first.act, REASON) == (first.act, voided.voided.act)
    assert row_of(bench, voided.voided.act).state is ActState.WITHDRAWN
    assert row_of(bench, other.act).state is ActState.READY
    counted = exposure(bench)
    assert (counted.unsent_count, counted.unsent_fen) == (1, row_of(bench, other.act).act.amount_fen)
    assert counted.parked_count == 0
    assert last_audit(bench) == (MANAGER.id, "withdraw_act", first.act, [voided.voided.act])


def test_a_withdrawn_bill_is_voided_here_alone(bench: Bench) -> None:
    visit = parked_bill(bench)
    withdraw(bench.terminal, MANAGER, visit.act, REASON)
    assert visit_of(bench, visit).stage is Stage.DONE
    voided = void(bench.terminal, CLERK, visit.id, VoidReason.ENTRY_ERROR)
    assert voided.voided is not None
    assert voided.voided.act == ""
    assert exposure(bench).unsent_count == 0


def test_a_withdrawn_void_lets_its_bill_stand_and_be_voided_anew(bench: Bench) -> None:
    visit = billed(bench)
    answer(bench, ACCEPTED)
    used = pool_used(bench)
    first = void(bench.terminal, CLERK, visit.id, VoidReason.ENTRY_ERROR)
    answer(bench, PARKED)
    assert first.voided is not None
    assert withdraw(bench.terminal, MANAGER, first.voided.act, REASON) == (first.voided.act,)
    stands = visit_of(bench, visit)
    assert (stands.stage, stands.voided) == (Stage.DONE, None)
    assert pool_used(bench) == used
    again = void(bench.terminal, CLERK, visit.id, VoidReason.ENTRY_ERROR)
    assert again.voided is not None
    assert answer(bench, ACCEPTED).act.id == again.voided.act
    assert exposure(bench) == Exposure(0, 0, 0, None)


def test_the_insurer_pays_nothing_of_a_withdrawn_bill_in_the_days_sums(bench: Bench) -> None:
    visit = parked_bill(bench)
    assert board(bench.terminal, TODAY).sums.insurer_fen > 0
    withdraw(bench.terminal, MANAGER, visit.act, REASON)
    sums = board(bench.terminal, TODAY).sums
    assert (sums.insurer_fen, sums.online_fen, sums.refused) == (0, 0, 0)
    assert sums.on_site_fen > 0


def test_what_the_server_has_is_not_withdrawn(bench: Bench) -> None:
    visit = parked_bill(bench)
    bench.central.held[visit.act] = row_of(bench, visit.act).act.digest
    with pytest.raises(WithdrawActKnownError):
        withdraw(bench.terminal, MANAGER, visit.act, REASON)
    assert row_of(bench, visit.act).state is ActState.PARKED
    assert exposure(bench).parked_count == 1


def test_other_content_under_the_same_id_is_not_this_act(bench: Bench) -> None:
    visit = parked_bill(bench)
    bench.central.held[visit.act] = "e" * 64
    assert withdraw(bench.terminal, MANAGER, visit.act, REASON) == (visit.act,)
    with bench.store.read() as uow:
        assert uow.audit.rows()[-1].facts["server"] == "OTHER_CONTENT"


def test_without_the_server_nothing_is_withdrawn(bench: Bench) -> None:
    visit = parked_bill(bench)
    bench.central.reachable = False
    with pytest.raises(WithdrawUnaskedError) as failure:
        withdraw(bench.terminal, MANAGER, visit.act, REASON)
    assert failure.value.cause == "NO_CONNECTION"
    assert row_of(bench, visit.act).state is ActState.PARKED


def test_a_server_that_does_not_let_us_in_cannot_be_asked(bench: Bench) -> None:
    visit = parked_bill(bench)

    class Closed(type(bench.central)):  # type: ignore[misc]  # a server that asks to sign in
        def find_act(self, act_id: str) -> str | None:
            del act_id
            raise CentralSessionError("TERMINAL_REVOKED")

    terminal = _with_central(bench, Closed())
    with pytest.raises(WithdrawUnaskedError):
        withdraw(terminal, MANAGER, visit.act, REASON)


@pytest.mark.parametrize(
    ("operator", "reason", "failure"),
    [
        (CLERK, REASON, WithdrawNotManagerError),
        (MANAGER, " \n ", WithdrawReasonMissingError),
    ],
)
def test_it_takes_a_manager_and_a_reason(
    bench: Bench, operator: Operator, reason: str, failure: type[ApplicationError]
) -> None:
    visit = parked_bill(bench)
    with pytest.raises(failure):
        withdraw(bench.terminal, operator, visit.act, reason)
    assert row_of(bench, visit.act).state is ActState.PARKED


@pytest.mark.parametrize("said", [NO_ANSWER, ACCEPTED])
def test_only_what_was_set_aside_is_withdrawn(bench: Bench, said: Answer) -> None:
    visit = billed(bench)
    with pytest.raises(WithdrawNotParkedError):
        withdraw(bench.terminal, MANAGER, visit.act, REASON)
    answer(bench, said)
    before = row_of(bench, visit.act)
    with pytest.raises(WithdrawNotParkedError):
        withdraw(bench.terminal, MANAGER, visit.act, REASON)
    assert row_of(bench, visit.act) == before


def test_what_is_on_its_way_is_not_withdrawn(bench: Bench) -> None:
    visit = billed(bench)
    with bench.store.begin() as uow:
        uow.queue.lease("test", bench.clock.now(), 60)
    with pytest.raises(WithdrawNotParkedError):
        withdraw(bench.terminal, MANAGER, visit.act, REASON)


def test_what_is_sent_while_the_server_is_asked_is_not_withdrawn(bench: Bench) -> None:
    visit = parked_bill(bench)

    class Slow(type(bench.central)):  # type: ignore[misc]  # meanwhile another window sends it once more
        def find_act(self, act_id: str) -> str | None:
            retry_now(bench.terminal, CLERK, [act_id])
            answer(bench, PARKED)
            return None

    with pytest.raises(WithdrawNotParkedError):
        withdraw(_with_central(bench, Slow()), MANAGER, visit.act, REASON)
    assert row_of(bench, visit.act).state is ActState.PARKED
    assert exposure(bench).unsent_count == 1


def test_a_withdrawn_act_is_never_sent_again(bench: Bench) -> None:
    visit = parked_bill(bench)
    withdraw(bench.terminal, MANAGER, visit.act, REASON)
    assert retry_now(bench.terminal, CLERK, [visit.act]) == 0
    assert retry_all(bench.terminal, CLERK) == 0
    bench.clock.advance(timedelta(days=3).total_seconds())
    with bench.store.begin() as uow:
        assert uow.queue.lease("test", bench.clock.now(), 60) == []
    with pytest.raises(WithdrawNotParkedError):
        withdraw(bench.terminal, MANAGER, visit.act, REASON)


def test_a_server_that_got_it_all_the_same_is_noticed_when_the_day_is_compared(bench: Bench) -> None:
    visit = parked_bill(bench)
    withdraw(bench.terminal, MANAGER, visit.act, REASON)
    assert compare_day(bench.terminal, TODAY).differences == ()
    act = row_of(bench, visit.act).act
    late = StatementRow(act.id, act.kind.value, "ACCEPTED", act.digest, act.amount_fen, 0, "T-1")
    bench.central.statements[TODAY] = Statement(TODAY, (late,), "")
    (found,) = compare_day(bench.terminal, TODAY).differences
    assert (found.kind, found.step, found.ours_fen) == (DifferenceKind.STATE, NextStep.CALL, 0)


def _with_central(bench: Bench, central: object) -> Terminal:
    return replace(bench.terminal, central=central)  # type: ignore[arg-type]  # a fake of the port
