"""What the chair needs after each step: the bill with its split, the search, and the last visit at hand."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from clinic_terminal.application.bill_history import Steps
from clinic_terminal.application.item_search import ItemSearch, item_search
from clinic_terminal.application.line_groups import Added, LastVisit, last_visit
from clinic_terminal.application.mouth import KnownTeeth, known_teeth
from clinic_terminal.application.ports import Operator
from clinic_terminal.application.terminal import Terminal
from clinic_terminal.application.treatment import Chart, open_chart, start
from clinic_terminal.domain.line_groups import LeftOut
from clinic_terminal.domain.visit import Stage, Visit

CHAIR_STAGES: Final = (Stage.ARRIVED, Stage.IN_TREATMENT, Stage.TO_SETTLE)


@dataclass(frozen=True, slots=True)
class Turn:
    """The state after a step, and which steps can be undone or done again.

    ``count`` and ``left_out`` tell of a group of lines that was added in it.
    """

    chart: Chart
    search: ItemSearch
    steps: Steps
    count: int = 0
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True, slots=True)
class Seat:
    """A child at the chair, when it was here last, and what is known of its teeth."""

    turn: Turn
    last: LastVisit | None
    teeth: KnownTeeth
    others: tuple[Visit, ...] = ()
    """All open visits of the day, this one among them."""


def sit_down(terminal: Terminal, operator: Operator, visit: Visit) -> Seat:
    """Take the child to the chair, unless it sits there; raises NoSnapshotError, VisitStateError."""
    seated = visit.stage is Stage.IN_TREATMENT
    chart = open_chart(terminal, visit.id) if seated else start(terminal, operator, visit.id)
    turn = turn_of(terminal, operator, chart)
    others = open_visits(terminal, visit.day)
    return Seat(turn, last_visit(terminal, visit.id), known_teeth(terminal, visit.id), others)


def turn_of(terminal: Terminal, operator: Operator, done: Chart | Added) -> Turn:
    """Return the state after a verb, with the operator's habits as they are now."""
    chart = done.chart if isinstance(done, Added) else done
    search = item_search(terminal, operator, chart.catalogue)
    steps = terminal.history.note(chart.visit)
    if isinstance(done, Added):
        return Turn(chart, search, steps, done.count, done.left_out)
    return Turn(chart, search, steps)


def open_visits(terminal: Terminal, day: date) -> tuple[Visit, ...]:
    """Return the children who are in the house on ``day`` and whose bill is not frozen, in their order."""
    with terminal.store.read() as uow:
        return tuple(uow.visits.on_day(day, CHAIR_STAGES))
