"""What happens in an episode, drawn before it begins, so that parts of it can be left out."""

from dataclasses import dataclass, replace
from enum import StrEnum
from random import Random
from typing import Final, Self

from clinic_terminal.simulation.faults import FaultName, Weather


class Deed(StrEnum):
    """What is done next."""

    VISIT = "VISIT"
    VOID = "VOID"
    SYNC = "SYNC"
    WAIT = "WAIT"
    LEAP = "LEAP"
    RETRY = "RETRY"
    RESTART = "RESTART"


@dataclass(frozen=True, slots=True)
class Action:
    """One deed at one machine's window; all chance in it comes from its own ``salt``."""

    deed: Deed
    machine: int
    window: int
    salt: int


@dataclass(frozen=True, slots=True)
class Schedule:
    """An episode: its seed, its faults, its machines and what is done in it; ``weather`` is drawn if None.

    ``pairs``: the share of visits at which two bills of one child are under way at once.
    """

    seed: str
    faults: frozenset[FaultName]
    machines: int
    windows: int
    actions: tuple[Action, ...]
    weather: Weather | None = None
    pairs: float = 0.0

    def in_weather(self, weather: Weather) -> Self:
        """Return the same in this weather."""
        return replace(self, weather=weather)

    def with_actions(self, actions: tuple[Action, ...]) -> Self:
        """Return the same with fewer actions."""
        return replace(self, actions=actions)


_DEEDS: Final = {
    Deed.VISIT: 50,
    Deed.VOID: 6,
    Deed.SYNC: 22,
    Deed.WAIT: 16,
    Deed.LEAP: 2,
    Deed.RETRY: 1,
    Deed.RESTART: 2,
}
_VISITS_THAT_CLOSE: Final = 0.8
_PAIRS: Final = (0.0, 0.0, 0.1, 0.2)
_WINDOW: Final = 4
"""One deed of so many is done in the second window."""


def draw(seed: str, acts: int, machines: int, faults: frozenset[FaultName]) -> Schedule:
    """Draw the schedule of an episode of about so many acts."""
    chance = Random(seed)  # noqa: S311  a simulation, no secret
    per_action = (_DEEDS[Deed.VISIT] * _VISITS_THAT_CLOSE + _DEEDS[Deed.VOID] * 0.8) / sum(_DEEDS.values())
    deeds = chance.choices(list(_DEEDS), list(_DEEDS.values()), k=max(1, round(acts / per_action)))
    actions = tuple(
        Action(deed, chance.randrange(machines), chance.randrange(_WINDOW) == 0, chance.getrandbits(48))
        for deed in deeds
    )
    pairs = Random(f"{seed}/pairs").choice(_PAIRS)  # noqa: S311  a simulation, no secret
    return Schedule(seed, faults, machines, 2, actions, pairs=pairs)
