"""What a claim is: a ratio of two things measured in one run, against its goal."""

import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Claim:
    """``ratio`` of ours to ``peer``; holds where it is at most (or at least) ``goal``."""

    what: str
    peer: str
    ratio: float
    goal: float
    at_least: bool
    figures: str

    @property
    def holds(self) -> bool:
        """Whether the goal is reached."""
        return self.ratio >= self.goal if self.at_least else self.ratio <= self.goal

    def plain(self) -> dict[str, object]:
        """Return the claim as plain values."""
        return {**asdict(self), "holds": self.holds}


def as_table(claims: list[Claim]) -> str:
    """Return the claims as a Markdown table."""
    lines = ["| measure | against | ratio | goal | holds | figures |", "|---|---|---:|---:|---|---|"]
    for claim in claims:
        sign = "≥" if claim.at_least else "≤"
        holds = "yes" if claim.holds else "NO"
        lines.append(
            f"| {claim.what} | {claim.peer} | {claim.ratio:.2f} | {sign} {claim.goal} "
            f"| {holds} | {claim.figures} |"
        )
    return "\n".join(lines)


def paired(
    ours: Callable[[], None], peer: Callable[[], None], rounds: int
) -> tuple[list[float], list[float]]:
    """Time two functions in turn, so that a busy machine troubles both alike; seconds."""
    mine: list[float] = []
    theirs: list[float] = []
    for _ in range(rounds):
        for work, times in ((peer, theirs), (ours, mine)):
            start = time.perf_counter()
            work()
            times.append(time.perf_counter() - start)
    return mine, theirs


def median_ratio(mine: list[float], theirs: list[float]) -> float:
    """Return the median of the pairwise ratios."""
    return statistics.median(one / other for one, other in zip(mine, theirs, strict=True))


def milliseconds(times: list[float]) -> str:
    """Return median, minimum and maximum in milliseconds."""
    low, middle, high = min(times), statistics.median(times), max(times)
    return f"{middle * 1000:.0f} ms ({low * 1000:.0f} to {high * 1000:.0f})"
