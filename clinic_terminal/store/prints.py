"""What was printed: one row a printing, kept when it begins and again when its outcome is known."""

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert
from sqlcipher3.dbapi2 import Connection

from clinic_terminal.application.print_records import PrintRecord
from clinic_terminal.store.sql import Values, compiled, given
from clinic_terminal.store.tables import prints
from clinic_terminal.store.values import Document, micros

PRINT = Document(PrintRecord)

_row = prints.c
_add = insert(prints)
_PUT = compiled(
    _add.on_conflict_do_update(index_elements=[_row.id], set_={"document": _add.excluded.document})
)
OF = compiled(
    select(_row.document).where(_row.subject == given("subject")).order_by(_row.at.desc(), _row.id.desc())
)


class SqlPrints:
    """The printings within one transaction."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, record: PrintRecord) -> None:
        """Keep a printing, with its outcome where it is here already."""
        row: Values = {
            "id": record.id,
            "subject": record.subject,
            "paper": record.kind.value,
            "at": micros(record.at),
            "document": PRINT.dump(record),
        }
        self._connection.execute(_PUT, row)

    def of(self, subject: str) -> list[PrintRecord]:
        """Return the printings of one subject, the latest first."""
        rows = self._connection.execute(OF, {"subject": subject})
        return [PRINT.load(document) for (document,) in rows]
