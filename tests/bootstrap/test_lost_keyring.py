"""A keyring that lost its secrets, the notes of them left: the written key and a new code get past it."""

import base64
import io
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from clinic_terminal import cli
from clinic_terminal.application import check_in
from clinic_terminal.application.backup_failures import RecoveryKeyError
from clinic_terminal.application.check_in import Identified
from clinic_terminal.application.failures import StoreUnopenableError
from clinic_terminal.application.ports import Operator
from clinic_terminal.bootstrap.clocks import SystemClock
from clinic_terminal.bootstrap.first_start import SettingUp
from clinic_terminal.bootstrap.identity import IDENTITY
from clinic_terminal.bootstrap.keeping import Console, take_key
from clinic_terminal.bootstrap.program import Program, open_program
from clinic_terminal.bootstrap.recovery_key import PaperKey, adopt_key, recovery_key
from clinic_terminal.bootstrap.rescue import Rescue
from clinic_terminal.bootstrap.wire import SERVICE, enrol_terminal, lacks_key, vault_of
from clinic_terminal.contract.act_export import read_export
from clinic_terminal.domain.visit import CardSource, Visit
from clinic_terminal.settings import HOME_VARIABLE, Paths
from clinic_terminal.store.key import KeySource, SecretVault
from clinic_terminal.store.store import SqlStore
from clinic_terminal.sync.upload import Step, Uploader
from tests.closing import closed
from tests.practice import PracticeServer
from tests.store.test_key import MemoryKeyring, session

__all__ = ["session"]

CODE, NEW_CODE, THIRD_CODE = "XLXH-2468-1357", "XLXH-2468-1358", "XLXH-2468-1359"
SECOND = "XL-SH-XUHUI-T02"
DESK = Operator("O-1", "练习前台", "")
PAGE = 4_096


@pytest.fixture
def server(tmp_path: Path) -> Iterator[PracticeServer]:
    started = PracticeServer(tmp_path / "server").start()
    yield started
    started.stop()


@pytest.fixture
def paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, session: MemoryKeyring) -> Paths:
    """Return the folder of a terminal whose secrets are in the keyring."""
    del session
    made = Paths(tmp_path / "clinic")
    monkeypatch.setenv(HOME_VARIABLE, str(made.data))
    return made


@pytest.fixture
def waiting(server: PracticeServer, paths: Paths, qapp: QApplication) -> tuple[str, ...]:
    """Enrol, close a bill, and return the unsent acts."""
    del qapp
    enrol_terminal(paths, server.url, CODE, SystemClock())
    program = open_program(paths)
    program.fetch_changes()
    bill(program, server, "RETURNING")
    found = unsent(program)
    program.close()
    return found


def bill(program: Program, server: PracticeServer, case: str) -> Visit:
    """Close a bill with its real paper and seal."""
    who = Identified(server.world.member_of(case), CardSource.NUMBER)
    facts = check_in.verify(program.terminal, who, server.today).policies[0].snapshot
    return closed(program.terminal, DESK, facts, day=server.today)


def unsent(program: Program) -> tuple[str, ...]:
    with program.store.read() as uow:
        return tuple(sorted(row.act.id for row in uow.queue.rows(unsent_only=True)))


def send(program: Program) -> Step:
    program.take_over()
    upload = Uploader(program.store, program.terminal.central, program.terminal.clock, lambda: 0.0, "w")
    while (step := upload.step()) is Step.SETTLED:
        pass
    return step


def key_out_of_reach(paths: Paths) -> bool:
    with pytest.raises(StoreUnopenableError) as caught:
        open_program(paths)
    return caught.value.cause == "KEY_UNAVAILABLE"


def database_key_in_a_file(paths: Paths, session: MemoryKeyring) -> None:
    """Have the database open, so that only the terminal's own keys are lost."""
    adopted = recovery_key(paths)
    session.kept.clear()
    adopt_key(paths, adopted)


def test_the_written_key_opens_the_database_whose_keyring_is_empty(
    session: MemoryKeyring, paths: Paths, waiting: tuple[str, ...]
) -> None:
    written = recovery_key(paths)
    session.kept.clear()
    assert key_out_of_reach(paths)
    with pytest.raises(RecoveryKeyError) as caught:
        adopt_key(paths, PaperKey(bytes(32)).written())
    assert caught.value.cause == "OTHER_DATABASE"
    assert key_out_of_reach(paths)
    adopt_key(paths, written)
    program = open_program(paths)
    assert unsent(program) == waiting
    assert program.key_source is KeySource.KEYRING
    program.close()


def test_the_command_restores_with_the_written_key_where_the_keyring_is_empty(
    session: MemoryKeyring, paths: Paths, waiting: tuple[str, ...], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    written, out = recovery_key(paths), tmp_path / "usb.db"
    assert cli.main(["backup", "--out", str(out)]) == 0
    session.kept.clear()
    monkeypatch.setattr(cli, "getpass", lambda _: written)
    assert cli.main(["restore", str(out), "--yes", "--recovery-key"]) == 0
    program = open_program(paths)
    assert unsent(program) == waiting
    program.close()


def test_the_command_takes_the_written_key_without_any_backup(
    session: MemoryKeyring, paths: Paths, waiting: tuple[str, ...], monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    written = recovery_key(paths)
    session.kept.clear()
    assert cli.main(["recovery-key"]) == 1
    monkeypatch.setattr(cli, "getpass", lambda _: written)
    assert cli.main(["recovery-key", "--take"]) == 0
    assert written not in capsys.readouterr().out
    assert recovery_key(paths) == written
    program = open_program(paths)
    assert unsent(program) == waiting
    program.close()


def test_the_unsent_acts_come_out_of_a_damaged_database_by_the_written_key(
    session: MemoryKeyring, paths: Paths, waiting: tuple[str, ...], tmp_path: Path
) -> None:
    written = recovery_key(paths)
    session.kept.clear()
    paths.database.write_bytes(bytes(PAGE) + paths.database.read_bytes()[PAGE:])
    with pytest.raises(RecoveryKeyError):
        adopt_key(paths, PaperKey(bytes(32)).written())
    assert take_key(paths, Console(io.StringIO(), secret=lambda _: written)) == 0
    done = Rescue(paths).export_unsent(tmp_path / "unsent.acts", "")
    assert sorted(act.id for act in read_export(done.file.read_bytes()).acts) == list(waiting)


def test_a_keyring_that_is_only_closed_keeps_its_key_under_the_typed_one(
    session: MemoryKeyring, paths: Paths, tmp_path: Path
) -> None:
    open_program(paths).close()
    kept = session.kept[SERVICE, paths.key_file.name]
    shutil.move(paths.database, tmp_path / "moved.db")
    session.is_open = False
    adopt_key(paths, PaperKey(bytes(32)).written())
    vault = SecretVault(SERVICE, paths.data)
    assert vault.get(paths.key_file.name) == bytes(32)
    session.is_open = True
    assert vault.get(paths.key_file.name) == bytes(32)
    assert session.kept[SERVICE, paths.key_file.name] == kept
    assert vault.get(f"{paths.key_file.name}.before-1") == base64.b64decode(kept)


def test_the_key_of_a_database_that_was_moved_away_is_kept_aside(
    session: MemoryKeyring, paths: Paths, tmp_path: Path
) -> None:
    open_program(paths).close()
    vault, name = SecretVault(SERVICE, paths.data), paths.key_file.name
    first = vault.get(name)
    shutil.move(paths.database, tmp_path / "moved.db")
    adopt_key(paths, PaperKey(bytes(32)).written())
    adopt_key(paths, PaperKey(bytes([1] * 32)).written())
    assert vault.get(f"{name}.before-1") == first
    assert vault.get(f"{name}.before-2") == bytes(32)
    assert session.is_open


def test_without_its_own_key_the_desk_works_and_the_queue_waits(
    session: MemoryKeyring, server: PracticeServer, paths: Paths, waiting: tuple[str, ...]
) -> None:
    database_key_in_a_file(paths, session)
    program = open_program(paths)
    assert send(program) is Step.PAUSED
    with program.store.read() as uow:
        assert {row.act.id: row.last_error for row in uow.queue.rows()} == dict.fromkeys(waiting, "")
    assert program.keeper.state.code == "KEY_UNAVAILABLE"
    bill(program, server, "FIRST_VISIT_BOOKED")
    assert set(waiting) < set(unsent(program))
    program.close()


def test_a_keyring_that_opens_later_lets_the_queue_go_on(
    session: MemoryKeyring, paths: Paths, waiting: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    time = [0.0]
    monkeypatch.setattr("clinic_terminal.bootstrap.stand_ins._seconds", lambda: time[0])
    with_all = dict(session.kept)
    session.kept = {each: secret for each, secret in with_all.items() if each[1] == paths.key_file.name}
    program = open_program(paths)
    assert send(program) is Step.PAUSED
    assert unsent(program) == waiting
    session.kept = with_all
    time[0] += 60
    assert send(program) is Step.IDLE
    assert unsent(program) == ()
    program.close()


@pytest.mark.parametrize("by", ["COMMAND", "WIZARD"])
def test_a_new_code_lets_it_in_where_the_keyring_lost_all_of_its_keys(
    session: MemoryKeyring, server: PracticeServer, paths: Paths, waiting: tuple[str, ...], by: str,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    database_key_in_a_file(paths, session)
    assert cli.main(["enrol", server.url, "--code", NEW_CODE]) == 1
    assert "--again" in capsys.readouterr().err
    if by == "COMMAND":
        assert cli.main(["enrol", server.url, "--code", NEW_CODE, "--again"]) == 0
    else:
        up = SettingUp(paths, again=True)
        assert up.lacks_key()
        up.accept(up.offer(server.url, NEW_CODE))
    assert not lacks_key(paths, SystemClock())
    program = open_program(paths)
    with program.store.read() as uow:
        place = uow.memory.enrolment()
    assert place is not None
    assert place.terminal == SECOND
    assert send(program) is Step.IDLE
    assert unsent(program) == ()
    bill(program, server, "FIRST_VISIT_BOOKED")
    assert send(program) is Step.IDLE
    program.close()
    assert waiting


def test_also_after_it_was_enrolled_again_before(
    session: MemoryKeyring, server: PracticeServer, paths: Paths, waiting: tuple[str, ...]
) -> None:
    enrol_terminal(paths, server.url, NEW_CODE, SystemClock(), again=True)
    database_key_in_a_file(paths, session)
    enrol_terminal(paths, server.url, THIRD_CODE, SystemClock(), again=True)
    program = open_program(paths)
    assert send(program) is Step.IDLE
    assert unsent(program) == ()
    program.close()
    assert waiting


def test_a_first_place_is_asked_for_where_only_the_notes_are_left(
    session: MemoryKeyring, server: PracticeServer, paths: Paths, waiting: tuple[str, ...]
) -> None:
    session.kept.clear()
    paths.database.unlink()
    paths.key_file.unlink()
    enrol_terminal(paths, server.url, NEW_CODE, SystemClock())
    program = open_program(paths)
    program.fetch_changes()
    bill(program, server, "RETURNING")
    assert send(program) is Step.IDLE
    program.close()
    assert waiting


@pytest.mark.usefixtures("waiting")
def test_the_keys_of_a_keyring_that_is_only_closed_outlast_a_new_place(
    session: MemoryKeyring, server: PracticeServer, paths: Paths
) -> None:
    database_key_in_a_file(paths, session)
    (paths.key_file).write_bytes(b"file\n" + bytes.fromhex(recovery_key(paths).replace(" ", ""))[:32])
    before = {(SERVICE, IDENTITY): "b2xk", (SERVICE, "seal-key"): "b2xk"}
    session.kept = dict(before)
    session.is_open = False
    enrol_terminal(paths, server.url, NEW_CODE, SystemClock(), again=True)
    session.is_open = True
    assert before.items() <= session.kept.items()
    vault = vault_of(paths)
    assert (vault.source(IDENTITY), vault.source(f"{IDENTITY}.before-1")) == (
        KeySource.FILE,
        KeySource.KEYRING,
    )
    program = open_program(paths)
    assert send(program) is Step.IDLE
    program.close()


def test_a_keyring_that_says_nothing_does_not_say_that_it_has_none(
    session: MemoryKeyring, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault = SecretVault(SERVICE, tmp_path)
    vault.put("name", b"earlier")
    kept = dict(session.kept)
    monkeypatch.setattr("clinic_terminal.store.keyrings.ANSWER_S", 0.01)
    session.silence = threading.Event()
    try:
        assert vault.put_over("name", b"later") is KeySource.FILE
    finally:
        session.silence.set()
    assert session.kept == kept
    assert vault.get("name") == b"later"


def test_a_program_that_is_not_opened_after_all_lets_go_of_its_file(
    paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    closings: list[SqlStore] = []
    close = SqlStore.close

    def noted(store: SqlStore) -> None:
        closings.append(store)
        close(store)

    def fail(*_: object, **__: object) -> None:
        raise StoreUnopenableError("KEY_UNAVAILABLE")

    monkeypatch.setattr(SqlStore, "close", noted)
    monkeypatch.setattr("clinic_terminal.bootstrap.program.papers_of", fail)
    assert key_out_of_reach(paths)
    assert len(closings) == 1
