"""How quickly the frozen program starts, against the same program run from this checkout.

`python -m installer.cold_start [PROGRAM]` takes both in turn: the version, the doctor, and the first window
on a virtual screen. The files of both lie in the system's cache. Ends with 1 where the frozen one is later.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from benchmarks.measure import Claim, as_table, median_ratio, milliseconds, paired
from clinic_terminal.showcase.display import some_display
from installer.freeze import PROGRAM, ROOT
from installer.screen_watch import ScreenWatch

ROUNDS: Final = 11
_PATIENCE_S: Final = 60.0
PEER: Final = "the same from source"


def claims(program: Path) -> list[Claim]:
    """Measure and return the claims; the window's is the last."""
    os.environ.pop("QT_QPA_PLATFORM", None)
    frozen, source = [str(program)], [sys.executable, "-m", "clinic_terminal"]
    with tempfile.TemporaryDirectory() as home, some_display():
        environment = {**os.environ, "CLINIC_TERMINAL_HOME": home, "CLINIC_TERMINAL_KEYRING": "off"}
        with ScreenWatch(environment["DISPLAY"]) as screen:
            ways = (
                ("`--version`", _to_its_end("--version", environment)),
                ("`doctor`", _to_its_end("doctor", environment)),
                ("`run` to the first window on the screen", _to_the_window(environment, screen)),
            )
            return [
                _claim(f"the frozen program's {name}", _against(frozen, source, run)) for name, run in ways
            ]


def _claim(what: str, times: tuple[list[float], list[float]]) -> Claim:
    mine, theirs = times
    figures = f"{milliseconds(mine)} against {milliseconds(theirs)}"
    return Claim(what, PEER, median_ratio(mine, theirs), 1.0, at_least=False, figures=figures)


def _against(
    frozen: Sequence[str], source: Sequence[str], run: Callable[[Sequence[str]], None]
) -> tuple[list[float], list[float]]:
    for program in (frozen, source):
        run(program)
    return paired(lambda: run(frozen), lambda: run(source), ROUNDS)


def _to_its_end(command: str, environment: dict[str, str]) -> Callable[[Sequence[str]], None]:
    def run(program: Sequence[str]) -> None:
        subprocess.run([*program, command], env=environment, cwd=ROOT, capture_output=True, check=False)

    return run


def _to_the_window(environment: dict[str, str], screen: ScreenWatch) -> Callable[[Sequence[str]], None]:
    """Return what starts the program, waits for its window, and ends it again, which both pay for."""

    def run(program: Sequence[str]) -> None:
        started = subprocess.Popen(
            [*program, "run"], env=environment, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            screen.wait(_PATIENCE_S, shown=True)
        finally:
            started.kill()
            started.wait()
        screen.wait(_PATIENCE_S, shown=False)

    return run


def main() -> int:
    """Measure the program named on the command line, or the one in dist/."""
    program = Path(sys.argv[1]) if len(sys.argv) > 1 else PROGRAM / "clinic-terminal"
    measured = claims(program.resolve())
    print(as_table(measured))
    return 0 if measured[-1].holds else 1


if __name__ == "__main__":
    sys.exit(main())
