"""What is known about one act of the queue, for the person who has to deal with it."""

from dataclasses import dataclass

from clinic_terminal.application.acts import QueueRow
from clinic_terminal.application.failures import VisitUnknownError
from clinic_terminal.application.ports import PlanEdition
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


def act_case(terminal: Terminal, act_id: str) -> ActCase:
    """Return the case of an act; raises VisitUnknownError, NotEnrolledError."""
    with terminal.store.read() as uow:
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
