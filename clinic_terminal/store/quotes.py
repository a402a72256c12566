"""Quotes: one row each, the quote itself as a document, found again by the child and its policy."""

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert
from sqlcipher3.dbapi2 import Connection

from clinic_terminal.application.failures import QuoteUnknownError
from clinic_terminal.domain.quote import Quote
from clinic_terminal.store.sql import Values, at_most, compiled, given
from clinic_terminal.store.tables import quotes
from clinic_terminal.store.values import QUOTE, micros

_row = quotes.c
_add = insert(quotes)
_PUT = compiled(
    _add.on_conflict_do_update(index_elements=[_row.id], set_={"document": _add.excluded.document})
)
_GET = compiled(select(_row.document).where(_row.id == given("id")))
OF_CHAIN = compiled(
    at_most(
        given("most"),
        select(_row.document)
        .where(_row.chain == given("chain"))
        .order_by(_row.made_at.desc(), _row.id.desc()),
    )
)


class SqlQuotes:
    """The quotes within one transaction."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, quote: Quote) -> None:
        """Keep a quote, with its answer where one of the same id is here already."""
        row: Values = {
            "id": quote.id,
            "chain": quote.chain,
            "day": quote.day.isoformat(),
            "made_at": micros(quote.made_at),
            "document": QUOTE.dump(quote),
        }
        self._connection.execute(_PUT, row)

    def get(self, quote_id: str) -> Quote:
        """Return the quote; raises QuoteUnknownError."""
        row = self._connection.execute(_GET, {"id": quote_id}).fetchone()
        if row is None:
            raise QuoteUnknownError
        return QUOTE.load(row[0])

    def of_chain(self, chain: str, most: int = 100) -> list[Quote]:
        """Return a child's quotes under one policy, the newest first."""
        rows = self._connection.execute(OF_CHAIN, {"chain": chain, "most": most})
        return [QUOTE.load(document) for (document,) in rows]
