"""The five exposure limits at their edge: two workstations on one encrypted file, jumping clocks, restarts.

    python -m benchmarks.exposure_edge --attempts 50000 --seed 2026-05-21 [--chunk 5000]

prints one JSON line and exits 0 only where no limit was ever passed, and nothing refused that had room. A
quarter of the attempts are races of the two workstations for room that only one of them may have.
"""

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.measure import Claim
from tests.application.exposure_edge import Tally, run

SAMPLE = 5_000
CHUNK = 5_000
SEED = "2026-05-21"


def claims() -> list[Claim]:
    """Run a sample and return the claim that nothing passes a limit."""
    tally = run_all(SAMPLE, SEED, CHUNK)
    figures = f"{len(tally.wrong)} of {tally.attempts}; {tally.at_the_edge} accepted at the edge itself"
    return [
        Claim(
            "offline bills over an exposure limit",
            f"{SAMPLE} attempts at the edge",
            len(tally.wrong) / tally.attempts,
            0.0,
            at_least=False,
            figures=figures,
        )
    ]


def run_all(attempts: int, seed: str, chunk: int) -> Tally:
    """Make the attempts in chunks, each on a new file and from its own seed."""
    total = Tally()
    with tempfile.TemporaryDirectory() as folder:
        for number, start in enumerate(range(0, attempts, chunk)):
            size = min(chunk, attempts - start)
            total.add(run(Path(folder) / str(number), f"{seed}/{number}", size))
    return total


def main(arguments: list[str]) -> int:
    """Run as the command line says and print the counts."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--attempts", type=int, default=50_000)
    parser.add_argument("--seed", default=SEED)
    parser.add_argument("--chunk", type=int, default=CHUNK)
    wanted = parser.parse_args(arguments)
    begun = time.monotonic()
    tally = run_all(wanted.attempts, wanted.seed, wanted.chunk)
    print(
        json.dumps(
            {
                "attempts": tally.attempts,
                "seed": wanted.seed,
                "overshoots_or_wrong_refusals": len(tally.wrong),
                "accepted": tally.accepted,
                "accepted_at_the_edge": tally.at_the_edge,
                "refused": dict(sorted(tally.refused.items())),
                "races": tally.races,
                "clock_jumps": tally.jumps,
                "restarts": tally.restarts,
                "seconds": round(time.monotonic() - begun, 1),
                "wrong": tally.wrong[:5],
            }
        )
    )
    return 0 if not tally.wrong else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
