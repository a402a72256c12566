"""What the commands on the queue's file must not do: bring a withdrawn act back, hold up a window."""

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from clinic_terminal.application.follow_up_record import Deed, Entry, FollowUpRecord, Matter
from clinic_terminal.application.ports import Enrolment
from clinic_terminal.bootstrap.keeping import Console, import_queue
from clinic_terminal.bootstrap.program import Program, open_program
from clinic_terminal.bootstrap.rescue import Rescue
from clinic_terminal.bootstrap.wire import SERVICE
from clinic_terminal.contract.act_export import read_export
from clinic_terminal.settings import Paths
from clinic_terminal.store.connections import PAGE_BYTES
from clinic_terminal.store.key import database_key
from clinic_terminal.store.salvage import SalvageReader
from tests.bootstrap.test_keeping import other_computer, paths, program, queue, unsent
from tests.build import CLINIC, NOW
from tests.store.parts import audit_row

__all__ = ["paths", "program"]

LATER = NOW + timedelta(days=1)
GONE = f"00000000-0000-7000-8000-{20:012d}"


def withdraw(program: Program, act_id: str, told_by: str) -> None:
    """Withdraw an act, and have the audit log, the follow-up or nobody tell of it."""
    with program.store.begin() as uow:
        row = uow.queue.get(act_id)
        assert row is not None
        assert uow.queue.withdraw(row, LATER)
        if told_by == "FOLLOW_UP":
            closed = FollowUpRecord(act_id, Matter.PARKED, NOW, closed_at=LATER)
            uow.follow_ups.put(closed.with_entry(Entry(LATER, Deed.CLOSED, "王店长", "已另行收费")))
        if told_by == "AUDIT":
            told = replace(audit_row(), act="withdraw_act", subject=act_id, facts={"behind": []})
            uow.audit.add(told)


def readers(paths: Paths) -> Iterator[SalvageReader]:
    """Yield a reader of the file with each of its pages broken in turn, the file staying so meanwhile."""
    whole, key = paths.database.read_bytes(), database_key(SERVICE, paths.key_file)[0]
    for page in range(2, len(whole) // PAGE_BYTES + 1):
        broken = bytearray(whole)
        broken[(page - 1) * PAGE_BYTES + 70] ^= 1
        paths.database.write_bytes(broken)
        reader = SalvageReader(paths.database, key)
        yield reader
        reader.close()


def break_row(paths: Paths, act_id: str) -> None:
    """Break the page of an act's row and leave its body whole."""
    for reader in readers(paths):
        read = {row.act.id for row in reader.acts()}
        if read and act_id not in read and act_id in {act.id for act in reader.lost_acts(read)}:
            return
    pytest.fail("no page has the row alone")


@pytest.mark.parametrize("told_by", ["AUDIT", "FOLLOW_UP"])
def test_a_withdrawn_act_whose_row_is_broken_does_not_come_out(
    program: Program, paths: Paths, tmp_path: Path, told_by: str
) -> None:
    queue(program, *range(1, 60))
    withdraw(program, GONE, told_by)
    program.close()
    break_row(paths, GONE)
    done = Rescue(paths).export_unsent(tmp_path / "unsent.acts", "")
    found = {act.id for act in read_export(done.file.read_bytes()).acts}
    assert len(found) == 58
    assert GONE not in found
    here = other_computer(tmp_path, Enrolment("T-2", CLINIC, "http://127.0.0.1:1", "root"))
    assert import_queue(here, done.file, Console(io.StringIO())) == 0
    assert unsent(here) == 58


def test_an_act_that_nobody_calls_withdrawn_comes_out_of_a_broken_row(
    program: Program, paths: Paths, tmp_path: Path
) -> None:
    queue(program, *range(1, 60))
    program.close()
    break_row(paths, GONE)
    done = Rescue(paths).export_unsent(tmp_path / "unsent.acts", "")
    states = {act.id: act.state for act in read_export(done.file.read_bytes()).acts}
    assert len(states) == 59
    assert states[GONE] == "UNKNOWN"


def unnamed_file(program: Program, paths: Paths, folder: Path) -> Path:
    """Return a file of acts that does not tell whose they are."""
    queue(program, 1)
    with program.store.begin() as uow:
        uow.memory.set_enrolment(Enrolment("", replace(CLINIC, id=""), "http://127.0.0.1:1", "root"))
    return Rescue(paths).export_unsent(folder / "unsent.acts", "").file


def test_an_open_window_stores_its_steps_while_the_question_stands(
    program: Program, paths: Paths, tmp_path: Path
) -> None:
    file = unnamed_file(program, paths, tmp_path)
    here = other_computer(tmp_path, Enrolment("T-2", CLINIC, "http://127.0.0.1:1", "root"))
    window = open_program(here)

    def answer(_question: str) -> str:
        queue(window, 2)
        return "ours"

    assert import_queue(here, file, Console(io.StringIO(), ask=answer)) == 0
    window.close()
    assert unsent(here) == 2


def test_a_clinic_that_changed_while_the_question_stood_takes_nothing(
    program: Program, paths: Paths, tmp_path: Path
) -> None:
    file = unnamed_file(program, paths, tmp_path)
    here = other_computer(tmp_path, Enrolment("T-2", CLINIC, "http://127.0.0.1:1", "root"))
    window, said = open_program(here), io.StringIO()

    def answer(_question: str) -> str:
        with window.store.begin() as uow:
            elsewhere = replace(CLINIC, id="C-2")
            uow.memory.set_enrolment(Enrolment("T-2", elsewhere, "http://127.0.0.1:1", "root"))
        return "ours"

    assert import_queue(here, file, Console(said, ask=answer)) == 1
    window.close()
    assert "nothing was changed" in said.getvalue()
    assert unsent(here) == 0
