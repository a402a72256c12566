"""An e-card's token: COSE_Sign1 (RFC 9052) around a CWT (RFC 8392), read strictly and not yet trusted."""

from dataclasses import dataclass
from enum import IntEnum
from typing import Final, cast

from clinic_terminal.card.base45_text import decode_text
from clinic_terminal.card.cbor_strict import CborNotStrictError, dump_strict, load_strict
from clinic_terminal.card.claims import claims_from_cbor
from clinic_terminal.card.malformed import MalformedPart, TokenMalformedError
from clinic_terminal.domain.member import CardClaims

KID_BYTES: Final = 8
SIGNATURE_BYTES: Final = 64
TAG_COSE_SIGN1: Final = b"\xd2"

_ALG, _KID = 1, 4
_PARTS: Final = 4


class Algorithm(IntEnum):
    """The signature algorithms of an e-card, by their COSE numbers."""

    EDDSA = -8
    ES256 = -7


@dataclass(frozen=True, slots=True)
class CardToken:
    """What a well-formed token says, before its signature was looked at.

    ``signed`` are the bytes that the signature covers (RFC 9052's Sig_structure).
    """

    algorithm: Algorithm
    kid: bytes
    claims: CardClaims
    signed: bytes
    signature: bytes


def parse_token(text: str) -> CardToken:
    """Return the token of a text that starts with ``DB1:``; raises TokenMalformedError and nothing else."""
    cose = decode_text(text)
    if not cose.startswith(TAG_COSE_SIGN1):
        raise TokenMalformedError(MalformedPart.COSE)
    protected, payload, signature = _parts(_load(cose.removeprefix(TAG_COSE_SIGN1)))
    algorithm, kid = _header(_load(protected))
    return CardToken(
        algorithm=algorithm,
        kid=kid,
        claims=claims_from_cbor(_load(payload)),
        signed=signed_bytes(protected, payload),
        signature=signature,
    )


def header_bytes(algorithm: Algorithm, kid: bytes) -> bytes:
    """Return the encoded protected header."""
    return dump_strict({_ALG: int(algorithm), _KID: kid})


def signed_bytes(protected: bytes, payload: bytes) -> bytes:
    """Return the Sig_structure of RFC 9052, 4.4, with empty external data."""
    return dump_strict(["Signature1", protected, b"", payload])


def cose_bytes(protected: bytes, payload: bytes, signature: bytes) -> bytes:
    """Return a tagged COSE_Sign1."""
    return TAG_COSE_SIGN1 + dump_strict([protected, {}, payload, signature])


def _load(data: bytes) -> object:
    try:
        return load_strict(data)
    except CborNotStrictError:
        raise TokenMalformedError(MalformedPart.CBOR) from None


def _parts(value: object) -> tuple[bytes, bytes, bytes]:
    """Return protected header, payload and signature."""
    if type(value) is not list or len(value) != _PARTS:
        raise TokenMalformedError(MalformedPart.COSE)
    protected, unprotected, payload, signature = cast("list[object]", value)
    if type(unprotected) is not dict or unprotected:
        raise TokenMalformedError(MalformedPart.HEADER)
    if type(protected) is not bytes or type(payload) is not bytes or type(signature) is not bytes:
        raise TokenMalformedError(MalformedPart.COSE)
    if len(signature) != SIGNATURE_BYTES:
        raise TokenMalformedError(MalformedPart.COSE)
    return protected, payload, signature


def _header(value: object) -> tuple[Algorithm, bytes]:
    """Return algorithm and key id of a header that holds exactly these two."""
    if type(value) is not dict or list(value) != [_ALG, _KID]:
        raise TokenMalformedError(MalformedPart.HEADER)
    algorithm, kid = value[_ALG], value[_KID]
    if type(algorithm) is not int or algorithm not in set(Algorithm):
        raise TokenMalformedError(MalformedPart.HEADER)
    if type(kid) is not bytes or len(kid) != KID_BYTES:
        raise TokenMalformedError(MalformedPart.HEADER)
    return Algorithm(algorithm), kid
