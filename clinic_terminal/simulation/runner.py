"""Many episodes from one seed, and the result as one JSON line; a violation is shrunk and told."""

import json
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from clinic_terminal.simulation.episode import Episode, Outcome
from clinic_terminal.simulation.faults import FaultName
from clinic_terminal.simulation.schedule import Schedule, draw

ACTS_AN_EPISODE: Final = 100
_IN_MEMORY: Final = Path("/dev/shm")  # noqa: S108  no disk is tested here; tempfile makes the folder


@dataclass(slots=True)
class Total:
    """All episodes of a run."""

    seed: int
    acts: int = 0
    sent: int = 0
    episodes: int = 0
    injected: Counter[str] = field(default_factory=Counter)
    checks: Counter[str] = field(default_factory=Counter)
    seen: Counter[str] = field(default_factory=Counter)
    violations: list[str] = field(default_factory=list)
    failed: list[Schedule] = field(default_factory=list)
    traces: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def add(self, schedule: Schedule, outcome: Outcome) -> None:
        """Add an episode."""
        self.acts += outcome.acts
        self.sent += outcome.sent
        self.episodes += 1
        self.injected += outcome.injected
        self.checks += outcome.checks
        self.seen += outcome.seen
        self.violations += [f"seed {schedule.seed}: {sentence}" for sentence in outcome.broken]
        self.traces.append(outcome.digest)
        if outcome.broken:
            self.failed.append(schedule)

    def plain(self) -> dict[str, Any]:
        """Return the result as plain values."""
        return {
            "seed": self.seed,
            "acts": self.acts,
            "episodes": self.episodes,
            "requests_with_acts": self.sent,
            "faults_injected": dict(sorted(self.injected.items())),
            "invariants_checked": dict(sorted(self.checks.items(), key=lambda one: int(one[0][1:]))),
            "seen": dict(sorted(self.seen.items())),
            "violations": len(self.violations),
            "trace_hash": sha256("".join(self.traces).encode()).hexdigest(),
            "seconds": round(self.seconds, 1),
            "acts_per_second": round(self.acts / self.seconds) if self.seconds else 0,
        }


def play(schedule: Schedule) -> Outcome:
    """Play one schedule in a folder that is thrown away."""
    place = str(_IN_MEMORY) if _IN_MEMORY.is_dir() else None
    with TemporaryDirectory(dir=place) as folder:
        return Episode(schedule, Path(folder)).run()


def simulate(
    seed: int, acts: int, machines: int, faults: frozenset[FaultName], *, pairs: float | None = None
) -> Total:
    """Play episodes until so many acts are through; the first that breaks a promise is the last.

    The first is played twice, since the same seed must give the same trace (I12). ``pairs``: the share of
    visits with two bills of a child in all episodes; each draws its own where None is given.
    """
    total, started = Total(seed), time.perf_counter()
    for drawn in _schedules(seed, acts, machines, faults):
        schedule = drawn if pairs is None else replace(drawn, pairs=pairs)
        outcome = play(schedule)
        if not total.episodes:
            outcome = repeated(outcome, play(schedule))
        total.add(schedule, outcome)
        total.seconds = time.perf_counter() - started
        if total.acts >= acts or total.failed:
            break
    return total


def repeated(first: Outcome, second: Outcome) -> Outcome:
    """Return the first outcome with what comparing it to a second one of the same schedule says (I12)."""
    checks = first.checks + Counter({"I12": 1})
    same = first.digest == second.digest
    broken = () if same else ("I12: the same seed gave another trace",)
    return replace(first, checks=checks, broken=first.broken + broken)


def _schedules(seed: int, acts: int, machines: int, faults: frozenset[FaultName]) -> Iterator[Schedule]:
    number = 0
    while True:
        yield draw(f"{seed}/{number}", min(acts, ACTS_AN_EPISODE), machines, faults)
        number += 1


def as_line(total: Total) -> str:
    """Return the result as one line of JSON."""
    return json.dumps(total.plain(), ensure_ascii=False)
