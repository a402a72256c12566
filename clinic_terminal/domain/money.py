"""Money in integer fen (0.01 yuan), rates in integer basis points (10,000 = 100 %). Never a float."""

import re
from collections.abc import Sequence

from clinic_terminal.domain.errors import AmountTooLargeError, AmountUnreadableError

WHOLE_BP = 10_000
LARGEST_FEN = 100_000_000
"""One million yuan: larger than any bill of a dental clinic, so larger means a slip of the hand."""

_YUAN = re.compile(r"([0-9]{1,12})(?:\.([0-9]{1,2}))?")
_HALF_WIDTH = str.maketrans("０１２３４５６７８９．，。￥", "0123456789.,.¥")
_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万")
_HUNDRED_MILLION = 10**8


def half_up(numerator: int, denominator: int) -> int:
    """Divide and round half up (四舍五入); ``numerator`` must not be negative."""
    return (2 * numerator + denominator) // (2 * denominator)


def shares(total: int, weights: Sequence[int]) -> list[int]:
    """Spread ``total`` over ``weights`` by largest remainder; ties go to the lower index.

    The result sums to ``total``; all weights zero gives all zeros.
    """
    whole = sum(weights)
    if not total or not whole:
        return [0] * len(weights)
    result = [total * weight // whole for weight in weights]
    remainders = [total * weight % whole for weight in weights]
    by_size = sorted(range(len(weights)), key=lambda index: (-remainders[index], index))
    for index in by_size[: total - sum(result)]:
        result[index] += 1
    return result


def yuan(fen: int) -> str:
    """Return ``fen`` as yuan with two decimals and thousands, without a sign of currency: ``1,234.50``."""
    sign = "-" if fen < 0 else ""
    whole, cents = divmod(abs(fen), 100)
    return f"{sign}{whole:,}.{cents:02d}"


def percent(basis_points: int) -> str:
    """Return a rate as text, ``50%`` or ``12.5%``."""
    whole, part = divmod(basis_points, 100)
    return f"{whole}.{part:02d}".rstrip("0").rstrip(".") + "%"


def fen_from_yuan(text: str, largest: int = LARGEST_FEN) -> int:
    """Read an amount typed in yuan and return fen.

    Accepts thousands separators, full-width digits, a leading ¥. Raises AmountUnreadableError for
    anything else (a sign, three decimals, letters) and AmountTooLargeError above ``largest``.
    """
    plain = text.translate(_HALF_WIDTH).strip().lstrip("¥").replace(",", "").strip()
    match = _YUAN.fullmatch(plain)
    if match is None:
        raise AmountUnreadableError
    fen = int(match[1]) * 100 + int((match[2] or "").ljust(2, "0"))
    if fen > largest:
        raise AmountTooLargeError(largest)
    return fen


def _whole_in_capitals(whole: int) -> str:
    high, low = divmod(whole, _HUNDRED_MILLION)
    if not high:
        return _below_hundred_million(low)
    # A gap between two groups, or in front of one, is said once.
    gap = "零" if low and (low < _HUNDRED_MILLION // 10 or high % 10 == 0) else ""
    return f"{_whole_in_capitals(high)}亿{gap}{_below_hundred_million(low)}"


def _below_hundred_million(whole: int) -> str:
    words, zero, group_empty = "", False, True
    text = str(whole)
    for index, digit in enumerate(text):
        place = len(text) - 1 - index
        if digit == "0":
            zero = True
        else:
            words += ("零" if zero and words else "") + _DIGITS[int(digit)] + _PLACES[place % 4]
            zero, group_empty = False, False
        if place % 4 == 0 and not group_empty:
            words += _GROUPS[place // 4]
            group_empty = True
    return words


def capitals(fen: int) -> str:
    """Return ``fen`` (0 or more) in the capital numerals of Chinese bills: 叁佰伍拾元整."""
    whole, cents = divmod(fen, 100)
    tens, ones = divmod(cents, 10)
    words = _whole_in_capitals(whole)
    text = f"{words}元" if words else ""
    if not cents:
        return f"{text or '零元'}整"
    if tens:
        text += f"{_DIGITS[tens]}角"
    elif text:
        text += "零"
    return text + (f"{_DIGITS[ones]}分" if ones else "整")
