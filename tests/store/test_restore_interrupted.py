"""Restoring that fails or is cut off at each of its calls: no act is lost, and what is said is true."""

import errno
import hashlib
import os
import shutil
from collections.abc import Callable, Container, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from clinic_terminal.application.backup_failures import (
    BackupFailedError,
    RestoreRefusedError,
    RestoreUnfinishedError,
)
from clinic_terminal.application.backup_ports import BackupReason
from clinic_terminal.application.failures import StoreUnopenableError
from clinic_terminal.store import restore_note
from clinic_terminal.store.backup import FileBackups
from clinic_terminal.store.restore import Restorer
from clinic_terminal.store.store import SqlStore, open_store
from tests.store.parts import KEY, StillClock, act, audit_row, done, signed

ACTS = {f"act-{number:04d}" for number in range(1, 9)}
STEPS = (
    (os, "open"), (os, "fsync"), (shutil, "copyfile"), (hashlib, "file_digest"),
    (Path, "replace"), (Path, "unlink"), (Path, "mkdir"), (Path, "open"),
)  # fmt: skip


class PowerCutError(BaseException):
    """The end of the world at one step."""


@dataclass(frozen=True)
class House:
    """A terminal that was killed: five of its eight acts are in the log alone, three in the backup."""

    folder: Path

    @property
    def path(self) -> Path:
        return self.folder / "live" / "terminal.db"

    @property
    def backup(self) -> Path:
        return next((self.folder / "backups").glob("clinic-*.db"))

    @property
    def restorer(self) -> Restorer:
        return Restorer(self.path, self.folder / "backups", self.folder / "bills", KEY, StillClock())

    def again(self, name: str) -> "House":
        return House(Path(shutil.copytree(self.folder, self.folder.parent / name)))

    def files(self) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in sorted(self.path.parent.glob("terminal.db*"))}

    def acts(self) -> set[str]:
        store = open_store(self.path, KEY, StillClock())
        with store.read() as work:
            found = {row.act.id for row in work.queue.rows()}
            assert work.audit.verify() >= len(ACTS)
        store.close()
        return found


def finish(store: SqlStore, first: int, last: int) -> None:
    for number in range(first, last + 1):
        with store.begin() as work:
            work.visits.put(done(signed(number)))
            work.queue.add(act(number, chain=f"A{number}/POL-1"))
            work.audit.add(audit_row(number))


@pytest.fixture
def house(tmp_path: Path) -> House:
    made = House(tmp_path / "house")
    made.path.parent.mkdir(parents=True)
    working = tmp_path / "working" / "terminal.db"
    working.parent.mkdir()
    store = open_store(working, KEY, StillClock())
    finish(store, 1, 3)
    FileBackups(working, made.folder / "backups", KEY, StillClock()).make(BackupReason.DAILY)
    finish(store, 4, 8)
    for end in ("", "-wal"):
        shutil.copy(f"{working}{end}", f"{made.path}{end}")
    store.close()
    assert made.path.with_name("terminal.db-wal").stat().st_size > 0
    return made


Failing = Callable[[int, str], None]


@contextmanager
def each_call(patched: pytest.MonkeyPatch, before: Failing) -> Iterator[None]:
    """Have ``before`` called with the number and the name of each call that touches the disk."""
    count = iter(range(1_000_000))

    def watched(name: str, work: Callable[..., object]) -> Callable[..., object]:
        def run(*given: object, **named: object) -> object:
            before(next(count), name)
            return work(*given, **named)

        return run

    with patched.context() as until:
        # Nothing is cut off in earnest: what is handed to the system is there afterwards.
        until.setattr(os, "fsync", lambda _file: None)
        for owner, name in STEPS:
            until.setattr(owner, name, watched(name, getattr(owner, name)))
        yield


def calls_of(house: House, patched: pytest.MonkeyPatch) -> int:
    seen: list[str] = []
    with each_call(patched, lambda _number, name: seen.append(name)):
        house.restorer.restore(house.backup)
    assert house.acts() == ACTS
    assert {name for _owner, name in STEPS} <= set(seen)
    return len(seen)


def refusing(steps: Container[int]) -> Failing:
    def before(number: int, _name: str) -> None:
        if number in steps:
            raise PermissionError(errno.EACCES, "in use")

    return before


@pytest.mark.parametrize("lasting", [False, True])
def test_whatever_the_disk_refuses_no_act_is_lost_and_what_is_said_is_true(
    house: House, monkeypatch: pytest.MonkeyPatch, *, lasting: bool
) -> None:
    calls, codes = calls_of(house.again("clean"), monkeypatch), set()
    for step in range(calls):
        tried = house.again(f"step-{step}")
        failing = refusing(range(step, calls + 100) if lasting else (step,))
        backup, restorer = tried.backup, tried.restorer
        before = tried.files()
        try:
            with each_call(monkeypatch, failing):
                restorer.restore(backup)
        except RestoreRefusedError:
            codes.add(RestoreRefusedError.code)
            assert not restore_note.is_asked(tried.path), step
            assert {name: tried.files()[name] for name in before} == before, step
        except RestoreUnfinishedError:
            codes.add(RestoreUnfinishedError.code)
            assert restore_note.is_asked(tried.path), step
            assert restorer.go_on() is not None, step
        else:
            codes.add("")
        assert tried.acts() == ACTS, step
    assert codes >= {RestoreRefusedError.code, RestoreUnfinishedError.code}


@pytest.mark.parametrize("trouble", ["", "GONE", "REFUSED"])
def test_a_power_cut_at_each_call_loses_no_act_whatever_comes_after_it(
    house: House, monkeypatch: pytest.MonkeyPatch, trouble: str
) -> None:
    """GONE: the stick with the backup was pulled out; REFUSED: the disk refuses a step of going on."""
    calls = calls_of(house.again("clean"), monkeypatch)
    for step in range(calls):
        tried = house.again(f"step-{step}")

        def cut(number: int, _name: str, step: int = step) -> None:
            if number == step:
                raise PowerCutError

        with pytest.raises(PowerCutError), each_call(monkeypatch, cut):
            tried.restorer.restore(tried.backup)
        if trouble == "GONE":
            tried.backup.unlink()
        if trouble == "REFUSED":
            refuse_each_call(tried, monkeypatch, step)
        while restore_note.is_asked(tried.path):
            try:
                tried.restorer.go_on()
            except RestoreRefusedError:
                assert trouble == "GONE"
        assert tried.acts() == ACTS, step


def refuse_each_call(tried: House, patched: pytest.MonkeyPatch, seed: int) -> None:
    """Go on with one call refused: another one for each step, so that all pairs come about over time."""
    if not restore_note.is_asked(tried.path):
        return
    at = seed * 7 % 23
    try:
        with each_call(patched, refusing((at,))):
            tried.restorer.go_on()
    except RestoreRefusedError:
        assert not restore_note.is_asked(tried.path)
    except RestoreUnfinishedError:
        assert restore_note.is_asked(tried.path)


def half_done(house: House, patched: pytest.MonkeyPatch) -> None:
    """Stop between the going of the log and the coming of the new file, for good."""
    stopped = False

    def stop(_number: int, name: str) -> None:
        nonlocal stopped
        stopped = stopped or (name == "replace" and not house.path.with_name("terminal.db-wal").exists())
        if stopped:
            raise PermissionError(errno.EACCES, "in use")

    with pytest.raises(RestoreUnfinishedError), each_call(patched, stop):
        house.restorer.restore(house.backup)
    assert not house.path.with_name("terminal.db-wal").exists()


def test_a_file_without_its_log_is_not_opened_until_the_restoring_is_done(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    half_done(house, monkeypatch)
    with pytest.raises(StoreUnopenableError) as caught:
        house.acts()
    assert caught.value.cause == "RESTORING"
    with pytest.raises(BackupFailedError):
        FileBackups(house.path, house.folder / "backups", KEY, StillClock()).make(BackupReason.DAILY)
    house.backup.unlink()
    outcome = house.restorer.go_on()
    assert outcome is not None
    assert outcome.carried_acts == 5
    assert house.acts() == ACTS


def test_another_restoring_takes_over_from_one_that_stopped_half_way(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    half_done(house, monkeypatch)
    assert house.restorer.restore(house.backup).carried_acts == 5
    assert house.acts() == ACTS


@pytest.mark.parametrize("left", [b"half", b""])
def test_a_new_file_that_is_not_whole_any_more_is_made_again(
    house: House, monkeypatch: pytest.MonkeyPatch, left: bytes
) -> None:
    half_done(house, monkeypatch)
    draft = house.path.with_name(f".restoring-{house.path.name}")
    draft.unlink()
    if left:
        draft.write_bytes(left)
    house.restorer.go_on()
    assert house.acts() == ACTS


def test_a_new_file_that_is_lost_with_its_backup_leaves_the_old_one_whole(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = house.files()
    half_done(house, monkeypatch)
    house.path.with_name(f".restoring-{house.path.name}").unlink()
    house.backup.unlink()
    with pytest.raises(RestoreRefusedError):
        house.restorer.go_on()
    assert house.files() == before
    assert house.acts() == ACTS


def test_a_note_that_comes_back_after_a_power_cut_takes_nothing_away(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk may forget that the note was taken away; meanwhile the desk went on."""
    half_done(house, monkeypatch)
    note = restore_note.read(house.path)
    assert note is not None
    house.restorer.go_on()
    store = open_store(house.path, KEY, StillClock())
    with store.begin() as work:
        work.queue.add(act(77, chain="B/POL-1"))
    store.close()
    restore_note.write(house.path, note)
    house.restorer.go_on()
    assert house.acts() == ACTS | {"act-0077"}


def test_what_was_done_after_an_interrupted_copy_is_carried_over_too(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    asides: list[Path] = []

    def cut(_number: int, name: str) -> None:
        asides.extend(house.path.parent.parent.glob("backups/replaced-*/terminal.db-wal"))
        # The note with the copy's place is the second one that is put in its place.
        if asides and name == "unlink":
            raise PowerCutError

    with pytest.raises(PowerCutError), each_call(monkeypatch, cut):
        house.restorer.restore(house.backup)
    store = open_store(house.path, KEY, StillClock())
    with store.begin() as work:
        work.queue.add(replace(act(77), id="act-queued-beside", chain="B/POL-1"))
    store.close()
    house.restorer.go_on()
    assert house.acts() == ACTS | {"act-queued-beside"}
