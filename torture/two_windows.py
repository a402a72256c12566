"""Enqueue while draining, two windows on one file, the holder of a lease killed or slower than its lease."""

import sys
from typing import Final

from clinic_terminal.simulation.faults import FaultName, Weather
from torture.results import Result, scaled
from torture.weathered import run_in

GOAL: Final = 100_000
SMALL: Final = 0.001
_WEATHER: Final = Weather(
    {
        FaultName.MEANWHILE: 0.5,
        FaultName.SLOW: 0.15,
        FaultName.RESTART: 0.2,
        FaultName.LOSE_ANSWER: 0.15,
        FaultName.DUPLICATE: 0.1,
    }
)


def run(share: float, seed: int) -> Result:
    """Bring a share of the acts through one workstation with two windows."""
    return run_in(_WEATHER, "R8", scaled(GOAL, share), seed, machines=1)


if __name__ == "__main__":
    from torture.__main__ import alone

    sys.exit(alone(sys.modules[__name__]))
