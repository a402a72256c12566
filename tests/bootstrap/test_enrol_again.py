"""A terminal that must be let in again, with the real practice server: the queue stays and is sent once."""

import io
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import requests

from clinic_terminal import cli
from clinic_terminal.application import check_in
from clinic_terminal.application.backup_failures import AlreadyOpenError
from clinic_terminal.application.check_in import Identified
from clinic_terminal.application.failures import CentralRefusedError, CentralUnreachableError
from clinic_terminal.application.first_start_failures import (
    AlreadyEnrolledError,
    NothingOfferedError,
    OtherClinicError,
)
from clinic_terminal.application.ports import Enrolment, Operator
from clinic_terminal.application.reconciliation_days import noted
from clinic_terminal.application.terminal import Terminal
from clinic_terminal.bootstrap.clocks import SystemClock
from clinic_terminal.bootstrap.first_start import SettingUp, note_of
from clinic_terminal.bootstrap.keeping import Console, import_queue
from clinic_terminal.bootstrap.one_program import DataLock
from clinic_terminal.bootstrap.program import Program, open_program
from clinic_terminal.bootstrap.recovery_key import recovery_key
from clinic_terminal.bootstrap.wire import enrol_terminal, lacks_key
from clinic_terminal.domain.visit import CardSource
from clinic_terminal.settings import HOME_VARIABLE, Paths, load_settings
from clinic_terminal.sync.upload import Step, Uploader
from tests.closing import closed
from tests.fakes.ports import FakePapers
from tests.practice import TIMEOUT, PracticeServer

CODE, NEW_CODE, THIRD_CODE, ELSEWHERE = "XLXH-2468-1357", "XLXH-2468-1358", "XLXH-2468-1359", "QKPD-5566-7788"
FIRST, SECOND = "XL-SH-XUHUI-T01", "XL-SH-XUHUI-T02"
DESK = Operator("O-1", "练习前台", "")
KILLED = 9


@dataclass(frozen=True)
class Clinic:
    """A server, a terminal's folder, and the folder of the command line."""

    server: PracticeServer
    paths: Paths

    @contextmanager
    def open(self) -> Iterator[Program]:
        program = open_program(self.paths)
        try:
            yield program
        finally:
            program.close()

    def bills(self, *cases: str) -> list[str]:
        """Close a bill of each child and return the ids of all unsent acts."""
        with self.open() as program:
            program.fetch_changes()
        return self.offline_bills(*cases)

    def _bill(self, terminal: Terminal, member: str) -> None:
        who = Identified(member, CardSource.NUMBER)
        facts = check_in.verify(terminal, who, self.server.today).policies[0].snapshot
        closed(terminal, DESK, facts, day=self.server.today)

    def offline_bills(self, *cases: str) -> list[str]:
        """Close a bill of each child on what is stored here; without fetching anything."""
        with self.open() as program:
            for case in cases:
                self._bill(replace(program.terminal, papers=FakePapers()), self.server.world.member_of(case))
            return unsent(program)

    def send(self) -> Step:
        """Send until nothing is due or the server refuses; return how it ended."""
        with self.open() as program:
            program.take_over()
            upload = Uploader(
                program.store, program.terminal.central, program.terminal.clock, lambda: 0.0, "w"
            )
            while (step := upload.step()) is Step.SETTLED:
                pass
            return step

    def place(self) -> Enrolment:
        with self.open() as program, program.store.read() as uow:
            kept = uow.memory.enrolment()
        assert kept is not None
        return kept

    def again(self, code: str) -> Enrolment:
        """Have a manager enrol the terminal again in the wizard."""
        up = SettingUp(self.paths, again=True)
        place = up.offer(self.server.url, code)
        up.accept(place)
        return place

    def revoke(self, terminal: str) -> None:
        url = f"{self.server.url}/sandbox/revocations"
        assert requests.post(url, json={"terminal": terminal}, timeout=TIMEOUT).status_code == 200

    def booked(self) -> list[str]:
        answer = requests.get(f"{self.server.url}/sandbox/acts", timeout=TIMEOUT).json()
        return sorted(act["id"] for act in answer["acts"])


def unsent(program: Program) -> list[str]:
    with program.store.read() as uow:
        return sorted(row.act.id for row in uow.queue.rows(unsent_only=True))


@pytest.fixture(autouse=True)
def no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLINIC_TERMINAL_KEYRING", "off")


@pytest.fixture
def clinic(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Clinic]:
    """Return a terminal that is enrolled with a running server; the commands work on it."""
    server = PracticeServer(tmp_path / "server").start()
    made = Clinic(server, Paths(tmp_path / "clinic"))
    monkeypatch.setenv(HOME_VARIABLE, str(made.paths.data))
    enrol_terminal(made.paths, server.url, CODE, SystemClock())
    yield made
    server.stop()


@dataclass(frozen=True)
class Backup:
    """A backup on a stick, and the key that was written down."""

    file: Path
    key: str


def back_up(clinic: Clinic, folder: Path) -> Backup:
    with clinic.open() as program:
        return Backup(program.backups.copy_to(folder / "usb.db").path, recovery_key(clinic.paths))


def on_a_new_computer(
    clinic: Clinic, backup: Backup, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> Clinic:
    """Restore into an empty folder by the command, as the guide says."""
    new = Clinic(clinic.server, Paths(folder / "new-computer"))
    monkeypatch.setenv(HOME_VARIABLE, str(new.paths.data))
    monkeypatch.setattr(cli, "getpass", lambda _: backup.key)
    assert cli.main(["restore", str(backup.file), "--yes", "--recovery-key"]) == 0
    return new


def test_restored_on_a_new_computer_it_enrols_and_each_act_is_booked_once(
    clinic: Clinic, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (sent,) = clinic.bills("RETURNING")
    assert clinic.send() is Step.IDLE
    clinic.server.stop()
    waiting = clinic.offline_bills("RETURNING")
    clinic.server.start()
    new = on_a_new_computer(clinic, back_up(clinic, tmp_path), tmp_path, monkeypatch)
    assert lacks_key(new.paths, SystemClock())
    assert new.send() is Step.PAUSED
    assert cli.main(["enrol", clinic.server.url, "--code", NEW_CODE]) == 0
    assert new.place().terminal == SECOND
    assert new.send() is Step.IDLE
    assert clinic.booked() == sorted([sent, *waiting])
    # The broken computer comes back to life: what it still has is answered as the first time.
    assert clinic.send() is Step.IDLE
    assert clinic.booked() == sorted([sent, *waiting])


def test_a_revoked_terminal_gets_in_again_and_sends_what_it_kept(clinic: Clinic) -> None:
    waiting = clinic.bills("RETURNING", "FIRST_VISIT_BOOKED")
    clinic.revoke(FIRST)
    assert clinic.send() is Step.PAUSED
    assert clinic.again(NEW_CODE).terminal == SECOND
    with clinic.open() as program:
        assert unsent(program) == waiting
        with program.store.read() as uow:
            assert uow.audit.verify() > 0
            assert clinic.server.today in noted(uow)
    assert clinic.send() is Step.IDLE
    assert clinic.booked() == waiting
    assert len(clinic.bills("EXEMPT_BRAND")) == 1
    assert clinic.send() is Step.IDLE


def test_a_server_that_forgot_the_terminal_gives_it_the_same_name_and_a_new_key(
    clinic: Clinic, tmp_path: Path
) -> None:
    waiting = clinic.bills("RETURNING")
    clinic.server.stop()
    shutil.rmtree(tmp_path / "server")
    clinic.server.start()
    assert clinic.send() is Step.PAUSED
    assert clinic.again(NEW_CODE).terminal == FIRST
    assert clinic.send() is Step.IDLE
    assert clinic.booked() == waiting


def test_a_server_that_forgot_all_terminals_takes_what_the_former_name_stands_on(
    clinic: Clinic, tmp_path: Path
) -> None:
    clinic.again(NEW_CODE)
    waiting = clinic.bills("RETURNING")
    clinic.server.stop()
    shutil.rmtree(tmp_path / "server")
    clinic.server.start()
    assert clinic.again(THIRD_CODE).terminal == FIRST
    assert clinic.send() is Step.IDLE
    assert clinic.booked() == waiting
    with clinic.open() as program:
        assert unsent(program) == []


def test_another_clinics_code_changes_nothing_and_is_said(
    clinic: Clinic, capsys: pytest.CaptureFixture[str]
) -> None:
    waiting, before = clinic.bills("RETURNING"), clinic.place()
    up = SettingUp(clinic.paths, again=True)
    with pytest.raises(OtherClinicError):
        up.offer(clinic.server.url, ELSEWHERE)
    assert cli.main(["enrol", clinic.server.url, "--code", "QKPD-5566-7789", "--again"]) == 1
    assert "another clinic" in capsys.readouterr().err
    assert clinic.place() == before
    assert clinic.send() is Step.IDLE
    assert clinic.booked() == waiting
    assert clinic.again(NEW_CODE).clinic == before.clinic


def test_a_place_that_was_offered_before_a_foreign_code_is_not_kept(clinic: Clinic) -> None:
    up = SettingUp(clinic.paths, again=True)
    place = up.offer(clinic.server.url, NEW_CODE)
    with pytest.raises(OtherClinicError):
        up.offer(clinic.server.url, ELSEWHERE)
    with pytest.raises(NothingOfferedError):
        up.accept(place)
    assert clinic.place().terminal == FIRST


def test_a_terminal_that_works_is_enrolled_again_only_where_that_is_asked_for(
    clinic: Clinic, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["enrol", clinic.server.url, "--code", NEW_CODE]) == 1
    assert "--again" in capsys.readouterr().err
    with pytest.raises(AlreadyEnrolledError):
        SettingUp(clinic.paths).offer(clinic.server.url, NEW_CODE)
    assert clinic.place().terminal == FIRST
    assert cli.main(["enrol", clinic.server.url, "--code", NEW_CODE, "--again"]) == 0
    assert clinic.place().terminal == SECOND


def test_a_wrong_code_or_no_line_leaves_the_place_and_its_key(clinic: Clinic) -> None:
    waiting = clinic.bills("RETURNING")
    up = SettingUp(clinic.paths, again=True)
    with pytest.raises(CentralRefusedError):
        up.offer(clinic.server.url, "ABCD-1234-5678")
    with pytest.raises(CentralRefusedError):
        up.offer(clinic.server.url, CODE)
    url = clinic.server.url
    clinic.server.stop()
    with pytest.raises(CentralUnreachableError):
        up.offer(url, NEW_CODE)
    clinic.server.start()
    assert clinic.send() is Step.IDLE
    assert clinic.booked() == waiting


def test_a_wrong_code_on_a_new_computer_may_be_followed_by_the_right_one(
    clinic: Clinic, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = on_a_new_computer(clinic, back_up(clinic, tmp_path), tmp_path, monkeypatch)
    for code, status in (("ABCD-1234-5678", 1), (ELSEWHERE, 1), (NEW_CODE, 0)):
        assert cli.main(["enrol", clinic.server.url, "--code", code]) == status
    assert new.place().terminal == SECOND


CUTS = {
    "answer": "up.offer(url, code)",
    "key": "wire.keep_asking_key = lambda *them: (keep(*them), die()); up.accept(up.offer(url, code))",
    "commit": "wire.settle_asking_key = lambda *_: die(); up.accept(up.offer(url, code))",
}
"""What a process does that is killed right after the server's answer, the kept key, the kept place."""

_PROGRAM = """
import os, signal, sys
from pathlib import Path
from clinic_terminal.bootstrap import wire
from clinic_terminal.bootstrap.first_start import SettingUp
from clinic_terminal.settings import Paths
up, keep = SettingUp(Paths(Path(sys.argv[1])), again=True), wire.keep_asking_key
die = lambda: os.kill(os.getpid(), signal.SIGKILL)
url, code = sys.argv[2], sys.argv[3]
exec(sys.argv[4])
die()
"""


def killed(clinic: Clinic, code: str, after: str) -> None:
    given = [str(clinic.paths.data), clinic.server.url, code, CUTS[after]]
    assert subprocess.run([sys.executable, "-c", _PROGRAM, *given], check=False).returncode == -KILLED


@pytest.mark.parametrize(("after", "left"), [("answer", FIRST), ("key", FIRST), ("commit", SECOND)])
def test_cut_off_it_has_a_place_that_works_and_the_same_code_gives_the_same_place(
    clinic: Clinic, after: str, left: str
) -> None:
    waiting = clinic.bills("RETURNING")
    killed(clinic, NEW_CODE, after)
    assert clinic.place().terminal == left
    assert clinic.send() is Step.IDLE
    assert clinic.booked() == waiting
    clinic.revoke(FIRST)
    assert clinic.again(NEW_CODE).terminal == SECOND
    more = clinic.bills("FIRST_VISIT_BOOKED")
    assert clinic.send() is Step.IDLE
    assert clinic.booked() == sorted(waiting + more)
    clinic.revoke(SECOND)
    assert clinic.again(THIRD_CODE).terminal not in {FIRST, SECOND}
    clinic.bills("EXEMPT_BRAND")
    assert clinic.send() is Step.IDLE


def test_cut_off_the_same_name_with_a_new_key_works(clinic: Clinic, tmp_path: Path) -> None:
    clinic.server.stop()
    shutil.rmtree(tmp_path / "server")
    clinic.server.start()
    killed(clinic, NEW_CODE, "key")
    assert clinic.again(NEW_CODE).terminal == FIRST
    assert len(clinic.bills("RETURNING")) == 1
    assert clinic.send() is Step.IDLE


@pytest.mark.parametrize(("lost", "place"), [(False, SECOND), (True, FIRST)])
def test_after_a_backup_of_before_each_place_has_its_own_key(
    clinic: Clinic, tmp_path: Path, *, lost: bool, place: str
) -> None:
    backup = back_up(clinic, tmp_path)
    clinic.again(NEW_CODE)
    if lost:
        clinic.paths.database.unlink()
    assert cli.main(["restore", str(backup.file), "--yes"]) == 0
    assert clinic.place().terminal == place
    assert len(clinic.bills("RETURNING")) == 1
    assert clinic.send() is Step.IDLE


def test_a_first_place_of_a_former_name_counts_with_its_own_key(clinic: Clinic, tmp_path: Path) -> None:
    clinic.again(NEW_CODE)
    clinic.server.stop()
    shutil.rmtree(tmp_path / "server")
    clinic.paths.database.unlink()
    clinic.server.start()
    assert enrol_terminal(clinic.paths, clinic.server.url, CODE, SystemClock()).terminal == FIRST
    assert len(clinic.bills("RETURNING")) == 1
    assert clinic.send() is Step.IDLE


def test_the_settings_lead_to_the_server_that_gave_the_place(clinic: Clinic) -> None:
    up = SettingUp(clinic.paths, again=True)
    up.set("api_url", "https://former.example.cn")
    up.accept(up.offer(clinic.server.url, NEW_CODE))
    assert load_settings(clinic.paths.settings).api_url == clinic.server.url
    assert len(clinic.bills("RETURNING")) == 1
    assert clinic.send() is Step.IDLE


def test_a_place_that_was_noted_before_a_restoring_is_not_taken(clinic: Clinic) -> None:
    up = SettingUp(clinic.paths)
    foreign = replace(clinic.place(), terminal="T-9")
    up.keep(replace(up.progress(), offered=foreign))
    with pytest.raises(NothingOfferedError):
        up.accept(foreign)
    assert note_of(clinic.paths).exists()
    assert clinic.place().terminal == FIRST


def test_the_command_leaves_an_open_program_alone(clinic: Clinic, capsys: pytest.CaptureFixture[str]) -> None:
    with DataLock(clinic.paths):
        assert cli.main(["enrol", clinic.server.url, "--code", NEW_CODE, "--again"]) == 1
    assert str(AlreadyOpenError()) in capsys.readouterr().err
    assert clinic.place().terminal == FIRST


def test_an_export_of_the_former_terminal_is_taken_in_and_booked_once(clinic: Clinic, tmp_path: Path) -> None:
    waiting, file = clinic.bills("RETURNING"), tmp_path / "unsent.acts"
    assert cli.main(["queue", "export", str(file), "--plain"]) == 0
    other = Clinic(clinic.server, Paths(tmp_path / "other"))
    enrol_terminal(other.paths, clinic.server.url, NEW_CODE, SystemClock())
    assert import_queue(other.paths, file, Console(io.StringIO())) == 0
    assert other.send() is Step.IDLE
    assert clinic.send() is Step.IDLE
    assert clinic.booked() == waiting
