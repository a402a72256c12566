"""Undo and redo of a bill: every kind of change, audited, forgotten once the bill is frozen."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from clinic_terminal.application import settlement, treatment
from clinic_terminal.application.bill_history import MOST_STEPS, BillHistory, BillState, Steps, Trail
from clinic_terminal.application.chairside import turn_of
from clinic_terminal.application.line_groups import add_package
from clinic_terminal.application.treatment import Chart
from clinic_terminal.application.undoing import redo, undo
from clinic_terminal.domain.errors import VisitStateError
from clinic_terminal.domain.visit import Visit, VisitLine
from tests.application.people import audited, let_in
from tests.terminal import CLERK, Bench


def seated(bench: Bench) -> str:
    visit = let_in(bench, to_chair=True)
    bench.terminal.history.note(visit)
    return visit.id


def after(bench: Bench, chart: Chart) -> Visit:
    """Take a step as the chair does: its bill becomes known to the history."""
    return turn_of(bench.terminal, CLERK, chart).chart.visit


def add(bench: Bench, visit: str, code: str, *teeth: str) -> Visit:
    return after(bench, treatment.add_item(bench.terminal, CLERK, visit, code, teeth))


def test_each_kind_of_change_is_taken_back_in_turn_and_done_again(bench: Bench) -> None:
    visit, terminal = seated(bench), bench.terminal
    changes: tuple[Callable[[], Chart], ...] = (
        lambda: treatment.add_item(terminal, CLERK, visit, "BS07", ("84",), surfaces=(("84", "OD"),)),
        lambda: treatment.change_price(terminal, CLERK, visit, 0, 65_000),
        lambda: treatment.change_line_discount(terminal, CLERK, visit, 0, 5_000),
        lambda: add_package(terminal, CLERK, visit, "P1").chart,
        lambda: treatment.change_discount(terminal, CLERK, visit, 1_000),
        lambda: treatment.remove_item(terminal, CLERK, visit, 1),
    )
    states = [BillState((), 0), *(BillState.of(after(bench, change())) for change in changes)]
    back = [BillState.of(after(bench, undo(terminal, CLERK, visit))) for _ in states[1:]]
    assert back == states[-2::-1]
    forth = [BillState.of(after(bench, redo(terminal, CLERK, visit))) for _ in states[1:]]
    assert forth == states[1:]
    assert [deed for _, deed, _ in audited(bench)][-12:] == ["undo"] * 6 + ["redo"] * 6
    with bench.store.read() as uow:
        assert BillState.of(uow.visits.get(visit)) == states[-1]


def test_without_a_change_undo_and_redo_write_nothing(bench: Bench) -> None:
    visit = seated(bench)
    before = len(audited(bench))
    undo(bench.terminal, CLERK, visit)
    redo(bench.terminal, CLERK, visit)
    assert len(audited(bench)) == before


def test_a_new_change_forgets_what_was_undone(bench: Bench) -> None:
    visit = seated(bench)
    add(bench, visit, "PV01")
    after(bench, undo(bench.terminal, CLERK, visit))
    add(bench, visit, "NC01")
    turn = turn_of(bench.terminal, CLERK, redo(bench.terminal, CLERK, visit))
    assert ([line.item for line in turn.chart.visit.lines], turn.steps) == (["NC01"], Steps(1, 0))


def test_two_open_visits_have_each_their_own_steps(bench: Bench) -> None:
    first = seated(bench)
    with bench.store.begin() as uow:
        other = uow.visits.put(replace(uow.visits.get(first), id="V-OTHER", revision=0))
    bench.terminal.history.note(other)
    second = other.id
    add(bench, first, "PV01")
    add(bench, second, "NC01")
    assert undo(bench.terminal, CLERK, second).visit.lines == ()
    assert [line.item for line in treatment.open_chart(bench.terminal, first).visit.lines] == ["PV01"]


def test_a_frozen_bill_cannot_be_undone_and_a_thawed_one_begins_anew(bench: Bench) -> None:
    visit = seated(bench)
    add(bench, visit, "PV01")
    treatment.hand_to_desk(bench.terminal, CLERK, visit)
    settlement.freeze(bench.terminal, CLERK, visit, online=True)
    frozen = treatment.open_chart(bench.terminal, visit).visit
    bench.terminal.history.keep(frozen, Trail(BillState.of(frozen), (_state(0),)))
    with pytest.raises(VisitStateError):
        undo(bench.terminal, CLERK, visit)
    bench.terminal.history.forget(visit)
    settlement.thaw(bench.terminal, CLERK, visit)
    chart = treatment.start(bench.terminal, CLERK, visit)
    assert turn_of(bench.terminal, CLERK, chart).steps == Steps()


def test_freezing_forgets_the_steps(bench: Bench) -> None:
    visit = seated(bench)
    add(bench, visit, "PV01")
    treatment.hand_to_desk(bench.terminal, CLERK, visit)
    settlement.freeze(bench.terminal, CLERK, visit, online=True)
    frozen = treatment.open_chart(bench.terminal, visit).visit
    assert bench.terminal.history.note(frozen) == Steps()


def _state(number: int) -> BillState:
    return BillState((VisitLine("PV01", (), number, 1),), 0)


def test_the_history_keeps_no_more_steps_than_a_visit_can_have() -> None:
    trail = Trail(_state(0))
    for number in range(1, MOST_STEPS + 50):
        trail = trail.moved_to(_state(number))
    assert (len(trail.before), trail.before[0]) == (MOST_STEPS, _state(49))
    assert trail.moved_to(trail.here) is trail
    assert (Trail(_state(0)).back(), Trail(_state(0)).forth()) == (Trail(_state(0)), Trail(_state(0)))


def test_an_unknown_bill_has_no_steps(bench: Bench) -> None:
    visit = let_in(bench, to_chair=True)
    history = BillHistory()
    history.forget(visit.id)
    assert history.note(visit) == Steps()
