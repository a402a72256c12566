import json
from dataclasses import replace
from pathlib import Path

import pytest

from clinic_terminal.application import check_in, settlement, treatment
from clinic_terminal.application.acts import ActKind, ActState, ExposureLimits
from clinic_terminal.application.check_in import Identified
from clinic_terminal.application.failures import BillHeldError, EmptyBillError, ExposureLimitError
from clinic_terminal.application.settlement import Signing
from clinic_terminal.domain.adjudication import Counters, Reason
from clinic_terminal.domain.consent import Relationship
from clinic_terminal.domain.errors import SignatureMismatchError, SignatureTooSmallError, VisitStateError
from clinic_terminal.domain.identity import IdDocument, Identity
from clinic_terminal.domain.visit import CardSource, Stage, Visit
from tests.build import CHILD, TODAY, ink, snapshot
from tests.terminal import CLERK, Bench, make_bench

TYPED = Identified(CHILD.member, CardSource.NUMBER)
SIGNING = Signing("练习家长", Relationship.MOTHER, ink(), 3_000, "zh")


def _to_settle(bench: Bench, *items: tuple[str, tuple[str, ...]]) -> str:
    verification = check_in.verify(bench.terminal, TYPED, TODAY)
    policy = verification.policies[0]
    visit = check_in.admit(
        bench.terminal, CLERK, verification, policy, Identity(IdDocument.HUKOU), to_chair=True
    )
    for code, teeth in items or (("PV07", ("55",)), ("BS07", ("55",))):
        treatment.add_item(bench.terminal, CLERK, visit.id, code, teeth)
    treatment.hand_to_desk(bench.terminal, CLERK, visit.id)
    return visit.id


def _signed(bench: Bench, visit_id: str, *, online: bool = True) -> Visit:
    frozen = settlement.freeze(bench.terminal, CLERK, visit_id, online=online)
    return settlement.sign(bench.terminal, CLERK, visit_id, frozen.digest, SIGNING)


def test_a_finished_visit_is_queued_as_one_act_with_its_evidence(bench: Bench) -> None:
    visit_id = _to_settle(bench)
    _signed(bench, visit_id)
    finished = settlement.finish(bench.terminal, CLERK, visit_id)
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
    visit_id = _to_settle(bench)
    _signed(bench, visit_id)
    first = settlement.finish(bench.terminal, CLERK, visit_id)
    again = settlement.finish(bench.terminal, CLERK, visit_id)
    assert again.visit.act == first.visit.act
    with bench.store.read() as uow:
        assert len(uow.queue.rows()) == 1


def test_the_next_visit_sees_what_the_queue_has_not_sent_yet(bench: Bench) -> None:
    _signed(bench, visit_id := _to_settle(bench))
    settlement.finish(bench.terminal, CLERK, visit_id)
    chart = treatment.open_chart(bench.terminal, _to_settle(bench, ("PV01", ())))
    assert chart.estimate().pool_before == 4_959_000


def test_an_unfinished_signature_stores_nothing_of_the_act(bench: Bench) -> None:
    visit_id = _to_settle(bench)
    settlement.freeze(bench.terminal, CLERK, visit_id, online=True)
    with pytest.raises(VisitStateError):
        settlement.finish(bench.terminal, CLERK, visit_id)
    with bench.store.read() as uow:
        assert uow.queue.rows() == []
        assert uow.queue.exposure().unsent_count == 0


def test_a_signature_for_another_bill_or_without_ink_is_refused(bench: Bench) -> None:
    visit_id = _to_settle(bench)
    frozen = settlement.freeze(bench.terminal, CLERK, visit_id, online=True)
    with pytest.raises(SignatureMismatchError):
        settlement.sign(bench.terminal, CLERK, visit_id, "0" * 64, SIGNING)
    with pytest.raises(SignatureTooSmallError):
        settlement.sign(bench.terminal, CLERK, visit_id, frozen.digest, replace(SIGNING, strokes=()))


def test_a_bill_taken_back_can_be_changed_and_frozen_anew(bench: Bench) -> None:
    visit_id = _to_settle(bench)
    before = _signed(bench, visit_id)
    settlement.thaw(bench.terminal, CLERK, visit_id)
    treatment.remove_item(bench.terminal, CLERK, visit_id, 0)
    after = settlement.freeze(bench.terminal, CLERK, visit_id, online=True)
    assert after.digest != before.digest
    assert after.consent is None


def test_a_held_or_empty_bill_is_not_frozen(bench: Bench) -> None:
    bench.central.snapshots[:] = [snapshot(lock=None)]
    with pytest.raises(BillHeldError):
        settlement.freeze(bench.terminal, CLERK, held := _to_settle(bench), online=True)
    treatment.remove_item(bench.terminal, CLERK, held, 0)
    treatment.remove_item(bench.terminal, CLERK, held, 0)
    with pytest.raises(EmptyBillError):
        settlement.freeze(bench.terminal, CLERK, held, online=True)


def test_a_booked_first_visit_sets_the_lock_for_the_next(bench: Bench) -> None:
    bench.central.snapshots[:] = [snapshot(lock=None, booking_ref="YY-1")]
    visit_id = _to_settle(bench)
    signed = _signed(bench, visit_id)
    assert signed.bill is not None
    assert signed.bill.brand_lock_set
    settlement.finish(bench.terminal, CLERK, visit_id)
    verification = check_in.verify(bench.terminal, TYPED, TODAY)
    assert verification.policies[0].standing.brand_lock == "XIAOLU"


def test_the_familys_own_choice_leaves_the_insurer_out(bench: Bench) -> None:
    visit_id = _to_settle(bench)
    chart = treatment.choose_self_pay(bench.terminal, CLERK, visit_id, chosen=True)
    assert chart.estimate().gate is Reason.SELF_PAY_CHOSEN
    _signed(bench, visit_id)
    act = settlement.finish(bench.terminal, CLERK, visit_id).visit.act
    with bench.store.read() as uow:
        row = uow.queue.get(act)
    assert row is not None
    assert (row.act.amount_fen, row.act.posted) == (0, Counters())


def test_what_changed_at_the_server_is_shown_before_the_signature(bench: Bench) -> None:
    visit_id = _to_settle(bench)
    assert not settlement.refresh(bench.terminal, visit_id).changed
    bench.central.snapshots[:] = [snapshot(used=Counters(4_990_000), version=2)]
    refreshed = settlement.refresh(bench.terminal, visit_id)
    assert refreshed.changed
    assert refreshed.after.pool_before == 10_000
    bench.central.reachable = False
    assert not settlement.refresh(bench.terminal, visit_id).online


def test_a_paper_failure_never_loses_the_bill(bench: Bench) -> None:
    bench.papers.cause = "DISK_FULL"
    _signed(bench, visit_id := _to_settle(bench))
    finished = settlement.finish(bench.terminal, CLERK, visit_id)
    assert (finished.visit.stage, finished.paper, finished.paper_problem) == (Stage.DONE, None, "DISK_FULL")
    bench.papers.cause = ""
    assert settlement.print_bill(bench.terminal, finished.visit).paper is not None


@pytest.mark.parametrize(
    ("limits", "name"),
    [
        (ExposureLimits(visit_fen=(1, 40_999)), "visit_fen"),
        (ExposureLimits(unsent_fen=(1, 40_999)), "unsent_fen"),
        (ExposureLimits(unsent_count=(0, 0)), "unsent_count"),
    ],
)
def test_a_hard_limit_stops_the_finish_and_stores_nothing(
    tmp_path: Path, limits: ExposureLimits, name: str
) -> None:
    bench = make_bench(tmp_path, snapshot(), limits=limits)
    _signed(bench, visit_id := _to_settle(bench), online=False)
    with pytest.raises(ExposureLimitError) as stopped:
        settlement.finish(bench.terminal, CLERK, visit_id)
    assert stopped.value.limit == name
    with bench.store.read() as uow:
        assert uow.visits.get(visit_id).stage is Stage.FROZEN
        assert uow.queue.rows() == []
    bench.store.close()


def test_an_old_snapshot_stops_an_offline_bill(bench: Bench) -> None:
    visit_id = _to_settle(bench)
    bench.clock.advance(73 * 3600)
    _signed(bench, visit_id, online=False)
    with pytest.raises(ExposureLimitError) as stopped:
        settlement.finish(bench.terminal, CLERK, visit_id)
    assert stopped.value.limit == "snapshot_hours"
