"""Signed texts: compact JWS (RFC 7515) with Ed25519, each for one purpose."""

import base64
import binascii
import json
from datetime import datetime
from enum import StrEnum
from functools import lru_cache

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from jwt import PyJWTError
from jwt.api_jws import PyJWS

from clinic_terminal.contract.canonical import canonical_bytes
from clinic_terminal.contract.errors import KeyUnreadableError, SignatureInvalidError
from clinic_terminal.contract.values import instant_from, instant_text

_JWS = PyJWS(algorithms=["EdDSA"])
_ALGORITHM = "EdDSA"


class Purpose(StrEnum):
    """What a signed text is for; it stands in the header, so that one kind cannot pass as another."""

    ANY = ""
    KEYS = "keys+jws"
    SNAPSHOT = "snapshot+jws"
    TIME = "time+jws"


def sign(payload: bytes, private_key: Ed25519PrivateKey, kid: str, purpose: Purpose = Purpose.ANY) -> str:
    """Return ``payload`` as compact JWS text signed by ``private_key``; ``kid`` names the key."""
    headers = {"kid": kid, "typ": purpose.value or None}
    return _JWS.encode(payload, private_key, algorithm=_ALGORITHM, headers=headers)


def verify(text: str, public_key: Ed25519PublicKey, purpose: Purpose = Purpose.ANY) -> bytes:
    """Return the payload of a signed text; raises SignatureInvalidError for another key, text or purpose."""
    try:
        signed = _JWS.decode_complete(text, public_key, algorithms=[_ALGORITHM])
    except (PyJWTError, ValueError) as error:
        raise SignatureInvalidError from error
    if purpose is not Purpose.ANY and signed["header"].get("typ") != purpose.value:
        raise SignatureInvalidError
    payload = signed["payload"]
    return payload if isinstance(payload, bytes) else bytes(payload)


@lru_cache(maxsize=32)
def kid_of(text: str) -> str:
    """Return the id of the key that a signed text names, unverified; raises SignatureInvalidError.

    The last ones are remembered: each text is asked for its key more than once on its way in.
    """
    try:
        kid = _JWS.get_unverified_header(text).get("kid")
    except (PyJWTError, ValueError) as error:
        raise SignatureInvalidError from error
    if not isinstance(kid, str) or not kid:
        raise SignatureInvalidError
    return kid


def sign_time(moment: datetime, private_key: Ed25519PrivateKey, kid: str) -> str:
    """Return the server's time as signed text."""
    return sign(canonical_bytes({"time": instant_text(moment)}), private_key, kid, Purpose.TIME)


def read_time(text: str, public_key: Ed25519PublicKey) -> datetime:
    """Return the time that a signed text states, UTC; raises SignatureInvalidError."""
    payload = verify(text, public_key, Purpose.TIME)
    try:
        return instant_from(json.loads(payload)["time"])
    except (ValueError, KeyError, TypeError) as error:
        raise SignatureInvalidError from error


def public_text(key: Ed25519PublicKey) -> str:
    """Return a public key as base64url of its 32 bytes, without padding."""
    return base64.urlsafe_b64encode(key.public_bytes_raw()).rstrip(b"=").decode("ascii")


def public_from(text: str) -> Ed25519PublicKey:
    """Read a public key; raises KeyUnreadableError."""
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        return Ed25519PublicKey.from_public_bytes(raw)
    except (ValueError, binascii.Error) as error:
        raise KeyUnreadableError from error
