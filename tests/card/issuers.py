"""Issuers and cards of invented people, and tokens that are built wrong on purpose."""

import base64
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

import cbor2
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, derive_private_key
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from clinic_terminal.card.base45_text import encode_text
from clinic_terminal.card.claims import claims_to_cbor
from clinic_terminal.card.issue import PracticeIssuer, TokenSigner, issue_token
from clinic_terminal.card.key_document import read_keys
from clinic_terminal.card.reading import CardVerifier
from clinic_terminal.card.revocations import RevocationSet
from clinic_terminal.card.token import Algorithm
from clinic_terminal.domain.member import CardClaims, CardMode, CardPolicy, Sex

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
ISSUED = datetime(2026, 3, 1, tzinfo=UTC)
ISSUER = "practice-tpa"

CLAIMS = CardClaims(
    issuer=ISSUER,
    member="M20260001",
    expires=ISSUED + timedelta(days=365),
    not_before=ISSUED,
    issued=ISSUED,
    serial="00112233445566778899aabb",
    name="林小满",
    birth_date=date(2019, 5, 4),
    sex=Sex.FEMALE,
    policies=(CardPolicy("P20260000123", "PLAN-A", date(2026, 1, 1), date(2026, 12, 31)),),
    mode=CardMode.STATIC,
)

PRACTICE = PracticeIssuer(ISSUER, bytes(range(32)))
STRANGER = PracticeIssuer(ISSUER, bytes(range(1, 33)))


@dataclass(frozen=True, slots=True)
class Es256Issuer:
    """An issuer with a P-256 key made from a number."""

    name: str
    number: int = 20260302

    @property
    def algorithm(self) -> Algorithm:
        return Algorithm.ES256

    @property
    def kid(self) -> bytes:
        return sha256(self.x + self.y).digest()[:8]

    @property
    def x(self) -> bytes:
        return self._public_point()[:32]

    @property
    def y(self) -> bytes:
        return self._public_point()[32:]

    def sign(self, data: bytes) -> bytes:
        key = derive_private_key(self.number, SECP256R1())
        r, s = decode_dss_signature(key.sign(data, ECDSA(SHA256())))
        return r.to_bytes(32, "big") + s.to_bytes(32, "big")

    def key_entry(self, not_before: int = 0, expires: int = 0) -> dict[str, str | int]:
        return {
            "kid": self.kid.hex(),
            "iss": self.name,
            "alg": "ES256",
            "x": base64url(self.x),
            "y": base64url(self.y),
            "nbf": not_before,
            "exp": expires,
        }

    def _public_point(self) -> bytes:
        numbers = derive_private_key(self.number, SECP256R1()).public_key().public_numbers()
        return numbers.x.to_bytes(32, "big") + numbers.y.to_bytes(32, "big")


ES256 = Es256Issuer("es256-tpa")


def base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode("ascii").rstrip("=")


def key_document(entries: Iterable[dict[str, str | int]]) -> str:
    return json.dumps({"keys": list(entries)})


def verifier(
    entries: Sequence[dict[str, str | int]] | None = None,
    revoked: Sequence[str] = (),
    member_patterns: tuple[str, ...] = (),
) -> CardVerifier:
    """Return a verifier that knows the practice issuers, or the given key entries."""
    known = [PRACTICE.key_entry(), ES256.key_entry()] if entries is None else entries
    return CardVerifier(read_keys(key_document(known)), RevocationSet(revoked), member_patterns)


def token(claims: CardClaims = CLAIMS, signer: TokenSigner = PRACTICE) -> str:
    return issue_token(claims, signer)


def payload(changes: dict[int, object] | None = None, card: dict[int, object] | None = None) -> bytes:
    """Return the usual payload with claims, or members of the card map, replaced."""
    claims = claims_to_cbor(CLAIMS)
    card_map = claims[-65537]
    assert isinstance(card_map, dict)
    claims[-65537] = {**card_map, **(card or {})}
    return cbor2.dumps({**claims, **(changes or {})})


def protected(kid: bytes = PRACTICE.kid, algorithm: int = Algorithm.EDDSA) -> bytes:
    return cbor2.dumps({1: int(algorithm), 4: kid})


def sealed(payload_bytes: bytes, header: bytes | None = None) -> str:
    """Return the text of a token with exactly these bytes, rightly signed by the practice issuer."""
    header = protected() if header is None else header
    signature = PRACTICE.sign(cbor2.dumps(["Signature1", header, b"", payload_bytes]))
    return encode_text(b"\xd2" + cbor2.dumps([header, {}, payload_bytes, signature]))
