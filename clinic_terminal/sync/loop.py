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
from clinic_terminal.sync.upload import Step, Uploader

_log = logging.getLogger(__name__)

DOWNLOAD_EVERY_S: Final = 30.0
PREFETCHES_A_TURN: Final = 5


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds before the first turn (the window comes first) and between turns without a wake.

    ``doubt_s`` stands between turns while one more report would change the line.
    """

    first_s: float = 1.0
    idle_s: float = 5.0
    doubt_s: float = APART_S


@dataclass(frozen=True, slots=True)
class Steps:
    """What a turn is made of; their central API reports to the line's keeper."""

    upload: Uploader
    download: Downloader
    prefetch: Prefetcher


class SyncLoop:
    """Runs all steps in one thread; survives every failure of server and disk.

    ``changed`` is called in that thread after anything was stored. While a person works offline by
    choice a turn does nothing at all: what is queued stays queued.
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
        self._thread = threading.Thread(target=self._run, name="sync", daemon=True)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def stop(self, wait_s: float = 10.0) -> None:
        """Ask the thread to end and wait for it; a running request ends by its own time limit."""
        self._stopping.set()
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join(wait_s)

    def wake(self) -> None:
        """Look at the queue now; called after every finished visit and by 'retry now'."""
        self._next_download = 0.0
        self._wake.set()

    def _run(self) -> None:
        self._wake.wait(self._pace.first_s)
        while not self._stopping.is_set():
            self.turn()
            pace = self._pace
            self._wake.wait(pace.doubt_s if self._keeper.is_in_doubt else pace.idle_s)
            self._wake.clear()

    def turn(self) -> None:
        """Do what is due once: every act that may be sent, then changes, then a few children to come.

        None of them can block another.
        """
        self._keeper.wait()
        for work in (self._drain, self._download_if_due, self._prefetch_some):
            if not self._keeper.state.chosen:
                self._guarded(work)

    def _guarded(self, work: Callable[[], None]) -> None:
        try:
            work()
        except (CentralUnreachableError, CentralSessionError) as error:
            # The keeper has heard it from the central API itself.
            _log.info("the server was not reached: %s %s", error.code, error.cause)
        except ApplicationError as error:
            _log.warning("sync turn failed: %s", error.code)
        except Exception:  # noqa: BLE001  the loop outlives our own bugs; the next turn starts from the database
            _log.exception("sync turn failed")

    def _drain(self) -> None:
        while not (self._stopping.is_set() or self._keeper.state.chosen):
            step = self._steps.upload.step()
            if step is Step.IDLE:
                return
            self._changed()
            if step in (Step.WAITING, Step.PAUSED):
                return

    def _download_if_due(self) -> None:
        """Fetch changes by the clock, and at every turn while the line is in doubt: that is the proof."""
        if self._clock.monotonic() < self._next_download and not self._keeper.is_in_doubt:
            return
        more = True
        while more and not self._stopping.is_set():
            more = self._steps.download.step()
            self._changed()
        self._next_download = self._clock.monotonic() + DOWNLOAD_EVERY_S

    def _prefetch_some(self) -> None:
        """Ask about a few children while the line is well; an act waits for one such question at most."""
        for _ in range(PREFETCHES_A_TURN):
            well = self._keeper.state.line is Line.ONLINE
            if self._stopping.is_set() or not well or not self._steps.prefetch.step():
                return
            self._changed()
            self._drain()
