"""Backups at the desk: make one now, see how old they are, ask for one to be restored."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from clinic_terminal.application.approval import Approval, approved_by
from clinic_terminal.application.backup_ports import (
    AT_LEAST_EVERY,
    OLD_AFTER,
    Backup,
    BackupReason,
    Backups,
    Health,
    Restored,
    is_ahead,
)
from clinic_terminal.application.ports import Operator
from clinic_terminal.application.terminal import Terminal

CHECK_EVERY = timedelta(days=7)
"""How often the whole database is checked beside the work."""


@dataclass(frozen=True, slots=True)
class BackupsView:
    """The kept backups, newest first, and what the last check and the last restoring found.

    ``asked``: the file that is restored at the next start, if one is.
    """

    kept: tuple[Backup, ...]
    health: Health | None
    restored: Restored | None
    now: datetime
    asked: Path | None = None

    @property
    def newest_good(self) -> Backup | None:
        """The newest backup that was opened and checked."""
        return newest_good(self.kept, self.now)

    @property
    def is_old(self) -> bool:
        """Whether the newest good backup is too old, or there is none."""
        newest = self.newest_good
        return newest is None or self.now - newest.made_at > OLD_AFTER


def newest_good(kept: tuple[Backup, ...], now: datetime) -> Backup | None:
    """Return the newest backup that was opened and checked, or None.

    One dated after the present was made by a clock that was wrong: it counts where there is no other.
    """
    good = [backup for backup in kept if backup.is_good]
    return next((backup for backup in good if not is_ahead(backup, now)), good[0] if good else None)


def look_at_backups(terminal: Terminal, backups: Backups) -> BackupsView:
    """Return the backups and how the database is."""
    now = terminal.clock.now()
    return BackupsView(backups.kept(), backups.health(), backups.last_restored(), now, backups.asked())


def back_up_now(terminal: Terminal, operator: Operator, backups: Backups) -> Backup:
    """Make a checked backup now; raises BackupFailedError."""
    made = backups.make(BackupReason.BY_HAND)
    with terminal.store.begin() as uow:
        terminal.audit(uow, operator, "backup", made.name, acts=made.acts)
    return made


def ask_restore(
    terminal: Terminal, operator: Operator, backups: Backups, file: Path, approval: Approval | None
) -> Backup:
    """Have a backup restored at the next start of the program, with a manager's yes.

    Raises ApprovalNeededError, RestoreRefusedError.

    The audit row stands in the file that is about to be replaced; restoring carries it over.
    """
    by = approved_by(terminal, approval)
    wanted = backups.ask_restore(file)
    made_at = wanted.made_at.isoformat()
    with terminal.store.begin() as uow:
        terminal.audit(uow, operator, "restore_asked", wanted.name, made_at=made_at, approved_by=by.id)
    return wanted


def take_back_restore(terminal: Terminal, operator: Operator, backups: Backups) -> None:
    """Leave the database as it is at the next start; raises BackupFailedError.

    It asks for no manager: the clinic's data stay what they are.
    """
    backups.take_back()
    with terminal.store.begin() as uow:
        terminal.audit(uow, operator, "restore_taken_back", "")


def is_backup_due(backups: Backups, now: datetime) -> bool:
    """Say whether the day's backup is due: the newest good one is old, or they are all of a later day."""
    newest = newest_good(backups.kept(), now)
    return newest is None or is_ahead(newest, now) or now - newest.made_at >= AT_LEAST_EVERY


def is_check_due(backups: Backups, now: datetime) -> bool:
    """Say whether the whole database is to be checked again."""
    last = backups.health()
    return last is None or bool(last.faults) or abs(now - last.checked_at) >= CHECK_EVERY
