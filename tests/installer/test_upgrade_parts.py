"""What the upgrade's proof rests on: it sees a lost, an altered and a doubled act, and cuts where it says."""

import hashlib
import os
import signal
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from clinic_terminal.sandbox.database import Database
from clinic_terminal.store.connections import version_of
from clinic_terminal.store.key import SecretVault
from clinic_terminal.store.migration import REVISIONS
from clinic_terminal.store.store import open_store
from installer.upgrade.acts import arrived, digest_of, queue_in
from installer.upgrade.cuts import Cut, counted, cutting, spread
from tests.store.parts import KEY, StillClock, act, queued


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a data folder with three acts, its key in a file."""
    monkeypatch.setenv("CLINIC_TERMINAL_KEYRING", "off")
    home = tmp_path / "terminal"
    SecretVault("clinic-terminal", home).put("clinic.key", KEY)
    store = open_store(home / "clinic.db", KEY, StillClock())
    queued(store, act(1), act(2), act(3))
    store.close()
    return home


def add_act(folder: Path, body: bytes) -> None:
    store = open_store(folder / "clinic.db", KEY, StillClock())
    queued(store, replace(act(4), body=body, digest=hashlib.sha256(body).hexdigest()))
    store.close()


def test_a_queue_is_read_with_ids_digests_and_schema(folder: Path) -> None:
    found = queue_in(folder)
    assert [held.id for held in found.acts] == [act(number).id for number in (1, 2, 3)]
    assert [held.digest for held in found.acts] == [act(number).digest for number in (1, 2, 3)]
    assert (found.unsent, found.doubles, found.schema) == (3, 0, REVISIONS[-1])


def test_reading_a_queue_leaves_the_folder_as_it_is(folder: Path) -> None:
    before = digest_of(folder)
    queue_in(folder)
    assert digest_of(folder) == before


def test_an_act_more_or_of_other_content_is_another_queue(folder: Path) -> None:
    three = queue_in(folder)
    add_act(folder, b"{}")
    four = queue_in(folder)
    assert four.acts != three.acts
    altered = replace(four, acts=(*three.acts, replace(four.acts[-1], body="0" * 64)))
    assert altered.acts != four.acts


def test_an_act_that_stands_twice_is_counted(folder: Path) -> None:
    found = queue_in(folder)
    assert replace(found, acts=(*found.acts, found.acts[0])).doubles == 1


def test_any_changed_byte_changes_the_folders_digest(folder: Path) -> None:
    before = digest_of(folder)
    (folder / "note").write_bytes(b"1")
    with_note = digest_of(folder)
    (folder / "note").write_bytes(b"2")
    assert len({before, with_note, digest_of(folder)}) == 3


def cut_off(folder: Path, *, writes: bool) -> None:
    """Open the store in a process of its own, write where asked, and be killed there."""
    child = os.fork()
    if not child:
        store = open_store(folder / "clinic.db", KEY, StillClock())
        if writes:
            queued(store, act(5))
        os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)


@pytest.mark.parametrize("writes", [True, False])
def test_a_look_at_what_was_cut_off_changes_no_data(folder: Path, *, writes: bool) -> None:
    cut_off(folder, writes=writes)
    index = folder / "clinic.db-shm"
    index.unlink(missing_ok=True)
    before = digest_of(folder)
    assert version_of(folder / "clinic.db", KEY) == REVISIONS[-1]
    assert index.exists()
    assert digest_of(folder) == before


def test_a_log_with_something_in_it_is_data(folder: Path) -> None:
    before = digest_of(folder)
    cut_off(folder, writes=True)
    assert digest_of(folder) != before


def server_with(folder: Path, *bookings: tuple[str, str]) -> Path:
    Database(folder / "practice.db").close()
    with closing(sqlite3.connect(folder / "practice.db")) as database:
        for name in {name for name, _category in bookings}:
            blank = {row[1]: "" for row in database.execute("PRAGMA table_info(acts)")}
            row = {**blank, "id": name, "digest": f"digest of {name}", "bill": name}
            marks = ", ".join("?" for _ in row)
            statement = f"INSERT INTO acts ({', '.join(row)}) VALUES ({marks})"  # noqa: S608  our own names
            database.execute(statement, tuple(row.values()))
        for booking in bookings:
            database.execute("INSERT INTO records VALUES ('', ?, '', '', ?, 1)", booking)
        database.commit()
    return folder


def test_what_arrived_tells_how_often_it_was_booked(tmp_path: Path) -> None:
    place = server_with(tmp_path, ("a", "BASIC"), ("a", "PREVENTIVE"), ("b", "BASIC"), ("b", "BASIC"))
    assert arrived(place) == {"a": ("digest of a", 1), "b": ("digest of b", 2)}


def test_calls_are_counted_in_the_busiest_thread(tmp_path: Path) -> None:
    log = tmp_path / "trace.log"
    lines = ["7 pwrite64(4, ...) = 4096"] * 3 + ["8 pwrite64(4, ...) = 4096", "7 fdatasync(4) = 0"]
    log.write_text("\n".join([*lines, "7 +++ killed by SIGKILL +++"]), encoding="utf-8")
    assert counted(log) == {"pwrite64": 3, "fdatasync": 1}


def test_cuts_are_spread_from_the_first_call_to_the_last() -> None:
    cuts = spread({"rename": 775, "fchmod": 2}, (0.0, 0.5, 1.0))
    assert [str(cut) for cut in cuts] == [
        "fchmod 1 of 2",
        "fchmod 2 of 2",
        "rename 1 of 775",
        "rename 388 of 775",
        "rename 775 of 775",
    ]


def test_a_cut_kills_at_its_own_call() -> None:
    command = cutting(Cut("pwrite64", 12, 40))
    assert "inject=pwrite64:signal=KILL:when=12" in command
    assert "--seccomp-bpf" not in command, "strace does not inject under it"
