from dataclasses import replace
from datetime import date, timedelta

import pytest

from clinic_terminal.application import check_in
from clinic_terminal.application.failures import (
    MemberUnknownError,
    NoSnapshotError,
    PlanUnknownError,
    PolicyTwiceError,
    WrongMemberError,
)
from clinic_terminal.application.store_ports import MemberRecord
from clinic_terminal.domain.adjudication import CardState, Counters
from clinic_terminal.domain.eligibility import Lock, Snapshot
from clinic_terminal.domain.gates import Basis, Doubt, Source, Verdict
from clinic_terminal.domain.visit import Stage, Visit
from tests.application.people import AGREED, CLAIMS, SCANNED, TYPED, audited, let_in, verified
from tests.build import CHILD, NOW, TODAY, YEAR, snapshot
from tests.terminal import Bench

STRANGER = replace(CHILD, member="202604C00000010200", name="别的孩子")
LAST_YEAR = replace(YEAR, start=date(2025, 1, 1), end=date(2025, 12, 31))


def _stored(bench: Bench, member: str = CHILD.member) -> list[Snapshot]:
    with bench.store.read() as uow:
        return uow.snapshots.of_member(member)


def test_online_the_server_decides_and_its_answer_is_kept(bench: Bench) -> None:
    found = verified(bench)
    assert (found.online, found.problem) == (True, "")
    assert found.usual is not None
    assert found.usual.decision.verdict is Verdict.BILLABLE
    assert _stored(bench) == [snapshot()]


def test_offline_the_kept_snapshot_decides_and_says_so(bench: Bench) -> None:
    verified(bench)
    bench.central.reachable = False
    found = verified(bench)
    assert (found.online, found.problem) == (False, "CENTRAL_UNREACHABLE.NO_CONNECTION")
    assert found.usual is not None
    assert found.usual.decision.verdict is Verdict.BILLABLE_OFFLINE


def test_what_is_stored_decides_alone_where_nobody_is_to_be_asked(bench: Bench) -> None:
    verified(bench)
    bench.central.snapshots[:] = [snapshot(card=CardState.GREYED, version=2)]
    found = check_in.verify_stored(bench.terminal, TYPED, TODAY, "LATE")
    assert (found.online, found.problem) == (False, "LATE")
    assert found.policies[0].decision.verdict is Verdict.BILLABLE_OFFLINE
    assert found.policies[0].decision.checks[-1].basis == Basis(Source.SNAPSHOT, NOW, 1)
    assert verified(bench).policies[0].decision.verdict is Verdict.REFUSED


def test_offline_without_a_snapshot_nothing_is_pretended(bench: Bench) -> None:
    bench.central.reachable = False
    with pytest.raises(NoSnapshotError) as missing:
        verified(bench)
    assert missing.value.cause == "NO_CONNECTION"
    with pytest.raises(NoSnapshotError):
        check_in.verify_stored(bench.terminal, TYPED, TODAY, "LATE")


def test_an_unknown_member_is_said_to_be_unknown(bench: Bench) -> None:
    with pytest.raises(MemberUnknownError):
        check_in.verify(bench.terminal, replace(TYPED, member="NOBODY"), TODAY)


def test_an_answer_about_another_child_is_neither_kept_nor_shown(bench: Bench) -> None:
    verified(bench)
    bench.central.says = [snapshot(person=STRANGER, policy="POL-9"), snapshot(version=9)]
    found = verified(bench)
    assert (found.online, found.problem) == (False, "WRONG_MEMBER")
    assert [one.snapshot for one in found.policies] == [snapshot()]
    assert found.policies[0].decision.verdict is Verdict.BILLABLE_OFFLINE
    assert _stored(bench, STRANGER.member) == []
    assert audited(bench)[-1] == ("", "discard_answer", {"code": "WRONG_MEMBER", "snapshots": 2})


def test_an_answer_about_another_child_is_said_where_nothing_is_known_here(bench: Bench) -> None:
    bench.central.says = [snapshot(person=STRANGER)]
    with pytest.raises(WrongMemberError):
        check_in.verify(bench.terminal, SCANNED, TODAY)
    assert _stored(bench, STRANGER.member) == []
    assert [deed for _, deed, _ in audited(bench)] == ["discard_answer"]
    assert STRANGER.member not in str(audited(bench))


def test_an_answer_that_says_two_things_of_one_policy_is_not_believed(bench: Bench) -> None:
    bench.central.says = [snapshot(), snapshot(card=CardState.GREYED)]
    with pytest.raises(PolicyTwiceError):
        verified(bench)
    assert _stored(bench) == []
    bench.central.says = [snapshot(), snapshot()]
    assert verified(bench).usual is not None


def test_an_answer_older_than_what_is_known_decides_nothing(bench: Bench) -> None:
    bench.central.snapshots[:] = [snapshot(card=CardState.GREYED, version=5, as_of=bench.clock.now())]
    verified(bench)
    bench.clock.advance(540)
    bench.central.snapshots[:] = [snapshot(version=4, as_of=bench.clock.now())]
    found = verified(bench)
    assert (found.online, found.problem) == (False, "ANSWER_OUTDATED")
    assert found.policies[0].decision.verdict is Verdict.REFUSED
    assert found.policies[0].question.online is False


def test_a_server_that_was_set_back_to_its_backup_is_believed(bench: Bench) -> None:
    bench.central.snapshots[:] = [snapshot(card=CardState.GREYED, version=5)]
    verified(bench)
    bench.clock.advance(3600)
    bench.central.snapshots[:] = [snapshot(version=4, as_of=bench.clock.now())]
    found = verified(bench)
    assert (found.online, found.problem) == (True, "")
    assert found.policies[0].snapshot.version == 4


def test_a_newer_version_that_came_by_another_way_just_now_is_as_good_as_the_answer(bench: Bench) -> None:
    with bench.store.begin() as uow:
        uow.snapshots.put(snapshot(version=2), "signed")
    bench.central.snapshots[:] = [snapshot(version=1, as_of=NOW - timedelta(seconds=2))]
    found = verified(bench)
    assert (found.online, found.problem) == (True, "")
    assert found.policies[0].snapshot.version == 2


def test_an_answer_with_facts_of_last_week_is_no_yes(bench: Bench) -> None:
    bench.central.snapshots[:] = [snapshot(as_of=NOW - timedelta(days=7))]
    assert verified(bench).policies[0].decision.cause is Doubt.DATA_TOO_OLD


def test_an_answer_tells_when_the_server_was_heard(bench: Bench) -> None:
    bench.central.snapshots[:] = [snapshot(as_of=NOW - timedelta(minutes=1))]
    verified(bench)
    with bench.store.read() as uow:
        assert uow.memory.freshness().server_time == NOW - timedelta(minutes=1)


def test_a_time_that_cannot_be_yet_is_no_mark_to_go_by(bench: Bench) -> None:
    bench.central.snapshots[:] = [snapshot(as_of=NOW + timedelta(days=400))]
    assert verified(bench).policies[0].decision.cause is Doubt.CLOCK_BEHIND
    with bench.store.read() as uow:
        assert uow.memory.freshness().server_time is None


def test_a_policy_that_the_server_no_longer_lists_does_not_count(bench: Bench) -> None:
    bench.central.snapshots[:] = [snapshot(), snapshot(policy="POL-2")]
    assert verified(bench).usual is None
    bench.central.snapshots[:] = [snapshot(policy="POL-2")]
    found = verified(bench)
    assert [one.snapshot.policy for one in found.policies] == ["POL-2"]


def test_a_plan_that_is_not_here_yet_is_named_and_its_snapshot_kept(bench: Bench) -> None:
    bench.central.snapshots[:] = [snapshot(plan="NEW-2027")]
    with pytest.raises(PlanUnknownError) as missing:
        verified(bench)
    assert missing.value.plan == "NEW-2027"
    assert len(_stored(bench)) == 1


def test_a_plan_that_is_not_here_yet_hides_no_other_policy(bench: Bench) -> None:
    bench.central.snapshots[:] = [snapshot(plan="NEW-2027", policy="POL-0"), snapshot()]
    found = verified(bench)
    assert [one.snapshot.policy for one in found.policies] == ["POL-1"]
    assert found.unknown_plans == ("NEW-2027",)


def test_an_old_policy_speaks_for_no_new_one_whose_plan_is_not_here(bench: Bench) -> None:
    bench.central.snapshots[:] = [snapshot(period=LAST_YEAR), snapshot(plan="NEW-2027", policy="POL-2")]
    with pytest.raises(PlanUnknownError):
        verified(bench)


def test_a_past_policy_of_an_unknown_plan_is_not_worth_a_word(bench: Bench) -> None:
    old = snapshot(plan="OLD-2019", policy="POL-0", period=LAST_YEAR)
    bench.central.snapshots[:] = [old, snapshot()]
    assert verified(bench).unknown_plans == ()


def test_two_policies_in_force_are_a_choice_and_an_old_one_is_not(bench: Bench) -> None:
    old = snapshot(policy="OLD", period=LAST_YEAR)
    bench.central.snapshots[:] = [snapshot(), snapshot(policy="POL-2"), old]
    found = verified(bench)
    assert found.usual is None
    assert {one.snapshot.policy for one in found.policies} == {"POL-1", "POL-2"}


def test_of_policies_that_are_not_in_force_the_last_one_says_why(bench: Bench) -> None:
    to_come = replace(YEAR, start=TODAY + timedelta(3))
    bench.central.snapshots[:] = [snapshot(period=to_come), snapshot(policy="POL-2", period=LAST_YEAR)]
    found = verified(bench)
    assert found.usual is not None
    assert found.usual.decision.cause == "POLICY_NOT_STARTED"


def test_a_card_that_differs_from_the_policy_is_a_doubt_and_no_lock(bench: Bench) -> None:
    other = replace(SCANNED, claims=replace(CLAIMS, name="别的孩子"))
    decision = check_in.verify(bench.terminal, other, TODAY).policies[0].decision
    assert (decision.verdict, decision.cause) == (Verdict.ATTEND, Doubt.CARD_DIFFERS)
    assert decision.checks[0].basis == Basis(Source.CARD)


def test_a_locked_child_is_refused_with_the_brand_in_the_facts(bench: Bench) -> None:
    bench.central.snapshots[:] = [snapshot(lock=Lock("QINGKONG", "晴空儿童齿科", date(2026, 3, 3)))]
    decision = verified(bench).policies[0].decision
    assert decision.verdict is Verdict.REFUSED
    assert any(check.facts.get("brand") == "晴空儿童齿科" for check in decision.checks)


@pytest.mark.parametrize(
    ("facts", "cause"),
    [
        ({"used": Counters(9_000_000)}, Doubt.CONTRADICTORY),
        ({"as_of": NOW + timedelta(days=1)}, Doubt.CLOCK_BEHIND),
        ({"network": ()}, "NOT_IN_NETWORK"),
    ],
)
def test_bad_data_from_the_server_is_never_a_yes(bench: Bench, facts: dict[str, object], cause: str) -> None:
    bench.central.snapshots[:] = [snapshot(**facts)]
    decision = verified(bench).policies[0].decision
    assert decision.cause == cause
    assert not decision.verdict.is_billable


def test_what_the_branch_knows_of_a_child_comes_with_the_answer(bench: Bench) -> None:
    assert verified(bench).known == MemberRecord(CHILD.member)
    let_in(bench, consent=AGREED)
    known = verified(bench).known
    assert (known.consent, known.last_seen) == (AGREED, TODAY)


def test_a_policy_that_the_answer_leaves_out_is_a_call_offline_too(bench: Bench) -> None:
    bench.central.snapshots[:] = [snapshot(), snapshot(policy="POL-2")]
    verified(bench)
    bench.central.snapshots[:] = [snapshot(policy="POL-2", version=2)]
    verified(bench)
    bench.central.reachable = False
    found = {one.snapshot.policy: one.decision for one in verified(bench).policies}
    assert (found["POL-1"].verdict, found["POL-1"].cause) == (Verdict.CALL, Doubt.WITHDRAWN)
    assert found["POL-2"].verdict is Verdict.BILLABLE_OFFLINE


def test_a_child_that_the_server_no_longer_knows_is_a_call_until_it_knows_it_again(bench: Bench) -> None:
    verified(bench)
    bench.central.snapshots.clear()
    with pytest.raises(MemberUnknownError):
        verified(bench)
    bench.central.reachable = False
    assert verified(bench).policies[0].decision.cause is Doubt.WITHDRAWN
    bench.central.reachable = True
    bench.central.snapshots[:] = [snapshot()]
    assert verified(bench).policies[0].decision.verdict is Verdict.BILLABLE


def test_what_the_hotline_said_releases_its_own_cause_and_no_other(bench: Bench) -> None:
    bench.central.snapshots[:] = [snapshot(lock=None, used=Counters(9_000_000))]
    policy = verified(bench).policies[0]
    booked = Visit("V-1", Stage.EXPECTED, TODAY, CHILD, "POL-1", policy.snapshot.plan, booking_ref="YY-1")
    assert policy.answered(None, None, booked).cause is Doubt.CONTRADICTORY
    bench.central.snapshots[:] = [snapshot(lock=None, version=2)]
    policy = verified(bench).policies[0]
    assert policy.answered(None, None).verdict is Verdict.CALL
    assert policy.answered(None, None, booked).verdict is Verdict.BILLABLE
