from dataclasses import replace
from datetime import timedelta

import pytest

from clinic_terminal.application import check_in, treatment
from clinic_terminal.application.failures import CardRefusedError, IdentityDoubtedError
from clinic_terminal.application.store_ports import MemberRecord
from clinic_terminal.domain.gates import Doubt, Verdict
from clinic_terminal.domain.identity import IdDocument, Identity
from clinic_terminal.domain.visit import Stage, Visit
from tests.application.people import (
    AGREED,
    CLAIMS,
    DOUBTED,
    NUMBER,
    REFUSED,
    SCANNED,
    SEEN,
    audited,
    let_in,
    verified,
)
from tests.build import CHILD, TODAY, snapshot
from tests.terminal import CLERK, Bench

ACCEPTED = replace(DOUBTED, accepted=True)


def _known(bench: Bench) -> MemberRecord:
    with bench.store.read() as uow:
        return uow.members.get(CHILD.member) or MemberRecord("nobody")


def _visits(bench: Bench) -> list[Visit]:
    with bench.store.read() as uow:
        return uow.visits.on_day(TODAY)


def test_the_child_is_let_in_once(bench: Bench) -> None:
    first = let_in(bench)
    again = let_in(bench, to_chair=True)
    assert first.stage is Stage.ARRIVED
    assert (again.id, again.stage) == (first.id, Stage.IN_TREATMENT)
    assert again.evidence is not None
    assert again.evidence.online


def test_what_the_desk_saw_and_heard_stays_with_the_visit_and_the_child(bench: Bench) -> None:
    checked = Identity(IdDocument.RESIDENT_ID, NUMBER)
    visit = let_in(bench, checked, consent=AGREED)
    assert (visit.identity, visit.data_consent) == (checked, AGREED)
    assert _known(bench) == MemberRecord(CHILD.member, checked, AGREED, TODAY)


def test_the_decision_counts_what_the_desk_saw(bench: Bench) -> None:
    visit = let_in(bench, ACCEPTED, consent=AGREED)
    assert visit.decision is not None
    assert [check.facts.get("doubts") for check in visit.decision.checks[:1]] == ["SEX"]


def test_a_card_of_another_child_is_not_let_in(bench: Bench) -> None:
    other = replace(SCANNED, claims=replace(CLAIMS, name="别的孩子"))
    found = check_in.verify(bench.terminal, other, TODAY)
    with pytest.raises(CardRefusedError) as refused:
        check_in.admit(bench.terminal, CLERK, found, found.policies[0], SEEN, self_pay=True)
    assert refused.value.detail == "NAME_DIFFERS"
    assert _visits(bench) == []


def test_a_document_that_does_not_fit_lets_nobody_in_until_somebody_looked_again(bench: Bench) -> None:
    with pytest.raises(IdentityDoubtedError):
        let_in(bench, DOUBTED)
    refused = (CLERK.id, "refuse_identity", {"code": "IDENTITY_DOUBTED", "doubts": ["SEX"]})
    assert (_visits(bench), audited(bench)) == ([], [refused])
    assert check_in.is_billable(let_in(bench, ACCEPTED))


def test_a_doubted_document_stands_against_direct_billing_alone(bench: Bench) -> None:
    visit = let_in(bench, DOUBTED, self_pay=True, to_chair=True)
    assert (visit.stage, visit.self_pay) == (Stage.IN_TREATMENT, True)
    assert visit.decision is not None
    assert visit.decision.cause is Doubt.IDENTITY_DIFFERS
    assert _known(bench).identity is None


def test_taking_a_doubt_upon_oneself_is_audited_without_a_word_about_the_child(bench: Bench) -> None:
    visit = let_in(bench, ACCEPTED)
    let_in(bench, ACCEPTED)
    facts = {"document": "RESIDENT_ID", "doubts": ["SEX"]}
    rows = [row for row in audited(bench) if row[1] != "check_in"]
    assert rows == [(CLERK.id, "accept_identity", facts)]
    text = str(audited(bench))
    assert not any(secret in text for secret in (NUMBER, CHILD.name, CHILD.member))
    assert visit.identity == ACCEPTED


def test_a_refusal_of_the_guardian_is_audited_and_refuses_direct_billing(bench: Bench) -> None:
    visit = let_in(bench, consent=REFUSED, self_pay=True)
    assert visit.decision is not None
    assert (visit.decision.verdict, visit.decision.cause) == (Verdict.REFUSED, Doubt.CONSENT_REFUSED)
    assert (CLERK.id, "consent_refused", {"text": "data/2"}) in audited(bench)
    assert verified(bench).policies[0].decision.cause is Doubt.CONSENT_REFUSED


def test_the_guardian_may_change_its_mind_and_the_last_word_counts(bench: Bench) -> None:
    let_in(bench, consent=REFUSED)
    later = replace(AGREED, at=REFUSED.at + timedelta(minutes=5))
    visit = let_in(bench, consent=later)
    assert visit.data_consent == later
    assert check_in.is_billable(visit)


def test_a_consent_of_an_earlier_visit_need_not_be_asked_again(bench: Bench) -> None:
    treatment.cancel(bench.terminal, CLERK, let_in(bench, consent=AGREED).id)
    assert let_in(bench).data_consent == AGREED


def test_a_document_that_was_only_seen_does_not_replace_its_checked_number(bench: Bench) -> None:
    checked = Identity(IdDocument.HUKOU, "户号 12")
    let_in(bench, checked)
    let_in(bench, SEEN)
    assert _known(bench).identity == checked
    other = Identity(IdDocument.PASSPORT)
    let_in(bench, other)
    assert _known(bench).identity == other


def test_a_child_whose_data_are_too_old_waits_for_the_call(bench: Bench) -> None:
    verified(bench)
    bench.central.reachable = False
    bench.clock.advance(73 * 3600)
    found = check_in.verify(bench.terminal, SCANNED, bench.clock.today())
    assert found.policies[0].decision.cause is Doubt.DATA_TOO_OLD
    visit = check_in.admit(bench.terminal, CLERK, found, found.policies[0], SEEN)
    assert (visit.stage, check_in.is_billable(visit)) == (Stage.ARRIVED, False)
    called = check_in.enter_phone_authorisation(bench.terminal, CLERK, visit.id, "DH-1")
    assert called.decision is not None
    assert called.decision.verdict is Verdict.BILLABLE_OFFLINE


def test_a_first_visit_of_an_appointment_brings_its_booking(bench: Bench) -> None:
    bench.central.snapshots[:] = [snapshot(lock=None)]
    visit = Visit("A-1", Stage.EXPECTED, TODAY, CHILD, "POL-1", "DENTAL-2021", booking_ref="YY-1")
    with bench.store.begin() as uow:
        uow.visits.put(visit)
    assert check_in.is_billable(let_in(bench))
