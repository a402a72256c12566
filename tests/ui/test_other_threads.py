"""What other threads report to is declared to Qt, so that Qt need not ask Python on their side."""

import pytest
from PySide6.QtCore import QObject

from clinic_terminal.ui.camera import Feed
from clinic_terminal.ui.desk import Desk
from clinic_terminal.ui.gathering import Gathering
from clinic_terminal.ui.tasks import Tasks
from clinic_terminal.ui.window import TerminalWindow
from clinic_terminal.ui.wizard.window import WizardWindow

RECEIVERS = (
    (Tasks, "_deliver(int)"),
    (Desk, "_take_line(PyObject)"),
    (Gathering, "_wait()"),
    (Feed, "_pass_on(QVideoFrame)"),
    (TerminalWindow, "_take_scan(QString)"),
    (TerminalWindow, "_say_device()"),
    (TerminalWindow, "_say_device_lost()"),
    (WizardWindow, "_take_scan(QString)"),
)


@pytest.mark.parametrize(("owner", "slot"), RECEIVERS)
def test_a_receiver_of_another_threads_report_is_a_declared_slot(owner: type[QObject], slot: str) -> None:
    # The stubs do not know the field that every class of Qt has.
    declared = owner.staticMetaObject  # type: ignore[attr-defined]
    assert declared.indexOfSlot(slot) >= 0
