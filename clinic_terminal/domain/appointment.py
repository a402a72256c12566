"""A visit before the child is here: expected, moved, missed, taken off, and who it is for.

An appointment is a visit in stage EXPECTED. It may name a member of whom nothing else is known yet: its
person then has no name (`unnamed`), its plan is empty, and its policy may be. What is learned later is joined
with it when it is read, and written into it when the child is let in (`adopt`).
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from clinic_terminal.domain.eligibility import Person, Snapshot
from clinic_terminal.domain.errors import VisitStateError
from clinic_terminal.domain.member import normalised_name
from clinic_terminal.domain.references import first_reference
from clinic_terminal.domain.visit import Stage, Visit, require


def unnamed(member: str) -> Person:
    """Return a child of whom only the member number is known; the birth date stands for none."""
    return Person(member, "", date.min)


def is_named(visit: Visit) -> bool:
    """Tell whether the visit knows more of its child than the member number."""
    return bool(visit.person.name)


def birth_date_of(visit: Visit) -> date | None:
    """Return when the child was born, None where only its member number is known."""
    return visit.person.birth_date if is_named(visit) else None


def is_walk_in(visit: Visit) -> bool:
    """Tell whether the child came without an appointment."""
    return visit.expected_at is None and visit.arrived_at is not None


def is_missed(visit: Visit) -> bool:
    """Tell whether the child is still expected, and the desk noted that it did not come."""
    return visit.stage is Stage.EXPECTED and visit.missed_at is not None


def is_named_otherwise(visit: Visit) -> bool:
    """Tell whether the list named another child than the policy does."""
    if not visit.listed_name or not is_named(visit):
        return False
    return normalised_name(visit.listed_name) != normalised_name(visit.person.name)


def adopt(visit: Visit, snapshot: Snapshot) -> Visit:
    """Return an expected visit as one under the policy of ``snapshot``.

    What the hotline gave for another policy stays behind: its booking reference, its word on the phone.
    """
    same = visit.policy in {"", snapshot.policy}
    return replace(
        visit,
        person=snapshot.person,
        policy=snapshot.policy,
        plan=snapshot.plan,
        booking_ref=first_reference(visit.booking_ref if same else None, snapshot.booking_ref),
        phone=visit.phone if same else None,
    )


def visit_under(todays: Sequence[Visit], snapshot: Snapshot) -> Visit | None:
    """Return which of a day's visits goes on under the policy of ``snapshot``.

    Its own; else the child's appointment that named no policy, or another one than the family now chooses.
    An appointment learns here what was not known of its child when it was noted.
    """
    member = snapshot.person.member
    same = next((visit for visit in todays if visit.chain == snapshot.chain), None)
    expected = (one for one in todays if one.stage is Stage.EXPECTED and one.person.member == member)
    found = same or next(expected, None)
    return adopt(found, snapshot) if found is not None and found.stage is Stage.EXPECTED else found


def move(visit: Visit, day: date, at: datetime) -> Visit:
    """Expect the child at another time; that it did not come before is forgotten where the time changes."""
    require(visit, "move", Stage.EXPECTED)
    missed = visit.missed_at if at == visit.expected_at else None
    return replace(visit, day=day, expected_at=at, missed_at=missed)


def miss(visit: Visit, when: datetime) -> Visit:
    """Note that the child did not come; the visit stays, and a child that comes late is let in as usual."""
    require(visit, "miss", Stage.EXPECTED)
    return replace(visit, missed_at=visit.missed_at or when)


def expect_again(visit: Visit) -> Visit:
    """Take back that the child did not come, or that its appointment was taken off."""
    require(visit, "expect_again", Stage.EXPECTED, Stage.CANCELLED)
    if visit.arrived_at is not None:
        raise VisitStateError("expect_again", visit.stage)
    return replace(visit, stage=Stage.EXPECTED, missed_at=None, closed_at=None)
