"""The board of a day, and what is known of a child before it comes."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from clinic_terminal.application import check_in, day, expected, operators, treatment
from clinic_terminal.application.check_in import Identified
from clinic_terminal.application.failures import (
    NotEnrolledError,
    PinTooShortError,
    SignInRefusedError,
    VisitUnknownError,
)
from clinic_terminal.application.ports import Appointment
from clinic_terminal.application.terminal import enrolment_of
from clinic_terminal.domain.adjudication import PolicyPeriod
from clinic_terminal.domain.appointment import is_named, is_walk_in, miss
from clinic_terminal.domain.eligibility import Snapshot
from clinic_terminal.domain.gates import CheckCode, Verdict
from clinic_terminal.domain.identity import IdDocument, Identity
from clinic_terminal.domain.visit import CardSource, Stage, Visit
from tests.build import CHILD, DENTAL, NOW, TODAY, snapshot
from tests.terminal import CLERK, Bench

TOMORROW = TODAY + timedelta(days=1)
APPOINTMENT = Appointment("A-1", CHILD.member, "POL-1", NOW + timedelta(hours=2), None, "复诊")


def _expect(bench: Bench, *appointments: Appointment, facts: tuple[Snapshot, ...] = (snapshot(),)) -> None:
    with bench.store.begin() as uow:
        for one in facts:
            uow.snapshots.put(one, "signed")
        for appointment in appointments or (APPOINTMENT,):
            expected.expect(uow, appointment, bench.clock.today(), bench.clock.now())


def _board(bench: Bench, of: date = TODAY, *, online: bool = False) -> day.Board:
    return day.board(bench.terminal, of, online=online)


def _put(bench: Bench, visit: Visit) -> Visit:
    with bench.store.begin() as uow:
        return uow.visits.put(visit)


def test_an_appointment_stands_on_the_board_once(bench: Bench) -> None:
    _expect(bench)
    _expect(bench)
    board = _board(bench)
    assert [visit.id for visit in board.expected] == ["A-1"]
    assert board.expected[0].stage is Stage.EXPECTED


def test_a_withdrawn_appointment_leaves_the_board(bench: Bench) -> None:
    _expect(bench)
    _expect(bench, replace(APPOINTMENT, withdrawn=True))
    assert _board(bench).expected == ()
    _expect(bench)
    assert _board(bench).expected == ()


def test_a_withdrawn_appointment_that_was_never_here_is_nothing(bench: Bench) -> None:
    _expect(bench, replace(APPOINTMENT, withdrawn=True))
    assert _board(bench).visits == ()


def test_an_appointment_of_a_later_day_is_kept_for_its_day(bench: Bench) -> None:
    later = replace(APPOINTMENT, at=NOW + timedelta(days=3))
    _expect(bench, later)
    assert _board(bench).expected == ()
    assert [visit.id for visit in _board(bench, TODAY + timedelta(days=3)).expected] == ["A-1"]


def test_an_appointment_of_a_day_gone_by_is_passed_over(bench: Bench) -> None:
    _expect(bench, replace(APPOINTMENT, at=NOW - timedelta(days=1)))
    assert _board(bench, TODAY - timedelta(days=1)).visits == ()


def test_the_day_of_an_appointment_is_the_one_in_china(bench: Bench) -> None:
    late = NOW.replace(hour=16, minute=30)
    _expect(bench, replace(APPOINTMENT, at=late))
    assert _board(bench).expected == ()
    assert len(_board(bench, TOMORROW).expected) == 1


def test_a_changed_time_or_reference_changes_the_visit(bench: Bench) -> None:
    _expect(bench)
    _expect(bench, replace(APPOINTMENT, at=NOW + timedelta(days=1), booking_ref="YY-1", note=""))
    assert _board(bench).expected == ()
    visit = _board(bench, TOMORROW).expected[0]
    assert (visit.id, visit.booking_ref, visit.note) == ("A-1", "YY-1", "复诊")
    assert visit.expected_at == NOW + timedelta(days=1)


def test_an_unchanged_appointment_is_not_stored_again(bench: Bench) -> None:
    _expect(bench)
    before = _board(bench).expected[0].revision
    _expect(bench)
    assert _board(bench).expected[0].revision == before


def test_an_appointment_that_changes_its_child_is_one_for_the_other_child(bench: Bench) -> None:
    _expect(bench)
    _expect(bench, replace(APPOINTMENT, member="202604C00000010200", policy="POL-9"))
    visit = _board(bench).expected[0]
    assert (visit.id, visit.person.member, visit.person.name) == ("A-1", "202604C00000010200", "")


def test_an_appointment_of_an_unknown_member_is_kept_and_filled_in_later(bench: Bench) -> None:
    _expect(bench, facts=())
    board = _board(bench)
    assert not is_named(board.expected[0])
    assert board.expected[0].decision is None
    assert (board.appointed, board.prepared) == (1, 0)
    _expect(bench)
    board = _board(bench)
    assert board.expected[0].person == CHILD
    assert board.expected[0].plan == DENTAL.code
    assert board.expected[0].decision is not None
    assert (board.appointed, board.prepared) == (1, 1)


def test_the_members_of_tomorrow_count_as_prepared_too(bench: Bench) -> None:
    unknown = replace(APPOINTMENT, id="A-3", member="202604C00000010200")
    _expect(bench, APPOINTMENT, replace(unknown, at=NOW + timedelta(days=1)))
    _expect(bench, replace(APPOINTMENT, id="A-4", at=NOW + timedelta(days=2)))
    board = _board(bench)
    assert (board.appointed, board.prepared) == (2, 1)


def test_a_missed_appointment_that_is_moved_stays_missed_and_comes_back_as_another(bench: Bench) -> None:
    _expect(bench)
    _put(bench, miss(_board(bench).expected[0], NOW))
    _expect(bench)
    assert [visit.id for visit in _board(bench).missed] == ["A-1"]
    moved = replace(APPOINTMENT, at=NOW + timedelta(days=1))
    for _ in range(2):
        _expect(bench, moved)
    assert [visit.id for visit in _board(bench).missed] == ["A-1"]
    again = _board(bench, TOMORROW).expected
    assert len(again) == 1
    assert again[0].id != "A-1"
    _expect(bench, replace(moved, withdrawn=True))
    assert _board(bench, TOMORROW).expected == ()
    assert [visit.id for visit in _board(bench).missed] == ["A-1"]


def test_an_appointment_of_yesterday_that_is_moved_leaves_yesterday_as_it_was(bench: Bench) -> None:
    _expect(bench)
    bench.clock.advance(24 * 3600)
    _expect(bench, replace(APPOINTMENT, at=bench.clock.now() + timedelta(hours=3)))
    assert [visit.id for visit in _board(bench).expected] == ["A-1"]
    assert len(_board(bench, TOMORROW).expected) == 1


def test_an_appointment_taken_off_comes_back_only_under_another_time(bench: Bench) -> None:
    _expect(bench)
    treatment.cancel(bench.terminal, CLERK, "A-1")
    _expect(bench)
    assert _board(bench).expected == ()
    _expect(bench, replace(APPOINTMENT, at=NOW + timedelta(hours=4)))
    assert [visit.expected_at for visit in _board(bench).expected] == [NOW + timedelta(hours=4)]


def test_a_child_that_is_here_is_not_expected_again_the_same_day(bench: Bench) -> None:
    _expect(bench)
    _let_in(bench)
    _expect(bench, replace(APPOINTMENT, at=NOW + timedelta(hours=5)))
    assert [visit.stage for visit in _board(bench).expected] == [Stage.ARRIVED]


def _let_in(bench: Bench, policy: int = 0) -> Visit:
    identified = Identified(CHILD.member, CardSource.NUMBER)
    found = check_in.verify(bench.terminal, identified, TODAY)
    return check_in.admit(bench.terminal, CLERK, found, found.policies[policy], Identity(IdDocument.PASSPORT))


def test_an_outlook_counts_as_the_servers_word_while_it_is_reached_and_the_facts_are_young(
    bench: Bench,
) -> None:
    _expect(bench)
    verdicts = {}
    for name, online in (("online", True), ("offline", False)):
        decision = _board(bench, online=online).expected[0].decision
        assert decision is not None
        verdicts[name] = decision.verdict
    assert verdicts == {"online": Verdict.BILLABLE, "offline": Verdict.BILLABLE_OFFLINE}
    old = snapshot(as_of=NOW - day.AS_GOOD_AS_ASKED - timedelta(minutes=1), version=2)
    _expect(bench, facts=(old,))
    decision = _board(bench, online=True).expected[0].decision
    assert decision is not None
    assert decision.verdict is Verdict.BILLABLE_OFFLINE
    assert decision.checks[0].code is CheckCode.IDENTITY


def test_without_a_policy_the_only_one_in_force_counts_and_two_leave_the_choice_open(bench: Bench) -> None:
    past = PolicyPeriod(date(2024, 1, 1), date(2024, 12, 31))
    old = snapshot(policy="POL-0", period=past)
    _expect(bench, replace(APPOINTMENT, policy=""), facts=(old, snapshot()))
    visit = _board(bench).expected[0]
    assert (visit.policy, visit.plan) == ("POL-1", DENTAL.code)
    _expect(
        bench,
        replace(APPOINTMENT, id="A-2", policy="", at=NOW + timedelta(days=1)),
        facts=(snapshot(policy="POL-2"),),
    )
    open_one = _board(bench, TOMORROW).expected[0]
    assert (open_one.person, open_one.policy, open_one.plan) == (CHILD, "", "")
    assert open_one.decision is None


def test_policies_that_all_ended_give_the_last_one_to_say_why(bench: Bench) -> None:
    ended = [
        snapshot(policy=f"POL-{year}", period=PolicyPeriod(date(year, 1, 1), date(year, 12, 31)))
        for year in (2023, 2025, 2024)
    ]
    _expect(bench, replace(APPOINTMENT, policy=""), facts=tuple(ended))
    visit = _board(bench).expected[0]
    assert visit.policy == "POL-2025"
    assert visit.decision is not None
    assert visit.decision.verdict is Verdict.REFUSED


def test_a_plan_that_is_not_here_gives_no_outlook(bench: Bench) -> None:
    _expect(bench, facts=(snapshot(plan="NEW-PLAN"),))
    assert _board(bench).expected[0].decision is None


def test_an_appointment_without_a_policy_becomes_one_under_the_policy_that_is_chosen(bench: Bench) -> None:
    bench.central.snapshots[:] = [snapshot(), snapshot(policy="POL-2", booking_ref="YY-2")]
    _expect(bench, replace(APPOINTMENT, policy="", booking_ref="YY-1"), facts=())
    visit = _let_in(bench, 1)
    assert (visit.id, visit.policy, visit.booking_ref) == ("A-1", "POL-2", "YY-1")
    assert [one.id for one in _board(bench).visits] == ["A-1"]


def test_an_unknown_child_is_let_in_under_its_name(bench: Bench) -> None:
    _expect(bench, facts=())
    visit = _let_in(bench)
    assert (visit.id, visit.person, visit.plan) == ("A-1", CHILD, DENTAL.code)
    with bench.store.read() as uow:
        assert uow.visits.get("A-1").person == CHILD


def test_a_reference_for_one_policy_does_not_release_another(bench: Bench) -> None:
    bench.central.snapshots[:] = [snapshot(), snapshot(policy="POL-2")]
    _expect(bench, replace(APPOINTMENT, booking_ref="YY-1"))
    visit = _let_in(bench, 1)
    assert (visit.id, visit.policy, visit.booking_ref) == ("A-1", "POL-2", None)


def _sibling(number: int, stage: Stage, family: str = "F-1", **more: object) -> Visit:
    person = replace(CHILD, member=f"M-{number}", name=f"测试{number}", family=family)
    return replace(Visit(f"V-{number}", stage, TODAY, person, "", ""), **more)  # type: ignore[arg-type]  # keywords of a test


@pytest.mark.parametrize(
    ("stages", "first"),
    [
        ((Stage.EXPECTED, Stage.ARRIVED, Stage.TO_SETTLE), "V-3"),
        ((Stage.EXPECTED, Stage.ARRIVED, Stage.IN_TREATMENT), "V-2"),
        ((Stage.IN_TREATMENT, Stage.EXPECTED, Stage.DONE), "V-2"),
        ((Stage.DONE, Stage.VOIDED, Stage.CANCELLED), None),
    ],
)
def test_after_one_child_the_desk_goes_on_with_the_sibling_that_waits_longest(
    bench: Bench, stages: tuple[Stage, ...], first: str | None
) -> None:
    done = _put(bench, _sibling(0, Stage.DONE))
    for number, stage in enumerate(stages, 1):
        _put(bench, _sibling(number, stage))
    found = day.next_sibling(_board(bench), done)
    assert (found.id if found else None) == first


def test_missed_strangers_and_the_same_child_are_no_next_sibling(bench: Bench) -> None:
    done = _put(bench, _sibling(0, Stage.DONE))
    _put(bench, _sibling(1, Stage.EXPECTED, missed_at=NOW))
    _put(bench, _sibling(2, Stage.EXPECTED, "F-2"))
    _put(bench, _sibling(3, Stage.EXPECTED, ""))
    _put(bench, replace(_sibling(0, Stage.EXPECTED), id="V-9"))
    board = _board(bench)
    assert day.next_sibling(board, done) is None
    assert [one.id for one in day.siblings(board.visits, done)] == ["V-1"]
    nobody = _sibling(5, Stage.DONE, "")
    assert day.siblings(board.visits, nobody) == ()


def test_who_comes_without_an_appointment_is_a_walk_in(bench: Bench) -> None:
    assert is_walk_in(_let_in(bench))
    assert not is_walk_in(_sibling(1, Stage.EXPECTED, expected_at=NOW))


def test_the_expected_child_keeps_its_visit_when_it_arrives(bench: Bench) -> None:
    _expect(bench)
    identified = Identified(CHILD.member, CardSource.NUMBER)
    verification = check_in.verify(bench.terminal, identified, TODAY)
    visit = check_in.admit(
        bench.terminal, CLERK, verification, verification.policies[0], Identity(IdDocument.PASSPORT)
    )
    assert visit.id == "A-1"
    treatment.start(bench.terminal, CLERK, visit.id)
    assert [one.id for one in _board(bench).in_treatment] == ["A-1"]
    treatment.cancel(bench.terminal, CLERK, visit.id)
    assert _board(bench).in_treatment == ()


def test_the_queue_view_shows_room_under_the_limits(bench: Bench) -> None:
    view = day.queue_view(bench.terminal)
    assert view.exposure.unsent_count == 0
    assert {room.name for room in view.rooms} == {
        "unsent_fen", "unsent_count", "silence_hours", "snapshot_hours", "visit_fen",
    }  # fmt: skip
    assert all(room.left == room.hard and not room.is_warning for room in view.rooms)


def test_a_pin_lets_in_only_its_owner(bench: Bench) -> None:
    operator = operators.add_operator(bench.terminal, " 练习前台 ", "1234")
    assert operator.name == "练习前台"
    assert operator.pin_hash.startswith("$argon2id$")
    assert operators.sign_in(bench.terminal, operator.id, "1234") == operator
    with pytest.raises(SignInRefusedError):
        operators.sign_in(bench.terminal, operator.id, "4321")
    with pytest.raises(SignInRefusedError):
        operators.sign_in(bench.terminal, "nobody", "1234")
    with bench.store.read() as uow:
        assert uow.audit.verify() == 3


def test_a_short_pin_is_refused(bench: Bench) -> None:
    with pytest.raises(PinTooShortError):
        operators.add_operator(bench.terminal, "x", "123")


def test_a_broken_hash_lets_nobody_in(bench: Bench) -> None:
    with bench.store.begin() as uow:
        uow.memory.put_operator(CLERK)
    with pytest.raises(SignInRefusedError):
        operators.sign_in(bench.terminal, CLERK.id, "1234")


def test_an_unknown_visit_is_said_to_be_unknown(bench: Bench) -> None:
    with pytest.raises(VisitUnknownError):
        treatment.open_chart(bench.terminal, "nothing")


def test_a_terminal_knows_when_it_is_not_enrolled(bench: Bench) -> None:
    class Blank:
        def enrolment(self) -> None:
            return None

    class Nothing:
        memory = Blank()

    del bench
    with pytest.raises(NotEnrolledError):
        enrolment_of(Nothing())  # type: ignore[arg-type]  # only its memory is asked
