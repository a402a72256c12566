"""Whether the queue stands still although something is due: asked of the database, not of the loop itself."""

from datetime import datetime, timedelta
from typing import Final

from clinic_terminal.application.store_ports import UnitOfWork

STUCK_AFTER: Final = timedelta(minutes=3)
"""Longer than every wait of a loop that is well: a request, a rest that the server asked for, a pause."""

STUCK: Final = "SYNC_STUCK"
"""The loop's thread is there, but nothing that is due was tried."""

ENDED: Final = "SYNC_ENDED"
"""The loop's thread is gone."""


def stuck_since(uow: UnitOfWork, now: datetime, bound: timedelta = STUCK_AFTER) -> datetime | None:
    """Return since when something that is due has waited for any attempt to send, or None where all is well.

    A program that was off counts as standing still until its first attempt.
    """
    due = uow.queue.waiting_since(now)
    if due is None:
        return None
    tried = uow.memory.freshness().last_attempt
    since = due if tried is None else max(due, tried)
    return since if now - since > bound else None
