"""The branches of the network: kept as the service manager listed them last, for a day without a line."""

from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert
from sqlcipher3.dbapi2 import Connection

from clinic_terminal.domain.network import NetworkClinic
from clinic_terminal.store.sql import Values, compiled, given
from clinic_terminal.store.tables import network
from clinic_terminal.store.values import NETWORK_CLINIC

_row = network.c
_add = insert(network)
_PUT = compiled(
    _add.on_conflict_do_update(index_elements=[_row.id], set_={"document": _add.excluded.document})
)
_REMOVE = compiled(delete(network).where(_row.id == given("clinic")))
_CLEAR = compiled(delete(network))
_ALL = compiled(select(_row.document).order_by(_row.id))


class SqlNetwork:
    """The branches within one transaction."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, clinic: NetworkClinic) -> None:
        """Keep a branch, replacing the one of the same id."""
        row: Values = {"id": clinic.id, "document": NETWORK_CLINIC.dump(clinic)}
        self._connection.execute(_PUT, row)

    def remove(self, clinic_id: str) -> None:
        """Forget a branch that left the network; one that is not here is no error."""
        self._connection.execute(_REMOVE, {"clinic": clinic_id})

    def clear(self) -> None:
        """Forget all branches: the list comes anew."""
        self._connection.execute(_CLEAR)

    def all(self) -> list[NetworkClinic]:
        """Return all branches by id."""
        return [NETWORK_CLINIC.load(document) for (document,) in self._connection.execute(_ALL)]
