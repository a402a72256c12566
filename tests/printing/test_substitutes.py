import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_terminal.printing.substitutes import printable, uncovered


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("林小禾", "林小禾"),
        ("䶮𬱟㛃", "䶮𬱟㛃"),
        ("很勇敢🙂", "很勇敢〔表情〕"),
        ("👨‍👩‍👧 家", "〔表情〕 家"),
        ("👍🏽👍", "〔表情〕"),
        ("🇨🇳", "〔表情〕"),
        ("1️⃣ 项", "1 项"),
        ("\U0002a6a5", "〔U+2A6A5〕"),
        ("林\U0002a6a5\U0002a6a4禾", "林〔U+2A6A5 U+2A6A4〕禾"),
        ("བཀྲ་ཤིས་", "〔U+0F56 U+0F40 U+0FB2 U+0F0B U+0F64 U+0F72 U+0F66 U+0F0B〕"),
        ("ئابدۇرېھىم", "〔U+0626 U+0627 U+0628 U+062F U+06C7 U+0631 U+06D0 U+06BE +2〕"),
        ("Zoe\u0308", "Zoë"),
        ("", ""),
    ],
)
def test_what_cannot_be_shown_is_said_in_signs_that_can(text: str, shown: str) -> None:
    told = printable(text.replace("\u200d", ""))
    assert told == shown
    assert uncovered(told) == frozenset()


@given(st.text())
def test_nothing_is_left_that_no_font_has(text: str) -> None:
    assert uncovered(printable(text)) == frozenset()


@given(st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5)))
def test_chinese_is_never_touched(text: str) -> None:
    assert printable(text) == text
