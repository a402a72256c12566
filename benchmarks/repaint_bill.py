"""From a key to the repainted bill: a bill of 40 lines on the treatment page of the real window.

Each key changes the bill: a line is taken off, taken back, done again. Measured is the time from the key
event until the window has drawn the new lines and sums: the encrypted store's commit, the rules, the split
and the drawing are all in it. The goal is one frame of a 60 Hz screen. What the processor needed for it is
told beside, as other programs that want it too make a key wait.
"""

import itertools
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from benchmarks.measure import Claim
from clinic_terminal.ui.pages.treatment import TreatmentPage
from clinic_terminal.ui.shell import Shell
from clinic_terminal.ui.start import make_application
from tests.ui.pages.bench import Bench, Lines, open_bench

LINES = 40
KEYS = 400
WARM_UP = 20
FRAME_MS = 16.0
_BILL: Lines = tuple(
    itertools.islice(itertools.cycle((("PV01", ()), ("BS07", ("84",)), ("NC01", ()))), LINES)
)
_CONTROL = Qt.KeyboardModifier.ControlModifier


def claims() -> list[Claim]:
    """Measure and return the claim."""
    application = QApplication.instance() or make_application("light")
    with tempfile.TemporaryDirectory() as folder:
        bench = open_bench(Path(folder))
        times, busy = _times(bench)
        bench.close()
    del application
    p99, work = (statistics.quantiles(figures, n=100)[-1] * 1000 for figures in (times, busy))
    middle, worst = statistics.median(times) * 1000, max(times) * 1000
    return [
        Claim(
            f"key to repaint of a bill of {LINES} lines, p99",
            f"{FRAME_MS:.0f} ms",
            p99 / FRAME_MS,
            1.0,
            at_least=False,
            figures=f"p99 {p99:.1f} ms, median {middle:.1f}, worst {worst:.1f}, {len(times)} keys; processor "
            f"p99 {work:.1f} ms, median {statistics.median(busy) * 1000:.1f}",
        )
    ]


def _times(bench: Bench) -> tuple[list[float], list[float]]:
    """Return for each key the seconds that passed, and those of them that the processor worked for it."""
    bench.visit(lines=_BILL)
    page, shell = TreatmentPage(bench.desk), Shell()
    shell.resize(1366, 768)
    shell.add_page(page)
    shell.show()
    shell.activateWindow()
    _until(lambda: page.chart is not None and QGuiApplication.focusWindow() is not None)
    page.bill_card.lines.take_focus()
    pairs = [_key(page, number) for number in range(WARM_UP + KEYS)][WARM_UP:]
    shell.close()
    return [passed for passed, _ in pairs], [worked for _, worked in pairs]


def _key(page: TreatmentPage, number: int) -> tuple[float, float]:
    """Press the next key; returns the seconds until the bill is drawn as it is then, and those worked."""
    bill = page.bill_card.lines
    before = page.chart
    begun, idle = time.perf_counter(), time.process_time()
    if number % 2:
        QTest.keyClick(bill, Qt.Key.Key_Z, _CONTROL)
    else:
        QTest.keyClick(bill, Qt.Key.Key_Delete)
    _until(lambda: page.chart is not before)
    QApplication.processEvents()  # what has become another one is laid out and drawn
    return time.perf_counter() - begun, time.process_time() - idle


def _until(true: Callable[[], bool]) -> None:
    """Let the window live until ``true``."""
    while not true():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
