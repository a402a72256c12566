"""Seeded simulation: the real verbs, store and sync code against a model server, all faults, virtual time."""

import sys
import time
from collections import Counter
from typing import Final

from clinic_terminal.simulation.faults import FaultName
from clinic_terminal.simulation.runner import simulate
from torture.results import MOST_SHOWN, Result, scaled

GOAL: Final = 1_000_000
SLICE: Final = 0.002
SMALL: Final = 0.0001
_MACHINES: Final = (1, 2, 2, 3)


def run(share: float, seed: int) -> Result:
    """Bring a share of the acts through; the count is acts, ``figures`` the faults by kind."""
    started, wanted = time.perf_counter(), scaled(GOAL, share)
    total = simulate(seed, wanted, _MACHINES[seed % len(_MACHINES)], frozenset(FaultName))
    figures = total.injected + total.seen
    figures += Counter({"seeds": total.episodes, "checks": sum(total.checks.values())})
    broken = tuple(total.violations[:MOST_SHOWN])
    seconds = time.perf_counter() - started
    return Result("R1", total.acts, len(total.violations), seconds, seed, broken, figures)


if __name__ == "__main__":
    from torture.__main__ import alone

    sys.exit(alone(sys.modules[__name__]))
