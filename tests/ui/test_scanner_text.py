"""What a scanner meant by the keys it typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_terminal.ui.scanner_text import NO_MARKS, Marks, Typed, is_card_text, plain, scanned_text

CARD = "DB1:6BF+70790T9WJWG.FKY*4GO0.O1CV2 ETQ"


def under_caps_lock(text: str) -> list[Typed]:
    """Return what the system makes of a scanner's keys while caps lock is on."""
    return [Typed(sign.swapcase(), shift=sign.isupper() or sign in "+:*") for sign in text]


def test_caps_lock_does_not_spoil_a_card() -> None:
    assert scanned_text(under_caps_lock(CARD), NO_MARKS) == CARD


@given(st.text("abcXYZ09:/?=.", min_size=1).filter(lambda text: any(sign.isupper() for sign in text)))
def test_caps_lock_does_not_spoil_any_text_with_a_capital(text: str) -> None:
    assert scanned_text(under_caps_lock(text), NO_MARKS) == text


def test_small_letters_without_shift_are_meant() -> None:
    assert scanned_text([Typed(sign) for sign in "http://x/A"], NO_MARKS) == "http://x/A"


def test_marks_are_taken_off_where_they_are() -> None:
    marks = Marks("~A", "#\t")
    assert marks.ends_with_tab
    assert marks.off("~A12345678#") == "12345678"
    assert marks.off("12345678") == "12345678"
    assert marks.on("~A12345678#")
    assert not marks.on("12345678#")
    assert not NO_MARKS.on("12345678")


@pytest.mark.parametrize(
    ("committed", "key"), [("：", ":"), ("＋", "+"), ("。", "."), ("￥", "$"), ("Ａ", "A"), ("DB1:", "DB1:")]
)
def test_wide_signs_of_an_input_method_are_the_keys_they_stand_for(committed: str, key: str) -> None:
    assert plain(committed) == key


@pytest.mark.parametrize("committed", ["林小满", "第1", ""])
def test_what_a_person_writes_is_no_key(committed: str) -> None:
    assert plain(committed) is None


def test_only_a_whole_card_is_known_without_an_enter() -> None:
    assert is_card_text(CARD)
    assert is_card_text(CARD.lower())
    assert not is_card_text(CARD[:20])
    assert not is_card_text("202604C00000010011")
