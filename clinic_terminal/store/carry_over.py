"""What a restored database takes over from the file that it replaces: everything newer that people made.

Acts keep their ids and bytes, so that the server recognises those it has already; all of them are sent
again, because whether an answer was stored is no longer certain, but for those that were withdrawn. What the
server gives (standings, plans, card keys, comparisons of days) stays the backup's and is fetched anew.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from sqlcipher3.dbapi2 import Connection

from clinic_terminal.application.failures import StoreFailedError
from clinic_terminal.store.audit import chained
from clinic_terminal.store.carry_acts import carry_acts
from clinic_terminal.store.carry_rows import CARRIERS, Carrier, understood
from clinic_terminal.store.memory import SqlMemory
from clinic_terminal.store.salvage import Row, SalvageReader, is_whole
from clinic_terminal.store.tables import audit
from clinic_terminal.store.values import ENROLMENT

_DEEDS: Final = {
    "deactivate_operator": "active = 0",
    "reactivate_operator": "active = 1",
    "make_manager": "manager = 1",
    "unmake_manager": "manager = 0",
}
"""What the audit log says of people, and what it changed of them."""


@dataclass(slots=True)
class Carried:
    """How much was taken over."""

    acts: int = 0
    rows: int = 0
    unreadable: int = 0


def carry_over(old: SalvageReader, new: Connection) -> Carried:
    """Add to ``new`` what ``old`` has beyond it; within the caller's transaction on ``new``."""
    acts = carry_acts(old, new)
    # Before the people themselves: what can be read of them says more than what was done to them.
    rows = _audit(old, new)
    rows += sum(_carried(carrier, old, new) for carrier in CARRIERS) + _enrolment(old, new)
    return Carried(acts, rows, old.unreadable)


def _carried(carrier: Carrier, old: SalvageReader, new: Connection) -> int:
    columns, carried = carrier.columns, 0
    rows = (
        old.rows(carrier.table, columns)
        if carrier.numbered
        else old.keyed(carrier.table, carrier.key, columns)
    )
    for row in _whole(old, columns, rows):
        taken = understood(carrier, row, new)
        old.unreadable += taken is None
        carried += bool(taken)
    return carried


def _enrolment(old: SalvageReader, new: Connection) -> int:
    """Take over what the terminal was enrolled as last: the key that it shows the server is of that day."""
    document, memory = old.value("SELECT document FROM enrolment"), SqlMemory(new)
    try:
        present = ENROLMENT.load(document) if document else None
        backup = memory.enrolment()
    except StoreFailedError:
        return 0
    if present is None or present == backup or (backup and backup.clinic.id != present.clinic.id):
        return 0
    memory.set_enrolment(present)
    return 1


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


def _audit(old: SalvageReader, new: Connection) -> int:
    """Go on with the log where the old file's rows follow the backup's last one without a gap.

    Who was stopped or made a manager since is so again, even where the rows of people are broken.
    """
    rows, last = new.execute("SELECT audit_rows, audit_hash FROM counters").fetchone()
    columns, carried = [column.name for column in audit.columns], 0
    names, marks = ", ".join(columns), ", ".join("?" for _ in columns)
    for row in old.rows(audit.name, columns):
        sequence, *said, before, own = row
        if sequence <= rows:
            continue
        if sequence != rows + 1 or before != last or own != chained(last, sequence, *said):
            break
        new.execute(f"INSERT INTO {audit.name} ({names}) VALUES ({marks})", row)  # noqa: S608  our own names
        carried += 1
        rows, last = sequence, own
        _at, _operator, deed, subject, _facts = said
        if deed in _DEEDS:
            new.execute(f"UPDATE operators SET {_DEEDS[deed]} WHERE id = ?", (subject,))  # noqa: S608  ours
    new.execute("UPDATE counters SET audit_rows = ?, audit_hash = ?", (rows, last))
    return carried
