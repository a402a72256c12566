"""A file of acts under a passphrase: who finds it reads nothing, and a changed byte is noticed.

AES-256-GCM under a key that scrypt makes of the passphrase. The passphrase is told by another way than the
file: read out on the telephone, in groups of five.
"""

import hashlib
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from clinic_terminal.contract.act_export import ActExportError

MARK: Final = b"clinic-acts-locked/1\n"
SALT_BYTES: Final = 16
NONCE_BYTES: Final = 12
_GROUPS: Final = 4
_LETTERS: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without 0, 1, I and O, which people mistake for one another: 32 signs, five bits each."""

GROUP_BYTES: Final = 5
CHANCE_BYTES: Final = _GROUPS * GROUP_BYTES
_COST: Final = 2**14
_LARGEST_MEMORY: Final = 64 * 2**20


def passphrase(chance: bytes) -> str:
    """Return a passphrase of four groups of five signs for 20 random bytes: 100 bits."""
    signs = [_LETTERS[byte % len(_LETTERS)] for byte in chance[:CHANCE_BYTES]]
    return "-".join(
        "".join(signs[start : start + GROUP_BYTES]) for start in range(0, len(signs), GROUP_BYTES)
    )


def lock_up(text: bytes, phrase: str, salt: bytes, nonce: bytes) -> bytes:
    """Return ``text`` encrypted; ``salt`` of 16 and ``nonce`` of 12 fresh random bytes."""
    return MARK + salt + nonce + AESGCM(_key(phrase, salt)).encrypt(nonce, text, MARK)


def is_locked(text: bytes) -> bool:
    """Say whether a file needs its passphrase."""
    return text.startswith(MARK)


def unlock(text: bytes, phrase: str) -> bytes:
    """Return what was locked up; raises ActExportError (FORM, CUT_OFF, PASSPHRASE)."""
    if not is_locked(text):
        raise ActExportError("FORM")
    head = len(MARK) + SALT_BYTES + NONCE_BYTES
    if len(text) <= head:
        raise ActExportError("CUT_OFF")
    salt, nonce = text[len(MARK) : len(MARK) + SALT_BYTES], text[len(MARK) + SALT_BYTES : head]
    try:
        return AESGCM(_key(phrase, salt)).decrypt(nonce, text[head:], MARK)
    except InvalidTag:
        raise ActExportError("PASSPHRASE") from None


def _key(phrase: str, salt: bytes) -> bytes:
    plain = "".join(phrase.upper().split()).replace("-", "")
    return hashlib.scrypt(plain.encode(), salt=salt, n=_COST, r=8, p=1, maxmem=_LARGEST_MEMORY, dklen=32)
