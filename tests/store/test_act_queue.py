"""The durable queue: order, leases, fencing, parking, and what can never be done to a row."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from clinic_terminal.application.acts import (
    ActState,
    Answer,
    AnswerClass,
    Exposure,
    QueueRow,
)
from clinic_terminal.application.failures import ActExistsError, StoreFailedError
from clinic_terminal.store.causes import Cause
from clinic_terminal.store.store import SqlStore, SqlWork
from tests.build import NOW
from tests.store.parts import (
    ACCEPTED,
    MINUTE,
    REFUSED,
    REJECTED,
    SILENCE,
    act,
    audit_row,
    behind,
    queued,
)

LATER = NOW + 2 * MINUTE
OWNER = "sync-1"
Fate = Callable[[SqlWork, QueueRow], bool]


def leased(store: SqlStore, limit: int = 1, *, owner: str = OWNER, now: datetime = NOW) -> list[QueueRow]:
    with store.begin() as work:
        return work.queue.lease(owner, now, 60, limit)


def ids(rows: list[QueueRow]) -> list[str]:
    return [row.act.id for row in rows]


def row_of(store: SqlStore, act_id: str = "act-0001") -> QueueRow:
    with store.read() as work:
        row = work.queue.get(act_id)
    assert row is not None
    return row


def exposure(store: SqlStore) -> Exposure:
    with store.read() as work:
        return work.queue.exposure()


def parked(store: SqlStore) -> QueueRow:
    with store.begin() as work:
        (row,) = work.queue.lease(OWNER, NOW, 60)
        assert work.queue.park(row, REFUSED, NOW)
    return row


def test_an_act_comes_back_as_it_was_frozen(store: SqlStore) -> None:
    queued(store, act(1))
    row = row_of(store)
    assert row.act == act(1)
    assert (row.state, row.attempts, row.fence, row.lease_owner) == (ActState.READY, 0, 0, "")
    assert row.next_attempt == NOW
    assert (row.lease_until, row.settled_at, row.snapshot_version, row.receipt) == (None, None, None, b"")


def test_an_id_is_used_once(store: SqlStore) -> None:
    queued(store, act(1))
    with pytest.raises(ActExistsError), store.begin() as work:
        work.queue.add(act(1, chain="B/POL-1"))
    assert exposure(store).unsent_count == 1


def test_a_fraction_of_a_fen_is_refused_by_the_database(store: SqlStore) -> None:
    half = replace(act(1), amount_fen=0.5)  # type: ignore[arg-type]  # what must not get in
    with pytest.raises(StoreFailedError) as caught:
        queued(store, half)
    assert caught.value.cause == Cause.CONSTRAINT
    assert exposure(store) == Exposure(0, 0, 0, None)


def test_an_unknown_act_is_none(store: SqlStore) -> None:
    with store.read() as work:
        assert work.queue.get("act-0001") is None


def test_a_lease_counts_the_attempt_and_raises_the_fence(store: SqlStore) -> None:
    queued(store, act(1))
    (row,) = leased(store)
    assert row == row_of(store)
    assert (row.state, row.attempts, row.fence, row.lease_owner) == (ActState.SENDING, 1, 1, OWNER)
    assert row.lease_until == NOW + MINUTE


def test_a_live_lease_is_not_given_twice(store: SqlStore) -> None:
    queued(store, act(1))
    leased(store)
    assert leased(store, owner="sync-2") == []


def test_chains_go_in_parallel_and_each_in_order(store: SqlStore) -> None:
    queued(store, act(1, "A"), act(2, "A"), act(3, "B"), act(4, "A"), act(5, "C"))
    assert ids(leased(store, 10)) == ["act-0001", "act-0003", "act-0005"]
    assert leased(store, 10) == []


def test_the_next_of_a_chain_follows_when_the_first_is_settled(store: SqlStore) -> None:
    queued(store, act(1), act(2), act(3))
    seen = []
    for _ in range(3):
        with store.begin() as work:
            (row,) = work.queue.lease(OWNER, NOW, 60, 5)
            assert work.queue.settle(row, ACCEPTED, NOW)
        seen.append(row.act.id)
    assert seen == ["act-0001", "act-0002", "act-0003"]
    assert leased(store) == []


def test_an_act_behind_settled_ones_starts_its_chain_anew(store: SqlStore) -> None:
    test_the_next_of_a_chain_follows_when_the_first_is_settled(store)
    queued(store, act(4), act(5))
    assert ids(leased(store, 5)) == ["act-0004"]


def test_a_limit_is_kept_and_the_oldest_come_first(store: SqlStore) -> None:
    queued(store, *(act(number, f"chain-{number}") for number in range(1, 6)))
    assert ids(leased(store, 2)) == ["act-0001", "act-0002"]
    assert ids(leased(store, 2)) == ["act-0003", "act-0004"]


def test_an_accepted_act_keeps_its_receipt(store: SqlStore) -> None:
    queued(store, act(1))
    (row,) = leased(store)
    with store.begin() as work:
        assert work.queue.settle(row, ACCEPTED, LATER)
    settled = row_of(store)
    assert (settled.state, settled.settled_at) == (ActState.ACCEPTED, LATER)
    assert (settled.receipt, settled.snapshot_version) == (b"{}", 7)
    assert (settled.lease_owner, settled.lease_until, settled.last_error) == ("", None, "")


def test_a_rejected_act_says_why(store: SqlStore) -> None:
    queued(store, act(1))
    (row,) = leased(store)
    with store.begin() as work:
        assert work.queue.settle(row, REJECTED, NOW)
    settled = row_of(store)
    assert (settled.state, settled.last_error, settled.last_sentence) == (
        ActState.REJECTED, "NO_COVER", "Not covered.",
    )  # fmt: skip
    assert exposure(store) == Exposure(0, 0, 0, None)


@pytest.mark.parametrize("state", [None, ActState.READY, ActState.PARKED])
def test_an_answer_that_is_not_final_settles_nothing(store: SqlStore, state: ActState | None) -> None:
    queued(store, act(1))
    (row,) = leased(store)
    with pytest.raises(StoreFailedError) as caught, store.begin() as work:
        work.queue.settle(row, Answer(AnswerClass.FINAL, state), NOW)
    assert caught.value.cause == Cause.CONSTRAINT
    assert row_of(store) == row


def test_silence_puts_the_act_off_and_is_remembered(store: SqlStore) -> None:
    queued(store, act(1))
    (first,) = leased(store)
    with store.begin() as work:
        assert work.queue.retry_later(first, SILENCE, NOW + MINUTE)
        assert work.queue.lease(OWNER, NOW, 60) == []
        (second,) = work.queue.lease(OWNER, NOW + MINUTE, 60)
        assert work.queue.retry_later(second, Answer(AnswerClass.TRANSIENT), LATER)
    row = row_of(store)
    assert (row.state, row.attempts, row.next_attempt) == (ActState.READY, 2, LATER)
    assert (row.first_error, row.last_error) == ("TIMEOUT", "TRANSIENT")


def test_an_act_that_waits_holds_back_its_own_chain_only(store: SqlStore) -> None:
    queued(store, act(1, "A"), act(2, "A"), act(3, "B"))
    (first,) = leased(store)
    with store.begin() as work:
        work.queue.retry_later(first, SILENCE, NOW + MINUTE)
    assert ids(leased(store, 5)) == ["act-0003"]


def test_a_session_answer_costs_no_attempt(store: SqlStore) -> None:
    queued(store, act(1))
    (row,) = leased(store)
    with store.begin() as work:
        assert work.queue.release(row)
    given_back = row_of(store)
    assert (given_back.state, given_back.attempts, given_back.fence) == (ActState.READY, 0, 1)
    assert (given_back.first_error, given_back.last_error) == ("", "")
    assert ids(leased(store)) == ["act-0001"]


def test_a_parked_act_stops_its_own_chain_alone(store: SqlStore) -> None:
    queued(store, act(1, "A"), act(2, "A"), act(3, "B"))
    parked(store)
    assert ids(leased(store, 5)) == ["act-0003"]
    row = row_of(store)
    assert (row.state, row.settled_at, row.last_error) == (ActState.PARKED, None, "BAD_ACT")
    assert exposure(store) == Exposure(3, 3_000, 1, NOW)


def test_a_person_sends_a_parked_act_again(store: SqlStore) -> None:
    queued(store, act(1), act(2))
    parked(store)
    with store.begin() as work:
        assert work.queue.retry_now("act-0001", NOW)
    assert exposure(store).parked_count == 0
    assert ids(leased(store, 5)) == ["act-0001"]


def test_a_waiting_act_is_made_due_at_once(store: SqlStore) -> None:
    queued(store, act(1))
    (row,) = leased(store)
    with store.begin() as work:
        work.queue.retry_later(row, SILENCE, LATER)
        assert work.queue.retry_now("act-0001", NOW)
        assert ids(work.queue.lease(OWNER, NOW, 60)) == ["act-0001"]


def test_only_waiting_and_parked_acts_can_be_sent_again(store: SqlStore) -> None:
    queued(store, act(1))
    (row,) = leased(store)
    with store.begin() as work:
        assert not work.queue.retry_now("act-0001", NOW)
        work.queue.settle(row, ACCEPTED, NOW)
        assert not work.queue.retry_now("act-0001", NOW)
        assert not work.queue.retry_now("act-9999", NOW)
    assert row_of(store).state is ActState.ACCEPTED


FATES: list[Fate] = [
    lambda work, row: work.queue.settle(row, ACCEPTED, NOW),
    lambda work, row: work.queue.retry_later(row, SILENCE, NOW),
    lambda work, row: work.queue.park(row, REFUSED, NOW),
    lambda work, row: work.queue.release(row),
]
FATE_NAMES = ["settle", "retry_later", "park", "release"]


@pytest.mark.parametrize("fate", FATES, ids=FATE_NAMES)
def test_a_late_answer_is_refused_once_the_lease_lapsed(store: SqlStore, fate: Fate) -> None:
    queued(store, act(1))
    (late,) = leased(store)
    (current,) = leased(store, owner="sync-2", now=LATER)
    assert current.fence == late.fence + 1
    with store.begin() as work:
        assert not fate(work, late)
    assert row_of(store) == current
    assert exposure(store) == Exposure(1, 1_000, 0, NOW)
    with store.begin() as work:
        assert fate(work, current)


@pytest.mark.parametrize("fate", FATES, ids=FATE_NAMES)
def test_a_late_answer_is_refused_even_of_the_same_owner(store: SqlStore, fate: Fate) -> None:
    queued(store, act(1))
    (late,) = leased(store)
    (current,) = leased(store, now=LATER)
    with store.begin() as work:
        assert not fate(work, late)
    assert row_of(store) == current


@pytest.mark.parametrize("fate", FATES, ids=FATE_NAMES)
def test_an_answer_of_another_owner_is_refused(store: SqlStore, fate: Fate) -> None:
    queued(store, act(1))
    (row,) = leased(store)
    with store.begin() as work:
        assert not fate(work, replace(row, lease_owner="sync-2"))
    assert row_of(store) == row


@pytest.mark.parametrize("owner", [OWNER, ""])
@pytest.mark.parametrize("fate", FATES, ids=FATE_NAMES)
def test_an_answer_counts_once(store: SqlStore, fate: Fate, owner: str) -> None:
    queued(store, act(1))
    (row,) = leased(store, owner=owner)
    with store.begin() as work:
        assert fate(work, row)
    before = exposure(store)
    with store.begin() as work:
        assert not fate(work, row)
    assert exposure(store) == before


def test_an_answer_within_a_lapsed_lease_that_nobody_took_over_counts(store: SqlStore) -> None:
    queued(store, act(1))
    (row,) = leased(store)
    with store.begin() as work:
        assert work.queue.settle(row, ACCEPTED, NOW + timedelta(days=3))


@pytest.mark.parametrize("hours", [48, -48, 2])
def test_a_clock_that_jumped_holds_no_act_back(store: SqlStore, hours: int) -> None:
    jumped = NOW + timedelta(hours=hours)
    queued(store, act(1, "A", at=jumped), act(2, "B"), act(3, "C"))
    with store.begin() as work:
        first, second, third = work.queue.lease(OWNER, jumped, 60, 5)
        work.queue.retry_later(first, SILENCE, jumped + MINUTE)
        work.queue.release(second)
        assert third.lease_until == jumped + MINUTE
        again = work.queue.lease(OWNER, NOW + 5 * MINUTE, 60, 5)
        assert sorted(ids(again)) == ["act-0001", "act-0002", "act-0003"]


def test_when_the_next_act_is_due_is_known(store: SqlStore) -> None:
    with store.begin() as work:
        assert work.queue.next_due() is None
        work.queue.add(act(1))
        due = work.queue.next_due()
        assert due is not None
        assert due <= NOW
        (row,) = work.queue.lease(OWNER, NOW, 60)
        assert work.queue.next_due() == row.lease_until
        work.queue.retry_later(row, SILENCE, LATER)
        assert work.queue.next_due() == LATER
        (row,) = work.queue.lease(OWNER, LATER, 60)
        work.queue.park(row, REFUSED, LATER)
        assert work.queue.next_due() is None


def test_rows_are_listed_newest_first(store: SqlStore) -> None:
    queued(store, act(1, "A"), act(2, "B"), act(3, "A"))
    (row,) = leased(store)
    with store.begin() as work:
        work.queue.settle(row, ACCEPTED, NOW)
        assert ids(work.queue.rows()) == ["act-0003", "act-0002", "act-0001"]
        assert ids(work.queue.rows(2)) == ["act-0003", "act-0002"]
        assert ids(work.queue.rows(unsent_only=True)) == ["act-0003", "act-0002"]


def test_a_members_rows_are_listed_oldest_first(store: SqlStore) -> None:
    queued(store, act(1, "A"), act(2, "B"), act(3, "A"))
    (row,) = leased(store)
    with store.begin() as work:
        work.queue.settle(row, ACCEPTED, NOW)
        assert ids(work.queue.of_chain("A")) == ["act-0001", "act-0003"]
        assert work.queue.of_chain("C") == []


def test_the_counters_follow_an_act_to_its_end(store: SqlStore) -> None:
    queued(store, act(1, "A", 300), act(2, "B", 200, NOW + MINUTE))
    assert exposure(store) == Exposure(2, 500, 0, NOW)
    (row,) = leased(store)
    assert exposure(store) == Exposure(2, 500, 0, NOW)
    with store.begin() as work:
        work.queue.settle(row, ACCEPTED, NOW)
    assert exposure(store) == Exposure(1, 200, 0, NOW + MINUTE)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM queue",
        "DELETE FROM payloads",
        "DELETE FROM audit",
        "UPDATE payloads SET body = X'00'",
        "UPDATE queue SET digest = 'other'",
        "UPDATE queue SET amount_fen = 0",
        "UPDATE queue SET chain = 'other'",
        "UPDATE queue SET state = 'READY', settled_at = NULL, due_at = 0 WHERE id = 'act-0001'",
        "REPLACE INTO payloads (seq, body) VALUES (1, X'00')",
        "REPLACE INTO audit VALUES (1, 0, '', '', '', '', X'00', X'00')",
        "UPDATE audit SET facts = '{}'",
        "UPDATE queue SET state = 'PARKED', due_at = NULL WHERE id = 'act-0003'",
        "UPDATE queue SET fence = 1.5",
    ],
)
def test_the_database_itself_keeps_acts_and_audit(store: SqlStore, path: Path, statement: str) -> None:
    queued(store, act(1), act(2), act(3))
    with store.begin() as work:
        (first,) = work.queue.lease(OWNER, NOW, 60)
        work.queue.settle(first, ACCEPTED, NOW)
        (second,) = work.queue.lease(OWNER, NOW, 60)
        work.queue.park(second, REFUSED, NOW)
        work.audit.add(audit_row())
        before = work.queue.rows()
    with behind(path) as connection, pytest.raises(dbapi2.IntegrityError):
        connection.execute(statement)
    with store.read() as work:
        assert work.queue.rows() == before
        assert work.audit.verify() == 1
