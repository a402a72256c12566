"""What is known of a child's teeth here: what earlier visits left, and what a dentist corrected."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from clinic_terminal.application.ports import Operator
from clinic_terminal.application.store_ports import MemberRecord, UnitOfWork
from clinic_terminal.application.terminal import Terminal
from clinic_terminal.domain.dentition import Dentition, Finding
from clinic_terminal.domain.tooth_history import PastLine, Work, findings, work_on
from clinic_terminal.domain.visit import Stage, Visit


@dataclass(frozen=True, slots=True)
class KnownTeeth:
    """A child's teeth before today's treatment: ``work`` by tooth or region, ``found`` by hand."""

    work: Mapping[str, tuple[Work, ...]] = field(default_factory=dict)
    known: tuple[Finding, ...] = ()
    found: tuple[Finding, ...] = ()
    past: tuple[PastLine, ...] = ()
    """The lines of earlier bills here that stand."""

    def of(self, visit: Visit) -> Dentition:
        """Return which teeth stand in the mouth on the day of ``visit``."""
        return Dentition(visit.person.birth_date, visit.day, self.known, self.found)


def known_teeth(terminal: Terminal, visit_id: str) -> KnownTeeth:
    """Return what earlier visits here say of the child's teeth; raises VisitUnknownError."""
    with terminal.store.read() as uow:
        return teeth_of(uow, uow.visits.get(visit_id))


def teeth_of(uow: UnitOfWork, visit: Visit) -> KnownTeeth:
    """Return the teeth of the child of ``visit``, read in the given transaction.

    A voided bill leaves nothing on them.
    """
    record = uow.members.get(visit.person.member)
    past = past_lines(uow, visit)
    return KnownTeeth(work_on(past), findings(past), record.teeth if record else (), past)


def past_lines(uow: UnitOfWork, visit: Visit) -> tuple[PastLine, ...]:
    """Return what was done here for the child of ``visit`` until its day, under any policy, latest first."""
    closed = uow.visits.of_member(visit.person.member, (Stage.DONE,))
    return tuple(
        PastLine(one.day, line.item, line.teeth, line.surfaces)
        for one in closed
        if one.id != visit.id and one.day <= visit.day
        for line in one.lines
    )


def correct_tooth(terminal: Terminal, operator: Operator, visit_id: str, tooth: str) -> KnownTeeth:
    """Note that ``tooth`` stands there, or does not, other than was expected; once more takes it back."""
    with terminal.store.begin() as uow:
        visit = uow.visits.get(visit_id)
        teeth = teeth_of(uow, visit)
        found = teeth.of(visit).toggle(tooth).found
        record = uow.members.get(visit.person.member) or MemberRecord(visit.person.member)
        uow.members.put(replace(record, teeth=found))
        terminal.audit(uow, operator, "correct_tooth", visit_id, tooth=tooth)
        return replace(teeth, found=found)
