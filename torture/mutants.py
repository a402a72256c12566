"""R14: mutants of our own safety code, each of which must be noticed.

    python -m torture.mutants [NAME...] [--processes 2]

Each mutant is put into a copy of the tree; its killers run there, in order, until one fails. What they say
of the unchanged tree is asked first: a killer that fails there kills nothing. Prints one JSON line a mutant,
keeps build/mutants.json for docs/torture.md, and exits 1 where a mutant lives.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from torture.mutant_list import MUTANTS, Mutant
from torture.places import ROOT, fast
from torture.report import MUTANTS as REPORT

_COPIED: Final = ("clinic_terminal", "tests", "torture", "benchmarks", "tools")
_LINKED: Final = ("resources", "docs", "requirements")
_FILES: Final = ("pyproject.toml",)
LIMIT_S: Final = 300
"""A mutant that hangs is noticed too."""


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a mutant; ``killed_by`` is empty where it lives."""

    name: str
    what: str
    killed_by: str
    seconds: float


class StaleMutantError(Exception):
    """The text that a mutant replaces does not stand once in its file."""

    def __init__(self, mutant: Mutant, times: int) -> None:
        super().__init__(f"{mutant.name}: its text stands {times} times in {mutant.file}")


class UnsoundKillerError(Exception):
    """A killer fails on the unchanged tree, so that its failing says nothing."""

    def __init__(self, killer: str, words: str) -> None:
        super().__init__(f"{killer} fails without any mutant:\n{words}")


def mutated(mutant: Mutant, root: Path = ROOT) -> str:
    """Return the text of the mutant's file with the mutation; raises StaleMutantError."""
    text = (root / mutant.file).read_text(encoding="utf-8")
    if text.count(mutant.old) != 1:
        raise StaleMutantError(mutant, text.count(mutant.old))
    return text.replace(mutant.old, mutant.new)


def fate_of(mutant: Mutant) -> Fate:
    """Put a mutant into a copy of the tree and try to kill it."""
    started = time.perf_counter()
    with tempfile.TemporaryDirectory(dir=fast()) as folder:
        copy = _copied(Path(folder))
        (copy / mutant.file).write_text(mutated(mutant, copy), encoding="utf-8")
        killer = next((one for one in mutant.killers if _runs(one, copy)), "")
    return Fate(mutant.name, mutant.what, killer, time.perf_counter() - started)


def check_killers(killers: Iterable[str]) -> None:
    """Run killers on the unchanged tree; raises UnsoundKillerError."""
    with tempfile.TemporaryDirectory(dir=fast()) as folder:
        copy = _copied(Path(folder))
        for killer in killers:
            words = _runs(killer, copy)
            if words:
                raise UnsoundKillerError(killer, words)


def _copied(folder: Path) -> Path:
    ignored = shutil.ignore_patterns("__pycache__")
    for name in _COPIED:
        shutil.copytree(ROOT / name, folder / name, ignore=ignored)
    for name in _LINKED:
        (folder / name).symlink_to(ROOT / name)
    for name in _FILES:
        shutil.copyfile(ROOT / name, folder / name)
    return folder


def _runs(killer: str, copy: Path) -> str:
    """Run a killer in a copy; return its last words where it fails, or an empty text."""
    kind, *words = killer.split()
    commands = {
        "simulate": lambda: _simulation("0", *words),
        "pairs": lambda: _simulation("0.2", *words),
        "torture": lambda: ["-m", f"torture.{words[0]}", "--share", words[1], "--seed", "1"],
        "pytest": lambda: ["-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *words],
    }
    environment = {**os.environ, "PYTHONPATH": str(copy), "QT_QPA_PLATFORM": "offscreen"}
    try:
        run = subprocess.run(
            [sys.executable, *commands[kind]()],
            cwd=copy,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=LIMIT_S,
        )
    except subprocess.TimeoutExpired:
        return "it hangs"
    return "" if run.returncode == 0 else (run.stdout + run.stderr)[-2_000:] or "it failed"


def _simulation(pairs: str, seed: str, acts: str, faults: str) -> list[str]:
    script = (
        "import sys; from clinic_terminal.simulation.faults import read_faults; "
        "from clinic_terminal.simulation.runner import simulate; "
        "total = simulate(int(sys.argv[1]), int(sys.argv[2]), 2, read_faults(sys.argv[3]), "
        "pairs=float(sys.argv[4])); "
        "print(total.violations[:3]); sys.exit(bool(total.violations))"
    )
    return ["-c", script, seed, acts, faults, pairs]


def main(arguments: list[str]) -> int:
    """Run the named mutants, or all."""
    parser = argparse.ArgumentParser(
        prog="torture.mutants", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--trust", action="store_true", help="do not ask the unchanged tree first")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    wanted = parser.parse_args(arguments)
    chosen = [one for one in MUTANTS if not wanted.names or one.name in wanted.names]
    killers = dict.fromkeys(killer for one in chosen for killer in one.killers)
    fates: list[Fate] = []
    with ThreadPoolExecutor(wanted.processes) as pool:
        if not wanted.trust:
            list(pool.map(lambda killer: check_killers([killer]), killers))
        for fate in pool.map(fate_of, chosen):
            print(json.dumps(asdict(fate), ensure_ascii=False), flush=True)
            fates.append(fate)
    if not wanted.names:
        REPORT.parent.mkdir(exist_ok=True)
        REPORT.write_text(json.dumps([asdict(fate) for fate in fates], ensure_ascii=False, indent=1))
    return 0 if all(fate.killed_by for fate in fates) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
