"""The watchdog of the sync loop: a timer of its own that looks at the database (reliability.md, rule 11)."""

import logging
import threading
from typing import Final, Protocol

from clinic_terminal.application.failures import ApplicationError
from clinic_terminal.application.line import LineKeeper
from clinic_terminal.application.ports import Clock
from clinic_terminal.application.store_ports import Store
from clinic_terminal.application.watchdog import ENDED, STUCK, stuck_since

LOOK_EVERY_S: Final = 15.0

PATIENCE_S: Final = 60.0
"""After a restart the new thread has so long to try something before it is taken for stuck as well."""

_log = logging.getLogger(__name__)


class Watched(Protocol):
    """A loop that can be started anew."""

    @property
    def is_alive(self) -> bool:
        """Whether its thread is running."""
        ...

    def restart(self) -> None:
        """Go on with a new thread."""
        ...


class Watchdog:
    """Sounds the keeper's alarm and starts the loop anew; ends the alarm once something was tried again.

    Standing still counts when two looks in a row find it: a clock that was set between an act and the look,
    or a program that has just started, is no alarm.
    """

    def __init__(self, store: Store, clock: Clock, keeper: LineKeeper, loop: Watched) -> None:
        self._store = store
        self._clock = clock
        self._keeper = keeper
        self._loop = loop
        self._suspected = False
        self._patient_until = 0.0
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="sync-watchdog", daemon=True)

    def start(self) -> None:
        """Start looking, every ``LOOK_EVERY_S`` seconds."""
        self._thread.start()

    def stop(self) -> None:
        """Stop looking."""
        self._stopping.set()

    def look(self) -> None:
        """Look once."""
        if not self._loop.is_alive:
            self._restart(ENDED)
        elif not self._stands_still():
            self._suspected = False
            self._keeper.sound("")
        elif not self._suspected:
            self._suspected = True
        elif self._clock.monotonic() >= self._patient_until:
            self._restart(STUCK)

    def _stands_still(self) -> bool:
        if self._keeper.state.chosen:
            return False
        with self._store.read() as uow:
            return stuck_since(uow, self._clock.now()) is not None

    def _restart(self, alarm: str) -> None:
        if self._stopping.is_set():
            return
        _log.warning("the sync loop is started anew: %s", alarm)
        self._suspected = False
        self._patient_until = self._clock.monotonic() + PATIENCE_S
        self._keeper.sound(alarm)
        self._loop.restart()

    def _run(self) -> None:
        while not self._stopping.wait(LOOK_EVERY_S):
            self._run_once()

    def _run_once(self) -> None:
        try:
            self.look()
        except ApplicationError as error:
            _log.warning("the watchdog could not look: %s", error.code)
        except Exception:  # noqa: BLE001  the watchdog outlives our own bugs
            _log.exception("the watchdog could not look")
