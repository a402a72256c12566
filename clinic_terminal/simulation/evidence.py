"""What is found after a run: every file read back, and the server's books beside it."""

from collections.abc import Mapping
from dataclasses import dataclass

from clinic_terminal.application.acts import AuditRow, Exposure, Freshness, QueueRow
from clinic_terminal.application.failures import AuditBrokenError, VisitUnknownError
from clinic_terminal.domain.visit import Visit
from clinic_terminal.simulation.journal import Journal
from clinic_terminal.simulation.machine import Machine
from clinic_terminal.simulation.network import Network
from clinic_terminal.simulation.people import Child
from clinic_terminal.simulation.server import ModelServer

MOST_ROWS = 1_000_000


@dataclass(frozen=True, slots=True)
class Found:
    """What stands in the file of one machine; ``audit_whole`` is where its chain breaks, None if nowhere."""

    number: int
    rows: Mapping[str, QueueRow]
    visits: Mapping[str, Visit]
    audit: tuple[AuditRow, ...]
    broken_at: int | None
    exposure: Exposure
    freshness: Freshness


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything that the checks look at."""

    machines: tuple[Found, ...]
    server: ModelServer
    network: Network
    journal: Journal
    children: tuple[Child, ...]

    @property
    def rows(self) -> dict[str, QueueRow]:
        """All queue rows by act."""
        return {act: row for found in self.machines for act, row in found.rows.items()}


def read_back(machine: Machine, journal: Journal) -> Found:
    """Read a machine's file as it stands."""
    store = machine.program(0).store
    with store.read() as uow:
        rows = {row.act.id: row for row in reversed(uow.queue.rows(MOST_ROWS))}
        names = [name for name, number in journal.begun.items() if number == machine.number]
        visits = {}
        for name in dict.fromkeys((*names, *(row.act.visit for row in rows.values()))):
            try:
                visits[name] = uow.visits.get(name)
            except VisitUnknownError:
                continue
        try:
            uow.audit.verify()
            broken = None
        except AuditBrokenError as error:
            broken = error.position
        audit = tuple(uow.audit.rows())
        return Found(
            machine.number, rows, visits, audit, broken, uow.queue.exposure(), uow.memory.freshness()
        )
