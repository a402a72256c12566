"""The practice server's keys: made at the first start, kept in its folder, readable by its owner alone."""

import hashlib
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from clinic_terminal.contract.keys import CardKey, CardKeys, KeyDocument, SigningKey
from clinic_terminal.contract.signing import public_text, sign_time

CARD_ISSUER = "practice-tpa"
_KEY_BIRTH = 1_577_836_800
_KEY_DEATH = 4_102_444_800


class KeyFileError(Exception):
    """A key file in the practice folder is no Ed25519 key."""

    def __init__(self, name: str) -> None:
        super().__init__(f"The key file {name} in the practice folder cannot be used.")


@dataclass(frozen=True, slots=True)
class PracticeKeys:
    """The root, the key that signs snapshots and times, and the key that signs cards."""

    root: Ed25519PrivateKey
    signing: Ed25519PrivateKey
    card: Ed25519PrivateKey

    @property
    def signing_kid(self) -> str:
        """The id of the signing key."""
        return key_id(self.signing)

    def signed_time(self, now: datetime) -> str:
        """Return the server's time as signed text."""
        return sign_time(now, self.signing, self.signing_kid)

    def document(self, now: datetime) -> str:
        """Return the key document, signed by the root."""
        card = CardKey(
            kid=key_id(self.card),
            iss=CARD_ISSUER,
            alg="EdDSA",
            x=public_text(self.card.public_key()),
            nbf=_KEY_BIRTH,
            exp=_KEY_DEATH,
        )
        document = KeyDocument(
            signing=[SigningKey(kid=self.signing_kid, x=public_text(self.signing.public_key()))],
            card=CardKeys(keys=[card]),
            issued_at=now,
        )
        return document.signed(self.root, key_id(self.root))


def key_id(key: Ed25519PrivateKey) -> str:
    """Return the id of a key: the first 8 bytes of the SHA-256 of its public half, hex."""
    return hashlib.sha256(key.public_key().public_bytes_raw()).hexdigest()[:16]


def load_keys(data_dir: Path) -> PracticeKeys:
    """Return the keys of a practice folder, making those that are missing; raises KeyFileError, OSError."""
    return PracticeKeys(*(_key(data_dir / f"{name}.pem") for name in ("root", "signing", "card-issuer")))


def practice_issuer(data_dir: Path) -> tuple[Ed25519PrivateKey, str, str]:
    """Return (private key, key id, issuer) of the practice cards; the folder is made where it is missing."""
    keys = load_keys(data_dir)
    return keys.card, key_id(keys.card), CARD_ISSUER


def _key(file: Path) -> Ed25519PrivateKey:
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        pem = file.read_bytes()
    except FileNotFoundError:
        return _new_key(file)
    try:
        key = load_pem_private_key(pem, None)
    except (ValueError, TypeError) as error:
        raise KeyFileError(file.name) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyFileError(file.name)
    return key


def _new_key(file: Path) -> Ed25519PrivateKey:
    key = Ed25519PrivateKey.generate()
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    whole = file.with_suffix(f".{os.getpid()}.tmp")
    with os.fdopen(os.open(whole, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as target:
        target.write(pem)
    try:
        os.link(whole, file)
    except FileExistsError:
        return _key(file)
    finally:
        whole.unlink()
    return key
