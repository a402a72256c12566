"""The day at a glance: the board of visits and its sums."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Final

from clinic_terminal.application.acts import ActState
from clinic_terminal.application.expected import facts_of, joined
from clinic_terminal.application.judging import asking, judge_policy
from clinic_terminal.application.ports import PlanEdition
from clinic_terminal.application.queue_view import QueueView, queue_view
from clinic_terminal.application.store_ports import UnitOfWork
from clinic_terminal.application.terminal import Terminal
from clinic_terminal.domain.appointment import is_missed, is_named
from clinic_terminal.domain.eligibility import Snapshot
from clinic_terminal.domain.visit import OPEN_STAGES, Stage, Visit

__all__ = [
    "Board", "DaySums", "QueueView", "board", "needs_follow_up", "next_sibling",
    "queue_view", "siblings",
]  # fmt: skip

AS_GOOD_AS_ASKED: Final = timedelta(hours=12)
"""While the server is reached, facts of an expected child that are younger count as its word: they were asked
for ahead of the child, and the desk asks once more when it comes. Older ones count as kept here."""


_UNPAID: Final = (ActState.REJECTED, ActState.WITHDRAWN)
"""The insurer pays nothing of such a bill."""


@dataclass(frozen=True, slots=True)
class DaySums:
    """What the day brought so far, in fen.

    A bill that the insurer refused brings nothing of it: ``refused`` bills with ``refused_fen`` stand apart.
    ``adjusted`` bills count as they were signed, until somebody has dealt with them.
    """

    visits: int
    insurer_fen: int
    on_site_fen: int
    online_fen: int
    refused: int = 0
    refused_fen: int = 0
    adjusted: int = 0


@dataclass(frozen=True, slots=True)
class Board:
    """The visits of a day by the column they stand in, and the sums of the closed ones.

    ``expected``: to come, or come and waiting, each with how its eligibility looks now. ``missed``: noted as
    not come. ``appointed`` counts who is still to come on this day and the next, ``prepared`` how many of
    them are known here, so that an outage would not matter to them. ``at`` is the moment (UTC) and ``today``
    the date at which all this was so; ``plans`` are those of the expected children, by code. ``states``: what
    became of each act of these visits, and ``waiting``: the acts that somebody has to deal with.
    """

    day: date
    today: date
    at: datetime
    expected: tuple[Visit, ...]
    in_treatment: tuple[Visit, ...]
    to_settle: tuple[Visit, ...]
    done: tuple[Visit, ...]
    missed: tuple[Visit, ...]
    sums: DaySums
    appointed: int
    prepared: int
    plans: Mapping[str, PlanEdition]
    states: Mapping[str, ActState] = field(default_factory=dict)
    waiting: frozenset[str] = frozenset()

    @property
    def visits(self) -> tuple[Visit, ...]:
        """All visits of the day."""
        return (*self.expected, *self.in_treatment, *self.to_settle, *self.done, *self.missed)


def board(terminal: Terminal, day: date, *, online: bool = False) -> Board:
    """Return the board of ``day``; ``online``: the server is reached now (see AS_GOOD_AS_ASKED)."""
    with terminal.store.read() as uow:
        outlook = _Outlook(terminal, uow, online=online)
        visits = [outlook.of(visit) for visit in uow.visits.on_day(day)]
        next_day = uow.visits.on_day(day + timedelta(days=1), (Stage.EXPECTED,))
        tomorrow = [joined(visit, facts_of(uow, visit)) for visit in next_day]
        acts = _acts_of(visits)
        states = uow.act_list.states(acts)
        waiting = frozenset(act for act in acts if uow.act_list.waits(act))
    awaited = [one for one in (*visits, *tomorrow) if one.stage is Stage.EXPECTED and not is_missed(one)]
    return Board(
        day=day,
        today=terminal.clock.today(),
        at=terminal.clock.now(),
        expected=tuple(one for one in _in(visits, Stage.EXPECTED, Stage.ARRIVED) if not is_missed(one)),
        in_treatment=_in(visits, Stage.IN_TREATMENT),
        to_settle=_in(visits, Stage.TO_SETTLE, Stage.FROZEN),
        done=_in(visits, Stage.DONE, Stage.VOIDED),
        missed=tuple(visit for visit in visits if is_missed(visit)),
        sums=_sums(_in(visits, Stage.DONE), states),
        appointed=len(awaited),
        prepared=sum(is_named(visit) for visit in awaited),
        plans=outlook.plans,
        states=states,
        waiting=waiting,
    )


def _acts_of(visits: list[Visit]) -> tuple[str, ...]:
    """Return the acts that report the bills of these visits, and their voids."""
    voids = (visit.voided.act for visit in visits if visit.voided is not None)
    return tuple(filter(None, (*(visit.act for visit in visits), *voids)))


class _Outlook:
    """How the eligibility of expected children looks now; visits that began keep what let them in."""

    def __init__(self, terminal: Terminal, uow: UnitOfWork, *, online: bool) -> None:
        self._terminal = terminal
        self._uow = uow
        self._online = online
        self.plans = uow.memory.plans() if uow.memory.enrolment() is not None else {}

    def of(self, visit: Visit) -> Visit:
        """Return an expected visit with what is known of its child, and with the decision as of now."""
        if visit.stage is not Stage.EXPECTED:
            return visit
        facts = facts_of(self._uow, visit)
        known = joined(visit, facts)
        if len(facts) != 1 or facts[0].plan not in self.plans:
            return replace(known, decision=None)
        asked = asking(self._terminal, visit.day, online=self._counts(facts[0]), visit=known)
        return replace(known, decision=judge_policy(self._uow, facts[0], asked).decision)

    def _counts(self, snapshot: Snapshot) -> bool:
        """Tell whether a snapshot counts as the server's word."""
        return self._online and self._terminal.clock.now() - snapshot.as_of <= AS_GOOD_AS_ASKED


def siblings(visits: tuple[Visit, ...], visit: Visit) -> tuple[Visit, ...]:
    """Return the visits of the child's brothers and sisters, in their order."""
    child = visit.person
    return tuple(
        one
        for one in visits
        if child.family and one.person.family == child.family and one.person.member != child.member
    )


def next_sibling(board: Board, visit: Visit) -> Visit | None:
    """Return which visit of the same family the desk goes on with, once ``visit`` is done.

    First who waits to pay, then who waits to be let in, then who is expected, then who is in the chair.
    """
    order = (Stage.FROZEN, Stage.TO_SETTLE, Stage.ARRIVED, Stage.EXPECTED, Stage.IN_TREATMENT)
    family = siblings(board.visits, visit)
    still_open = [one for one in family if one.stage in {Stage.EXPECTED, *OPEN_STAGES} and not is_missed(one)]
    return min(still_open, key=lambda one: order.index(one.stage), default=None)


def _in(visits: list[Visit], *stages: Stage) -> tuple[Visit, ...]:
    return tuple(visit for visit in visits if visit.stage in stages)


def _sums(done: tuple[Visit, ...], states: Mapping[str, ActState]) -> DaySums:
    billed = [(visit.bill.result.totals, states.get(visit.act)) for visit in done if visit.bill is not None]
    refused = [totals.insurer for totals, state in billed if state is ActState.REJECTED]
    return DaySums(
        len(done),
        sum(totals.insurer for totals, state in billed if state not in _UNPAID),
        sum(totals.on_site for totals, _state in billed),
        sum(totals.online for totals, state in billed if state not in _UNPAID),
        len(refused),
        sum(refused),
        sum(state is ActState.ADJUSTED for _totals, state in billed),
    )


def needs_follow_up(visit: Visit) -> bool:
    """Tell whether the desk still has to do something about a visit's eligibility."""
    return visit.decision is not None and not visit.decision.verdict.is_billable
