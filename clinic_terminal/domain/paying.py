"""Which step with money is legal when, in the life of a visit."""

from dataclasses import replace

from clinic_terminal.domain.errors import VisitStateError
from clinic_terminal.domain.payment import Payment, Refund, check_refund, payment_of
from clinic_terminal.domain.visit import Stage, Visit, require


def pay(visit: Visit, payment: Payment) -> Visit:
    """Add what was taken; once the bill is signed, and after the visit is done."""
    require(visit, "pay", Stage.FROZEN, Stage.DONE)
    if visit.consent is None:
        raise VisitStateError("pay", "UNSIGNED")
    return replace(visit, payments=(*visit.payments, payment))


def refund(visit: Visit, given: Refund) -> Visit:
    """Add what was given back; in whatever state the visit is, money can go back to where it came from.

    Raises PaymentUnknownError, NothingPaidError, RefundTooLargeError.
    """
    check_refund(payment_of(visit.payments, given.payment), visit.refunds, given.fen)
    return replace(visit, refunds=(*visit.refunds, given))
