"""This terminal's private keys: one for each place that it was given, and one for the place it asks for.

Which key counts is decided by the enrolment in the database alone: a power cut at any step leaves the old
place with its key, or the new one with its own. Whoever asks for a place anew gets past a key that is lost,
as with the keyring of another computer: it is set aside. One in a keyring that is only closed is waited for,
since the code that was sent with it is answered for no other.
"""

import hashlib
from contextlib import suppress
from typing import Final

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from clinic_terminal.application.failures import StoreUnopenableError
from clinic_terminal.store.key import SecretVault

IDENTITY: Final = "terminal-key"
"""The key of the latest place; before there is one, the key that a first place is asked for with."""

_ASKING: Final = "terminal-key-asking"
"""The key that another place is asked for with, until that place is kept."""
_NONE: Final = b"none"


def key_of(vault: SecretVault, terminal: str) -> Ed25519PrivateKey | None:
    """Return the key of a place, None where this computer has none; raises StoreUnopenableError."""
    pem = vault.get(_name_of(terminal)) or vault.get(IDENTITY)
    return None if pem is None else _key_in(pem)


def first_key(vault: SecretVault) -> Ed25519PrivateKey:
    """Return the key to ask for a first place with, made and kept where there is none yet.

    Raises StoreUnopenableError where it is in a keyring that is only closed.
    """
    pem = vault.get_unless_lost(IDENTITY)
    if pem is None and vault.source(IDENTITY) is not None:
        pem = _new_pem()
        vault.put_over(IDENTITY, pem)
    return _key_in(pem or vault.put_once(IDENTITY, _new_pem()))


def drop_first_key(vault: SecretVault) -> None:
    """Ask for a first place with another key from now on."""
    vault.put(IDENTITY, _new_pem())


def asking_key(vault: SecretVault) -> Ed25519PrivateKey:
    """Return the key to ask for another place with; the same one until that place is kept or dropped.

    So the same code is answered in the same way, whatever came between the answer and its keeping. Raises
    StoreUnopenableError where it is in a keyring that is only closed.
    """
    pem = vault.get_unless_lost(_ASKING)
    if pem is None or pem == _NONE:
        kept, pem = pem, _new_pem()
        (vault.put if kept else vault.put_over)(_ASKING, pem)
    return _key_in(pem)


def drop_asking_key(vault: SecretVault) -> None:
    """Ask for another place with another key from now on."""
    vault.put(_ASKING, _NONE)


def keep_first_key(vault: SecretVault, terminal: str) -> None:
    """Keep the key of a first place under its name, where an earlier place of this name had one."""
    pem = vault.get(IDENTITY)
    if pem is not None and vault.source(_name_of(terminal)) is not None:
        vault.put(_name_of(terminal), pem)


def keep_asking_key(vault: SecretVault, terminal: str, before: str) -> None:
    """Keep the key that was asked with as that of ``terminal``; the place ``before`` keeps its own.

    Raises StoreUnopenableError, also where nothing was asked for.
    """
    old, asking = vault.reach(IDENTITY), vault.get(_ASKING)
    if asking is None or asking == _NONE:
        raise StoreUnopenableError("KEY_UNAVAILABLE")
    if old is not None and vault.source(_name_of(before)) is None:
        vault.put(_name_of(before), old)
    vault.put(_name_of(terminal), asking)


def settle_asking_key(vault: SecretVault, terminal: str) -> None:
    """Once the place is kept: have its key stand where an earlier program looks, and ask with it no more."""
    pem = vault.get(_name_of(terminal))
    # The place has its key already: what fails here is made up for by the next enrolment.
    with suppress(StoreUnopenableError):
        if pem is not None:
            vault.put_over(IDENTITY, pem)
        drop_asking_key(vault)


def _name_of(terminal: str) -> str:
    """Return the secret's name; a server may name its terminals by signs that no file's name can have."""
    return f"{IDENTITY}-{hashlib.sha256(terminal.encode()).hexdigest()[:16]}"


def _key_in(pem: bytes) -> Ed25519PrivateKey:
    private = serialization.load_pem_private_key(pem, None)
    if not isinstance(private, Ed25519PrivateKey):
        raise StoreUnopenableError("KEY_UNAVAILABLE")
    return private


def _new_pem() -> bytes:
    return Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
