"""What backing up, checking and restoring the database look like to the verbs and the screens."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from clinic_terminal.application.backup_failures import BackupFailedError

AT_LEAST_EVERY = timedelta(hours=20)
"""A working day's backup: the next one is due a little before the same hour of the next day."""

OLD_AFTER = timedelta(days=3)
"""The newest good backup being older than this is said on the screen."""


class BackupReason(StrEnum):
    """Why a backup was made."""

    DAILY = "DAILY"
    BY_HAND = "BY_HAND"


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy of the database. It is good only where ``checked_at`` is set: it was opened and checked whole.

    ``size`` in bytes; ``acts`` all acts in it, ``unsent`` those without an answer when it was made.
    """

    name: str
    path: Path
    made_at: datetime
    reason: BackupReason
    size: int
    checked_at: datetime | None
    acts: int = 0
    unsent: int = 0

    @property
    def is_good(self) -> bool:
        """Whether it was opened and checked after it was made."""
        return self.checked_at is not None


AHEAD = timedelta(hours=1)
"""A clock that is set right by less than this is nothing to speak of."""


def is_ahead(backup: Backup, now: datetime) -> bool:
    """Say whether a backup is dated after the present."""
    return backup.made_at - now > AHEAD


@dataclass(frozen=True, slots=True)
class Health:
    """What the last check of the whole database found: ``faults`` are codes, none where it is sound.

    PAGES (a page's seal does not hold), STRUCTURE, AUDIT (the log's chain), COUNTERS, ACTS (bodies).
    """

    checked_at: datetime
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Restored:
    """What restoring did. ``made_at``: when the backup was made.

    ``replaced``: the folder with the file that was there before, untouched.

    ``carried_acts`` were made after the backup and taken over from that file; they are sent (again), under
    the ids that they have always had. ``unreadable`` rows could not be read any more. ``papers`` are names
    of sealed bills that no visit in the database stands behind: they have to be looked at by a person.
    """

    made_at: datetime
    replaced: Path | None
    carried_acts: int = 0
    carried_rows: int = 0
    unreadable: int = 0
    papers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Salvaged:
    """What was read out of a database row by row: unsent acts in ``file``; rows that could not be read."""

    file: Path
    acts: int
    amount_fen: int
    unreadable: int


class Backups(Protocol):
    """The backups of this terminal's database."""

    def make(self, reason: BackupReason) -> Backup:
        """Copy the database while the program works, check the copy, and thin out old ones.

        Raises BackupFailedError; then no half-made file is left.
        """
        ...

    def kept(self) -> tuple[Backup, ...]:
        """Return the backups, newest first."""
        ...

    def check(self, name: str) -> Health:
        """Open a backup and check all of it; raises RestoreRefusedError where it cannot be opened."""
        ...

    def copy_to(self, out: Path) -> Backup:
        """Make a checked backup at ``out``, beside the kept ones; raises BackupFailedError."""
        ...

    def ask_restore(self, file: Path) -> Backup:
        """Check ``file`` and have it restored at the next start; raises RestoreRefusedError."""
        ...

    def asked(self) -> Path | None:
        """Return the file that is restored at the next start, or None."""
        ...

    def take_back(self) -> None:
        """Have nothing restored at the next start after all; raises BackupFailedError."""
        ...

    def health(self) -> Health | None:
        """Return what the last check of the whole database found, or None before the first."""
        ...

    def check_now(self) -> Health:
        """Check the whole database beside the running program; takes seconds to minutes."""
        ...

    def last_restored(self) -> Restored | None:
        """Return what the latest restoring did, or None."""
        ...


class NoBackups:
    """Stands at the port where there is no database file: no backups, and none can be made."""

    def make(self, reason: BackupReason) -> Backup:
        """Refuse."""
        raise BackupFailedError(reason.value)

    def kept(self) -> tuple[Backup, ...]:
        """Return nothing."""
        return ()

    def check(self, name: str) -> Health:
        """Refuse."""
        raise BackupFailedError(name)

    def copy_to(self, out: Path) -> Backup:
        """Refuse."""
        raise BackupFailedError(out.suffix)

    def ask_restore(self, file: Path) -> Backup:
        """Refuse."""
        raise BackupFailedError(file.suffix)

    def asked(self) -> Path | None:
        """Return nothing."""
        return None

    def take_back(self) -> None:
        """Leave nothing arranged, as it is."""

    def health(self) -> Health | None:
        """Return nothing."""
        return None

    def check_now(self) -> Health:
        """Refuse."""
        raise BackupFailedError("NO_DATABASE")

    def last_restored(self) -> Restored | None:
        """Return nothing."""
        return None
