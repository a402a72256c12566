"""Is the database whole? A look that never delays the start, and the whole check beside the work."""

from collections.abc import Callable
from contextlib import suppress
from time import monotonic
from typing import Final

from sqlcipher3.dbapi2 import Connection, Error

from clinic_terminal.application.failures import AuditBrokenError, StoreFailedError, StoreUnopenableError
from clinic_terminal.store.audit import SqlAudit
from clinic_terminal.store.causes import DAMAGES, Cause, cause_of, number_of

FIRST_LOOK_S: Final = 0.05
"""What the look at the start may take at most, however large the file is."""

_STEPS_BETWEEN: Final = 1_000
"""Instructions of SQLite's machine between two looks at the clock: far below a millisecond."""

_COUNTED: Final = (
    "SELECT (SELECT count(*) FROM queue WHERE settled_at IS NULL) = unsent_count"
    " AND (SELECT count(*) FROM queue WHERE state = 'PARKED') = parked_count"
    " AND (SELECT count(*) FROM audit) = audit_rows FROM counters"
)
_BODILESS: Final = "SELECT count(*) FROM queue LEFT JOIN payloads USING (seq) WHERE body IS NULL"
_HEADLESS: Final = (
    "SELECT count(*) FROM (SELECT chain FROM queue WHERE settled_at IS NULL"
    " GROUP BY chain HAVING sum(head) <> 1)"
)


def first_look(connection: Connection) -> None:
    """Check structure for a moment; raises StoreUnopenableError (DAMAGED) for what is found in that time."""
    end = monotonic() + FIRST_LOOK_S
    connection.set_progress_handler(lambda: int(monotonic() > end), _STEPS_BETWEEN)
    try:
        found = connection.execute("PRAGMA quick_check(1)").fetchone()
    except Error as failure:
        if number_of(failure) == _INTERRUPTED:
            return
        raise StoreUnopenableError(_damage(failure)) from failure
    except MemoryError as failure:
        # What the driver makes of a page whose seal does not hold.
        raise StoreUnopenableError(Cause.DAMAGED) from failure
    finally:
        connection.set_progress_handler(None, _STEPS_BETWEEN)
    if found != ("ok",):
        raise StoreUnopenableError(Cause.DAMAGED)


_INTERRUPTED: Final = 9
"""SQLITE_INTERRUPT: the time was up."""


def settle(connection: Connection) -> None:
    """Copy the log home, as far as nobody reads behind it: what a power cut tore there is whole afterwards.

    The check of the pages' seals looks at the file alone and would take such a page for damage.
    """
    connection.execute("PRAGMA wal_checkpoint(FULL)").fetchall()


def bring_home(connection: Connection) -> None:
    """Copy the whole log into the file and empty it: the file alone has everything then.

    Closing does the same and says nothing where it fails. Raises StoreFailedError (BUSY) where somebody
    reads behind the log, and the driver's failures.
    """
    if connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone() != (0, 0, 0):
        raise StoreFailedError(Cause.BUSY)


def faults_of(connection: Connection) -> tuple[str, ...]:
    """Check everything and return the codes of what does not hold; see ``backup_ports.Health``.

    Reads the whole file: seconds for a year of visits. The file is not written.
    """
    return tuple(name for name, holds in _CHECKS.items() if not _holds(connection, holds))


def _holds(connection: Connection, check: Callable[[Connection], bool]) -> bool:
    try:
        # One state for each check: others go on writing between two statements.
        connection.execute("BEGIN")
        whole = check(connection)
        connection.execute("COMMIT")
    except (Error, MemoryError, AuditBrokenError) as failure:
        if isinstance(failure, Error) and cause_of(failure) not in DAMAGES:
            raise
        # After a page that cannot be opened SQLCipher refuses the rest of the transaction as well.
        with suppress(Error, MemoryError):
            connection.execute("ROLLBACK")
        return False
    return whole


def _pages(connection: Connection) -> bool:
    return not connection.execute("PRAGMA cipher_integrity_check").fetchall()


def _structure(connection: Connection) -> bool:
    return bool(connection.execute("PRAGMA integrity_check(1)").fetchone() == ("ok",))


def _audit(connection: Connection) -> bool:
    return SqlAudit(connection).verify() >= 0


def _counters(connection: Connection) -> bool:
    return bool(connection.execute(_COUNTED).fetchone() == (1,))


def _acts(connection: Connection) -> bool:
    return all(connection.execute(query).fetchone() == (0,) for query in (_BODILESS, _HEADLESS))


_CHECKS: Final = {
    "PAGES": _pages,
    "STRUCTURE": _structure,
    "AUDIT": _audit,
    "COUNTERS": _counters,
    "ACTS": _acts,
}


def _damage(failure: Error) -> Cause:
    cause = cause_of(failure)
    return Cause.DAMAGED if cause in DAMAGES else cause
