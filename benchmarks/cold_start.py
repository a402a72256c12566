"""Cold start and peak memory of the program against a bare PySide6 window with the same fonts.

Each start is a process of its own, from its first instruction to the idle moment of the program's first
window, and again to the moment when somebody can sign in. The program's home is enrolled with the
practice server beforehand; the server does not run meanwhile.
"""

import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.measure import Claim, median_ratio, milliseconds, paired
from clinic_terminal.bootstrap.practice import open_practice_world

ROUNDS = 11
PEER = "a bare PySide6 window with the same fonts"


def claims() -> list[Claim]:
    """Measure and return the claims."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        open_practice_world(home).close()
        terminal = str(home / "terminal")
        return [
            *_against_bare("first window", terminal, "first"),
            *_against_bare("sign-in", terminal, "ready"),
        ]


def _against_bare(what: str, terminal: str, moment: str) -> list[Claim]:
    program = [sys.executable, "-m", "benchmarks.start_program", terminal, moment]
    bare = [sys.executable, "-m", "benchmarks.start_bare"]
    peaks: dict[str, list[int]] = {"program": [], "bare": []}
    _start(program), _start(bare)
    mine, theirs = paired(
        lambda: peaks["program"].append(_start(program)),
        lambda: peaks["bare"].append(_start(bare)),
        ROUNDS,
    )
    memory = {name: statistics.median(values) / 1024 for name, values in peaks.items()}
    return [
        Claim(
            f"cold start to the {what}",
            PEER,
            median_ratio(mine, theirs),
            1.5,
            at_least=False,
            figures=f"{milliseconds(mine)} against {milliseconds(theirs)}",
        ),
        Claim(
            f"peak memory at the {what}",
            PEER,
            memory["program"] / memory["bare"],
            2.0,
            at_least=False,
            figures=f"{memory['program']:.0f} MiB against {memory['bare']:.0f} MiB",
        ),
    ]


def _start(command: list[str]) -> int:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "CLINIC_TERMINAL_KEYRING": "off"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return int(done.stdout.split()[-1])
