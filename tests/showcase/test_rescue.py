"""A damaged database at the start of the program: restored in its first window, and worked on."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clinic_terminal.application.backup_ports import BackupReason
from clinic_terminal.application.ports import Enrolment, Operator
from clinic_terminal.bootstrap.one_program import DataLock
from clinic_terminal.bootstrap.program import open_program
from clinic_terminal.settings import HOME_VARIABLE, Paths
from clinic_terminal.showcase.entrance import Entrance
from clinic_terminal.showcase.run import _opened_alone, open_real
from clinic_terminal.ui.rescue_card import RescueCard
from clinic_terminal.ui.start import make_application
from tests.build import CLINIC
from tests.store.parts import act

WAIT_MS = 60_000


@pytest.fixture
def paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Paths:
    """Return the files of a terminal with a good backup and, after it, a database that does not open."""
    monkeypatch.setenv("CLINIC_TERMINAL_KEYRING", "off")
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path))
    program = open_program(Paths(tmp_path.resolve()))
    with program.store.begin() as uow:
        uow.memory.set_enrolment(Enrolment("T-1", CLINIC, "http://127.0.0.1:1", "root"))
        uow.memory.put_operator(Operator("OP-1", "王敏", ""))
        uow.queue.add(act(1))
    program.backups.make(BackupReason.DAILY)
    program.close()
    database = program.paths.database
    database.write_bytes(bytes(4_096) + database.read_bytes()[4_096:])
    return program.paths


def test_a_damaged_database_is_restored_and_opened(qapp: QApplication, qtbot: QtBot, paths: Paths) -> None:
    del qapp
    make_application()
    lock = DataLock(paths).take()
    entrance = Entrance(lambda: _opened_alone(open_real, lock, paths), practice=False, paths=paths)
    entrance.start()

    def card() -> RescueCard | None:
        found = entrance.doorway.findChild(RescueCard)
        return found if isinstance(found, RescueCard) and found.restore_button.isVisible() else None

    qtbot.waitUntil(lambda: card() is not None, timeout=WAIT_MS)
    rescue = card()
    assert rescue is not None
    rescue.restore_button.click()
    rescue.restore_button.click()
    qtbot.waitUntil(lambda: entrance.opened is not None, timeout=WAIT_MS)
    assert entrance.opened is not None
    with entrance.opened.program.store.read() as uow:
        assert uow.queue.get(act(1).id) is not None
    entrance.close()
    lock.release()
