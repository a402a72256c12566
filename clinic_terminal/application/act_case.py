"""What is known about one matter of the queue, for the person who has to deal with it."""

from dataclasses import dataclass

from clinic_terminal.application.acts import QueueRow
from clinic_terminal.application.failures import StoreFailedError, VisitUnknownError
from clinic_terminal.application.follow_up import FollowUp, found
from clinic_terminal.application.lost_bytes import is_unreadable
from clinic_terminal.application.outcomes import Outcome, read_outcome
from clinic_terminal.application.ports import PlanEdition
from clinic_terminal.application.terminal import Terminal, enrolment_of
from clinic_terminal.domain.eligibility import Clinic, Lock
from clinic_terminal.domain.visit import Visit


@dataclass(frozen=True, slots=True)
class ActCase:
    """An act with its visit, the plan's edition where it is here, and the lock that the server names now.

    ``visit`` is None where this database has the act alone: it was imported, or the visit was lost.
    """

    row: QueueRow
    visit: Visit | None
    clinic: Clinic
    edition: PlanEdition | None
    lock: Lock | None

    @property
    def outcome(self) -> Outcome | None:
        """What the server's receipt says; None where there is none."""
        return read_outcome(self.row.receipt)


@dataclass(frozen=True, slots=True)
class FollowUpCase:
    """A follow-up with its act's case where it has an act here; ``edition`` names whom to call."""

    follow_up: FollowUp
    clinic: Clinic
    terminal: str
    edition: PlanEdition | None
    case: ActCase | None = None


def act_case(terminal: Terminal, act_id: str) -> ActCase:
    """Return the case of an act; raises VisitUnknownError where the act is not here, NotEnrolledError."""
    with terminal.store.read() as uow:
        row = next(iter(uow.act_list.of_ids((act_id,))), None)
    if row is None:
        raise VisitUnknownError
    return _case(terminal, row)


def follow_up_case(terminal: Terminal, subject: str) -> FollowUpCase:
    """Return the case of a follow-up; raises FollowUpUnknownError, NotEnrolledError."""
    with terminal.store.read() as uow:
        known, enrolment = found(uow, subject), enrolment_of(uow)
        general = next(iter(uow.memory.plans().values()), None)
    case = None if known.row is None else _case(terminal, known.row)
    edition = case.edition if case and case.edition else general
    return FollowUpCase(known, enrolment.clinic, enrolment.terminal, edition, case)


def visit_if_here(terminal: Terminal, visit_id: str) -> Visit | None:
    """Return a visit; None where it is not in this database or can no longer be read."""
    try:
        with terminal.store.read() as uow:
            return uow.visits.get(visit_id)
    except VisitUnknownError:
        return None
    except StoreFailedError as failure:
        if not is_unreadable(failure):
            raise
        return None


def _case(terminal: Terminal, row: QueueRow) -> ActCase:
    # In a transaction of its own: where its page is broken, what is known of the act itself still counts.
    visit = visit_if_here(terminal, row.act.visit)
    with terminal.store.read() as uow:
        snapshot = uow.snapshots.get(visit.person.member, visit.policy) if visit else None
        return ActCase(
            row,
            visit,
            enrolment_of(uow).clinic,
            uow.memory.plans().get(visit.plan) if visit else None,
            snapshot.lock if snapshot else None,
        )
