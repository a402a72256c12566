"""The sync thread: drains the queue, fetches changes and prefetches, driven by what the database says."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from clinic_terminal.application.failures import (
    ApplicationError,
    CentralSessionError,
    CentralUnreachableError,
)
from clinic_terminal.application.line import APART_S, Line, LineKeeper
from clinic_terminal.application.ports import Clock
from clinic_terminal.sync.download import Downloader
from clinic_terminal.sync.prefetch import Prefetcher
from clinic_terminal.sync.reconcile import Reconciler
from clinic_terminal.sync.upload import Step, Uploader
from clinic_terminal.sync.watchdog import Watchdog

_log = logging.getLogger(__name__)

DOWNLOAD_EVERY_S: Final = 30.0
PREFETCHES_A_TURN: Final = 5
DAYS_A_TURN: Final = 5

TELL_EVERY_S: Final = 0.5
"""While a long queue drains, the screens need not be drawn anew after every single answer."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds before the first turn (the window comes first) and between turns without a wake.

    ``doubt_s`` stands between turns while one more report would change the line, ``refused_s`` while the
    server does not let this terminal in: each turn then tries to sign in, and a person may wake the loop.
    """

    first_s: float = 1.0
    idle_s: float = 5.0
    doubt_s: float = APART_S
    refused_s: float = 30.0


@dataclass(frozen=True, slots=True)
class Steps:
    """What a turn is made of; their central API reports to the line's keeper."""

    upload: Uploader
    download: Downloader
    prefetch: Prefetcher
    reconcile: Reconciler | None = None


class SyncLoop:
    """Runs all steps in one thread; survives every failure of server and disk.

    ``changed`` is called in that thread after anything was stored. While a person works offline by
    choice a turn does nothing at all: what is queued stays queued. A watchdog of its own thread looks at the
    database, and starts the loop anew where it ended or stands still: the fence of a lease sees to it that
    the old thread's late answers do not count against the new one's.
    """

    def __init__(
        self,
        steps: Steps,
        keeper: LineKeeper,
        clock: Clock,
        changed: Callable[[], None],
        pace: Pace = Pace(),
    ) -> None:
        self._steps = steps
        self._keeper = keeper
        self._clock = clock
        self._changed = changed
        self._pace = pace
        self._next_download = 0.0
        self._wake = threading.Event()
        self._stopping = threading.Event()
        self._closing = threading.Lock()
        self._closed = False
        self._thread = self._made()
        self.watchdog = Watchdog(steps.upload.store, clock, keeper, self)

    @property
    def is_alive(self) -> bool:
        """Whether the thread is running."""
        return self._thread.is_alive()

    def start(self) -> None:
        """Start the thread, and the watchdog beside it."""
        self._thread.start()
        self.watchdog.start()

    def stop(self, wait_s: float = 10.0) -> None:
        """Ask the thread to end and wait for it; a running request ends by its own time limit.

        Where the program ends before that, the act's lease lapses and the act is sent again under its id.
        """
        self.watchdog.stop()
        with self._closing:
            self._closed = True
            self._stopping.set()
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join(wait_s)

    def restart(self) -> None:
        """Leave the thread to itself, wherever it hangs, and go on with a new one from the database.

        Not after `stop`: the watchdog may have decided on it just before.
        """
        with self._closing:
            if self._closed:
                return
            self._stopping.set()
            self._wake.set()
            self._stopping = threading.Event()
            self._thread = self._made()
            self._thread.start()

    def _made(self) -> threading.Thread:
        return threading.Thread(target=self._run, args=(self._stopping,), name="sync", daemon=True)

    def wake(self) -> None:
        """Look at the queue now; called after every finished visit and by 'retry now'."""
        self._next_download = 0.0
        self._wake.set()

    def _run(self, stopping: threading.Event) -> None:
        self._wake.wait(self._pace.first_s)
        while not stopping.is_set():
            self.turn(stopping)
            self._wake.wait(self._pause_s())
            self._wake.clear()

    def _pause_s(self) -> float:
        if self._keeper.state.line is Line.REFUSED:
            return self._pace.refused_s
        return self._pace.doubt_s if self._keeper.is_in_doubt else self._pace.idle_s

    def turn(self, stopping: threading.Event | None = None) -> None:
        """Do what is due once: every act that may be sent, changes, days to compare, some children to come.

        None of them can block another. ``stopping`` ends it early, the loop's own event where none is given.
        """
        self._keeper.wait()
        end = stopping or self._stopping
        for work in (self._drain, self._download_if_due, self._reconcile_if_due, self._prefetch_some):
            if not (self._keeper.state.chosen or end.is_set()):
                self._guarded(work, end)

    def _guarded(self, work: Callable[[threading.Event], None], end: threading.Event) -> None:
        try:
            work(end)
        except (CentralUnreachableError, CentralSessionError) as error:
            # The keeper has heard it from the central API itself.
            _log.info("the server was not reached: %s %s", error.code, error.cause)
        except ApplicationError as error:
            _log.warning("sync turn failed: %s", error.code)
        except Exception:  # noqa: BLE001  the loop outlives our own bugs; the next turn starts from the database
            _log.exception("sync turn failed")

    def _drain(self, end: threading.Event) -> None:
        def goes_on() -> bool:
            return not (end.is_set() or self._keeper.state.chosen)

        step, untold, told_at = Step.SETTLED, False, 0.0
        while step not in {Step.IDLE, Step.WAITING, Step.PAUSED} and goes_on():
            step = self._steps.upload.step(goes_on)
            untold = untold or step is not Step.IDLE
            if untold and self._clock.monotonic() - told_at >= TELL_EVERY_S:
                self._changed()
                untold, told_at = False, self._clock.monotonic()
        if untold:
            self._changed()

    def _download_if_due(self, end: threading.Event) -> None:
        """Fetch changes by the clock, and at every turn while the line is in doubt: that is the proof."""
        if self._clock.monotonic() < self._next_download and not self._keeper.is_in_doubt:
            return
        more = True
        while more and not end.is_set():
            more = self._steps.download.step()
            self._changed()
        self._next_download = self._clock.monotonic() + DOWNLOAD_EVERY_S

    def _reconcile_if_due(self, end: threading.Event) -> None:
        """Compare some days with the server's lists while the line is well; an act waits for one at most."""
        reconcile = self._steps.reconcile
        for _ in range(DAYS_A_TURN):
            well = self._keeper.state.line is Line.ONLINE
            if reconcile is None or end.is_set() or not well or not reconcile.step():
                return
            self._changed()
            self._drain(end)

    def _prefetch_some(self, end: threading.Event) -> None:
        """Ask about a few children while the line is well; an act waits for one such question at most."""
        for _ in range(PREFETCHES_A_TURN):
            well = self._keeper.state.line is Line.ONLINE
            if end.is_set() or not well or not self._steps.prefetch.step():
                return
            self._changed()
            self._drain(end)
