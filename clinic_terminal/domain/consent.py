"""The guardian's signature, by pen or on a sheet of paper, bound to the exact bill."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import pairwise
from typing import Any

from clinic_terminal.domain.errors import SignatureMismatchError, SignatureTooSmallError
from clinic_terminal.domain.signing_errors import SignatureTooLargeError, SignerMissingError

PAD_UNITS = 10_000
"""Points are whole numbers; the pad is 10,000 units wide, its height in the same unit."""

MOST_POINTS = 4_096
"""Points of one signature. At most 27 bytes each in an act: 111 kB of the 1,000,000 that one may have."""

MOST_STROKES = 512
"""Strokes of one signature: four names of the most intricate characters."""

_LEAST_INK = 1_500
_LEAST_POINTS = 8


class Relationship(StrEnum):
    """Who signs for the child."""

    FATHER = "FATHER"
    MOTHER = "MOTHER"
    OTHER_GUARDIAN = "OTHER_GUARDIAN"
    ENTRUSTED = "ENTRUSTED"


class Way(StrEnum):
    """How it was signed: with a pen on the pad, or by hand on a printed sheet."""

    PAD = "PAD"
    PAPER = "PAPER"


@dataclass(frozen=True, slots=True)
class SignerDocument:
    """What the signer showed: an IdDocument's code and the number with its middle hidden."""

    kind: str
    number: str = ""


@dataclass(frozen=True, slots=True)
class InkPoint:
    """A point of a stroke: pad units, pressure 0 to 1,000, milliseconds since the first point."""

    x: int
    y: int
    pressure: int
    t_ms: int


Stroke = tuple[InkPoint, ...]


@dataclass(frozen=True, slots=True)
class Consent:
    """Who signed what, when, before whom. ``digest`` is the SHA-256 of the frozen bill, hex.

    Signed on PAPER there are no strokes; ``sheet`` is the SHA-256 of the sheet's picture where one was taken
    before the visit was closed.
    """

    signer: str
    relationship: Relationship
    strokes: tuple[Stroke, ...]
    pad_height: int
    digest: str
    language: str
    text_version: str
    signed_at: datetime
    witness: str
    way: Way = Way.PAD
    sheet: str = ""
    document: SignerDocument | None = None


def content(consent: Consent) -> dict[str, Any]:
    """Return the consent as plain values for the wire and the paper, without the bill's digest.

    Strokes are lists of [x, y, pressure, milliseconds]; the time is ISO 8601 in UTC. ``way``, ``sheet`` and
    ``document`` are there only where they say something.
    """
    document = consent.document
    shown = {"kind": document.kind, "number": document.number} if document else None
    more = {
        "way": consent.way.value if consent.way is not Way.PAD else None,
        "sheet": consent.sheet or None,
        "document": shown,
    }
    return {name: value for name, value in more.items() if value is not None} | {
        "signer": consent.signer,
        "relationship": consent.relationship.value,
        "language": consent.language,
        "text_version": consent.text_version,
        "signed_at": consent.signed_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "witness": consent.witness,
        "pad_height": consent.pad_height,
        "strokes": [[[p.x, p.y, p.pressure, p.t_ms] for p in stroke] for stroke in consent.strokes],
    }


def ink_length(strokes: tuple[Stroke, ...]) -> int:
    """Return the length of all strokes in pad units, each step counted as its longer side."""
    return sum(
        max(abs(right.x - left.x), abs(right.y - left.y))
        for stroke in strokes
        for left, right in pairwise(stroke)
    )


def check_ink(strokes: tuple[Stroke, ...]) -> None:
    """Refuse a dot or a slip of the finger, and what no pad gives.

    Raises SignatureTooSmallError, SignatureTooLargeError.
    """
    points = sum(len(stroke) for stroke in strokes)
    if points > MOST_POINTS or len(strokes) > MOST_STROKES:
        raise SignatureTooLargeError
    if points < _LEAST_POINTS or ink_length(strokes) < _LEAST_INK:
        raise SignatureTooSmallError


def check_given(consent: Consent) -> None:
    """Refuse a signature of nobody, or one on the pad without the ink for it.

    Raises SignerMissingError, SignatureTooSmallError, SignatureTooLargeError.
    """
    if not consent.signer:
        raise SignerMissingError
    if consent.way is Way.PAD:
        check_ink(consent.strokes)


def check_binding(consent: Consent, digest: str) -> None:
    """Refuse a signature that was given for other content; raises SignatureMismatchError."""
    if consent.digest != digest:
        raise SignatureMismatchError
