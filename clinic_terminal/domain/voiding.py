"""A signed bill taken back as a whole: why, by whom, when. The bill itself stays as it was signed."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from clinic_terminal.domain.errors import VoidNoteMissingError


class VoidReason(StrEnum):
    """Why a bill is taken back; only an entry error can release the brand lock (facts.md, C10)."""

    ENTRY_ERROR = "ENTRY_ERROR"
    TREATMENT_CHANGED = "TREATMENT_CHANGED"
    FAMILY_WITHDREW = "FAMILY_WITHDREW"
    OTHER = "OTHER"

    @property
    def may_release_lock(self) -> bool:
        """Whether a void for this reason may release the brand lock that the bill made."""
        return self is VoidReason.ENTRY_ERROR


@dataclass(frozen=True, slots=True)
class Voided:
    """The void of a bill: ``act`` reports it, ``operator`` is the person's name, ``at`` is UTC."""

    reason: VoidReason
    note: str
    operator: str
    at: datetime
    act: str


def check_void(reason: VoidReason, note: str) -> str:
    """Return the note without the blanks around it; raises VoidNoteMissingError where OTHER has none."""
    written = " ".join(note.split())
    if reason is VoidReason.OTHER and not written:
        raise VoidNoteMissingError
    return written
