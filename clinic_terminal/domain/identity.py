"""Who the child at the desk is: the document that was looked at, and what in it differs from the policy."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from clinic_terminal.domain.consent import Relationship


class IdDocument(StrEnum):
    """What the handbooks accept as proof of who the child is (H1:188)."""

    BIRTH_CERT = "BIRTH_CERT"
    HUKOU = "HUKOU"
    PASSPORT = "PASSPORT"
    RESIDENT_ID = "RESIDENT_ID"
    OTHER = "OTHER"


class IdentityDoubt(StrEnum):
    """What in a document does not fit: its own number, or the child that the policy names."""

    NUMBER_MALFORMED = "NUMBER_MALFORMED"
    CHECK_DIGIT = "CHECK_DIGIT"
    BIRTH_DATE = "BIRTH_DATE"
    SEX = "SEX"
    NAME = "NAME"


@dataclass(frozen=True, slots=True)
class Identity:
    """A document that was looked at. ``number`` is empty where the desk only saw it.

    ``accepted`` tells that the operator looked again and goes on in spite of ``doubts``.
    """

    document: IdDocument
    number: str = ""
    doubts: tuple[IdentityDoubt, ...] = ()
    accepted: bool = False

    @property
    def holds(self) -> bool:
        """Whether nothing stands between this document and the child."""
        return self.accepted or not self.doubts


@dataclass(frozen=True, slots=True)
class DataConsent:
    """What a guardian answered to the use of the child's data; ``given`` False is a refusal."""

    relationship: Relationship
    text_version: str
    at: datetime
    given: bool = True
    guardian: str = ""


@dataclass(frozen=True, slots=True)
class PhoneAuthorisation:
    """What the hotline said on the phone: its reference, when, and the operator who wrote it down."""

    reference: str
    at: datetime
    operator: str


def masked_document(number: str) -> str:
    """Return a document's number with its middle hidden; short numbers keep their last two only."""
    shown = 4 if len(number) > 10 else 1 if len(number) > 4 else 0  # noqa: PLR2004  shown at each end
    end = max(shown, min(2, len(number)))
    return number[:shown] + "*" * max(len(number) - shown - end, 0) + number[len(number) - end :]
