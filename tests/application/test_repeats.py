from dataclasses import replace

import pytest

from clinic_terminal.application import repeats, settlement, treatment, voiding
from clinic_terminal.application.acts import ActState, Answer, AnswerClass
from clinic_terminal.application.failures import RepeatedLineError
from clinic_terminal.application.judging import asking, judge_policy
from clinic_terminal.domain.errors import VisitStateError
from clinic_terminal.domain.gates import Doubt
from clinic_terminal.domain.visit import Stage, Visit
from clinic_terminal.domain.voiding import VoidReason
from tests.application.people import Lines, audited, signed, to_settle
from tests.build import CHILD, NOW, TODAY, snapshot
from tests.closing import finish
from tests.terminal import CLERK, Bench

FILLING: Lines = (("BS07", ("55", "54")),)
CONSULT: Lines = (("PV01", ()),)


def _freeze(bench: Bench, visit_id: str) -> Visit:
    return settlement.freeze(bench.terminal, CLERK, visit_id, online=True)


def _billed(bench: Bench, lines: Lines) -> Visit:
    visit_id = to_settle(bench, lines)
    signed(bench, visit_id)
    return finish(bench.terminal, CLERK, visit_id).visit


def _asked(bench: Bench, visit_id: str) -> tuple[str, ...]:
    with pytest.raises(RepeatedLineError) as asked:
        _freeze(bench, visit_id)
    return asked.value.repeated


def _rejected(bench: Bench) -> None:
    with bench.store.begin() as uow:
        (row,) = uow.queue.lease("test", NOW, 60)
        assert uow.queue.settle(row, Answer(AnswerClass.FINAL, ActState.REJECTED, "BRAND_LOCKED"), NOW)


def test_the_same_line_on_another_bill_of_the_day_is_asked_about_before_the_signature(bench: Bench) -> None:
    _billed(bench, FILLING + CONSULT)
    second = to_settle(bench, (("BS07", ("54",)), ("PV07", ("54",)), *CONSULT))
    assert _asked(bench, second) == ("BS07 54", "PV01")
    with bench.store.read() as uow:
        visit = uow.visits.get(second)
        cause = judge_policy(uow, snapshot(), asking(bench.terminal, TODAY, visit=visit)).decision.cause
    assert (visit.stage, cause) == (Stage.TO_SETTLE, Doubt.ALREADY_BILLED)


def test_whoever_was_asked_goes_on_and_is_on_record(bench: Bench) -> None:
    _billed(bench, FILLING)
    second = to_settle(bench, FILLING)
    confirmed = repeats.confirm_repeats(bench.terminal, CLERK, second)
    assert confirmed.repeats_confirmed
    assert audited(bench)[-1] == (CLERK.id, "confirm_repeats", {"repeated": ["BS07 55", "BS07 54"]})
    assert _freeze(bench, second).stage is Stage.FROZEN


def test_a_line_added_after_the_confirmation_is_asked_about_anew(bench: Bench) -> None:
    _billed(bench, FILLING + CONSULT)
    second = to_settle(bench, FILLING)
    repeats.confirm_repeats(bench.terminal, CLERK, second)
    treatment.add_item(bench.terminal, CLERK, second, "PV01")
    assert "PV01" in _asked(bench, second)


def test_a_bill_that_the_family_pays_itself_is_asked_about_too(bench: Bench) -> None:
    _billed(bench, FILLING)
    second = to_settle(bench, FILLING)
    treatment.choose_self_pay(bench.terminal, CLERK, second, chosen=True)
    assert _asked(bench, second) == ("BS07 55", "BS07 54")


def test_a_bill_under_the_childs_other_policy_counts(bench: Bench) -> None:
    bench.central.snapshots[:] = [snapshot(), snapshot(policy="POL-2")]
    _billed(bench, FILLING)
    assert _asked(bench, to_settle(bench, FILLING, policy=1)) == ("BS07 55", "BS07 54")


def test_another_child_and_another_day_repeat_nothing(bench: Bench) -> None:
    done = _billed(bench, FILLING)
    with bench.store.begin() as uow:
        other = replace(CHILD, member="202604C00000010200")
        uow.visits.put(replace(done, id="V-2", person=other, revision=0))
        uow.visits.put(replace(done, day=TODAY.replace(day=20)))
    assert _freeze(bench, to_settle(bench, FILLING)).stage is Stage.FROZEN


def test_a_voided_bill_leaves_room_for_the_right_one(bench: Bench) -> None:
    voiding.void(bench.terminal, CLERK, _billed(bench, FILLING).id, VoidReason.ENTRY_ERROR)
    assert _freeze(bench, to_settle(bench, FILLING)).stage is Stage.FROZEN


def test_a_bill_that_the_service_manager_rejected_is_no_active_one(bench: Bench) -> None:
    _billed(bench, FILLING)
    _rejected(bench)
    assert _freeze(bench, to_settle(bench, FILLING)).stage is Stage.FROZEN


def test_a_frozen_bill_needs_no_confirmation_any_more(bench: Bench) -> None:
    visit_id = to_settle(bench, FILLING)
    _freeze(bench, visit_id)
    with pytest.raises(VisitStateError):
        repeats.confirm_repeats(bench.terminal, CLERK, visit_id)
