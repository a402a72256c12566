"""Run the fault classes and print one JSON line each: ``python -m torture [NAME...] [--share 0.1]``.

    python -m torture                        every class in full (hours of one core)
    python -m torture --minutes 30 --write   what half an hour gives, written into docs/torture.md
    python -m torture R2 R7 --share 0.1      a tenth of two classes
    python -m torture --ledger FILE          keep every finished slice in FILE; the same command goes on
                                             after an interruption, as long as the sources are the same
    python -m torture --ledger FILE --minutes 0 --write      write the page from what FILE has

Classes run in slices with a seed each, several at once; the cheapest remaining one goes first, and every
third slice to the one that is farthest behind. With more processes than cores, those classes that mostly
wait (R5, R6, R13) take the rest. The exit status is 1 where a promise broke, 3 where the run could not go on.
"""

import argparse
import importlib
import os
import sys
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from types import ModuleType
from typing import Final

from torture.ledger import Ledger, SourcesChangedError
from torture.places import ROOT
from torture.report import write_report
from torture.results import Result
from torture.turns import Turns

CLASSES: Final = {
    "R1": "simulation",
    "R2": "power_loss",
    "R3": "io_errors",
    "R4": "recovery",
    "R5": "kills",
    "R6": "faulty_network",
    "R7": "lost_answers",
    "R8": "two_windows",
    "R9": "poisoned",
    "R10": "stateful",
    "R11": "exposure",
    "R12": "cards",
    "R13": "restored",
}
SEED: Final = 20_260_518
CANNOT_GO_ON: Final = 3


def main(arguments: list[str]) -> int:
    """Run as the command line says."""
    wanted = _parser().parse_args(arguments)
    names = [name.upper() for name in wanted.names] or list(CLASSES)
    unknown = [name for name in names if name not in CLASSES]
    if unknown:
        sys.stderr.write(f"There is no class {unknown[0]}; known are {', '.join(CLASSES)}.\n")
        return 2
    modules = {name: importlib.import_module(f"torture.{CLASSES[name]}") for name in names}
    seconds = wanted.minutes * 60 if wanted.minutes is not None else None
    ledger = Ledger(wanted.ledger, wanted.seed) if wanted.ledger else None
    try:
        results = Turns(modules, wanted.share, wanted.seed, wanted.processes, ledger).run(seconds)
    except (BrokenProcessPool, SourcesChangedError) as error:
        sys.stderr.write(f"The run ended early: {error}\n")
        return CANNOT_GO_ON
    for result in results.values():
        print(result.line(), flush=True)
    if wanted.write:
        times = ledger.times() if ledger else ()
        write_report(ROOT / "docs" / "torture.md", modules, results, wanted.share, times)
    return 1 if any(result.violations for result in results.values()) else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="torture", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(CLASSES))
    parser.add_argument("--share", type=float, default=1.0, help="of the full counts")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--minutes", type=float, help="begin nothing new after so many")
    parser.add_argument("--ledger", type=Path, metavar="FILE", help="keep finished slices, and go on there")
    parser.add_argument("--write", action="store_true", help="write docs/torture.md")
    return parser


def alone(module: ModuleType, arguments: list[str] | None = None) -> int:
    """Run one class by its own module: ``python -m torture.kills --count 100 --seed 1``."""
    parser = argparse.ArgumentParser(description=module.__doc__)
    parser.add_argument("--count", type=int, help="instead of the full count")
    parser.add_argument("--share", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=SEED)
    wanted = parser.parse_args(arguments)
    share = wanted.count / module.GOAL if wanted.count else wanted.share
    result: Result = module.run(share, wanted.seed)
    print(result.line())
    return 1 if result.violations else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
