"""A scan on a dead line: how long until the verdict is on the screen, against the three seconds allowed.

The window is the real one, on the real encrypted store. The server is a real practice server behind a relay
that takes every request and holds every answer, which is how a dead network often looks. One round begins
with a line that is believed to be well, so that the full patience is spent; one with a line known to be down.
"""

import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer

from benchmarks.measure import Claim, milliseconds
from clinic_terminal.sync.http import Patience
from clinic_terminal.ui.pages.card_reading import LONGEST_WAIT_MS
from clinic_terminal.ui.start import make_application
from clinic_terminal.ui.window import TerminalWindow, build_window
from tests.ui.pages.front import operator
from tests.ui.pages.held_desk import HeldDesk, open_held_desk

WAITED_FOR = 5
KNOWN_DOWN = 20
LOOK_MS = 2
SOON = 0.1
"""What of the three seconds a scan may take where the line is known to be down."""


def claims() -> list[Claim]:
    """Measure and return the claims."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    make_application()
    with tempfile.TemporaryDirectory() as folder, open_held_desk(Path(folder), patience=Patience()) as held:
        held.know("RETURNING")
        window = build_window(held.desk)
        window.show()
        window.begin()
        held.desk.sign_in(operator())
        waited = [_scan(held, window, held.keeper.answered) for _ in range(WAITED_FOR)]
        down = [_scan(held, window, lambda: _be_down(held)) for _ in range(KNOWN_DOWN)]
        window.close()
    allowed = LONGEST_WAIT_MS / 1000
    return [
        Claim(
            "scan to the stored verdict on a black hole, slowest",
            "the three seconds allowed",
            max(waited) / allowed,
            1.0,
            at_least=False,
            figures=f"{len(waited)} scans, {milliseconds(waited)}",
        ),
        Claim(
            "the same on a line known to be down, median",
            "the three seconds allowed",
            statistics.median(down) / allowed,
            SOON,
            at_least=False,
            figures=f"{len(down)} scans, {milliseconds(down)}",
        ),
    ]


def _scan(held: HeldDesk, window: TerminalWindow, prepare: Callable[[], None]) -> float:
    """Return the seconds from a scan to its verdict on show, with every answer held."""
    held.line.release()
    _until(lambda: not held.tasks.busy)
    prepare()
    page = window.pages.check_in
    window.shell.show_page(page.name)
    page.start_anew()
    _until(lambda: not held.tasks.busy and window.desk.line == held.keeper.state)
    held.line.hold()
    start = time.perf_counter()
    window.scan(held.member("RETURNING"))
    _until(lambda: page.case is not None)
    window.grab()
    seconds = time.perf_counter() - start
    if page.case is None or page.case.verification.online:
        raise RuntimeError
    return seconds


def _be_down(held: HeldDesk) -> None:
    held.keeper.open_line()
    held.keeper.failed("NO_CONNECTION")


def _until(true: Callable[[], bool]) -> None:
    """Let the window live until ``true``, asleep in between as it is at a desk."""
    loop, look = QEventLoop(), QTimer(interval=LOOK_MS)
    look.timeout.connect(lambda: loop.quit() if true() else None)
    look.start()
    if not true():
        loop.exec()
