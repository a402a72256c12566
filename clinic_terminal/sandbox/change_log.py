"""The log of changes: one number a row, written in the transaction of the change itself."""

import re
import sqlite3

from clinic_terminal.contract.changes import ChangeKind
from clinic_terminal.sandbox.database import Database
from clinic_terminal.sandbox.refusals import CursorGoneError

_CURSOR = re.compile(r"([0-9a-f]{8})\.(\d{1,15})", re.ASCII)


def announce(database: Database, kind: ChangeKind, ref: str, clinic: str | None = None) -> None:
    """Add a change for one clinic, or for all where ``clinic`` is None; ``ref`` names what changed."""
    database.run("INSERT INTO changes (clinic, kind, ref) VALUES (?, ?, ?)", clinic, kind.value, ref)


def position(database: Database, cursor: str) -> int:
    """Return the number that a cursor stands for; raises CursorGoneError.

    A cursor carries the mark of this very database: after a restore from a backup, or with a new folder,
    old cursors are refused instead of silently skipping changes.
    """
    if not cursor:
        return 0
    match = _CURSOR.fullmatch(cursor)
    if match is None or match[1] != database.meta("epoch") or int(match[2]) > _last(database):
        raise CursorGoneError
    return int(match[2])


def cursor_at(database: Database, number: int) -> str:
    """Return the cursor that stands for a number."""
    return f"{database.meta('epoch')}.{number}"


def changes_after(database: Database, number: int, clinic: str, limit: int) -> list[sqlite3.Row]:
    """Return up to ``limit`` changes of a clinic after a number, oldest first."""
    return database.rows(
        "SELECT * FROM changes WHERE seq > ? AND (clinic IS NULL OR clinic = ?) ORDER BY seq LIMIT ?",
        number,
        clinic,
        limit,
    )


def _last(database: Database) -> int:
    row = database.row("SELECT max(seq) AS last FROM changes")
    return 0 if row is None or row["last"] is None else int(row["last"])
