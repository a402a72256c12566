"""Visits without a server, by an edition's own windows and keys, until the machine is cut: never imported.

Run as a script with the edition's code first on the path: ``busy_desk.py HOME VISITS``. Each closed visit's
act is said on standard output; then the program kills itself as a power cut would, with its log of changes
not yet written back.
"""

import os
import signal
import sys
from pathlib import Path

from clinic_terminal.application.operators import operators
from clinic_terminal.bootstrap.practice import PracticeWorld, open_practice_world
from clinic_terminal.sandbox.world import load_world
from clinic_terminal.showcase.opened import OpenProgram
from clinic_terminal.showcase.scenes import Stage, play_visit
from clinic_terminal.ui.hands import Hands
from clinic_terminal.ui.start import make_application
from clinic_terminal.ui.theatre import Theatre

FILM = "xyp"
TEETH = ("54", "64", "65", "74", "75", "84", "85", "53", "63", "73", "83")
"""A film of each of these is a treatment of its own; none repeats another."""


def work(home: Path, visits: int) -> None:
    """Play the visits and never return."""
    application = make_application()
    world = open_practice_world(home)
    opened = OpenProgram(world.program, practice=True)
    opened.window.resize(1366, 768)
    theatre = Theatre(application, home, 0)
    stage = Stage(world, Hands(theatre, opened.window), theatre)
    # Before the sync loop starts: what an earlier life left in the queue stays there.
    world.server.stop()
    opened.start()
    theatre.raise_curtain(opened.window)
    stage.hands.sign_in(*_receptionist(world))
    for tooth in TEETH[:visits]:
        visit = play_visit(stage, "cut", "RETURNING", ((FILM, tooth),))
        sys.stdout.write(f"{visit.act}\n")
        sys.stdout.flush()
    os.kill(os.getpid(), signal.SIGKILL)


def _receptionist(world: PracticeWorld) -> tuple[int, str]:
    desk = next(one for one in load_world().operators if one.role == "RECEPTIONIST")
    names = [operator.name for operator in operators(world.program.terminal)]
    return names.index(desk.name) + 1, desk.pin


if __name__ == "__main__":
    work(Path(sys.argv[1]), int(sys.argv[2]))
