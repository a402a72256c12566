"""The failures of signing that the rules know; each with its sentence and a stable code."""

from clinic_terminal.domain.errors import DomainError


class SignerMissingError(DomainError):
    """Nobody is named who signs."""

    code = "SIGNER_MISSING"

    def __init__(self) -> None:
        super().__init__("A signature needs the name of whoever signs.", "signer")


class SignatureTooLargeError(DomainError):
    """More ink than a signature has: no pad of ours gives it."""

    code = "TOO_MUCH_INK"

    def __init__(self) -> None:
        super().__init__("There is more ink than a signature can have.")


class DeclineNoteMissingError(DomainError):
    """The family declines for another reason, and nobody wrote which."""

    code = "DECLINE_NOTE_MISSING"

    def __init__(self) -> None:
        super().__init__("Another reason needs a note that says which.", "note")
