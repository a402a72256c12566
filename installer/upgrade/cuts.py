"""Where dpkg and the first start are cut: before the N-th of the system calls that change the disk.

strace kills the traced program as it enters the call, so that a moment is the same in every run. How many
such calls there are is counted in a run that is not cut.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

DPKG_CALLS: Final = ("fchmod", "rename")
"""dpkg writes all files under a name of their own first (one fchmod each), then renames them into place."""

START_CALLS: Final = ("pwrite64", "fdatasync", "fsync")
"""SQLite's: pages into the log of changes and the file, and what makes them last."""

_LINE: Final = re.compile(r"^(\d+) +(\w+)\(")


@dataclass(frozen=True, slots=True)
class Cut:
    """Killed as the ``number``-th ``call`` of one thread begins, of ``total`` in a run that is not cut."""

    call: str
    number: int
    total: int

    def __str__(self) -> str:
        return f"{self.call} {self.number} of {self.total}"


def watching(log: Path, calls: Sequence[str]) -> list[str]:
    """Return the tracer that writes each of the calls to ``log``."""
    return ["strace", "-f", "-qq", "-e", f"trace={','.join(calls)}", "-o", str(log)]


def cutting(cut: Cut) -> list[str]:
    """Return the tracer that kills at ``cut``."""
    kill = f"inject={cut.call}:signal=KILL:when={cut.number}"
    return ["strace", "-f", "-qq", "-e", f"trace={cut.call}", "-e", kill, "-o", "/dev/null"]


def counted(log: Path) -> dict[str, int]:
    """Return how often the busiest thread made each call."""
    lines = log.read_text(encoding="utf-8").splitlines()
    seen = Counter(found.groups() for line in lines if (found := _LINE.match(line)))
    most: dict[str, int] = {}
    for (_thread, call), number in seen.items():
        most[call] = max(most.get(call, 0), number)
    return most


def spread(totals: dict[str, int], shares: Sequence[float]) -> list[Cut]:
    """Return a cut of each call at each share of its total, the first and last included by 0 and 1."""
    moments = {
        (call, 1 + round(share * (total - 1))): total for call, total in totals.items() for share in shares
    }
    return [Cut(call, number, total) for (call, number), total in sorted(moments.items())]
