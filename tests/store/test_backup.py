"""Backups: made while the program works, counted good only once checked, thinned out, kept apart."""

import os
import shutil
import threading
from collections import namedtuple
from datetime import timedelta
from pathlib import Path

import pytest

from clinic_terminal.application.backup_failures import BackupFailedError, RestoreRefusedError
from clinic_terminal.application.backup_ports import Backup, BackupReason
from clinic_terminal.store import secret_files
from clinic_terminal.store.backup import FileBackups
from clinic_terminal.store.connections import PAGE_BYTES, look_into
from clinic_terminal.store.rotation import superfluous
from clinic_terminal.store.store import SqlStore, open_store
from tests.build import NOW
from tests.store.parts import KEY, StillClock, act, audit_row, behind, signed, stored


@pytest.fixture
def clock() -> StillClock:
    return StillClock()


@pytest.fixture
def backups(path: Path, clock: StillClock) -> FileBackups:
    return FileBackups(path, path.parent / "backups", KEY, clock)


def filled(store: SqlStore, acts: int = 5) -> None:
    for number in range(1, acts + 1):
        stored(store, signed(number))
        with store.begin() as work:
            work.queue.add(act(number, chain=f"A{number}/POL-1"))
            work.audit.add(audit_row(number))


def damaged(file: Path, page: int) -> None:
    """Flip one bit in the middle of a page."""
    with file.open("rb+") as whole:
        whole.seek((page - 1) * PAGE_BYTES + 2_000)
        byte = whole.read(1)[0]
        whole.seek(-1, os.SEEK_CUR)
        whole.write(bytes([byte ^ 1]))


def test_a_backup_is_opened_and_checked_before_it_counts(store: SqlStore, backups: FileBackups) -> None:
    filled(store)
    made = backups.make(BackupReason.BY_HAND)
    assert (made.is_good, made.acts, made.unsent) == (True, 5, 5)
    assert backups.kept() == (made,)
    assert backups.check(made.name).faults == ()
    assert {file.stat().st_mode & 0o777 for file in made.path.parent.iterdir()} == {0o600}


def test_a_backup_is_encrypted_under_the_same_key(store: SqlStore, backups: FileBackups) -> None:
    filled(store)
    made = backups.make(BackupReason.DAILY)
    assert "测试小牙".encode() not in made.path.read_bytes()
    stranger = FileBackups(backups.database, backups.folder, bytes(32), StillClock())
    with pytest.raises(RestoreRefusedError) as caught:
        stranger.check(made.name)
    assert caught.value.cause == "WRONG_KEY"


def test_a_backup_holds_one_state_while_others_write(store: SqlStore, backups: FileBackups) -> None:
    filled(store, 30)
    stop = threading.Event()
    numbers = iter(range(100, 100_000))

    def write() -> None:
        while not stop.is_set():
            with store.begin() as work:
                number = next(numbers)
                work.visits.put(signed(number))
                work.queue.add(act(number, chain=f"B{number}/P"))
                work.audit.add(audit_row(number))

    writer = threading.Thread(target=write)
    writer.start()
    made = [backups.copy_to(backups.database.parent / f"{number}.db") for number in range(5)]
    stop.set()
    writer.join()
    for each in made:
        connection = look_into(each.path, KEY)
        visits, acts = connection.execute(
            "SELECT (SELECT count(*) FROM visits), (SELECT count(*) FROM queue)"
        ).fetchone()
        connection.close()
        assert visits == acts == each.acts
    assert made[-1].acts > made[0].acts


def test_a_backup_leaves_the_work_in_hand_alone(store: SqlStore, backups: FileBackups) -> None:
    filled(store)
    with store.begin() as work:
        work.queue.add(act(77))
        made = backups.make(BackupReason.DAILY)
    assert made.acts == 5
    with store.read() as work:
        assert work.queue.get("act-0077") is not None


def test_a_changed_backup_is_no_longer_good(store: SqlStore, backups: FileBackups) -> None:
    filled(store)
    made = backups.make(BackupReason.DAILY)
    damaged(made.path, 3)
    assert "PAGES" in backups.check(made.name).faults
    made.path.write_bytes(made.path.read_bytes()[:-PAGE_BYTES])
    assert [kept.is_good for kept in backups.kept()] == [False]


def test_a_copy_without_its_note_is_not_counted_good(store: SqlStore, backups: FileBackups) -> None:
    filled(store)
    made = backups.make(BackupReason.DAILY)
    made.path.with_name(f"{made.name}.json").unlink()
    assert [(kept.is_good, kept.made_at) for kept in backups.kept()] == [(False, NOW)]


def test_a_damaged_database_gives_no_good_backup(store: SqlStore, path: Path, backups: FileBackups) -> None:
    filled(store, 40)
    store.close()
    pages = path.stat().st_size // PAGE_BYTES
    for page in range(10, pages, 3):
        damaged(path, page)
    with pytest.raises(BackupFailedError):
        backups.make(BackupReason.DAILY)
    assert backups.kept() == ()
    assert [file.name for file in backups.folder.iterdir()] == []


def test_broken_counters_are_found(store: SqlStore, path: Path, backups: FileBackups) -> None:
    filled(store)
    with behind(path) as wrong:
        wrong.execute("UPDATE counters SET unsent_count = unsent_count + 1")
    assert backups.check_now().faults == ("COUNTERS",)
    with pytest.raises(BackupFailedError) as caught:
        backups.make(BackupReason.DAILY)
    assert caught.value.cause == "NOT_GOOD"


def test_a_changed_audit_row_is_found(store: SqlStore, path: Path, backups: FileBackups) -> None:
    filled(store)
    with behind(path) as wrong:
        wrong.execute("DROP TRIGGER audit_frozen")
        wrong.execute("UPDATE audit SET subject = 'other' WHERE seq = 2")
    assert backups.check_now().faults == ("AUDIT",)


def test_what_the_check_found_is_remembered(store: SqlStore, backups: FileBackups) -> None:
    assert backups.health() is None
    filled(store)
    found = backups.check_now()
    assert found.faults == ()
    assert backups.health() == found


def test_a_full_disk_is_named_and_nothing_half_made_is_left(
    store: SqlStore, backups: FileBackups, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(store)
    usage = namedtuple("usage", "total used free")  # noqa: PYI024  the shape of shutil's own answer
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: usage(1, 1, 1_000))
    with pytest.raises(BackupFailedError) as caught:
        backups.make(BackupReason.DAILY)
    assert caught.value.cause == "DISK_FULL"
    assert list(backups.folder.iterdir()) == []


def test_what_a_power_cut_left_half_made_goes_with_the_next(store: SqlStore, backups: FileBackups) -> None:
    filled(store)
    backups.folder.mkdir()
    (backups.folder / ".making-clinic-x.db").write_bytes(b"half")
    made = backups.make(BackupReason.DAILY)
    assert sorted(file.name for file in backups.folder.iterdir()) == [made.name, f"{made.name}.json"]


def test_a_place_that_cannot_be_written_is_named(store: SqlStore, backups: FileBackups) -> None:
    filled(store)
    with pytest.raises(BackupFailedError) as caught:
        backups.copy_to(backups.database.parent / "missing" / "out.db")
    assert caught.value.cause == "CANNOT_OPEN"


def test_a_copy_elsewhere_is_whole_and_nothing_stays_behind(
    store: SqlStore, backups: FileBackups, tmp_path: Path
) -> None:
    filled(store)
    stick = tmp_path / "stick"
    stick.mkdir()
    made = backups.copy_to(stick / "out.db")
    assert (made.is_good, made.acts) == (True, 5)
    assert sorted(file.name for file in stick.iterdir()) == ["out.db", "out.db.json"]
    assert list(backups.folder.iterdir()) == []


def test_a_copy_that_arrives_changed_is_no_backup(
    store: SqlStore, backups: FileBackups, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(store)
    (tmp_path / "stick").mkdir()

    def badly(source: Path, target: Path) -> None:
        whole = source.read_bytes()
        # Not a byte of our choice: an encrypted file may end in it.
        target.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))

    monkeypatch.setattr(secret_files, "copy", badly)
    with pytest.raises(BackupFailedError) as caught:
        backups.copy_to(tmp_path / "stick" / "out.db")
    assert caught.value.cause == "NOT_GOOD"
    assert list((tmp_path / "stick").iterdir()) == []


def test_a_backup_opens_as_a_store(store: SqlStore, backups: FileBackups, tmp_path: Path) -> None:
    filled(store)
    copy = tmp_path / "elsewhere.db"
    shutil.copy(backups.make(BackupReason.DAILY).path, copy)
    again = open_store(copy, KEY, StillClock())
    with again.read() as work:
        assert work.queue.exposure().unsent_count == work.audit.verify() == 5
    again.close()


def history(days: int, *, good: bool = True) -> list[Backup]:
    return [
        Backup(
            f"b{day:04d}-{good}",
            Path(),
            NOW - timedelta(days=day),
            BackupReason.DAILY,
            1,
            NOW if good else None,
        )
        for day in range(days)
    ]


def test_seven_days_four_weeks_and_twelve_months_stay() -> None:
    all_days = history(500)
    gone = {backup.name for backup in superfluous(all_days)}
    ages = [(NOW - backup.made_at).days for backup in all_days if backup.name not in gone]
    assert ages[:7] == list(range(7))
    assert len([age for age in ages if age < 28]) <= 7 + 4 + 1
    assert len(ages) <= 7 + 4 + 12
    assert 300 < max(ages) < 366


def test_thinning_out_every_day_for_a_year_leaves_the_same() -> None:
    kept: list[Backup] = []
    for day in range(400, -1, -1):
        kept.append(Backup(f"b{day:04d}", Path(), NOW - timedelta(days=day), BackupReason.DAILY, 1, NOW))
        gone = {backup.name for backup in superfluous(kept)}
        kept = [backup for backup in kept if backup.name not in gone]
    ages = sorted((NOW - backup.made_at).days for backup in kept)
    assert ages[:7] == list(range(7))
    assert max(ages) > 300


def test_bad_backups_never_push_out_good_ones() -> None:
    bad = history(40, good=False)
    old = [Backup("good", Path(), NOW - timedelta(days=60), BackupReason.DAILY, 1, NOW)]
    assert superfluous([*bad, *old]) == ()
    assert superfluous(bad) == ()
    fresh = [Backup("fresh", Path(), NOW + timedelta(days=1), BackupReason.DAILY, 1, NOW)]
    assert set(superfluous([*bad, *old, *fresh])) == set(bad)


def test_old_backups_are_thinned_out_when_one_is_made(
    store: SqlStore, backups: FileBackups, clock: StillClock
) -> None:
    filled(store, 1)
    for hour in range(5):
        clock.time = NOW + timedelta(hours=hour)
        backups.make(BackupReason.DAILY)
    assert [kept.made_at for kept in backups.kept()] == [NOW + timedelta(hours=4)]


def test_backups_dated_ahead_push_out_none_of_the_others(
    store: SqlStore, backups: FileBackups, clock: StillClock
) -> None:
    filled(store, 1)
    ahead = [NOW + timedelta(days=400 + day) for day in range(9)]
    for clock.time in ahead:
        backups.make(BackupReason.DAILY)
    kept_ahead = len(backups.kept())
    for day in range(3):
        clock.time = NOW + timedelta(days=day)
        backups.make(BackupReason.DAILY)
    right = [kept.made_at for kept in backups.kept() if kept.made_at not in ahead]
    assert right == [NOW + timedelta(days=day) for day in (2, 1, 0)]
    assert len(backups.kept()) == kept_ahead + 3
