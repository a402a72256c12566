"""The service manager's appointments become expected visits: today's and those of later days."""

from dataclasses import replace
from datetime import date, datetime
from typing import Final

from clinic_terminal.application.failures import VisitUnknownError
from clinic_terminal.application.ports import Appointment
from clinic_terminal.application.store_ports import UnitOfWork
from clinic_terminal.domain.appointment import adopt, is_missed, move, unnamed
from clinic_terminal.domain.eligibility import Snapshot
from clinic_terminal.domain.shanghai import shanghai_date
from clinic_terminal.domain.visit import Origin, Stage, Visit, cancel

_LONGEST_ID: Final = 44


def expect(uow: UnitOfWork, appointment: Appointment, today: date, now: datetime) -> None:
    """Keep an appointment of today or later as an expected visit of its day, once.

    A changed time, policy or booking reference changes the visit while the child is still expected; a
    withdrawn one takes it off. One that was missed, or taken off at the desk, comes back only under another
    time. Nothing is asked of the member's snapshot: what is not known yet is filled in when it is read. An
    appointment that the clinic noted itself for the same child and day gives way, and leaves what it knew.
    """
    day, visit = shanghai_date(appointment.at), _visit_of(uow, appointment, today)
    if visit is not None and _is_open(visit, today) and not (is_missed(visit) and day > visit.day):
        gone = appointment.withdrawn or day < today
        changed = cancel(visit, now) if gone else _changed(uow, visit, appointment)
        if changed != visit:
            uow.visits.put(changed)
    elif not appointment.withdrawn and day >= today and (visit is None or _is_another(visit, appointment)):
        new_id = appointment.id if visit is None else _id_again(appointment)
        uow.visits.put(_taking_over(uow, _expected(uow, appointment, new_id), now))


def facts_of(uow: UnitOfWork, visit: Visit) -> tuple[Snapshot, ...]:
    """Return what is known of an expected child: its policy's snapshot; without a policy all in force.

    Of policies that are none of them in force, the one that ends last is returned, to say why.
    """
    if visit.policy:
        known = uow.snapshots.get(visit.person.member, visit.policy)
        return () if known is None else (known,)
    known_ones = uow.snapshots.of_member(visit.person.member)
    in_force = tuple(one for one in known_ones if one.period.start <= visit.day <= one.period.end)
    return in_force or tuple(sorted(known_ones, key=lambda one: one.period.end)[-1:])


def joined(visit: Visit, facts: tuple[Snapshot, ...]) -> Visit:
    """Return an expected visit with what is known of its child; several policies leave the choice open."""
    if len(facts) == 1:
        return adopt(visit, facts[0])
    return replace(visit, person=facts[0].person) if facts else visit


def _visit_of(uow: UnitOfWork, appointment: Appointment, today: date) -> Visit | None:
    """Return the visit that stands for an appointment now; of several times the latest."""
    try:
        visit = uow.visits.get(appointment.id)
    except VisitUnknownError:
        return None
    if _is_open(visit, today) and not is_missed(visit):
        return visit
    stem = _stem(appointment)
    again = [one for one in uow.visits.of_member(visit.person.member) if one.id.startswith(stem)]
    return max((visit, *again), key=lambda one: (_is_open(one, today), one.day, one.id))


def _is_open(visit: Visit, today: date) -> bool:
    return visit.stage is Stage.EXPECTED and visit.day >= today


def _is_another(visit: Visit, appointment: Appointment) -> bool:
    """Tell whether the appointment means a coming after the one that ``visit`` was, and not that one."""
    if appointment.at == visit.expected_at:
        return False
    return shanghai_date(appointment.at) > visit.day or visit.stage is Stage.CANCELLED


def _stem(appointment: Appointment) -> str:
    return f"{appointment.id[:_LONGEST_ID]}-at-"


def _id_again(appointment: Appointment) -> str:
    return f"{_stem(appointment)}{appointment.at:%Y%m%dT%H%M}"


def _expected(uow: UnitOfWork, appointment: Appointment, visit_id: str) -> Visit:
    visit = Visit(
        id=visit_id,
        stage=Stage.EXPECTED,
        day=shanghai_date(appointment.at),
        person=unnamed(appointment.member),
        policy=appointment.policy,
        plan="",
        booking_ref=appointment.booking_ref,
        expected_at=appointment.at,
        note=appointment.note,
    )
    return joined(visit, facts_of(uow, visit))


def _changed(uow: UnitOfWork, visit: Visit, appointment: Appointment) -> Visit:
    """Return the visit as the appointment now says; what the desk noted stays where it says nothing."""
    if (appointment.member, appointment.policy) != (visit.person.member, visit.policy):
        other = replace(_expected(uow, appointment, visit.id), revision=visit.revision)
        return replace(other, note=appointment.note or visit.note)
    moved = move(visit, shanghai_date(appointment.at), appointment.at)
    return replace(
        moved,
        booking_ref=appointment.booking_ref or visit.booking_ref,
        note=appointment.note or visit.note,
    )


def _taking_over(uow: UnitOfWork, visit: Visit, now: datetime) -> Visit:
    """Return the visit with what the clinic's own appointment for it said, which is taken off."""
    for own in uow.visits.on_day(visit.day, (Stage.EXPECTED,)):
        same_child = own.person.member == visit.person.member and own.policy in {"", visit.policy}
        if own.origin is not Origin.SERVICE and same_child:
            uow.visits.put(cancel(own, now))
            visit = replace(
                visit,
                booking_ref=visit.booking_ref or own.booking_ref,
                note=visit.note or own.note,
                listed_name=own.listed_name,
            )
    return visit
