"""A valid card changed at random never becomes another valid card, and never stops the program."""

import cbor2
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic_terminal.card.base45_text import decode_text, encode_text
from clinic_terminal.domain.member import CardOutcome
from tests.card.issuers import CLAIMS, NOW, payload, sealed, token, verifier

_TEXT = token()
_COSE = decode_text(_TEXT)
_VERIFIER = verifier()
_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"


def _never_another_card(text: str) -> None:
    reading = _VERIFIER.read(text, NOW)
    if reading.outcome is CardOutcome.OK:
        assert reading.claims == CLAIMS


def _flip(bits: list[int]) -> bytes:
    changed = bytearray(_COSE)
    for bit in bits:
        changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


_BITS = st.integers(0, 8 * len(_COSE) - 1)
_CUTS = st.tuples(st.integers(0, len(_COSE)), st.integers(0, len(_COSE)))


@settings(max_examples=500)
@given(st.lists(_BITS, min_size=1, max_size=8, unique=True))
def test_flipped_bits(bits: list[int]) -> None:
    reading = _VERIFIER.read(encode_text(_flip(bits)), NOW)
    assert reading.outcome is not CardOutcome.OK


@settings(max_examples=500)
@given(_CUTS, st.binary(max_size=12))
def test_bytes_cut_out_and_put_in(cut: tuple[int, int], inserted: bytes) -> None:
    start, end = sorted(cut)
    _never_another_card(encode_text(_COSE[:start] + inserted + _COSE[end:]))


@settings(max_examples=500)
@given(
    st.integers(0, len(_TEXT)),
    st.integers(0, 4),
    st.text(_ALPHABET, max_size=4) | st.text(max_size=4),
)
def test_characters_cut_out_and_put_in(at: int, removed: int, inserted: str) -> None:
    _never_another_card(_TEXT[:at] + inserted + _TEXT[at + removed :])


@given(st.binary(max_size=700))
def test_any_bytes_at_all(data: bytes) -> None:
    assert _VERIFIER.read(encode_text(data), NOW).outcome is CardOutcome.MALFORMED


@given(st.text() | st.text(_ALPHABET).map("DB1:".__add__) | st.text(max_size=3).map("DB".__add__))
def test_any_text_at_all(text: str) -> None:
    assert _VERIFIER.read(text, NOW).outcome is not CardOutcome.OK


_LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=40)
    | st.binary(max_size=20)
    | st.dates().map(str)
)
_ANYTHING = st.recursive(
    _LEAVES,
    lambda inner: st.lists(inner, max_size=9) | st.dictionaries(st.integers(-9, 9), inner),
    max_leaves=9,
)


@settings(max_examples=200)
@given(
    st.dictionaries(st.sampled_from([1, 2, 4, 5, 6, 7]), _ANYTHING, max_size=2),
    st.dictionaries(st.sampled_from([1, 2, 3, 4, 5]), _ANYTHING, max_size=2),
)
def test_any_values_even_rightly_signed(changes: dict[int, object], card: dict[int, object]) -> None:
    """An issuer's mistake is its own matter as long as it is a card; the terminal must survive the rest."""
    text = sealed(payload(changes, card))
    reading = _VERIFIER.read(text, NOW)
    if reading.outcome is CardOutcome.OK:
        assert reading.claims is not None
        assert payload(changes, card) == cbor2.loads(decode_text(text)[1:])[2]


@settings(max_examples=200)
@given(_ANYTHING)
def test_any_payload_even_rightly_signed(value: object) -> None:
    assert _VERIFIER.read(sealed(cbor2.dumps(value)), NOW).outcome is CardOutcome.MALFORMED
