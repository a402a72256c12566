import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_terminal.domain import money
from clinic_terminal.domain.errors import AmountTooLargeError, AmountUnreadableError


@pytest.mark.parametrize(
    ("numerator", "denominator", "expected"), [(1, 2, 1), (3, 2, 2), (1, 3, 0), (2, 3, 1)]
)
def test_half_is_rounded_up(numerator: int, denominator: int, expected: int) -> None:
    assert money.half_up(numerator, denominator) == expected


@given(st.integers(0, 10**9), st.lists(st.integers(0, 10**7), min_size=1, max_size=30))
def test_shares_always_sum_to_the_whole(total: int, weights: list[int]) -> None:
    result = money.shares(total, weights)
    assert sum(result) == (total if sum(weights) else 0)
    assert all(share >= 0 for share in result)


def test_ties_of_remainders_go_to_the_lower_line() -> None:
    assert money.shares(10_001, [33_333, 33_333, 33_334]) == [3334, 3333, 3334]
    assert money.shares(1, [5, 5]) == [1, 0]


@pytest.mark.parametrize(
    ("fen", "text"), [(0, "0.00"), (5, "0.05"), (123_450, "1,234.50"), (-35_000, "-350.00")]
)
def test_yuan_shows_two_decimals_and_thousands(fen: int, text: str) -> None:
    assert money.yuan(fen) == text


@pytest.mark.parametrize(
    ("fen", "text"),
    [
        (0, "零元整"),
        (5, "伍分"),
        (10, "壹角整"),
        (35_000, "叁佰伍拾元整"),
        (1_000_501, "壹万零伍元零壹分"),
        (10_050, "壹佰元伍角整"),
        (101_000_000, "壹佰零壹万元整"),
        (123_456_789, "壹佰贰拾叁万肆仟伍佰陆拾柒元捌角玖分"),
        (1_000_000_100_000, "壹佰亿零壹仟元整"),
    ],
)
def test_capitals_are_those_of_chinese_bills(fen: int, text: str) -> None:
    assert money.capitals(fen) == text


@pytest.mark.parametrize(
    ("typed", "fen"),
    [("350", 35_000), ("350.5", 35_050), ("￥1,234.56", 123_456), ("１２", 1_200), (" 7 ", 700)],
)
def test_typed_amounts_are_read_to_the_fen(typed: str, fen: int) -> None:
    assert money.fen_from_yuan(typed) == fen


@pytest.mark.parametrize("typed", ["", "-1", "1.234", "abc", "1e3", "NaN", "٣,", "1.2.3", "+5"])
def test_anything_else_is_refused(typed: str) -> None:
    with pytest.raises(AmountUnreadableError):
        money.fen_from_yuan(typed)


def test_an_absurd_amount_is_refused() -> None:
    with pytest.raises(AmountTooLargeError):
        money.fen_from_yuan("1000000.01")


@given(st.integers(0, money.LARGEST_FEN))
def test_what_is_shown_can_be_typed_again(fen: int) -> None:
    assert money.fen_from_yuan(money.yuan(fen)) == fen


@pytest.mark.parametrize(("rate", "text"), [(5_000, "50%"), (1_250, "12.5%"), (0, "0%"), (10_000, "100%")])
def test_rates_are_shown_as_percent(rate: int, text: str) -> None:
    assert money.percent(rate) == text
