"""A family that does not agree to direct billing: the bill is taken back, and the visit goes on or ends."""

from dataclasses import replace

from clinic_terminal.domain import visit as visits
from clinic_terminal.domain.declined import Declined, DeclineReason, DeclineWay
from clinic_terminal.domain.signing_errors import DeclineNoteMissingError
from clinic_terminal.domain.visit import Stage, Visit


def decline(visit: Visit, declined: Declined) -> Visit:
    """Take the frozen bill back and go on as the family wants; raises VisitStateError, RefundDueError."""
    visits.require(visit, "decline", Stage.FROZEN)
    if declined.way is DeclineWay.CANCEL:
        return replace(visits.cancel(visit, declined.at), declined=declined)
    return replace(visits.choose_self_pay(visits.thaw(visit), chosen=True), declined=declined)


def checked_decline_note(reason: DeclineReason, note: str) -> str:
    """Return the note as one line; raises DeclineNoteMissingError where OTHER has none, NoteTooLongError."""
    written = visits.checked_note(note)
    if reason is DeclineReason.OTHER and not written:
        raise DeclineNoteMissingError
    return written
