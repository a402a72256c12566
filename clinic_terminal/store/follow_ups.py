"""Follow-ups: one record a matter, found by its subject, the open ones by their age."""

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert
from sqlcipher3.dbapi2 import Connection

from clinic_terminal.application.follow_up_record import FollowUpRecord
from clinic_terminal.store.sql import Values, at_most, compiled, given
from clinic_terminal.store.tables import follow_ups
from clinic_terminal.store.values import Document, micros, micros_or_none

RECORD = Document(FollowUpRecord)

_row = follow_ups.c
_add = insert(follow_ups)
_PUT = compiled(
    _add.on_conflict_do_update(
        index_elements=[_row.act],
        set_={"closed_at": _add.excluded.closed_at, "document": _add.excluded.document},
    )
)
_GET = compiled(select(_row.document).where(_row.act == given("act")))
_OPEN = compiled(
    at_most(
        given("most"),
        select(_row.document).where(_row.closed_at.is_(None)).order_by(_row.opened_at, _row.act),
    )
)
_CLOSED = compiled(
    at_most(
        given("most"),
        select(_row.document).where(_row.closed_at.is_not(None)).order_by(_row.closed_at.desc(), _row.act),
    )
)


class SqlFollowUps:
    """The records within one transaction."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, subject: str) -> FollowUpRecord | None:
        """Return the record of a matter, or None."""
        row = self._connection.execute(_GET, {"act": subject}).fetchone()
        return None if row is None else RECORD.load(row[0])

    def put(self, record: FollowUpRecord) -> None:
        """Keep the record, replacing the one of the same subject."""
        row: Values = {
            "act": record.subject,
            "opened_at": micros(record.opened_at),
            "closed_at": micros_or_none(record.closed_at),
            "document": RECORD.dump(record),
        }
        self._connection.execute(_PUT, row)

    def open(self, most: int = 500) -> list[FollowUpRecord]:
        """Return the open records, the oldest first."""
        return self._listed(_OPEN, most)

    def closed(self, most: int = 200) -> list[FollowUpRecord]:
        """Return the closed records, the one closed last first."""
        return self._listed(_CLOSED, most)

    def _listed(self, statement: str, most: int) -> list[FollowUpRecord]:
        rows = self._connection.execute(statement, {"most": most})
        return [RECORD.load(document) for (document,) in rows]
