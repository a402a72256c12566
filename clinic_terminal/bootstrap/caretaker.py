"""Beside the work: the day's backup, the week's check of the whole database, room for a full disk."""

import logging
import threading
from collections.abc import Callable
from typing import Final

from clinic_terminal.application.backup_failures import BackupFailedError
from clinic_terminal.application.backup_ports import BackupReason, Backups
from clinic_terminal.application.backups import is_backup_due, is_check_due
from clinic_terminal.application.ports import Clock
from clinic_terminal.store.reserve import Reserve

LOOK_EVERY_S: Final = 600.0
FIRST_LOOK_S: Final = 30.0
"""The first minute of the day belongs to the desk."""

DAMAGED: Final = "DAMAGED"
_SUSPECT: Final = frozenset({DAMAGED, "NOT_GOOD", "INTERNAL"})
"""Causes of a failed backup that have the whole database checked at once, not only when the week is over."""

Told = Callable[[BackupFailedError | None], None]
"""Is told after each look why the day's backup was not made, or None where nothing is wanting."""

_log = logging.getLogger(__name__)


def _nobody(_failure: BackupFailedError | None) -> None:
    """Tell nobody."""


class Caretaker:
    """Looks every ten minutes at what is due and does it in a thread of its own."""

    def __init__(
        self,
        backups: Backups,
        reserve: Reserve,
        clock: Clock,
        *,
        cut_off: bool = False,
        told: Told = _nobody,
    ) -> None:
        """Know what to look after; ``cut_off``: the program did not end in order the last time.

        ``told`` is called in the caretaker's thread after each look, for the screen to look anew.
        """
        self._backups = backups
        self._told = told
        self._check_anyway = cut_off
        self._reserve = reserve
        self._clock = clock
        self._end = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to look."""
        self._thread = threading.Thread(target=self._run, name="caretaker", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End; a backup that is being made is finished first."""
        self._end.set()
        if self._thread is not None:
            self._thread.join()

    def look(self) -> None:
        """Do what is due; a failure is logged and told, and tried again at the next look."""
        self._reserve.take()
        failed = self._attempted(self._back_up)
        # A damaged database has no good backup: just then the check must not wait for one.
        self._check_anyway |= failed is not None and failed.cause in _SUSPECT
        unchecked = self._attempted(self._check)
        if failed is None and unchecked is not None and unchecked.cause == DAMAGED:
            failed = unchecked
        self._told(failed)

    def _back_up(self) -> None:
        if is_backup_due(self._backups, self._clock.now()):
            made = self._backups.make(BackupReason.DAILY)
            _log.info("backup made: %s, %d bytes", made.name, made.size)

    def _check(self) -> None:
        if self._check_anyway or is_check_due(self._backups, self._clock.now()):
            found = self._backups.check_now()
            self._check_anyway = False
            _log.log(logging.ERROR if found.faults else logging.INFO, "database checked: %s", found.faults)

    def _attempted(self, work: Callable[[], None]) -> BackupFailedError | None:
        """Do it and return why it failed, whatever the reason: what is not told here is told nowhere."""
        try:
            work()
        except BackupFailedError as failure:
            _log.warning("backup or check failed: %s", failure.cause)
            return failure
        except Exception as failure:  # noqa: BLE001  one failed look must not end all later ones
            _log.exception("the caretaker's look failed")
            # What the driver makes of a page whose seal does not hold.
            return BackupFailedError(DAMAGED if isinstance(failure, MemoryError) else "INTERNAL")
        return None

    def _run(self) -> None:
        wait = FIRST_LOOK_S
        while not self._end.wait(wait):
            wait = LOOK_EVERY_S
            try:
                self.look()
            except Exception:  # noqa: BLE001  one failed look must not end all later ones
                _log.exception("the caretaker's look failed")
