"""Transaction numbers are told from payer codes and card numbers, which are kept nowhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_terminal.domain.payment_errors import TransactionNumberError
from clinic_terminal.domain.transaction_number import (
    Wallet,
    checked_number,
    is_bank_card,
    payer_wallet,
    wallet_of_number,
)

WECHAT_NUMBER, ALIPAY_NUMBER = "4200001234202605211234567890", "2026052122001400001234567890"


@pytest.mark.parametrize(
    ("text", "wallet"),
    [
        ("100000000000000000", Wallet.WECHAT),
        ("159999999999999999", Wallet.WECHAT),
        ("1345 6789 0123 456789", Wallet.WECHAT),
        ("１34567890123456789", Wallet.WECHAT),
        ("161234567890123456", None),
        ("10000000000000000", None),
        ("1000000000000000000", None),
        ("2512345678901234", Wallet.ALIPAY),
        ("301234567890123456789012", Wallet.ALIPAY),
        ("2412345678901234", None),
        ("3112345678901234", None),
        ("251234567890123", None),
        ("3012345678901234567890123", None),
        (WECHAT_NUMBER, None),
        (ALIPAY_NUMBER, None),
        ("", None),
    ],
)
def test_a_payer_code_is_known_by_its_length_and_its_first_two_digits(
    text: str, wallet: Wallet | None
) -> None:
    assert payer_wallet(text) is wallet


@given(st.integers(10, 15), st.integers(0, 10**16 - 1))
def test_no_payer_code_of_wechat_is_ever_kept(start: int, rest: int) -> None:
    for of_wallet in (True, False):
        with pytest.raises(TransactionNumberError) as refused:
            checked_number(f"{start}{rest:016d}", of_wallet=of_wallet)
        assert refused.value.code == "PAYER_CODE"
        assert f"{rest:016d}" not in str(refused.value)


@given(st.integers(25, 30), st.text("0123456789", min_size=14, max_size=22))
def test_no_payer_code_of_alipay_is_ever_kept(start: int, rest: str) -> None:
    with pytest.raises(TransactionNumberError) as refused:
        checked_number(f"{start}{rest}", of_wallet=True)
    assert refused.value.code == "PAYER_CODE"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "NUMBER_MISSING"),
        (" \u3000 ", "NUMBER_MISSING"),
        ("789", "NUMBER_LENGTH"),
        ("A" * 65, "NUMBER_LENGTH"),
        ("单号1234", "NUMBER_SIGNS"),
        ("12/34", "NUMBER_SIGNS"),
        ("4111111111111111", "CARD_NUMBER"),
        ("6222 0212 3456 7890 128", "CARD_NUMBER"),
        (WECHAT_NUMBER[:-1], "NUMBER_CUT"),
        (WECHAT_NUMBER + "1", "NUMBER_CUT"),
        (ALIPAY_NUMBER[:-3], "NUMBER_CUT"),
    ],
)
def test_what_is_no_transaction_number_says_in_which_way(text: str, code: str) -> None:
    with pytest.raises(TransactionNumberError) as refused:
        checked_number(text, of_wallet=True)
    assert refused.value.code == code


@pytest.mark.parametrize(
    "text",
    ["7890", WECHAT_NUMBER, ALIPAY_NUMBER, "POS-2026-000123", "123456789012", "1000_0005|A*", "４２00"],
)
def test_what_receipts_show_is_taken(text: str) -> None:
    kept = checked_number(f" {text[:2]} {text[2:]} ", of_wallet=True)
    assert kept.isascii()
    assert len(kept) == len(text)


def test_a_card_machines_number_may_begin_like_a_cut_one_of_a_wallet() -> None:
    assert checked_number("20260521123456789", of_wallet=False) == "20260521123456789"


def test_a_whole_number_names_its_wallet() -> None:
    assert wallet_of_number(WECHAT_NUMBER) is Wallet.WECHAT
    assert wallet_of_number(ALIPAY_NUMBER) is Wallet.ALIPAY
    for text in (WECHAT_NUMBER[1:], "9" * 28, "7890", "20269921" + "0" * 20):
        assert wallet_of_number(text) is None


def test_card_numbers_are_told_by_length_and_check_digit() -> None:
    assert is_bank_card("4111 1111 1111 1111")
    assert not is_bank_card("4111111111111112")
    assert not is_bank_card("411111111111")
