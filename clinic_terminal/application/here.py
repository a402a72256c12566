"""What this branch is, and which plans' rules it has: for a child of whom nothing else is known."""

from collections.abc import Mapping
from dataclasses import dataclass

from clinic_terminal.application.ports import PlanEdition
from clinic_terminal.application.terminal import Terminal, enrolment_of
from clinic_terminal.domain.eligibility import Clinic


@dataclass(frozen=True, slots=True)
class Here:
    """The branch, and the plan editions by code."""

    clinic: Clinic
    plans: Mapping[str, PlanEdition]


def here(terminal: Terminal) -> Here:
    """Return the branch and its plans; raises NotEnrolledError, StoreFailedError."""
    with terminal.store.read() as uow:
        return Here(enrolment_of(uow).clinic, uow.memory.plans())
