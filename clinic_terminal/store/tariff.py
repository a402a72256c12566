"""The clinic's tariff: editions as they were adopted, never changed."""

from sqlalchemy import func, insert, select
from sqlcipher3.dbapi2 import Connection

from clinic_terminal.domain.tariff import Tariff, TariffEdition
from clinic_terminal.store.sql import Values, compiled, given
from clinic_terminal.store.tables import tariff
from clinic_terminal.store.values import TARIFF_EDITION, micros

_PUT = compiled(
    insert(tariff).values(id=given("id"), adopted_at=given("adopted_at"), document=given("document"))
)
_EDITIONS = compiled(select(tariff.c.document).order_by(tariff.c.seq))
_REVISION = compiled(select(func.max(tariff.c.seq)))


class SqlTariff:
    """The tariff within one transaction."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, edition: TariffEdition) -> None:
        """Append an edition."""
        row: Values = {
            "id": edition.id,
            "adopted_at": micros(edition.adopted_at),
            "document": TARIFF_EDITION.dump(edition),
        }
        self._connection.execute(_PUT, row)

    def editions(self) -> Tariff:
        """Return all editions in the order of their adoption."""
        rows = self._connection.execute(_EDITIONS)
        return Tariff(tuple(TARIFF_EDITION.load(document) for (document,) in rows))

    def revision(self) -> int:
        """Return a number that moves with every edition; 0 while there is none."""
        row = self._connection.execute(_REVISION).fetchone()
        return int(row[0] or 0)
