from datetime import timedelta

import pytest

from clinic_terminal.application import check_in, day, operators, treatment
from clinic_terminal.application.check_in import Identified
from clinic_terminal.application.failures import (
    NotEnrolledError,
    PinTooShortError,
    SignInRefusedError,
    VisitUnknownError,
)
from clinic_terminal.application.ports import Appointment
from clinic_terminal.application.terminal import enrolment_of
from clinic_terminal.domain.identity import IdDocument, Identity
from clinic_terminal.domain.visit import CardSource, Stage
from tests.build import CHILD, NOW, TODAY, snapshot
from tests.terminal import CLERK, Bench

APPOINTMENT = Appointment("A-1", CHILD.member, "POL-1", NOW + timedelta(hours=2), None, "复诊")


def _expect(bench: Bench, appointment: Appointment = APPOINTMENT) -> None:
    with bench.store.begin() as uow:
        uow.snapshots.put(snapshot(), "signed")
        day.expect(uow, appointment, TODAY, NOW)


def test_an_appointment_stands_on_the_board_once(bench: Bench) -> None:
    _expect(bench)
    _expect(bench)
    board = day.board(bench.terminal, TODAY)
    assert [visit.id for visit in board.expected] == ["A-1"]
    assert board.expected[0].stage is Stage.EXPECTED


def test_a_withdrawn_appointment_leaves_the_board(bench: Bench) -> None:
    _expect(bench)
    _expect(bench, Appointment("A-1", CHILD.member, "POL-1", NOW, None, "", withdrawn=True))
    assert day.board(bench.terminal, TODAY).expected == ()


def test_an_appointment_of_another_day_waits(bench: Bench) -> None:
    _expect(bench, Appointment("A-2", CHILD.member, "POL-1", NOW + timedelta(days=1), None))
    assert day.board(bench.terminal, TODAY).expected == ()


def test_the_expected_child_keeps_its_visit_when_it_arrives(bench: Bench) -> None:
    _expect(bench)
    identified = Identified(CHILD.member, CardSource.NUMBER)
    verification = check_in.verify(bench.terminal, identified, TODAY)
    visit = check_in.admit(
        bench.terminal, CLERK, verification, verification.policies[0], Identity(IdDocument.PASSPORT)
    )
    assert visit.id == "A-1"
    treatment.start(bench.terminal, CLERK, visit.id)
    assert [one.id for one in day.board(bench.terminal, TODAY).in_treatment] == ["A-1"]
    treatment.cancel(bench.terminal, CLERK, visit.id)
    assert day.board(bench.terminal, TODAY).in_treatment == ()


def test_the_queue_view_shows_room_under_the_limits(bench: Bench) -> None:
    view = day.queue_view(bench.terminal)
    assert view.exposure.unsent_count == 0
    assert {room.name for room in view.rooms} == {"unsent_fen", "unsent_count", "silence_hours"}
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
