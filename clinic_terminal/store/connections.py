"""Connections to the encrypted file: how each is opened, what holds on it, and a look before any writing."""

from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from sqlcipher3 import dbapi2
from sqlcipher3.dbapi2 import Connection, Error

from clinic_terminal.application.failures import StoreUnopenableError
from clinic_terminal.store.causes import NOT_A_DATABASE, Cause, cause_of, number_of
from clinic_terminal.store.tables import APPLICATION_ID, VERSION_TABLE

KEY_BYTES = 32
BUSY_MS = 5_000
"""How long a step waits for another process before it fails with BUSY."""

PAGE_BYTES = 4_096
_PLAIN_HEADER = b"SQLite format 3\x00"
_STATEMENTS_KEPT = 256

PRAGMAS: Mapping[str, str | int] = {
    "busy_timeout": BUSY_MS,
    "journal_mode": "wal",
    "synchronous": 2,  # FULL: a commit is on the disk before it is acknowledged
    "wal_autocheckpoint": 4_000,  # pages: an index's last page goes home once in 250 finishes, not in 60
    "foreign_keys": 1,
    "recursive_triggers": 1,  # so that REPLACE cannot pass by the guards against deleting
    "trusted_schema": 0,
    "temp_store": 2,  # in memory: a temporary file would not be encrypted
}
"""What every connection sets and reads back."""


class KeyLengthError(ValueError):
    """A database key of another length than SQLCipher's raw keys have."""

    def __init__(self) -> None:
        super().__init__(f"A database key has {KEY_BYTES} bytes.")


def _unlock(connection: Connection, key: bytes, salt: bytes = b"") -> None:
    if len(key) != KEY_BYTES:
        raise KeyLengthError
    # First of all: SQLCipher would print its complaints about a wrong key to the console.
    connection.execute("PRAGMA cipher_log_level = NONE").close()
    connection.execute(f"PRAGMA key = \"x'{key.hex()}{salt.hex()}'\"").close()
    # The file's form stays, whatever a later SQLCipher takes for granted.
    connection.execute("PRAGMA cipher_compatibility = 4").close()
    # A page's seal costs a third less than with SQLCipher's SHA-512, and a commit seals a dozen pages.
    # A driver without encryption takes key and seal without a word, and would write in the clear.
    _set_pragmas(connection, {"cipher_hmac_algorithm": "HMAC_SHA256"})


def _set_pragmas(connection: Connection, pragmas: Mapping[str, str | int]) -> None:
    for name, wanted in pragmas.items():
        connection.execute(f"PRAGMA {name} = {wanted}").close()
        found = connection.execute(f"PRAGMA {name}").fetchone()
        if found is None or found[0] != wanted:
            raise StoreUnopenableError(Cause.PRAGMA)


def connect(path: Path, key: bytes, *, read_only: bool = False) -> Connection:
    """Open ``path`` with the raw 32-byte ``key`` and every pragma read back.

    ``read_only`` connections refuse to write (READ_ONLY). Transactions are begun and ended by statements.
    Raises StoreUnopenableError; driver failures pass through.
    """
    connection: Connection = dbapi2.connect(
        str(path),
        isolation_level=None,
        check_same_thread=False,
        cached_statements=_STATEMENTS_KEPT,
    )
    try:
        _unlock(connection, key)
        _set_pragmas(connection, PRAGMAS)
        if read_only:
            _set_pragmas(connection, {"query_only": 1})
    except BaseException:
        connection.close()
        raise
    return connection


def look_into(path: Path, key: bytes) -> Connection:
    """Open a file that nobody writes, such as a backup, for reading only.

    Nothing is made beside it, unless its log lies there, which then counts. Raises the driver's failures.
    """
    alone = "" if path.with_name(f"{path.name}-wal").exists() else "&immutable=1"
    connection: Connection = dbapi2.connect(
        f"{path.absolute().as_uri()}?mode=ro{alone}",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
    )
    try:
        _unlock(connection, key)
    except BaseException:
        connection.close()
        raise
    return connection


def _look_beside_writers(path: Path, key: bytes) -> Connection:
    """Open a file that others may be writing, for reading only; where there is no log SQLite makes one."""
    address = f"{path.absolute().as_uri()}?mode=ro"
    connection: Connection = dbapi2.connect(address, uri=True, isolation_level=None)
    try:
        _unlock(connection, key)
    except BaseException:
        connection.close()
        raise
    return connection


def was_cut_off(path: Path) -> bool:
    """Say whether the file was not closed in order: a log with something in it lies beside it."""
    try:
        return path.with_name(f"{path.name}-wal").stat().st_size > 0
    except OSError:
        return False


def open_salted(path: Path, key: bytes, salt: bytes, *, read_only: bool) -> Connection:
    """Open a file whose own salt cannot be read, by the salt that is given; raises the driver's failures."""
    address = f"{path.absolute().as_uri()}?mode={'ro' if read_only else 'rw'}"
    connection: Connection = dbapi2.connect(address, uri=True, isolation_level=None)
    try:
        _unlock(connection, key, salt)
    except BaseException:
        connection.close()
        raise
    return connection


def version_of(path: Path, key: bytes, *, at_rest: bool = False) -> str | None:
    """Return the schema version that the file at ``path`` has, or None where there is none yet.

    The file is only read. ``at_rest``: nobody writes it any more, as with a backup, and nothing is made
    beside it, so that its disk may be one that cannot be written. Raises StoreUnopenableError with cause
    NOT_OURS, WRONG_KEY, DAMAGED, CANNOT_OPEN, or what else the reading failed for.
    """
    try:
        if not path.exists() or not path.stat().st_size:
            return None
        _look_at(path)
    except OSError:
        raise StoreUnopenableError(Cause.CANNOT_OPEN) from None
    try:
        with closing(look_into(path, key) if at_rest else _look_beside_writers(path, key)) as connection:
            return _version_in(connection)
    except Error as failure:
        # The first page cannot be decrypted. That its own damage is the reason cannot be told apart.
        is_key = number_of(failure) == NOT_A_DATABASE
        raise StoreUnopenableError(Cause.WRONG_KEY if is_key else cause_of(failure)) from failure


def _look_at(path: Path) -> None:
    """Refuse what needs no key to be known; raises StoreUnopenableError."""
    with path.open("rb") as file:
        if file.read(len(_PLAIN_HEADER)) == _PLAIN_HEADER:
            raise StoreUnopenableError(Cause.NOT_OURS)
    log = path.with_name(f"{path.name}-wal")
    # A power cut may tear the last page while the log is copied into the file; the log then has it whole.
    logged = log.exists() and log.stat().st_size
    if path.stat().st_size % PAGE_BYTES and not logged:
        raise StoreUnopenableError(Cause.DAMAGED)


def _version_in(connection: Connection) -> str | None:
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not tables:
        return None
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    if application != APPLICATION_ID or VERSION_TABLE not in tables:
        raise StoreUnopenableError(Cause.NOT_OURS)
    row = connection.execute(f"SELECT version_num FROM {VERSION_TABLE}").fetchone()  # noqa: S608  our own name
    return None if row is None else str(row[0])
