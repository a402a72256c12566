"""What can be done about a database that does not open: restore, take out unsent acts, copy for support."""

import secrets
import zipfile
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

from clinic_terminal.application.acts import Act
from clinic_terminal.application.backup_failures import NothingReadableError
from clinic_terminal.application.backup_ports import Backup, Restored, Salvaged
from clinic_terminal.application.backups import newest_good
from clinic_terminal.application.failures import ExportFailedError, StoreFailedError, StoreUnopenableError
from clinic_terminal.bootstrap.clocks import SystemClock
from clinic_terminal.bootstrap.one_program import DataLock
from clinic_terminal.bootstrap.wire import SERVICE
from clinic_terminal.contract import act_lock
from clinic_terminal.contract.act_export import export_text
from clinic_terminal.settings import Paths
from clinic_terminal.store.backup import FileBackups
from clinic_terminal.store.carry_acts import withdrawals
from clinic_terminal.store.key import database_key
from clinic_terminal.store.restore import Restorer
from clinic_terminal.store.restore_note import is_asked, is_half_done
from clinic_terminal.store.salvage import SalvageReader
from clinic_terminal.store.secret_files import replace
from clinic_terminal.store.values import ENROLMENT
from clinic_terminal.ui.saved_file import writing_whole

UNKNOWN = "UNKNOWN"
"""The state of an act whose row cannot be read: it may be with the server already."""


@dataclass(frozen=True, slots=True)
class Rescue:
    """The verbs of the start screen and of the commands, on the clinic's files.

    ``locked``: the caller holds the data's lock already; else restoring takes it.
    """

    paths: Paths
    locked: bool = False

    def kept(self) -> tuple[Backup, ...]:
        """Return the backups, newest first; raises StoreUnopenableError where the key cannot be had."""
        return backups_of(self.paths).kept()

    def newest_good(self) -> Backup | None:
        """Return the newest backup that was opened and checked, or None."""
        return newest_good(self.kept(), SystemClock().now())

    def restore(self, file: Path) -> Restored:
        """Restore a backup now; raises RestoreRefusedError, AlreadyOpenError, StoreUnopenableError."""
        self.paths.prepare()
        with nullcontext() if self.locked else DataLock(self.paths):
            return restorer_of(self.paths).restore(file)

    def export_unsent(self, out: Path, phrase: str) -> Salvaged:
        """Write what can still be read of the unsent acts to ``out``, locked by ``phrase`` where it is given.

        The database is only read, row by row. Raises NothingReadableError, ExportFailedError, and
        StoreUnopenableError (RESTORING) where a restoring has to be gone on with first.
        """
        if is_half_done(self.paths.database):
            raise StoreUnopenableError("RESTORING")
        reader = SalvageReader(self.paths.database, database_key(SERVICE, self.paths.key_file)[0])
        try:
            acts = _unsent(reader)
            terminal, clinic = _place(reader)
        finally:
            reader.close()
        self._write(out, acts, terminal, clinic, phrase)
        return Salvaged(out, len(acts), sum(act.amount_fen for act, _state in acts), reader.unreadable)

    def _write(self, out: Path, acts: list[tuple[Act, str]], terminal: str, clinic: str, phrase: str) -> None:
        now = SystemClock().now()
        text = export_text(acts, terminal=terminal, clinic=clinic, made_at=now)
        if phrase:
            salt = secrets.token_bytes(act_lock.SALT_BYTES)
            text = act_lock.lock_up(text, phrase, salt, secrets.token_bytes(act_lock.NONCE_BYTES))
        try:
            replace(out, text)
        except OSError as failure:
            raise ExportFailedError(_cause(failure)) from failure

    def copy_for_support(self, out: Path) -> Path:
        """Write database, its log of changes and the program's log to a ZIP file; the key is never in it.

        The database stays encrypted: support reads sizes and torn ends, not children. An older file stays
        until the new one is complete. Raises ExportFailedError.
        """
        database = self.paths.database
        files = [database, database.with_name(f"{database.name}-wal"), self.paths.log]
        with writing_whole(out) as written, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
            for file in files:
                if file.exists():
                    archive.write(file, file.name)
        return out


def go_on_restoring(paths: Paths) -> Restored | None:
    """Restore what was asked for in the program, or go on where a power cut came between.

    The caller holds the data's lock. Raises RestoreRefusedError, StoreUnopenableError.
    """
    return restorer_of(paths).go_on() if is_asked(paths.database) else None


def new_passphrase() -> str:
    """Return a fresh passphrase for a file of acts."""
    return act_lock.passphrase(secrets.token_bytes(act_lock.CHANCE_BYTES))


def backups_of(paths: Paths) -> FileBackups:
    """Return the backups of this terminal's database; raises StoreUnopenableError."""
    return FileBackups(paths.database, paths.backups, database_key(SERVICE, paths.key_file)[0], SystemClock())


def restorer_of(paths: Paths) -> Restorer:
    """Return what restores this terminal's database; raises StoreUnopenableError."""
    key, _source = database_key(SERVICE, paths.key_file)
    return Restorer(paths.database, paths.backups, paths.bills, key, SystemClock())


def _unsent(reader: SalvageReader) -> list[tuple[Act, str]]:
    """Return the unsent acts, and those whose state cannot be read; the server knows what it has.

    What was withdrawn is not among them, as far as the audit log or a follow-up still says so: its family
    may have been charged otherwise.
    """
    rows = list(reader.acts())
    found = [(row.act, row.state.value) for row in rows if row.settled_at is None]
    if reader.has_lost_acts():
        gone = {act for act, _at in withdrawals(reader)}
        lost = reader.lost_acts({row.act.id for row in rows})
        found += [(act, UNKNOWN) for act in lost if act.id not in gone]
    if not found and reader.value("SELECT count(*) FROM sqlite_master") is None:
        raise NothingReadableError
    return found


def _place(reader: SalvageReader) -> tuple[str, str]:
    """Return terminal and clinic as far as they can still be read."""
    document = reader.value("SELECT document FROM enrolment")
    try:
        enrolment = ENROLMENT.load(document) if document else None
    except StoreFailedError:
        enrolment = None
    return (enrolment.terminal, enrolment.clinic.id) if enrolment else ("", "")


def _cause(failure: OSError) -> str:
    if isinstance(failure, PermissionError):
        return "NO_PERMISSION"
    return "NO_FOLDER" if isinstance(failure, FileNotFoundError) else "CANNOT_WRITE"
