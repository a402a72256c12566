"""A clinic's list of appointments from its file to a plan: where what files say meets what verbs need."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from clinic_terminal.application.appointment_list import Fate, ImportPlan, Wanted
from clinic_terminal.application.appointments import plan_import
from clinic_terminal.application.terminal import Terminal
from clinic_terminal.contract.appointments_file import AppointmentRow, FileFault, read_appointments
from clinic_terminal.contract.tables import read_table
from clinic_terminal.domain.shanghai import CHINA


@dataclass(frozen=True, slots=True)
class ReadList:
    """A file as it was read and compared: its faults, and the plan of the rows without any.

    ``name`` is the file's own, without its folder. ``has_booking``: it has a column of booking references.
    """

    name: str
    faults: tuple[FileFault, ...]
    plan: ImportPlan
    has_booking: bool = False

    @property
    def is_refused(self) -> bool:
        """Whether nothing of the file is taken before it is corrected."""
        return bool(self.faults) or self.plan.is_refused

    @property
    def does_something(self) -> bool:
        """Whether taking it would store anything."""
        return not self.is_refused and self.plan.does_something

    @property
    def to_store(self) -> int:
        """How many appointments are new or changed."""
        return self.plan.count(Fate.NEW, Fate.CHANGED)

    @property
    def wanted(self) -> tuple[Wanted, ...]:
        """The rows, as the verb takes them."""
        return tuple(row.wanted for row in self.plan.rows)


def read_list(terminal: Terminal, path: Path) -> ReadList:
    """Read a file and compare it with what is known; raises TableFileError, StoreFailedError."""
    found = read_appointments(read_table(path))
    plan = plan_import(terminal, [_wanted(row) for row in found.rows])
    return ReadList(path.name, found.faults, plan, found.has_booking)


def _wanted(row: AppointmentRow) -> Wanted:
    there = datetime.combine(row.day, row.time, UTC)
    return Wanted(row.row, there - CHINA, row.member, row.policy, row.name, row.booking_ref, row.note)
