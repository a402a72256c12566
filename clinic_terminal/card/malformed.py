"""The one way in which a text that claims to be an e-card can be broken, and where."""

from enum import StrEnum


class MalformedPart(StrEnum):
    """The layer of the token at which reading stopped; a stable code for screens and commands."""

    TEXT_LENGTH = "TEXT_LENGTH"
    BASE45 = "BASE45"
    COSE_LENGTH = "COSE_LENGTH"
    CBOR = "CBOR"
    COSE = "COSE"
    HEADER = "HEADER"
    CLAIMS = "CLAIMS"


class TokenMalformedError(Exception):
    """The text starts like an e-card but is none; ``part`` names the layer, never the content."""

    def __init__(self, part: MalformedPart) -> None:
        super().__init__(f"The e-card's code is not well formed ({part}).")
        self.part = part
