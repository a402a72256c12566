"""Money at the desk: each payment and each refund is a fact of its own, stored at once.

Payments stay in the clinic: no act reports them (docs/decisions/0021). Whatever happens to the program
between a payment and the finish, what was taken stands in the visit.
"""

from dataclasses import dataclass

from clinic_terminal.application.binding import check_bound
from clinic_terminal.application.ports import Operator
from clinic_terminal.application.store_ports import UnitOfWork
from clinic_terminal.application.terminal import Terminal, enrolment_of
from clinic_terminal.domain.paying import pay, refund
from clinic_terminal.domain.payment import (
    Owing,
    Payment,
    Refund,
    Tender,
    checked_reason,
    payment_of,
    refund_plan,
    taken,
)
from clinic_terminal.domain.transaction_number import plain_number
from clinic_terminal.domain.visit import Stage, Visit


@dataclass(frozen=True, slots=True)
class Offered:
    """What the desk is about to take; ``fen`` of cash is what lies on the counter, change included."""

    tender: Tender
    fen: int
    reference: str = ""


def take_payment(terminal: Terminal, operator: Operator, visit_id: str, offered: Offered) -> Visit:
    """Take an amount of a signed bill: payment, receipt number and audit row in one transaction.

    Raises NothingPaidError, OverpaidError, TransactionNumberError, SignatureMismatchError (the bill is not
    the signed one), VisitStateError, VisitUnknownError, StoreFailedError; then nothing was stored.
    """
    new_id = terminal.ids.new()
    with terminal.store.begin() as uow:
        visit = uow.visits.get(visit_id)
        if visit.stage is Stage.FROZEN:
            check_bound(terminal, visit)
        due = max(0, visit.balance_fen)
        what = taken(offered.tender, offered.fen, due, visit.payments, offered.reference)
        payment = Payment(
            id=new_id,
            receipt=_receipt(terminal, uow, visit),
            tender=what.tender,
            fen=what.fen,
            at=terminal.clock.now(),
            operator=operator.name,
            reference=what.reference,
            handed_fen=what.handed_fen,
        )
        stored = uow.visits.put(pay(visit, payment))
        terminal.audit(
            uow,
            operator,
            "take_payment",
            visit_id,
            payment=payment.id,
            receipt=payment.receipt,
            tender=payment.tender.value,
            fen=payment.fen,
            left_fen=stored.balance_fen,
        )
        return stored


@dataclass(frozen=True, slots=True)
class Returned:
    """What goes back of which payment; ``reference`` is the number of a wallet's refund, if any."""

    payment: str
    fen: int
    reference: str = ""


def give_back(terminal: Terminal, operator: Operator, visit_id: str, returned: Returned) -> Visit:
    """Give an amount back by the tender it was paid with.

    Raises NothingPaidError, RefundTooLargeError, PaymentUnknownError, VisitUnknownError, StoreFailedError;
    then nothing was stored.
    """
    new_id = terminal.ids.new()
    with terminal.store.begin() as uow:
        visit = uow.visits.get(visit_id)
        return _given_back(terminal, uow, operator, visit, new_id, returned)


def give_back_rest(terminal: Terminal, operator: Operator, visit_id: str) -> Visit:
    """Give everything back that was taken too much, the latest payment first; nothing where nothing was."""
    with terminal.store.begin() as uow:
        visit = uow.visits.get(visit_id)
        for part in refund_plan(visit.payments, visit.refunds, max(0, -visit.balance_fen)):
            new_id = terminal.ids.new()
            back = Returned(part.reference, part.fen)
            visit = _given_back(terminal, uow, operator, visit, new_id, back)
        return visit


def _given_back(  # noqa: PLR0913, PLR0917  the transaction, who gives what back under which id
    terminal: Terminal, uow: UnitOfWork, operator: Operator, visit: Visit, new_id: str, returned: Returned
) -> Visit:
    payment = payment_of(visit.payments, returned.payment)
    given = Refund(
        id=new_id,
        receipt=_receipt(terminal, uow, visit),
        payment=returned.payment,
        tender=payment.tender,
        fen=returned.fen,
        at=terminal.clock.now(),
        operator=operator.name,
        reference=plain_number(returned.reference),
    )
    stored = uow.visits.put(refund(visit, given))
    terminal.audit(
        uow,
        operator,
        "give_back",
        visit.id,
        refund=given.id,
        payment=given.payment,
        receipt=given.receipt,
        tender=given.tender.value,
        fen=given.fen,
        left_fen=stored.balance_fen,
    )
    return stored


def pay_exactly(terminal: Terminal, operator: Operator, visit_id: str) -> Visit:
    """Take what is still due in cash, counted out exactly; nothing where nothing is due."""
    with terminal.store.read() as uow:
        visit = uow.visits.get(visit_id)
    if visit.balance_fen <= 0:
        return visit
    return take_payment(terminal, operator, visit_id, Offered(Tender.CASH, visit.balance_fen))


def owing(terminal: Terminal, operator: Operator, visit: Visit, reason: str) -> Owing | None:
    """Return the choice to let the family owe what is left; None without a reason or with nothing due.

    Raises OwingReasonError where the reason is blank or too long.
    """
    if not reason or visit.balance_fen <= 0:
        return None
    return Owing(checked_reason(reason), visit.balance_fen, operator.name, terminal.clock.now())


def audit_owing(terminal: Terminal, uow: UnitOfWork, operator: Operator, visit: Visit) -> None:
    """Write into the running transaction who let the family of a closed visit owe, how much and why."""
    owes = visit.owing
    if owes is not None:
        terminal.audit(uow, operator, "let_owe", visit.id, fen=owes.fen, reason=owes.reason)


def _receipt(terminal: Terminal, uow: UnitOfWork, visit: Visit) -> str:
    return uow.receipts.next(terminal.clock.today(), enrolment_of(uow).terminal, visit.id)
