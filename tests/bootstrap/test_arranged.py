"""A restoring that was arranged is known and can be taken back; a copy for support replaces no good one."""

import errno
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from clinic_terminal.application.approval import Approval
from clinic_terminal.application.backup_ports import Restored
from clinic_terminal.application.backups import ask_restore, back_up_now, look_at_backups, take_back_restore
from clinic_terminal.application.failures import ExportFailedError
from clinic_terminal.bootstrap.program import Program, open_program
from clinic_terminal.bootstrap.rescue import Rescue, go_on_restoring
from clinic_terminal.settings import Paths
from clinic_terminal.store import restore_note
from tests.terminal import CLERK


@pytest.fixture
def paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Paths:
    monkeypatch.setenv("CLINIC_TERMINAL_KEYRING", "off")
    return Paths(tmp_path / "home")


@pytest.fixture
def program(paths: Paths) -> Iterator[Program]:
    opened = open_program(paths)
    yield opened
    opened.close()


def test_a_restoring_that_was_asked_for_is_known_after_a_new_look_and_can_be_taken_back(
    program: Program, paths: Paths
) -> None:
    made = back_up_now(program.terminal, CLERK, program.terminal.backups)
    assert look_at_backups(program.terminal, program.backups).asked is None
    ask_restore(
        program.terminal, CLERK, program.backups, made.path, Approval(CLERK, program.terminal.clock.now())
    )
    assert look_at_backups(program.terminal, program.backups).asked == made.path
    take_back_restore(program.terminal, CLERK, program.backups)
    assert look_at_backups(program.terminal, program.backups).asked is None
    with program.store.read() as uow:
        assert [row.act for row in uow.audit.rows()][-1] == "restore_taken_back"
    program.close()
    assert go_on_restoring(paths) is None


def test_a_restoring_that_is_half_done_is_not_taken_back(program: Program, paths: Paths) -> None:
    outcome = Restored(program.terminal.clock.now(), None)
    restore_note.write(paths.database, restore_note.Note(paths.database, digest="0", outcome=outcome))
    assert program.backups.asked() is None
    program.backups.take_back()
    assert restore_note.is_half_done(paths.database)


def test_a_copy_for_support_that_the_disk_cuts_short_leaves_the_older_one(
    program: Program, paths: Paths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert paths.database == program.paths.database
    out = Rescue(paths).copy_for_support(tmp_path / "support.zip")
    before = out.read_bytes()

    def full(*_what: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(zipfile.ZipFile, "write", full)
    with pytest.raises(ExportFailedError) as caught:
        Rescue(paths).copy_for_support(out)
    assert caught.value.cause == "DISK_FULL"
    assert out.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir() if file.suffix == ".zip"] == ["support.zip"]
