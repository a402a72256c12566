from datetime import timedelta

import pytest

from clinic_terminal.application import check_in
from clinic_terminal.domain.adjudication import CardState
from clinic_terminal.domain.errors import BadReferenceError, VisitStateError
from clinic_terminal.domain.gates import Doubt, Verdict
from clinic_terminal.domain.identity import PhoneAuthorisation
from clinic_terminal.domain.visit import Stage, Visit
from tests.application.people import audited, let_in, verified
from tests.build import CHILD, NOW, TODAY, snapshot
from tests.terminal import CLERK, Bench

DAYS_AGO = NOW - timedelta(days=4)


def _expected(bench: Bench, stage: Stage = Stage.EXPECTED, plan: str = "DENTAL-2021") -> Visit:
    with bench.store.begin() as uow:
        return uow.visits.put(Visit("A-1", stage, TODAY, CHILD, "POL-1", plan))


def _keep(bench: Bench, **facts: object) -> None:
    with bench.store.begin() as uow:
        uow.snapshots.put(snapshot(**facts), "signed")


def _verdict(visit: Visit) -> tuple[Verdict, object]:
    assert visit.decision is not None
    return visit.decision.verdict, visit.decision.cause


def test_a_booking_reference_releases_a_held_first_visit(bench: Bench) -> None:
    bench.central.snapshots[:] = [snapshot(lock=None)]
    visit = let_in(bench)
    assert _verdict(visit)[0] is Verdict.CALL
    released = check_in.enter_booking(bench.terminal, CLERK, visit.id, " WS-0001 ")
    assert released.booking_ref == "WS-0001"
    assert _verdict(released) == (Verdict.BILLABLE, None)
    assert audited(bench)[-1] == (CLERK.id, "enter_booking", {"reference": "WS-0001"})


def test_the_answer_that_let_a_child_in_stays_the_evidence_for_its_visit(bench: Bench) -> None:
    bench.central.snapshots[:] = [snapshot(lock=None)]
    visit = let_in(bench)
    bench.clock.advance(3600)
    assert _verdict(check_in.enter_booking(bench.terminal, CLERK, visit.id, "WS-1"))[0] is Verdict.BILLABLE


def test_a_child_let_in_offline_is_not_billed_online_by_a_call(bench: Bench) -> None:
    _keep(bench, lock=None)
    bench.central.reachable = False
    released = check_in.enter_booking(bench.terminal, CLERK, let_in(bench).id, "WS-1")
    assert _verdict(released) == (Verdict.BILLABLE_OFFLINE, None)


def test_a_booking_may_come_before_the_child(bench: Bench) -> None:
    _keep(bench, lock=None)
    released = check_in.enter_booking(bench.terminal, CLERK, _expected(bench).id, "WS-0001")
    assert (released.stage, _verdict(released)) == (Stage.EXPECTED, (Verdict.BILLABLE, None))


def test_a_booking_is_kept_where_nothing_can_be_decided_yet(bench: Bench) -> None:
    released = check_in.enter_booking(bench.terminal, CLERK, _expected(bench).id, "WS-0001")
    assert (released.booking_ref, released.decision) == ("WS-0001", None)
    _keep(bench, plan="NEW-2027")
    again = check_in.enter_booking(bench.terminal, CLERK, "A-1", "WS-0002")
    assert (again.booking_ref, again.decision) == ("WS-0002", None)


def test_a_phone_authorisation_makes_up_for_age_and_stands_as_such(bench: Bench) -> None:
    _keep(bench, as_of=DAYS_AGO)
    visit = check_in.enter_phone_authorisation(bench.terminal, CLERK, _expected(bench).id, " DH-77 ")
    assert visit.phone == PhoneAuthorisation("DH-77", NOW, CLERK.name)
    assert _verdict(visit) == (Verdict.BILLABLE_OFFLINE, None)
    assert audited(bench)[-1] == (CLERK.id, "enter_phone_authorisation", {"reference": "DH-77"})


def test_a_phone_authorisation_opens_no_gate_but_age(bench: Bench) -> None:
    _keep(bench, as_of=DAYS_AGO, card=CardState.GREYED)
    visit = check_in.enter_phone_authorisation(bench.terminal, CLERK, _expected(bench).id, "DH-77")
    assert _verdict(visit) == (Verdict.REFUSED, "CARD_GREYED")


def test_a_phone_authorisation_of_an_earlier_visit_is_none_for_the_next(bench: Bench) -> None:
    _keep(bench, as_of=DAYS_AGO)
    check_in.enter_phone_authorisation(bench.terminal, CLERK, _expected(bench, Stage.ARRIVED).id, "DH-77")
    with bench.store.begin() as uow:
        done = uow.visits.get("A-1")
        uow.visits.put(Visit("A-2", Stage.EXPECTED, TODAY, CHILD, "POL-2", done.plan))
    bench.central.reachable = False
    _keep(bench, policy="POL-2", as_of=DAYS_AGO)
    causes = {one.snapshot.policy: one.decision.cause for one in verified(bench).policies}
    assert causes == {"POL-1": None, "POL-2": Doubt.DATA_TOO_OLD}


@pytest.mark.parametrize("reference", ["", "  ", "x" * 41, "DH\n1"])
def test_what_is_no_reference_changes_nothing(bench: Bench, reference: str) -> None:
    visit = _expected(bench)
    for enter in (check_in.enter_booking, check_in.enter_phone_authorisation):
        with pytest.raises(BadReferenceError):
            enter(bench.terminal, CLERK, visit.id, reference)
    with bench.store.read() as uow:
        assert uow.visits.get(visit.id) == visit
    assert audited(bench) == []


def test_a_frozen_bill_takes_no_answer_any_more(bench: Bench) -> None:
    visit = _expected(bench, Stage.FROZEN)
    for enter in (check_in.enter_booking, check_in.enter_phone_authorisation):
        with pytest.raises(VisitStateError):
            enter(bench.terminal, CLERK, visit.id, "DH-1")
