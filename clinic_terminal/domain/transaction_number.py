"""Numbers that stand on the receipts of card machines and wallets, and codes that are none of them.

A cashier types or scans the transaction number (交易单号) that the family's phone or the card machine shows.
The whole number of WeChat Pay and of Alipay has 28 digits; its last four are enough where nothing can be
scanned. What a wallet shows to be scanned by a cashier is a payer code: whoever holds it can take money, it
is no receipt of anything, and it must be stored nowhere.
"""

import re
from enum import StrEnum
from typing import Final

from clinic_terminal.domain.payment_errors import TransactionNumberError

SHORTEST: Final = 4
LONGEST: Final = 64
WALLET_DIGITS: Final = 28
"""What a whole transaction number of either wallet has."""

_SIGNS = re.compile(r"[0-9A-Za-z_|*-]+")
_WECHAT_PAYER = re.compile(r"1[0-5][0-9]{16}")
_ALIPAY_PAYER = re.compile(r"(?:2[5-9]|30)[0-9]{14,22}")
_WECHAT_START, _ALIPAY_START = re.compile(r"4[0-9]{3,}"), re.compile(r"20[0-9]{2}(?:0[1-9]|1[0-2])[0-9]+")
_CUT_FROM = 16
"""Digits from which a number that begins like a whole one is meant to be whole."""

_CARD_DIGITS = range(15, 20)
_FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")


class Wallet(StrEnum):
    """Whose payer code a text is."""

    WECHAT = "WECHAT"
    ALIPAY = "ALIPAY"


def payer_wallet(text: str) -> Wallet | None:
    """Return whose payer code ``text`` is, None where it is none.

    WeChat: 18 digits that begin with 10 to 15. Alipay: 16 to 24 digits that begin with 25 to 30.
    """
    plain = plain_number(text)
    if _WECHAT_PAYER.fullmatch(plain):
        return Wallet.WECHAT
    return Wallet.ALIPAY if _ALIPAY_PAYER.fullmatch(plain) else None


def wallet_of_number(text: str) -> Wallet | None:
    """Return whose whole transaction number ``text`` is by how it begins, None where that cannot be told."""
    plain = plain_number(text)
    if len(plain) != WALLET_DIGITS:
        return None
    if _WECHAT_START.fullmatch(plain):
        return Wallet.WECHAT
    return Wallet.ALIPAY if _ALIPAY_START.fullmatch(plain) else None


def is_bank_card(text: str) -> bool:
    """Tell whether ``text`` is the number of a bank card, which has no place in any record of ours."""
    plain = plain_number(text)
    return plain.isascii() and plain.isdigit() and len(plain) in _CARD_DIGITS and _luhn(plain)


def plain_number(text: str) -> str:
    """Return a typed or scanned number without blanks, in half-width signs."""
    return "".join(text.split()).translate(_FULL_WIDTH)


def checked_number(text: str, *, of_wallet: bool) -> str:
    """Return a transaction number in its plain form; ``of_wallet``: of a wallet, not of a card machine.

    Raises TransactionNumberError.
    """
    plain = plain_number(text)
    flaw = _flaw(plain, of_wallet=of_wallet)
    if flaw:
        raise TransactionNumberError(flaw)
    return plain


def _flaw(plain: str, *, of_wallet: bool) -> str:
    if not plain:
        return "NUMBER_MISSING"
    if payer_wallet(plain) is not None:
        return "PAYER_CODE"
    if is_bank_card(plain):
        return "CARD_NUMBER"
    if not _SIGNS.fullmatch(plain):
        return "NUMBER_SIGNS"
    if of_wallet and _is_cut(plain):
        return "NUMBER_CUT"
    return "" if SHORTEST <= len(plain) <= LONGEST else "NUMBER_LENGTH"


def _is_cut(plain: str) -> bool:
    """Tell whether a number begins like a whole one of a wallet and has too few or too many digits."""
    begins_so = _WECHAT_START.fullmatch(plain) or _ALIPAY_START.fullmatch(plain)
    return bool(begins_so) and _CUT_FROM <= len(plain) != WALLET_DIGITS


def _luhn(digits: str) -> bool:
    """Tell whether the last digit of a card number checks the others (ISO/IEC 7812-1)."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value  # noqa: PLR2004  the largest digit
    return total % 10 == 0
