"""The issuers' public keys that this terminal holds, and the check of a signature."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from clinic_terminal.card.token import SIGNATURE_BYTES, Algorithm

_HALF: Final = SIGNATURE_BYTES // 2


@dataclass(frozen=True, slots=True)
class CardKey:
    """One public key. ``not_before`` and ``expires`` are whole seconds, both included; None: no end."""

    kid: bytes
    issuer: str
    public: Ed25519PublicKey | EllipticCurvePublicKey
    not_before: int
    expires: int | None

    @property
    def algorithm(self) -> Algorithm:
        """The one algorithm that this key is for."""
        return Algorithm.EDDSA if isinstance(self.public, Ed25519PublicKey) else Algorithm.ES256

    def covers(self, moment: datetime) -> bool:
        """Tell whether the key was in force at ``moment``."""
        seconds = moment.timestamp()
        return self.not_before <= seconds and (self.expires is None or seconds <= self.expires)

    def verifies(self, signed: bytes, signature: bytes) -> bool:
        """Tell whether ``signature`` (64 bytes; r then s for ES256, RFC 9053, 2.1) covers ``signed``."""
        if len(signature) != SIGNATURE_BYTES:
            return False
        try:
            if isinstance(self.public, Ed25519PublicKey):
                self.public.verify(signature, signed)
            else:
                self.public.verify(_der(signature), signed, ECDSA(SHA256()))
        except InvalidSignature:
            return False
        return True


class KeySet:
    """The card keys by key id and issuer; several may be in force at once. Never changed after it is made."""

    __slots__ = ("_keys",)

    def __init__(self, keys: Iterable[CardKey] = ()) -> None:
        self._keys = {(key.kid, key.issuer): key for key in keys}

    def __len__(self) -> int:
        return len(self._keys)

    def find(self, kid: bytes, issuer: str, algorithm: Algorithm, issued: datetime) -> CardKey | None:
        """Return the key that this issuer names ``kid``, if it fits the algorithm and the time of issue."""
        key = self._keys.get((kid, issuer))
        if key is None or key.algorithm is not algorithm or not key.covers(issued):
            return None
        return key


def _der(signature: bytes) -> bytes:
    """Return COSE's r and s, side by side, in the form that the library reads."""
    r, s = int.from_bytes(signature[:_HALF], "big"), int.from_bytes(signature[_HALF:], "big")
    return encode_dss_signature(r, s)
