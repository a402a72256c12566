"""Opening: what is ours opens, anything else is left alone and named calmly."""

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from clinic_terminal.application.failures import StoreFailedError, StoreUnopenableError
from clinic_terminal.application.store_ports import Store
from clinic_terminal.store import connections
from clinic_terminal.store.causes import Cause
from clinic_terminal.store.store import SqlStore, open_store
from tests.store.parts import KEY, StillClock, act, behind, queued, signed, stored

OTHER_KEY = bytes(32)


def cause(path: Path, key: bytes = KEY) -> str:
    with pytest.raises(StoreUnopenableError) as caught:
        open_store(path, key, StillClock())
    return caught.value.cause


def closed_database(path: Path) -> bytes:
    store = open_store(path, KEY, StillClock())
    for number in range(40):
        stored(store, signed(number))
    store.close()
    return path.read_bytes()


def test_the_store_is_the_port_of_the_application(store: SqlStore) -> None:
    port: Store = store
    with port.begin() as work:
        assert work.queue.exposure().unsent_count == 0


def test_what_was_stored_is_there_after_a_restart(path: Path) -> None:
    first = open_store(path, KEY, StillClock())
    visit = stored(first, signed())
    first.close()
    second = open_store(path, KEY, StillClock())
    with second.read() as work:
        assert work.visits.get(visit.id) == visit
    second.close()


def test_what_was_stored_is_there_after_a_power_cut(store: SqlStore, path: Path, tmp_path: Path) -> None:
    visit = stored(store, signed())
    after = tmp_path / "after" / path.name
    after.parent.mkdir()
    for file in (path, path.with_name(f"{path.name}-wal")):
        shutil.copy(file, after.parent)
    again = open_store(after, KEY, StillClock())
    with again.read() as work:
        assert work.visits.get(visit.id) == visit
    again.close()


def test_a_wrong_key_is_refused_and_the_file_is_untouched(
    path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    before = closed_database(path)
    assert cause(path, OTHER_KEY) == Cause.WRONG_KEY
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.iterdir()] == [path.name]
    assert capfd.readouterr() == ("", "")


def test_a_wrong_key_leaves_the_log_of_a_power_cut_alone(store: SqlStore, path: Path, tmp_path: Path) -> None:
    stored(store, signed())
    after = tmp_path / "after"
    after.mkdir()
    files = [Path(shutil.copy(path.with_name(path.name + end), after)) for end in ("", "-wal")]
    before = [file.read_bytes() for file in files]
    assert cause(files[0], OTHER_KEY) == Cause.WRONG_KEY
    assert [file.read_bytes() for file in files] == before


@pytest.mark.parametrize(
    ("spoil", "expected"),
    [
        (lambda _whole: b"not a database, but long enough to be looked at" * 40, Cause.DAMAGED),
        (lambda whole: b"\x17" * len(whole), Cause.WRONG_KEY),
        (lambda whole: whole[:-1_000], Cause.DAMAGED),
        (lambda whole: whole[: 4_096 * 3], Cause.DAMAGED),
        (lambda whole: whole[:100], Cause.DAMAGED),
        (lambda whole: bytes(4_096) + whole[4_096:], Cause.WRONG_KEY),
    ],
    ids=["garbage", "garbage in pages", "torn end", "pages lost", "only a start", "first page lost"],
)
def test_a_spoiled_file_is_refused_and_untouched(
    path: Path, spoil: Callable[[bytes], bytes], expected: Cause
) -> None:
    spoiled = spoil(closed_database(path))
    path.write_bytes(spoiled)
    assert cause(path) == expected
    assert path.read_bytes() == spoiled


def test_a_file_of_another_program_is_refused(path: Path) -> None:
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE theirs (id)")
    other.commit()
    other.close()
    before = path.read_bytes()
    assert cause(path) == Cause.NOT_OURS
    assert path.read_bytes() == before


def test_an_encrypted_file_with_other_tables_is_refused(path: Path) -> None:
    with behind(path) as other:
        other.execute("CREATE TABLE theirs (id)")
    assert cause(path) == Cause.NOT_OURS


def test_a_newer_schema_is_refused_and_kept(path: Path) -> None:
    closed_database(path)
    with behind(path) as newer:
        newer.execute("UPDATE schema SET version_num = '9999'")
    before = path.read_bytes()
    assert cause(path) == Cause.NEWER
    assert path.read_bytes() == before


def test_an_empty_file_becomes_a_database(path: Path) -> None:
    path.touch()
    open_store(path, KEY, StillClock()).close()
    open_store(path, KEY, StillClock()).close()


@pytest.mark.parametrize("place", ["missing/terminal.db", "."])
def test_a_place_that_cannot_hold_a_file_is_named(tmp_path: Path, place: str) -> None:
    assert cause(tmp_path / place) == Cause.CANNOT_OPEN


def test_a_key_of_another_length_is_a_mistake_of_the_program(path: Path) -> None:
    with pytest.raises(connections.KeyLengthError):
        open_store(path, b"short", StillClock())


def test_only_this_user_may_read_the_file(store: SqlStore, path: Path) -> None:
    queued(store, act(1))
    modes = {file.stat().st_mode & 0o777 for file in path.parent.glob("terminal.db*")}
    assert modes == {0o600}


def test_every_pragma_holds_on_every_connection(store: SqlStore) -> None:
    for pool in (store._writers, store._readers):
        lent = pool.connect()
        for name, wanted in connections.PRAGMAS.items():
            assert lent.cursor().execute(f"PRAGMA {name}").fetchone() == (wanted,), name
        lent.close()


def test_a_commit_is_on_the_disk_before_it_is_acknowledged() -> None:
    kept = {name: connections.PRAGMAS[name] for name in ("journal_mode", "synchronous", "foreign_keys")}
    assert kept == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def test_a_pragma_that_does_not_hold_closes_the_door(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    open_store(path, KEY, StillClock()).close()
    monkeypatch.setattr(connections, "PRAGMAS", {**connections.PRAGMAS, "page_size": 512})
    assert cause(path) == Cause.PRAGMA


def test_a_closed_store_says_so(store: SqlStore) -> None:
    store.close()
    store.close()
    with pytest.raises(StoreFailedError) as caught, store.begin():
        pass
    assert caught.value.cause == Cause.CLOSED


def test_closing_waits_for_nobody_and_the_last_step_still_counts(store: SqlStore, path: Path) -> None:
    with store.begin() as work:
        work.queue.add(act(1))
        store.close()
    assert [file.name for file in path.parent.glob("terminal.db*")] == [path.name]
    again = open_store(path, KEY, StillClock())
    with again.read() as work:
        assert work.queue.get("act-0001") is not None
    again.close()
