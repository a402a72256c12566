"""The sync thread: drains the queue and fetches changes, driven by what the database says."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass

from clinic_terminal.application.failures import (
    ApplicationError,
    CentralSessionError,
    CentralUnreachableError,
)
from clinic_terminal.application.line import Line, LineState
from clinic_terminal.application.ports import Clock
from clinic_terminal.sync.download import Downloader
from clinic_terminal.sync.upload import Step, Uploader

_log = logging.getLogger(__name__)

DOWNLOAD_EVERY_S = 30.0


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds before the first turn (the window comes first) and between turns without a wake."""

    first_s: float = 1.0
    idle_s: float = 5.0


class SyncLoop:
    """Runs uploads and downloads in one thread; survives every failure of server and disk."""

    def __init__(
        self,
        uploader: Uploader,
        downloader: Downloader,
        clock: Clock,
        changed: Callable[[LineState], None],
        pace: Pace = Pace(),
    ) -> None:
        self._uploader = uploader
        self._downloader = downloader
        self._clock = clock
        self._changed = changed
        self._pace = pace
        self._state = LineState(Line.UNKNOWN)
        self._next_download = 0.0
        self._wake = threading.Event()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="sync", daemon=True)

    @property
    def state(self) -> LineState:
        """The line as it was after the last attempt."""
        return self._state

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
            self._wake.wait(self._pace.idle_s)
            self._wake.clear()

    def turn(self) -> None:
        """Do what is due once: every act that may be sent, then changes; neither can block the other."""
        self._guarded(self._drain)
        self._guarded(self._download_if_due)

    def _guarded(self, work: Callable[[], None]) -> None:
        try:
            work()
        except CentralUnreachableError as error:
            self._tell(LineState(Line.OFFLINE, error.code))
        except CentralSessionError as error:
            self._tell(LineState(Line.REFUSED, error.code))
        except ApplicationError as error:
            _log.warning("sync turn failed: %s", error.code)
            self._tell(LineState(self._state.line, error.code))
        except Exception:  # noqa: BLE001  the loop outlives our own bugs; the next turn starts from the database
            _log.exception("sync turn failed")
            self._tell(LineState(self._state.line, "INTERNAL"))

    def _download_if_due(self) -> None:
        if self._clock.monotonic() < self._next_download:
            return
        while self._downloader.step() and not self._stopping.is_set():
            pass
        self._next_download = self._clock.monotonic() + DOWNLOAD_EVERY_S
        self._tell(LineState(Line.ONLINE))

    def _drain(self) -> None:
        while not self._stopping.is_set():
            step = self._uploader.step()
            if step is Step.IDLE:
                return
            if step is Step.WAITING:
                self._tell(LineState(Line.OFFLINE, CentralUnreachableError.code))
                return
            if step is Step.PAUSED:
                self._tell(LineState(Line.REFUSED, CentralSessionError.code))
                return
            self._tell(LineState(Line.ONLINE))

    def _tell(self, state: LineState) -> None:
        self._state = state
        self._changed(state)
