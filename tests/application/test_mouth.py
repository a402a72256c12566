"""What is known of a child's teeth: from closed bills here, and from what a dentist corrected."""

from dataclasses import replace
from datetime import timedelta

from clinic_terminal.application.chairside import sit_down
from clinic_terminal.application.mouth import correct_tooth, known_teeth
from clinic_terminal.application.treatment import add_item
from clinic_terminal.domain.dentition import Presence
from clinic_terminal.domain.tooth_history import Effect
from clinic_terminal.domain.visit import Stage, Visit, VisitLine
from tests.application.people import audited, let_in
from tests.build import CHILD, DENTAL, TODAY
from tests.terminal import CLERK, Bench

FILLED = VisitLine("BS07", ("64",), 70_000, 1, (("64", "OD"),))
EXTRACTED = VisitLine("BS01", ("54",), 20_000, 1)


def earlier(bench: Bench, *lines: VisitLine, stage: Stage = Stage.DONE, member: str = CHILD.member) -> None:
    """Put a visit of last month into the store."""
    person = replace(CHILD, member=member)
    day = TODAY - timedelta(days=30)
    visit = Visit(bench.terminal.ids.new(), stage, day, person, "POL-OLD", DENTAL.code, lines=lines)
    with bench.store.begin() as uow:
        uow.visits.put(visit)


def at_chair(bench: Bench) -> Visit:
    return let_in(bench, to_chair=True)


def test_earlier_bills_are_seen_on_the_teeth(bench: Bench) -> None:
    earlier(bench, FILLED, EXTRACTED)
    visit = at_chair(bench)
    teeth = known_teeth(bench.terminal, visit.id)
    assert [(work.effect, work.surfaces) for work in teeth.work["64"]] == [(Effect.FILLED, "OD")]
    assert teeth.of(visit).presence("54") is Presence.MISSING
    assert sit_down(bench.terminal, CLERK, visit).teeth == teeth


def test_voided_bills_other_children_and_today_are_not(bench: Bench) -> None:
    earlier(bench, FILLED, stage=Stage.VOIDED)
    earlier(bench, FILLED, member="OTHER0001")
    visit = at_chair(bench)
    add_item(bench.terminal, CLERK, visit.id, "BS07", ("84",), surfaces=(("84", "OD"),))
    assert known_teeth(bench.terminal, visit.id).work == {}


def test_surfaces_come_back_from_the_store(bench: Bench) -> None:
    visit = at_chair(bench)
    chart = add_item(bench.terminal, CLERK, visit.id, "BS07", ("84",), surfaces=(("84", "do"),))
    assert chart.visit.lines[0].surfaces == (("84", "OD"),)
    with bench.store.read() as uow:
        assert uow.visits.get(visit.id).lines == chart.visit.lines


def test_a_correction_is_kept_for_the_next_visit_and_can_be_taken_back(bench: Bench) -> None:
    visit = at_chair(bench)
    assert known_teeth(bench.terminal, visit.id).of(visit).presence("11") is Presence.EITHER
    corrected = correct_tooth(bench.terminal, CLERK, visit.id, "11")
    assert corrected.of(visit).presence("11") is Presence.PRESENT
    assert known_teeth(bench.terminal, visit.id) == corrected
    assert audited(bench)[-1] == (CLERK.id, "correct_tooth", {"tooth": "11"})
    correct_tooth(bench.terminal, CLERK, visit.id, "11")
    again = correct_tooth(bench.terminal, CLERK, visit.id, "11")
    assert again.found == ()


def test_a_correction_forgets_nothing_else_of_the_child(bench: Bench) -> None:
    visit = at_chair(bench)
    with bench.store.read() as uow:
        before = uow.members.get(CHILD.member)
    correct_tooth(bench.terminal, CLERK, visit.id, "11")
    with bench.store.read() as uow:
        after = uow.members.get(CHILD.member)
    assert before is not None
    assert after is not None
    assert replace(after, teeth=()) == before


def test_checking_in_again_keeps_the_corrections(bench: Bench) -> None:
    visit = at_chair(bench)
    corrected = correct_tooth(bench.terminal, CLERK, visit.id, "11")
    let_in(bench)
    assert known_teeth(bench.terminal, visit.id).found == corrected.found
