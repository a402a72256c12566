"""A day compared with the server's list: nothing differs unseen, and no side is chosen."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from clinic_terminal.application.acts import Act, ActKind, ActState, Answer, AnswerClass
from clinic_terminal.application.day_comparison import DayComparison, DayDifference, DifferenceKind, NextStep
from clinic_terminal.application.failures import CentralUnreachableError
from clinic_terminal.application.follow_up_record import Matter
from clinic_terminal.application.ports import Decision, Statement, StatementRow
from clinic_terminal.application.reconciliation import compare_day, days, reconcile
from clinic_terminal.contract.statements import statement_digest
from clinic_terminal.domain.adjudication import Counters
from tests.build import NOW, TODAY, snapshot
from tests.terminal import CLERK, Bench, make_bench

DIGEST = "d" * 64


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    made = make_bench(tmp_path, snapshot())
    yield made
    made.store.close()


def _receipt(act: Act, state: str, insurer_fen: int | None) -> bytes:
    names = ("billed_fen", "insurer_fen", "guardian_fen", "on_site_fen", "online_fen", "claim_fen")
    totals = None if insurer_fen is None else dict.fromkeys(names, 0) | {"insurer_fen": insurer_fen}
    said: dict[str, object] = {
        "id": act.id, "digest": act.digest, "state": state, "code": state, "sentence_zh": "", "lines": [],
        "sentence_en": "", "totals": totals, "snapshot_version": 2, "booked_at": "2026-05-21T02:30:00Z",
    }  # fmt: skip
    return json.dumps(said).encode()


def _act(
    bench: Bench, state: str = "ACCEPTED", fen: int = 41_000, at: datetime = NOW, booked: int | None = None
) -> Act:
    """Add an act and settle it as the server's receipt says; READY and PARKED are not settled."""
    act_id = bench.ids.new()
    act = Act(act_id, ActKind.BILL_SIGNED, f"M{act_id[-4:]}/P", "V", at, b"{}", DIGEST, fen, Counters(fen))
    with bench.store.begin() as uow:
        uow.queue.add(act)
        if state == "READY":
            return act
        (row,) = uow.queue.lease("tests", NOW, 60)
        if state == "PARKED":
            uow.queue.park(row, Answer(AnswerClass.ITEM, None, "DIGEST_CONFLICT"), NOW)
            return act
        kept = ActState.ACCEPTED if state == "PENDING" else ActState(state)
        amount = None if state in {"PENDING", "REJECTED"} else fen if booked is None else booked
        receipt = _receipt(act, state, amount)
        uow.queue.settle(row, Answer(AnswerClass.FINAL, kept, state, receipt=receipt), NOW)
    return act


def _row(act: Act, state: str = "ACCEPTED", fen: int | None = None, **more: str) -> StatementRow:
    amount = act.amount_fen if fen is None else fen
    return replace(
        StatementRow(act.id, act.kind.value, state, act.digest, amount, 0, "T-1"),
        **more,  # type: ignore[arg-type]  # fields that are texts
    )


def _lists(bench: Bench, *rows: StatementRow) -> None:
    bench.central.statements[TODAY] = Statement(TODAY, rows, statement_digest(row.act for row in rows))


def _only(comparison: DayComparison) -> DayDifference:
    (difference,) = comparison.differences
    return difference


def test_a_day_that_is_equal_is_one_line_with_count_sum_and_digest(bench: Bench) -> None:
    acts = [_act(bench), _act(bench, fen=5_000), _act(bench, "REJECTED"), _act(bench, "ADJUSTED", booked=900)]
    _lists(bench, _row(acts[0]), _row(acts[1]), _row(acts[2], "REJECTED", 0), _row(acts[3], "ADJUSTED", 900))
    comparison = compare_day(bench.terminal, TODAY)
    assert comparison.equal
    assert comparison.ours == comparison.theirs
    assert (comparison.ours.count, comparison.ours.insurer_fen) == (4, 46_900)
    assert comparison.ours.digest == bench.central.statements[TODAY].digest
    assert days(bench.terminal) == (comparison,)


def test_an_empty_day_is_equal_and_empty(bench: Bench) -> None:
    comparison = compare_day(bench.terminal, TODAY)
    assert comparison.equal
    assert comparison.is_empty


def test_what_the_server_lost_is_offered_again_under_its_id_in_the_order_it_happened(bench: Bench) -> None:
    acts = [_act(bench) for _ in range(3)]
    _lists(bench, _row(acts[1]))

    class Taking(type(bench.central)):  # type: ignore[misc]  # a server that books what it is offered
        def put_act(self, act: Act) -> Answer:
            _lists(bench, *bench.central.statements[TODAY].rows, _row(act))
            return Answer(AnswerClass.FINAL, ActState.ACCEPTED, "ACCEPTED")

    central = Taking(statements=bench.central.statements)
    comparison = compare_day(replace(bench.terminal, central=central), TODAY)
    assert comparison.offered == (acts[0].id, acts[2].id)
    assert comparison.equal
    with bench.store.read() as uow:
        assert uow.follow_ups.waiting() == []
        assert uow.audit.verify() == 2


def test_what_could_not_be_offered_stays_listed_to_be_offered(bench: Bench) -> None:
    act = _act(bench)
    bench.central.answers = [Answer(AnswerClass.TRANSIENT, None, "TIMEOUT")]
    comparison = compare_day(bench.terminal, TODAY)
    difference = _only(comparison)
    assert (difference.kind, difference.step) == (DifferenceKind.MISSING_THERE, NextStep.OFFER_AGAIN)
    assert (difference.ours_fen, difference.theirs_fen, difference.visit) == (41_000, None, "V")
    assert (comparison.offered, comparison.missing_there) == ((), (act.id,))


def test_what_the_server_lost_and_refuses_now_is_for_a_person(bench: Bench) -> None:
    _act(bench)
    bench.central.answers = [Answer(AnswerClass.ITEM, None, "TERMINAL_MISMATCH")]
    comparison = compare_day(bench.terminal, TODAY)
    assert _only(comparison).step is NextStep.CALL
    assert comparison.missing_there == ()
    with bench.store.read() as uow:
        (record,) = uow.follow_ups.waiting()
    assert (record.matter, record.facts["kind"]) == (Matter.STATEMENT, "MISSING_THERE")


def test_what_only_the_server_has_is_listed_with_what_it_has_of_it(bench: Bench) -> None:
    known, lost = _act(bench), Act("X-1", ActKind.BILL_SIGNED, "M/P", "V", NOW, b"", DIGEST, 700)
    _lists(bench, _row(known), _row(lost, "ADJUSTED", 700))
    comparison = reconcile(bench.terminal, CLERK, TODAY)
    difference = _only(comparison)
    assert (difference.act, difference.kind) == ("X-1", DifferenceKind.MISSING_HERE)
    assert (difference.theirs_state, difference.theirs_fen, difference.ours_fen) == ("ADJUSTED", 700, None)
    assert (comparison.ours.count, comparison.theirs.count) == (1, 2)
    with bench.store.read() as uow:
        (record,) = uow.follow_ups.waiting()
    assert record.subject == "statement/2026-05-21/X-1"
    assert dict(record.facts) == {
        "day": "2026-05-21", "act": "X-1", "kind": "MISSING_HERE", "ours_fen": "", "theirs_fen": "700",
    }  # fmt: skip


def test_acts_of_another_terminal_of_the_branch_are_counted_and_are_no_difference(bench: Bench) -> None:
    act = _act(bench)
    other = Act("X-1", ActKind.NOTE, "M/P", "V", NOW, b"", DIGEST, 0)
    _lists(bench, _row(act), _row(other, terminal="T-2"))
    comparison = compare_day(bench.terminal, TODAY)
    assert (comparison.equal, comparison.elsewhere, comparison.theirs.count) == (True, 1, 1)


def test_an_older_server_does_not_name_terminals_and_every_row_counts_as_ours(bench: Bench) -> None:
    act = _act(bench)
    _lists(bench, _row(act, terminal=""))
    assert compare_day(bench.terminal, TODAY).equal


@pytest.mark.parametrize(
    ("ours", "booked", "there", "fen", "kind", "step"),
    [
        ("ACCEPTED", None, "REJECTED", 0, DifferenceKind.STATE, NextStep.CALL),
        ("ACCEPTED", None, "ADJUSTED", 41_000, DifferenceKind.STATE, NextStep.CALL),
        ("ACCEPTED", None, "ACCEPTED", 41_001, DifferenceKind.AMOUNT, NextStep.CALL),
        ("ADJUSTED", 30_000, "ADJUSTED", 30_001, DifferenceKind.AMOUNT, NextStep.CALL),
        ("REJECTED", None, "ACCEPTED", 41_000, DifferenceKind.STATE, NextStep.CALL),
        ("PARKED", None, "ACCEPTED", 41_000, DifferenceKind.STATE, NextStep.RETRY),
        ("PENDING", None, "ACCEPTED", 0, DifferenceKind.STATE, NextStep.WAIT),
    ],
)
def test_states_and_amounts_are_compared_act_by_act(
    bench: Bench, ours: str, booked: int | None, there: str, fen: int, kind: DifferenceKind, step: NextStep
) -> None:
    act = _act(bench, ours, booked=booked)
    _lists(bench, _row(act, there, fen))
    difference = _only(compare_day(bench.terminal, TODAY))
    assert (difference.kind, difference.step, difference.theirs_fen) == (kind, step, fen)
    assert (difference.ours_state, difference.theirs_state) == (ours, there)
    with bench.store.read() as uow:
        assert len(uow.follow_ups.waiting()) == (0 if step is NextStep.WAIT else 1)


@pytest.mark.parametrize("state", ["ACCEPTED", "READY", "PARKED"])
def test_the_same_id_with_other_content_is_found_whatever_its_state(bench: Bench, state: str) -> None:
    act = _act(bench, state)
    _lists(bench, _row(act, digest="e" * 64))
    assert _only(compare_day(bench.terminal, TODAY)).kind is DifferenceKind.CONTENT


def test_acts_on_their_way_are_no_difference_whether_the_server_has_them_or_not(bench: Bench) -> None:
    here, there = _act(bench, "READY"), _act(bench, "READY")
    _lists(bench, _row(there))
    comparison = compare_day(bench.terminal, TODAY)
    assert (comparison.equal, comparison.waiting, comparison.theirs.count) == (True, 2, 0)
    assert here.id != there.id


def test_an_act_that_was_set_aside_and_never_booked_is_no_difference(bench: Bench) -> None:
    _act(bench, "PARKED")
    assert compare_day(bench.terminal, TODAY).equal


def test_a_decision_that_came_after_the_receipt_counts(bench: Bench) -> None:
    act = _act(bench, "PENDING")
    _lists(bench, _row(act, "PENDING", 0))
    assert compare_day(bench.terminal, TODAY).equal
    said = Answer(AnswerClass.FINAL, ActState.REJECTED, "DECLINED", receipt=b"{}")
    with bench.store.begin() as uow:
        uow.decisions.put(Decision(act.id, act.digest, said), NOW)
    _lists(bench, _row(act, "REJECTED", 0))
    assert compare_day(bench.terminal, TODAY).equal


def test_a_day_is_from_midnight_to_midnight_in_china(bench: Bench) -> None:
    midnight = datetime.fromisoformat("2026-05-20T16:00:00Z")
    inside = [_act(bench, at=midnight), _act(bench, at=midnight + timedelta(hours=23, minutes=59))]
    _act(bench, at=midnight - timedelta(seconds=1))
    _act(bench, at=midnight + timedelta(days=1))
    _lists(bench, *(_row(act) for act in inside))
    comparison = compare_day(bench.terminal, TODAY)
    assert (comparison.equal, comparison.ours.count) == (True, 2)


def test_days_are_listed_newest_first_and_compared_again_they_are_replaced(bench: Bench) -> None:
    for back in (2, 0, 1):
        compare_day(bench.terminal, TODAY - timedelta(days=back))
    bench.clock.advance(60)
    again = compare_day(bench.terminal, TODAY)
    listed = days(bench.terminal)
    assert [one.day for one in listed] == [TODAY - timedelta(days=back) for back in range(3)]
    assert listed[0] == again
    assert listed[0].compared_at == NOW + timedelta(seconds=60)
    assert len(days(bench.terminal, 2)) == 2


def test_without_the_server_nothing_is_stored_but_that_a_person_asked(bench: Bench) -> None:
    bench.central.reachable = False
    with pytest.raises(CentralUnreachableError):
        reconcile(bench.terminal, CLERK, TODAY)
    assert days(bench.terminal) == ()
    with bench.store.read() as uow:
        assert uow.audit.verify() == 1
