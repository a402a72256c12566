"""What one fault class came to: how often it was tried, how often the promise broke."""

import json
import math
from collections import Counter
from dataclasses import dataclass, field
from typing import Self

MOST_SHOWN = 5
"""Violations that are kept with their words; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Result:
    """One run of one class. ``count`` is what was really done, of the class's own unit.

    ``violations`` is how many promises broke and ``broken`` says the first few; ``figures`` are further
    counts (faults by kind, outcomes); they add up when results are added.
    """

    name: str
    count: int
    violations: int
    seconds: float
    seed: int
    broken: tuple[str, ...] = ()
    figures: Counter[str] = field(default_factory=Counter)

    def plus(self, other: Self) -> Self:
        """Return both runs as one; the seed is the first one's."""
        return type(self)(
            self.name,
            self.count + other.count,
            self.violations + other.violations,
            self.seconds + other.seconds,
            self.seed,
            (self.broken + other.broken)[:MOST_SHOWN],
            self.figures + other.figures,
        )

    def line(self) -> str:
        """Return the result as one line of JSON."""
        plain = {
            "class": self.name,
            "count": self.count,
            "violations": self.violations,
            "seconds": round(self.seconds, 1),
            "seed": self.seed,
            "broken": list(self.broken),
            "figures": dict(sorted(self.figures.items())),
        }
        return json.dumps(plain, ensure_ascii=False)


def scaled(goal: int, share: float) -> int:
    """Return how many of ``goal`` a share asks for, at least one."""
    return max(1, math.ceil(goal * share))
