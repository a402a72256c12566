"""Follow-ups and the queue's lists: nothing that came back is ever out of sight, and no body is read."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given

from clinic_terminal.application.acts import Act, ActKind, ActState, Answer, AnswerClass
from clinic_terminal.application.follow_up_record import (
    HARMLESS,
    Deed,
    Entry,
    FollowUpRecord,
    Matter,
    open_record,
)
from clinic_terminal.store import act_list, follow_ups
from clinic_terminal.store.follow_ups import RECORD
from clinic_terminal.store.store import SqlStore
from tests.build import NOW
from tests.store import shapes
from tests.store.parts import ACCEPTED, MINUTE, REFUSED, REJECTED, act, behind

ADJUSTED = Answer(AnswerClass.FINAL, ActState.ADJUSTED, code="ADJUSTED", receipt=b"{}")


def came_back(store: SqlStore, number: int, answer: Answer, **more: object) -> Act:
    """Queue act ``number`` in a chain of its own and have it answered; keywords replace its fields."""
    one = replace(act(number, chain=f"A/POL-{number}"), **more)  # type: ignore[arg-type]  # keywords of a test
    with store.begin() as work:
        work.queue.add(one)
        row = next(row for row in work.queue.lease("test", NOW, 60, 100) if row.act.id == one.id)
        if answer.answer_class is AnswerClass.ITEM:
            work.queue.park(row, answer, NOW)
        else:
            work.queue.settle(row, answer, NOW)
    return one


def waiting(store: SqlStore) -> list[str]:
    with store.read() as work:
        rows = work.act_list.for_a_person()
        assert work.act_list.count_for_a_person() == len(rows)
        assert all(work.act_list.waits(row.act.id) for row in rows)
        return [row.act.id for row in rows]


def closed(subject: str) -> FollowUpRecord:
    return FollowUpRecord(subject, Matter.REJECTED, NOW, closed_at=NOW)


def test_what_came_back_waits_in_order_and_what_was_delivered_does_not(store: SqlStore) -> None:
    answers = {1: REJECTED, 2: ACCEPTED, 3: REFUSED, 4: ADJUSTED}
    for number, answer in answers.items():
        came_back(store, number, answer)
    assert waiting(store) == ["act-0001", "act-0003", "act-0004"]


def test_a_closed_record_takes_a_row_off_and_opening_it_brings_it_back(store: SqlStore) -> None:
    came_back(store, 1, REJECTED)
    with store.begin() as work:
        work.follow_ups.put(closed("act-0001"))
    assert waiting(store) == []
    with store.read() as work:
        assert [row.act.id for row in work.act_list.dealt_with()] == ["act-0001"]
    with store.begin() as work:
        work.follow_ups.put(replace(closed("act-0001"), closed_at=None))
    assert waiting(store) == ["act-0001"]


@pytest.mark.parametrize("code", sorted(HARMLESS))
def test_a_void_of_what_was_never_booked_asks_nobody(store: SqlStore, code: str) -> None:
    came_back(store, 1, replace(REJECTED, code=code), kind=ActKind.BILL_VOIDED)
    assert waiting(store) == []


def test_a_refused_void_waits_and_a_bill_with_a_void_does_not(store: SqlStore) -> None:
    bill = came_back(store, 1, ADJUSTED)
    came_back(store, 2, REJECTED, kind=ActKind.BILL_VOIDED, chain=bill.chain, visit=bill.visit)
    assert waiting(store) == ["act-0002"]


def test_a_refused_void_of_a_refused_bill_has_nothing_to_give_back(store: SqlStore) -> None:
    bill = came_back(store, 1, REJECTED)
    came_back(store, 2, REJECTED, kind=ActKind.BILL_VOIDED, chain=bill.chain, visit=bill.visit)
    assert waiting(store) == []


def test_a_parked_bill_waits_even_with_a_void_behind_it(store: SqlStore) -> None:
    bill = came_back(store, 1, REFUSED)
    with store.begin() as work:
        work.queue.add(replace(act(2, chain=bill.chain), kind=ActKind.BILL_VOIDED, visit=bill.visit))
    assert waiting(store) == ["act-0001"]


def test_the_lists_hold_everything_else_of_a_row_but_its_body(store: SqlStore) -> None:
    came_back(store, 1, REJECTED)
    with store.read() as work:
        whole, light = work.queue.get("act-0001"), work.act_list.of_ids(("act-0001", "act-9999"))
    assert whole is not None
    assert light == [replace(whole, act=replace(whole.act, body=b""))]


def test_the_lists_run_from_the_oldest_unsent_and_from_the_latest_settled(store: SqlStore) -> None:
    for number in (1, 2, 3):
        came_back(store, number, ACCEPTED)
    with store.begin() as work:
        for number in (4, 5, 6):
            work.queue.add(act(number, amount_fen=number * 100))
    with store.read() as work:
        assert [row.act.id for row in work.act_list.settled(2)] == ["act-0003", "act-0002"]
        assert [row.act.id for row in work.act_list.unsent(2)] == ["act-0004", "act-0005"]
        assert work.act_list.unsent_ids() == ("act-0004", "act-0005", "act-0006")
        assert work.act_list.largest_unsent_fen() == 600
        assert work.act_list.states(("act-0001", "act-0004", "gone")) == {
            "act-0001": ActState.ACCEPTED,
            "act-0004": ActState.READY,
        }


@pytest.mark.parametrize("statement", [act_list._FOR_A_PERSON, act_list._COUNT, act_list._DEALT_WITH])
@pytest.mark.usefixtures("store")
def test_outcomes_are_found_by_their_own_index_however_many_acts_there_are(
    path: Path, statement: str
) -> None:
    with behind(path) as connection:
        plan = connection.execute(f"EXPLAIN QUERY PLAN {statement}", {"most": 5}).fetchall()
    assert any(
        "queue USING INDEX queue_outcome" in str(row) or "COVERING INDEX queue_outcome" in str(row)
        for row in plan
    ), plan


@pytest.mark.parametrize("statement", [follow_ups._COUNT, follow_ups._WAITING, follow_ups._TRIED_AGAIN])
@pytest.mark.usefixtures("store")
def test_what_waits_is_found_among_the_open_records_and_their_acts_by_indexes(
    path: Path, statement: str
) -> None:
    with behind(path) as connection:
        plan = connection.execute(f"EXPLAIN QUERY PLAN {statement}", {"most": 5}).fetchall()
    steps = [str(row) for row in plan]
    assert any("follow_ups USING INDEX follow_ups_open" in step for step in steps), steps
    assert not any("SCAN" in step for step in steps), steps


@given(shapes.values(FollowUpRecord))
def test_any_record_comes_back_equal(one: FollowUpRecord) -> None:
    assert RECORD.load(RECORD.dump(one)) == one


def test_records_are_listed_open_by_age_and_closed_by_their_closing(store: SqlStore) -> None:
    records = [
        FollowUpRecord(f"statement/2026-05-21/{number}", Matter.STATEMENT, NOW + number * MINUTE)
        for number in (2, 1, 3)
    ]
    ended = [replace(closed(f"act-{number}"), closed_at=NOW + timedelta(hours=number)) for number in (1, 2)]
    with store.begin() as work:
        for record in (*records, *ended):
            work.follow_ups.put(record)
    with store.read() as work:
        assert [one.subject[-1] for one in work.follow_ups.waiting()] == ["1", "2", "3"]
        assert [one.subject for one in work.follow_ups.closed()] == ["act-2", "act-1"]
        assert work.follow_ups.get("act-9") is None


def test_a_matter_is_opened_once_and_again_only_where_its_facts_change(store: SqlStore) -> None:
    subject, facts = "statement/2026-05-21/a", {"ours_fen": "100"}
    with store.begin() as work:
        assert open_record(work, subject, Matter.STATEMENT, NOW, facts)
        assert not open_record(work, subject, Matter.STATEMENT, NOW + MINUTE, facts)
        known = work.follow_ups.get(subject)
        assert known is not None
        work.follow_ups.put(
            replace(known, closed_at=NOW).with_entry(Entry(NOW, Deed.CLOSED, "王敏", "查清了"))
        )
        assert not open_record(work, subject, Matter.STATEMENT, NOW + MINUTE, facts)
        assert open_record(work, subject, Matter.STATEMENT, NOW + MINUTE, {"ours_fen": "200"})
        again = work.follow_ups.get(subject)
    assert again is not None
    assert (again.closed_at, again.entries[-1].deed) == (None, Deed.REOPENED)
    assert again.entries[1].text == "查清了"
