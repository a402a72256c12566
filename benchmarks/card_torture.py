"""Random and mutated texts against the card verifier: none accepted, no uncaught error, none slow.

    python -m benchmarks.card_torture --inputs 1000000 --seed 20260302 [--processes 2]

prints one JSON line and exits 0 only where nothing was accepted, nothing escaped and nothing took more
than 50 ms of processor time. The same seed and number give the same texts, by any number of processes.
"""

import argparse
import json
import sys
import time
from concurrent.futures import ProcessPoolExecutor

from benchmarks.measure import Claim
from tests.card.fuzzing import SLOW_MS, Tally, fuzz

CHUNK = 10_000
SAMPLE = 20_000
SEED = "20260302"


def claims() -> list[Claim]:
    """Judge a sample and return the claim that the slowest text stays under its limit and none passes."""
    tally = fuzz(SAMPLE, SEED)
    wrong = tally.accepted + len(tally.errors)
    return [
        Claim(
            "malformed cards that pass or escape",
            f"{SAMPLE} random and mutated texts",
            wrong / SAMPLE,
            0.0,
            at_least=False,
            figures=f"{wrong} of {tally.inputs}; slowest {tally.slowest_ms:.1f} ms (limit {SLOW_MS:.0f})",
        )
    ]


def run(inputs: int, seed: str, processes: int) -> Tally:
    """Judge ``inputs`` texts in chunks, each from its own seed."""
    sizes = [min(CHUNK, inputs - start) for start in range(0, inputs, CHUNK)]
    seeds = [f"{seed}/{number}" for number in range(len(sizes))]
    total = Tally()
    with ProcessPoolExecutor(processes) as pool:
        for tally in pool.map(fuzz, sizes, seeds):
            total.add(tally)
    return total


def main(arguments: list[str]) -> int:
    """Run as the command line says and print the counts."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--inputs", type=int, default=1_000_000)
    parser.add_argument("--seed", default=SEED)
    parser.add_argument("--processes", type=int, default=1)
    wanted = parser.parse_args(arguments)
    begun = time.monotonic()
    tally = run(wanted.inputs, wanted.seed, wanted.processes)
    print(
        json.dumps(
            {
                "inputs": tally.inputs,
                "seed": wanted.seed,
                "accepted": tally.accepted,
                "uncaught": len(tally.errors),
                "slowest_ms": round(tally.slowest_ms, 2),
                "slowest_wall_ms": round(tally.slowest_wall_ms, 2),
                "over_50_ms": tally.slow,
                "seconds": round(time.monotonic() - begun, 1),
                "outcomes": dict(sorted(tally.outcomes.items())),
                "kinds": dict(sorted(tally.kinds.items())),
                "errors": tally.errors[:5],
            }
        )
    )
    return 0 if tally.accepted == tally.slow == len(tally.errors) == 0 else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
