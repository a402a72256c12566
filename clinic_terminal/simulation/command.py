"""``clinic-terminal simulate``: one JSON result, and a short trace of what broke a promise."""

import argparse
import json
import sys
from typing import TextIO

from clinic_terminal.simulation.episode import Outcome
from clinic_terminal.simulation.faults import UnknownFaultError, read_faults
from clinic_terminal.simulation.runner import Total, play, simulate
from clinic_terminal.simulation.schedule import Schedule
from clinic_terminal.simulation.shrink import shrunk

MOST_MACHINES = 8
_MOST_LINES = 200


def run_simulate(
    options: argparse.Namespace, out: TextIO | None = None, complain: TextIO | None = None
) -> int:
    """Simulate as the options say; 0 where every promise held, 1 where one broke, 2 for bad options."""
    out, complain = out or sys.stdout, complain or sys.stderr
    try:
        faults = read_faults(options.faults)
    except UnknownFaultError as error:
        complain.write(f"clinic-terminal: {error}\n")
        return 2
    if options.acts < 1 or not 1 <= options.terminals <= MOST_MACHINES:
        complain.write(f"clinic-terminal: at least 1 act, and 1 to {MOST_MACHINES} terminals.\n")
        return 2
    total = simulate(options.seed, options.acts, options.terminals, faults)
    out.write(json.dumps(total.plain(), ensure_ascii=False) + "\n")
    if not total.failed:
        return 0
    _tell(total, complain)
    complain.write(
        f"again: clinic-terminal simulate --seed {options.seed} --acts {options.acts}"
        f" --terminals {options.terminals} --faults {options.faults}\n"
    )
    return 1


def _tell(total: Total, out: TextIO) -> None:
    """Tell which promise broke under which seed, and the shortest way to it that was found."""
    out.writelines(f"{sentence}\n" for sentence in total.violations[:20])
    short = shorter(total.failed[0])
    outcome = play(short)
    out.write(f"shortened to {len(short.actions)} steps; faults {dict(outcome.injected)}\n")
    out.writelines(f"{line}\n" for line in (*outcome.trace[:_MOST_LINES], *outcome.broken[:5]))


def shorter(schedule: Schedule) -> Schedule:
    """Return a short schedule that breaks the promise that ``schedule`` breaks first."""
    first = _promise(play(schedule))
    return shrunk(schedule, lambda candidate: first in _promises(play(candidate)))


def _promise(outcome: Outcome) -> str:
    return outcome.broken[0].partition(":")[0]


def _promises(outcome: Outcome) -> set[str]:
    return {sentence.partition(":")[0] for sentence in outcome.broken}
