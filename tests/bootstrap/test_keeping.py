"""Backup, restore and the queue as a file, by the commands and by the verbs of the start screen."""

import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from clinic_terminal import cli
from clinic_terminal.application.acts import CARRIED, Act, ActKind
from clinic_terminal.application.approval import Approval
from clinic_terminal.application.backup_failures import (
    AlreadyOpenError,
    NothingReadableError,
    RecoveryKeyError,
)
from clinic_terminal.application.backup_ports import BackupReason
from clinic_terminal.application.backups import (
    ask_restore,
    back_up_now,
    is_backup_due,
    is_check_due,
    look_at_backups,
)
from clinic_terminal.application.failures import ExportFailedError
from clinic_terminal.application.ports import Enrolment
from clinic_terminal.bootstrap.caretaker import Caretaker
from clinic_terminal.bootstrap.keeping import Console, import_queue, read_queue, restore
from clinic_terminal.bootstrap.one_program import DataLock
from clinic_terminal.bootstrap.program import Program, open_program
from clinic_terminal.bootstrap.recovery_key import adopt_key, recovery_key
from clinic_terminal.bootstrap.rescue import Rescue, go_on_restoring, new_passphrase
from clinic_terminal.contract.act_export import read_export
from clinic_terminal.contract.act_lock import unlock
from clinic_terminal.contract.acts import seal
from clinic_terminal.settings import HOME_VARIABLE, Paths
from clinic_terminal.store.reserve import RESERVED, Reserve
from tests.build import CLINIC, NOW
from tests.store.parts import StillClock, audit_row
from tests.terminal import CLERK


@pytest.fixture
def paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Paths:
    monkeypatch.setenv("CLINIC_TERMINAL_KEYRING", "off")
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "home"))
    return Paths(tmp_path / "home")


@pytest.fixture
def program(paths: Paths) -> Iterator[Program]:
    opened = open_program(paths)
    with opened.store.begin() as uow:
        uow.memory.set_enrolment(Enrolment("T-1", CLINIC, "http://127.0.0.1:1", "root"))
    yield opened
    opened.close()


def queue(program: Program, *numbers: int) -> None:
    for number in numbers:
        act_id = f"00000000-0000-7000-8000-{number:012d}"
        body, digest = seal(
            act_id=act_id, kind="NOTE", chain=f"M{number}/P", terminal="T-1", created_at=NOW,
            sequence=1, payload={}, evidence={},
        )  # fmt: skip
        act = Act(act_id, ActKind.NOTE, f"M{number}/P", f"V{number}", NOW, body, digest, 100)
        with program.store.begin() as uow:
            uow.queue.add(act)
            uow.audit.add(audit_row(number))


def unsent(paths: Paths) -> int:
    program = open_program(paths)
    with program.store.read() as uow:
        count = uow.queue.exposure().unsent_count
    program.close()
    return count


def broken(paths: Paths) -> None:
    """Leave only the middle of the database readable to nobody: its first page is gone."""
    paths.database.write_bytes(bytes(4_096) + paths.database.read_bytes()[4_096:])


def test_the_commands_back_up_and_restore(
    program: Program, paths: Paths, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    queue(program, 1, 2)
    out = tmp_path / "usb.db"
    assert cli.main(["backup", "--out", str(out)]) == 0
    assert cli.main(["backup"]) == 0
    assert cli.main(["backup", "--list"]) == 0
    assert "2 acts" in capsys.readouterr().out
    queue(program, 3)
    program.close()
    assert cli.main(["restore", str(out), "--yes"]) == 0
    assert "taken over from the replaced file: 1" in capsys.readouterr().out
    assert unsent(paths) == 3


def test_restoring_asks_first_and_no_is_no(program: Program, paths: Paths, tmp_path: Path) -> None:
    queue(program, 1)
    out = tmp_path / "usb.db"
    cli.main(["backup", "--out", str(out)])
    program.close()
    before = paths.database.read_bytes()
    said = io.StringIO()
    assert restore(paths, out, Console(said, ask=lambda _: "no"), sure=False) == 1
    assert "Nothing was changed" in said.getvalue()
    assert paths.database.read_bytes() == before
    assert restore(paths, out, Console(said, ask=lambda _: " Restore "), sure=False) == 0


def test_a_file_that_is_no_backup_is_refused_with_its_reason(
    program: Program, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    program.close()
    wrong = tmp_path / "wrong.db"
    wrong.write_bytes(b"something else" * 1_000)
    assert cli.main(["restore", str(wrong), "--yes"]) == 1
    assert "Nothing was changed" in capsys.readouterr().err


def test_nothing_is_restored_under_an_open_program(program: Program, paths: Paths, tmp_path: Path) -> None:
    made = program.backups.copy_to(tmp_path / "usb.db")
    with DataLock(paths), pytest.raises(AlreadyOpenError):
        Rescue(paths).restore(made.path)
    with DataLock(paths):
        Rescue(paths, locked=True).restore(made.path)


def test_a_broken_database_is_restored_from_the_start_screen(program: Program, paths: Paths) -> None:
    queue(program, 1, 2)
    back_up_now(program.terminal, CLERK, program.backups)
    queue(program, 3)
    program.close()
    broken(paths)
    rescue = Rescue(paths)
    newest = rescue.newest_good()
    assert newest is not None
    assert rescue.restore(newest.path).carried_acts == 1
    assert unsent(paths) == 3


def test_a_restoring_asked_for_at_the_desk_happens_at_the_next_start(program: Program, paths: Paths) -> None:
    queue(program, 1)
    made = back_up_now(program.terminal, CLERK, program.terminal.backups)
    queue(program, 2)
    approval = Approval(CLERK, program.terminal.clock.now())
    ask_restore(program.terminal, CLERK, program.backups, made.path, approval)
    program.close()
    done = go_on_restoring(paths)
    assert done is not None
    assert done.carried_acts == 1
    assert go_on_restoring(paths) is None
    again = open_program(paths)
    view = look_at_backups(again.terminal, again.backups)
    assert view.restored == done
    assert view.newest_good == made
    assert not view.is_old
    with again.store.read() as uow:
        assert uow.audit.verify() == 5
    again.close()


def test_the_unsent_acts_come_out_of_a_damaged_database(
    program: Program, paths: Paths, tmp_path: Path
) -> None:
    queue(program, *range(1, 40))
    program.close()
    whole = bytearray(paths.database.read_bytes())
    for page in (len(whole) // 4_096 - 1,):
        whole[page * 4_096 + 99] ^= 1
    paths.database.write_bytes(whole)
    phrase = new_passphrase()
    done = Rescue(paths).export_unsent(tmp_path / "unsent.acts", phrase)
    export = read_export(unlock(done.file.read_bytes(), phrase))
    assert (export.terminal, export.clinic, export.unsound) == ("T-1", CLINIC.id, ())
    assert 0 < len(export.acts) == done.acts
    assert done.amount_fen == 100 * done.acts
    assert done.acts + done.unreadable >= 39
    assert paths.database.read_bytes() == bytes(whole)


def test_acts_come_out_of_a_database_that_does_not_open(
    program: Program, paths: Paths, tmp_path: Path
) -> None:
    queue(program, 1, 2, 3)
    program.close()
    broken(paths)
    done = Rescue(paths).export_unsent(tmp_path / "unsent.acts", "")
    export = read_export(done.file.read_bytes())
    assert ([act.state for act in export.acts], export.unsound) == (["UNKNOWN"] * 3, ())


def test_a_database_of_which_nothing_is_left_says_so(program: Program, paths: Paths, tmp_path: Path) -> None:
    queue(program, 1)
    program.close()
    paths.database.write_bytes(bytes(paths.database.stat().st_size))
    with pytest.raises(NothingReadableError):
        Rescue(paths).export_unsent(tmp_path / "unsent.acts", "")
    assert not (tmp_path / "unsent.acts").exists()


def test_a_queue_travels_as_a_file_and_comes_back_once(
    program: Program, paths: Paths, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    queue(program, 1, 2)
    file = tmp_path / "unsent.acts"
    assert cli.main(["queue", "export", str(file)]) == 0
    phrase = capsys.readouterr().out.split("Passphrase: ")[1].split()[0]
    said = io.StringIO()
    console = Console(said, secret=lambda _: phrase)
    assert read_queue(file, console) == 0
    assert "2 acts, 0 not sound" in said.getvalue()
    assert import_queue(paths, file, console) == 0
    assert "0 acts queued, 2 were here already" in said.getvalue()
    program.close()
    for end in ("", "-wal", "-shm"):
        paths.database.with_name(paths.database.name + end).unlink(missing_ok=True)
    empty = open_program(paths)
    with empty.store.begin() as uow:
        uow.memory.set_enrolment(Enrolment("T-1", CLINIC, "http://127.0.0.1:1", "root"))
    empty.close()
    assert import_queue(paths, file, console) == 0
    assert unsent(paths) == 2


def other_computer(folder: Path, place: Enrolment) -> Paths:
    """Return a terminal of its own that belongs to ``place`` and has nothing queued."""
    paths = Paths(folder / "other")
    program = open_program(paths)
    with program.store.begin() as uow:
        uow.memory.set_enrolment(place)
    program.close()
    return paths


def test_acts_of_the_clinics_former_terminal_are_queued_here(
    program: Program, paths: Paths, tmp_path: Path
) -> None:
    queue(program, 1)
    file = Rescue(paths).export_unsent(tmp_path / "unsent.acts", "").file
    here = other_computer(tmp_path, Enrolment("T-2", CLINIC, "http://127.0.0.1:1", "root"))
    assert import_queue(here, file, Console(io.StringIO())) == 0
    assert unsent(here) == 1
    again = open_program(here)
    with again.store.read() as uow:
        # It may have been sent from there already.
        assert [row.first_error for row in uow.queue.rows()] == [CARRIED]
    again.close()


def test_another_clinics_acts_are_not_queued_here(program: Program, paths: Paths, tmp_path: Path) -> None:
    queue(program, 1)
    file = Rescue(paths).export_unsent(tmp_path / "unsent.acts", "").file
    elsewhere = Enrolment("T-1", replace(CLINIC, id="C-2"), "http://127.0.0.1:1", "root")
    here, said = other_computer(tmp_path, elsewhere), io.StringIO()
    assert import_queue(here, file, Console(said)) == 1
    assert "nothing was changed" in said.getvalue()
    assert unsent(here) == 0


@pytest.mark.parametrize(("answer", "status"), [("ours", 0), ("", 1)])
def test_acts_that_do_not_tell_whose_they_are_are_queued_where_a_person_says_so(
    program: Program, paths: Paths, tmp_path: Path, answer: str, status: int
) -> None:
    queue(program, 1)
    with program.store.begin() as uow:
        uow.memory.set_enrolment(Enrolment("", replace(CLINIC, id=""), "http://127.0.0.1:1", "root"))
    file = Rescue(paths).export_unsent(tmp_path / "unsent.acts", "").file
    here = other_computer(tmp_path, Enrolment("T-2", CLINIC, "http://127.0.0.1:1", "root"))
    assert import_queue(here, file, Console(io.StringIO(), ask=lambda _: answer)) == status
    assert unsent(here) == 1 - status


def test_what_cannot_be_written_is_named(program: Program, paths: Paths, tmp_path: Path) -> None:
    queue(program, 1)
    (tmp_path / "file").touch()
    for work in (
        lambda: Rescue(paths).export_unsent(tmp_path / "file" / "out.acts", ""),
        lambda: Rescue(paths).copy_for_support(tmp_path / "missing" / "out.zip"),
    ):
        with pytest.raises(ExportFailedError):
            work()


def test_the_copy_for_support_has_the_file_and_never_the_key(
    program: Program, paths: Paths, tmp_path: Path
) -> None:
    queue(program, 1)
    out = Rescue(paths).copy_for_support(tmp_path / "support.zip")
    with zipfile.ZipFile(out) as archive:
        assert set(archive.namelist()) == {paths.database.name, f"{paths.database.name}-wal"}
    assert paths.key_file.read_bytes()[5:] not in out.read_bytes()


def test_a_backup_opens_on_a_new_computer_with_the_written_key(
    program: Program, paths: Paths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue(program, 1, 2)
    written = recovery_key(paths)
    out = program.backups.copy_to(tmp_path / "usb.db").path
    new = Paths(tmp_path / "new").prepare()
    monkeypatch.setenv(HOME_VARIABLE, str(new.data))
    monkeypatch.setattr(cli, "getpass", lambda _: f"  {written.upper()} ")
    assert cli.main(["restore", str(out), "--yes", "--recovery-key"]) == 0
    assert unsent(new) == 2


@pytest.mark.parametrize(
    "spoil", [lambda key: key[:-1], lambda key: "0" + key[1:-1] + "0", lambda _: "no key"]
)
def test_a_mistyped_key_is_noticed(program: Program, paths: Paths, spoil: Callable[[str], str]) -> None:
    del program
    with pytest.raises(RecoveryKeyError) as caught:
        adopt_key(paths, spoil(recovery_key(paths)))
    assert caught.value.cause == "MISTYPED"


def test_a_written_key_never_takes_the_place_of_the_one_in_use(
    program: Program, paths: Paths, tmp_path: Path
) -> None:
    del program
    adopt_key(paths, recovery_key(paths))
    other = recovery_key(Paths(tmp_path / "other").prepare())
    with pytest.raises(RecoveryKeyError) as caught:
        adopt_key(paths, other)
    assert caught.value.cause == "OTHER_DATABASE"
    open_program(paths).close()


def test_the_caretaker_backs_up_checks_and_reserves_once_a_day(program: Program, paths: Paths) -> None:
    queue(program, 1)
    clock, backups = program.terminal.clock, program.backups
    assert is_backup_due(backups, clock.now())
    assert is_check_due(backups, clock.now())
    caretaker = Caretaker(backups, Reserve(paths.reserve), clock)
    caretaker.look()
    caretaker.look()
    assert len(backups.kept()) == 1
    assert not is_backup_due(backups, clock.now())
    assert not is_check_due(backups, clock.now())
    assert paths.reserve.stat().st_size == RESERVED


def test_a_backup_dated_ahead_is_neither_the_newest_nor_made_again_at_every_look(
    program: Program, paths: Paths
) -> None:
    queue(program, 1)
    true = program.terminal.clock
    ahead = replace(program.backups, clock=StillClock(true.now() + timedelta(days=40)))
    odd = ahead.make(BackupReason.DAILY)
    caretaker = Caretaker(program.backups, Reserve(paths.reserve), true)
    assert is_backup_due(program.backups, true.now())
    assert Rescue(paths).newest_good() == odd
    caretaker.look()
    caretaker.look()
    (made,) = [backup for backup in program.backups.kept() if backup != odd]
    assert not is_backup_due(program.backups, true.now())
    assert Rescue(paths).newest_good() == made
    assert look_at_backups(program.terminal, program.backups).newest_good == made


def test_after_a_cut_the_whole_database_is_checked_at_once(program: Program, paths: Paths) -> None:
    assert not program.cut_off
    program.backups.check_now()
    queue(program, 1)
    killed = open_program(paths)
    assert killed.cut_off
    before = program.backups.health()
    killed.caretaker(lambda _failure: None).look()
    killed.close()
    after = program.backups.health()
    assert before is not None
    assert after is not None
    assert after.checked_at > before.checked_at


def test_the_caretaker_survives_a_backup_that_fails(program: Program, paths: Paths) -> None:
    paths.backups.write_bytes(b"a file where the folder belongs")
    Caretaker(program.backups, Reserve(paths.reserve), program.terminal.clock).look()
    assert program.backups.kept() == ()


def test_the_caretaker_ends_with_the_program(program: Program) -> None:
    caretaker = program.caretaker(lambda _failure: None)
    caretaker.start()
    caretaker.stop()
    caretaker.stop()
