"""Receipt numbers: one row each, counted within their day, never given out twice."""

from datetime import date

from sqlalchemy import func, insert, select
from sqlcipher3.dbapi2 import Connection

from clinic_terminal.domain.payment import receipt_number
from clinic_terminal.store.sql import Values, compiled, given
from clinic_terminal.store.tables import receipts

_row = receipts.c
_ADD = compiled(insert(receipts))
_LAST = compiled(select(func.max(_row.running)).where(_row.day == given("day")))
_VISIT = compiled(select(_row.visit).where(_row.number == given("number")))


class SqlReceipts:
    """The receipt numbers within one transaction."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def next(self, day: date, terminal: str, visit: str) -> str:
        """Give out the next number of ``day`` for a payment or refund of ``visit``."""
        last = self._connection.execute(_LAST, {"day": day.isoformat()}).fetchone()[0]
        running = (last or 0) + 1
        number = receipt_number(day, terminal, running)
        row: Values = {"number": number, "day": day.isoformat(), "running": running, "visit": visit}
        self._connection.execute(_ADD, row)
        return number

    def visit_of(self, number: str) -> str | None:
        """Return the visit that a number was given out for, None where there is no such number."""
        row = self._connection.execute(_VISIT, {"number": number}).fetchone()
        return None if row is None else str(row[0])
