"""Nothing about a child can be read from the files without the key."""

from pathlib import Path

from clinic_terminal.application.ports import Operator
from clinic_terminal.store.store import SqlStore
from tests.build import CHILD, snapshot
from tests.store.parts import act, audit_row, queued, signed, stored

SECRETS = (CHILD.name.encode(), CHILD.member.encode(), "测试家长".encode(), b"CARD-TOKEN", b"SQLite format")


def test_no_name_and_no_number_is_in_the_files(store: SqlStore, path: Path) -> None:
    stored(store, signed())
    queued(store, act(1, chain=f"{CHILD.member}/POL-1"))
    with store.begin() as work:
        work.snapshots.put(snapshot(), CHILD.member)
        work.audit.add(audit_row())
        work.memory.put_operator(Operator("op-1", CHILD.name, CHILD.member))
    open_files = {file.name: file.read_bytes() for file in path.parent.glob("terminal.db*")}
    store.close()
    closed = path.read_bytes()
    assert set(open_files) == {"terminal.db", "terminal.db-wal", "terminal.db-shm"}
    assert max(len(content) for content in open_files.values()) > 10_000
    for content in (*open_files.values(), closed):
        assert [secret for secret in SECRETS if secret in content] == []
