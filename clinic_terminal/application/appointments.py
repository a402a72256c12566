"""The clinic's own appointments: out of a list, by hand, missed, taken off, and put back.

A list is compared with what is known before anything is stored (`plan_import`), and stored as a whole or not
at all (`apply_import`).
"""

from collections.abc import Sequence
from dataclasses import replace

from clinic_terminal.application.appointment_list import (
    PASSED_OVER,
    REFUSED,
    Fate,
    ImportPlan,
    Planning,
    Slip,
    Wanted,
)
from clinic_terminal.application.failures import AppointmentRefusedError
from clinic_terminal.application.ports import Operator
from clinic_terminal.application.terminal import Terminal
from clinic_terminal.domain import appointment
from clinic_terminal.domain.member import is_member_number
from clinic_terminal.domain.references import checked_reference
from clinic_terminal.domain.shanghai import shanghai_date
from clinic_terminal.domain.visit import Origin, Stage, Visit, cancel


def plan_import(terminal: Terminal, wanted: Sequence[Wanted]) -> ImportPlan:
    """Compare a list with what is known here and store nothing; raises StoreFailedError."""
    with terminal.store.read() as uow:
        return Planning(terminal, uow, Origin.LIST).plan(wanted)


def apply_import(terminal: Terminal, operator: Operator, wanted: Sequence[Wanted]) -> ImportPlan:
    """Take a list as a whole, compared once more with what is known by now; return what was done.

    Raises AppointmentRefusedError with the cause of the first row that is refused, and StoreFailedError;
    nothing is stored then.
    """
    with terminal.store.begin() as uow:
        plan = Planning(terminal, uow, Origin.LIST).plan(wanted)
        refused = next((row for row in plan.rows if row.fate is Fate.REFUSED), None)
        if refused is not None:
            raise AppointmentRefusedError(refused.slips[0])
        for row in plan.rows:
            if row.after is not None and row.fate in {Fate.NEW, Fate.CHANGED}:
                uow.visits.put(row.after)
        counts = {fate.value.lower(): plan.count(fate) for fate in Fate if fate is not Fate.REFUSED}
        terminal.audit(uow, operator, "import_appointments", "list", **counts)
        return plan


def add_by_hand(terminal: Terminal, operator: Operator, wanted: Wanted) -> Visit:
    """Note an appointment at the desk, also of a member of whom nothing is known yet.

    Raises AppointmentRefusedError (NOT_A_MEMBER, IN_THE_PAST, TOO_FAR, TWICE), BadReferenceError.
    """
    if not is_member_number(wanted.member):
        raise AppointmentRefusedError("NOT_A_MEMBER")
    booked = checked_reference(wanted.booking_ref) if wanted.booking_ref.strip() else ""
    with terminal.store.begin() as uow:
        planned = Planning(terminal, uow, Origin.DESK).plan((replace(wanted, booking_ref=booked),)).rows[0]
        stops = [slip for slip in planned.slips if slip in REFUSED | PASSED_OVER]
        if stops:
            raise AppointmentRefusedError(stops[0])
        if planned.after is None or planned.fate is not Fate.NEW:
            raise AppointmentRefusedError(Slip.TWICE)
        stored = uow.visits.put(planned.after)
        terminal.audit(uow, operator, "add_appointment", stored.id)
        return stored


def mark_no_show(terminal: Terminal, operator: Operator, visit_id: str) -> Visit:
    """Note that an expected child did not come; raises AppointmentRefusedError with TOO_EARLY."""
    today, now = terminal.clock.today(), terminal.clock.now()
    with terminal.store.begin() as uow:
        visit = uow.visits.get(visit_id)
        if visit.day > today:
            raise AppointmentRefusedError("TOO_EARLY")
        stored = uow.visits.put(appointment.miss(visit, now))
        terminal.audit(uow, operator, "mark_no_show", visit_id)
        return stored


def take_off(terminal: Terminal, operator: Operator, visit_id: str) -> Visit:
    """Take an appointment off the board; it stays in the records. Raises VisitStateError."""
    with terminal.store.begin() as uow:
        visit = uow.visits.get(visit_id)
        if visit.stage is not Stage.EXPECTED:
            raise AppointmentRefusedError("NOT_EXPECTED")
        stored = uow.visits.put(cancel(visit, terminal.clock.now()))
        terminal.audit(uow, operator, "take_off_appointment", visit_id)
        return stored


def expect_again(terminal: Terminal, operator: Operator, visit_id: str) -> Visit:
    """Take back, on the same day, that a child did not come or that its appointment was taken off.

    Raises AppointmentRefusedError with DAY_IS_OVER, VisitStateError.
    """
    with terminal.store.begin() as uow:
        visit = uow.visits.get(visit_id)
        noted = visit.closed_at or visit.missed_at
        if noted is None or shanghai_date(noted) != terminal.clock.today():
            raise AppointmentRefusedError("DAY_IS_OVER")
        stored = uow.visits.put(appointment.expect_again(visit))
        terminal.audit(uow, operator, "expect_again", visit_id)
        return stored
