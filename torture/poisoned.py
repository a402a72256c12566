"""Poisoned items: 409, 413 and 422 for ever, and phases of 401 and 403 in mid-queue."""

import sys
from typing import Final

from clinic_terminal.simulation.faults import FaultName, Weather
from torture.results import Result, scaled
from torture.weathered import run_in

GOAL: Final = 100_000
SMALL: Final = 0.001
_WEATHER: Final = Weather(
    {FaultName.POISON: 0.12, FaultName.SESSION: 0.15, FaultName.RESTART: 0.05, FaultName.LOSE_ANSWER: 0.1}
)


def run(share: float, seed: int) -> Result:
    """Bring a share of the acts through, one in eight of them poisoned."""
    return run_in(_WEATHER, "R9", scaled(GOAL, share), seed, machines=2)


if __name__ == "__main__":
    from torture.__main__ import alone

    sys.exit(alone(sys.modules[__name__]))
