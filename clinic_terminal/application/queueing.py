"""What a person may do with the queue: have waiting or parked acts tried again now."""

from collections.abc import Sequence

from clinic_terminal.application.ports import Operator
from clinic_terminal.application.terminal import Terminal


def retry_now(terminal: Terminal, operator: Operator, acts: Sequence[str]) -> int:
    """Make the acts due at once, parked ones included, and return how many there were to make due."""
    now = terminal.clock.now()
    with terminal.store.begin() as uow:
        due = [act for act in acts if uow.queue.retry_now(act, now)]
        for act in due:
            terminal.audit(uow, operator, "retry_now", act)
    return len(due)
