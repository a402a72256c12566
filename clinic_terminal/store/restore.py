"""Restoring: the backup takes the database's place, with everything newer that the old file still gives.

Done while nothing has the file open, in steps that can be gone on with after a power cut: a note says what
is being restored; the present file is copied aside and never changed again; the new file is finished and on
the disk before it takes the old one's place. Until then a refusal leaves everything as it was.
"""

import os
import re
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from sqlcipher3.dbapi2 import Connection, Error

from clinic_terminal.application.acts import AuditRow
from clinic_terminal.application.backup_failures import RestoreRefusedError, RestoreUnfinishedError
from clinic_terminal.application.backup_ports import Restored
from clinic_terminal.application.failures import StoreFailedError, StoreUnopenableError
from clinic_terminal.application.ports import Clock
from clinic_terminal.domain.shanghai import SHANGHAI
from clinic_terminal.store import restore_note, secret_files
from clinic_terminal.store.audit import SqlAudit
from clinic_terminal.store.backup import check_restorable, read_backup
from clinic_terminal.store.carry_acts import mark_carried
from clinic_terminal.store.carry_over import Carried, carry_over
from clinic_terminal.store.causes import Cause, cause_of
from clinic_terminal.store.connections import connect, look_into, version_of
from clinic_terminal.store.integrity import bring_home, faults_of
from clinic_terminal.store.migration import is_current, upgrade
from clinic_terminal.store.restore_note import Note
from clinic_terminal.store.restore_swap import FILE_AND_LOG, Swap, digest_of
from clinic_terminal.store.salvage import SalvageReader
from clinic_terminal.store.values import moment
from clinic_terminal.store.visits import SqlVisits

NOBODY: Final = "—"
"""The operator of the audit row: whoever restores is not signed in yet."""

_PAPER: Final = re.compile(r"bill-(\d{4}-\d\d-\d\d)-(.+)\.pdf", re.ASCII)


@dataclass(frozen=True, slots=True)
class Restorer:
    """Restores the database at ``database``; ``papers``: the folder of the sealed bills."""

    database: Path
    folder: Path
    papers: Path
    key: bytes
    clock: Clock

    def restore(self, file: Path) -> Restored:
        """Restore ``file`` now; raises RestoreRefusedError with the present file as it was.

        RestoreUnfinishedError: the last step stopped, and `go_on` takes it up; nothing is lost.
        """
        check_restorable(file, self.key)
        with _refusals(), closing(look_into(file, self.key)) as connection:
            if faults_of(connection):
                raise RestoreRefusedError(Cause.DAMAGED.value)
        with _refusals():
            self._mend_earlier()
            note = Note(file.absolute())
            try:
                restore_note.write(self.database, note)
            except OSError:
                self._give_up()
                raise
        return self._carried_out(note)

    def go_on(self) -> Restored | None:
        """Do what a note asks for, from wherever it was interrupted; None where there is no note.

        Raises RestoreRefusedError, RestoreUnfinishedError.
        """
        with _unfinished():
            note = restore_note.read(self.database)
        return None if note is None else self._carried_out(note)

    @property
    def _swap(self) -> Swap:
        return Swap(self.database)

    def _mend_earlier(self) -> None:
        """Make the present file whole where an earlier restoring stopped in its last step."""
        earlier = restore_note.read(self.database)
        if earlier is not None:
            self._swap.put_log_back(earlier.replaced)

    def _carried_out(self, note: Note) -> Restored:
        with _refusals():
            with _unfinished():
                is_ready = self._swap.can_be_made(note) or self._swap.is_made(note)
            outcome = note.outcome if is_ready else None
            if outcome is None:
                note, outcome = self._made_ready(note)
            return self._finished(note, outcome)

    def _made_ready(self, note: Note) -> tuple[Note, Restored]:
        """Make the new file and return the note that says so; the present file stays as it is.

        What cannot be restored has its note dropped while the present file is still in its place.
        """
        try:
            with _unfinished():
                self._swap.put_log_back(note.replaced)
            check_restorable(note.backup, self.key)
            if note.replaced is None or not self._swap.is_as_copied(note.replaced):
                note = Note(note.backup, self._copied_aside())
                restore_note.write(self.database, note)
            draft = self._swap.cleared()
            outcome = self._prepared(draft, note)
            self._require_untouched(note)
            note = Note(note.backup, note.replaced, digest_of(draft), outcome)
            restore_note.write(self.database, note)
        except RestoreUnfinishedError:
            raise
        except Exception:
            if self.database.exists():
                self._give_up()
            raise
        return note, outcome

    def _require_untouched(self, note: Note) -> None:
        """Wait for the next start where another program wrote to the present file since it was copied.

        That is not in the new file.
        """
        if not self._swap.is_as_copied(note.replaced):
            raise RestoreUnfinishedError(Cause.BUSY.value)

    def _finished(self, note: Note, outcome: Restored) -> Restored:
        """Put the new file in its place, or leave the old one whole; where neither can be, the note stays."""
        if self._swap.draft.exists():
            try:
                self._swap.make()
            except OSError as failure:
                self._taken_back(note, failure)
                raise
        with suppress(OSError):
            # Only what the screen says of it.
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            restore_note.keep_outcome(self.folder, outcome)
        with _unfinished():
            restore_note.drop(self.database)
        return outcome

    def _taken_back(self, note: Note, failure: OSError) -> None:
        """Make the old file whole again and drop the note; raises RestoreUnfinishedError where it cannot."""
        with _unfinished():
            if not self._swap.draft.exists() or not self.database.exists():
                raise failure
            self._swap.put_log_back(note.replaced)
        self._give_up()

    def _give_up(self) -> None:
        """Drop the note beside the present file, which is whole; raises RestoreUnfinishedError."""
        with _unfinished():
            if restore_note.is_asked(self.database):
                restore_note.drop(self.database)
        with suppress(OSError):
            self._swap.cleared()

    def _copied_aside(self) -> Path | None:
        if not self.database.exists():
            return None
        stamp = self.clock.now().strftime("%Y%m%dT%H%M%SZ")
        earlier = len(list(self.folder.glob(f"replaced-{stamp}*")))
        aside = self.folder / f"replaced-{stamp}-{earlier + 1}"
        aside.mkdir(mode=0o700, parents=True)
        for end in FILE_AND_LOG:
            source = self.database.with_name(self.database.name + end)
            if source.exists():
                secret_files.copy(source, aside / source.name)
        for folder in (aside, self.folder, self.folder.parent):
            secret_files.sync_folder(folder)
        return aside

    def _prepared(self, draft: Path, note: Note) -> Restored:
        """Make the new file at ``draft``: the backup in this program's schema, with what is newer."""
        os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        with closing(look_into(note.backup, self.key)) as source, closing(connect(draft, self.key)) as target:
            source.backup(target)
        version = version_of(draft, self.key)
        with closing(connect(draft, self.key)) as new:
            if not is_current(version):
                upgrade(new, self.clock)
            new.execute("BEGIN IMMEDIATE")
            since = _last_day(new)
            carried = self._carried(note.replaced, new)
            facts = {"backup": note.backup.name, "acts": carried.acts, "unreadable": carried.unreadable}
            SqlAudit(new).add(AuditRow(self.clock.now(), NOBODY, "restore", note.backup.name, facts))
            papers = self._papers_without_visit(new, since)
            new.execute("COMMIT")
            bring_home(new)
        return Restored(
            read_backup(note.backup).made_at,
            note.replaced,
            carried.acts,
            carried.rows,
            carried.unreadable,
            papers,
        )

    def _carried(self, replaced: Path | None, new: Connection) -> Carried:
        if replaced is None:
            mark_carried(new)
            return Carried()
        old = SalvageReader(replaced / self.database.name, self.key)
        try:
            return carry_over(old, new)
        finally:
            old.close()

    def _papers_without_visit(self, new: Connection, since: date | None) -> tuple[str, ...]:
        """Return the sealed bills of the backup's last day and later that belong to no visit."""
        found = {path.name: _PAPER.fullmatch(path.name) for path in self.papers.glob("bill-*.pdf")}
        days: dict[date, set[str]] = {}
        for name, parts in found.items():
            if parts and (since is None or date.fromisoformat(parts[1]) >= since):
                days.setdefault(date.fromisoformat(parts[1]), set()).add(name)
        visits = SqlVisits(new)
        for day, names in days.items():
            known = {visit.bill.id for visit in visits.on_day(day) if visit.bill is not None}
            names -= {name for name in names if _PAPER.sub(r"\2", name) in known}
        return tuple(sorted(name for names in days.values() for name in names))


def _last_day(connection: Connection) -> date | None:
    """Return the day of the backup's last act."""
    (last,) = connection.execute("SELECT max(at) FROM audit").fetchone()
    return None if last is None else moment(last).astimezone(SHANGHAI).date()


@contextmanager
def _unfinished() -> Iterator[None]:
    """Say what the disk refuses here as a restoring that waits for the next start, with its note kept."""
    try:
        yield
    except OSError as failure:
        raise RestoreUnfinishedError(secret_files.cause_of_refusal(failure).value) from failure


@contextmanager
def _refusals() -> Iterator[None]:
    """Say every refusal of disk and database as one of restoring."""
    try:
        yield
    except (StoreUnopenableError, StoreFailedError) as failure:
        raise RestoreRefusedError(failure.cause) from None
    except Error as failure:
        raise RestoreRefusedError(cause_of(failure).value) from failure
    except MemoryError:
        raise RestoreRefusedError(Cause.DAMAGED.value) from None
    except OSError as failure:
        raise RestoreRefusedError(secret_files.cause_of_refusal(failure).value) from failure
