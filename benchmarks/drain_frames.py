"""The longest gap between two frames of the real window while a long queue drains behind it.

    python -m benchmarks.drain_frames                   100,000 acts queued, all of them drained
    python -m benchmarks.drain_frames --drained 20000   as many queued, measured for the first 20,000

The window stands on the queue page, and something on it moves sixty times a second. The real sync loop
drains in its own thread, in batches, from the encrypted store to a practice server in a process of its own;
every stored answer is reported to the window as in the program. The same window at rest is told beside,
since other programs that want the processor make gaps as well.
"""

import argparse
import itertools
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget
from typing_extensions import override

from benchmarks.measure import Claim
from clinic_terminal.application.acts import Act, ActKind, ExposureLimits
from clinic_terminal.application.line import LineKeeper
from clinic_terminal.application.ports import Enrolment
from clinic_terminal.application.terminal import Terminal
from clinic_terminal.application.watched_central import WatchedCentral
from clinic_terminal.bootstrap.clocks import SystemClock, UuidIds
from clinic_terminal.contract.acts import seal
from clinic_terminal.contract.canonical import canonical_bytes
from clinic_terminal.i18n import translator
from clinic_terminal.settings import Language
from clinic_terminal.store.store import SqlStore, open_store
from clinic_terminal.sync.download import Downloader
from clinic_terminal.sync.gateway import HttpCentral
from clinic_terminal.sync.http import Wire
from clinic_terminal.sync.loop import Pace, Steps, SyncLoop
from clinic_terminal.sync.prefetch import Prefetcher
from clinic_terminal.sync.signin import Identity, SignIn
from clinic_terminal.sync.upload import Uploader
from clinic_terminal.ui.desk import Desk, DeskParts
from clinic_terminal.ui.start import make_application
from clinic_terminal.ui.tasks import Tasks
from clinic_terminal.ui.window import TerminalWindow, build_window
from tests.build import CATALOGUE
from tests.fakes.ports import FakeCards, FakePapers
from tests.practice import Client, PracticeProcess, the_world
from tests.ui.pages.front import operator

ACTS: Final = 100_000
AT_ONCE: Final = 1_000
BODY_BYTES: Final = 2_000
FRAME_MS: Final = 16
GOAL_MS: Final = 50.0
LOOK_MS: Final = 400
AT_REST_S: Final = 5.0
LEAST_A_SECOND: Final = 20
"""A drain that is slower than this is stuck."""


def claims(acts: int = ACTS, drained: int | None = None) -> list[Claim]:
    """Measure and return the claim: ``acts`` are queued, and frames counted until ``drained`` are settled."""
    left = max(0, acts - (drained or acts))
    longest_s = (acts - left) / LEAST_A_SECOND
    application = QApplication.instance() or make_application("light")
    with tempfile.TemporaryDirectory() as folder, _opened(Path(folder), acts) as (window, store, loop):
        rest = _gaps(window, lambda: False, AT_REST_S)
        start = time.perf_counter()
        loop.start()
        gaps = _gaps(window, lambda: _unsent(store) <= left, longest_s)
        seconds = time.perf_counter() - start
        settled = acts - _unsent(store)
        loop.stop()
        if settled < acts - left:
            raise RuntimeError(f"only {settled} of {acts} acts were settled in {seconds:.0f} s")
    del application
    worst, quiet = max(gap for gap, _ in gaps) * 1000, max(gap for gap, _ in rest) * 1000
    p99 = statistics.quantiles([gap for gap, _ in gaps], n=100)[-1] * 1000
    busy = max(busy for _, busy in gaps) * 1000
    return [
        Claim(
            f"longest gap between frames while {_of(acts, settled)} drain",
            f"{GOAL_MS:.0f} ms",
            worst / GOAL_MS,
            1.0,
            at_least=False,
            figures=f"longest {worst:.0f} ms, p99 {p99:.0f}, {len(gaps)} frames in {seconds:.0f} s; of a gap "
            f"the window's thread was busy for {busy:.0f} ms at most; at rest the longest is {quiet:.0f} ms",
        )
    ]


def _of(acts: int, settled: int) -> str:
    """Name what was measured: the whole queue, or how much of it."""
    return f"{acts:,} acts" if settled == acts else f"the first {settled:,} of {acts:,} acts"


class Mark(QWidget):
    """A few points in the corner of the window that want to be drawn in every frame."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.painted: list[tuple[float, float]] = []
        self.setGeometry(0, 0, 8, 8)
        self.show()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        self.painted.append((time.perf_counter(), time.thread_time()))
        QPainter(self).fillRect(event.rect(), Qt.GlobalColor.gray)


Gap = tuple[float, float]
"""Seconds from one frame to the next, and for how many of them the window's thread had the processor."""


def _gaps(window: TerminalWindow, done: Callable[[], bool], most_s: float) -> list[Gap]:
    """Draw frame after frame until ``done``."""
    loop, timer, mark = QEventLoop(), QTimer(interval=FRAME_MS), Mark(window)
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.timeout.connect(mark.update)
    look = QTimer(interval=LOOK_MS)
    end = time.perf_counter() + most_s
    look.timeout.connect(lambda: loop.quit() if time.perf_counter() > end or done() else None)
    timer.start()
    look.start()
    loop.exec()
    timer.stop()
    look.stop()
    times = mark.painted
    mark.setParent(None)
    return [(at - before, busy - earlier) for (before, earlier), (at, busy) in itertools.pairwise(times)]


def _unsent(store: SqlStore) -> int:
    with store.read() as uow:
        return uow.queue.exposure().unsent_count


@contextmanager
def _opened(folder: Path, acts: int) -> Iterator[tuple[TerminalWindow, SqlStore, SyncLoop]]:
    """Open the window of a terminal with a full queue, and the loop that will empty it."""
    server = PracticeProcess(folder / "server").start()
    client, clock = Client(server.url, the_world().activation_code), SystemClock()
    store, keeper = open_store(folder / "terminal.db", bytes(32), clock), LineKeeper(clock)
    sign_in = SignIn(Identity(client.terminal, client.key), clock, UuidIds())
    central = WatchedCentral(HttpCentral(Wire(server.url), sign_in, client.enrolment.root_key), keeper)
    cards, papers = FakeCards(), FakePapers()
    terminal = Terminal(
        clock, UuidIds(), store, central, cards, papers, CATALOGUE, canonical_bytes, ExposureLimits()
    )
    _fill(store, client, acts)
    tasks = Tasks()
    desk = Desk(DeskParts(terminal, tasks, translator(Language.ZH), lambda: None, keeper=keeper))
    steps = Steps(
        Uploader(store, central, clock, lambda: 0.0, "bench"),
        Downloader(store, central, clock),
        Prefetcher(terminal),
    )
    window = build_window(desk)
    window.show()
    window.begin()
    desk.sign_in(operator())
    window.shell.show_page(window.pages.queue.name)
    try:
        yield window, store, SyncLoop(steps, keeper, clock, desk.stored.report, Pace(0.0))
    finally:
        window.close()
        desk.close()
        tasks.shutdown()
        store.close()
        client.close()
        server.stop()


def _fill(store: SqlStore, client: Client, acts: int) -> None:
    """Put the acts into the queue, each of a chain of its own."""
    with store.begin() as uow:
        uow.memory.set_enrolment(_enrolment(client))
        uow.memory.put_operator(operator())
    for first in range(0, acts, AT_ONCE):
        # In parts: one transaction of all would hold the whole queue in memory.
        with store.begin() as uow:
            for number in range(first, min(first + AT_ONCE, acts)):
                uow.queue.add(_act(client, number))


def _act(client: Client, number: int) -> Act:
    now, act_id, chain = datetime.now(UTC), UuidIds().new(), f"F{number:08d}/P"
    body, digest = seal(
        act_id=act_id,
        kind="NOTE",
        chain=chain,
        terminal=client.terminal,
        created_at=now,
        sequence=1,
        payload={"text": "x" * BODY_BYTES},
        evidence={},
    )
    return Act(act_id, ActKind.NOTE, chain, "V", now, body, digest, 0)


def _enrolment(client: Client) -> Enrolment:
    return Enrolment(client.terminal, client.clinic, client.url, client.enrolment.root_key)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--acts", type=int, default=ACTS, help="queued")
    parser.add_argument("--drained", type=int, help="measure until so many are settled, instead of all")
    wanted = parser.parse_args()
    for claim in claims(wanted.acts, wanted.drained):
        print(claim)
