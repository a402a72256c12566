"""A front desk for every test of a page, and the window around it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from clinic_terminal.ui.desk import Desk
from clinic_terminal.ui.window import TerminalWindow, build_window
from tests.ui.pages.front import Front, open_front, operator, press


@pytest.fixture
def front(app: QApplication, tmp_path: Path) -> Iterator[Front]:
    """Return a desk at which nobody is signed in."""
    found = open_front(tmp_path / "terminal.db")
    yield found
    found.close()
    app.processEvents()


@pytest.fixture
def desk(front: Front) -> Desk:
    """Return the desk with an operator signed in."""
    front.desk.sign_in(operator())
    return front.desk


@pytest.fixture
def window(front: Front, app: QApplication) -> Iterator[TerminalWindow]:
    """Return the whole window, shown, at the sign-in page."""
    made = build_window(front.desk, "练习")
    made.resize(1366, 768)
    made.show()
    made.activateWindow()
    app.processEvents()
    yield made
    made.close()
    made.deleteLater()
    app.processEvents()


@pytest.fixture
def at_work(window: TerminalWindow, desk: Desk) -> TerminalWindow:
    """Return the window with an operator signed in."""
    assert desk.operator is not None
    return window


@pytest.fixture
def desk_window(at_work: TerminalWindow) -> TerminalWindow:
    """Return the window at check-in, waiting for a card."""
    press(at_work, Qt.Key.Key_F3)
    return at_work
