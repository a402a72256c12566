"""The audit log: each row carries the hash of the row before, and the last hash is kept apart.

A changed row breaks its own hash, a missing one the numbering, and a cut-off end the kept number and hash.
"""

import hashlib
import json

from sqlalchemy import insert, select, update
from sqlcipher3.dbapi2 import Connection

from clinic_terminal.application.acts import AuditRow
from clinic_terminal.application.failures import AuditBrokenError
from clinic_terminal.store.sql import Values, compiled, given
from clinic_terminal.store.tables import audit, counters
from clinic_terminal.store.values import micros, moment

_row = audit.c
_LAST = compiled(select(counters.c.audit_rows, counters.c.audit_hash))
_ADD = compiled(insert(audit))
_KEEP = compiled(update(counters).values(audit_rows=given("rows"), audit_hash=given("last")))
_ALL = compiled(
    select(
        _row.seq, _row.at, _row.operator, _row.act, _row.subject, _row.facts, _row.previous, _row.hash
    ).order_by(_row.seq)
)

_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str).encode


def chained(previous: bytes, *columns: str | int) -> bytes:
    """Return SHA-256 over the hash before and the row's columns as canonical JSON."""
    return hashlib.sha256(previous + _encode(columns).encode()).digest()


def to_row(row: AuditRow, sequence: int, previous: bytes) -> Values:
    """Return the columns of ``row`` as number ``sequence`` behind the row whose hash is ``previous``."""
    at, facts = micros(row.at), _encode(dict(row.facts))
    return {
        "seq": sequence,
        "at": at,
        "operator": row.operator,
        "act": row.act,
        "subject": row.subject,
        "facts": facts,
        "previous": previous,
        "hash": chained(previous, sequence, at, row.operator, row.act, row.subject, facts),
    }


class SqlAudit:
    """The audit log within one transaction."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, row: AuditRow) -> None:
        """Append a row; facts that JSON does not know are kept as their text."""
        rows, last = self._connection.execute(_LAST).fetchone()
        columns = to_row(row, rows + 1, last)
        self._connection.execute(_ADD, columns)
        self._connection.execute(_KEEP, {"rows": rows + 1, "last": columns["hash"]})

    def rows(self) -> list[AuditRow]:
        """Return all rows, oldest first."""
        stored = self._connection.execute(_ALL)
        return [
            AuditRow(moment(at), operator, act, subject, json.loads(facts))
            for _, at, operator, act, subject, facts, *_ in stored
        ]

    def verify(self) -> int:
        """Return the number of rows if the chain is whole; raises AuditBrokenError at the first break."""
        position, previous = 0, b""
        for sequence, *columns, before, own in self._connection.execute(_ALL):
            position += 1
            whole = sequence == position and before == previous
            if not whole or own != chained(previous, sequence, *columns):
                raise AuditBrokenError(position)
            previous = own
        if self._connection.execute(_LAST).fetchone() != (position, previous):
            raise AuditBrokenError(position + 1)
        return position
