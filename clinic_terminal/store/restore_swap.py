"""The last step of restoring: the finished file takes the old one's place, or the old one is whole again.

The old file's log would be taken for the new file's, so it goes first; in between the old file lies there
without it. The copy set aside has both, and tells in every case which of the two files is in the place.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from clinic_terminal.store import secret_files
from clinic_terminal.store.restore_note import Note

FILE_AND_LOG: Final = ("", "-wal")
_LOGS: Final = ("-wal", "-shm")


@dataclass(frozen=True, slots=True)
class Swap:
    """Works on the database at ``database``, which nobody has open. Every step raises OSError."""

    database: Path

    @property
    def draft(self) -> Path:
        """Where the new file is made."""
        return self.database.with_name(f".restoring-{self.database.name}")

    def cleared(self) -> Path:
        """Return the place for the new file, with nothing of an earlier one in it."""
        for end in ("", *_LOGS):
            self.draft.with_name(self.draft.name + end).unlink(missing_ok=True)
        return self.draft

    def is_as_copied(self, aside: Path | None) -> bool:
        """Say whether the present file is the one copied to ``aside``; its log may have gone since.

        None: there was no file to copy. An empty log is none: SQLite makes one wherever a file is looked at.
        """
        if aside is None:
            return not self.database.exists()
        log = self._beside("-wal")
        return _is_same(self.database, aside / self.database.name) and (
            not _says_something(log) or _is_same(log, aside / log.name)
        )

    def can_be_made(self, note: Note) -> bool:
        """Say whether the new file is finished and the old one in the place, untouched since."""
        return (
            note.outcome is not None
            and self.draft.exists()
            and digest_of(self.draft) == note.digest
            and self.is_as_copied(note.replaced)
        )

    def is_made(self, note: Note) -> bool:
        """Say whether the new file is in the place."""
        return (
            note.outcome is not None
            and not self.draft.exists()
            and self.database.exists()
            and digest_of(self.database) == note.digest
        )

    def make(self) -> None:
        """Put the new file in the old one's place; an OSError may leave either of them there."""
        for end in _LOGS:
            self._beside(end).unlink(missing_ok=True)
        folder = self.database.parent
        secret_files.sync_folder(folder)
        self.draft.replace(self.database)
        secret_files.sync_folder(folder)

    def put_log_back(self, aside: Path | None) -> None:
        """Give the old file its log again, where it is the old one that lies in the place without it.

        A log with something in it stays: it may hold what was done since.
        """
        log = self._beside("-wal")
        if aside is None or _says_something(log) or not _says_something(aside / log.name):
            return
        if not self.is_as_copied(aside):
            return
        coming = log.with_name(f".coming-{log.name}")
        secret_files.copy(aside / log.name, coming)
        # Left by a look in between, it says that the log is empty.
        self._beside("-shm").unlink(missing_ok=True)
        coming.replace(log)
        secret_files.sync_folder(log.parent)

    def _beside(self, end: str) -> Path:
        return self.database.with_name(self.database.name + end)


def digest_of(file: Path) -> str:
    """Return the SHA-256 of a file, hex; raises OSError."""
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _says_something(log: Path) -> bool:
    return log.exists() and log.stat().st_size > 0


def _is_same(one: Path, other: Path) -> bool:
    if not (one.exists() and other.exists()) or one.stat().st_size != other.stat().st_size:
        return False
    return digest_of(one) == digest_of(other)
