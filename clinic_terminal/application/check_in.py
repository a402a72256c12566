"""The verbs of the check-in: who is this child, may we bill directly, let it in, what the hotline said."""

from clinic_terminal.application.admission import admit
from clinic_terminal.application.calls import enter_booking, enter_phone_authorisation
from clinic_terminal.application.identify import (
    Identified,
    identify,
    identify_frame,
    identify_grey,
    identify_person,
    identify_picture,
)
from clinic_terminal.application.verification import Verification, verify, verify_stored
from clinic_terminal.domain.visit import Visit


def is_billable(visit: Visit) -> bool:
    """Tell whether the desk found that the child may be billed directly."""
    return visit.decision is not None and visit.decision.verdict.is_billable


__all__ = [
    "Identified", "Verification", "admit", "enter_booking", "enter_phone_authorisation", "identify",
    "identify_frame", "identify_grey", "identify_person", "identify_picture", "is_billable", "verify",
    "verify_stored",
]  # fmt: skip
