"""Malformed cards: random and mutated texts, none accepted, no uncaught error, none over 50 ms."""

import sys
import time
from collections import Counter
from typing import Final

from tests.card.fuzzing import fuzz
from torture.results import MOST_SHOWN, Result, scaled

GOAL: Final = 1_000_000
SMALL: Final = 0.001


def run(share: float, seed: int) -> Result:
    """Judge a share of the texts."""
    started = time.perf_counter()
    tally = fuzz(scaled(GOAL, share), f"R12/{seed}")
    violations = tally.accepted + len(tally.errors) + tally.slow
    seconds = time.perf_counter() - started
    broken = tuple(str(error) for error in tally.errors[:MOST_SHOWN])
    return Result("R12", tally.inputs, violations, seconds, seed, broken, Counter(tally.outcomes))


if __name__ == "__main__":
    from torture.__main__ import alone

    sys.exit(alone(sys.modules[__name__]))
