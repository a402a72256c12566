"""What a test run tried of the fault classes, told in a table at the end of its output.

A test notes its count in its own report: that comes back from the processes of xdist, whose output does not.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

import pytest

PROPERTY: Final = "fault class"
HEADING: Final = "fault classes, a share of each (the full counts: make torture)"


@dataclass(frozen=True, slots=True)
class Count:
    """What a test, or several of one file, tried of a class. ``full``: the count of `make torture`."""

    name: str
    tried: int
    full: int
    violations: int
    seed: str

    def plus(self, other: "Count") -> "Count":
        """Return both as one; the seeds stand beside each other."""
        # In order: processes end as they please, and the same run is to say the same.
        seeds = sorted({*self.seed.split(", "), *other.seed.split(", ")})
        tried, violations = self.tried + other.tried, self.violations + other.violations
        return replace(self, tried=tried, violations=violations, seed=", ".join(seeds))


NoteCount = Callable[[Count], None]


@pytest.fixture
def note_count(record_property: Callable[[str, object], None]) -> NoteCount:
    """Return what notes a count; to be called before anything is asserted of it."""

    def note(count: Count) -> None:
        # As a list: the reports of other processes carry plain values only.
        record_property(PROPERTY, [count.name, count.tried, count.full, count.violations, count.seed])

    return note


def counts_in(reports: Iterable[object]) -> dict[tuple[str, str], Count]:
    """Return what was noted, added up by class and file of tests."""
    found: dict[tuple[str, str], Count] = {}
    for report in reports:
        if getattr(report, "when", "") != "call":
            continue
        file = str(getattr(report, "nodeid", "")).partition("::")[0]
        for name, value in getattr(report, "user_properties", ()):
            if name == PROPERTY:
                count = Count(*value)
                before = found.get((count.name, file))
                found[count.name, file] = before.plus(count) if before else count
    return dict(sorted(found.items(), key=lambda one: (int(one[0][0].removeprefix("R")), one[0][1])))


def table(counts: Mapping[tuple[str, str], Count]) -> list[str]:
    """Return the lines of the table; none where nothing was noted."""
    if not counts:
        return []
    rows = [("class", "count", "of the full", "share", "violations", "seed", "tests")]
    for (_, file), one in counts.items():
        share = f"{one.tried / one.full:.3%}"
        rows.append((one.name, f"{one.tried:,}", f"{one.full:,}", share, str(one.violations), one.seed, file))
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return [_line(row, widths) for row in rows]


def _line(row: tuple[str, ...], widths: list[int]) -> str:
    name, *figures, seed, file = row
    shown = [figure.rjust(width) for figure, width in zip(figures, widths[1:-2], strict=True)]
    return "  ".join((name.ljust(widths[0]), *shown, seed.ljust(widths[-2]), file)).rstrip()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Write the table above pytest's closing line."""
    lines = table(counts_in(report for reports in terminalreporter.stats.values() for report in reports))
    if lines:
        terminalreporter.section(HEADING)
        for line in lines:
            terminalreporter.write_line(line)
