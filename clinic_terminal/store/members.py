"""The children who were here: which document was looked at, what the family allowed, when they came last."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert
from sqlcipher3.dbapi2 import Connection

from clinic_terminal.application.store_ports import MemberRecord
from clinic_terminal.store.sql import Values, compiled, given
from clinic_terminal.store.tables import members
from clinic_terminal.store.values import MEMBER

_row = members.c
_add = insert(members)
_PUT = compiled(
    _add.on_conflict_do_update(
        index_elements=[_row.member],
        set_={"last_seen": _add.excluded.last_seen, "document": _add.excluded.document},
    )
)
_GET = compiled(select(_row.document).where(_row.member == given("member")))
_SINCE = compiled(
    select(_row.document).where(_row.last_seen >= given("day")).order_by(_row.last_seen.desc(), _row.member)
)


class SqlMembers:
    """The children within one transaction."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, member: str) -> MemberRecord | None:
        """Return what is known of a child, or None."""
        row = self._connection.execute(_GET, {"member": member}).fetchone()
        return None if row is None else MEMBER.load(row[0])

    def put(self, record: MemberRecord) -> None:
        """Keep the record, replacing the one of the same member."""
        row: Values = {
            "member": record.member,
            "last_seen": record.last_seen.isoformat() if record.last_seen else None,
            "document": MEMBER.dump(record),
        }
        self._connection.execute(_PUT, row)

    def seen_since(self, day: date) -> list[MemberRecord]:
        """Return the children who were here on ``day`` or later, the latest first."""
        rows = self._connection.execute(_SINCE, {"day": day.isoformat()})
        return [MEMBER.load(document) for (document,) in rows]
