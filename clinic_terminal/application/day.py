"""The day at a glance: the board of visits, its sums, and the queue behind the status pill."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from clinic_terminal.application.acts import Exposure, Freshness, QueueRow
from clinic_terminal.application.exposure import Room, rooms
from clinic_terminal.application.judging import asking, judge_policy
from clinic_terminal.application.ports import Appointment
from clinic_terminal.application.store_ports import UnitOfWork
from clinic_terminal.application.terminal import Terminal
from clinic_terminal.domain.eligibility import Snapshot
from clinic_terminal.domain.visit import Stage, Visit, cancel

CHINA_OFFSET = timedelta(hours=8)


@dataclass(frozen=True, slots=True)
class DaySums:
    """What the day brought so far, in fen."""

    visits: int
    insurer_fen: int
    on_site_fen: int
    online_fen: int


@dataclass(frozen=True, slots=True)
class Board:
    """The visits of a day by the column they stand in, and the sums of the closed ones."""

    day: date
    expected: tuple[Visit, ...]
    in_treatment: tuple[Visit, ...]
    to_settle: tuple[Visit, ...]
    done: tuple[Visit, ...]
    sums: DaySums


@dataclass(frozen=True, slots=True)
class QueueView:
    """Everything the queue page and the status pill show."""

    rows: tuple[QueueRow, ...]
    exposure: Exposure
    freshness: Freshness
    rooms: tuple[Room, ...]
    at: datetime


def board(terminal: Terminal, day: date) -> Board:
    """Return the board of ``day``."""
    with terminal.store.read() as uow:
        visits = [_with_outlook(terminal, uow, visit) for visit in uow.visits.on_day(day)]
    done = _in(visits, Stage.DONE)
    return Board(
        day,
        _in(visits, Stage.EXPECTED, Stage.ARRIVED),
        _in(visits, Stage.IN_TREATMENT),
        _in(visits, Stage.TO_SETTLE, Stage.FROZEN),
        done,
        _sums(done),
    )


def _with_outlook(terminal: Terminal, uow: UnitOfWork, visit: Visit) -> Visit:
    """Return an expected visit with how its eligibility looks now; others keep what let them in."""
    enrolment = uow.memory.enrolment()
    edition = uow.memory.plans().get(visit.plan)
    snapshot = uow.snapshots.get(visit.person.member, visit.policy)
    if visit.stage is not Stage.EXPECTED or snapshot is None or edition is None or enrolment is None:
        return visit
    judged = judge_policy(uow, snapshot, asking(terminal, visit.day, visit=visit))
    return replace(visit, decision=judged.decision)


def _in(visits: list[Visit], *stages: Stage) -> tuple[Visit, ...]:
    return tuple(visit for visit in visits if visit.stage in stages)


def _sums(done: tuple[Visit, ...]) -> DaySums:
    totals = [visit.bill.result.totals for visit in done if visit.bill is not None]
    return DaySums(
        len(done),
        sum(one.insurer for one in totals),
        sum(one.on_site for one in totals),
        sum(one.online for one in totals),
    )


def queue_view(terminal: Terminal, limit: int = 200) -> QueueView:
    """Return the queue with its counters, marks and the room that is left."""
    now = terminal.clock.now()
    with terminal.store.read() as uow:
        exposure, freshness = uow.queue.exposure(), uow.memory.freshness()
        return QueueView(
            tuple(uow.queue.rows(limit)),
            exposure,
            freshness,
            rooms(exposure, freshness, terminal.limits, now),
            now,
        )


def expect(uow: UnitOfWork, appointment: Appointment, today: date, now: datetime) -> None:
    """Put an appointment of today on the board, once, or take a withdrawn one off it.

    The member's snapshot must be here already; appointments of other days are passed over.
    """
    known = {visit.id: visit for visit in uow.visits.on_day(today)}
    visit = known.get(appointment.id)
    if visit is not None:
        if appointment.withdrawn and visit.stage is Stage.EXPECTED:
            uow.visits.put(cancel(visit, now))
        return
    snapshot = uow.snapshots.get(appointment.member, appointment.policy)
    if snapshot is not None and not appointment.withdrawn and day_of(appointment.at) == today:
        uow.visits.put(_expected(appointment, snapshot, today))


def day_of(moment: datetime) -> date:
    """Return the calendar date of ``moment`` in Asia/Shanghai, which knows no summer time."""
    return (moment + CHINA_OFFSET).date()


def _expected(appointment: Appointment, snapshot: Snapshot, day: date) -> Visit:
    return Visit(
        id=appointment.id,
        stage=Stage.EXPECTED,
        day=day,
        person=snapshot.person,
        policy=snapshot.policy,
        plan=snapshot.plan,
        booking_ref=appointment.booking_ref or snapshot.booking_ref,
        expected_at=appointment.at,
        note=appointment.note,
    )


def needs_follow_up(visit: Visit) -> bool:
    """Tell whether the desk still has to do something about a visit's eligibility."""
    return visit.decision is not None and not visit.decision.verdict.is_billable
