import pytest

from clinic_terminal.card.not_a_card import (
    MAX_ADDRESS_CHARACTERS,
    MemberPatterns,
    MemberPatternUnusableError,
    OtherCode,
    other_code,
)
from clinic_terminal.domain.member import CardOutcome

_PATTERNS = MemberPatterns((r"[?&]member=([0-9A-Za-z]+)", r"/card/(?P<lang>zh|en)/(?P<member>[0-9A-Z]+)$"))


@pytest.mark.parametrize(
    ("text", "code", "member"),
    [
        ("", OtherCode.EMPTY, ""),
        ("101234567890123456", OtherCode.PAYMENT_CODE, ""),
        ("159999999999999999", OtherCode.PAYMENT_CODE, ""),
        ("161234567890123456", OtherCode.MEMBER_NUMBER, "161234567890123456"),
        ("10123456789012345", OtherCode.MEMBER_NUMBER, "10123456789012345"),
        ("M20260001", OtherCode.MEMBER_NUMBER, "M20260001"),
        ("DB1", OtherCode.MEMBER_NUMBER, "DB1"),
        ("M" * 33, OtherCode.OTHER, ""),
        ("M-1", OtherCode.OTHER, ""),
        ("１０1234567890123456", OtherCode.PAYMENT_CODE, ""),
        ("2512345678901234", OtherCode.PAYMENT_CODE, ""),
        ("301234567890123456789012", OtherCode.PAYMENT_CODE, ""),
        ("2412345678901234", OtherCode.MEMBER_NUMBER, "2412345678901234"),
        ("251234567890123", OtherCode.MEMBER_NUMBER, "251234567890123"),
        ("https://cards.example/?a=1&member=M20260001", OtherCode.MEMBER_ADDRESS, "M20260001"),
        ("https://cards.example/card/en/M7", OtherCode.MEMBER_ADDRESS, "M7"),
        ("WWW.cards.example/?member=M7", OtherCode.OTHER, ""),
        ("www.cards.example/?member=M7", OtherCode.MEMBER_ADDRESS, "M7"),
        ("https://cards.example/?member=" + "M" * 33, OtherCode.URL, ""),
        ("HTTPS://CARDS.EXAMPLE/", OtherCode.URL, ""),
        ("wxp://f2f0abc", OtherCode.URL, ""),
        ("https://cards.example/\nsecond line", OtherCode.URL, ""),
        ("member=M7", OtherCode.OTHER, ""),
        ("BEGIN:VCARD", OtherCode.OTHER, ""),
        ("db1:BB8", OtherCode.OTHER, ""),
    ],
)
def test_other_codes_are_named_by_what_they_look_like(text: str, code: OtherCode, member: str) -> None:
    reading = other_code(text, _PATTERNS)
    assert (reading.outcome, reading.detail, reading.member) == (CardOutcome.NOT_A_CARD, code, member)
    assert (reading.claims, reading.token) == (None, "")


def test_an_endless_address_is_not_searched() -> None:
    address = "https://cards.example/?member=M7&" + "x" * MAX_ADDRESS_CHARACTERS
    assert other_code(address, _PATTERNS).detail == OtherCode.URL


def test_a_group_that_took_no_part_names_nobody() -> None:
    assert MemberPatterns((r"https://(?:m/([0-9]+)|.*)",)).member_in("https://cards.example") == ""


@pytest.mark.parametrize("pattern", ["member=(", "member=[0-9]+"])
def test_a_pattern_that_cannot_name_a_member_is_refused(pattern: str) -> None:
    with pytest.raises(MemberPatternUnusableError, match="Member pattern 1 "):
        MemberPatterns((r"m=(\d+)", pattern))
