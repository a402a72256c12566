"""From the driver's error numbers to the few stable codes that the screens can explain."""

from enum import StrEnum

from sqlcipher3.dbapi2 import Error


class Cause(StrEnum):
    """Why the database could not be opened, or could not store a step."""

    WRONG_KEY = "WRONG_KEY"
    DAMAGED = "DAMAGED"
    NOT_OURS = "NOT_OURS"
    NEWER = "NEWER"
    PRAGMA = "PRAGMA"
    CANNOT_OPEN = "CANNOT_OPEN"
    KEY_UNAVAILABLE = "KEY_UNAVAILABLE"
    RESTORING = "RESTORING"
    DISK_FULL = "DISK_FULL"
    RESERVE_FREED = "RESERVE_FREED"
    IO_ERROR = "IO_ERROR"
    READ_ONLY = "READ_ONLY"
    BUSY = "BUSY"
    DOCUMENT = "DOCUMENT"
    CONSTRAINT = "CONSTRAINT"
    CLOSED = "CLOSED"
    INTERNAL = "INTERNAL"


DAMAGES = frozenset({Cause.DAMAGED, Cause.INTERNAL})
"""What reading a broken page ends in: SQLCipher answers with several numbers, one of them nondescript."""

NOT_A_DATABASE = 26
"""SQLITE_NOTADB: what a wrong key and a foreign file look like to SQLCipher."""

_BY_NUMBER = {
    3: Cause.READ_ONLY,  # SQLITE_PERM
    5: Cause.BUSY,  # SQLITE_BUSY
    6: Cause.BUSY,  # SQLITE_LOCKED
    8: Cause.READ_ONLY,  # SQLITE_READONLY
    10: Cause.IO_ERROR,  # SQLITE_IOERR
    11: Cause.DAMAGED,  # SQLITE_CORRUPT
    13: Cause.DISK_FULL,  # SQLITE_FULL
    14: Cause.CANNOT_OPEN,  # SQLITE_CANTOPEN
    19: Cause.CONSTRAINT,  # SQLITE_CONSTRAINT
    NOT_A_DATABASE: Cause.DAMAGED,
}


def number_of(failure: Error) -> int:
    """Return the primary result code of SQLite; 0 where the driver itself complained."""
    extended: int = getattr(failure, "sqlite_errorcode", 0)
    return extended & 0xFF


def cause_of(failure: Error) -> Cause:
    """Return the cause that a step failed for."""
    return _BY_NUMBER.get(number_of(failure), Cause.INTERNAL)
