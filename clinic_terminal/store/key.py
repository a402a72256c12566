"""Where the terminal's secrets are: in the system's keyring if there is one, else in files of this user."""

import logging
import re
import secrets
from collections.abc import Iterator
from enum import StrEnum
from itertools import count, takewhile
from pathlib import Path

from clinic_terminal.application.failures import StoreUnopenableError
from clinic_terminal.store import secret_files
from clinic_terminal.store.causes import Cause
from clinic_terminal.store.connections import KEY_BYTES
from clinic_terminal.store.keyrings import look_for, working_keyring

_log = logging.getLogger(__name__)

_IN_KEYRING = b"keyring\n"
_IN_FILE = b"file\n"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_NOTE = re.compile(rb"keyring(?: (?P<entry>[A-Za-z0-9][A-Za-z0-9._-]*))?\n")
"""The note that the keyring has the secret, under the secret's own name or under the one that is named."""

_ASIDE = ".before-"
"""Stands between a name and the number of an earlier secret of it that is kept aside."""

_GIVEN_UP = "keyring-given-up"
"""The note that a person gave the keyring up."""


class KeySource(StrEnum):
    """Where a secret is kept."""

    KEYRING = "KEYRING"
    FILE = "FILE"


class SecretNameError(ValueError):
    """A secret's name that cannot be a file's name."""

    def __init__(self) -> None:
        super().__init__("A secret's name has letters, digits, dots, dashes and underscores only.")


class SecretVault:
    """Secrets by name. A file of each name holds the secret, or only the note that the keyring has it.

    The note keeps a keyring that is closed today from being taken for one that never had the secret:
    a second database key in its place would lock the clinic out of its own data.
    """

    def __init__(self, service: str, folder: Path) -> None:
        self._service = service
        self._folder = folder

    def source(self, name: str) -> KeySource | None:
        """Return where the secret is kept; None for a secret that was never put."""
        note = self._note(name)
        if note is None:
            return None
        return _source_by(note)

    def get(self, name: str) -> bytes | None:
        """Return the secret; None for one that was never put.

        Raises StoreUnopenableError with cause KEY_UNAVAILABLE where it was put and is out of reach.
        """
        note = self._note(name)
        return None if note is None else self._secret(name, note)

    def reach(self, name: str) -> bytes | None:
        """Return the secret; None for one that was never put, and for one that is out of reach."""
        try:
            return self.get(name)
        except StoreUnopenableError:
            return None

    def get_unless_lost(self, name: str) -> bytes | None:
        """Return the secret; None for one that was never put, and for one that nothing will ever give.

        Raises StoreUnopenableError (KEY_UNAVAILABLE) where a keyring has it that is only closed or silent.
        """
        note = self._note(name)
        entry = None if note is None else _entry_of(name, note)
        if note is None or entry is None:
            return None if note is None else self._secret(name, note)
        look = look_for(self._service, entry)
        if look.secret is None and not look.is_lost and not self._is_given_up():
            raise StoreUnopenableError(Cause.KEY_UNAVAILABLE)
        return look.secret

    def is_any_out_of_reach(self) -> bool:
        """Say whether the keyring has a secret of this folder, not one kept aside, and does not give it."""
        names = sorted(file.name for file in self._folder.glob("*") if _NAME.fullmatch(file.name))
        current = (name for name in names if _ASIDE not in name)
        return any(self.source(name) is KeySource.KEYRING and self.reach(name) is None for name in current)

    def give_up_keyring(self) -> None:
        """Count what a closed keyring has as lost, as a person said, and keep what is new in files."""
        self._noted(_GIVEN_UP, _IN_FILE)

    def put(self, name: str, secret: bytes) -> KeySource:
        """Keep the secret, replacing an earlier one; raises StoreUnopenableError (KEY_UNAVAILABLE)."""
        return self._noted(name, self._kept(name, secret))

    def put_over(self, name: str, secret: bytes) -> KeySource:
        """Keep the secret in place of another one or of one out of reach; what was there is kept aside.

        A keyring that is only closed today keeps what it has under this name for good: it is written to
        only where it gave the earlier secret or says that it has none. The note aside leads to what it
        keeps. Raises StoreUnopenableError (KEY_UNAVAILABLE).
        """
        note, earlier = self._note(name), self.reach(name)
        if note is None:
            return self.put(name, secret)
        if earlier == secret:
            return _source_by(note)
        aside = self._free_name(name)
        if earlier is not None:
            self.put(aside, earlier)
            return self.put(name, secret)
        _log.warning("a secret out of reach was set aside: %s", name)
        keyring = working_keyring(self._service)
        if keyring is not None and keyring.lacks(name):
            self._noted(aside, note)
            return self.put(name, secret)
        self._noted(aside, _leading_to(name) if note == _IN_KEYRING else note)
        return self._noted(name, _IN_FILE + secret)

    def _noted(self, name: str, note: bytes) -> KeySource:
        try:
            secret_files.replace(self._file(name), note)
        except OSError:
            raise StoreUnopenableError(Cause.KEY_UNAVAILABLE) from None
        return _source_by(note)

    def names(self, name: str) -> list[str]:
        """Return ``name`` and the names that earlier secrets of it are kept aside under, latest first."""
        return [name, *reversed(list(self._asides(name)))]

    def _asides(self, name: str) -> Iterator[str]:
        names = (f"{name}{_ASIDE}{number}" for number in count(1))
        return takewhile(lambda aside: self._note(aside) is not None, names)

    def _free_name(self, name: str) -> str:
        """Return a name that no secret has yet, for what ``name`` stood for."""
        return f"{name}{_ASIDE}{len(self.names(name))}"

    def put_once(self, name: str, secret: bytes) -> bytes:
        """Keep the secret unless there is one already, and return the one that is kept."""
        try:
            note = secret_files.create(self._file(name), self._kept(name, secret))
        except OSError:
            raise StoreUnopenableError(Cause.KEY_UNAVAILABLE) from None
        return self._secret(name, note)

    def _kept(self, name: str, secret: bytes) -> bytes:
        """Put the secret into the keyring and return the note of it, or return what the file is to hold."""
        keyring = None if self._stays_in_files(name) else working_keyring(self._service)
        if keyring is not None and keyring.put(name, secret):
            return _IN_KEYRING
        return _IN_FILE + secret

    def _stays_in_files(self, name: str) -> bool:
        """Say whether the keyring's entry of this name is of what was set aside, or it was given up."""
        return self._is_given_up() or _leading_to(name) in map(self._note, self._asides(name))

    def _is_given_up(self) -> bool:
        return self._note(_GIVEN_UP) is not None

    def _secret(self, name: str, note: bytes) -> bytes:
        if note.startswith(_IN_FILE):
            return note[len(_IN_FILE) :]
        entry = _entry_of(name, note)
        keyring = None if entry is None else working_keyring(self._service)
        secret = None if entry is None or keyring is None else keyring.get(entry)
        if secret is None:
            raise StoreUnopenableError(Cause.KEY_UNAVAILABLE)
        return secret

    def _note(self, name: str) -> bytes | None:
        try:
            return secret_files.read(self._file(name))
        except OSError:
            raise StoreUnopenableError(Cause.KEY_UNAVAILABLE) from None

    def _file(self, name: str) -> Path:
        if _NAME.fullmatch(name) is None:
            raise SecretNameError
        return self._folder / name


def _source_by(note: bytes) -> KeySource:
    return KeySource.KEYRING if _NOTE.fullmatch(note) else KeySource.FILE


def _entry_of(name: str, note: bytes) -> str | None:
    """Return the name that the keyring has the secret under; None for a note that names no keyring."""
    known = _NOTE.fullmatch(note)
    if known is None:
        return None
    return known["entry"].decode() if known["entry"] else name


def _leading_to(name: str) -> bytes:
    """Return the note that the keyring has a secret under ``name``, wherever the note lies."""
    return b"keyring " + name.encode() + b"\n"


def database_key(service: str, fallback_file: Path) -> tuple[bytes, KeySource]:
    """Return the raw 32-byte key of the database, made at the first call, and where it is kept.

    Raises StoreUnopenableError with cause KEY_UNAVAILABLE where the key exists but cannot be had now;
    a new one is never made in its place.
    """
    vault = SecretVault(service, fallback_file.parent)
    name = fallback_file.name
    key = vault.get(name)
    if key is None:
        key = vault.put_once(name, _kept_before(service, name) or secrets.token_bytes(KEY_BYTES))
    source = vault.source(name)
    if len(key) != KEY_BYTES or source is None:
        raise StoreUnopenableError(Cause.KEY_UNAVAILABLE)
    return key, source


def _kept_before(service: str, name: str) -> bytes | None:
    """Return the key that a keyring still has although the note of it was lost."""
    keyring = working_keyring(service)
    return None if keyring is None else keyring.get(name)
