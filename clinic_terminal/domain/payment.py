"""Money at the desk: what was taken by which tender, what was given back, what is still due.

Payments belong to the visit, not to the bill: a bill that is taken back and frozen anew finds what was paid
before. All amounts are fen.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from clinic_terminal.domain.payment_errors import (
    NothingPaidError,
    OverpaidError,
    OwingReasonError,
    PaymentUnknownError,
    RefundTooLargeError,
    TransactionNumberError,
)
from clinic_terminal.domain.transaction_number import checked_number

LONGEST_REASON: Final = 80
_TAIL: Final = 3
_ROUND: Final = (100, 500, 1_000, 2_000, 5_000, 10_000, 50_000)
"""To what a family rounds up what it hands over: the banknotes in fen, and five of the largest."""


class Tender(StrEnum):
    """With what the family pays."""

    CASH = "CASH"
    CARD = "CARD"
    WECHAT = "WECHAT"
    ALIPAY = "ALIPAY"

    @property
    def is_wallet(self) -> bool:
        """Whether the money comes from a phone."""
        return self in {Tender.WECHAT, Tender.ALIPAY}


@dataclass(frozen=True, slots=True)
class Payment:
    """An amount that was taken; ``receipt`` is the number that the family is told.

    ``reference`` is the transaction number of a card machine or wallet; ``handed_fen`` the cash that lay on
    the counter, 0 for other tenders. ``operator`` is the person's name, ``at`` is UTC.
    """

    id: str
    receipt: str
    tender: Tender
    fen: int
    at: datetime
    operator: str
    reference: str = ""
    handed_fen: int = 0

    @property
    def change_fen(self) -> int:
        """What was given back over the counter at once."""
        return max(0, self.handed_fen - self.fen)


@dataclass(frozen=True, slots=True)
class Refund:
    """An amount that was given back, by the tender of the ``payment`` it was taken with."""

    id: str
    receipt: str
    payment: str
    tender: Tender
    fen: int
    at: datetime
    operator: str
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Owing:
    """Who let the family go without having paid ``fen``, and why."""

    reason: str
    fen: int
    operator: str
    at: datetime


def paid(payments: Sequence[Payment], refunds: Sequence[Refund]) -> int:
    """Return what the clinic holds of the family's money."""
    return sum(payment.fen for payment in payments) - sum(refund.fen for refund in refunds)


def held_by_tender(payments: Sequence[Payment], refunds: Sequence[Refund]) -> dict[Tender, int]:
    """Return what the clinic holds by tender; tenders of which nothing is left are not in it."""
    held = {tender: paid(_of(payments, tender), _of_refunds(refunds, tender)) for tender in Tender}
    return {tender: fen for tender, fen in held.items() if fen}


def refundable(payment: Payment, refunds: Sequence[Refund]) -> int:
    """Return what is left of a payment to be given back."""
    return payment.fen - sum(refund.fen for refund in refunds if refund.payment == payment.id)


def payment_of(payments: Sequence[Payment], payment_id: str) -> Payment:
    """Return the payment; raises PaymentUnknownError."""
    found = next((payment for payment in payments if payment.id == payment_id), None)
    if found is None:
        raise PaymentUnknownError
    return found


@dataclass(frozen=True, slots=True)
class Taken:
    """What the desk takes: by which tender, how much, and what it was told."""

    tender: Tender
    fen: int
    reference: str = ""
    handed_fen: int = 0


def taken(tender: Tender, fen: int, due: int, payments: Sequence[Payment], reference: str = "") -> Taken:
    """Check what is about to be taken; ``fen`` of cash is what lies on the counter, change included.

    Raises NothingPaidError, OverpaidError (nothing is due, or more by card or wallet than is due),
    TransactionNumberError.
    """
    if fen <= 0:
        raise NothingPaidError
    if due <= 0:
        raise OverpaidError(0)
    if tender is Tender.CASH:
        return Taken(tender, min(fen, due), handed_fen=fen)
    if fen > due:
        raise OverpaidError(due)
    number = checked_number(reference, of_wallet=tender.is_wallet)
    if any(one.tender is tender and one.reference == number for one in payments):
        raise TransactionNumberError("NUMBER_TWICE")
    return Taken(tender, fen, number)


def check_refund(payment: Payment, refunds: Sequence[Refund], fen: int) -> None:
    """Refuse to give back nothing, or more than is left; raises NothingPaidError, RefundTooLargeError."""
    if fen <= 0:
        raise NothingPaidError
    left = refundable(payment, refunds)
    if fen > left:
        raise RefundTooLargeError(left)


def refund_plan(payments: Sequence[Payment], refunds: Sequence[Refund], fen: int) -> tuple[Taken, ...]:
    """Return how ``fen`` goes back, the latest payment first; ``reference`` of each is its payment's id."""
    plan: list[Taken] = []
    for payment in reversed(payments):
        part = min(fen, refundable(payment, refunds))
        if part > 0:
            plan.append(Taken(payment.tender, part, payment.id))
            fen -= part
    return tuple(plan)


def checked_reason(text: str) -> str:
    """Return in one line why a family is let owe; raises OwingReasonError."""
    reason = " ".join(text.split())
    if not reason:
        raise OwingReasonError
    if len(reason) > LONGEST_REASON:
        raise OwingReasonError("OWING_REASON_LONG")
    return reason


def receipt_number(day: date, terminal: str, number: int) -> str:
    """Return a number short enough to be read out: day, the terminal's tail, running number of the day.

    ``260521-T01-0007``: unique on a terminal, and in a clinic whose terminals differ in their last three
    letters and digits.
    """
    tail = "".join(sign for sign in terminal.upper() if sign.isascii() and sign.isalnum())[-_TAIL:]
    return f"{day:%y%m%d}-{tail or '0'}-{number:04d}"


def quick_amounts(due: int, most: int = 4) -> tuple[int, ...]:
    """Return what a family is likely to hand over for ``due``: the exact amount, then rounder ones."""
    rounded = sorted({-(-due // note) * note for note in _ROUND} - {due})
    return (due, *rounded[: most - 1]) if due > 0 else ()


def _of(payments: Sequence[Payment], tender: Tender) -> list[Payment]:
    return [one for one in payments if one.tender is tender]


def _of_refunds(refunds: Sequence[Refund], tender: Tender) -> list[Refund]:
    return [one for one in refunds if one.tender is tender]
