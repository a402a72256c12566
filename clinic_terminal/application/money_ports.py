"""What the verbs with money need of the durable store."""

from datetime import date
from typing import Protocol

from clinic_terminal.domain.invoice import Invoice


class Receipts(Protocol):
    """The receipt numbers that were given out: each once, in the order of their day."""

    def next(self, day: date, terminal: str, visit: str) -> str:
        """Give out the next number of ``day`` for a payment or refund of ``visit``."""
        ...

    def visit_of(self, number: str) -> str | None:
        """Return the visit that a number was given out for, None where there is no such number."""
        ...


class Invoices(Protocol):
    """The e-invoices that were written down."""

    def add(self, invoice: Invoice) -> None:
        """Keep a new invoice; raises InvoiceKnownError (application.invoice_failures) on a known number."""
        ...

    def put(self, invoice: Invoice) -> None:
        """Keep the new state of an invoice that is here."""
        ...

    def get(self, number: str) -> Invoice | None:
        """Return the invoice of a number, of a red-letter number too; None where there is none."""
        ...

    def of_visit(self, visit: str) -> list[Invoice]:
        """Return a visit's invoices by date."""
        ...

    def find(self, day: date | None = None, fen: int | None = None, ending: str = "",
             most: int = 50) -> list[Invoice]:  # fmt: skip
        """Return invoices of a date, an amount and a number that ends so, the latest first."""
        ...
