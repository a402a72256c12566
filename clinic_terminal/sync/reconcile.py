"""The daily comparison with the server's list, and the days before it while they differ."""

import logging
from datetime import date, datetime, time, timedelta
from typing import Final

from clinic_terminal.application.day_comparison import DayComparison
from clinic_terminal.application.failures import CentralRefusedError
from clinic_terminal.application.reconciliation import DAYS_BACK, compare_day
from clinic_terminal.application.terminal import Terminal
from clinic_terminal.domain.shanghai import SHANGHAI

LOOK_EVERY_S: Final = 60.0

SET_BACK: Final = timedelta(days=7)
"""How far to look at least where the server forgot our place in its changes."""

REST_S: Final = 600.0
"""After a failure the line is left to the acts and the changes for so long."""

_log = logging.getLogger(__name__)


class Reconciler:
    """Compares one day a step; used by the sync thread alone.

    Each morning it is yesterday's turn. A day that differs sends it to the day before, past days on which
    neither side has anything, until a day is equal: so a server that lost a week is found out as a whole.
    """

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal
        self._clock = terminal.clock
        self._due: date | None = None
        self._back_to: date | None = None
        self._trail = False
        self._next_look = 0.0

    def ask_from_today(self) -> None:
        """Compare today and the last days as soon as possible: the server seems to have been set back."""
        self._due = self._clock.today()
        self._back_to = self._due - SET_BACK
        self._next_look = 0.0

    def step(self) -> bool:
        """Compare the next day that is due; False where none is.

        Raises CentralUnreachableError, CentralSessionError, StoreFailedError; the day stays due.
        """
        now = self._clock.monotonic()
        if now < self._next_look:
            return False
        day = self._due or self._yesterday_if_due()
        if day is None:
            self._next_look = now + LOOK_EVERY_S
            return False
        self._due, self._next_look = day, now + REST_S
        try:
            comparison = compare_day(self._terminal, day)
        except CentralRefusedError as error:
            _log.warning("a day could not be compared: %s", error.answer_code)
            return False
        self._due = self._day_after(comparison)
        if not comparison.missing_there:
            self._next_look = 0.0
        return True

    def _yesterday_if_due(self) -> date | None:
        today = self._clock.today()
        yesterday = today - timedelta(days=1)
        with self._terminal.store.read() as uow:
            known = uow.statements.get(yesterday)
        over = datetime.combine(today, time(), SHANGHAI)
        return yesterday if known is None or known.compared_at < over else None

    def _day_after(self, comparison: DayComparison) -> date | None:
        """Return which day to compare after this one: the same where the server could not be offered all."""
        if comparison.missing_there:
            return comparison.day
        before = comparison.day - timedelta(days=1)
        if before < self._clock.today() - timedelta(days=DAYS_BACK):
            self._back_to, self._trail = None, False
            return None
        differs = not comparison.equal or bool(comparison.offered)
        self._trail = differs or (self._trail and comparison.is_empty)
        if self._trail or (self._back_to is not None and before >= self._back_to):
            return before
        self._back_to = None
        return None
