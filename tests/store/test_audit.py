"""The audit log: whatever is done to it behind the program's back shows."""

from datetime import date
from pathlib import Path
from types import MappingProxyType

import pytest

from clinic_terminal.application.acts import AuditRow
from clinic_terminal.application.failures import AuditBrokenError
from clinic_terminal.store.store import SqlStore
from tests.build import NOW, TODAY
from tests.store.parts import audit_row, behind


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
