"""What the verbs need for files that belong to a visit."""

from dataclasses import dataclass
from typing import Protocol

from clinic_terminal.domain.attachment import Attached, Media


@dataclass(frozen=True, slots=True)
class SheetFile:
    """A file that was looked at and is what it says it is."""

    media: Media
    body: bytes


class Attachments(Protocol):
    """The files of visits, encrypted with everything else."""

    def add(self, attached: Attached, body: bytes) -> None:
        """Keep a file."""
        ...

    def of_visit(self, visit_id: str) -> list[Attached]:
        """Return what is attached to a visit, oldest first, without the bytes."""
        ...

    def body(self, attachment_id: str) -> bytes:
        """Return a file's bytes.

        Raises AttachmentUnknownError, AttachmentChangedError where they are not those that were kept.
        """
        ...
