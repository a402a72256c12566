"""What the doctor may know of the encrypted file without opening it for work."""

from contextlib import closing
from pathlib import Path
from typing import Final

from sqlcipher3 import dbapi2

from clinic_terminal.application.failures import StoreUnopenableError
from clinic_terminal.store.causes import Cause
from clinic_terminal.store.connections import version_of
from clinic_terminal.store.migration import REVISIONS
from clinic_terminal.store.restore_note import is_half_done

NEWEST_SCHEMA: Final = REVISIONS[-1]


def sqlcipher_version() -> str:
    """Return SQLCipher's version; empty where the driver cannot encrypt."""
    with closing(dbapi2.connect(":memory:")) as connection:
        row = connection.execute("PRAGMA cipher_version").fetchone()
    return str(row[0]) if row else ""


def schema_of(path: Path, key: bytes) -> str:
    """Return the file's schema version, empty where there is none. Only reads.

    Raises StoreUnopenableError; RESTORING where the file lies there half restored, and is left alone.
    """
    if is_half_done(path):
        raise StoreUnopenableError(Cause.RESTORING)
    return version_of(path, key) or ""
