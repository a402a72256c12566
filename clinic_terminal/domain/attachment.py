"""A file that belongs to a visit, such as the picture of a sheet that was signed by hand."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

LARGEST_ATTACHMENT = 10_000_000
"""Bytes of one file: a sheet scanned in colour has a few million."""


class Media(StrEnum):
    """What a file is, by its own first bytes."""

    PNG = "image/png"
    JPEG = "image/jpeg"
    PDF = "application/pdf"


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that is kept, without its bytes: ``digest`` is their SHA-256, hex; ``at`` is UTC."""

    id: str
    visit: str
    media: Media
    at: datetime
    digest: str
    size: int
