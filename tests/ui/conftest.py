"""The tests of the interface run offscreen, in one application that wears the light theme."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QWidget

from clinic_terminal.ui.theme import apply_theme

Show = Callable[[QWidget], None]


@pytest.fixture
def app(qapp: QApplication) -> Iterator[QApplication]:
    apply_theme(qapp, "light")
    yield qapp
    # Outside of an event loop nobody deletes what is to be deleted later: each window would stay in memory.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    if qapp.property("clinic_mode") != "light":
        apply_theme(qapp, "light")


@pytest.fixture
def show(app: QApplication) -> Iterator[Show]:
    """Show a widget in a window of its own, and delete it after the test."""
    shown: list[QWidget] = []

    def act(widget: QWidget) -> None:
        widget.show()
        widget.activateWindow()
        app.processEvents()
        shown.append(widget)

    yield act
    for widget in shown:
        widget.close()
        widget.deleteLater()
    app.processEvents()
