"""E-invoices: one row each, found again by visit, number, date and amount."""

from datetime import date

from sqlalchemy import case, func, insert, or_, select, update
from sqlcipher3.dbapi2 import Connection, IntegrityError

from clinic_terminal.application.invoice_failures import InvoiceKnownError, InvoiceUnknownError
from clinic_terminal.domain.invoice import Invoice
from clinic_terminal.store.sql import Values, at_most, compiled, constant, given
from clinic_terminal.store.tables import invoices
from clinic_terminal.store.values import INVOICE

_row = invoices.c
_ADD = compiled(insert(invoices))
_PUT = compiled(
    update(invoices)
    .where(_row.number == given("of_number"))
    .values(red_number=given("new_red_number"), document=given("new_document"))
)
_GET = compiled(
    select(_row.document).where(
        or_(
            _row.number == given("number"),
            (_row.red_number == given("number")) & (_row.red_number != constant("")),
        )
    )
)
_OF_VISIT = compiled(
    select(_row.document).where(_row.visit == given("visit")).order_by(_row.day, _row.number)
)


def _either(wanted: str, matches: object) -> object:
    """Return a condition that holds for every row where ``wanted`` is not given."""
    return or_(given(wanted).is_(None), matches)  # type: ignore[arg-type]  # a column expression


_ENDS_SO = func.substr(_row.number, -func.length(given("ending"))) == given("ending")
FIND = compiled(
    at_most(
        given("most"),
        select(_row.document)
        .where(
            _either("day", _row.day == given("day")),  # type: ignore[arg-type]  # as above
            _either("fen", _row.fen == given("fen")),  # type: ignore[arg-type]  # as above
            case((given("ending") == constant(""), constant(1)), else_=_ENDS_SO),
        )
        .order_by(_row.day.desc(), _row.number.desc()),
    )
)


class SqlInvoices:
    """The e-invoices within one transaction."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, invoice: Invoice) -> None:
        """Keep a new invoice; raises InvoiceKnownError on a number that is known, in whichever colour."""
        if self.get(invoice.number) is not None:
            raise InvoiceKnownError
        row: Values = {
            "number": invoice.number,
            "visit": invoice.visit,
            "day": invoice.day.isoformat(),
            "fen": invoice.fen,
            "red_number": invoice.red_number,
            "document": INVOICE.dump(invoice),
        }
        try:
            self._connection.execute(_ADD, row)
        except IntegrityError:
            raise InvoiceKnownError from None

    def put(self, invoice: Invoice) -> None:
        """Keep the new state of an invoice; raises InvoiceUnknownError."""
        changed: Values = {
            "of_number": invoice.number,
            "new_red_number": invoice.red_number,
            "new_document": INVOICE.dump(invoice),
        }
        if self._connection.execute(_PUT, changed).rowcount != 1:
            raise InvoiceUnknownError

    def get(self, number: str) -> Invoice | None:
        """Return the invoice of a number, of a red-letter number too; None where there is none."""
        row = self._connection.execute(_GET, {"number": number}).fetchone()
        return None if row is None else INVOICE.load(row[0])

    def of_visit(self, visit: str) -> list[Invoice]:
        """Return a visit's invoices by date."""
        rows = self._connection.execute(_OF_VISIT, {"visit": visit})
        return [INVOICE.load(document) for (document,) in rows]

    def find(
        self, day: date | None = None, fen: int | None = None, ending: str = "", most: int = 50
    ) -> list[Invoice]:
        """Return invoices of a date, an amount and a number that ends so, the latest first."""
        wanted: Values = {
            "day": None if day is None else day.isoformat(),
            "fen": fen,
            "ending": ending,
            "most": most,
        }
        return [INVOICE.load(document) for (document,) in self._connection.execute(FIND, wanted)]
