"""The audit log: whatever is done to it behind the program's back shows."""

from contextlib import closing
from datetime import date
from pathlib import Path
from types import MappingProxyType

import pytest

from clinic_terminal.application.acts import AuditRow
from clinic_terminal.application.failures import AuditBrokenError
from clinic_terminal.store.audit import chained
from clinic_terminal.store.connections import connect
from clinic_terminal.store.integrity import faults_of
from clinic_terminal.store.store import SqlStore
from tests.build import NOW, TODAY
from tests.store.parts import KEY, audit_row, behind


def written(store: SqlStore, rows: int = 5) -> None:
    for number in range(rows):
        with store.begin() as work:
            work.audit.add(audit_row(number))


def verified(store: SqlStore) -> int:
    with store.read() as work:
        return work.audit.verify()


def test_an_empty_log_is_whole(store: SqlStore) -> None:
    assert verified(store) == 0


def test_a_log_that_only_grew_is_whole(store: SqlStore) -> None:
    written(store)
    assert verified(store) == 5


def test_facts_of_any_kind_are_kept(store: SqlStore, path: Path) -> None:
    facts = MappingProxyType({"b": TODAY, "a": ("x", 1), "名": None})
    with store.begin() as work:
        work.audit.add(AuditRow(NOW, "op-1", "note", "", facts))
    assert verified(store) == 1
    with behind(path) as connection:
        (text,) = connection.execute("SELECT facts FROM audit").fetchone()
    assert text == '{"a":["x",1],"b":"2026-05-21","名":null}'
    assert date.fromisoformat("2026-05-21") == TODAY


@pytest.mark.parametrize(
    ("tampering", "position"),
    [
        ("UPDATE audit SET facts = '{}' WHERE seq = 3", 3),
        ("UPDATE audit SET operator = 'op-2' WHERE seq = 1", 1),
        ("UPDATE audit SET at = at + 1 WHERE seq = 5", 5),
        ("UPDATE audit SET hash = X'00' WHERE seq = 2", 2),
        ("UPDATE audit SET previous = X'00' WHERE seq = 4", 4),
        ("DELETE FROM audit WHERE seq = 2", 2),
        ("DELETE FROM audit WHERE seq = 1", 1),
        ("DELETE FROM audit WHERE seq >= 4", 4),
        ("INSERT INTO audit VALUES (6, 0, 'op-1', 'x', '', '{}', X'00', X'00')", 6),
        ("UPDATE audit SET seq = 9 WHERE seq = 5", 5),
    ],
)
def test_tampering_is_found_at_its_row(store: SqlStore, path: Path, tampering: str, position: int) -> None:
    written(store)
    with behind(path) as connection:
        connection.execute("DROP TRIGGER audit_kept")
        connection.execute("DROP TRIGGER audit_frozen")
        connection.execute(tampering)
    with pytest.raises(AuditBrokenError) as caught:
        verified(store)
    assert caught.value.position == position


def test_a_row_that_was_written_anew_with_a_fitting_hash_breaks_the_chain_behind_it(
    store: SqlStore, path: Path
) -> None:
    written(store)
    with behind(path) as connection:
        connection.execute("DROP TRIGGER audit_frozen")
        row = connection.execute(
            "SELECT previous, seq, at, act, subject, facts FROM audit WHERE seq = 3"
        ).fetchone()
        previous, seq, at, act, subject, facts = row
        forged = chained(previous, seq, at, "op-2", act, subject, facts)
        connection.execute("UPDATE audit SET operator = 'op-2', hash = ? WHERE seq = 3", (forged,))
    with pytest.raises(AuditBrokenError) as caught:
        verified(store)
    assert caught.value.position == 4


def test_the_rows_are_read_back_in_their_order(store: SqlStore) -> None:
    written(store, 3)
    with store.read() as work:
        assert work.audit.rows() == [audit_row(number) for number in range(3)]


def test_a_row_written_during_the_check_is_no_fault(
    store: SqlStore, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(store)
    pending = [1]

    def chained_while_others_write(previous: bytes, *columns: str | int) -> bytes:
        if pending:
            pending.clear()
            written(store, 1)
        return chained(previous, *columns)

    monkeypatch.setattr("clinic_terminal.store.audit.chained", chained_while_others_write)
    with closing(connect(path, KEY)) as connection:
        assert faults_of(connection) == ()
    assert not pending
    assert verified(store) == 6
