"""A reference to a fully digital e-invoice (数电票), which the clinic issues in its tax program and not here.

The number has 20 digits: the year, the region, the issuer and a running number. What was invoiced wrongly is
taken back by a red-letter invoice (红字发票), which has a number of its own.
"""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from clinic_terminal.domain.errors import DomainError
from clinic_terminal.domain.money import LARGEST_FEN

DIGITS: Final = 20
LONGEST_BUYER: Final = 100
FIRST_YEAR: Final = 2021
"""Fully digital invoices began in December 2021."""

_NUMBER = re.compile(r"[0-9]{20}")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")
_REGIONS: Final = frozenset(
    f"{code:02d}"
    for code in (
        *range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66),
    )
)  # fmt: skip
"""The provinces of mainland China by the first two digits of their codes (GB/T 2260)."""


class InvoiceStatus(StrEnum):
    """What became of an invoice."""

    ISSUED = "ISSUED"
    REVERSED = "REVERSED"
    """A red-letter invoice took it back."""


@dataclass(frozen=True, slots=True)
class Invoice:
    """What the clinic wrote down of an invoice; ``fen`` is its total, ``day`` its date.

    ``operator`` entered it at ``entered_at`` (UTC).
    """

    number: str
    visit: str
    day: date
    fen: int
    buyer: str
    operator: str
    entered_at: datetime
    status: InvoiceStatus = InvoiceStatus.ISSUED
    red_number: str = ""
    red_day: date | None = None


class InvoiceError(DomainError):
    """What was typed is no invoice; ``code`` says in which way, ``field`` where.

    Codes: INVOICE_NUMBER_DIGITS, INVOICE_NUMBER_YEAR, INVOICE_NUMBER_REGION, INVOICE_YEAR_DIFFERS,
    INVOICE_DAY_FUTURE, INVOICE_AMOUNT, INVOICE_BUYER_MISSING, INVOICE_BUYER_LONG, INVOICE_RED_SAME,
    INVOICE_REVERSED.
    """

    code = "INVOICE"

    def __init__(self, code: str, field: str) -> None:
        super().__init__(f"{code}: this cannot be an invoice.", field)
        self.code = code


def plain_invoice_number(text: str) -> str:
    """Return a typed or scanned number without blanks, in half-width digits."""
    return "".join(text.split()).translate(_FULL_WIDTH)


def checked_invoice_number(text: str, today: date, field: str = "number") -> str:
    """Return a number of 20 digits whose year and region can be; raises InvoiceError."""
    number = plain_invoice_number(text)
    if not _NUMBER.fullmatch(number):
        raise InvoiceError("INVOICE_NUMBER_DIGITS", field)
    if not FIRST_YEAR <= _year_of(number) <= today.year:
        raise InvoiceError("INVOICE_NUMBER_YEAR", field)
    if number[2:4] not in _REGIONS:
        raise InvoiceError("INVOICE_NUMBER_REGION", field)
    return number


def checked_invoice(invoice: Invoice, today: date) -> Invoice:
    """Return the invoice as it is kept; raises InvoiceError at the first field that cannot be."""
    number = checked_invoice_number(invoice.number, today)
    if invoice.day > today:
        raise InvoiceError("INVOICE_DAY_FUTURE", "day")
    if _year_of(number) != invoice.day.year:
        raise InvoiceError("INVOICE_YEAR_DIFFERS", "day")
    if not 0 < invoice.fen <= LARGEST_FEN:
        raise InvoiceError("INVOICE_AMOUNT", "fen")
    buyer = " ".join(invoice.buyer.split())
    if not buyer:
        raise InvoiceError("INVOICE_BUYER_MISSING", "buyer")
    if len(buyer) > LONGEST_BUYER:
        raise InvoiceError("INVOICE_BUYER_LONG", "buyer")
    return replace(invoice, number=number, buyer=buyer)


def reversed_invoice(invoice: Invoice, red_number: str, red_day: date, today: date) -> Invoice:
    """Return the invoice taken back by a red-letter invoice; raises InvoiceError."""
    if invoice.status is InvoiceStatus.REVERSED:
        raise InvoiceError("INVOICE_REVERSED", "red_number")
    number = checked_invoice_number(red_number, today, "red_number")
    if number == invoice.number:
        raise InvoiceError("INVOICE_RED_SAME", "red_number")
    if not invoice.day <= red_day <= today:
        raise InvoiceError("INVOICE_DAY_FUTURE", "red_day")
    return replace(invoice, status=InvoiceStatus.REVERSED, red_number=number, red_day=red_day)


def _year_of(number: str) -> int:
    return 2000 + int(number[:2])
