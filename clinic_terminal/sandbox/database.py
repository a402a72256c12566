"""The practice server's memory: one SQLite file, written so that an acknowledged act survives a power cut."""

import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS terminals (
    id TEXT PRIMARY KEY, clinic TEXT NOT NULL, public_key TEXT NOT NULL, revoked INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS activations (code TEXT PRIMARY KEY, terminal TEXT NOT NULL REFERENCES terminals);
CREATE TABLE IF NOT EXISTS tokens (hash TEXT PRIMARY KEY, terminal TEXT NOT NULL, expires INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS assertions (
    terminal TEXT NOT NULL, jti TEXT NOT NULL, expires INTEGER NOT NULL, PRIMARY KEY (terminal, jti));
CREATE TABLE IF NOT EXISTS policies (
    chain TEXT PRIMARY KEY, member TEXT NOT NULL, number TEXT NOT NULL, plan TEXT NOT NULL,
    start TEXT NOT NULL, end TEXT NOT NULL, card TEXT NOT NULL, lock TEXT, booking_ref TEXT,
    used TEXT NOT NULL, version INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS policies_by_member ON policies (member);
CREATE TABLE IF NOT EXISTS letters (
    number TEXT PRIMARY KEY, chain TEXT NOT NULL REFERENCES policies, items TEXT NOT NULL,
    approved_fen INTEGER NOT NULL, used_fen INTEGER NOT NULL, start TEXT NOT NULL, end TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS letters_by_chain ON letters (chain);
CREATE TABLE IF NOT EXISTS records (
    chain TEXT NOT NULL REFERENCES policies, act TEXT, day TEXT NOT NULL, clinic TEXT NOT NULL,
    category TEXT NOT NULL, insurer_fen INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS records_by_chain ON records (chain);
CREATE TABLE IF NOT EXISTS acts (
    id TEXT PRIMARY KEY, kind TEXT NOT NULL, chain TEXT NOT NULL, clinic TEXT NOT NULL,
    terminal TEXT NOT NULL, day TEXT NOT NULL, digest TEXT NOT NULL, body BLOB NOT NULL, state TEXT NOT NULL,
    code TEXT NOT NULL, first_answer BLOB NOT NULL, answer BLOB NOT NULL, insurer_fen INTEGER NOT NULL,
    guardian_fen INTEGER NOT NULL, effect TEXT, bill TEXT, voided_by TEXT, booked_at TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS acts_by_day ON acts (clinic, day);
CREATE INDEX IF NOT EXISTS acts_by_chain ON acts (chain, kind);
CREATE UNIQUE INDEX IF NOT EXISTS bills_once ON acts (bill) WHERE bill IS NOT NULL;
CREATE TABLE IF NOT EXISTS appointments (
    id TEXT PRIMARY KEY, clinic TEXT NOT NULL, member TEXT NOT NULL, policy TEXT NOT NULL, at TEXT NOT NULL,
    booking_ref TEXT, note TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS appointments_by_policy ON appointments (member, policy);
CREATE TABLE IF NOT EXISTS revocations (serial TEXT PRIMARY KEY);
CREATE TABLE IF NOT EXISTS changes (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, clinic TEXT, kind TEXT NOT NULL, ref TEXT NOT NULL);
"""


class NotDurableError(Exception):
    """SQLite did not take a setting that durability rests on."""

    def __init__(self, pragma: str) -> None:
        super().__init__(f"The practice database does not take the setting {pragma}.")


class Database:
    """One connection, used by one thread at a time: the server runs its requests one after the other."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._connection.row_factory = sqlite3.Row
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = FULL")
        self._connection.execute("PRAGMA foreign_keys = ON")
        self._connection.execute("PRAGMA busy_timeout = 5000")
        self._check("journal_mode", "wal")
        self._check("synchronous", 2)
        self._connection.executescript(_SCHEMA)
        self._connection.execute("INSERT OR IGNORE INTO meta VALUES ('epoch', ?)", (secrets.token_hex(4),))

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Store everything in the block together, or nothing of it where it raises."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._connection.execute("COMMIT")
        except BaseException:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise

    @contextmanager
    def part(self) -> Iterator[None]:
        """Undo only this block of a transaction where it raises; the exception goes on."""
        self._connection.execute("SAVEPOINT part")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK TO part")
            raise
        finally:
            self._connection.execute("RELEASE part")

    def run(self, sql: str, *values: object) -> int:
        """Run one statement and return how many rows it changed."""
        return self._connection.execute(sql, values).rowcount

    def rows(self, sql: str, *values: object) -> list[sqlite3.Row]:
        """Return all rows."""
        return self._connection.execute(sql, values).fetchall()

    def row(self, sql: str, *values: object) -> sqlite3.Row | None:
        """Return the first row, or None."""
        row: sqlite3.Row | None = self._connection.execute(sql, values).fetchone()
        return row

    def meta(self, name: str) -> str | None:
        """Return a remembered word, or None."""
        row = self.row("SELECT value FROM meta WHERE name = ?", name)
        return None if row is None else str(row["value"])

    def set_meta(self, name: str, value: str) -> None:
        """Remember a word."""
        self.run(
            "INSERT INTO meta VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            name,
            value,
        )

    def _check(self, pragma: str, wanted: object) -> None:
        found = self._connection.execute(f"PRAGMA {pragma}").fetchone()[0]
        if found != wanted:
            raise NotDurableError(pragma)
