"""Durable finish of a visit against a bare SQLite commit of three rows, both WAL and synchronous=FULL.

Ours is the finishing transaction on the encrypted store: visit, queue row, audit row, kept counters.
The peer is Python's own sqlite3 without encryption. The fair peer beside it writes the same three bare rows
through SQLCipher as the store opens it, which is the most that any encrypted design could reach. The ratio
is finishes a second, ours to the peer's. Python's collector rests meanwhile, as it does in the program.
"""

import gc
import itertools
import sqlite3
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from sqlcipher3.dbapi2 import Connection

from benchmarks.measure import Claim, median_ratio, milliseconds, paired
from clinic_terminal.application.acts import Act, ActKind, AuditRow
from clinic_terminal.domain.adjudication import Counters
from clinic_terminal.domain.visit import Stage, Visit
from clinic_terminal.store.connections import connect
from clinic_terminal.store.store import SqlStore, open_store
from tests.build import CHILD, NOW, TODAY
from tests.fakes.ports import SetClock

FINISHES = 300
ROUNDS = 9
BODY = b"x" * 4_000

Driver = TypeVar("Driver", sqlite3.Connection, Connection)


def claims() -> list[Claim]:
    """Measure and return the claims: against the bare peer, and against the fair one."""
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder) / "ours.db", bytes(32), SetClock())
        raw = _raw(Path(folder) / "peer.db")
        sealed = _with_tables(connect(Path(folder) / "floor.db", bytes(32)))
        numbers = itertools.count()
        gc.collect()
        gc.disable()
        try:
            bare = paired(lambda: _finishes(store, numbers), lambda: _commits(raw, numbers), ROUNDS)
            fair = paired(lambda: _finishes(store, numbers), lambda: _commits(sealed, numbers), ROUNDS)
            floor = paired(lambda: _commits(sealed, numbers), lambda: _commits(raw, numbers), ROUNDS)
        finally:
            gc.enable()
        store.close()
        raw.close()
        sealed.close()
    possible = f"; the fair peer itself reaches {1 / median_ratio(*floor):.2f} of it"
    return [
        _claim("raw sqlite3, three rows a commit, WAL and FULL", bare, possible),
        _claim("the same three rows through SQLCipher", fair),
    ]


def _claim(peer: str, times: tuple[list[float], list[float]], more: str = "") -> Claim:
    mine, theirs = times
    return Claim(
        "durable finish of a visit, finishes a second",
        peer,
        1 / median_ratio(mine, theirs),
        0.65,
        at_least=True,
        figures=f"{FINISHES} in {milliseconds(mine)} against {milliseconds(theirs)}{more}",
    )


def _finishes(store: SqlStore, numbers: Iterator[int]) -> None:
    for _ in range(FINISHES):
        number = next(numbers)
        visit = Visit(f"V-{number}", Stage.DONE, TODAY, CHILD, f"POL-{number}", "DENTAL-2021")
        act = Act(
            f"A-{number}",
            ActKind.BILL_SIGNED,
            visit.chain,
            visit.id,
            NOW,
            BODY,
            "d" * 64,
            41_000,
            Counters(41_000),
        )
        with store.begin() as uow:
            uow.visits.put(replace(visit, act=act.id))
            uow.queue.add(act)
            uow.audit.add(AuditRow(NOW, "O-1", "finish", visit.id, {"act": act.id}))


def _raw(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    return _with_tables(connection)


def _with_tables(connection: Driver) -> Driver:
    for table in ("visits", "queue", "audit"):
        connection.execute(f"CREATE TABLE {table} (id TEXT PRIMARY KEY, body BLOB)")
    return connection


def _commits(connection: sqlite3.Connection | Connection, numbers: Iterator[int]) -> None:
    for _ in range(FINISHES):
        row = (f"R-{next(numbers)}", BODY)
        connection.execute("BEGIN IMMEDIATE")
        for table in ("visits", "queue", "audit"):
            connection.execute(f"INSERT INTO {table} VALUES (?, ?)", row)  # noqa: S608  fixed names
        connection.execute("COMMIT")
