"""A bill is taken back as a whole: one transaction, both acts kept in order, everything given back."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from clinic_terminal.application import settlement
from clinic_terminal.application.acts import Act, ActKind, ActState, Answer, AnswerClass, Exposure
from clinic_terminal.application.failures import ActExistsError, AlreadyVoidedError, VisitUnknownError
from clinic_terminal.application.standing import effective_standing
from clinic_terminal.application.treatment import chart_of
from clinic_terminal.application.voiding import void
from clinic_terminal.domain.adjudication import Counters, Standing
from clinic_terminal.domain.consent import Relationship
from clinic_terminal.domain.errors import VisitStateError, VoidNoteMissingError
from clinic_terminal.domain.identity import DataConsent
from clinic_terminal.domain.visit import Stage, Visit, VisitLine
from clinic_terminal.domain.voiding import Voided, VoidReason
from tests.build import NOW, snapshot
from tests.closing import FILLING_LINE, GAS_LINE, closed, finish, to_settle
from tests.terminal import CLERK, Bench, make_bench

FIRST_VISIT = snapshot(lock=None, booking_ref="BK-1")


@pytest.fixture
def first(tmp_path: Path) -> Iterator[Bench]:
    """Return a terminal that knows a child before its first visit."""
    made = make_bench(tmp_path)
    with made.store.begin() as uow:
        uow.snapshots.put(FIRST_VISIT, "signed")
    yield made
    made.store.close()


def billed(bench: Bench, lines: tuple[VisitLine, ...] = (FILLING_LINE,), **more: object) -> Visit:
    return closed(bench.terminal, CLERK, FIRST_VISIT, lines, **more)


def taken_back(
    bench: Bench, visit: Visit, reason: VoidReason = VoidReason.ENTRY_ERROR, note: str = ""
) -> Visit:
    return void(bench.terminal, CLERK, visit.id, reason, note)


def standing(bench: Bench) -> Standing:
    with bench.store.read() as uow:
        return effective_standing(FIRST_VISIT, uow.queue.of_chain(FIRST_VISIT.chain))


def exposure(bench: Bench) -> Exposure:
    with bench.store.read() as uow:
        return uow.queue.exposure()


def answer(bench: Bench, state: ActState, version: int | None = 2) -> Act:
    """Answer the act that is due, and return it."""
    with bench.store.begin() as uow:
        row = uow.queue.lease("test", bench.clock.now(), 60)[0]
        said = Answer(AnswerClass.FINAL, state, state.value, snapshot_version=version, receipt=b"{}")
        assert uow.queue.settle(row, said, bench.clock.now())
        return row.act


def test_the_bill_stays_readable_and_says_who_took_it_back_when_and_why(first: Bench) -> None:
    bill = billed(first)
    first.clock.advance(600)
    visit = taken_back(first, bill, VoidReason.OTHER, "  两次  录入同一张 ")
    assert visit.stage is Stage.VOIDED
    assert (visit.bill, visit.consent, visit.digest, visit.act) == (
        bill.bill,
        bill.consent,
        bill.digest,
        bill.act,
    )
    now = first.clock.now()
    assert visit.voided is not None
    act = visit.voided.act
    assert visit.voided == Voided(VoidReason.OTHER, "两次 录入同一张", "练习前台", now, act)
    with first.store.read() as uow:
        assert uow.visits.get(bill.id) == visit


def test_the_act_follows_the_bill_in_its_chain_with_a_frozen_payload(first: Bench) -> None:
    bill = billed(first)
    visit = taken_back(first, bill, VoidReason.TREATMENT_CHANGED)
    with first.store.read() as uow:
        rows = uow.queue.of_chain(bill.chain)
        void = uow.queue.get(rows[-1].act.id)
    assert [row.act.kind for row in rows] == [ActKind.BILL_SIGNED, ActKind.BILL_VOIDED]
    assert void is not None
    envelope = json.loads(void.act.body)
    assert visit.voided is not None
    assert (envelope["id"], envelope["chain"], envelope["sequence"]) == (visit.voided.act, bill.chain, 2)
    assert envelope["payload"] == {
        "act": bill.act,
        "reason": "TREATMENT_CHANGED",
        "operator": "练习前台",
        "note": "",
    }
    assert (rows[1].act.amount_fen, rows[1].act.posted) == (-35_000, Counters())
    assert answer(first, ActState.ACCEPTED).id == bill.act
    assert answer(first, ActState.ACCEPTED).id == visit.voided.act


def test_the_audit_log_names_the_operator_the_reason_and_what_was_given_back(first: Bench) -> None:
    taken_back(first, billed(first))
    with first.store.begin() as uow:
        last = uow.queue.rows(1)[0].act
        assert uow.audit.verify() > 0
    facts = _last_audit(first)
    assert facts["act"] == last.id
    assert (facts["reason"], facts["has_note"]) == ("ENTRY_ERROR", False)
    assert facts["given_back"]["pool_fen"] == 35_000
    assert facts["given_back"]["units"] == {"BS07": 1}


def _last_audit(bench: Bench) -> dict[str, Any]:
    """Return the facts of the log's last row, as they stand in the file."""
    with bench.store.read() as uow:
        connection = uow.audit._connection
        operator, deed, facts = connection.execute(
            "SELECT operator, act, facts FROM audit ORDER BY seq DESC LIMIT 1"
        ).fetchone()
    assert (operator, deed) == (CLERK.id, "void")
    found: dict[str, Any] = json.loads(facts)
    return found


@pytest.mark.parametrize("reason", list(VoidReason))
def test_counters_return_at_once_and_the_lock_only_after_an_entry_error(
    first: Bench, reason: VoidReason
) -> None:
    before = standing(first)
    bill = billed(first)
    assert standing(first).used.pool_fen == 35_000
    taken_back(first, bill, reason, "说明")
    released = reason is VoidReason.ENTRY_ERROR
    assert standing(first) == replace(before, brand_lock=None if released else "XIAOLU")


def test_the_next_bill_of_the_day_is_split_as_if_the_voided_one_had_never_been(first: Bench) -> None:
    taken_back(first, billed(first))
    visit = to_settle(first.terminal, FIRST_VISIT)
    with first.store.read() as uow:
        chart = chart_of(first.terminal, uow, visit)
    assert chart.estimate().pool_before == 5_000_000
    again = closed(first.terminal, CLERK, FIRST_VISIT)
    assert again.bill is not None
    assert again.bill.brand_lock_set


def test_a_void_that_the_server_holds_is_not_given_back_again_by_a_clock_that_was_ahead(first: Bench) -> None:
    """The server booked bill and void, and the answer to the void got lost; its changes came since."""
    bill = billed(first)
    answer(first, ActState.ACCEPTED, version=2)
    first.clock.advance(2 * 3_600)
    taken_back(first, bill)
    with first.store.begin() as uow:
        row = uow.queue.lease("test", first.clock.now(), 60)[0]
        assert uow.queue.retry_later(row, Answer(AnswerClass.TRANSIENT, None, "TIMEOUT"), first.clock.now())
    first.clock.advance(-2 * 3_600)
    of_another = Counters(4_990_000, 4_990_000)
    with first.store.begin() as uow:
        uow.snapshots.put(replace(FIRST_VISIT, used=of_another, as_of=NOW, version=3), "signed")
    frozen = settlement.freeze(first.terminal, CLERK, to_settle(first.terminal, FIRST_VISIT).id, online=True)
    assert frozen.bill is not None
    assert frozen.bill.result.totals.insurer == 10_000


def test_a_bill_is_voided_once(first: Bench) -> None:
    bill = billed(first)
    taken_back(first, bill)
    with pytest.raises(AlreadyVoidedError):
        taken_back(first, bill)
    assert exposure(first).unsent_count == 2


def test_only_a_closed_visit_can_be_voided(first: Bench) -> None:
    visit = to_settle(first.terminal, FIRST_VISIT)
    with pytest.raises(VisitStateError):
        taken_back(first, visit)
    settlement.freeze(first.terminal, CLERK, visit.id, online=True)
    with pytest.raises(VisitStateError):
        taken_back(first, visit)
    with pytest.raises(VisitUnknownError):
        void(first.terminal, CLERK, "nobody", VoidReason.ENTRY_ERROR)
    assert exposure(first).unsent_count == 0


@pytest.mark.parametrize("note", ["", "   ", "\n"])
def test_another_reason_needs_words(first: Bench, note: str) -> None:
    bill = billed(first)
    with pytest.raises(VoidNoteMissingError):
        taken_back(first, bill, VoidReason.OTHER, note)
    with first.store.read() as uow:
        assert uow.visits.get(bill.id).stage is Stage.DONE


def test_what_fails_in_the_middle_leaves_nothing(first: Bench) -> None:
    bill = billed(first)
    first.ids.count -= 1  # the void's act would get the bill's own id
    with pytest.raises(ActExistsError):
        taken_back(first, bill)
    with first.store.read() as uow:
        assert uow.visits.get(bill.id) == bill
        assert len(uow.queue.of_chain(bill.chain)) == 1
    assert exposure(first) == Exposure(1, 35_000, 0, NOW)


def test_a_voided_unsent_bill_is_no_risk_of_the_insurer_any_more(first: Bench) -> None:
    bill, other = billed(first), billed(first)
    assert exposure(first).unsent_fen == 70_000
    taken_back(first, bill)
    assert exposure(first) == Exposure(3, 35_000, 0, NOW)
    assert answer(first, ActState.ACCEPTED).id == bill.act
    assert exposure(first) == Exposure(2, 35_000, 0, NOW)
    assert answer(first, ActState.ACCEPTED).id == other.act
    assert exposure(first) == Exposure(1, 0, 0, NOW)
    answer(first, ActState.ACCEPTED)
    assert exposure(first) == Exposure(0, 0, 0, None)


def test_a_void_after_the_receipt_takes_nothing_from_what_others_risk(first: Bench) -> None:
    bill = billed(first)
    answer(first, ActState.ACCEPTED)
    other = billed(first)
    taken_back(first, bill)
    assert exposure(first) == Exposure(2, 35_000, 0, NOW)
    answer(first, ActState.ACCEPTED)
    answer(first, ActState.ACCEPTED)
    assert exposure(first) == Exposure(0, 0, 0, None)
    assert other.act != bill.act


def test_a_parked_bill_that_is_voided_counts_as_before_but_for_its_money(first: Bench) -> None:
    bill = billed(first)
    with first.store.begin() as uow:
        row = uow.queue.lease("test", NOW, 60)[0]
        uow.queue.park(row, Answer(AnswerClass.ITEM, None, "DIGEST_CONFLICT"), NOW)
    taken_back(first, bill)
    assert exposure(first) == Exposure(2, 0, 1, NOW)
    assert standing(first) == Standing()


def test_a_refused_bill_gives_nothing_back(first: Bench) -> None:
    bill = billed(first)
    answer(first, ActState.REJECTED)
    taken_back(first, bill)
    assert standing(first) == Standing()
    answer(first, ActState.REJECTED)
    assert standing(first) == Standing()
    assert exposure(first) == Exposure(0, 0, 0, None)


def test_a_bill_without_the_insurer_is_voided_without_money(first: Bench) -> None:
    bill = billed(first, self_pay=True)
    taken_back(first, bill, VoidReason.FAMILY_WITHDREW)
    assert exposure(first) == Exposure(2, 0, 0, NOW)
    assert _last_audit(first)["given_back"] == {}
    assert standing(first) == Standing()


def test_a_bill_of_uncovered_items_alone_makes_the_lock_and_its_void_releases_it(first: Bench) -> None:
    bill = billed(first, (GAS_LINE,))
    assert standing(first) == Standing(Counters(), "XIAOLU")
    taken_back(first, bill)
    assert standing(first) == Standing()


def test_a_voided_visit_is_not_finished_again(first: Bench) -> None:
    bill = billed(first)
    taken_back(first, bill)
    with pytest.raises(VisitStateError):
        finish(first.terminal, CLERK, bill.id)


def test_a_bill_that_was_never_reported_is_voided_here_alone(first: Bench) -> None:
    refused = DataConsent(Relationship.MOTHER, "1", NOW, given=False)
    visit = billed(first, data_consent=refused, self_pay=True)
    assert (visit.stage, visit.act) == (Stage.DONE, "")
    voided = taken_back(first, visit)
    assert voided.voided is not None
    assert (voided.stage, voided.voided.act) == (Stage.VOIDED, "")
    with first.store.read() as uow:
        assert uow.queue.rows() == []
        assert uow.audit.verify() > 0
