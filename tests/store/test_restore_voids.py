"""What a restored database knows of acts that may have been sent before it was restored."""

from pathlib import Path

import pytest

from clinic_terminal.application.acts import CARRIED, QueueRow
from clinic_terminal.store.backup import FileBackups
from clinic_terminal.store.store import SqlStore
from tests.store.parts import ACCEPTED, act, queued
from tests.store.test_restore_carried import (
    Restore,
    answered,
    backed_up,
    backups,
    restored,
    void_of,
)

__all__ = ["backups", "restored"]


@pytest.mark.parametrize("when", ["IN_THE_BACKUP", "AFTER_IT"])
def test_a_void_that_may_have_been_sent_is_known_as_one(
    store: SqlStore, backups: FileBackups, restored: Restore, when: str
) -> None:
    """Its row says no attempts, since the backup has it so, or since it is new to the restored file."""
    queued(store, act(5, "B/P"), void_of(act(5, "B/P"), 6))
    if when == "IN_THE_BACKUP":
        queued(store, act(1, "A1/P"), void_of(act(1, "A1/P"), 2))
    backed_up(backups)
    if when == "AFTER_IT":
        queued(store, act(1, "A1/P"), void_of(act(1, "A1/P"), 2))
    for act_id in ("act-0001", "act-0002"):
        answered(store, act_id, ACCEPTED)
    again = restored()
    marks = {row.act.id: (row.attempts, row.first_error) for row in rows_of(again)}
    # Of the other void the replaced file says that it never went out.
    assert (marks["act-0002"], marks["act-0006"]) == ((0, CARRIED), (0, ""))
    again.close()


def test_what_is_taken_over_stays_known_as_such_however_often_a_file_is_restored(
    store: SqlStore, backups: FileBackups, restored: Restore
) -> None:
    queued(store, act(1, "A1/P"), void_of(act(1, "A1/P"), 2))
    backed_up(backups)
    for act_id in ("act-0001", "act-0002"):
        answered(store, act_id, ACCEPTED)
    restored().close()
    again = restored()
    assert [row.first_error for row in rows_of(again)] == [CARRIED, CARRIED]
    again.close()


def test_where_the_replaced_file_is_lost_nobody_knows_what_was_sent(
    store: SqlStore, path: Path, backups: FileBackups, restored: Restore
) -> None:
    queued(store, act(1, "A1/P"), void_of(act(1, "A1/P"), 2))
    backed_up(backups)
    store.close()
    path.unlink()
    again = restored()
    assert [row.first_error for row in rows_of(again)] == [CARRIED, CARRIED]
    again.close()


def rows_of(store: SqlStore) -> list[QueueRow]:
    with store.read() as work:
        return list(work.queue.rows())
