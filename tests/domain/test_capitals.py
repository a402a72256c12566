"""人民币大写: read back by an independent reader, it is the amount that was written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_terminal.domain.money import capitals

DIGITS = "零壹贰叁肆伍陆柒捌玖"
SMALL = {"拾": 10, "佰": 100, "仟": 1_000}


def read_whole(words: str) -> int:
    """Read a whole number: groups of four places, closed by 万 and 亿."""
    total = group = digit = 0
    for sign in words:
        if sign in DIGITS:
            digit = DIGITS.index(sign)
        elif sign in SMALL:
            group += digit * SMALL[sign]
            digit = 0
        elif sign == "万":
            total += (group + digit) * 10_000
            group = digit = 0
        else:
            assert sign == "亿"
            total = (total + group + digit) * 10**8
            group = digit = 0
    return total + group + digit


def read(words: str) -> int:
    """Return the fen of an amount in capitals."""
    whole, yuan, rest = words.removesuffix("整").rpartition("元")
    fen = read_whole(whole) * 100 if yuan else 0
    digit = 0
    for sign in rest:
        if sign in DIGITS:
            digit = DIGITS.index(sign)
        else:
            fen += digit * {"角": 10, "分": 1}[sign]
    return fen


@pytest.mark.parametrize(
    ("fen", "words"),
    [
        (0, "零元整"),
        (1, "壹分"),
        (10, "壹角整"),
        (11, "壹角壹分"),
        (100, "壹元整"),
        (105, "壹元零伍分"),
        (150, "壹元伍角整"),
        (1_000, "壹拾元整"),
        (10_100, "壹佰零壹元整"),
        (100_001, "壹仟元零壹分"),
        (101_000, "壹仟零壹拾元整"),
        (1_000_000, "壹万元整"),
        (1_000_100, "壹万零壹元整"),
        (1_600_050, "壹万陆仟元伍角整"),
        (10_000_000, "壹拾万元整"),
        (10_001_000, "壹拾万零壹拾元整"),
        (100_000_000, "壹佰万元整"),
        (10_000_000_000, "壹亿元整"),
        (10_000_000_100, "壹亿零壹元整"),
        (10_200_003_000, "壹亿零贰佰万零叁拾元整"),
        (1_000_000_000_000, "壹佰亿元整"),
        (100_010_000_000_000, "壹万零壹亿元整"),
        (100_000_000_000_000, "壹万亿元整"),
        (123_456_789_012, "壹拾贰亿叁仟肆佰伍拾陆万柒仟捌佰玖拾元壹角贰分"),
    ],
)
def test_amounts_are_written_as_on_chinese_bills(fen: int, words: str) -> None:
    assert capitals(fen) == words


def test_every_amount_up_to_a_thousand_yuan_reads_back() -> None:
    assert [fen for fen in range(100_001) if read(capitals(fen)) != fen] == []


@given(fen=st.integers(min_value=0, max_value=10**15))
def test_any_amount_reads_back_and_keeps_the_rules_of_writing(fen: int) -> None:
    words = capitals(fen)
    assert read(words) == fen
    assert "零零" not in words
    assert not words.startswith("零") or fen == 0
    assert words.endswith("分") == bool(fen % 10)
    assert words.endswith("整") == (fen % 10 == 0)
    assert "零元" not in words or fen == 0


def test_no_two_amounts_share_their_words() -> None:
    written = [
        capitals(fen) for fen in (*range(20_000), *range(990_000, 1_010_000), *range(9_999_990, 10_000_020))
    ]
    assert len(set(written)) == len(written)
