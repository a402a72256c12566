"""What is asked at every visit costs the same at any number of rows: each question goes by an index."""

import re
from pathlib import Path

import pytest

from clinic_terminal.store import act_rows, sql, tables
from tests.store.parts import behind

STATEMENTS = {
    "add": (act_rows.ADD, ["queue_chain"]),
    "lease": (act_rows.LEASE, ["queue_due", "INTEGER PRIMARY KEY"]),
    "settle": (act_rows.SETTLE, ["sqlite_autoindex_queue_1"]),
    "promote": (act_rows.PROMOTE, ["queue_chain", "INTEGER PRIMARY KEY"]),
    "retry later": (act_rows.RETRY_LATER, ["sqlite_autoindex_queue_1"]),
    "exposure": (act_rows.EXPOSURE, ["queue_unsent"]),
    "next due": (act_rows.NEXT_DUE, ["queue_due"]),
    "newest unsent": (act_rows.NEWEST_UNSENT, ["queue_unsent"]),
    "of chain": (act_rows.OF_CHAIN, ["queue_chain"]),
    "voids": (act_rows.VOIDS, ["queue_chain"]),
    "unsent bills": (act_rows.UNSENT_BILLS, ["queue_chain"]),
}


@pytest.mark.parametrize("name", STATEMENTS)
@pytest.mark.usefixtures("store")
def test_a_hot_statement_goes_by_its_index(path: Path, name: str) -> None:
    statement, wanted = STATEMENTS[name]
    values = dict.fromkeys(re.findall(r":(\w+)", statement), 1)
    with behind(path) as connection:
        plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}", values)]
    scans = [step for step in plan if step.startswith("SCAN") and "INDEX" not in step]
    assert scans in ([], ["SCAN counters"]), plan
    assert [index for index in wanted if not any(index in step for step in plan)] == [], plan


def test_a_statement_that_hides_a_value_is_refused() -> None:
    with pytest.raises(sql.HiddenValueError):
        sql.compiled(tables.queue.select().where(tables.queue.c.seq == 1))


def test_a_constant_cannot_leave_its_quotes() -> None:
    assert str(sql.constant("it's")) == "'it''s'"
