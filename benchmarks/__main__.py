"""Run all benchmarks and print one table: ``python -m benchmarks [NAME...]``."""

import importlib
import json
import sys
from pathlib import Path

from benchmarks.measure import Claim, as_table

NAMES = (
    "cold_start",
    "split_lines",
    "item_search",
    "repaint_bill",
    "ink_latency",
    "durable_finish",
    "queue_depth",
    "start_full",
    "picture_plain",
    "card_pictures",
    "card_decode",
    "card_lookup",
    "card_torture",
    "black_hole",
    "drain",
    "drain_frames",
    "pinyin_search",
    "seal_bill",
)


def main(names: list[str]) -> int:
    """Run the named benchmarks (all if none) and return 0 if every claim holds, else 1."""
    claims: list[Claim] = []
    for name in names or NAMES:
        claims += importlib.import_module(f"benchmarks.{name}").claims()
    print(as_table(claims))
    folder = Path("build")
    folder.mkdir(exist_ok=True)
    (folder / "benchmarks.json").write_text(json.dumps([claim.plain() for claim in claims], indent=1))
    return 0 if all(claim.holds for claim in claims) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
