"""Restoring: the backup comes back with all that was made after it, whatever is left of the old file."""

import os
import random
import shutil
from pathlib import Path

import pytest

from clinic_terminal.application.acts import ActState
from clinic_terminal.application.backup_failures import RestoreRefusedError
from clinic_terminal.application.backup_ports import Backup, BackupReason
from clinic_terminal.application.failures import StoreUnopenableError
from clinic_terminal.store import restore as module
from clinic_terminal.store import restore_note, secret_files
from clinic_terminal.store.backup import FileBackups
from clinic_terminal.store.connections import PAGE_BYTES
from clinic_terminal.store.restore import Restorer
from clinic_terminal.store.restore_note import Note
from clinic_terminal.store.store import SqlStore, open_store
from tests.build import NOW, TODAY
from tests.store.parts import ACCEPTED, KEY, MINUTE, StillClock, act, audit_row, behind, done, signed


@pytest.fixture
def backups(path: Path) -> FileBackups:
    return FileBackups(path, path.parent / "backups", KEY, StillClock())


@pytest.fixture
def restorer(path: Path) -> Restorer:
    return Restorer(path, path.parent / "backups", path.parent / "bills", KEY, StillClock())


def finish(store: SqlStore, first: int, last: int) -> None:
    for number in range(first, last + 1):
        with store.begin() as work:
            work.visits.put(done(signed(number)))
            work.queue.add(act(number, chain=f"A{number % 5}/POL-1"))
            work.audit.add(audit_row(number))


def accept(store: SqlStore, number: int) -> None:
    with store.begin() as work:
        leased = work.queue.lease("t", NOW + MINUTE * 10_000, 60, 1_000)
        for row in leased:
            if row.act.id == f"act-{number:04d}":
                assert work.queue.settle(row, ACCEPTED, NOW)
            else:
                work.queue.release(row)


def reopened(path: Path) -> SqlStore:
    return open_store(path, KEY, StillClock())


def spoil(path: Path, seed: int, pages: int) -> None:
    whole = bytearray(path.read_bytes())
    chance = random.Random(seed)  # noqa: S311  a test's chance comes from its seed
    for page in chance.sample(range(1, len(whole) // PAGE_BYTES), pages):
        whole[page * PAGE_BYTES + 100] ^= 1
    path.write_bytes(whole)


def made_and_more(store: SqlStore, backups: FileBackups) -> Backup:
    """Return a backup of 12 finished visits; six more were finished after it."""
    finish(store, 1, 12)
    accept(store, 1)
    made = backups.make(BackupReason.DAILY)
    finish(store, 13, 18)
    accept(store, 2)
    store.close()
    return made


def test_what_was_made_after_the_backup_is_taken_over(
    store: SqlStore, path: Path, backups: FileBackups, restorer: Restorer
) -> None:
    outcome = restorer.restore(made_and_more(store, backups).path)
    assert (outcome.carried_acts, outcome.unreadable) == (6, 0)
    again = reopened(path)
    with again.read() as work:
        rows = work.queue.rows()
        assert sorted(row.act.id for row in rows) == [f"act-{number:04d}" for number in range(1, 19)]
        assert len(work.visits.on_day(TODAY)) == 18
        assert work.audit.verify() == 19
        assert work.queue.exposure().unsent_count == 17
    again.close()
    assert backups.check_now().faults == ()
    assert backups.last_restored() == outcome


def test_an_act_that_was_answered_after_the_backup_is_sent_again_under_its_id(
    store: SqlStore, path: Path, backups: FileBackups, restorer: Restorer
) -> None:
    restorer.restore(made_and_more(store, backups).path)
    again = reopened(path)
    with again.read() as work:
        first, second = work.queue.get("act-0001"), work.queue.get("act-0002")
    assert first is not None
    assert second is not None
    assert (first.state, second.state) == (ActState.ACCEPTED, ActState.READY)
    assert second.act == act(2, chain="A2/POL-1")
    again.close()


@pytest.mark.parametrize("seed", range(8))
def test_a_damaged_file_loses_only_what_stood_on_its_broken_pages(
    store: SqlStore, path: Path, backups: FileBackups, restorer: Restorer, seed: int
) -> None:
    made = made_and_more(store, backups)
    spoil(path, seed, pages=6)
    outcome = restorer.restore(made.path)
    again = reopened(path)
    with again.read() as work:
        ids = {row.act.id for row in work.queue.rows()}
        assert {f"act-{number:04d}" for number in range(1, 13)} <= ids
        assert len(ids) == 12 + outcome.carried_acts
        assert work.audit.verify() >= 13
    again.close()
    assert outcome.carried_acts == 6 or outcome.unreadable > 0
    assert backups.check_now().faults == ()


def test_a_file_whose_first_page_is_gone_still_lets_the_backup_in(
    store: SqlStore, path: Path, backups: FileBackups, restorer: Restorer
) -> None:
    made = made_and_more(store, backups)
    path.write_bytes(bytes(PAGE_BYTES) + path.read_bytes()[PAGE_BYTES:])
    before = path.read_bytes()
    with pytest.raises(StoreUnopenableError):
        reopened(path)
    outcome = restorer.restore(made.path)
    assert outcome.carried_acts == 0
    assert outcome.replaced is not None
    assert (outcome.replaced / path.name).read_bytes() == before
    reopened(path).close()


def test_a_lost_file_comes_back_from_its_backup(
    store: SqlStore, path: Path, backups: FileBackups, restorer: Restorer
) -> None:
    made = made_and_more(store, backups)
    path.unlink()
    assert restorer.restore(made.path).replaced is None
    again = reopened(path)
    with again.read() as work:
        assert work.queue.exposure().unsent_count == 11
    again.close()


def test_the_log_of_the_old_file_is_not_taken_for_the_new_one(
    store: SqlStore, path: Path, backups: FileBackups, restorer: Restorer, tmp_path: Path
) -> None:
    finish(store, 1, 12)
    made = backups.make(BackupReason.DAILY)
    finish(store, 13, 18)
    cut = tmp_path / "cut"
    cut.mkdir()
    for end in ("", "-wal"):
        shutil.copy(path.with_name(path.name + end), cut / (path.name + end))
    store.close()
    for end in ("", "-wal"):
        shutil.copy(cut / (path.name + end), path.with_name(path.name + end))
    outcome = restorer.restore(made.path)
    assert outcome.carried_acts == 6
    assert not path.with_name(f"{path.name}-wal").exists()
    reopened(path).close()
    assert backups.check_now().faults == ()


def refusal(restorer: Restorer, file: Path) -> str:
    with pytest.raises(RestoreRefusedError) as caught:
        restorer.restore(file)
    return caught.value.cause


def test_what_is_no_backup_of_ours_is_refused_and_nothing_is_changed(
    store: SqlStore, path: Path, backups: FileBackups, restorer: Restorer, tmp_path: Path
) -> None:
    made = made_and_more(store, backups)
    before = path.read_bytes()
    foreign = tmp_path / "foreign.db"
    open_store(foreign, bytes(32), StillClock()).close()
    newer = Path(shutil.copy(made.path, tmp_path / "newer.db"))
    with behind(newer) as connection:
        connection.execute("UPDATE schema SET version_num = '9999'")
    torn = Path(shutil.copy(made.path, tmp_path / "torn.db"))
    torn.write_bytes(torn.read_bytes()[:-1_000])
    flipped = Path(shutil.copy(made.path, tmp_path / "flipped.db"))
    spoil(flipped, 1, 1)
    empty = tmp_path / "empty.db"
    empty.touch()
    files = (foreign, newer, torn, flipped, empty, tmp_path / "missing.db")
    assert [refusal(restorer, file) for file in files] == [
        "WRONG_KEY", "NEWER", "DAMAGED", "DAMAGED", "NO_FILE", "NO_FILE",
    ]  # fmt: skip
    assert path.read_bytes() == before
    assert not restore_note.is_asked(path)


def test_a_restoring_asked_for_in_the_program_is_done_at_the_next_start(
    store: SqlStore, backups: FileBackups, restorer: Restorer
) -> None:
    finish(store, 1, 3)
    made = backups.make(BackupReason.BY_HAND)
    assert backups.ask_restore(made.path) == made
    finish(store, 4, 6)
    store.close()
    outcome = restorer.go_on()
    assert outcome is not None
    assert outcome.carried_acts == 3
    assert restorer.go_on() is None


def test_a_damaged_backup_cannot_be_asked_for(store: SqlStore, path: Path, backups: FileBackups) -> None:
    finish(store, 1, 9)
    made = backups.make(BackupReason.BY_HAND)
    spoil(made.path, 3, 2)
    with pytest.raises(RestoreRefusedError):
        backups.ask_restore(made.path)
    assert not restore_note.is_asked(path)


class PowerCutError(BaseException):
    """The end of the world at one step."""


@pytest.mark.parametrize("step", range(8))
def test_a_power_cut_at_any_step_is_gone_on_with(
    store: SqlStore,
    path: Path,
    backups: FileBackups,
    restorer: Restorer,
    monkeypatch: pytest.MonkeyPatch,
    step: int,
) -> None:
    made = made_and_more(store, backups)
    left = [step]

    def cut(work: object) -> object:
        def run(*given: object, **named: object) -> object:
            left[0] -= 1
            if left[0] < 0:
                raise PowerCutError
            return work(*given, **named)  # type: ignore[operator]  # any of the steps below

        return run

    with monkeypatch.context() as patched:
        for owner, name in (
            (secret_files, "copy"), (restore_note, "write"), (restore_note, "drop"),
            (restore_note, "keep_outcome"), (module, "upgrade"), (module, "carry_over"),
            (os, "open"), (Path, "replace"),
        ):  # fmt: skip
            patched.setattr(owner, name, cut(getattr(owner, name)))
        with pytest.raises(PowerCutError):
            restorer.restore(made.path)
    if not path.exists() or restore_note.is_asked(path):
        restorer.go_on()
    again = reopened(path)
    with again.read() as work:
        assert {f"act-{number:04d}" for number in range(1, 19)} == {row.act.id for row in work.queue.rows()}
        assert work.audit.verify() >= 18
    again.close()
    assert backups.check_now().faults == ()


def test_a_note_for_a_backup_that_is_gone_leaves_the_old_file_in_place(
    store: SqlStore, path: Path, restorer: Restorer
) -> None:
    finish(store, 1, 2)
    store.close()
    restore_note.write(path, Note(path.with_name("gone.db")))
    with pytest.raises(RestoreRefusedError):
        restorer.go_on()
    assert restorer.go_on() is None
    reopened(path).close()


def test_a_sealed_bill_without_a_visit_is_named(
    store: SqlStore, path: Path, backups: FileBackups, restorer: Restorer
) -> None:
    made = made_and_more(store, backups)
    restorer.papers.mkdir()
    for number in (5, 15, 99):
        (restorer.papers / f"bill-{TODAY}-bill-{number}.pdf").touch()
    path.unlink()
    lost = restorer.restore(made.path).papers
    assert lost == (f"bill-{TODAY}-bill-15.pdf", f"bill-{TODAY}-bill-99.pdf")


def test_only_this_user_may_read_what_was_replaced(
    store: SqlStore, backups: FileBackups, restorer: Restorer
) -> None:
    outcome = restorer.restore(made_and_more(store, backups).path)
    assert outcome.replaced is not None
    assert {file.stat().st_mode & 0o777 for file in outcome.replaced.iterdir()} == {0o600}
    assert restorer.database.stat().st_mode & 0o777 == 0o600
