from collections.abc import Callable

import cbor2
import pytest

from clinic_terminal.card.base45_text import decode_text, encode_text
from clinic_terminal.card.malformed import MalformedPart, TokenMalformedError
from clinic_terminal.card.token import Algorithm, parse_token, signed_bytes
from tests.card.issuers import CLAIMS, ES256, PRACTICE, payload, protected, sealed, token

_COSE = decode_text(token())
_PARTS = cbor2.loads(_COSE[1:])


def test_a_token_says_algorithm_key_claims_and_what_is_signed() -> None:
    read = parse_token(token())
    assert (read.algorithm, read.kid, read.claims) == (Algorithm.EDDSA, PRACTICE.kid, CLAIMS)
    assert read.signed == cbor2.dumps(["Signature1", protected(), b"", payload()])
    assert read.signature == PRACTICE.sign(read.signed)


def test_an_es256_token_names_its_algorithm() -> None:
    assert parse_token(token(signer=ES256)).algorithm is Algorithm.ES256


def test_the_signed_bytes_are_those_of_rfc_9052() -> None:
    assert signed_bytes(b"\xa0", b"pay").hex() == "84" + "6a5369676e617475726531" + "41a0" + "40" + "43706179"


def test_the_usual_card_stays_under_300_bytes() -> None:
    assert len(_COSE) <= 300


_Change = Callable[[list[object]], object]


@pytest.mark.parametrize(
    ("change", "part"),
    [
        (lambda p: p[:3], MalformedPart.COSE),
        (lambda p: [*p, b""], MalformedPart.COSE),
        (lambda p: {1: p[0]}, MalformedPart.COSE),
        (lambda p: [p[0], {4: b"12345678"}, p[2], p[3]], MalformedPart.HEADER),
        (lambda p: [p[0], [], p[2], p[3]], MalformedPart.HEADER),
        (lambda p: [p[0], b"", p[2], p[3]], MalformedPart.HEADER),
        (lambda p: ["", {}, p[2], p[3]], MalformedPart.COSE),
        (lambda p: [{1: -8}, {}, p[2], p[3]], MalformedPart.COSE),
        (lambda p: [p[0], {}, [], p[3]], MalformedPart.COSE),
        (lambda p: [p[0], {}, p[2], "s" * 64], MalformedPart.COSE),
        (lambda p: [p[0], {}, p[2], bytes(63)], MalformedPart.COSE),
        (lambda p: [p[0], {}, p[2], bytes(65)], MalformedPart.COSE),
        (lambda p: [p[0], {}, p[2], b""], MalformedPart.COSE),
        (lambda p: [b"", {}, p[2], p[3]], MalformedPart.CBOR),
        (lambda p: [p[0], {}, b"", p[3]], MalformedPart.CBOR),
        (lambda p: [p[0] + b"\x00", {}, p[2], p[3]], MalformedPart.CBOR),
        (lambda p: [p[0], {}, p[2] + b"\x00", p[3]], MalformedPart.CBOR),
        (lambda p: [p[0], {}, p[2], None], MalformedPart.CBOR),
    ],
)
def test_a_cose_structure_of_another_shape_is_refused(change: _Change, part: MalformedPart) -> None:
    _refused(encode_text(b"\xd2" + cbor2.dumps(change(list(_PARTS)))), part)


@pytest.mark.parametrize(
    "header",
    [
        {},
        {1: -8},
        {4: PRACTICE.kid},
        {1: -8, 2: [4], 4: PRACTICE.kid},
        {1: -8, 3: 61, 4: PRACTICE.kid},
        {1: -8, 4: PRACTICE.kid, 5: b"iv"},
        {1: -37, 4: PRACTICE.kid},
        {1: -35, 4: PRACTICE.kid},
        {1: "EdDSA", 4: PRACTICE.kid},
        {1: -8, 4: PRACTICE.kid[:7]},
        {1: -8, 4: PRACTICE.kid + b"\x00"},
        {1: -8, 4: PRACTICE.kid.hex()},
        [1, -8],
        -8,
    ],
)
def test_a_header_of_anything_but_algorithm_and_key_id_is_refused(header: object) -> None:
    _refused(sealed(payload(), cbor2.dumps(header)), MalformedPart.HEADER)


@pytest.mark.parametrize("tag", ["", "d1", "d8" + "12", "d8" + "3d" + "d2", "d2d2", "d9d9f7d2"])
def test_no_tag_or_another_tag_is_refused(tag: str) -> None:
    with pytest.raises(TokenMalformedError) as refusal:
        parse_token(encode_text(bytes.fromhex(tag) + _COSE[1:]))
    assert refusal.value.part in {MalformedPart.COSE, MalformedPart.CBOR}


def test_bytes_after_the_structure_are_refused() -> None:
    _refused(encode_text(_COSE + b"\x00"), MalformedPart.CBOR)


def test_an_array_of_indefinite_length_is_refused() -> None:
    _refused(encode_text(b"\xd2\x9f" + _COSE[2:] + b"\xff"), MalformedPart.CBOR)


def test_a_header_map_of_indefinite_length_is_refused() -> None:
    _refused(sealed(payload(), b"\xbf" + protected()[1:] + b"\xff"), MalformedPart.CBOR)


def test_claims_out_of_order_are_refused_though_rightly_signed() -> None:
    claims = cbor2.loads(payload())
    _refused(sealed(cbor2.dumps(dict(reversed(claims.items())))), MalformedPart.CBOR)


def test_a_claim_that_stands_twice_is_refused_though_rightly_signed() -> None:
    twice = payload()
    _refused(sealed(bytes([twice[0] + 1]) + b"\x01\x61x" + twice[1:]), MalformedPart.CBOR)


def test_a_number_in_a_longer_form_is_refused_though_rightly_signed() -> None:
    usual = payload(card={3: 1})
    _refused(sealed(usual.replace(b"\x03\x01\x04", b"\x03\x18\x01\x04")), MalformedPart.CBOR)


def test_deep_nesting_is_refused() -> None:
    _refused(sealed(b"\x81" * 400 + b"\x00"), MalformedPart.CBOR)


def _refused(text: str, part: MalformedPart) -> None:
    with pytest.raises(TokenMalformedError) as refusal:
        parse_token(text)
    assert refusal.value.part is part
