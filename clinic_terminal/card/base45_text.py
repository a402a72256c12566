"""The outermost layer of an e-card: ``DB1:`` and Base45 (RFC 9285), with its lengths."""

import re

import base45

from clinic_terminal.card.malformed import MalformedPart, TokenMalformedError

PREFIX = "DB1:"
MAX_CHARACTERS = 1024
MAX_COSE_BYTES = 640

_ALPHABET = re.compile(r"[0-9A-Z $%*+\-./:]+")


def decode_text(text: str) -> bytes:
    """Return the COSE bytes of ``text``, which starts with ``DB1:``; raises TokenMalformedError."""
    if len(text) > MAX_CHARACTERS:
        raise TokenMalformedError(MalformedPart.TEXT_LENGTH)
    coded = text.removeprefix(PREFIX)
    # The library drops a final line break, so the alphabet is checked before it sees the text.
    if _ALPHABET.fullmatch(coded) is None:
        raise TokenMalformedError(MalformedPart.BASE45)
    try:
        cose: bytes = base45.b45decode(coded)
    except ValueError:
        raise TokenMalformedError(MalformedPart.BASE45) from None
    if len(cose) > MAX_COSE_BYTES:
        raise TokenMalformedError(MalformedPart.COSE_LENGTH)
    return cose


def encode_text(cose: bytes) -> str:
    """Return the text of an e-card's code for COSE bytes."""
    coded: bytes = base45.b45encode(cose)
    return PREFIX + coded.decode("ascii")
