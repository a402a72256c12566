"""One transaction: everything in it is there or nothing is, whatever goes wrong."""

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from clinic_terminal.application.acts import Exposure
from clinic_terminal.application.failures import (
    ActExistsError,
    ApplicationError,
    StoreFailedError,
    VisitChangedElsewhereError,
    VisitUnknownError,
)
from clinic_terminal.store import store as module
from clinic_terminal.store.causes import Cause, cause_of
from clinic_terminal.store.store import SqlStore, SqlWork
from tests.store.parts import act, audit_row, behind, done, queued, signed, stored, writer_of

NOTHING = Exposure(0, 0, 0, None)


class ThatWentWrongError(Exception):
    """What a verb may raise in the middle."""


def finish(work: SqlWork, number: int = 1) -> None:
    """Store what a finish stores."""
    work.visits.put(done(signed(number)))
    work.queue.add(act(number))
    work.audit.add(audit_row(number))


def is_untouched(store: SqlStore) -> bool:
    with store.read() as work:
        with pytest.raises(VisitUnknownError):
            work.visits.get("visit-1")
        return work.queue.rows() == [] and work.queue.exposure() == NOTHING and work.audit.verify() == 0


def finished(store: SqlStore, then: Callable[[SqlWork], object] = lambda _work: None) -> None:
    """Finish a visit and do one thing more in the same step."""
    with store.begin() as work:
        finish(work)
        then(work)


def failure(store: SqlStore, then: Callable[[SqlWork], object] = lambda _work: None) -> str:
    """Return why a step failed."""
    with pytest.raises(StoreFailedError) as caught:
        finished(store, then)
    return caught.value.cause


def test_a_finish_is_stored_whole(store: SqlStore) -> None:
    with store.begin() as work:
        finish(work)
    with store.read() as work:
        assert work.visits.get("visit-1").act == "act-0001"
        assert work.queue.exposure().unsent_count == work.audit.verify() == 1


@pytest.mark.parametrize("error", [ThatWentWrongError, KeyboardInterrupt, VisitChangedElsewhereError])
def test_an_exception_leaves_nothing_and_passes_through(store: SqlStore, error: type[BaseException]) -> None:
    def goes_wrong(_work: SqlWork) -> None:
        raise error

    with pytest.raises(error):
        finished(store, goes_wrong)
    assert is_untouched(store)


def test_an_act_stored_twice_takes_the_whole_step_back(store: SqlStore) -> None:
    queued(store, act(2))
    with pytest.raises(ActExistsError):
        finished(store, lambda work: work.queue.add(act(2)))
    with store.read() as work:
        assert [row.act.id for row in work.queue.rows()] == ["act-0002"]
        assert work.audit.verify() == 0


def test_a_full_disk_is_named_and_nothing_is_stored(store: SqlStore) -> None:
    with writer_of(store) as connection:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages}")
    large = replace(act(2), body=b"x" * 100_000)
    assert failure(store, lambda work: work.queue.add(large)) == Cause.DISK_FULL
    assert is_untouched(store)


def test_the_step_succeeds_once_there_is_room_again(store: SqlStore) -> None:
    test_a_full_disk_is_named_and_nothing_is_stored(store)
    with writer_of(store) as connection:
        connection.execute("PRAGMA max_page_count = 1000000")
    with store.begin() as work:
        finish(work)
    with store.read() as work:
        assert work.visits.get("visit-1").revision == 1


def test_another_program_that_holds_the_file_is_named(store: SqlStore, path: Path) -> None:
    with writer_of(store) as connection:
        connection.execute("PRAGMA busy_timeout = 1")
    with behind(path) as other:
        other.execute("BEGIN IMMEDIATE")
        assert failure(store) == Cause.BUSY
    assert is_untouched(store)


def test_a_step_has_the_file_to_itself_from_its_beginning(store: SqlStore, path: Path) -> None:
    with behind(path) as other:
        other.execute("PRAGMA busy_timeout = 1")
        with store.begin(), pytest.raises(dbapi2.OperationalError):
            other.execute("BEGIN IMMEDIATE")


def test_writing_while_reading_is_refused(store: SqlStore) -> None:
    with pytest.raises(StoreFailedError) as caught, store.read() as work:
        finish(work)
    assert caught.value.cause == Cause.READ_ONLY
    assert is_untouched(store)


def test_a_step_within_a_step_fails_instead_of_hanging(
    path: Path, store: SqlStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "WAIT_S", 0.01)
    impatient = SqlStore(path, bytes(range(32)))
    assert failure(impatient, lambda _work: finished(impatient)) == Cause.BUSY
    impatient.close()
    assert is_untouched(store)


def test_a_damaged_page_is_named_and_no_page_is_guessed(store: SqlStore, path: Path) -> None:
    for number in range(40):
        stored(store, signed(number))
    store.close()
    damaged = bytearray(path.read_bytes())
    # One byte in each page of the second half: some of these pages hold visits.
    for place in range(len(damaged) // 2, len(damaged), 4096):
        damaged[place] ^= 1
    path.write_bytes(damaged)
    opened = SqlStore(path, bytes(range(32)))
    with pytest.raises(StoreFailedError) as caught, opened.read() as work:
        [work.visits.get(f"visit-{number}") for number in range(40)]
    assert caught.value.cause == Cause.DAMAGED
    opened.close()


@pytest.mark.parametrize(
    ("number", "cause"),
    [
        (5, Cause.BUSY),
        (6, Cause.BUSY),
        (8, Cause.READ_ONLY),
        (10 | 4 << 8, Cause.IO_ERROR),
        (11, Cause.DAMAGED),
        (13, Cause.DISK_FULL),
        (14, Cause.CANNOT_OPEN),
        (19, Cause.CONSTRAINT),
        (1, Cause.INTERNAL),
    ],
)
def test_each_error_number_has_its_cause(number: int, cause: Cause) -> None:
    error = dbapi2.OperationalError("whatever it says")
    error.sqlite_errorcode = number  # type: ignore[attr-defined]  # set by the driver, missing in its types
    assert cause_of(error) == cause


def test_a_file_that_vanished_is_named(store: SqlStore, path: Path) -> None:
    for file in path.parent.glob("terminal.db*"):
        file.unlink()
    path.mkdir()
    with pytest.raises(StoreFailedError) as caught, store.read() as work:
        work.queue.rows()
    assert caught.value.cause == Cause.CANNOT_OPEN


def test_a_reader_sees_one_state_from_begin_to_end(store: SqlStore) -> None:
    queued(store, act(1))
    with store.read() as reading:
        assert reading.queue.exposure().unsent_count == 1
        queued(store, act(2))
        assert reading.queue.exposure().unsent_count == 1
    with store.read() as later:
        assert later.queue.exposure().unsent_count == 2


def test_threads_take_turns_and_lose_nothing(store: SqlStore) -> None:
    failures: list[ApplicationError] = []

    def write(start: int) -> None:
        try:
            for number in range(start, start + 25):
                with store.begin() as work:
                    finish(work, number)
        except ApplicationError as failure:
            failures.append(failure)

    threads = [threading.Thread(target=write, args=(1 + 25 * index,)) for index in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with store.read() as work:
        assert work.queue.exposure().unsent_count == work.audit.verify() == 100
