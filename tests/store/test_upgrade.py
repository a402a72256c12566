"""An upgrade that is cut off at any statement loses nothing, and the next start goes on with it."""

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from alembic import command
from alembic.command import upgrade as upgrade_to
from sqlalchemy import Engine, event
from sqlcipher3.dbapi2 import Connection

from clinic_terminal.application.acts import QueueRow
from clinic_terminal.store import migration
from clinic_terminal.store.store import SqlStore, open_store
from tests.store.parts import ACCEPTED, KEY, StillClock, act, behind, queued

UNSENT = 7
EARLIER = migration.REVISIONS[:-1]


class PowerCutError(BaseException):
    """The PC was switched off: nothing of the program runs any more."""


class Supply:
    """Lets some statements of an upgrade through; at the next one the power fails."""

    def __init__(self, statements: int, path: Path, disk: Path) -> None:
        self.left, self._path, self._disk = statements, path, disk

    def take(self, *_what: object) -> None:
        self.left -= 1
        if self.left == -1:
            for end in ("", "-wal", "-journal"):
                found, kept = Path(f"{self._path}{end}"), Path(f"{self._disk}{end}")
                kept.unlink(missing_ok=True)
                if found.exists():
                    shutil.copy(found, kept)
        if self.left < 0:
            raise PowerCutError


@contextmanager
def power_for(supply: Supply) -> Iterator[None]:
    """Count every statement and every commit that the upgrade does."""
    for name in ("before_cursor_execute", "commit"):
        event.listen(Engine, name, supply.take)
    try:
        yield
    finally:
        for name in ("before_cursor_execute", "commit"):
            event.remove(Engine, name, supply.take)


def written_by(revision: str, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Write the file as the program of ``revision`` left it: acts in the queue, the first one settled."""
    with monkeypatch.context() as patched:
        patched.setattr(command, "upgrade", lambda config, _head: upgrade_to(config, revision))
        with closing(open_store(path, KEY, StillClock())) as store:
            queued(store, *(act(number, chain=f"A/POL-{number % 3}") for number in range(1, UNSENT + 2)))
            with store.begin() as work:
                (first, *others) = work.queue.lease("tests", StillClock().now(), 60, 1)
                assert others == []
                work.queue.settle(first, ACCEPTED, StillClock().now())


def version(connection: Connection) -> str:
    found: str = connection.execute("SELECT version_num FROM schema").fetchone()[0]
    return found


def rows_behind(path: Path) -> list[tuple[object, ...]]:
    with behind(path) as connection:
        return connection.execute("SELECT * FROM queue ORDER BY seq").fetchall()


def cut_off(path: Path, statements: int, disk: Path) -> bool:
    """Open the file and let the power fail after some statements; False where it lasted to the end.

    ``disk`` gets the files as they were in that moment, without what a program that lives would tidy up.
    """
    with power_for(Supply(statements, path, disk)):
        try:
            open_store(path, KEY, StillClock()).close()
        except PowerCutError:
            return True
    return False


@pytest.mark.parametrize("revision", EARLIER)
def test_no_act_is_lost_wherever_an_upgrade_is_cut_off(
    revision: str, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written_by(revision, path, monkeypatch)
    before = rows_behind(path)
    cuts = 0
    disk = path.with_name("cut.db")
    while cut_off(path, cuts, disk):
        cuts += 1
        for file in (disk, path):
            with behind(file) as connection:
                assert version(connection) == revision, f"half upgraded after {cuts} statements"
            assert rows_behind(file) == before
    assert cuts > len(migration.REVISIONS) - int(revision)
    assert rows_behind(path) == before
    with behind(path) as connection:
        assert version(connection) == migration.REVISIONS[-1]


@pytest.mark.parametrize("revision", EARLIER)
def test_after_the_upgrade_the_queue_goes_on_where_it_was(
    revision: str, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written_by(revision, path, monkeypatch)
    disk = path.with_name("cut.db")
    assert cut_off(path, 3, disk)
    with closing(open_store(disk, KEY, StillClock())) as store:
        with store.read() as work:
            kept = sorted((row.act for row in work.queue.rows()), key=lambda one: one.id)
        assert kept == [act(n, chain=f"A/POL-{n % 3}") for n in range(1, UNSENT + 2)]
        sent = 0
        while leased := _lease(store):
            with store.begin() as work:
                for row in leased:
                    work.queue.settle(row, ACCEPTED, StillClock().now())
            sent += len(leased)
        queued(store, act(100))
    assert sent == UNSENT


def _lease(store: SqlStore) -> list[QueueRow]:
    with store.begin() as work:
        return list(work.queue.lease("tests", StillClock().now(), 60, 50))
