"""The daily comparison with the server's list, and the days before it that need one."""

import logging
from datetime import date
from typing import Final

from clinic_terminal.application.failures import CentralRefusedError
from clinic_terminal.application.reconciliation import compare_day
from clinic_terminal.application.reconciliation_days import due, noted
from clinic_terminal.application.terminal import Terminal

LOOK_EVERY_S: Final = 60.0

REST_S: Final = 600.0
"""After a failure the line is left to the acts and the changes for so long."""

_log = logging.getLogger(__name__)


class Reconciler:
    """Compares one day a step, the newest first; used by the sync thread alone.

    Which days there are is read from the store: once a day those that are due, and at each look those that
    were noted since. A day that could not be finished waits behind the others; one that the server
    refuses to list waits for the next day.
    """

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal
        self._clock = terminal.clock
        self._planned: date | None = None
        self._plan: set[date] = set()
        self._behind: list[date] = []
        self._refused: set[date] = set()
        self._next_look = 0.0

    def step(self) -> bool:
        """Compare the next day that is due; False where none is.

        Raises CentralUnreachableError, CentralSessionError, StoreFailedError; the day stays due.
        """
        now = self._clock.monotonic()
        if now < self._next_look:
            return False
        day = self._next_day()
        if day is None:
            self._next_look = now + LOOK_EVERY_S
            return False
        self._next_look = now + REST_S
        self._begin(day)
        try:
            comparison = compare_day(self._terminal, day)
        except CentralRefusedError as error:
            _log.warning("a day could not be compared: %s", error.answer_code)
            self._refused.add(day)
            return False
        if not comparison.missing_there:
            self._finish(day)
        return True

    def _next_day(self) -> date | None:
        """Return the newest day that is due; what could not be finished comes last, longest waiting first."""
        today = self._clock.today()
        with self._terminal.store.read() as uow:
            if today != self._planned:
                self._plan, self._planned = set(due(uow, self._clock.now())), today
                self._behind.clear()
                self._refused.clear()
            days = {day for day in self._plan | noted(uow) if day <= today} - self._refused
        behind = (day for day in self._behind if day in days)
        return max(days.difference(self._behind), default=None) or next(behind, None)

    def _begin(self, day: date) -> None:
        """Put a day behind the others for as long as it is not finished."""
        self._plan.add(day)
        if day in self._behind:
            self._behind.remove(day)
        self._behind.append(day)

    def _finish(self, day: date) -> None:
        self._plan.discard(day)
        self._behind.remove(day)
        self._next_look = 0.0
