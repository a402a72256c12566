"""docs/torture.md: the counts that a run reached, beside their goals."""

import json
import platform
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Final

from sqlcipher3 import dbapi2

from torture.places import ROOT
from torture.results import Result, scaled

MUTANTS: Final = ROOT / "build" / "mutants.json"

_MUTANTS_HEAD: Final = """Each takes one safeguard away; the simulation or the quick tests must notice
(`python -m torture.mutants`): {killed} of {all} killed.
"""

FINDINGS: Final = "## What these runs found in the product"
"""The part of the page that people write: it stays as it is."""

KEPT: Final = ("<!-- written by hand, kept -->", "<!-- end of what is kept -->")
"""What stands between these lines above the table stays as well."""

SEEDS: Final = {"R1": 10_000}
"""How many seeds a class is to play beside its count."""

NOTES: Final = {
    "R2": "some 170 calls a day, by chance; `python -m torture.power_loss --count 30000` takes them all",
    "R3": "200 cases a day, by chance; `python -m torture.io_errors` takes every N",
    "R6": "two tries a case",
    "R8": "one workstation with two windows on one SQLite file; PostgreSQL is not built",
}
"""What is to be known of a class's figures."""

_HEAD: Final = """# What the queue survives

Every figure here comes from a run of `python -m torture`; nothing is estimated. The same seed gives the same
cases again. A class that did not reach its goal in the time it had says so.

`make torture` runs everything in full; it keeps every finished slice in `build/torture.jsonl` and goes on
there after an interruption, as long as the sources are the same (to work on meanwhile, run it in a copy).
`python -m torture --minutes 30 --write` writes this page from what half an hour gives; `python -m torture R7
--share 0.1` runs a tenth of one class; every class also runs alone, for example `python -m torture.kills
--count 200 --seed 1`. A small share of each runs in `make test`, which ends with a table of their counts.

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
        f"Asked for: {share:.0%} of the full counts; {_reached(modules, full, share)} {machine()}\n\n",
        _when(times, full),
        kept_of(file),
        table,
        "\n",
        _seeds(full),
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


def _reached(modules: Mapping[str, ModuleType], results: Mapping[str, Result], share: float) -> str:
    """Say how many classes came to what was asked for, and name the others."""
    short = [name for name, result in results.items() if result.count < scaled(modules[name].GOAL, share)]
    if not short:
        return f"all {len(results)} classes reached it."
    named = ", ".join(f"{name} ({results[name].count / modules[name].GOAL:.0%})" for name in short)
    return f"**{len(results) - len(short)} of {len(results)} classes reached it, {named} did not.**"


def _seeds(results: Mapping[str, Result]) -> str:
    """Say how many seeds were played where a class has a goal for them too."""
    lines = [
        f"\n{name} is to play {goal:,} seeds as well: {results[name].figures['seeds']:,} were played.\n"
        for name, goal in SEEDS.items()
        if name in results
    ]
    return "".join(lines)


def kept_of(file: Path) -> str:
    """Return what was written by hand above the table between its two lines; these alone on a new page."""
    page = file.read_text(encoding="utf-8") if file.is_file() else ""
    begin, end = KEPT
    kept = page.partition(f"{begin}\n")[2].partition(end)[0]
    return f"{begin}\n{kept}{end}\n\n"


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
    system = f"{cores} cores, {platform.system()}, Python {platform.python_version()}"
    return f"Machine: {model}, {system}, {_database()}."


def _database() -> str:
    """Name the SQLite that the store works with: SQLCipher brings its own, not Python's."""
    connection = dbapi2.connect(":memory:")
    (cipher,) = connection.execute("PRAGMA cipher_version").fetchone()
    connection.close()
    return f"SQLCipher {cipher} with SQLite {dbapi2.sqlite_version}"


def _row(name: str, module: ModuleType, result: Result) -> str:
    what = (module.__doc__ or "").strip().splitlines()[0].rstrip(".").removeprefix(f"{name}: ")
    what = what[:1].upper() + what[1:]
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
            note = f" ({NOTES[name]})" if name in NOTES else ""
            lines.append(f"* **{name}**{note}: {figures}")
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
