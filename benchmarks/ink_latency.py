"""From a pen's event to its ink: a signature at 240 events a second while the desk refreshes behind it.

Points come as a pen's, with pressure, on the signature pad of the real guardian's panel in a window of
1366 x 768; each is timed from the event until the window has drawn it. Beside it, in the same process and on
the same threads as at work, board and queue are read anew from an encrypted store with a day of visits. The
goal is one frame of a 60 Hz screen. Told beside: what the processor needed, the longest single stroke, and
the worst event of a flood of 100,000.
"""

import os
import statistics
import tempfile
import time
from dataclasses import replace
from math import cos, pi, sin
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QPointF, Qt, QTimer
from PySide6.QtGui import QInputDevice, QPointingDevice, QPointingDeviceUniqueId, QTabletEvent
from PySide6.QtWidgets import QApplication

from benchmarks.measure import Claim
from clinic_terminal.domain.visit import Stage
from clinic_terminal.ui.pages.guardian import GuardianPanel
from clinic_terminal.ui.start import make_application
from clinic_terminal.ui.widgets.signature import SignaturePad
from tests.signed import guardian_view_of
from tests.ui.pages.bench import LINES, Bench, open_bench

RATE = 240
SECONDS = 8
STROKE_POINTS = 480
FRAME_MS = 16.0
FLOOD = 100_000
VISITS = 60
REFRESH_MS = 100
_PEN = QPointingDevice(
    "pen",
    7,
    QInputDevice.DeviceType.Stylus,
    QPointingDevice.PointerType.Pen,
    QInputDevice.Capability.Position | QInputDevice.Capability.Pressure,
    1,
    1,
    "",
    QPointingDeviceUniqueId(),
)
_KINDS = {0: QEvent.Type.TabletPress, STROKE_POINTS - 1: QEvent.Type.TabletRelease}


def claims() -> list[Claim]:
    """Measure and return the claim."""
    application = QApplication.instance() or make_application("light")
    with tempfile.TemporaryDirectory() as folder:
        bench = open_bench(Path(folder))
        _fill(bench)
        panel = GuardianPanel(guardian_view_of(40))
        panel.resize(1366, 768)
        panel.show()
        refreshed: list[object] = []
        bench.desk.board_changed.connect(refreshed.append)
        timer = QTimer()
        timer.timeout.connect(bench.desk.refresh)
        timer.start(REFRESH_MS)
        times, busy = _signed(panel.pad)
        timer.stop()
        panel.pad.clear()
        worst_of_flood = _flood(panel.pad)
        panel.close()
        bench.close()
    del application
    p99, work = (statistics.quantiles(figures, n=100)[-1] * 1000 for figures in (times, busy))
    return [
        Claim(
            f"pen to pixels at {RATE} events/s while the desk refreshes, p99",
            f"{FRAME_MS:.0f} ms",
            p99 / FRAME_MS,
            1.0,
            at_least=False,
            figures=f"p99 {p99:.2f} ms, median {statistics.median(times) * 1000:.2f}, worst "
            f"{max(times) * 1000:.1f}, {len(times)} events in strokes of {STROKE_POINTS}, {len(refreshed)} "
            f"refreshes; processor p99 {work:.2f} ms; worst of a flood of {FLOOD:,}: "
            f"{worst_of_flood * 1000:.0f} ms",
        )
    ]


def _fill(bench: Bench) -> None:
    first = bench.visit(Stage.IN_TREATMENT, LINES)
    with bench.store.begin() as uow:
        for number in range(VISITS):
            uow.visits.put(replace(first, id=f"V-{number + 2}", revision=0))


def _signed(pad: SignaturePad) -> tuple[list[float], list[float]]:
    """Return for each event the seconds until its ink was drawn, and those that the processor worked."""
    times, busy = [], []
    begun = time.perf_counter()
    for number in range(RATE * SECONDS):
        due = begun + number / RATE
        while time.perf_counter() < due:
            QApplication.processEvents()
        start, idle = time.perf_counter(), time.process_time()
        _point(pad, number % STROKE_POINTS, STROKE_POINTS)
        QApplication.processEvents()  # what it changed is drawn
        times.append(time.perf_counter() - start)
        busy.append(time.process_time() - idle)
    return times, busy


def _flood(pad: SignaturePad) -> float:
    """Return the seconds of the slowest of many events in one stroke without an end."""
    worst = 0.0
    for number in range(FLOOD):
        start = time.perf_counter()
        _point(pad, min(number, 1), FLOOD, number)
        worst = max(worst, time.perf_counter() - start)
    return worst


def _point(pad: SignaturePad, place: int, length: int, number: int | None = None) -> None:
    turn = 2 * pi * (place if number is None else number) / 96
    drift = ((place if number is None else number) / length) * 0.7
    at = QPointF((0.15 + drift) * pad.width() + 8 * cos(turn), (0.5 + 0.25 * sin(turn)) * pad.height())
    kind = _KINDS.get(place, QEvent.Type.TabletMove)
    none, left = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    pressure = 0.0 if kind is QEvent.Type.TabletRelease else 0.5 + 0.3 * sin(turn)
    event = QTabletEvent(kind, _PEN, at, at, pressure, 0, 0, 0, 0, 0, none, left, left)
    QApplication.sendEvent(pad, event)
