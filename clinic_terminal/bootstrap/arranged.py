"""The backups of the open program, with the restoring that was arranged for its next start."""

from dataclasses import dataclass
from pathlib import Path

from clinic_terminal.application.backup_failures import BackupFailedError
from clinic_terminal.store import restore_note
from clinic_terminal.store.backup import FileBackups
from clinic_terminal.store.secret_files import cause_of_refusal


@dataclass(frozen=True, slots=True)
class ClinicBackups(FileBackups):
    """Knows of the note that has a backup restored, and can take it away while nothing was done of it."""

    def asked(self) -> Path | None:
        """Return the file that is restored at the next start; None too where its note cannot be read."""
        try:
            note = restore_note.read(self.database)
        except OSError:
            return None
        return None if note is None or note.outcome is not None else note.backup

    def take_back(self) -> None:
        """Take the note away; one of a restoring that is half done stays, as `go_on` needs it."""
        if restore_note.is_half_done(self.database):
            return
        try:
            restore_note.drop(self.database)
        except OSError as failure:
            raise BackupFailedError(cause_of_refusal(failure).value) from failure
