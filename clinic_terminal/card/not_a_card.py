"""What a scanned text that is no e-card looks like, and the member it may name without proof."""

import re
from enum import StrEnum
from typing import Final

from clinic_terminal.domain.member import CardOutcome, CardReading, is_member_number
from clinic_terminal.domain.transaction_number import payer_wallet

MAX_ADDRESS_CHARACTERS: Final = 2048

_ADDRESS = re.compile(r"(?:[A-Za-z][A-Za-z0-9+.\-]*://|www\.).*", re.DOTALL)


class OtherCode(StrEnum):
    """What the text looks like; a stable code for the screen."""

    PAYMENT_CODE = "PAYMENT_CODE"
    MEMBER_NUMBER = "MEMBER_NUMBER"
    MEMBER_ADDRESS = "MEMBER_ADDRESS"
    URL = "URL"
    OTHER = "OTHER"
    EMPTY = "EMPTY"


class MemberPatternUnusableError(ValueError):
    """A pattern of the settings is no regular expression with a group for the member number."""

    def __init__(self, index: int) -> None:
        super().__init__(f"Member pattern {index} is not a regular expression with a group.")
        self.index = index


class MemberPatterns:
    """The patterns of addresses that carry a member number.

    Each is a regular expression that is searched in the address; the number is its group ``member``,
    or its first group. Raises MemberPatternUnusableError.
    """

    __slots__ = ("_patterns",)

    def __init__(self, patterns: tuple[str, ...]) -> None:
        self._patterns = [_compiled(index, pattern) for index, pattern in enumerate(patterns)]

    def member_in(self, address: str) -> str:
        """Return the member number that the address carries, or an empty text."""
        if len(address) > MAX_ADDRESS_CHARACTERS:
            return ""
        for pattern in self._patterns:
            found = pattern.search(address)
            if found is not None:
                number = found["member" if "member" in pattern.groupindex else 1] or ""
                if is_member_number(number):
                    return number
        return ""


def other_code(text: str, patterns: MemberPatterns) -> CardReading:
    """Return the reading of a stripped text that does not start like an e-card."""
    if not text:
        return _reading(OtherCode.EMPTY)
    if payer_wallet(text) is not None:
        return _reading(OtherCode.PAYMENT_CODE)
    if is_member_number(text):
        return _reading(OtherCode.MEMBER_NUMBER, text)
    if _ADDRESS.fullmatch(text) is None:
        return _reading(OtherCode.OTHER)
    member = patterns.member_in(text)
    return _reading(OtherCode.MEMBER_ADDRESS if member else OtherCode.URL, member)


def _reading(code: OtherCode, member: str = "") -> CardReading:
    return CardReading(CardOutcome.NOT_A_CARD, detail=code, member=member)


def _compiled(index: int, pattern: str) -> re.Pattern[str]:
    try:
        compiled = re.compile(pattern)
    except re.error:
        raise MemberPatternUnusableError(index) from None
    if compiled.groups == 0:
        raise MemberPatternUnusableError(index)
    return compiled
