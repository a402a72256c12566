"""`clinic-terminal split` on many cases against a bare read and write of the same JSON lines."""

import io
import json
from pathlib import Path

from benchmarks.measure import Claim, median_ratio, milliseconds, paired
from clinic_terminal.contract.split import adjudicate_lines

CASES = 20_000
ROUNDS = 5
EXAMPLES = Path(__file__).parent.parent / "tests" / "data" / "worked-examples.jsonl"


def claims() -> list[Claim]:
    """Measure and return the claim."""
    examples = EXAMPLES.read_bytes().splitlines(keepends=True)
    lines = [examples[number % len(examples)] for number in range(CASES)]
    mine, theirs = paired(lambda: _split(lines), lambda: _copy(lines), ROUNDS)
    return [
        Claim(
            f"split of {CASES:,} cases",
            "reading and writing the same JSON lines",
            median_ratio(mine, theirs),
            4.0,
            at_least=False,
            figures=f"{milliseconds(mine)} against {milliseconds(theirs)}",
        )
    ]


def _split(lines: list[bytes]) -> None:
    out = io.StringIO()
    for answer in adjudicate_lines(lines):
        out.write(json.dumps(answer, ensure_ascii=False) + "\n")


def _copy(lines: list[bytes]) -> None:
    out = io.StringIO()
    for line in lines:
        out.write(json.dumps(json.loads(line), ensure_ascii=False) + "\n")
