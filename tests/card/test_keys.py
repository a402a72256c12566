from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicNumbers
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from clinic_terminal.card.keys import CardKey, KeySet
from clinic_terminal.card.token import Algorithm

# RFC 8032, 7.1, test 1: an empty message.
_ED_PUBLIC = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
_ED_SIGNATURE = (
    "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555"
    "fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
)
# RFC 6979, A.2.5: P-256, SHA-256, the message "sample".
_EC_X = 0x60FED4BA255A9D31C961EB74C6356D68C049B8923B61FA6CE669622E60F29FB6
_EC_Y = 0x7903FE1008B8BC99A41AE9E95628BC64F2F1B20C2D7E9F5177A3C294D4462299
_EC_SIGNATURE = (
    "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
    "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8"
)

_ED_KEY = CardKey(
    b"\x01" * 8, "tpa-a", Ed25519PublicKey.from_public_bytes(bytes.fromhex(_ED_PUBLIC)), 1000, 2000
)
_EC_KEY = CardKey(
    b"\x02" * 8, "tpa-b", EllipticCurvePublicNumbers(_EC_X, _EC_Y, SECP256R1()).public_key(), 0, None
)
_KEYS = KeySet([_ED_KEY, _EC_KEY])


def _at(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def test_the_ed25519_example_of_rfc_8032_verifies() -> None:
    assert _ED_KEY.verifies(b"", bytes.fromhex(_ED_SIGNATURE))
    assert not _ED_KEY.verifies(b"x", bytes.fromhex(_ED_SIGNATURE))


def test_the_es256_example_of_rfc_6979_verifies() -> None:
    assert _EC_KEY.verifies(b"sample", bytes.fromhex(_EC_SIGNATURE))
    assert not _EC_KEY.verifies(b"simple", bytes.fromhex(_EC_SIGNATURE))


@pytest.mark.parametrize("key", [_ED_KEY, _EC_KEY])
@pytest.mark.parametrize("signature", [b"", bytes(63), bytes(64), bytes(65), b"\xff" * 64])
def test_a_signature_of_another_length_or_out_of_range_is_wrong_and_no_error(
    key: CardKey, signature: bytes
) -> None:
    assert not key.verifies(b"sample", signature)


def test_a_key_is_found_by_its_id_and_issuer() -> None:
    assert _KEYS.find(_ED_KEY.kid, "tpa-a", Algorithm.EDDSA, _at(1500)) is _ED_KEY
    assert _KEYS.find(_EC_KEY.kid, "tpa-b", Algorithm.ES256, _at(1500)) is _EC_KEY


def test_a_key_of_another_issuer_or_id_or_algorithm_is_not_found() -> None:
    assert _KEYS.find(_ED_KEY.kid, "tpa-b", Algorithm.EDDSA, _at(1500)) is None
    assert _KEYS.find(_EC_KEY.kid, "tpa-a", Algorithm.ES256, _at(1500)) is None
    assert _KEYS.find(_ED_KEY.kid, "tpa-a", Algorithm.ES256, _at(1500)) is None


@pytest.mark.parametrize(("seconds", "found"), [(999, False), (1000, True), (2000, True), (2001, False)])
def test_a_key_counts_only_for_what_was_issued_while_it_was_in_force(seconds: int, *, found: bool) -> None:
    key = _KEYS.find(_ED_KEY.kid, "tpa-a", Algorithm.EDDSA, _at(seconds))
    assert (key is not None) is found


def test_two_issuers_may_use_the_same_key_id() -> None:
    other = CardKey(_ED_KEY.kid, "tpa-c", _EC_KEY.public, 0, None)
    keys = KeySet([_ED_KEY, other])
    assert len(keys) == 2
    assert keys.find(_ED_KEY.kid, "tpa-c", Algorithm.ES256, _at(0)) is other
