"""What a restored database takes over from the file that it replaces: everything made after the backup.

Acts keep their ids and bytes, so that the server recognises those it has already; all of them are sent
again, because whether an answer was stored is no longer certain. Documents that the backup has in a
later state stay as they are.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain
from typing import Final

from sqlcipher3.dbapi2 import Connection, Error

from clinic_terminal.application.failures import ActExistsError, StoreFailedError
from clinic_terminal.store.act_queue import SqlQueue
from clinic_terminal.store.audit import chained
from clinic_terminal.store.salvage import Row, SalvageReader, is_whole
from clinic_terminal.store.tables import (
    attachments,
    audit,
    decisions,
    follow_ups,
    invoices,
    members,
    metadata,
    prints,
    quotes,
    receipts,
    visits,
)

_ADDED: Final = tuple(table.name for table in (attachments, prints, quotes, members))
"""Tables with row numbers whose rows are taken over where the backup has none of the same key."""

_KEYED: Final = (
    (invoices.name, "number"),
    (receipts.name, "number"),
    (follow_ups.name, "act"),
    (decisions.name, "act"),
)


@dataclass(slots=True)
class Carried:
    """How much was taken over."""

    acts: int = 0
    rows: int = 0
    unreadable: int = 0


def carry_over(old: SalvageReader, new: Connection) -> Carried:
    """Add to ``new`` what ``old`` has beyond it; within the caller's transaction on ``new``."""
    carried = Carried()
    carried.rows += _visits(old, new)
    carried.acts = _acts(old, new)
    for table in _ADDED:
        columns = _columns(table)
        found = _whole(old, columns, old.rows(table, columns))
        carried.rows += sum(_add(new, table, columns, row) for row in found)
    for table, key in _KEYED:
        columns = _columns(table)
        found = _whole(old, columns, old.keyed(table, key, columns))
        carried.rows += sum(_add(new, table, columns, row) for row in found)
    carried.rows += _audit(old, new)
    carried.unreadable = old.unreadable
    return carried


def _columns(table: str) -> list[str]:
    return [column.name for column in metadata.tables[table].columns]


def _acts(old: SalvageReader, new: Connection) -> int:
    queue, carried = SqlQueue(new), 0
    known = {act_id for (act_id,) in new.execute("SELECT id FROM queue")}
    for act in chain((row.act for row in old.acts()), old.lost_acts(known)):
        if act.id in known:
            continue
        try:
            queue.add(act)
        except (ActExistsError, StoreFailedError, Error):
            old.unreadable += 1
        else:
            known.add(act.id)
            carried += 1
    return carried


def _visits(old: SalvageReader, new: Connection) -> int:
    columns = _columns(visits.name)
    key, revision = columns.index("id"), columns.index("revision")
    known = dict(new.execute("SELECT id, revision FROM visits").fetchall())
    names, marks = ", ".join(columns), ", ".join("?" for _ in columns)
    later = ", ".join(f"{name} = excluded.{name}" for name in columns if name != "id")
    statement = f"INSERT INTO visits ({names}) VALUES ({marks}) ON CONFLICT (id) DO UPDATE SET {later}"  # noqa: S608  our own names
    carried = 0
    for row in _whole(old, columns, old.rows(visits.name, columns)):
        if known.get(row[key], 0) >= row[revision]:
            continue
        carried += int(new.execute(statement, row).rowcount)
    return carried


def _whole(old: SalvageReader, columns: Sequence[str], rows: Iterable[Row]) -> Iterator[Row]:
    """Yield the rows whose documents and files are as they were written; the others count as unreadable."""
    for row in rows:
        values = dict(zip(columns, row, strict=True))
        file = values.get("body")
        if is_whole(values.get("document", b"{}")) and (
            file is None or sha256(file).hexdigest() == values["digest"]
        ):
            yield row
        else:
            old.unreadable += 1


def _add(new: Connection, table: str, columns: Sequence[str], row: Row) -> int:
    """Add a row unless one of its key is there, or it is not what the table takes."""
    names, marks = ", ".join(columns), ", ".join("?" for _ in columns)
    statement = f"INSERT OR IGNORE INTO {table} ({names}) VALUES ({marks})"  # noqa: S608  our own names
    return int(new.execute(statement, row).rowcount)


def _audit(old: SalvageReader, new: Connection) -> int:
    """Go on with the log where the old file's rows follow the backup's last one without a gap."""
    rows, last = new.execute("SELECT audit_rows, audit_hash FROM counters").fetchone()
    columns, carried = _columns(audit.name), 0
    for row in old.rows(audit.name, columns):
        sequence, *said, before, own = row
        if sequence <= rows:
            continue
        if sequence != rows + 1 or before != last or own != chained(last, sequence, *said):
            break
        carried += _add(new, audit.name, columns, row)
        rows, last = sequence, own
    new.execute("UPDATE counters SET audit_rows = ?, audit_hash = ?", (rows, last))
    return carried
