import hashlib
import json
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from clinic_terminal.contract.canonical import LARGEST_DEPTH, canonical_bytes, digest, read_object
from clinic_terminal.contract.errors import NotCanonicalError, NotJsonError

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(st.characters(codec="utf-8")),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(st.characters(codec="utf-8")), inner),
    max_leaves=20,
)


def test_keys_are_ordered_and_nothing_is_padded() -> None:
    assert canonical_bytes({"b": [1, None], "a": "小"}) == '{"a":"小","b":[1,null]}'.encode()


MIXED = st.recursive(
    st.floats(allow_nan=False, allow_infinity=False) | st.integers() | st.booleans() | st.text() | st.none(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


def _by_the_library(value: object) -> bytes | None:
    try:
        return rfc8785.dumps(value)  # type: ignore[arg-type]  # it checks the types itself
    except ValueError:
        return None


def _by_us(value: object) -> bytes | None:
    try:
        return canonical_bytes(value)
    except NotCanonicalError:
        return None


@given(MIXED)
def test_the_quick_way_and_the_librarys_give_the_same_bytes(value: object) -> None:
    assert _by_us(value) == _by_the_library(value)


def test_names_sort_by_utf_16_where_that_differs() -> None:
    value = {"\ufb33": 1, "\U0001f600": 2}
    assert canonical_bytes(value) == _by_the_library(value) == '{"\U0001f600":2,"\ufb33":1}'.encode()


def test_the_digest_is_over_the_canonical_bytes() -> None:
    assert digest({"a": 1}) == hashlib.sha256(b'{"a":1}').hexdigest()


@pytest.mark.parametrize("value", [2**53, float("nan"), "\ud800", {"\ud800": 1}, {1: 2}, b"", object()])
def test_what_json_does_not_have_has_no_canonical_form(value: object) -> None:
    with pytest.raises(NotCanonicalError):
        canonical_bytes(value)


def test_a_bottomless_value_has_no_canonical_form() -> None:
    deep: list[Any] = []
    for _ in range(100_000):
        deep = [deep]
    with pytest.raises(NotCanonicalError):
        canonical_bytes(deep)


@given(st.dictionaries(st.text(st.characters(codec="utf-8")), PLAIN, max_size=4))
def test_reading_gives_back_what_was_written(value: dict[str, Any]) -> None:
    assert read_object(canonical_bytes(value)) == value


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (b"", "NOT_JSON"),
        (b"\xff{}", "NOT_JSON"),
        (b"{", "NOT_JSON"),
        (b"{} {}", "NOT_JSON"),
        (b'{"a":NaN}', "NOT_JSON"),
        (b'{"a":-Infinity}', "NOT_JSON"),
        (b"[]", "NOT_AN_OBJECT"),
        (b'"text"', "NOT_AN_OBJECT"),
        (b'{"a":1,"a":1}', "DUPLICATE_KEY"),
        (b'{"b":{"a":1,"a":2}}', "DUPLICATE_KEY"),
        (b'{"a":9007199254740992}', "NUMBER_TOO_LARGE"),
        (b'{"a":' + b"9" * 10_000 + b"}", "NUMBER_TOO_LARGE"),
        (b'{"a":' + b"[" * 200_000 + b"]" * 200_000 + b"}", "TOO_DEEP"),
        (b'{"a":' * LARGEST_DEPTH + b"{}" + b"}" * LARGEST_DEPTH, "TOO_DEEP"),
    ],
)
def test_json_that_readers_may_read_differently_is_refused(text: bytes, code: str) -> None:
    with pytest.raises(NotJsonError) as caught:
        read_object(text)
    assert caught.value.code == code


@given(st.binary(max_size=200))
def test_no_bytes_make_the_reader_stumble(text: bytes) -> None:
    try:
        value = read_object(text)
    except NotJsonError:
        return
    assert value == json.loads(text)
