"""Which of two rows of one key a restored database keeps: the backup's, or that of the file it replaces.

The file that is replaced is nearly always the later one, and wins where nothing tells otherwise. But a backup
may be the later one too, after an older one was restored by mistake; so what tells by itself is looked at.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any, Final

from sqlalchemy import Table
from sqlcipher3.dbapi2 import Connection

from clinic_terminal.application.failures import StoreFailedError
from clinic_terminal.application.print_records import PrintOutcome
from clinic_terminal.store.follow_ups import RECORD
from clinic_terminal.store.prints import PRINT
from clinic_terminal.store.salvage import Row
from clinic_terminal.store.tables import (
    attachments,
    choices,
    decisions,
    follow_ups,
    invoices,
    members,
    operators,
    prints,
    quotes,
    receipts,
    revoked,
    tariff,
    visits,
)
from clinic_terminal.store.values import MEMBER, QUOTE

Fields = Mapping[str, Any]
Rule = Callable[[Fields, Fields], Fields]
"""Makes the row that is kept out of the present file's and the backup's; raises StoreFailedError."""

_LONG_AGO: Final = datetime(1970, 1, 1, tzinfo=UTC)


def _present(present: Fields, backup: Fields) -> Fields:
    del backup
    return present


def _visit(present: Fields, backup: Fields) -> Fields:
    return present if present["revision"] > backup["revision"] else backup


def _invoice(present: Fields, backup: Fields) -> Fields:
    """Keep what was taken back by a red-letter invoice so."""
    return backup if backup["red_number"] and not present["red_number"] else present


def _follow_up(present: Fields, backup: Fields) -> Fields:
    return present if _last_moved(present) >= _last_moved(backup) else backup


def _last_moved(row: Fields) -> tuple[datetime, int]:
    record = RECORD.load(row["document"])
    return max((entry.at for entry in record.entries), default=record.opened_at), len(record.entries)


def _decision(present: Fields, backup: Fields) -> Fields:
    return present if present["decided_at"] >= backup["decided_at"] else backup


def _print(present: Fields, backup: Fields) -> Fields:
    """Prefer the outcome of a printing to its beginning."""
    began = PRINT.load(present["document"]).outcome is PrintOutcome.STARTED
    return backup if began else present


def _quote(present: Fields, backup: Fields) -> Fields:
    """Prefer a quote with the insurer's answer to the same one without."""
    return present if QUOTE.load(present["document"]).answer or not _answered(backup) else backup


def _answered(row: Fields) -> bool:
    return QUOTE.load(row["document"]).answer is not None


def _member(present: Fields, backup: Fields) -> Fields:
    """Keep what a guardian answered last, and the rest as it was at the latest visit."""
    here, there = MEMBER.load(present["document"]), MEMBER.load(backup["document"])
    later, earlier = (
        (here, there) if (here.last_seen or date.min) >= (there.last_seen or date.min) else (there, here)
    )
    answers = [record.consent for record in (later, earlier) if record.consent is not None]
    kept = replace(
        later,
        identity=later.identity or earlier.identity,
        consent=max(answers, key=lambda consent: consent.at, default=None),
        language=later.language or earlier.language,
    )
    last_seen = kept.last_seen.isoformat() if kept.last_seen else None
    return {"member": kept.member, "last_seen": last_seen, "document": MEMBER.dump(kept)}


@dataclass(frozen=True, slots=True)
class Carrier:
    """How the rows of one table are taken over, found by their ``key``."""

    table: str
    key: str
    columns: tuple[str, ...]
    rule: Rule | None
    """None: what is written once is never changed."""
    numbered: bool
    """Whether its rows have numbers of their own, by which they are read one by one."""

    def carry(self, row: Row, new: Connection) -> bool:
        """Take a row over where the new file has none of its key or is to have this one; say whether it did.

        Raises StoreFailedError for a document that cannot be understood.
        """
        if self.rule is None:
            return self._written("INSERT OR IGNORE", "", row, new)
        present = dict(zip(self.columns, row, strict=True))
        names = ", ".join(self.columns)
        found = new.execute(
            f"SELECT {names} FROM {self.table} WHERE {self.key} = ?",  # noqa: S608  our own names
            (present[self.key],),
        ).fetchone()
        if found is None:
            return self._written("INSERT OR IGNORE", "", row, new)
        backup = dict(zip(self.columns, found, strict=True))
        kept = present if present == backup else self.rule(present, backup)
        if kept == backup:
            return False
        later = ", ".join(f"{name} = excluded.{name}" for name in self.columns if name != self.key)
        values = tuple(kept[name] for name in self.columns)
        return self._written("INSERT", f" ON CONFLICT ({self.key}) DO UPDATE SET {later}", values, new)

    def _written(self, verb: str, conflict: str, values: Sequence[Any], new: Connection) -> bool:
        names, marks = ", ".join(self.columns), ", ".join("?" for _ in self.columns)
        statement = f"{verb} INTO {self.table} ({names}) VALUES ({marks}){conflict}"
        return bool(new.execute(statement, values).rowcount)


def _carrier(table: Table, rule: Rule | None = None, *, numbered: bool = True, new: str = "") -> Carrier:
    """Return the carrier of a table, whose first column but ``new``, which is numbered anew, is its key."""
    columns = tuple(column.name for column in table.columns if column.name != new)
    return Carrier(table.name, columns[0], columns, rule, numbered)


CARRIERS: Final = (
    _carrier(visits, _visit),
    _carrier(attachments),
    _carrier(prints, _print),
    _carrier(quotes, _quote),
    _carrier(members, _member),
    # Whoever was stopped since stays out, and a PIN that was changed holds.
    _carrier(operators, _present),
    _carrier(choices, _present),
    _carrier(tariff, new="seq"),
    _carrier(invoices, _invoice, numbered=False),
    _carrier(receipts, numbered=False),
    _carrier(follow_ups, _follow_up, numbered=False),
    _carrier(decisions, _decision, numbered=False),
    _carrier(revoked, numbered=False),
)
"""All tables that people or the server's later answers write to, but those of the queue and the audit log."""


def understood(carrier: Carrier, row: Row, new: Connection) -> bool | None:
    """Take a row over as `Carrier.carry`; None where its document cannot be understood."""
    try:
        return carrier.carry(row, new)
    except StoreFailedError:
        return None
