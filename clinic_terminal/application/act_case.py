"""What is known about one matter of the queue, for the person who has to deal with it."""

from dataclasses import dataclass

from clinic_terminal.application.acts import QueueRow
from clinic_terminal.application.failures import VisitUnknownError
from clinic_terminal.application.follow_up import FollowUp, found
from clinic_terminal.application.outcomes import Outcome, read_outcome
from clinic_terminal.application.ports import PlanEdition
from clinic_terminal.application.store_ports import UnitOfWork
from clinic_terminal.application.terminal import Terminal, enrolment_of
from clinic_terminal.domain.eligibility import Clinic, Lock
from clinic_terminal.domain.visit import Visit


@dataclass(frozen=True, slots=True)
class ActCase:
    """An act with its visit, the plan's edition where it is here, and the lock that the server names now."""

    row: QueueRow
    visit: Visit
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
    """Return the case of an act; raises VisitUnknownError, NotEnrolledError."""
    with terminal.store.read() as uow:
        return _case(uow, act_id)


def follow_up_case(terminal: Terminal, subject: str) -> FollowUpCase:
    """Return the case of a follow-up; raises FollowUpUnknownError, VisitUnknownError, NotEnrolledError."""
    with terminal.store.read() as uow:
        known, enrolment = found(uow, subject), enrolment_of(uow)
        case = None if known.row is None else _case(uow, known.row.act.id)
        edition = case.edition if case else None
        if edition is None:
            edition = next(iter(uow.memory.plans().values()), None)
        return FollowUpCase(known, enrolment.clinic, enrolment.terminal, edition, case)


def _case(uow: UnitOfWork, act_id: str) -> ActCase:
    row = uow.queue.get(act_id)
    if row is None:
        raise VisitUnknownError
    visit = uow.visits.get(row.act.visit)
    snapshot = uow.snapshots.get(visit.person.member, visit.policy)
    return ActCase(
        row,
        visit,
        enrolment_of(uow).clinic,
        uow.memory.plans().get(visit.plan),
        snapshot.lock if snapshot else None,
    )
