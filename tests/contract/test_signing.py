from datetime import UTC, datetime

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from clinic_terminal.contract.errors import KeyUnknownError, KeyUnreadableError, SignatureInvalidError
from clinic_terminal.contract.keys import CardKey, CardKeys, KeyDocument, SigningKey, read_keys
from clinic_terminal.contract.signing import (
    Purpose,
    kid_of,
    public_from,
    public_text,
    read_time,
    sign,
    sign_time,
    verify,
)

KEY = Ed25519PrivateKey.from_private_bytes(bytes(32))
OTHER = Ed25519PrivateKey.from_private_bytes(bytes([1]) * 32)
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_a_signed_text_gives_back_its_payload() -> None:
    text = sign(b"payload", KEY, "k1")
    assert verify(text, KEY.public_key()) == b"payload"
    assert kid_of(text) == "k1"


def test_another_key_is_refused() -> None:
    with pytest.raises(SignatureInvalidError):
        verify(sign(b"payload", KEY, "k1"), OTHER.public_key())


def test_every_changed_character_is_noticed() -> None:
    text = sign(b'{"amount":1}', KEY, "k1")
    for place in range(len(text) - 1):  # the last one carries four bits that base64 does not use
        changed = text[:place] + ("A" if text[place] != "A" else "B") + text[place + 1 :]
        with pytest.raises(SignatureInvalidError):
            verify(changed, KEY.public_key())


@pytest.mark.parametrize(
    "text", ["", ".", "a.b", "a.b.c", "ä.ö.ü", "e30.e30.", "bnVsbA.bnVsbA.bnVsbA", "\ud800"]
)
def test_what_is_no_signed_text_is_refused(text: str) -> None:
    with pytest.raises(SignatureInvalidError):
        verify(text, KEY.public_key())
    with pytest.raises(SignatureInvalidError):
        kid_of(text)


def test_an_unsigned_or_shared_secret_text_is_refused() -> None:
    unsigned = jwt.encode({}, "", algorithm="none")
    shared = jwt.encode({}, b"a shared secret of thirty-two bytes", algorithm="HS256")
    for text in (unsigned, shared):
        with pytest.raises(SignatureInvalidError):
            verify(text, KEY.public_key())


def test_a_time_cannot_pass_as_a_snapshot() -> None:
    text = sign_time(NOON, KEY, "k1")
    assert verify(text, KEY.public_key(), Purpose.TIME)
    with pytest.raises(SignatureInvalidError):
        verify(text, KEY.public_key(), Purpose.SNAPSHOT)


def test_a_signed_time_is_read_back() -> None:
    assert read_time(sign_time(NOON, KEY, "k1"), KEY.public_key()) == NOON


@pytest.mark.parametrize("payload", [b"", b"[]", b"{}", b'{"time":1}', b'{"time":"noon"}', b"\xff"])
def test_a_signed_text_that_is_no_time_is_refused(payload: bytes) -> None:
    text = sign(payload, KEY, "k1", Purpose.TIME)
    with pytest.raises(SignatureInvalidError):
        read_time(text, KEY.public_key())


def test_a_public_key_travels_as_text() -> None:
    text = public_text(KEY.public_key())
    assert public_from(text).public_bytes_raw() == KEY.public_key().public_bytes_raw()


@pytest.mark.parametrize("text", ["", "AAAA", "*" * 43, "ä" * 43, "A" * 44])
def test_a_text_that_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(KeyUnreadableError):
        public_from(text)


def key_document() -> KeyDocument:
    card = CardKey(kid="0" * 16, iss="practice", alg="EdDSA", x=public_text(OTHER.public_key()), nbf=0, exp=9)
    signing = SigningKey(kid="k1", x=public_text(KEY.public_key()))
    return KeyDocument(signing=[signing], card=CardKeys(keys=[card]), issued_at=NOON)


def test_the_key_document_is_trusted_by_its_root() -> None:
    document = key_document()
    root = public_text(OTHER.public_key())
    read = read_keys(document.signed(OTHER, "root"), root)
    assert read == document
    assert read.signing_key("k1").public_bytes_raw() == KEY.public_key().public_bytes_raw()
    assert '"y"' not in read.card.document()


def test_a_key_document_of_another_root_is_refused() -> None:
    with pytest.raises(SignatureInvalidError):
        read_keys(key_document().signed(KEY, "root"), public_text(OTHER.public_key()))


def test_a_key_document_of_another_form_is_refused() -> None:
    with pytest.raises(SignatureInvalidError):
        read_keys(sign(b"{}", OTHER, "root", Purpose.KEYS), public_text(OTHER.public_key()))


def test_a_key_that_is_not_in_the_document_is_named_as_unknown() -> None:
    with pytest.raises(KeyUnknownError):
        key_document().signing_key("k2")
