"""What may be written down as an e-invoice, and what only looks like one."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_terminal.domain.invoice import (
    Invoice,
    InvoiceError,
    InvoiceStatus,
    checked_invoice,
    checked_invoice_number,
    reversed_invoice,
)
from tests.build import NOW, TODAY

NUMBER, RED = "26312000000123456789", "26312000000123456790"
INVOICE = Invoice(NUMBER, "V-1", TODAY, 35_000, "林悦", "王敏", NOW)


def _code(**changed: Any) -> tuple[str, str]:  # noqa: ANN401  fields of an invoice
    with pytest.raises(InvoiceError) as refused:
        checked_invoice(replace(INVOICE, **changed), TODAY)
    return refused.value.code, refused.value.field


def test_a_number_is_kept_without_blanks_and_in_plain_digits() -> None:
    typed = "２６31 2000 0001 2345 6789"
    kept = checked_invoice(replace(INVOICE, number=typed, buyer=" 林  悦 "), TODAY)
    assert (kept.number, kept.buyer) == (NUMBER, "林 悦")


@pytest.mark.parametrize(
    ("changed", "code", "field"),
    [
        ({"number": NUMBER[:-1]}, "INVOICE_NUMBER_DIGITS", "number"),
        ({"number": NUMBER[:-1] + "X"}, "INVOICE_NUMBER_DIGITS", "number"),
        ({"number": ""}, "INVOICE_NUMBER_DIGITS", "number"),
        ({"number": "20" + NUMBER[2:]}, "INVOICE_NUMBER_YEAR", "number"),
        ({"number": "27" + NUMBER[2:]}, "INVOICE_NUMBER_YEAR", "number"),
        ({"number": "2699" + NUMBER[4:]}, "INVOICE_NUMBER_REGION", "number"),
        ({"number": "25" + NUMBER[2:]}, "INVOICE_YEAR_DIFFERS", "day"),
        ({"day": date(2026, 5, 22)}, "INVOICE_DAY_FUTURE", "day"),
        ({"fen": 0}, "INVOICE_AMOUNT", "fen"),
        ({"fen": 10**9}, "INVOICE_AMOUNT", "fen"),
        ({"buyer": "  "}, "INVOICE_BUYER_MISSING", "buyer"),
        ({"buyer": "名" * 101}, "INVOICE_BUYER_LONG", "buyer"),
    ],
)
def test_each_field_that_cannot_be_is_named(changed: dict[str, Any], code: str, field: str) -> None:
    assert _code(**changed) == (code, field)


@given(st.text(max_size=24))
def test_only_twenty_digits_are_a_number(text: str) -> None:
    try:
        number = checked_invoice_number(text, TODAY)
    except InvoiceError:
        return
    assert len(number) == 20
    assert number.isascii()
    assert number.isdigit()


def test_a_red_letter_invoice_takes_one_back_once() -> None:
    taken_back = reversed_invoice(INVOICE, RED, TODAY, TODAY)
    assert (taken_back.status, taken_back.red_number) == (InvoiceStatus.REVERSED, RED)
    for invoice, number, day, code in (
        (taken_back, RED, TODAY, "INVOICE_REVERSED"),
        (INVOICE, NUMBER, TODAY, "INVOICE_RED_SAME"),
        (INVOICE, RED, date(2026, 5, 20), "INVOICE_DAY_FUTURE"),
        (INVOICE, RED, date(2026, 5, 22), "INVOICE_DAY_FUTURE"),
        (INVOICE, "1", TODAY, "INVOICE_NUMBER_DIGITS"),
    ):
        with pytest.raises(InvoiceError) as refused:
            reversed_invoice(invoice, number, day, TODAY)
        assert refused.value.code == code
