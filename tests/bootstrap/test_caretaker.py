"""The caretaker tells why the day's backup was not made, and checks a database that gives none."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from clinic_terminal.application.backup_failures import BackupFailedError
from clinic_terminal.application.backup_ports import Backup, BackupReason, Health, NoBackups
from clinic_terminal.bootstrap.caretaker import Caretaker
from clinic_terminal.bootstrap.program import Program, open_program
from clinic_terminal.settings import HOME_VARIABLE, Paths
from clinic_terminal.store.connections import PAGE_BYTES
from clinic_terminal.store.reserve import Reserve
from tests.fakes.ports import SetClock
from tests.store.parts import act, queued

Reports = list[BackupFailedError | None]


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Program]:
    monkeypatch.setenv("CLINIC_TERMINAL_KEYRING", "off")
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "home"))
    opened = open_program(Paths(tmp_path / "home"))
    yield opened
    opened.close()


def causes(reports: Reports) -> list[str]:
    return [failure.cause if failure is not None else "" for failure in reports]


def test_a_backup_that_fails_is_told_at_every_look_until_one_is_made(program: Program) -> None:
    folder = program.paths.backups
    folder.write_bytes(b"a file where the folder belongs")
    reports: Reports = []
    caretaker = program.caretaker(reports.append)
    caretaker.look()
    caretaker.look()
    assert causes(reports) == ["IO_ERROR", "IO_ERROR"]
    folder.unlink()
    caretaker.look()
    caretaker.look()
    assert causes(reports) == ["IO_ERROR", "IO_ERROR", "", ""]
    assert len(program.backups.kept()) == 1


def test_a_damaged_database_that_gives_no_backup_is_checked_all_the_same(
    program: Program, error_log: list[str]
) -> None:
    queued(program.store, *(act(number, chain=f"A{number}/P") for number in range(1, 120)))
    program.backups.check_now()
    whole = bytearray(program.paths.database.read_bytes())
    whole[len(whole) // PAGE_BYTES // 2 * PAGE_BYTES + 70] ^= 1
    program.paths.database.write_bytes(whole)
    reports: Reports = []
    program.caretaker(reports.append).look()
    assert reports[0] is not None
    found = program.backups.health()
    assert found is not None
    assert "PAGES" in found.faults
    assert [line for line in error_log if "PAGES" not in line] == []
    error_log.clear()


class Broken(NoBackups):
    """Backups over a driver that fails in ways which nobody wrapped."""

    def __init__(self, failure: Exception) -> None:
        self.failure = failure
        self.checked = 0

    def make(self, reason: BackupReason) -> Backup:
        assert reason is BackupReason.DAILY
        raise self.failure

    def check_now(self) -> Health:
        self.checked += 1
        raise self.failure


@pytest.mark.parametrize(
    ("failure", "cause"), [(MemoryError(), "DAMAGED"), (OSError(28, "full"), "INTERNAL")]
)
def test_a_failure_that_nobody_foresaw_is_told_too(
    tmp_path: Path, failure: Exception, cause: str, error_log: list[str]
) -> None:
    backups, reports = Broken(failure), Reports()
    caretaker = Caretaker(backups, Reserve(tmp_path / "reserve"), SetClock(), told=reports.append)
    caretaker.look()
    assert causes(reports) == [cause]
    assert backups.checked == 1
    assert error_log
    error_log.clear()


def test_damage_that_stops_the_check_itself_is_told(tmp_path: Path) -> None:
    class Unreadable(Broken):
        def make(self, reason: BackupReason) -> Backup:
            return Backup("clinic.db", tmp_path, SetClock().now(), reason, 1, None)

    reports: Reports = []
    backups = Unreadable(BackupFailedError("DAMAGED"))
    Caretaker(backups, Reserve(tmp_path / "reserve"), SetClock(), told=reports.append).look()
    assert causes(reports) == ["DAMAGED"]
