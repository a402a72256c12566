from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from clinic_terminal.application import check_in
from clinic_terminal.application.card_ports import GreyPicture
from clinic_terminal.application.check_in import Identified
from clinic_terminal.application.failures import (
    CardRefusedError,
    MemberUnknownError,
    NoSnapshotError,
    PersonUnknownError,
    PlanUnknownError,
)
from clinic_terminal.domain.eligibility import Lock, Snapshot
from clinic_terminal.domain.gates import Verdict
from clinic_terminal.domain.identity import IdDocument, Identity
from clinic_terminal.domain.member import (
    CardClaims,
    CardMode,
    CardOutcome,
    CardPolicy,
    CardReading,
    Sex,
)
from clinic_terminal.domain.visit import CardSource, Stage
from tests.build import CHILD, TODAY, YEAR, snapshot
from tests.terminal import CLERK, Bench

TYPED = Identified(CHILD.member, CardSource.NUMBER)
NIGHT = datetime(2026, 12, 31, tzinfo=UTC)
CLAIMS = CardClaims(
    "practice", CHILD.member, NIGHT, NIGHT, NIGHT, "00" * 8, CHILD.name, CHILD.birth_date, Sex.UNKNOWN,
    (CardPolicy("POL-1", "DENTAL-2021", YEAR.start, YEAR.end),), CardMode.STATIC,
)  # fmt: skip


def _card(claims: CardClaims = CLAIMS, text: str = "DB1:X") -> CardReading:
    return CardReading(CardOutcome.OK, claims, token=text, kid="k")


def test_a_typed_number_identifies_without_proof(bench: Bench) -> None:
    found = check_in.identify(bench.terminal, f" {CHILD.member} ")
    assert (found.member, found.source, found.claims) == (CHILD.member, CardSource.NUMBER, None)


def test_a_card_proves_who_it_is(bench: Bench) -> None:
    bench.cards.readings["DB1:X"] = (_card(),)
    found = check_in.identify(bench.terminal, "DB1:X")
    assert (found.source, found.token, found.kid) == (CardSource.CARD, "DB1:X", "k")


@pytest.mark.parametrize("outcome", [CardOutcome.EXPIRED, CardOutcome.BAD_SIGNATURE, CardOutcome.NOT_A_CARD])
def test_a_refused_card_keeps_its_reason(bench: Bench, outcome: CardOutcome) -> None:
    bench.cards.readings["x"] = (CardReading(outcome, detail="WHY"),)
    with pytest.raises(CardRefusedError) as refused:
        check_in.identify(bench.terminal, "x")
    assert (refused.value.outcome, refused.value.detail) == (outcome, "WHY")


def test_two_cards_in_one_picture_are_asked_about(bench: Bench) -> None:
    bench.cards.readings["two.png"] = (_card(), _card(replace(CLAIMS, member="B"), "DB1:Y"))
    found = check_in.identify_picture(bench.terminal, Path("two.png"))
    assert [one.member for one in found] == [CHILD.member, "B"]


def test_the_one_card_of_a_picture_is_taken(bench: Bench) -> None:
    bench.cards.readings["one.png"] = (_card(),)
    (found,) = check_in.identify_picture(bench.terminal, Path("one.png"))
    assert found.claims == CLAIMS


def test_a_picture_in_memory_is_read_like_a_file(bench: Bench) -> None:
    bench.cards.grey[b"\x00"] = (_card(),)
    (found,) = check_in.identify_grey(bench.terminal, GreyPicture(1, 1, b"\x00", 1))
    assert found.claims == CLAIMS
    with pytest.raises(CardRefusedError) as refused:
        check_in.identify_grey(bench.terminal, GreyPicture(1, 1, b"\x01", 1))
    assert refused.value.detail == "EMPTY"


def test_a_frame_without_a_code_is_no_failure(bench: Bench) -> None:
    bench.cards.grey[b"\x00"] = (_card(),)
    bench.cards.grey[b"\x02"] = (CardReading(CardOutcome.EXPIRED),)
    assert check_in.identify_frame(bench.terminal, GreyPicture(1, 1, b"\x01", 1)) == ()
    assert len(check_in.identify_frame(bench.terminal, GreyPicture(1, 1, b"\x00", 1))) == 1
    with pytest.raises(CardRefusedError):
        check_in.identify_frame(bench.terminal, GreyPicture(1, 1, b"\x02", 1))


def test_caps_lock_on_a_scanner_does_not_spoil_a_card(bench: Bench) -> None:
    bench.cards.readings["DB1:6BF+70"] = (_card(),)
    assert check_in.identify(bench.terminal, "db1:6bf+70").claims == CLAIMS


def test_a_number_in_small_letters_stays_as_it_is(bench: Bench) -> None:
    assert check_in.identify(bench.terminal, "db1x").member == "db1x"


def test_name_birth_date_and_last_four_identify_without_proof_and_without_a_network(bench: Bench) -> None:
    bench.central.reachable = False
    _kept(bench, snapshot(policy="POL-20731"))
    (found,) = check_in.identify_person(bench.terminal, " 测试 小牙", CHILD.birth_date, "0731")
    assert found == TYPED
    assert not check_in.verify(bench.terminal, found, TODAY).online


@pytest.mark.parametrize(
    ("name", "born", "last_four"),
    [
        ("测试大牙", CHILD.birth_date, "0731"),
        (CHILD.name, CHILD.birth_date + timedelta(1), "0731"),
        (CHILD.name, CHILD.birth_date, "0732"),
    ],
)
def test_one_wrong_fact_finds_nobody(bench: Bench, name: str, born: date, last_four: str) -> None:
    _kept(bench, snapshot(policy="POL-20731"))
    with pytest.raises(PersonUnknownError):
        check_in.identify_person(bench.terminal, name, born, last_four)


def test_two_children_of_one_description_are_asked_about(bench: Bench) -> None:
    twin = replace(CHILD, member="B")
    _kept(
        bench, snapshot(policy="POL-20731"), snapshot(policy="X-0731"), snapshot(policy="Y-0731", person=twin)
    )
    found = check_in.identify_person(bench.terminal, CHILD.name, CHILD.birth_date, "0731")
    assert {one.member for one in found} == {CHILD.member, "B"}


def _kept(bench: Bench, *snapshots: Snapshot) -> None:
    with bench.store.begin() as uow:
        for one in snapshots:
            uow.snapshots.put(one, "signed")


def test_online_the_server_decides_and_its_answer_is_kept(bench: Bench) -> None:
    verification = check_in.verify(bench.terminal, TYPED, TODAY)
    assert verification.online
    assert verification.usual is not None
    assert verification.usual.decision.verdict is Verdict.BILLABLE
    with bench.store.read() as uow:
        assert uow.snapshots.get(CHILD.member, "POL-1") == snapshot()


def test_offline_the_kept_snapshot_decides_and_says_so(bench: Bench) -> None:
    check_in.verify(bench.terminal, TYPED, TODAY)
    bench.central.reachable = False
    verification = check_in.verify(bench.terminal, TYPED, TODAY)
    assert not verification.online
    assert verification.problem == "CENTRAL_UNREACHABLE"
    assert verification.usual is not None


def test_offline_without_a_snapshot_nothing_is_pretended(bench: Bench) -> None:
    bench.central.reachable = False
    with pytest.raises(NoSnapshotError):
        check_in.verify(bench.terminal, TYPED, TODAY)


def test_an_unknown_member_is_said_to_be_unknown(bench: Bench) -> None:
    with pytest.raises(MemberUnknownError):
        check_in.verify(bench.terminal, replace(TYPED, member="NOBODY"), TODAY)


def test_a_plan_that_is_not_here_yet_is_named(bench: Bench) -> None:
    bench.central.snapshots[:] = [snapshot(plan="NEW-2027")]
    with pytest.raises(PlanUnknownError) as missing:
        check_in.verify(bench.terminal, TYPED, TODAY)
    assert missing.value.plan == "NEW-2027"


def test_two_policies_in_force_are_a_choice_and_an_old_one_is_not(bench: Bench) -> None:
    old = snapshot(policy="OLD", period=replace(YEAR, start=date(2025, 1, 1), end=date(2025, 12, 31)))
    bench.central.snapshots[:] = [snapshot(), snapshot(policy="POL-2"), old]
    verification = check_in.verify(bench.terminal, TYPED, TODAY)
    assert verification.usual is None
    assert {one.snapshot.policy for one in verification.policies} == {"POL-1", "POL-2"}


def test_an_expired_policy_alone_is_still_shown_with_its_reason(bench: Bench) -> None:
    verification = check_in.verify(bench.terminal, TYPED, YEAR.end + timedelta(1))
    assert verification.usual is not None
    assert verification.usual.decision.verdict is Verdict.REFUSED


def test_the_child_is_let_in_once(bench: Bench) -> None:
    verification = check_in.verify(bench.terminal, TYPED, TODAY)
    policy = verification.policies[0]
    first = check_in.admit(bench.terminal, CLERK, verification, policy, Identity(IdDocument.HUKOU))
    again = check_in.admit(
        bench.terminal, CLERK, verification, policy, Identity(IdDocument.HUKOU), to_chair=True
    )
    assert first.stage is Stage.ARRIVED
    assert (again.id, again.stage) == (first.id, Stage.IN_TREATMENT)
    assert again.evidence is not None
    assert again.evidence.online


def test_a_card_of_another_child_is_not_let_in(bench: Bench) -> None:
    other = Identified(CHILD.member, CardSource.CARD, "DB1:X", "k", replace(CLAIMS, name="别的孩子"))
    verification = check_in.verify(bench.terminal, other, TODAY)
    with pytest.raises(CardRefusedError) as refused:
        check_in.admit(
            bench.terminal, CLERK, verification, verification.policies[0], Identity(IdDocument.HUKOU)
        )
    assert refused.value.detail == "NAME_DIFFERS"


def test_a_booking_reference_releases_a_held_first_visit(bench: Bench) -> None:
    bench.central.snapshots[:] = [snapshot(lock=None)]
    verification = check_in.verify(bench.terminal, TYPED, TODAY)
    visit = check_in.admit(
        bench.terminal, CLERK, verification, verification.policies[0], Identity(IdDocument.HUKOU)
    )
    assert visit.decision is not None
    assert visit.decision.verdict is Verdict.CALL
    released = check_in.enter_booking(bench.terminal, CLERK, visit.id, "WS-0001")
    assert check_in.is_billable(released)


def test_a_locked_child_is_refused_with_the_brand_in_the_facts(bench: Bench) -> None:
    bench.central.snapshots[:] = [snapshot(lock=Lock("QINGKONG", "晴空儿童齿科", date(2026, 3, 3)))]
    decision = check_in.verify(bench.terminal, TYPED, TODAY).policies[0].decision
    assert decision.verdict is Verdict.REFUSED
    assert any(check.facts.get("brand") == "晴空儿童齿科" for check in decision.checks)
