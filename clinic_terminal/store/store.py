"""The store: transactions on an encrypted SQLite file, used from several threads and processes."""

import os
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, cast

from sqlalchemy.exc import TimeoutError as NoneFreeError
from sqlalchemy.pool import PoolProxiedConnection, QueuePool
from sqlcipher3.dbapi2 import Connection, Error

from clinic_terminal.application.failures import StoreFailedError, StoreUnopenableError
from clinic_terminal.application.ports import Clock
from clinic_terminal.store.act_list import SqlActList
from clinic_terminal.store.act_queue import SqlQueue
from clinic_terminal.store.attachments import SqlAttachments
from clinic_terminal.store.audit import SqlAudit
from clinic_terminal.store.causes import DAMAGES, Cause, cause_of
from clinic_terminal.store.connections import connect, version_of
from clinic_terminal.store.first_page import mend_first_page
from clinic_terminal.store.follow_ups import SqlFollowUps
from clinic_terminal.store.habits import SqlHabits
from clinic_terminal.store.integrity import first_look
from clinic_terminal.store.invoices import SqlInvoices
from clinic_terminal.store.members import SqlMembers
from clinic_terminal.store.memory import SqlMemory
from clinic_terminal.store.migration import is_current, upgrade
from clinic_terminal.store.network import SqlNetwork
from clinic_terminal.store.prints import SqlPrints
from clinic_terminal.store.quotes import SqlQuotes
from clinic_terminal.store.receipts import SqlReceipts
from clinic_terminal.store.restore_note import is_half_done
from clinic_terminal.store.snapshots import SqlSnapshots
from clinic_terminal.store.statements import SqlDecisions, SqlStatements
from clinic_terminal.store.tariff import SqlTariff
from clinic_terminal.store.visits import SqlVisits

if TYPE_CHECKING:
    from sqlalchemy.engine.interfaces import DBAPIConnection

WAIT_S = 10.0
"""How long a thread waits for another thread's transaction before it fails with BUSY."""

READERS = 4
"""Connections for reading that stay open: the database worker's, the sync thread's, and two to spare."""


class SqlWork:
    """One transaction and what can be done in it."""

    __slots__ = (
        "act_list", "attachments", "audit", "decisions", "follow_ups", "habits", "invoices", "members",
        "memory", "network", "prints", "queue", "quotes", "receipts", "snapshots", "statements", "tariff",
        "visits",
    )  # fmt: skip

    def __init__(self, connection: Connection) -> None:
        self.visits = SqlVisits(connection)
        self.attachments = SqlAttachments(connection)
        self.queue = SqlQueue(connection)
        self.act_list = SqlActList(connection)
        self.follow_ups = SqlFollowUps(connection)
        self.snapshots = SqlSnapshots(connection)
        self.members = SqlMembers(connection)
        self.network = SqlNetwork(connection)
        self.audit = SqlAudit(connection)
        self.memory = SqlMemory(connection)
        self.tariff = SqlTariff(connection)
        self.habits = SqlHabits(connection)
        self.quotes = SqlQuotes(connection)
        self.statements = SqlStatements(connection)
        self.decisions = SqlDecisions(connection)
        self.prints = SqlPrints(connection)
        self.receipts = SqlReceipts(connection)
        self.invoices = SqlInvoices(connection)


def _nothing_to_free() -> bool:
    return False


class SqlStore:
    """The durable store on one file. Threads of this process take turns at writing and read side by side."""

    def __init__(self, path: Path, key: bytes, on_full: Callable[[], bool] = _nothing_to_free) -> None:
        self._closed = False
        self._on_full = on_full
        # One writer: the pool's waiting is fair and ends at once, SQLite's own is neither.
        self._writers = _pool(lambda: connect(path, key), 1, 0)
        self._readers = _pool(lambda: connect(path, key, read_only=True), READERS, READERS)

    @contextmanager
    def begin(self) -> Iterator[SqlWork]:
        """Open a write transaction; leaving the block commits, an exception undoes it.

        Raises StoreFailedError with a cause of ``causes.Cause``; a block within a block of the same thread
        fails with BUSY.
        """
        with self._transaction(self._writers, "BEGIN IMMEDIATE") as work:
            yield work

    @contextmanager
    def read(self) -> Iterator[SqlWork]:
        """Open a transaction for reading only: it sees one state, however long it takes."""
        with self._transaction(self._readers, "BEGIN") as work:
            yield work

    def look(self) -> None:
        """Look for damage, for a moment; raises StoreUnopenableError (DAMAGED), StoreFailedError."""
        lent = self._lent(self._writers)
        try:
            first_look(_driver_of(lent))
        except BaseException:
            lent.invalidate()
            raise
        finally:
            lent.close()

    def close(self) -> None:
        """Close the file; later transactions fail with CLOSED. Closing twice is harmless."""
        self._closed = True
        self._readers.dispose()
        self._writers.dispose()

    @contextmanager
    def _transaction(self, pool: QueuePool, opening: str) -> Iterator[SqlWork]:
        lent = self._lent(pool)
        try:
            connection = _driver_of(lent)
            connection.execute(opening)
            yield SqlWork(connection)
            connection.execute("COMMIT")
        except Error as failure:
            _undo(lent)
            cause = self._cause(failure)
            if cause in DAMAGES:
                # Once SQLCipher met a page that it cannot open, the connection is of no use any more.
                lent.invalidate()
            raise StoreFailedError(cause) from failure
        except MemoryError as failure:
            # What the driver makes of such a connection, or of such a page.
            lent.invalidate()
            raise StoreFailedError(Cause.DAMAGED) from failure
        except BaseException:
            _undo(lent)
            raise
        finally:
            if self._closed:
                lent.invalidate()
            lent.close()

    def _cause(self, failure: Error) -> Cause:
        cause = cause_of(failure)
        # SQLite undoes the step itself on a full disk; so the room is for the next try of the same step.
        return Cause.RESERVE_FREED if cause is Cause.DISK_FULL and self._on_full() else cause

    def _lent(self, pool: QueuePool) -> PoolProxiedConnection:
        if self._closed:
            raise StoreFailedError(Cause.CLOSED)
        try:
            return pool.connect()
        except NoneFreeError:
            raise StoreFailedError(Cause.BUSY) from None
        except StoreUnopenableError as failure:
            raise StoreFailedError(failure.cause) from None
        except Error as failure:
            raise StoreFailedError(cause_of(failure)) from failure


def _pool(creator: Callable[[], Connection], size: int, more: int) -> QueuePool:
    # SQLAlchemy's idea of a connection is narrower than the driver's types; the driver fits all the same.
    opened = cast("Callable[[], DBAPIConnection]", creator)
    return QueuePool(opened, pool_size=size, max_overflow=more, timeout=WAIT_S, reset_on_return=None)


def _driver_of(lent: PoolProxiedConnection) -> Connection:
    return cast("Connection", lent.dbapi_connection)


def _undo(lent: PoolProxiedConnection) -> None:
    """Roll back what SQLite has not rolled back itself; a connection that cannot is thrown away."""
    try:
        connection = _driver_of(lent)
        if connection.in_transaction:
            connection.execute("ROLLBACK")
    except Error:
        lent.invalidate()


def open_store(
    path: Path, key: bytes, clock: Clock, on_full: Callable[[], bool] = _nothing_to_free
) -> SqlStore:
    """Open the database at ``path`` with its raw 32-byte ``key``, making or upgrading it where needed.

    ``on_full`` frees room on a full disk and says whether there was any. Raises StoreUnopenableError with
    the file untouched: WRONG_KEY, DAMAGED, NOT_OURS, NEWER, PRAGMA, RESTORING, or what the disk refused.
    """
    if is_half_done(path):
        raise StoreUnopenableError(Cause.RESTORING)
    if not is_current(_version(path, key)):
        _upgraded(path, key, clock)
    store = SqlStore(path, key, on_full)
    try:
        store.look()
        with store.begin():
            return store
    except StoreUnopenableError:
        store.close()
        raise
    except StoreFailedError as failure:
        store.close()
        raise StoreUnopenableError(failure.cause) from failure


def _version(path: Path, key: bytes) -> str | None:
    """Return the file's schema version, after its first page was mended from the log where that is needed."""
    try:
        return version_of(path, key)
    except StoreUnopenableError as failure:
        try:
            mended = failure.cause == Cause.WRONG_KEY and mend_first_page(path, key)
        except OSError:
            mended = False
        if not mended:
            raise
    return version_of(path, key)


def _upgraded(path: Path, key: bytes, clock: Clock) -> None:
    try:
        # Made here, because SQLite would let other users of the machine read the file.
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        with closing(connect(path, key)) as connection:
            upgrade(connection, clock)
    except OSError:
        raise StoreUnopenableError(Cause.CANNOT_OPEN) from None
    except Error as failure:
        raise StoreUnopenableError(cause_of(failure)) from failure
