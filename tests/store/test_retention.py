"""What a clinic must keep is kept: no statement deletes an act, answered or not, or the record behind it."""

from pathlib import Path

import pytest
from sqlcipher3.dbapi2 import IntegrityError

from clinic_terminal.store import tables
from clinic_terminal.store.store import SqlStore
from tests.build import NOW
from tests.store.parts import ACCEPTED, act, audit_row, behind, done, queued, signed, stored

KEPT = ("queue", "payloads", "audit", "visits", "tariff")


@pytest.fixture
def answered(store: SqlStore, path: Path) -> Path:
    """Return a file with an act whose accepted receipt is stored, one still unsent, and their records."""
    stored(store, done(signed(1)))
    queued(store, act(1, chain="A/P"), act(2, chain="B/P"))
    with store.begin() as work:
        work.audit.add(audit_row())
        (leased,) = work.queue.lease("t", NOW, 60)
        assert work.queue.settle(leased, ACCEPTED, NOW)
    return path


@pytest.mark.parametrize("table", KEPT[:-1])
@pytest.mark.parametrize("statement", ["DELETE FROM {0}", "REPLACE INTO {0} SELECT * FROM {0}"])
def test_no_record_is_deleted_answered_or_not(answered: Path, table: str, statement: str) -> None:
    with behind(answered) as connection:
        count = f"SELECT count(*) FROM {table}"  # noqa: S608  a name of this module
        before = connection.execute(count).fetchone()
        assert before > (0,)
        with pytest.raises(IntegrityError, match="kept"):
            connection.execute(statement.format(table))
        assert connection.execute(count).fetchone() == before


def test_every_table_of_records_has_its_guard() -> None:
    records = {*KEPT, "attachments", "prints", "receipts", "invoices", "follow_ups"}
    assert {name.removesuffix("_kept") for name in tables.GUARDS if name.endswith("_kept")} == records


def test_an_answered_act_keeps_its_bytes_and_its_receipt(answered: Path, store: SqlStore) -> None:
    del answered
    with store.read() as work:
        row = work.queue.get("act-0001")
    assert row is not None
    assert (row.act.body, row.receipt) == (act(1).body, ACCEPTED.receipt)
