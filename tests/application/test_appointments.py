"""The clinic's own appointments: a list taken as a whole, one by hand, missed, taken off, put back."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from clinic_terminal.application import appointments, check_in, day, expected
from clinic_terminal.application.appointment_list import Fate, ImportPlan, Slip, Wanted
from clinic_terminal.application.check_in import Identified
from clinic_terminal.application.children import known_children
from clinic_terminal.application.failures import AppointmentRefusedError, StoreFailedError
from clinic_terminal.application.ports import Appointment
from clinic_terminal.domain.errors import BadReferenceError, VisitStateError
from clinic_terminal.domain.identity import IdDocument, Identity
from clinic_terminal.domain.shanghai import shanghai_date
from clinic_terminal.domain.visit import CardSource, Origin, Stage, Visit
from clinic_terminal.store.visits import SqlVisits
from tests.build import CHILD, NOW, TODAY, snapshot
from tests.terminal import CLERK, Bench

AT = NOW + timedelta(hours=3)
DAY = timedelta(days=1)
ROW = Wanted(2, AT, CHILD.member, name=CHILD.name, note="复诊")
STRANGER = "202604C00000010999"


@pytest.fixture
def known(bench: Bench) -> Bench:
    """Return a bench that knows the one child."""
    _keep(bench)
    return bench


def _keep(bench: Bench, **more: object) -> None:
    with bench.store.begin() as uow:
        uow.snapshots.put(snapshot(**more), "signed")


def _import(bench: Bench, *rows: Wanted) -> ImportPlan:
    return appointments.apply_import(bench.terminal, CLERK, rows)


def _plan(bench: Bench, *rows: Wanted) -> ImportPlan:
    return appointments.plan_import(bench.terminal, rows)


def _on(bench: Bench, moment: datetime) -> Sequence[Visit]:
    with bench.store.read() as uow:
        return uow.visits.on_day(shanghai_date(moment))


def _fates(plan: ImportPlan) -> list[Fate]:
    return [row.fate for row in plan.rows]


def _deeds(bench: Bench) -> list[tuple[str, str]]:
    with bench.store.read() as uow:
        rows = uow.audit._connection.execute("SELECT act, facts FROM audit ORDER BY seq")
        return [(act, facts) for act, facts in rows]


def test_a_list_is_compared_before_anything_is_stored(known: Bench) -> None:
    plan = _plan(known, ROW, replace(ROW, row=3, at=AT + DAY))
    assert _fates(plan) == [Fate.NEW, Fate.NEW]
    assert plan.does_something
    assert _on(known, AT) == []
    assert _deeds(known) == []


def test_a_list_is_taken_as_expected_visits(known: Bench) -> None:
    _import(known, ROW, replace(ROW, row=3, member=STRANGER, name="测试新来", booking_ref="YY-7"))
    first, second = _on(known, AT)
    assert (first.stage, first.expected_at, first.note, first.origin) == (
        Stage.EXPECTED, AT, "复诊", Origin.LIST,
    )  # fmt: skip
    assert (first.person, first.policy) == (CHILD, "POL-1")
    assert (second.person.member, second.person.name, second.listed_name) == (STRANGER, "", "测试新来")
    assert second.booking_ref == "YY-7"
    (deed,) = _deeds(known)
    assert deed[0] == "import_appointments"
    assert '"new":2' in deed[1]
    assert STRANGER not in deed[1]


def test_the_same_list_taken_twice_changes_nothing(known: Bench) -> None:
    rows = (ROW, replace(ROW, row=3, member=STRANGER, name=""))
    _import(known, *rows)
    before = _on(known, AT)
    assert _fates(_plan(known, *rows)) == [Fate.UNCHANGED, Fate.UNCHANGED]
    assert not _plan(known, *rows).does_something
    _import(known, *rows)
    assert _on(known, AT) == before


def test_what_the_list_changes_is_changed_and_empty_texts_take_nothing_away(known: Bench) -> None:
    _import(known, replace(ROW, booking_ref="YY-1"))
    later = replace(ROW, at=AT + timedelta(minutes=30), note="", name="")
    assert _fates(_import(known, later)) == [Fate.CHANGED]
    (visit,) = _on(known, AT)
    assert (visit.expected_at, visit.note, visit.booking_ref) == (later.at, "复诊", "YY-1")


def test_an_appointment_moves_to_another_day_under_its_booking_reference(known: Bench) -> None:
    _import(known, replace(ROW, booking_ref="YY-1"))
    plan = _import(known, replace(ROW, booking_ref="YY-1", at=AT + 2 * DAY))
    assert _fates(plan) == [Fate.CHANGED]
    assert _on(known, AT) == []
    assert len(_on(known, AT + 2 * DAY)) == 1


def test_a_reference_moves_one_appointment_only(known: Bench) -> None:
    _import(known, replace(ROW, booking_ref="YY-1"))
    rows = [replace(ROW, row=3 + n, booking_ref="YY-1", at=AT + n * DAY) for n in (0, 1, 2)]
    assert _fates(_import(known, *rows)) == [Fate.UNCHANGED, Fate.NEW, Fate.NEW]
    again = [replace(ROW, row=9 - n, booking_ref="YY-1", at=AT + n * DAY) for n in (6, 7, 8)]
    assert _fates(_import(known, *again)).count(Fate.CHANGED) == 3


def test_without_a_reference_another_day_is_another_appointment(known: Bench) -> None:
    _import(known, ROW)
    assert _fates(_import(known, replace(ROW, at=AT + DAY))) == [Fate.NEW]
    assert len(_on(known, AT)) == 1


def test_an_appointment_of_the_service_manager_is_the_same_one(known: Bench) -> None:
    with known.store.begin() as uow:
        expected.expect(uow, Appointment("A-1", CHILD.member, "POL-1", AT, "YY-1"), TODAY, NOW)
    assert _fates(_import(known, replace(ROW, name="", note=""))) == [Fate.UNCHANGED]
    assert [visit.id for visit in _on(known, AT)] == ["A-1"]


def test_the_service_managers_appointment_takes_over_what_the_list_knew(known: Bench) -> None:
    _import(known, replace(ROW, booking_ref="YY-1"))
    with known.store.begin() as uow:
        expected.expect(
            uow, Appointment("A-1", CHILD.member, "POL-1", AT + timedelta(hours=1), None), TODAY, NOW
        )
    board = day.board(known.terminal, TODAY)
    assert [(one.id, one.note, one.booking_ref, one.listed_name) for one in board.expected] == [
        ("A-1", "复诊", "YY-1", CHILD.name)
    ]


def test_a_visit_that_began_is_left_alone(known: Bench) -> None:
    _import(known, ROW)
    found = check_in.verify(known.terminal, Identified(CHILD.member, CardSource.NUMBER), TODAY)
    check_in.admit(known.terminal, CLERK, found, found.policies[0], Identity(IdDocument.PASSPORT))
    before = _on(known, AT)
    assert _fates(_import(known, replace(ROW, at=AT + timedelta(hours=1)))) == [Fate.UNCHANGED]
    assert _on(known, AT) == before


def test_a_missed_appointment_stays_missed_unless_the_time_changes(known: Bench) -> None:
    _import(known, ROW)
    visit = _on(known, AT)[0]
    appointments.mark_no_show(known.terminal, CLERK, visit.id)
    assert _fates(_import(known, ROW)) == [Fate.UNCHANGED]
    assert _on(known, AT)[0].missed_at == NOW
    _import(known, replace(ROW, at=AT + timedelta(hours=1)))
    assert _on(known, AT)[0].missed_at is None


def test_a_missed_one_is_not_moved_away_by_its_reference(known: Bench) -> None:
    _import(known, replace(ROW, booking_ref="YY-1"))
    appointments.mark_no_show(known.terminal, CLERK, _on(known, AT)[0].id)
    assert _fates(_import(known, replace(ROW, booking_ref="YY-1", at=AT + DAY))) == [Fate.NEW]
    assert _on(known, AT)[0].missed_at == NOW


def test_two_policies_of_a_child_are_two_appointments(known: Bench) -> None:
    _keep(known, policy="POL-2")
    rows = [replace(ROW, row=2, policy="POL-1"), replace(ROW, row=3, policy="POL-2")]
    assert _fates(_import(known, *rows)) == [Fate.NEW, Fate.NEW]
    assert _fates(_import(known, *rows)) == [Fate.UNCHANGED, Fate.UNCHANGED]
    named_later = replace(ROW, row=4, at=AT + DAY)
    _import(known, named_later)
    assert _fates(_import(known, replace(named_later, policy="POL-2"))) == [Fate.CHANGED]
    assert _on(known, AT + DAY)[0].policy == "POL-2"


def test_small_letters_of_a_member_number_are_the_same_child(known: Bench) -> None:
    plan = _plan(known, replace(ROW, member=CHILD.member.lower()))
    assert plan.rows[0].person == CHILD
    assert plan.rows[0].slips == ()


@pytest.mark.parametrize(
    ("row", "slip", "fate"),
    [
        (replace(ROW, name="测试别人"), Slip.NAME_DIFFERS, Fate.REFUSED),
        (replace(ROW, at=NOW + 367 * DAY), Slip.TOO_FAR, Fate.REFUSED),
        (replace(ROW, at=NOW - DAY, name="测试别人"), Slip.IN_THE_PAST, Fate.PASSED_OVER),
        (replace(ROW, member=STRANGER), Slip.UNKNOWN_MEMBER, Fate.NEW),
        (replace(ROW, policy="POL-9"), Slip.UNKNOWN_POLICY, Fate.NEW),
    ],
)
def test_what_is_odd_about_a_row_is_said(known: Bench, row: Wanted, slip: Slip, fate: Fate) -> None:
    planned = _plan(known, row).rows[0]
    assert planned.slips == (slip,)
    assert planned.fate is fate


def test_a_name_is_compared_after_normalising(known: Bench) -> None:
    assert _plan(known, replace(ROW, name=" 测试·小牙 ")).rows[0].slips == ()


def test_a_row_that_says_the_same_again_is_left_out_and_one_that_says_otherwise_is_refused(
    known: Bench,
) -> None:
    plan = _plan(
        known,
        ROW,
        replace(ROW, row=3),
        replace(ROW, row=4, at=AT + timedelta(hours=1)),
        replace(ROW, row=5, at=AT + DAY),
    )
    assert _fates(plan) == [Fate.NEW, Fate.PASSED_OVER, Fate.REFUSED, Fate.NEW]
    assert plan.rows[1].slips == (Slip.REPEATED,)
    assert plan.rows[2].slips == (Slip.TWICE,)
    assert [row.twin for row in plan.rows] == [0, 2, 2, 0]


def test_nothing_of_a_refused_list_is_taken(known: Bench) -> None:
    rows = (ROW, replace(ROW, row=3, member=STRANGER), replace(ROW, row=4, name="测试别人", at=AT + DAY))
    assert _plan(known, *rows).is_refused
    with pytest.raises(AppointmentRefusedError) as caught:
        _import(known, *rows)
    assert caught.value.cause == Slip.NAME_DIFFERS
    assert _on(known, AT) == []
    assert _deeds(known) == []


def test_nothing_is_half_taken_where_the_disk_fails(known: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    put, calls = SqlVisits.put, list[str]()

    def failing(self: SqlVisits, visit: Visit) -> Visit:
        calls.append(visit.id)
        if len(calls) > 1:
            raise StoreFailedError("DISK_FULL")
        return put(self, visit)

    monkeypatch.setattr(SqlVisits, "put", failing)
    with pytest.raises(StoreFailedError):
        _import(known, ROW, replace(ROW, row=3, at=AT + DAY))
    assert len(calls) == 2
    assert _on(known, AT) == []


def test_rows_that_are_left_out_do_not_keep_the_others_back(known: Bench) -> None:
    plan = _import(known, ROW, replace(ROW, row=3, at=NOW - DAY))
    assert _fates(plan) == [Fate.NEW, Fate.PASSED_OVER]
    assert len(_on(known, AT)) == 1
    assert _on(known, NOW - DAY) == []


def test_a_whole_years_list_is_taken_at_once(known: Bench) -> None:
    rows = [Wanted(2 + n, AT + (n % 300) * DAY, f"M{n:05d}") for n in range(600)]
    assert _import(known, *rows).count(Fate.NEW) == 600
    assert _plan(known, *rows).count(Fate.UNCHANGED) == 600


def _wish(**more: object) -> Wanted:
    return replace(Wanted(0, AT, CHILD.member), **more)  # type: ignore[arg-type]  # keywords of a test


def test_an_appointment_is_added_by_hand(known: Bench) -> None:
    visit = appointments.add_by_hand(known.terminal, CLERK, _wish(booking_ref=" YY-3 ", note="怕疼"))
    assert (visit.person, visit.booking_ref, visit.note, visit.origin) == (CHILD, "YY-3", "怕疼", Origin.DESK)
    assert [one.id for one in day.board(known.terminal, TODAY).expected] == [visit.id]
    assert [deed for deed, _facts in _deeds(known)] == ["add_appointment"]
    unknown = appointments.add_by_hand(known.terminal, CLERK, _wish(member=STRANGER, name="测试新来"))
    assert (unknown.person.name, unknown.listed_name) == ("", "测试新来")


@pytest.mark.parametrize(
    ("wish", "cause"),
    [
        (_wish(member="沈星禾"), "NOT_A_MEMBER"),
        (_wish(member=""), "NOT_A_MEMBER"),
        (_wish(at=NOW - DAY), "IN_THE_PAST"),
        (_wish(at=NOW + 400 * DAY), "TOO_FAR"),
        (_wish(name="测试别人"), "NAME_DIFFERS"),
    ],
)
def test_what_cannot_be_added_by_hand_says_why(known: Bench, wish: Wanted, cause: str) -> None:
    with pytest.raises(AppointmentRefusedError) as caught:
        appointments.add_by_hand(known.terminal, CLERK, wish)
    assert caught.value.cause == cause
    assert _deeds(known) == []


def test_a_child_has_one_appointment_a_day(known: Bench) -> None:
    appointments.add_by_hand(known.terminal, CLERK, _wish())
    with pytest.raises(AppointmentRefusedError) as caught:
        appointments.add_by_hand(known.terminal, CLERK, _wish(at=AT + timedelta(hours=1)))
    assert caught.value.cause == "TWICE"


def test_a_reference_that_is_none_is_refused(known: Bench) -> None:
    with pytest.raises(BadReferenceError):
        appointments.add_by_hand(known.terminal, CLERK, _wish(booking_ref="9" * 41))


def test_a_child_that_did_not_come_is_kept_and_comes_back_the_same_day(known: Bench) -> None:
    visit = appointments.add_by_hand(known.terminal, CLERK, _wish())
    appointments.mark_no_show(known.terminal, CLERK, visit.id)
    board = day.board(known.terminal, TODAY)
    assert (board.expected, [one.id for one in board.missed]) == ((), [visit.id])
    appointments.expect_again(known.terminal, CLERK, visit.id)
    board = day.board(known.terminal, TODAY)
    assert ([one.id for one in board.expected], board.missed) == ([visit.id], ())
    assert [deed for deed, _facts in _deeds(known)] == ["add_appointment", "mark_no_show", "expect_again"]


def test_a_child_that_comes_late_is_let_in_as_usual(known: Bench) -> None:
    visit = appointments.add_by_hand(known.terminal, CLERK, _wish())
    appointments.mark_no_show(known.terminal, CLERK, visit.id)
    found = check_in.verify(known.terminal, Identified(CHILD.member, CardSource.NUMBER), TODAY)
    late = check_in.admit(known.terminal, CLERK, found, found.policies[0], Identity(IdDocument.PASSPORT))
    assert late.id == visit.id
    assert day.board(known.terminal, TODAY).missed == ()


def test_nobody_has_missed_tomorrow_yet(known: Bench) -> None:
    visit = appointments.add_by_hand(known.terminal, CLERK, _wish(at=AT + DAY))
    with pytest.raises(AppointmentRefusedError) as caught:
        appointments.mark_no_show(known.terminal, CLERK, visit.id)
    assert caught.value.cause == "TOO_EARLY"


def test_the_day_after_nothing_is_put_back(known: Bench) -> None:
    missed = appointments.add_by_hand(known.terminal, CLERK, _wish())
    appointments.mark_no_show(known.terminal, CLERK, missed.id)
    known.clock.advance(24 * 3600)
    with pytest.raises(AppointmentRefusedError) as caught:
        appointments.expect_again(known.terminal, CLERK, missed.id)
    assert caught.value.cause == "DAY_IS_OVER"


def test_an_appointment_taken_off_stays_in_the_records_and_can_be_put_back(known: Bench) -> None:
    visit = appointments.add_by_hand(known.terminal, CLERK, _wish(at=AT + DAY))
    appointments.take_off(known.terminal, CLERK, visit.id)
    assert day.board(known.terminal, TODAY + DAY).visits == ()
    with pytest.raises(AppointmentRefusedError):
        appointments.take_off(known.terminal, CLERK, visit.id)
    assert _on(known, AT + DAY)[0].stage is Stage.CANCELLED
    assert appointments.expect_again(known.terminal, CLERK, visit.id).stage is Stage.EXPECTED
    assert [deed for deed, _facts in _deeds(known)][1:] == ["take_off_appointment", "expect_again"]


def test_a_visit_that_began_is_neither_missed_nor_put_back(known: Bench) -> None:
    found = check_in.verify(known.terminal, Identified(CHILD.member, CardSource.NUMBER), TODAY)
    visit = check_in.admit(known.terminal, CLERK, found, found.policies[0], Identity(IdDocument.PASSPORT))
    with pytest.raises(VisitStateError):
        appointments.mark_no_show(known.terminal, CLERK, visit.id)
    with known.store.begin() as uow:
        cancelled = uow.visits.put(replace(visit, stage=Stage.CANCELLED, closed_at=NOW))
    with pytest.raises(VisitStateError):
        appointments.expect_again(known.terminal, CLERK, cancelled.id)


def test_known_children_are_found_by_name_letters_and_number(known: Bench) -> None:
    _keep(known, person=replace(CHILD, member=STRANGER, name="沈星禾"))
    children = known_children(known.terminal)
    assert [one.name for one in children.find("沈星")] == ["沈星禾"]
    assert [one.name for one in children.find("sxh")] == ["沈星禾"]
    assert [one.name for one in children.find("10999")] == ["沈星禾"]
    assert children.find("") == ()
    found = children.get(STRANGER.lower())
    assert found is not None
    assert found.name == "沈星禾"
    assert children.get("nobody") is None
