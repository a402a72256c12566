"""Reading what can be read of a damaged database, row by row: one broken page costs its own rows alone.

A value that runs on over a broken page comes back with zeros in it and without an error: so nothing counts
that its own digest, checksum or grammar does not confirm. After a page whose seal does not hold SQLCipher
refuses the rest on that connection; so each such step is taken again on a fresh one.
"""

import json
import zlib
from collections.abc import Container, Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from sqlcipher3.dbapi2 import Connection, Error

from clinic_terminal.application.acts import Act, QueueRow
from clinic_terminal.application.failures import StoreFailedError
from clinic_terminal.contract.acts import envelope_digest
from clinic_terminal.contract.canonical import read_object
from clinic_terminal.contract.errors import NotCanonicalError, NotJsonError
from clinic_terminal.store import act_rows
from clinic_terminal.store.connections import look_into
from clinic_terminal.store.raw_pages import RawPages
from clinic_terminal.store.sql import Values

_JSON: Final = (b"{", b"[")
_CHUNK: Final = 64
_BLIND: Final = 512
"""How many numbers behind the last readable row are tried where the end of a table cannot be asked for."""

_HOPELESS: Final = 4_000
"""After so many broken rows in a run it is an inner page: all behind it is counted as unreadable."""

_ENDS_OF_QUEUE: Final = (
    "SELECT max(seq) FROM payloads",
    "SELECT max(seq) FROM queue INDEXED BY queue_chain",
)
"""Other places that know the last number, where the end of the queue itself is broken."""

Row = tuple[Any, ...]


class SalvageReader:
    """Reads rows of the file at ``path``; ``unreadable`` counts numbers that a row may have had."""

    def __init__(self, path: Path, key: bytes) -> None:
        self._path = path
        self._key = key
        self._connection: Connection | None = None
        self.unreadable = 0

    def close(self) -> None:
        """Close the file."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def acts(self) -> Iterator[QueueRow]:
        """Yield the queue's rows with their bodies, oldest first."""
        for row in self._numbered("queue", "seq", act_rows.LEASED, _ENDS_OF_QUEUE):
            found = _whole_act(row)
            if found is None:
                self.unreadable += 1
            else:
                yield found

    def has_lost_acts(self) -> bool:
        """Say, once `acts` is through, whether there may be acts that it could not read."""
        return bool(self.unreadable) or self.value("SELECT count(*) FROM queue") is None

    def lost_acts(self, known: Container[str]) -> Iterator[Act]:
        """Yield the acts that are not ``known`` out of single pages, once `acts` could not read all.

        What the insurer risks by them is not known: their amount is 0 and their counters are empty.
        """
        if not self.has_lost_acts():
            return
        with RawPages(self._path, self._key) as pages:
            yield from (act for act in pages.acts() if act.id not in known)

    def rows(self, table: str, columns: Sequence[str]) -> Iterator[Row]:
        """Yield ``columns`` of all readable rows of a table that has numbered rows."""
        names = ", ".join(columns)
        yield from self._numbered(table, "rowid", f"SELECT {names} FROM {table} WHERE rowid = :seq")  # noqa: S608  our own names

    def keyed(self, table: str, key: str, columns: Sequence[str]) -> Iterator[Row]:
        """Yield ``columns`` of a table without row numbers: from both its ends, each up to a break."""
        names = ", ".join(columns)
        found: set[str] = set()
        for sign, order in ((">", "ASC"), ("<", "DESC")):
            statement = (
                f"SELECT {key}, {names} FROM {table} WHERE {key} {sign} :at ORDER BY {key} {order} LIMIT 1"  # noqa: S608  our own names
            )
            at = "" if sign == ">" else "\U0010ffff"
            while (row := self._one(statement, {"at": at})) is not None:
                at = str(row[0])
                if at in found:
                    return
                found.add(at)
                yield row[1:]
            if not self._broke:
                return
            self.unreadable += 1

    def value(self, statement: str) -> Any:  # noqa: ANN401  whatever the column holds
        """Return the first column of the first row, or None where there is none or it cannot be read."""
        row = self._one(statement, {})
        return None if row is None else row[0]

    _broke = False

    def _numbered(self, table: str, number: str, statement: str, ends: Sequence[str] = ()) -> Iterator[Row]:
        last = self._last(table, number, ends)
        listed = f"SELECT {number} FROM {table} WHERE {number} BETWEEN :first AND :last ORDER BY {number}"  # noqa: S608  our own names
        run = 0
        for first in range(1, last + 1, _CHUNK):
            if run >= _HOPELESS:
                self.unreadable += last - first + 1
                return
            upto = min(first + _CHUNK - 1, last)
            numbers = self._all(listed, {"first": first, "last": upto})
            wanted = range(first, upto + 1) if numbers is None else [row[0] for row in numbers]
            for each in wanted:
                row = self._one(statement, {"seq": each})
                run = run + 1 if self._broke else 0
                if row is not None:
                    yield row
                elif self._broke or numbers is not None:
                    self.unreadable += 1

    def _last(self, table: str, number: str, ends: Sequence[str]) -> int:
        """Return the largest number, or one behind it where the end of the table is broken."""
        for statement in (f"SELECT max({number}) FROM {table}", *ends):  # noqa: S608  our own names
            last = self.value(statement)
            if last is not None or not self._broke:
                return int(last or 0)
        # The last number that some page answers for, and a stretch behind it.
        known = 0
        step = 2**20
        while step:
            row = self._one(
                f"SELECT {number} FROM {table} WHERE {number} >= :at ORDER BY {number} LIMIT 1",  # noqa: S608  our own names
                {"at": known + step},
            )
            if row is not None:
                known = int(row[0])
            else:
                step //= 2
        return known + _BLIND

    def _one(self, statement: str, values: Values) -> Row | None:
        rows = self._all(statement, values)
        return rows[0] if rows else None

    def _all(self, statement: str, values: Values) -> list[Row] | None:
        """Return the rows; None, and ``_broke`` set, where a page on the way cannot be read."""
        self._broke = False
        try:
            if self._connection is None:
                self._connection = look_into(self._path, self._key)
            return self._connection.execute(statement, values).fetchall()
        except (Error, MemoryError):
            self._broke = True
            self.close()
            return None


def is_whole(document: bytes) -> bool:
    """Say whether a stored document is as it was written: packed ones carry a checksum, JSON has no zeros."""
    try:
        json.loads(document if document.startswith(_JSON) else zlib.decompress(document))
    except (ValueError, zlib.error):
        return False
    return True


def _whole_act(row: Row) -> QueueRow | None:
    try:
        found = act_rows.to_domain(row)
        return found if _is_confirmed(found.act) else None
    except (StoreFailedError, ValueError, TypeError):
        return None


def _is_confirmed(act: Act) -> bool:
    if sha256(act.body).hexdigest() == act.digest:
        return True
    try:
        return envelope_digest(read_object(act.body)) == act.digest
    except (NotJsonError, NotCanonicalError):
        return False
