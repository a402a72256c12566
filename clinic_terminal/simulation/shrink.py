"""Make a failing schedule short: leave actions out as long as the same promise still breaks."""

from collections.abc import Callable
from typing import Final

from clinic_terminal.simulation.schedule import Action, Schedule

MOST_TRIES: Final = 200


def shrunk(schedule: Schedule, breaks: Callable[[Schedule], bool], tries: int = MOST_TRIES) -> Schedule:
    """Return a schedule with fewer actions that ``breaks`` too; at most so many ``tries``.

    Leaves out halves, quarters and so on, as delta debugging does; what comes after the end that is needed
    goes first.
    """
    parts = 2
    while tries and len(schedule.actions) > 1:
        for kept in _without_one(schedule.actions, parts):
            tries -= 1
            candidate = schedule.with_actions(kept)
            if breaks(candidate):
                schedule, parts = candidate, max(2, parts - 1)
                break
            if not tries:
                break
        else:
            if parts >= len(schedule.actions):
                break
            parts = min(len(schedule.actions), parts * 2)
    return schedule


def _without_one(actions: tuple[Action, ...], parts: int) -> list[tuple[Action, ...]]:
    size = -(-len(actions) // parts)
    starts = range(0, len(actions), size)
    return [actions[:start] + actions[start + size :] for start in reversed(starts)]
