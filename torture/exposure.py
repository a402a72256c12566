"""Exposure limits at the edge: clock back and forward, restarts, a second workstation racing."""

import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Final

from tests.application.exposure_edge import run as run_edge
from torture.places import fast
from torture.results import MOST_SHOWN, Result, scaled

GOAL: Final = 50_000
SMALL: Final = 0.002


def run(share: float, seed: int) -> Result:
    """Make a share of the attempts; the count is attempts to finish a bill."""
    started = time.perf_counter()
    with tempfile.TemporaryDirectory(dir=fast()) as folder:
        tally = run_edge(Path(folder) / "edge", f"R11/{seed}", scaled(GOAL, share))
    figures = Counter(
        {
            "accepted": tally.accepted,
            "accepted at the edge": tally.at_the_edge,
            "races": tally.races,
            "clock jumps": tally.jumps,
            "restarts": tally.restarts,
        }
    )
    broken = tuple(tally.wrong[:MOST_SHOWN])
    seconds = time.perf_counter() - started
    return Result("R11", tally.attempts, len(tally.wrong), seconds, seed, broken, figures)


if __name__ == "__main__":
    from torture.__main__ import alone

    sys.exit(alone(sys.modules[__name__]))
