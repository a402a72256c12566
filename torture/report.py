"""docs/torture.md: the counts that a run reached, beside their goals."""

import json
import platform
import sqlite3
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Final

from torture.places import ROOT
from torture.results import Result

MUTANTS: Final = ROOT / "build" / "mutants.json"

_MUTANTS_HEAD: Final = """Each takes one safeguard away; the simulation or the quick tests must notice
(`python -m torture.mutants`): {killed} of {all} killed.
"""

_HEAD: Final = """# What the queue survives

Every figure here comes from a run of `python -m torture`; nothing is estimated. The same seed gives the same
cases again. A class that did not reach its goal in the time it had says so.

`make torture` runs everything in full; `python -m torture --minutes 30 --write` writes this page from what
half an hour gives; `python -m torture R7 --share 0.1` runs a tenth of one class; every class also runs alone,
for example `python -m torture.kills --count 200 --seed 1`. A small share of each runs in `make test`.

"""


def write_report(
    file: Path, modules: Mapping[str, ModuleType], results: Mapping[str, Result], share: float
) -> None:
    """Write the page."""
    rows = [_row(name, modules[name], result) for name, result in results.items()]
    table = "\n".join(
        (
            "| class | what | goal | reached | of it | violations | seconds | seed |",
            "|---|---|---:|---:|---:|---:|---:|---:|",
            *rows,
        )
    )
    parts = [
        _HEAD,
        "## Counts\n\n",
        f"Asked for: {share:.0%} of the full counts. {machine()}\n\n",
        table,
        "\n",
    ]
    parts += [_details(results), mutants_part()]
    file.write_text("".join(parts), encoding="utf-8")


def machine() -> str:
    """Name the machine without saying whose it is."""
    cores = 0
    model = platform.machine()
    info = Path("/proc/cpuinfo")
    if info.is_file():
        lines = info.read_text(encoding="utf-8").splitlines()
        cores = sum(line.startswith("processor") for line in lines)
        model = next(
            (line.partition(":")[2].strip() for line in lines if line.startswith("model name")), model
        )
    python, sqlite = platform.python_version(), sqlite3.sqlite_version
    return f"Machine: {model}, {cores} cores, {platform.system()}, Python {python}, SQLite {sqlite}."


def _row(name: str, module: ModuleType, result: Result) -> str:
    what = (module.__doc__ or "").strip().splitlines()[0].rstrip(".")
    reached = result.count / module.GOAL
    return (
        f"| {name} | {what} | {module.GOAL:,} | {result.count:,} | {reached:.0%} | {result.violations} "
        f"| {result.seconds:,.0f} | {result.seed} |"
    )


def _details(results: Mapping[str, Result]) -> str:
    lines = ["\n## What was injected and seen\n"]
    for name, result in results.items():
        if result.figures:
            figures = ", ".join(f"{key} {count:,}" for key, count in sorted(result.figures.items()))
            lines.append(f"* **{name}**: {figures}")
        lines += [f"* **{name} broke**: {sentence}" for sentence in result.broken]
    return "\n".join(lines) + "\n"


def mutants_part() -> str:
    """Return the table of the last run of ``python -m torture.mutants``."""
    if not MUTANTS.is_file():
        return ""
    rows = json.loads(MUTANTS.read_text(encoding="utf-8"))
    killed = sum(bool(row["killed_by"]) for row in rows)
    lines = [
        "\n## R14: mutants of our own safety code\n",
        _MUTANTS_HEAD.format(killed=killed, all=len(rows)),
        "| mutant | what it takes away | killed by | seconds |",
        "|---|---|---|---:|",
    ]
    lines += [
        f"| {row['name']} | {row['what']} | {row['killed_by'] or 'NOBODY'} | {row['seconds']:.0f} |"
        for row in rows
    ]
    return "\n".join(lines) + "\n"
