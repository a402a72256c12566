import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from clinic_terminal.application import check_in, data_consent, papers, settlement, signing, treatment
from clinic_terminal.application.acts import ActKind, ActState, ExposureLimits, Freshness
from clinic_terminal.application.failures import (
    BillHeldError,
    EmptyBillError,
    ExposureLimitError,
    MemberUnknownError,
    NotBillableError,
)
from clinic_terminal.domain.adjudication import Counters, Reason
from clinic_terminal.domain.consent import Relationship
from clinic_terminal.domain.errors import SignatureMismatchError, SignatureTooSmallError, VisitStateError
from clinic_terminal.domain.identity import DataConsent, IdDocument, Identity, IdentityDoubt
from clinic_terminal.domain.visit import Stage
from tests.application.people import SIGNING, signed, to_settle, verified
from tests.build import CHILD, NOW, snapshot
from tests.closing import finish
from tests.terminal import CLERK, Bench


def test_a_finished_visit_is_queued_as_one_act_with_its_evidence(bench: Bench) -> None:
    visit_id = to_settle(bench)
    signed(bench, visit_id)
    finished = finish(bench.terminal, CLERK, visit_id)
    assert finished.visit.stage is Stage.DONE
    assert finished.paper is not None
    with bench.store.read() as uow:
        row = uow.queue.get(finished.visit.act)
        exposure = uow.queue.exposure()
        audited = uow.audit.verify()
    assert row is not None
    assert (row.state, row.act.kind, row.act.amount_fen) == (ActState.READY, ActKind.BILL_SIGNED, 41_000)
    assert (exposure.unsent_count, exposure.unsent_fen) == (1, 41_000)
    assert audited >= 6
    envelope = json.loads(row.act.body)
    assert envelope["payload"]["bill"]["totals"]["on_site_fen"] == 35_000
    assert envelope["payload"]["bill_digest"] == finished.visit.digest
    assert envelope["evidence"]["source"] == "NUMBER"


def test_finishing_twice_queues_once(bench: Bench) -> None:
    visit_id = to_settle(bench)
    signed(bench, visit_id)
    first = finish(bench.terminal, CLERK, visit_id)
    again = finish(bench.terminal, CLERK, visit_id)
    assert again.visit.act == first.visit.act
    with bench.store.read() as uow:
        assert len(uow.queue.rows()) == 1


def test_the_next_visit_sees_what_the_queue_has_not_sent_yet(bench: Bench) -> None:
    signed(bench, visit_id := to_settle(bench))
    finish(bench.terminal, CLERK, visit_id)
    chart = treatment.open_chart(bench.terminal, to_settle(bench, (("PV01", ()),)))
    assert chart.estimate().pool_before == 4_959_000


def test_an_unfinished_signature_stores_nothing_of_the_act(bench: Bench) -> None:
    visit_id = to_settle(bench)
    settlement.freeze(bench.terminal, CLERK, visit_id, online=True)
    with pytest.raises(VisitStateError):
        finish(bench.terminal, CLERK, visit_id)
    with bench.store.read() as uow:
        assert uow.queue.rows() == []
        assert uow.queue.exposure().unsent_count == 0


def test_a_signature_for_another_bill_or_without_ink_is_refused(bench: Bench) -> None:
    visit_id = to_settle(bench)
    frozen = settlement.freeze(bench.terminal, CLERK, visit_id, online=True)
    with pytest.raises(SignatureMismatchError):
        signing.sign(bench.terminal, CLERK, visit_id, "0" * 64, SIGNING)
    with pytest.raises(SignatureTooSmallError):
        signing.sign(bench.terminal, CLERK, visit_id, frozen.digest, replace(SIGNING, strokes=()))


def test_a_bill_taken_back_can_be_changed_and_frozen_anew(bench: Bench) -> None:
    visit_id = to_settle(bench)
    before = signed(bench, visit_id)
    settlement.thaw(bench.terminal, CLERK, visit_id)
    treatment.remove_item(bench.terminal, CLERK, visit_id, 0)
    after = settlement.freeze(bench.terminal, CLERK, visit_id, online=True)
    assert after.digest != before.digest
    assert after.consent is None


def test_a_held_or_empty_bill_is_not_frozen(bench: Bench) -> None:
    bench.central.snapshots[:] = [snapshot(lock=None)]
    with pytest.raises(BillHeldError):
        settlement.freeze(bench.terminal, CLERK, held := to_settle(bench), online=True)
    treatment.remove_item(bench.terminal, CLERK, held, 0)
    treatment.remove_item(bench.terminal, CLERK, held, 0)
    with pytest.raises(EmptyBillError):
        settlement.freeze(bench.terminal, CLERK, held, online=True)


def test_a_booked_first_visit_sets_the_lock_for_the_next(bench: Bench) -> None:
    bench.central.snapshots[:] = [snapshot(lock=None, booking_ref="YY-1")]
    visit_id = to_settle(bench)
    bill = signed(bench, visit_id).bill
    assert bill is not None
    assert bill.brand_lock_set
    finish(bench.terminal, CLERK, visit_id)
    verification = verified(bench)
    assert verification.policies[0].standing.brand_lock == "XIAOLU"


def test_the_familys_own_choice_leaves_the_insurer_out(bench: Bench) -> None:
    visit_id = to_settle(bench)
    chart = treatment.choose_self_pay(bench.terminal, CLERK, visit_id, chosen=True)
    assert chart.estimate().gate is Reason.SELF_PAY_CHOSEN
    signed(bench, visit_id)
    act = finish(bench.terminal, CLERK, visit_id).visit.act
    with bench.store.read() as uow:
        row = uow.queue.get(act)
    assert row is not None
    assert (row.act.amount_fen, row.act.posted) == (0, Counters())


def test_what_changed_at_the_server_is_shown_before_the_signature(bench: Bench) -> None:
    visit_id = to_settle(bench)
    assert not settlement.refresh(bench.terminal, visit_id).changed
    bench.central.snapshots[:] = [snapshot(used=Counters(4_990_000), version=2)]
    refreshed = settlement.refresh(bench.terminal, visit_id)
    assert refreshed.changed
    assert refreshed.after.pool_before == 10_000
    bench.central.reachable = False
    assert not settlement.refresh(bench.terminal, visit_id).online


def test_a_paper_failure_never_loses_the_bill(bench: Bench) -> None:
    bench.papers.cause = "DISK_FULL"
    signed(bench, visit_id := to_settle(bench))
    finished = finish(bench.terminal, CLERK, visit_id)
    assert (finished.visit.stage, finished.paper, finished.paper_problem) == (Stage.DONE, None, "DISK_FULL")
    bench.papers.cause = ""
    assert papers.print_bill(bench.terminal, finished.visit).paper is not None


@pytest.mark.parametrize(
    ("limits", "name"),
    [
        (ExposureLimits(visit_fen=(1, 40_999)), "visit_fen"),
        (ExposureLimits(unsent_fen=(1, 40_999)), "unsent_fen"),
        (ExposureLimits(unsent_count=(0, 0)), "unsent_count"),
    ],
)
def test_a_hard_limit_stops_before_anybody_signs_and_again_at_the_finish(
    bench: Bench, limits: ExposureLimits, name: str
) -> None:
    narrow = replace(bench.terminal, limits=limits)
    visit_id = to_settle(bench)
    with pytest.raises(ExposureLimitError) as stopped:
        settlement.freeze(narrow, CLERK, visit_id, online=False)
    assert stopped.value.limit == name
    with bench.store.read() as uow:
        assert uow.visits.get(visit_id).stage is Stage.TO_SETTLE
    signed(bench, visit_id, online=False)
    with pytest.raises(ExposureLimitError) as stopped:
        finish(narrow, CLERK, visit_id)
    assert stopped.value.limit == name
    with bench.store.read() as uow:
        assert uow.visits.get(visit_id).stage is Stage.FROZEN
        assert uow.queue.rows() == []


def test_an_amount_that_is_checked_at_the_freeze_may_stand_right_at_the_limit(bench: Bench) -> None:
    at_limit = ExposureLimits(visit_fen=(1, 41_000), unsent_fen=(1, 41_000), unsent_count=(0, 1))
    narrow = replace(bench.terminal, limits=at_limit)
    assert settlement.freeze(narrow, CLERK, to_settle(bench), online=False).stage is Stage.FROZEN


def test_a_bill_split_with_the_server_has_no_limit_of_its_own(bench: Bench) -> None:
    narrow = replace(bench.terminal, limits=ExposureLimits(visit_fen=(1, 2)))
    assert settlement.freeze(narrow, CLERK, to_settle(bench), online=True).stage is Stage.FROZEN


def test_an_old_snapshot_stops_an_offline_bill_before_anybody_signs(bench: Bench) -> None:
    visit_id = to_settle(bench)
    bench.clock.advance(73 * 3600)
    with pytest.raises(NotBillableError) as stopped:
        settlement.freeze(bench.terminal, CLERK, visit_id, online=False)
    assert stopped.value.cause == "DATA_TOO_OLD"


def test_a_signed_bill_that_grew_too_old_stops_at_the_finish(bench: Bench) -> None:
    signed(bench, visit_id := to_settle(bench), online=False)
    bench.clock.advance(72 * 3600 + 1)
    with pytest.raises(ExposureLimitError) as stopped:
        finish(bench.terminal, CLERK, visit_id)
    assert stopped.value.limit == "snapshot_hours"


DOUBTED = Identity(IdDocument.PASSPORT, "E1234567", (IdentityDoubt.NAME,))
REFUSED = DataConsent(Relationship.MOTHER, "data/2", NOW, given=False)


@pytest.mark.parametrize(
    ("facts", "desk", "cause"),
    [
        ({"used": Counters(5_000_001), "version": 2}, {}, "CONTRADICTORY"),
        ({"as_of": NOW + timedelta(days=1)}, {}, "CLOCK_BEHIND"),
        ({}, {"identity": DOUBTED}, "IDENTITY_DIFFERS"),
        ({}, {"data_consent": REFUSED}, "CONSENT_REFUSED"),
    ],
)
def test_nothing_doubted_is_signed_for_the_insurer(
    bench: Bench, facts: dict[str, object], desk: dict[str, Any], cause: str
) -> None:
    visit_id = to_settle(bench)
    with bench.store.begin() as uow:
        uow.snapshots.put(snapshot(**facts), "signed")
        uow.visits.put(replace(uow.visits.get(visit_id), **desk))
    with pytest.raises(NotBillableError) as stopped:
        settlement.freeze(bench.terminal, CLERK, visit_id, online=True)
    assert stopped.value.cause == cause
    treatment.choose_self_pay(bench.terminal, CLERK, visit_id, chosen=True)
    assert settlement.freeze(bench.terminal, CLERK, visit_id, online=True).stage is Stage.FROZEN


def test_an_answer_about_another_child_refreshes_nothing(bench: Bench) -> None:
    visit_id = to_settle(bench)
    bench.central.says = [snapshot(person=replace(CHILD, member="X"), used=Counters(4_990_000), version=9)]
    refreshed = settlement.refresh(bench.terminal, visit_id)
    assert (refreshed.online, refreshed.changed) == (False, False)


def test_a_member_that_the_server_no_longer_knows_is_said_at_the_settlement(bench: Bench) -> None:
    visit_id = to_settle(bench)
    bench.central.snapshots.clear()
    with pytest.raises(MemberUnknownError):
        settlement.refresh(bench.terminal, visit_id)


def test_an_older_answer_does_not_count_as_one(bench: Bench) -> None:
    bench.central.snapshots[:] = [snapshot(version=5, as_of=bench.clock.now())]
    visit_id = to_settle(bench)
    bench.clock.advance(540)
    bench.central.snapshots[:] = [snapshot(version=4, as_of=bench.clock.now())]
    assert not settlement.refresh(bench.terminal, visit_id).online


def test_the_act_tells_the_call_and_the_doubts_that_were_accepted(bench: Bench) -> None:
    visit_id = to_settle(bench)
    check_in.enter_phone_authorisation(bench.terminal, CLERK, visit_id, "DH-77")
    with bench.store.begin() as uow:
        doubted = replace(uow.visits.get(visit_id), identity=replace(DOUBTED, accepted=True))
        uow.visits.put(doubted)
    signed(bench, visit_id)
    act = finish(bench.terminal, CLERK, visit_id).visit.act
    evidence = evidence_of(bench, act)
    assert evidence["phone_authorisation"] == {"reference": "DH-77", "at": "2026-05-21T02:30:00Z"}
    assert (evidence["document"], evidence["document_doubts"]) == ("PASSPORT", ["NAME"])
    assert "E1234567" not in json.dumps(body_of(bench, act))


def test_an_offline_act_tells_the_clock_and_the_limits_that_it_was_held_against(bench: Bench) -> None:
    bench.clock.off_by = timedelta(hours=-5)
    signed(bench, visit_id := to_settle(bench), online=False)
    with bench.store.begin() as uow:
        uow.memory.set_freshness(Freshness(server_time=NOW - timedelta(hours=3)))
    act = finish(bench.terminal, CLERK, visit_id).visit.act
    assert evidence_of(bench, act)["clock"] == {
        "machine": "2026-05-20T21:30:00Z",
        "server_heard": "2026-05-20T23:30:00Z",
    }
    assert evidence_of(bench, act)["limits"] == {
        "unsent_fen": {"used": 41_000, "soft": 3_000_000, "hard": 5_000_000},
        "unsent_count": {"used": 1, "soft": 100, "hard": 300},
        "visit_fen": {"used": 41_000, "soft": 200_000, "hard": 500_000},
        "snapshot_hours": {"used": 0, "soft": 24, "hard": 72},
        "silence_hours": {"used": 3, "soft": 24, "hard": 72},
    }


def test_what_the_family_pays_alone_is_held_against_no_limit(bench: Bench) -> None:
    visit_id = to_settle(bench)
    treatment.choose_self_pay(bench.terminal, CLERK, visit_id, chosen=True)
    signed(bench, visit_id)
    act = finish(bench.terminal, CLERK, visit_id).visit.act
    assert evidence_of(bench, act)["limits"] == {}


def test_an_answer_of_an_hour_ago_is_not_the_servers_present_word(bench: Bench) -> None:
    visit_id = to_settle(bench)
    bench.clock.advance(3_600)
    frozen = settlement.freeze(bench.terminal, CLERK, visit_id, online=True)
    assert frozen.bill is not None
    assert frozen.bill.offline


def _refuse_now(bench: Bench) -> None:
    bench.clock.advance(60)
    data_consent.answer(bench.terminal, CLERK, CHILD.member, Relationship.MOTHER, given=False)


def test_a_consent_taken_back_after_the_admission_keeps_the_bill_here(bench: Bench) -> None:
    visit_id = to_settle(bench)
    treatment.choose_self_pay(bench.terminal, CLERK, visit_id, chosen=True)
    _refuse_now(bench)
    signed(bench, visit_id)
    done = finish(bench.terminal, CLERK, visit_id).visit
    assert (done.stage, done.act, done.is_withheld) == (Stage.DONE, "", True)
    with bench.store.read() as uow:
        assert uow.queue.rows() == []


def test_a_consent_taken_back_after_the_signature_stops_a_bill_of_the_insurer(bench: Bench) -> None:
    visit_id = to_settle(bench)
    signed(bench, visit_id)
    _refuse_now(bench)
    with pytest.raises(NotBillableError) as refused:
        finish(bench.terminal, CLERK, visit_id)
    assert refused.value.cause == "CONSENT_REFUSED"


def evidence_of(bench: Bench, act: str) -> dict[str, Any]:
    return body_of(bench, act)["evidence"]  # type: ignore[no-any-return]  # JSON


def body_of(bench: Bench, act: str) -> dict[str, Any]:
    with bench.store.read() as uow:
        row = uow.queue.get(act)
    assert row is not None
    return json.loads(row.act.body)  # type: ignore[no-any-return]  # JSON
