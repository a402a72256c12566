"""Whether a signature still belongs to its bill: asked wherever a bill is opened, and before it is closed."""

from enum import StrEnum

from clinic_terminal.application.terminal import Terminal
from clinic_terminal.domain.bill import content
from clinic_terminal.domain.errors import SignatureMismatchError
from clinic_terminal.domain.visit import Visit


class Binding(StrEnum):
    """UNSIGNED: nothing is signed yet, and the frozen bill is whole. VOID: it is not what was signed."""

    UNSIGNED = "UNSIGNED"
    HOLDS = "HOLDS"
    VOID = "VOID"


def binding_of(terminal: Terminal, visit: Visit) -> Binding:
    """Compare the bill with the digest it was frozen under and the one that was signed."""
    bill, consent = visit.bill, visit.consent
    if bill is None:
        return Binding.UNSIGNED if consent is None and not visit.digest else Binding.VOID
    found = terminal.digest(content(bill))
    if found != visit.digest or (consent is not None and consent.digest != found):
        return Binding.VOID
    return Binding.UNSIGNED if consent is None else Binding.HOLDS


def check_bound(terminal: Terminal, visit: Visit) -> None:
    """Refuse a bill that is not the one that was frozen and signed; raises SignatureMismatchError."""
    if binding_of(terminal, visit) is Binding.VOID:
        raise SignatureMismatchError
