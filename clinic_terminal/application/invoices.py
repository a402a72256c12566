"""E-invoices that the clinic issued in its tax program, written down here so that they are found again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from clinic_terminal.application.invoice_failures import InvoiceKnownError, InvoiceUnknownError
from clinic_terminal.application.ports import Operator
from clinic_terminal.application.store_ports import UnitOfWork
from clinic_terminal.application.terminal import Terminal
from clinic_terminal.domain.errors import VisitStateError
from clinic_terminal.domain.invoice import Invoice, checked_invoice, plain_invoice_number, reversed_invoice
from clinic_terminal.domain.visit import Stage, Visit

_INVOICED = (Stage.DONE, Stage.VOIDED)


@dataclass(frozen=True, slots=True)
class Noted:
    """An invoice as it stands on the paper: its number, its date, its total in fen, its buyer."""

    number: str
    day: date
    fen: int
    buyer: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an invoice is looked for by; parts that are None or empty do not count."""

    day: date | None = None
    fen: int | None = None
    ending: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """An invoice with the visit that it was written for."""

    invoice: Invoice
    visit: Visit


def note_invoice(terminal: Terminal, operator: Operator, visit_id: str, noted: Noted) -> Invoice:
    """Write down an invoice of a closed visit.

    Raises InvoiceError, InvoiceKnownError, VisitStateError, VisitUnknownError, StoreFailedError; then
    nothing was stored.
    """
    with terminal.store.begin() as uow:
        visit = uow.visits.get(visit_id)
        if visit.stage not in _INVOICED:
            raise VisitStateError("note_invoice", visit.stage)
        new = Invoice(
            number=noted.number,
            visit=visit_id,
            day=noted.day,
            fen=noted.fen,
            buyer=noted.buyer,
            operator=operator.name,
            entered_at=terminal.clock.now(),
        )
        invoice = checked_invoice(new, terminal.clock.today())
        uow.invoices.add(invoice)
        terminal.audit(
            uow, operator, "note_invoice", visit_id, number=invoice.number, fen=invoice.fen,
            day=invoice.day.isoformat(),
        )  # fmt: skip
        return invoice


def reverse_invoice(
    terminal: Terminal, operator: Operator, number: str, red_number: str, red_day: date
) -> Invoice:
    """Write down the red-letter invoice that took an invoice back.

    Raises InvoiceError, InvoiceKnownError (the red number is written down already), InvoiceUnknownError,
    StoreFailedError.
    """
    with terminal.store.begin() as uow:
        invoice = uow.invoices.get(plain_invoice_number(number))
        if invoice is None:
            raise InvoiceUnknownError
        taken_back = reversed_invoice(invoice, red_number, red_day, terminal.clock.today())
        if uow.invoices.get(taken_back.red_number) is not None:
            raise InvoiceKnownError
        uow.invoices.put(taken_back)
        terminal.audit(
            uow, operator, "reverse_invoice", invoice.visit, number=invoice.number, red=taken_back.red_number
        )
        return taken_back


def invoices_of(terminal: Terminal, visit_id: str) -> list[Invoice]:
    """Return a visit's invoices by date."""
    with terminal.store.read() as uow:
        return uow.invoices.of_visit(visit_id)


def find_invoices(terminal: Terminal, wanted: Sequence[Wanted]) -> list[Found]:
    """Return the invoices that fit any of ``wanted``, the latest first, each once."""
    with terminal.store.read() as uow:
        found: dict[str, Found] = {}
        for one in wanted:
            for invoice in uow.invoices.find(one.day, one.fen, one.ending):
                found.setdefault(invoice.number, _with_visit(uow, invoice))
    return sorted(found.values(), key=lambda one: (one.invoice.day, one.invoice.number), reverse=True)


def _with_visit(uow: UnitOfWork, invoice: Invoice) -> Found:
    return Found(invoice, uow.visits.get(invoice.visit))
