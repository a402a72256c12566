import pytest

from clinic_terminal.card.base45_text import MAX_CHARACTERS, decode_text, encode_text
from clinic_terminal.card.malformed import MalformedPart, TokenMalformedError


@pytest.mark.parametrize(
    ("plain", "coded"),
    [(b"AB", "BB8"), (b"Hello!!", "%69 VD92EX0"), (b"base-45", "UJCLQE7W581"), (b"ietf!", "QED8WEX0")],
)
def test_the_examples_of_rfc_9285_come_out_both_ways(plain: bytes, coded: str) -> None:
    assert encode_text(plain) == f"DB1:{coded}"
    assert decode_text(f"DB1:{coded}") == plain


def test_the_largest_pair_of_bytes_is_read_and_one_more_is_refused() -> None:
    assert decode_text("DB1:FGW") == b"\xff\xff"
    with pytest.raises(TokenMalformedError) as refusal:
        decode_text("DB1:GGW")
    assert refusal.value.part is MalformedPart.BASE45


@pytest.mark.parametrize(
    "coded", ["", "A", "BB8A", ":::", "::", "bb8", "BB8\n", "BB_", "ＢＢ８", "BB8\ud800"]
)
def test_what_is_not_base45_is_refused(coded: str) -> None:
    with pytest.raises(TokenMalformedError) as refusal:
        decode_text(f"DB1:{coded}")
    assert refusal.value.part is MalformedPart.BASE45


def test_a_text_over_1024_characters_is_refused_before_it_is_decoded() -> None:
    with pytest.raises(TokenMalformedError) as refusal:
        decode_text("DB1:" + "0" * (MAX_CHARACTERS - 3))
    assert refusal.value.part is MalformedPart.TEXT_LENGTH


def test_more_than_640_bytes_are_refused_and_640_are_not() -> None:
    assert decode_text(encode_text(bytes(640))) == bytes(640)
    with pytest.raises(TokenMalformedError) as refusal:
        decode_text(encode_text(bytes(641)))
    assert refusal.value.part is MalformedPart.COSE_LENGTH


def test_the_failure_names_the_layer_and_never_the_content() -> None:
    with pytest.raises(TokenMalformedError, match=r"^The e-card's code is not well formed \(BASE45\)\.$"):
        decode_text("DB1:secret")
