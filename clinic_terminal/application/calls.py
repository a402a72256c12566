"""What the hotline said on the phone: a booking of the first visit, or that the child may be treated."""

from collections.abc import Callable
from dataclasses import replace

from clinic_terminal.application.failures import PlanUnknownError
from clinic_terminal.application.judging import asking, judge_policy
from clinic_terminal.application.ports import Operator
from clinic_terminal.application.store_ports import UnitOfWork
from clinic_terminal.application.terminal import Terminal
from clinic_terminal.domain import visit as visits
from clinic_terminal.domain.decision import Decision
from clinic_terminal.domain.eligibility import Snapshot
from clinic_terminal.domain.evidence import CLOCK_TOLERANCE
from clinic_terminal.domain.visit import Visit


def enter_booking(terminal: Terminal, operator: Operator, visit_id: str, reference: str) -> Visit:
    """Enter the booking reference that the hotline gave, which releases a held first visit.

    The child may be expected still. Raises BadReferenceError, VisitStateError once the bill is frozen.
    """
    return _entered(terminal, operator, visit_id, "enter_booking", reference, visits.with_booking)


def enter_phone_authorisation(terminal: Terminal, operator: Operator, visit_id: str, reference: str) -> Visit:
    """Enter what the hotline authorised on the phone, recorded as such; data that are too old then count.

    It makes up for age alone: every gate stays as the last data have it. Raises as `enter_booking`.
    """
    now = terminal.clock.now()

    def authorise(visit: Visit, given: str) -> Visit:
        return visits.with_phone_authorisation(visit, given, now, operator.name)

    return _entered(terminal, operator, visit_id, "enter_phone_authorisation", reference, authorise)


def _entered(  # noqa: PLR0913, PLR0917  who entered what where, each of another kind
    terminal: Terminal,
    operator: Operator,
    visit_id: str,
    deed: str,
    reference: str,
    enter: Callable[[Visit, str], Visit],
) -> Visit:
    with terminal.store.begin() as uow:
        visit = enter(uow.visits.get(visit_id), reference)
        stored = uow.visits.put(replace(visit, decision=_decided_anew(terminal, uow, visit)))
        terminal.audit(uow, operator, deed, visit_id, reference=reference.strip())
        return stored


def _decided_anew(terminal: Terminal, uow: UnitOfWork, visit: Visit) -> Decision | None:
    """Return the decision by what is known now; the one before where the policy cannot be judged here."""
    snapshot = uow.snapshots.get(visit.person.member, visit.policy)
    if snapshot is None:
        return visit.decision
    of = asking(terminal, visit.day, online=_was_asked(terminal, visit, snapshot), visit=visit)
    try:
        return judge_policy(uow, snapshot, of).decision
    except PlanUnknownError:
        return visit.decision


def _was_asked(terminal: Terminal, visit: Visit, snapshot: Snapshot) -> bool:
    """Tell whether the server answered for this visit, or just now where the child is not in yet."""
    if visit.evidence is not None:
        return visit.evidence.online
    return terminal.clock.now() - snapshot.as_of <= CLOCK_TOLERANCE
