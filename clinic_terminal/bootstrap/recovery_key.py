"""The database's key on paper: without it a backup is noise on any other computer.

Sixty-four hexadecimal signs and four of a checksum, in groups of four, to be printed and locked away.
"""

import hashlib
import hmac
from pathlib import Path
from typing import Final

from clinic_terminal.application.backup_failures import RecoveryKeyError
from clinic_terminal.application.failures import StoreUnopenableError
from clinic_terminal.bootstrap.wire import SERVICE, vault_of
from clinic_terminal.settings import Paths
from clinic_terminal.store.connections import KEY_BYTES, version_of
from clinic_terminal.store.key import KeySource, SecretVault, database_key
from clinic_terminal.store.raw_pages import RawPages
from clinic_terminal.store.secret_files import cause_of_refusal

_GROUP: Final = 4
_CHECK_BYTES: Final = 2


def recovery_key(paths: Paths) -> str:
    """Return this terminal's key as it is written down; raises StoreUnopenableError."""
    key, _source = database_key(SERVICE, paths.key_file)
    return PaperKey(key).written()


class PaperKey:
    """The key of the database that is open."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def written(self) -> str:
        """Return it as it is written down."""
        signs = (self._key + _check(self._key)).hex()
        return " ".join(signs[start : start + _GROUP] for start in range(0, len(signs), _GROUP))

    def is_it(self, typed: str) -> bool:
        """Say whether what was typed is this key."""
        try:
            return hmac.compare_digest(_read(typed), self._key)
        except RecoveryKeyError:
            return False


def adopt_key(paths: Paths, written: str) -> bool:
    """Take a written key for this terminal's; only where it has no database that another key opens.

    A key that is kept here for another database, or that is out of reach, is set aside and never destroyed.
    Who types it while a keyring does not give the terminal's other keys gives that keyring up: they are made
    anew when they are needed. Returns whether it was given up. Raises RecoveryKeyError (MISTYPED,
    OTHER_DATABASE), StoreUnopenableError.
    """
    key = _read(written)
    name = paths.key_file.name
    vault = SecretVault(SERVICE, paths.key_file.parent)
    if vault.reach(name) != key:
        _must_open(paths.database, key)
        vault.put_over(name, key)
    others = vault_of(paths)
    gives_up = vault.source(name) is KeySource.FILE and others.is_any_out_of_reach()
    if gives_up:
        others.give_up_keyring()
    return gives_up


def must_open(paths: Paths, written: str) -> None:
    """Refuse a written key that does not open this terminal's database; any will do where there is none.

    Raises RecoveryKeyError (MISTYPED, OTHER_DATABASE), StoreUnopenableError.
    """
    _must_open(paths.database, _read(written))


def _must_open(database: Path, key: bytes) -> None:
    if not _opens(database, key):
        raise RecoveryKeyError("OTHER_DATABASE")


def _opens(database: Path, key: bytes) -> bool:
    """Say whether the database, if there is one, is under this key; its first page may be broken.

    Raises StoreUnopenableError where the file cannot be read at all.
    """
    try:
        version_of(database, key)
    except StoreUnopenableError:
        try:
            with RawPages(database, key) as pages:
                return next(pages.acts(), None) is not None
        except OSError as failure:
            raise StoreUnopenableError(cause_of_refusal(failure)) from failure
    return True


def _read(written: str) -> bytes:
    try:
        whole = bytes.fromhex("".join(written.split()).replace("-", ""))
    except ValueError:
        raise RecoveryKeyError("MISTYPED") from None
    key, check = whole[:KEY_BYTES], whole[KEY_BYTES:]
    if len(key) != KEY_BYTES or check != _check(key):
        raise RecoveryKeyError("MISTYPED")
    return key


def _check(key: bytes) -> bytes:
    return hashlib.sha256(key).digest()[:_CHECK_BYTES]
