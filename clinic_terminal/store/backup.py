"""Backups: a copy by SQLite's own backup, under the same key, counted good once it was opened and checked."""

import hashlib
import json
import os
import re
import shutil
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from sqlcipher3.dbapi2 import Connection, Error

from clinic_terminal.application.backup_failures import BackupFailedError, RestoreRefusedError
from clinic_terminal.application.backup_ports import Backup, BackupReason, Health, Restored, is_ahead
from clinic_terminal.application.failures import StoreFailedError, StoreUnopenableError
from clinic_terminal.application.ports import Clock
from clinic_terminal.store import restore_note, secret_files
from clinic_terminal.store.causes import Cause, cause_of
from clinic_terminal.store.connections import connect, look_into, version_of
from clinic_terminal.store.integrity import bring_home, faults_of, settle
from clinic_terminal.store.migration import is_current
from clinic_terminal.store.rotation import superfluous

ROOM_BESIDE: Final = 16 * 2**20
"""Bytes that stay free on the disk besides a backup: the day's work goes before its copy."""

_STAMP: Final = "%Y%m%dT%H%M%SZ"
_NAME: Final = re.compile(r"clinic-(\d{8}T\d{6}Z)-(daily|by_hand)\.db", re.ASCII)
_DRAFT: Final = ".making"


@dataclass(frozen=True, slots=True)
class FileBackups:
    """The backups in ``folder`` of the database at ``database``; readable by their owner alone."""

    database: Path
    folder: Path
    key: bytes
    clock: Clock

    def make(self, reason: BackupReason) -> Backup:
        """Copy, check, and thin out old ones; raises BackupFailedError and leaves nothing half-made."""
        now = self.clock.now()
        self._prepare()
        made = self._made(self.folder / f"clinic-{now.strftime(_STAMP)}-{reason.value.lower()}.db", reason)
        kept = self.kept()
        # Those dated ahead of the clock take no place from the others, the one just made least of all.
        ahead = [backup for backup in kept if is_ahead(backup, now)]
        past = [backup for backup in kept if backup not in ahead]
        for old in (*superfluous(past), *superfluous(ahead)):
            _note_of(old.path).unlink(missing_ok=True)
            old.path.unlink(missing_ok=True)
        return made

    def kept(self) -> tuple[Backup, ...]:
        """Return the backups, newest first."""
        found = [read_backup(path) for path in self.folder.glob("clinic-*.db") if _NAME.fullmatch(path.name)]
        return tuple(sorted(found, key=lambda backup: (backup.made_at, backup.name), reverse=True))

    def check(self, name: str) -> Health:
        """Open a backup and check all of it; raises RestoreRefusedError where it cannot be opened."""
        path = self.folder / Path(name).name
        check_restorable(path, self.key)
        with _opened(path, self.key) as connection:
            return Health(self.clock.now(), faults_of(connection))

    def copy_to(self, out: Path) -> Backup:
        """Make a checked backup at ``out``, a stick or share as well; raises BackupFailedError."""
        self._prepare()
        return self._made(out, BackupReason.BY_HAND)

    def ask_restore(self, file: Path) -> Backup:
        """Check ``file`` and leave the note that has it restored at the next start."""
        check_restorable(file, self.key)
        with _opened(file, self.key) as connection:
            if faults_of(connection):
                raise RestoreRefusedError(Cause.DAMAGED.value)
        restore_note.write(self.database, restore_note.Note(file.absolute()))
        return read_backup(file)

    def health(self) -> Health | None:
        """Return what the last check of the whole database found."""
        said = _json_of(self._health_file)
        try:
            return Health(datetime.fromisoformat(said["checked_at"]), tuple(said["faults"])) if said else None
        except (KeyError, TypeError, ValueError):
            return None

    def check_now(self) -> Health:
        """Check the whole database on a connection of its own, and keep what was found."""
        self._prepare()
        try:
            with closing(connect(self.database, self.key)) as connection:
                settle(connection)
                found = Health(self.clock.now(), faults_of(connection))
        except StoreUnopenableError as failure:
            raise BackupFailedError(failure.cause) from None
        except Error as failure:
            raise BackupFailedError(cause_of(failure).value) from failure
        _keep(self._health_file, {"checked_at": found.checked_at.isoformat(), "faults": list(found.faults)})
        return found

    def last_restored(self) -> Restored | None:
        """Return what the latest restoring did."""
        return restore_note.last_outcome(self.folder)

    @property
    def _health_file(self) -> Path:
        return self.folder / "health.json"

    def _prepare(self) -> None:
        if restore_note.is_half_done(self.database):
            # The file may lie there without its log: its copy would pass for the newest state.
            raise BackupFailedError(Cause.RESTORING.value)
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            for draft in self.folder.glob(f"{_DRAFT}*"):
                draft.unlink()
        except OSError as failure:
            raise BackupFailedError(_refused(failure)) from failure

    def _made(self, final: Path, reason: BackupReason) -> Backup:
        # Beside the database's own backups, since SQLite does not work on every stick and share.
        draft = self.folder / f"{_DRAFT}-{final.name}"
        try:
            for folder in (self.folder, final.parent):
                _require_room(self.database, folder)
            self._copy(draft)
            made_at = self.clock.now()
            acts, unsent = self._checked(draft)
            _deliver(draft, final)
            facts = {"reason": reason.value, "made_at": made_at.isoformat(), "acts": acts, "unsent": unsent}
            _keep(_note_of(final), {**facts, "checked_at": made_at.isoformat(), "size": final.stat().st_size})
        except (StoreUnopenableError, StoreFailedError) as failure:
            raise BackupFailedError(failure.cause) from None
        except OSError as failure:
            raise BackupFailedError(_refused(failure)) from failure
        except Error as failure:
            raise BackupFailedError(cause_of(failure).value) from failure
        finally:
            _remove(draft)
        return read_backup(final)

    def _copy(self, draft: Path) -> None:
        """Copy one state of the database while the program goes on; the copy is on the disk afterwards."""
        os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        with (
            closing(connect(self.database, self.key, read_only=True)) as source,
            closing(connect(draft, self.key)) as target,
        ):
            # One state from its first page to its last: without the transaction each commit begins it anew.
            source.execute("BEGIN")
            source.execute("SELECT count(*) FROM counters").fetchone()
            source.backup(target)
            bring_home(target)

    def _checked(self, draft: Path) -> tuple[int, int]:
        with _opened(draft, self.key) as copy:
            faults = faults_of(copy)
            if faults:
                raise BackupFailedError("NOT_GOOD")
            acts = copy.execute("SELECT count(*) FROM queue").fetchone()[0]
            return int(acts), int(copy.execute("SELECT unsent_count FROM counters").fetchone()[0])


def check_restorable(file: Path, key: bytes) -> None:
    """Refuse what is no database of this terminal and program; raises RestoreRefusedError. Only reads."""
    try:
        if not file.is_file() or not file.stat().st_size:
            raise RestoreRefusedError("NO_FILE")
        version = version_of(file, key, at_rest=True)
        if version is None:
            raise RestoreRefusedError(Cause.NOT_OURS.value)
        is_current(version)
    except StoreUnopenableError as failure:
        raise RestoreRefusedError(failure.cause) from None
    except OSError as failure:
        raise RestoreRefusedError(_refused(failure)) from failure


def _opened(file: Path, key: bytes) -> "closing[Connection]":
    return closing(look_into(file, key))


def _require_room(database: Path, folder: Path) -> None:
    log = database.with_name(f"{database.name}-wal")
    size = database.stat().st_size + (log.stat().st_size if log.exists() else 0)
    if shutil.disk_usage(folder).free < size + ROOM_BESIDE:
        raise BackupFailedError(Cause.DISK_FULL.value)


def read_backup(path: Path) -> Backup:
    """Return what is known of a backup; one whose note is missing or does not fit is not good."""
    size, said = path.stat().st_size, _json_of(_note_of(path))
    try:
        whole = said["size"] == size
        return Backup(
            path.name,
            path,
            datetime.fromisoformat(said["made_at"]),
            BackupReason(said["reason"]),
            size,
            datetime.fromisoformat(said["checked_at"]) if whole else None,
            int(said["acts"]),
            int(said["unsent"]),
        )
    except (KeyError, TypeError, ValueError):
        return Backup(path.name, path, _stamped(path), BackupReason.BY_HAND, size, None)


def _stamped(path: Path) -> datetime:
    name = _NAME.fullmatch(path.name)
    with suppress(ValueError):
        if name:
            return datetime.strptime(name[1], _STAMP).replace(tzinfo=UTC)
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)


def _deliver(draft: Path, final: Path) -> None:
    """Put the checked copy where it belongs; another disk has it whole, to the byte, or not at all."""
    if draft.parent == final.parent:
        draft.replace(final)
        return
    arriving = final.with_name(f"{_DRAFT}-{final.name}")
    try:
        secret_files.copy(draft, arriving)
        if _digest_of(arriving) != _digest_of(draft):
            raise BackupFailedError("NOT_GOOD")
        arriving.replace(final)
    finally:
        _remove(arriving)


def _digest_of(file: Path) -> bytes:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").digest()


def _note_of(backup: Path) -> Path:
    return backup.with_name(f"{backup.name}.json")


def _json_of(file: Path) -> dict[str, Any]:
    try:
        said = json.loads(file.read_bytes())
    except (OSError, ValueError):
        return {}
    return said if isinstance(said, dict) else {}


def _keep(file: Path, said: dict[str, Any]) -> None:
    secret_files.replace(file, json.dumps(said).encode())


def _remove(draft: Path) -> None:
    for end in ("", "-wal", "-shm", "-journal"):
        with suppress(OSError):
            draft.with_name(draft.name + end).unlink(missing_ok=True)


def _refused(failure: OSError) -> str:
    return secret_files.cause_of_refusal(failure).value
