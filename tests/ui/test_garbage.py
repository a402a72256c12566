import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clinic_terminal.ui.garbage import GarbageHere, due
from clinic_terminal.ui.start import make_application

THRESHOLDS = (700, 10, 10)


@pytest.mark.parametrize(
    ("counts", "generation"),
    [
        ((700, 10, 10), None),
        ((701, 0, 0), 0),
        ((0, 11, 0), 1),
        ((701, 11, 0), 1),
        ((0, 0, 11), 2),
        ((701, 11, 11), 2),
    ],
)
def test_the_oldest_generation_over_its_threshold_is_due(
    counts: tuple[int, int, int], generation: int | None
) -> None:
    assert due(counts, THRESHOLDS) == generation


@pytest.fixture
def low_threshold() -> Iterator[None]:
    before = gc.get_threshold()
    gc.set_threshold(1, 1, 1)
    yield
    gc.set_threshold(*before)


class _Ring:
    """Something that only the collector frees."""

    def __init__(self) -> None:
        self.me = self


@pytest.mark.usefixtures("app", "low_threshold")
def test_a_ring_is_freed_by_the_timer_on_the_windows_thread(qtbot: QtBot) -> None:
    owner = QObject()
    GarbageHere(owner)
    freed_on: list[threading.Thread] = []
    ring = _Ring()
    weakref.finalize(ring, lambda: freed_on.append(threading.current_thread()))
    del ring
    qtbot.waitUntil(lambda: bool(freed_on), timeout=5_000)
    assert freed_on == [threading.main_thread()]


@pytest.mark.usefixtures("app", "low_threshold")
def test_no_other_thread_collects() -> None:
    owner = QObject()
    GarbageHere(owner)
    ring = _Ring()
    still = weakref.ref(ring)
    del ring

    def allocate() -> None:
        for _ in range(10_000):
            _Ring()

    thread = threading.Thread(target=allocate)
    thread.start()
    thread.join()
    assert still() is not None


def test_the_application_collects_for_itself_once(app: QApplication) -> None:
    make_application()
    make_application()
    collectors = app.findChildren(GarbageHere)
    assert len(collectors) == 1
    assert not gc.isenabled()
    collectors[0].deleteLater()
