"""Start to the first accepted scan with 100,000 acts waiting, against a start with none.

Each start is a process of its own that opens the data as the program does, with every check of the start,
and judges one scanned card offline. The window is left out: it costs the same in both and would hide a
difference.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.measure import Claim, median_ratio, milliseconds, paired
from benchmarks.queue_depth import AT_ONCE, LARGE, waiting
from clinic_terminal.application import check_in
from clinic_terminal.bootstrap.practice import open_practice_world, terminal_in
from clinic_terminal.bootstrap.program import open_program

ROUNDS = 15


def claims() -> list[Claim]:
    """Measure and return the claim."""
    os.environ["CLINIC_TERMINAL_KEYRING"] = "off"
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        token = _prepared(home)
        empty, full = terminal_in(home).data, Path(folder) / "full"
        shutil.copytree(empty, full)
        _fill(full)
        _start(full, token)
        _start(empty, token)
        mine, theirs = paired(lambda: _start(full, token), lambda: _start(empty, token), ROUNDS)
    return [
        Claim(
            f"start with {LARGE:,} acts waiting to the first accepted scan",
            "start with none",
            median_ratio(mine, theirs),
            1.1,
            at_least=False,
            figures=f"{milliseconds(mine)} against {milliseconds(theirs)}",
        )
    ]


def _prepared(home: Path) -> str:
    """Make an enrolled terminal that knows a returning child, and return the text of its card."""
    world = open_practice_world(home)
    token = str(json.loads((world.cards / "cards.json").read_text())["RETURNING"])
    terminal = world.program.terminal
    check_in.verify(terminal, check_in.identify(terminal, token), terminal.clock.today())
    world.close()
    return token


def _fill(data: Path) -> None:
    from clinic_terminal.settings import Paths

    program = open_program(Paths(data))
    for first in range(0, LARGE, AT_ONCE):
        with program.store.begin() as uow:
            for number in range(first, first + AT_ONCE):
                uow.queue.add(waiting(number))
    program.close()


def _start(data: Path, token: str) -> None:
    command = [sys.executable, "-m", "benchmarks.start_scan", str(data), token]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    if done.stdout.split() == []:
        raise SystemExit(done.stderr)
