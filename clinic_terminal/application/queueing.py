"""What a person may do with the queue: have waiting or parked acts tried again now."""

from collections.abc import Sequence
from typing import Final

from clinic_terminal.application.follow_up import remember_retry
from clinic_terminal.application.ports import Operator
from clinic_terminal.application.terminal import Terminal

_EVERY: Final = 1_000_000


def retry_now(terminal: Terminal, operator: Operator, acts: Sequence[str]) -> int:
    """Make the acts due at once, parked ones included, and return how many there were to make due."""
    now = terminal.clock.now()
    with terminal.store.begin() as uow:
        # Read before they are made due: who had a parked act tried again is kept with it.
        remember_retry(uow, operator, uow.act_list.of_ids(tuple(acts)), now)
        due = [act for act in acts if uow.queue.retry_now(act, now)]
        for act in due:
            terminal.audit(uow, operator, "retry_now", act)
    return len(due)


def retry_all(terminal: Terminal, operator: Operator) -> int:
    """Make every act that waits due at once, parked ones included, and return how many there were."""
    now = terminal.clock.now()
    with terminal.store.begin() as uow:
        remember_retry(uow, operator, uow.act_list.for_a_person(_EVERY), now)
        due = sum(uow.queue.retry_now(act, now) for act in uow.act_list.unsent_ids())
        terminal.audit(uow, operator, "retry_all", "", acts=due)
    return due
