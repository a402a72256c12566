import json

import pytest

from clinic_terminal.card.key_document import CardKeysUnreadableError, read_keys
from clinic_terminal.card.token import Algorithm
from tests.card.issuers import ES256, ISSUED, ISSUER, PRACTICE, base64url, key_document

_ED = PRACTICE.key_entry()
_EC = ES256.key_entry()


def test_keys_of_both_algorithms_are_read() -> None:
    keys = read_keys(key_document([_ED, _EC]))
    assert len(keys) == 2
    assert keys.find(PRACTICE.kid, ISSUER, Algorithm.EDDSA, ISSUED)
    assert keys.find(ES256.kid, ES256.name, Algorithm.ES256, ISSUED)


def test_no_keys_are_a_valid_document() -> None:
    assert len(read_keys('{"keys": []}')) == 0


def test_upper_case_key_ids_and_padded_coordinates_are_read() -> None:
    entry = {**_ED, "kid": str(_ED["kid"]).upper(), "x": f"{_ED['x']}="}
    assert read_keys(key_document([entry])).find(PRACTICE.kid, ISSUER, Algorithm.EDDSA, ISSUED)


def test_the_period_of_a_key_is_read_and_zero_is_no_end() -> None:
    seconds = int(ISSUED.timestamp())
    for period, found in (((seconds, seconds), True), ((seconds + 1, 0), False), ((0, seconds - 1), False)):
        keys = read_keys(key_document([PRACTICE.key_entry(*period)]))
        assert (keys.find(PRACTICE.kid, ISSUER, Algorithm.EDDSA, ISSUED) is not None) is found


@pytest.mark.parametrize(
    "document",
    [
        "",
        "no JSON",
        "[]",
        "{}",
        "null",
        '{"keys": {}}',
        '{"keys": [], "more": 1}',
        '{"keys": [], "keys": []}',
        '{"keys": [NaN]}',
        '{"keys": [7]}',
        '{"keys": [{}]}',
        "[" * 100_000,
        '{"keys": [' + "9" * 5000 + "]}",
    ],
)
def test_a_document_of_another_form_is_refused(document: str) -> None:
    with pytest.raises(CardKeysUnreadableError, match="cannot be used"):
        read_keys(document)


@pytest.mark.parametrize(
    ("entry", "changes", "place"),
    [
        (_ED, {"kid": "0011"}, "keys[1].kid"),
        (_ED, {"kid": "00112233 4455667"}, "keys[1].kid"),
        (_ED, {"kid": 7}, "keys[1].kid"),
        (_ED, {"iss": None}, "keys[1].iss"),
        (_ED, {"alg": "ES384"}, "keys[1]"),
        (_ED, {"alg": -8}, "keys[1].alg"),
        (_ED, {"y": _EC["y"]}, "keys[1]"),
        (_ED, {"d": _ED["x"]}, "keys[1]"),
        (_ED, {"x": base64url(bytes(31))}, "keys[1].x"),
        (_ED, {"x": base64url(bytes(33))}, "keys[1].x"),
        (_ED, {"x": base64url(bytes(32))[:-1] + "B"}, "keys[1].x"),
        (_ED, {"x": base64url(bytes(32))[:-1] + "+"}, "keys[1].x"),
        (_ED, {"nbf": -1}, "keys[1].nbf"),
        (_ED, {"nbf": False}, "keys[1].nbf"),
        (_ED, {"exp": 1.5}, "keys[1].exp"),
        (_ED, {"exp": "0"}, "keys[1].exp"),
        (_ED, {"exp": 10**30}, "keys[1].exp"),
        (_EC, {"alg": "EdDSA"}, "keys[1]"),
        (_EC, {"y": base64url(bytes(32))}, "keys[1].x, y"),
        (_EC, {"x": base64url(b"\xff" * 32)}, "keys[1].x, y"),
    ],
)
def test_an_entry_with_a_fault_refuses_the_document_and_says_where(
    entry: dict[str, str | int], changes: dict[str, object], place: str
) -> None:
    document = json.dumps({"keys": [ES256.key_entry(1), {**entry, **changes}]})
    with pytest.raises(CardKeysUnreadableError) as refusal:
        read_keys(document)
    assert refusal.value.place == place


@pytest.mark.parametrize("name", ["kid", "iss", "alg", "x", "y", "nbf", "exp"])
def test_an_entry_with_a_missing_member_refuses_the_document(name: str) -> None:
    entry = {key: value for key, value in _EC.items() if key != name}
    with pytest.raises(CardKeysUnreadableError):
        read_keys(key_document([entry]))


def test_one_key_id_twice_for_an_issuer_refuses_the_document() -> None:
    with pytest.raises(CardKeysUnreadableError, match="twice"):
        read_keys(key_document([_ED, _ED]))
