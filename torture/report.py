"""docs/torture.md: the counts that a run reached, beside their goals."""

import json
import platform
import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Final

from torture.places import ROOT
from torture.results import Result

MUTANTS: Final = ROOT / "build" / "mutants.json"

_MUTANTS_HEAD: Final = """Each takes one safeguard away; the simulation or the quick tests must notice
(`python -m torture.mutants`): {killed} of {all} killed.
"""

FINDINGS: Final = "## What these runs found in the product"
"""The part of the page that people write: it stays as it is."""

_HEAD: Final = """# What the queue survives

Every figure here comes from a run of `python -m torture`; nothing is estimated. The same seed gives the same
cases again. A class that did not reach its goal in the time it had says so.

`make torture` runs everything in full; it keeps every finished slice in `build/torture.jsonl` and goes on
there after an interruption, as long as the sources are the same (to work on meanwhile, run it in a copy).
`python -m torture --minutes 30 --write` writes this page from what half an hour gives; `python -m torture R7
--share 0.1` runs a tenth of one class; every class also runs alone, for example `python -m torture.kills
--count 200 --seed 1`. A small share of each runs in `make test`.

"""


def write_report(
    file: Path,
    modules: Mapping[str, ModuleType],
    results: Mapping[str, Result],
    share: float,
    times: Sequence[str] = (),
) -> None:
    """Write the page anew but for its findings. ``times``: when the counting began and ended, in UTC.

    A class without a result stands there with nothing reached.
    """
    none = next((one.seed for one in results.values()), 0)
    full = {name: results.get(name, Result(name, 0, 0, 0.0, none)) for name in modules}
    rows = [_row(name, modules[name], result) for name, result in full.items()]
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
        _when(times, full),
        table,
        "\n",
    ]
    parts += [_details(full), findings_of(file), mutants_part()]
    file.write_text("".join(parts), encoding="utf-8")


def _when(times: Sequence[str], results: Mapping[str, Result]) -> str:
    """Say when the counting was done; the seconds of the table are those of each slice, added up."""
    hours = sum(result.seconds for result in results.values()) / 3_600
    words = f"The seconds of all slices, one after the other, are {hours:.1f} hours."
    if times:
        began, ended = (time.replace("T", " ").removesuffix("+00:00") for time in times)
        words += f" The first slice began at {began} UTC, the last one ended at {ended} UTC."
    return f"{words}\n\n"


def findings_of(file: Path) -> str:
    """Return the findings of the page as it stands, up to the next heading; empty where there are none."""
    page = file.read_text(encoding="utf-8") if file.is_file() else ""
    _, heading, rest = page.partition(f"\n{FINDINGS}\n")
    return f"\n{FINDINGS}\n{rest.partition(chr(10) + '## ')[0]}" if heading else ""


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
