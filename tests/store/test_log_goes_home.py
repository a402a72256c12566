"""A new file counts only once its own log is in it: SQLite does not tell where copying it home failed."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlcipher3.dbapi2 import Connection

from clinic_terminal.application.backup_failures import BackupFailedError, RestoreRefusedError
from clinic_terminal.application.backup_ports import BackupReason
from clinic_terminal.store import backup, connections, restore
from clinic_terminal.store.backup import FileBackups
from clinic_terminal.store.visits import SqlVisits
from tests.store.parts import KEY, StillClock
from tests.store.test_restore_interrupted import ACTS, House, house

__all__ = ["house"]


@contextmanager
def no_file_grows_beyond(limit: int) -> Iterator[None]:
    """Have the system refuse every byte behind ``limit`` of any file, as a full disk does."""
    assert sys.platform != "win32"
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_restoring_whose_new_file_cannot_take_its_log_in_changes_nothing(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = house.files()
    draft = house.path.with_name(f".restoring-{house.path.name}")
    with no_file_grows_beyond(sys.maxsize):
        import resource

        def full(new: Connection) -> SqlVisits:
            """Fill the disk when nothing but the end of the restoring is left to be written."""
            hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
            resource.setrlimit(resource.RLIMIT_FSIZE, (draft.stat().st_size, hard))
            return SqlVisits(new)

        with monkeypatch.context() as until:
            until.setattr(restore, "SqlVisits", full)
            with pytest.raises(RestoreRefusedError):
                house.restorer.restore(house.backup)
    assert {name: house.files()[name] for name in before} == before
    assert house.acts() == ACTS
    assert house.restorer.restore(house.backup).carried_acts == 5
    assert house.acts() == ACTS


def test_a_backup_that_cannot_take_its_log_in_is_not_kept(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody has the copy open, so that closing it copies nothing home."""
    backups = FileBackups(house.path, house.folder / "backups", KEY, StillClock())
    holders = []

    def held(path: Path, key: bytes, *, read_only: bool = False) -> object:
        opened = connections.connect(path, key, read_only=read_only)
        if not read_only:
            opened.execute("PRAGMA busy_timeout = 1").close()
            holder = connections.connect(path, key)
            holder.execute("BEGIN")
            holder.execute("SELECT count(*) FROM sqlite_master").fetchone()
            holders.append(holder)
        return opened

    with monkeypatch.context() as until:
        until.setattr(backup, "connect", held)
        with pytest.raises(BackupFailedError) as caught:
            backups.make(BackupReason.BY_HAND)
    assert caught.value.cause == "BUSY"
    for holder in holders:
        holder.close()
    assert [kept.acts for kept in backups.kept()] == [3]
    assert sorted(path.name for path in backups.folder.glob(".making*")) == []
    assert backups.make(BackupReason.BY_HAND).acts == 8
