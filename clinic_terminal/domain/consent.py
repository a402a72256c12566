"""The guardian's signature: strokes bound to the exact bill."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import pairwise
from typing import Any

from clinic_terminal.domain.errors import SignatureMismatchError, SignatureTooSmallError

PAD_UNITS = 10_000
"""Points are whole numbers; the pad is 10,000 units wide, its height in the same unit."""

_LEAST_INK = 1_500
_LEAST_POINTS = 8


class Relationship(StrEnum):
    """Who signs for the child."""

    FATHER = "FATHER"
    MOTHER = "MOTHER"
    OTHER_GUARDIAN = "OTHER_GUARDIAN"
    ENTRUSTED = "ENTRUSTED"


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
    """Who signed what, when, before whom. ``digest`` is the SHA-256 of the frozen bill, hex."""

    signer: str
    relationship: Relationship
    strokes: tuple[Stroke, ...]
    pad_height: int
    digest: str
    language: str
    text_version: str
    signed_at: datetime
    witness: str


def content(consent: Consent) -> dict[str, Any]:
    """Return the consent as plain values for the wire and the paper, without the bill's digest.

    Strokes are lists of [x, y, pressure, milliseconds]; the time is ISO 8601 in UTC.
    """
    return {
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
    """Refuse a dot or a slip of the finger; raises SignatureTooSmallError."""
    points = sum(len(stroke) for stroke in strokes)
    if points < _LEAST_POINTS or ink_length(strokes) < _LEAST_INK:
        raise SignatureTooSmallError


def check_binding(consent: Consent, digest: str) -> None:
    """Refuse a signature that was given for other content; raises SignatureMismatchError."""
    if consent.digest != digest:
        raise SignatureMismatchError
